/* test-small-disk.c - a disk that is really full, or read-only
 *
 * Everything that a command works on lies on a file system of a few MiB, with
 * so much room left, or none, or remounted read-only. Where it does not fit,
 * that is said and nothing has changed; with room again, it goes on. What
 * failing-disk makes up call by call, the kernel does here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "tests/asserts.h"
#include "tests/crash-world.h"

#define PAGE 4096
#define PLENTY (64 * 1024 * 1024)
#define STEPS_MAX 40

/* ---- The disk ---- */

static void
write_map (const char *path, const char *text)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);

  if (fd < 0 || write (fd, text, strlen (text)) < 0)
    fail_msg ("%s: %s", path, g_strerror (errno));
  close (fd);
}

/* Mounts of this process alone; who is not root becomes it in a name space. */
static void
enter_name_space (void)
{
  g_autofree char *users = g_strdup_printf ("0 %u 1", geteuid ()), *groups = g_strdup_printf ("0 %u 1", getegid ());

  if (geteuid () != 0 || unshare (CLONE_NEWNS) != 0) {
    if (unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
      fail_msg ("this test needs name spaces of its own: %s", g_strerror (errno));
    write_map ("/proc/self/setgroups", "deny");
    write_map ("/proc/self/uid_map", users);
    write_map ("/proc/self/gid_map", groups);
  }
  if (mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
    fail_msg ("mounts cannot be kept apart: %s", g_strerror (errno));
}

static void
mount_work (CrashWorld *world, unsigned long flags, guint64 size)
{
  g_autofree char *path = cli_path (world->cli, "work");
  g_autofree char *options = g_strdup_printf ("size=%" G_GUINT64_FORMAT ",mode=700", size);

  if (mount ("small", path, "tmpfs", flags, options) != 0)
    fail_msg ("mounting %s: %s", options, g_strerror (errno));
}

/* Bytes that are taken there. */
static guint64
taken (CrashWorld *world)
{
  g_autofree char *path = cli_path (world->cli, "work");
  struct statvfs there;

  assert_int_equal (statvfs (path, &there), 0);
  return (guint64) (there.f_blocks - there.f_bfree) * there.f_frsize;
}

static void
unmount_work (CrashWorld *world)
{
  g_autofree char *path = cli_path (world->cli, "work");

  umount2 (path, MNT_DETACH);
}

/* The stores as the case finds them, on a disk with room. */
static void
begin_anew (CrashWorld *world, const CrashCase *one)
{
  g_autofree char *base = NULL, *copy = NULL;

  unmount_work (world);
  base = crash_base (world, one);
  copy = g_strdup_printf ("cp -a %s/. work/", base);
  crash_tool (world, "mkdir -p work");
  mount_work (world, 0, PLENTY);
  crash_tool (world, copy);
  crash_use (world, one->store);
}

static int
set_up (void **state)
{
  enter_name_space ();
  return crash_set_up (state);
}

static int
tear_down (void **state)
{
  unmount_work (*state);
  return crash_tear_down (state);
}

/* ---- What must come of it ---- */

static char *
undisturbed (CrashWorld *world, const CrashCase *one)
{
  begin_anew (world, one);
  one->run (world->cli);
  if (world->cli->code != 0)
    fail_msg ("%s: %s", one->name, world->cli->err);
  return crash_describe (world, one);
}

static char *
list_now (CrashWorld *world, const CrashCase *one)
{
  crash_use (world, one->store);
  return cli_answer (world->cli, "list", NULL);
}

/* One sentence that says what to do; `advice`: one of these. */
static void
assert_told (CrashWorld *world, const CrashCase *one, const char *where, const char *const *advice)
{
  Cli *cli = world->cli;
  g_autofree char *all = g_strconcat (cli->err, cli->out, NULL);
  gboolean advised = FALSE;

  for (; *advice != NULL; advice++)
    advised |= strstr (all, *advice) != NULL;
  if ((cli->code != 1 && (cli->code != 3 || !one->in_slices)) || strstr (cli->err, "valise: ") == NULL || !advised)
    fail_msg ("%s, %s: ended with %d: %s", one->name, where, cli->code, all);
}

/* Reading is not prevented, or it is said why. */
static void
assert_readable (CrashWorld *world, const CrashCase *one, const char *where, const char *const *advice)
{
  cli_run (world->cli, "list", NULL);
  if (world->cli->code != 0)
    assert_told (world, one, where, advice);
}

/* With room again: as before, sound, and it goes on. */
static void
assert_goes_on (CrashWorld *world, const CrashCase *one, const char *where, const char *before, const char *expected)
{
  g_autofree char *found = NULL, *list = list_now (world, one);

  if (!one->in_slices && strcmp (list, before) != 0)
    fail_msg ("%s, %s: failed, and changed\n%sto\n%s", one->name, where, before, list);
  g_free (cli_answer (world->cli, "verify", NULL));
  one->resume (world->cli);
  found = crash_describe (world, one);
  if (strcmp (found, expected) != 0)
    fail_msg ("%s, %s ended with\n%s\ninstead of\n%s", one->name, where, found, expected);
}

static const char *const no_room[] = { "free some room", "make room", NULL };
static const char *const read_only[] = { "read-only", "Read-only", NULL };

/* TRUE when it went through with so much room. */
static gboolean
try_with_room (CrashWorld *world, const CrashCase *one, guint64 room, const char *before, const char *expected)
{
  g_autofree char *where = g_strdup_printf ("with room for %" G_GUINT64_FORMAT " bytes", room);
  gboolean done;

  begin_anew (world, one);
  mount_work (world, MS_REMOUNT, taken (world) + room);
  one->run (world->cli);
  done = world->cli->code == 0;
  if (!done) {
    assert_told (world, one, where, no_room);
    assert_readable (world, one, where, no_room);
  }
  mount_work (world, MS_REMOUNT, PLENTY);
  if (!done)
    assert_goes_on (world, one, where, before, expected);
  return done;
}

/* VALISE_CRASH_CASES, as in test-crash.c. */
static gboolean
is_wanted (const CrashCase *one)
{
  const char *given = g_getenv ("VALISE_CRASH_CASES");
  g_auto (GStrv) names = g_strsplit (given != NULL ? given : "", " ", -1);

  return given == NULL || g_strv_contains ((const char *const *) names, one->name);
}

/* What needs no room may go through at once. */
static void
what_does_not_fit_is_said_and_goes_on_with_room (void **state)
{
  CrashWorld *world = *state;

  for (const CrashCase *one = crash_cases; one->name != NULL; one++) {
    g_autofree char *expected = NULL, *before = NULL;
    guint64 room = 0;
    guint failed = 0;

    if (!is_wanted (one) || g_str_equal (one->name, "init") || g_str_equal (one->name, "restore"))
      continue;
    expected = undisturbed (world, one);
    begin_anew (world, one);
    before = list_now (world, one);
    for (guint step = 0; step < STEPS_MAX && !try_with_room (world, one, room, before, expected); step++) {
      failed++;
      room = room < 8 * PAGE ? room + PAGE : room + room / 4 / PAGE * PAGE;
    }
    print_message ("%s: failed with %u sizes of room, went through with %" G_GUINT64_FORMAT " KiB\n", one->name,
                   failed, room / 1024);
    assert_true (room < PLENTY);
    assert_true (failed < STEPS_MAX);
  }
}

static void
a_read_only_disk_is_said_to_be_one (void **state)
{
  CrashWorld *world = *state;

  for (const CrashCase *one = crash_cases; one->name != NULL; one++) {
    g_autofree char *expected = NULL, *before = NULL;

    if (!is_wanted (one) || g_str_equal (one->name, "init") || g_str_equal (one->name, "restore"))
      continue;
    expected = undisturbed (world, one);
    begin_anew (world, one);
    before = list_now (world, one);
    mount_work (world, MS_REMOUNT | MS_RDONLY, PLENTY);
    one->run (world->cli);
    assert_told (world, one, "read-only", read_only);
    assert_readable (world, one, "read-only", read_only);
    mount_work (world, MS_REMOUNT, PLENTY);
    assert_goes_on (world, one, "read-only", before, expected);
  }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (what_does_not_fit_is_said_and_goes_on_with_room),
    cmocka_unit_test (a_read_only_disk_is_said_to_be_one),
  };

  return cmocka_run_group_tests_name ("small-disk", tests, set_up, tear_down);
}
