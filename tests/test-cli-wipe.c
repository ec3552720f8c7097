/* test-cli-wipe.c - a store is wiped, its keys first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/wipe.h"
#include "tests/asserts.h"
#include "tests/cli.h"
#include "tests/fixture.h"

static const char *const keys[] = { "key.age", "key.age.next", "vault.age",
                                    "recovery.age" };

/* A store with records, files, and every file that may hold keys. */
static int
set_up (void **state)
{
  Cli *cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *attached = cli_write (cli, "list.txt", "six crates\n");
  g_autofree char *said = cli_answer (cli, "add", "sighting", "title=Cache",
                                      "who-told=J. Doe", "--attach", attached, NULL);
  g_autofree char *next = cli_write (cli, "store/key.age.next", "the next keys\n");
  g_autofree char *recovery =
      cli_write (cli, "store/recovery.age", "the recovery file\n");

  *state = cli;
  return 0;
}

static int
tear_down (void **state)
{
  cli_free (*state);
  return 0;
}

static gboolean
is_there (const Cli *cli, const char *name)
{
  g_autofree char *path = g_build_filename (cli->store, name, NULL);

  return access (path, F_OK) == 0;
}

static void
assert_no_key_is_left (const Cli *cli)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    assert_false (is_there (cli, keys[i]));
}

static void
nothing_is_left_and_no_passphrase_is_asked (void **state)
{
  Cli *cli = *state;

  cli_set_variable (cli, "VALISE_PASSPHRASE_FILE", NULL);
  cli_run (cli, "wipe", "--yes", NULL);
  assert_int_equal (cli->code, 0);
  assert_int_not_equal (access (cli->store, F_OK), 0);
}

/* The old bytes of a key are gone from its blocks, not only its name: a second
 * name of the same file shows them. */
static void
the_keys_are_overwritten_where_they_lie (void **state)
{
  Cli *cli = *state;
  g_autofree char *key = g_build_filename (cli->store, "key.age", NULL),
                  *other = cli_path (cli, "other");
  g_autofree char *before = NULL, *after = NULL;
  gsize size = 0, size_after = 0;

  assert_true (g_file_get_contents (key, &before, &size, NULL));
  assert_int_equal (link (key, other), 0);
  cli_run (cli, "wipe", "--yes", NULL);
  assert_int_equal (cli->code, 0);
  assert_true (g_file_get_contents (other, &after, &size_after, NULL));
  assert_int_equal (size, size_after);
  assert_memory_not_equal (before, after, 20);
}

static void
without_a_confirmation_nothing_goes (void **state)
{
  Cli *cli = *state;
  g_autofree char *before = cli_snapshot (cli), *after = NULL;

  cli_tool (cli, "setsid", "-w", g_getenv ("VALISE_PROGRAM"), "wipe",
            NULL); /* no terminal */
  cli_assert_failed (cli, 2, "--yes");
  after = cli_snapshot (cli);
  assert_string_equal (before, after);
}

static void
on_a_terminal_the_folders_name_is_typed (void **state)
{
  Cli *cli = *state;
  g_autofree char *script = NULL;

  script = g_strdup_printf (
      "set timeout 20\nspawn %s wipe\nexpect \"go on: \"\nsend \"%%s\\r\"\nexpect eof\n"
      "catch wait result\nexit [lindex $result 3]\n",
      g_getenv ("VALISE_PROGRAM"));
  for (guint right = 0; right < 2; right++) {
    g_auto (GStrv) parts = g_strsplit (script, "%s", 2);
    g_autofree char *text = g_strjoinv (right ? "store" : "Store", parts);
    g_autofree char *file = cli_write (cli, "type.exp", text);

    cli_tool (cli, "expect", "-f", file, NULL);
    assert_int_equal (cli->code, right ? 0 : 2);
    assert_int_equal (is_there (cli, "key.age"), !right);
  }
}

static guint64
count_files (Cli *cli, const char *option)
{
  g_autoptr (yyjson_doc) doc = cli_json (cli, "wipe", option, NULL);

  return yyjson_get_uint (yyjson_ptr_get (yyjson_doc_get_root (doc), "/files"));
}

static void
a_dry_run_counts_and_touches_nothing (void **state)
{
  Cli *cli = *state;
  g_autofree char *before = cli_snapshot (cli), *after = NULL;
  guint64 would = count_files (cli, "--dry-run");

  after = cli_snapshot (cli);
  assert_string_equal (before, after);
  assert_int_equal (count_files (cli, "--yes"), would);
}

static void
what_cannot_be_removed_is_named_and_the_rest_goes (void **state)
{
  Cli *cli = *state;
  g_autofree char *db = g_build_filename (cli->store, "store.db", NULL), *script = NULL;

  /* Something is mounted over the database: no right of this world removes it. */
  script = g_strdup_printf ("mount --bind '%s' '%s' && exec '%s' wipe --yes", db, db,
                            g_getenv ("VALISE_PROGRAM"));
  cli_tool (cli, "unshare", "-r", "-m", "sh", "-c", script, NULL);
  cli_assert_failed (cli, 1, "1 thing could not be removed");
  assert_non_null (strstr (cli->out, "LEFT  "));
  assert_non_null (strstr (cli->out, "/store.db: "));
  assert_no_key_is_left (cli);
  assert_false (is_there (cli, "files"));
  assert_true (is_there (cli, "store.db"));
  cli_run (cli, "wipe", "--yes", NULL);
  assert_int_equal (cli->code, 0);
  assert_int_not_equal (access (cli->store, F_OK), 0);
}

static void
a_store_in_use_and_no_store_are_left_alone (void **state)
{
  Cli *cli = *state;
  g_autofree char *empty = cli_path (cli, "empty"), *before = cli_snapshot (cli),
                  *after = NULL;
  g_autofree char *photo = g_build_filename (empty, "photo.jpg", NULL);
  int lock = g_open (cli->store, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  assert_int_equal (flock (lock, LOCK_EX), 0);
  cli_run (cli, "wipe", "--yes", NULL);
  cli_assert_failed (cli, 1, "another program has the store");
  close (lock);
  after = cli_snapshot (cli);
  assert_string_equal (before, after);
  assert_int_equal (g_mkdir (empty, 0700), 0);
  assert_true (g_file_set_contents (photo, "jpeg", -1, NULL));
  cli_run (cli, "--store", empty, "wipe", "--yes", NULL);
  cli_assert_failed (cli, 1, "there is no store");
  assert_int_equal (access (photo, F_OK), 0);
}

static void
links_are_removed_and_not_followed (void **state)
{
  Cli *cli = *state;
  g_autofree char *outside = cli_path (cli, "outside"),
                  *kept = g_build_filename (outside, "kept", NULL);
  g_autofree char *link_path = g_build_filename (cli->store, "files", "zz", NULL);

  assert_int_equal (g_mkdir (outside, 0700), 0);
  assert_true (g_file_set_contents (kept, "text", -1, NULL));
  assert_int_equal (symlink (outside, link_path), 0);
  cli_run (cli, "wipe", "--yes", NULL);
  assert_int_equal (cli->code, 0);
  assert_int_equal (access (kept, F_OK), 0);
}

/* Killed */

static void
die_at (guint64 done, guint64 total, gpointer user)
{
  if (done == GPOINTER_TO_UINT (user))
    kill (getpid (), SIGKILL);
}

static gboolean
wipe_and_die (const Cli *cli, guint at)
{
  ValiseWipeHow how = { .progress = die_at, .user = GUINT_TO_POINTER (at) };
  pid_t child = fork ();
  int status = 0;

  if (child == 0) {
    valise_wipe (cli->store, &how, NULL);
    _exit (0);
  }
  waitpid (child, &status, 0);
  return WIFSIGNALED (status);
}

static void
killed_anywhere_the_keys_went_first_and_it_goes_on (void **state)
{
  gboolean killed = TRUE;
  guint at = 1;

  for (; killed; at++) {
    g_autoptr (Cli) cli = NULL;

    set_up ((void **)&cli);
    killed = wipe_and_die (cli, at);
    if (at >= G_N_ELEMENTS (keys))
      assert_no_key_is_left (cli);
    else
      assert_true (is_there (cli, "store.db") && is_there (cli, "files"));
    if (killed && access (cli->store, F_OK) == 0) {
      cli_run (cli, "wipe", "--yes", NULL);
      assert_true (cli->code == 0 || strstr (cli->err, "there is no store") != NULL);
    }
    assert_true (!is_there (cli, "store.db") && !is_there (cli, "files"));
  }
  assert_in_range (at, 6, 100);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (nothing_is_left_and_no_passphrase_is_asked, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (the_keys_are_overwritten_where_they_lie, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (without_a_confirmation_nothing_goes, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (on_a_terminal_the_folders_name_is_typed, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (a_dry_run_counts_and_touches_nothing, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (what_cannot_be_removed_is_named_and_the_rest_goes,
                                     set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_store_in_use_and_no_store_are_left_alone, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (links_are_removed_and_not_followed, set_up,
                                     tear_down),
    cmocka_unit_test (killed_anywhere_the_keys_went_first_and_it_goes_on),
  };
  g_autofree char *program =
      g_build_filename (g_getenv ("VALISE_BUILD"), "app", "valise", NULL);

  g_setenv ("VALISE_PROGRAM", program, TRUE);
  return cmocka_run_group_tests (tests, NULL, NULL);
}
