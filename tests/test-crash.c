/* test-crash.c - every command, cut short at every call that changes the disk
 *
 * The real program runs on a disk that fails at the n-th call
 * (failing-disk/failing-disk.c), for every n that leaves another disk than the
 * one before. Then it runs as ever, what was
 * not done is done again, and the end must be that of an undisturbed run:
 * nothing said to be done is lost, nothing is left over, all of it verifies.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "tests/asserts.h"
#include "tests/crash-world.h"

static void
set_failing (CrashWorld *world, const char *how, guint at)
{
  Cli *cli = world->cli;
  g_autofree char *number = g_strdup_printf ("%u", at), *roots = cli_path (cli, "work");
  g_autofree char *undo = cli_path (cli, "undo"), *trace = cli_path (cli, "trace"), *real = realpath (roots, NULL);

  cli_set_variable (cli, "LD_PRELOAD", g_getenv ("VALISE_FAILING_DISK"));
  cli_set_variable (cli, "FAILING_DISK_ROOTS", real);
  cli_set_variable (cli, "FAILING_DISK_UNDO", undo);
  cli_set_variable (cli, "FAILING_DISK_TRACE", trace);
  cli_set_variable (cli, "FAILING_DISK_AT", number);
  cli_set_variable (cli, "FAILING_DISK_HOW", how);
}

/* The line of the trace at which it happened (transfer full). */
static char *
happened_at (CrashWorld *world, guint at)
{
  g_autofree char *trace = cli_path (world->cli, "trace"), *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (trace, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  return at <= g_strv_length (lines) ? g_strdup (lines[at - 1]) : NULL;
}

/* ---- Every step ---- */

static char *
undisturbed (CrashWorld *world, const CrashCase *one)
{
  crash_begin_anew (world, one);
  one->run (world->cli);
  if (world->cli->code != 0)
    fail_msg ("%s: %s", one->name, world->cli->err);
  return crash_describe (world, one);
}

static char *
list_before (CrashWorld *world, const CrashCase *one)
{
  crash_begin_anew (world, one);
  cli_run (world->cli, "list", NULL);
  return g_strdup (world->cli->out);
}

static void
resume (CrashWorld *world, const CrashCase *one)
{
  crash_use (world, one->store);
  one->resume (world->cli);
}

static void
assert_as_expected (CrashWorld *world, const CrashCase *one, const char *how, const char *where, const char *expected)
{
  g_autofree char *found = crash_describe (world, one);

  if (strcmp (found, expected) != 0)
    fail_msg ("%s, %s at %s ended with\n%s\ninstead of\n%s", one->name, how, where, found, expected);
}

/* One sentence for a person that says what to do, and the right end. */
static void
assert_told (CrashWorld *world, const CrashCase *one, const char *how, const char *where)
{
  Cli *cli = world->cli;
  g_autofree char *all = g_strconcat (cli->err, cli->out, NULL);
  const char *advice = strcmp (how, "full") == 0 ? "free some room" : strcmp (how, "readonly") == 0 ? "read-only" : "";

  if ((cli->code != 1 && cli->code != 3) || strstr (cli->err, "valise: ") == NULL ||
      strcasestr (all, advice) == NULL)
    fail_msg ("%s, %s at %s: ended with %d: %s", one->name, how, where, cli->code, all);
}

/* What ended with 1 changed nothing: the list is the one before. */
static void
assert_unchanged (CrashWorld *world, const CrashCase *one, const char *how, const char *where, const char *before)
{
  const char *list;

  /* Whether the last flush of a change reached the disk cannot be known. */
  if (world->cli->code != 1 || one->in_slices ||
      strstr (world->cli->err, "look whether") != NULL)
    return;
  cli_run (world->cli, "list", NULL);
  list = world->cli->out;
  if (strcmp (list, before) != 0)
    fail_msg ("%s, %s at %s: failed, and changed\n%sto\n%s", one->name, how, where, before, list);
}

/* The calls that it makes when nothing fails. */
static char **
list_calls (CrashWorld *world, const CrashCase *one)
{
  g_autofree char *trace = cli_path (world->cli, "trace"), *text = NULL;

  crash_begin_anew (world, one);
  set_failing (world, "", 0);
  one->run (world->cli);
  crash_set_honest (world);
  assert_true (g_file_get_contents (trace, &text, NULL, NULL));
  return g_strsplit (text, "\n", -1);
}

static gboolean
is_call (const char *line, const char *const *names)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);

  return words[0] != NULL && words[1] != NULL && g_strv_contains (names, words[1]);
}

/* What is not flushed is undone, so that the disk after call `at` differs from
 * the disk before it only where something reached it. */
static gboolean
differs (char **calls, guint at, const char *how)
{
  static const char *const flushes[] = { "fsync", "fdatasync", NULL };
  static const char *const writes[] = { "write", "pwrite", "ftruncate", NULL };

  if (at < 2 || at > g_strv_length (calls))
    return TRUE;
  if (strcmp (how, "power") == 0)
    return is_call (calls[at - 2], flushes);
  return strcmp (how, "bytes") != 0 || !is_call (calls[at - 2], writes);
}

static void
stop_at_every_call (CrashWorld *world, const CrashCase *one, const char *how)
{
  g_auto (GStrv) calls = list_calls (world, one);
  g_autofree char *expected = undisturbed (world, one), *before = list_before (world, one);
  gboolean dies = strcmp (how, "crash") == 0 || strcmp (how, "power") == 0 || strcmp (how, "bytes") == 0 ||
                  strcmp (how, "torn") == 0;
  guint at = 1, stopped = 0;

  for (;; at++) {
    g_autofree char *where = NULL;
    gboolean happened, again;

    if (!differs (calls, at, how))
      continue;
    crash_begin_anew (world, one);
    set_failing (world, how, at);
    world->cli->may_be_killed = dies;
    one->run (world->cli);
    world->cli->may_be_killed = FALSE;
    crash_set_honest (world);
    where = happened_at (world, at);
    happened = where != NULL;
    if (!happened)
      break;
    stopped++;
    again = dies || world->cli->code != 0 || one->in_slices;
    if (!dies && world->cli->code != 0) {
      assert_told (world, one, how, where);
      assert_unchanged (world, one, how, where, before);
    }
    if (again)
      resume (world, one);
    assert_as_expected (world, one, how, where, expected);
  }
  print_message ("%s, %s: %u calls, stopped at %u\n", one->name, how, at - 1, stopped);
  assert_in_range (at, 5, 2000);
}

/* VALISE_CRASH_CASES: names, with spaces between them; all when it is not set. */
static void
stop_all (CrashWorld *world, const char *how)
{
  const char *given = g_getenv ("VALISE_CRASH_CASES");
  g_auto (GStrv) only = given != NULL ? g_strsplit (given, " ", -1) : NULL;

  for (const CrashCase *one = crash_cases; one->name != NULL; one++)
    if (only == NULL || g_strv_contains ((const char *const *) only, one->name))
      stop_at_every_call (world, one, how);
}

static void
power_that_fails_at_any_call_loses_nothing (void **state)
{
  stop_all (*state, "power");
}

static void
a_process_killed_at_any_call_loses_nothing (void **state)
{
  stop_all (*state, "crash");
}

static void
names_that_outlive_their_bytes_lose_nothing (void **state)
{
  stop_all (*state, "bytes");
}

static void
writes_that_are_done_in_part_lose_nothing (void **state)
{
  stop_all (*state, "torn");
}

static void
a_disk_that_is_full_from_any_call_on_is_said_to_be (void **state)
{
  stop_all (*state, "full");
}

static void
a_call_that_fails_is_told_and_can_be_repeated (void **state)
{
  stop_all (*state, "io");
}

static void
a_disk_that_turns_read_only_is_said_to_be (void **state)
{
  stop_all (*state, "readonly");
}

int
main (int argc, char **argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (power_that_fails_at_any_call_loses_nothing),
    cmocka_unit_test (a_process_killed_at_any_call_loses_nothing),
    cmocka_unit_test (names_that_outlive_their_bytes_lose_nothing),
    cmocka_unit_test (writes_that_are_done_in_part_lose_nothing),
    cmocka_unit_test (a_disk_that_is_full_from_any_call_on_is_said_to_be),
    cmocka_unit_test (a_call_that_fails_is_told_and_can_be_repeated),
    cmocka_unit_test (a_disk_that_turns_read_only_is_said_to_be),
  };

  if (argc > 1)
    cmocka_set_test_filter (argv[1]);
  return cmocka_run_group_tests_name ("crash", tests, crash_set_up, crash_tear_down);
}
