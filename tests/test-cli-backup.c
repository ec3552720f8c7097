/* test-cli-backup.c - a copy on another disk, read back, and what stops it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/backup.h"
#include "core/error.h"
#include "core/restore.h"
#include "core/verify.h"
#include "tests/asserts.h"
#include "tests/cli.h"
#include "tests/fixture.h"

/* Shell: another byte there in $f, counted from its end, whatever stood in it. */
#define FLIP(at)                                                                            \
  "python3 -c 'import sys; f = open(sys.argv[1], \"r+b\"); f.seek(-" #at ", 2); b = f.read(1);" \
  "f.seek(-" #at ", 2); f.write(bytes([b[0] ^ 1]))' $f"

static void
add (Cli *cli, const char *title)
{
  g_autofree char *name = g_strdup_printf ("%s.txt", title),
                  *field = g_strdup_printf ("title=%s", title);
  g_autofree char *path = cli_write (cli, name, title);
  g_autofree char *said =
      cli_answer (cli, "add", "sighting", field, "--attach", path, NULL);
}

static int
set_up (void **state)
{
  Cli *cli = cli_new_store ("A. Diallo", "expert");

  add (cli, "first");
  add (cli, "second");
  *state = cli;
  return 0;
}

static int
tear_down (void **state)
{
  cli_free (*state);
  return 0;
}

static guint64
number_of (yyjson_doc *doc, const char *name)
{
  return yyjson_get_uint (yyjson_obj_get (yyjson_doc_get_root (doc), name));
}

/* What a shell says of the folder, all in it by its own manifest. */
static void
a_first_attempt_that_was_cut_short_is_gone_on_with (void **state)
{
  Cli *cli = *state;
  g_autofree char *left = NULL;

  cli_tool (cli, "mkdir", "begun", NULL);
  left = cli_write (cli, "begun/.new-0123456789abcdef", "");
  g_free (cli_answer (cli, "backup", "begun", NULL));
  assert_int_equal (g_access (left, F_OK), -1);
}

static void
assert_whole_by_hand (Cli *cli)
{
  cli_tool (cli, "sh", "-c",
            "cd backup && test $(ls -d copy-* | wc -l) = 1 &&"
            " sha256sum --strict --quiet -c copy-*/manifest-sha256.txt &&"
            " test $(find copy-* files -type f | wc -l) = $(($(wc -l < $(echo "
            "copy-*/manifest-sha256.txt)) + 1))",
            NULL);
  if (cli->code != 0)
    fail_msg ("the backup is not whole: %s%s", cli->out, cli->err);
}

/* Restored into a folder of its own and verified: entries. */
static guint64
verify_restored (Cli *cli)
{
  g_autofree char *backup = cli_path (cli, "backup"),
                  *folder = cli_path (cli, "restored");
  g_autoptr (ValiseSecret) passphrase =
      valise_secret_new_copy ("the quiet river at night", 24);
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseRestored) restored =
      valise_restore (backup, folder, passphrase, NULL, NULL, &error);
  g_autoptr (ValiseStore) store = NULL;
  g_autoptr (ValiseVerified) verified = NULL;
  guint64 entries;

  assert_no_error (error);
  assert_int_equal (restored->missing->len, 0);
  assert_non_null (restored->time);
  store = valise_store_open (folder, passphrase, &error);
  assert_no_error (error);
  verified = valise_verify (store, NULL, &error);
  assert_no_error (error);
  assert_true (valise_verified_is_sound (verified));
  entries = verified->entries;
  g_clear_pointer (&store, valise_store_close);
  fixture_remove_tree (folder);
  return entries;
}

static void
it_holds_everything_and_opens_by_hand (void **state)
{
  Cli *cli = *state;
  g_autoptr (yyjson_doc) doc = cli_json (cli, "backup", "backup", NULL);
  g_autofree char *folder = cli_path (cli, "backup"),
                  *key = cli_path (cli, "backup/copy-000001/key.age"),
                  *own = cli_path (cli, "store/key.age");

  assert_int_equal (number_of (doc, "entries"), 2);
  assert_int_equal (number_of (doc, "files"), 2);
  assert_int_equal (number_of (doc, "copied"), 2);
  assert_whole_by_hand (cli);
  cli_tool (cli, "cmp", key, own, NULL);
  assert_int_equal (cli->code, 0);
  assert_false (fixture_folder_holds (folder, "Diallo"));
  assert_int_equal (verify_restored (cli), 2);
}

static void
the_next_one_copies_only_what_is_new (void **state)
{
  Cli *cli = *state;
  g_autofree char *said = cli_answer (cli, "backup", "backup", NULL), *time = NULL,
                  *again = NULL;
  g_autoptr (yyjson_doc) doc = NULL;

  add (cli, "third");
  doc = cli_json (cli, "backup", "backup", NULL);
  assert_int_equal (number_of (doc, "copied"), 1);
  assert_int_equal (number_of (doc, "files"), 3);
  assert_whole_by_hand (cli);
  assert_int_equal (verify_restored (cli), 3 + 1); /* that the first was made is an event */
  time = g_strdup (yyjson_get_str (yyjson_obj_get (yyjson_doc_get_root (doc), "time")));
  again = cli_json_text (cli, "backup", "status", NULL);
  assert_string_equal (time, again);
}

static void
new_keys_make_a_whole_new_copy (void **state)
{
  Cli *cli = *state;
  g_autofree char *said = cli_answer (cli, "backup", "backup", NULL), *keys = NULL;
  g_autofree char *next = cli_write (cli, "next", "the quiet river at night\n");
  g_autoptr (yyjson_doc) doc = NULL;

  keys = cli_answer (cli, "passphrase", "--rekey", "--new-passphrase-file", next,
                     "--work-factor", "10", NULL);
  doc = cli_json (cli, "backup", "backup", NULL);
  assert_int_equal (number_of (doc, "copied"), 2);
  assert_whole_by_hand (cli);
  assert_int_equal (verify_restored (cli), 2 + 1);
}

static void
what_the_stick_lost_is_copied_again (void **state)
{
  Cli *cli = *state;
  g_autofree char *said = cli_answer (cli, "backup", "backup", NULL);
  g_autoptr (yyjson_doc) doc = NULL;

  cli_tool (cli, "sh", "-c",
            "f=$(find backup/files -type f | head -1); " FLIP (5),
            NULL);
  assert_int_equal (cli->code, 0);
  doc = cli_json (cli, "backup", "backup", NULL);
  assert_int_equal (number_of (doc, "copied"), 1);
  assert_whole_by_hand (cli);
  assert_int_equal (verify_restored (cli), 2 + 1);
}

static void
what_the_store_itself_lost_is_said_and_stops_nothing (void **state)
{
  Cli *cli = *state;
  g_autoptr (yyjson_doc) doc = NULL;

  cli_tool (cli, "sh", "-c", "rm $(find store/files -type f | head -1)", NULL);
  doc = cli_json (cli, "backup", "backup", NULL);
  assert_int_equal (number_of (doc, "lost"), 1);
  assert_int_equal (number_of (doc, "files"), 1);
  assert_whole_by_hand (cli);
}

static void
nothing_foreign_is_touched (void **state)
{
  Cli *cli = *state;
  g_autofree char *said = cli_answer (cli, "backup", "backup", NULL);
  g_autofree char *folder = cli_path (cli, "photos"),
                  *photo = g_build_filename (folder, "a.jpg", NULL);

  assert_int_equal (g_mkdir (folder, 0700), 0);
  assert_true (g_file_set_contents (photo, "jpeg", -1, NULL));
  cli_run (cli, "backup", folder, NULL);
  cli_assert_failed (cli, 1, "something that is no backup");
  cli_run (cli, "backup", "store/files/backup", NULL);
  cli_assert_failed (cli, 1, "in the store itself");
  cli_make (cli, "other", "B. Okoro", "expert");
  cli_run (cli, "backup", "backup", NULL);
  cli_assert_failed (cli, 1, "the backup of another store");
  cli_use (cli, "store");
  assert_int_equal (verify_restored (cli), 2);
}

/* Killed: as a failing power, at each file and where the copy gets its name. */

static void
die_at (guint64 done, guint64 total, gpointer user)
{
  if (done == GPOINTER_TO_UINT (user))
    kill (getpid (), SIGKILL);
}

static void
back_up_and_die (Cli *cli, guint at)
{
  g_autofree char *backup = cli_path (cli, "backup");
  pid_t child = fork ();
  int status = 0;

  if (child == 0) {
    g_autoptr (ValiseSecret) passphrase =
        valise_secret_new_copy ("the quiet river at night", 24);
    ValiseStore *store = valise_store_open (cli->store, passphrase, NULL);

    valise_backup_write (store, backup, die_at, GUINT_TO_POINTER (at), NULL);
    _exit (0);
  }
  waitpid (child, &status, 0);
  assert_true (WIFSIGNALED (status));
}

static void
killed_between_files_the_last_one_stands_and_the_next_is_whole (void **state)
{
  Cli *cli = *state;
  g_autofree char *said = cli_answer (cli, "backup", "backup", NULL), *time = NULL,
                  *again = NULL;

  time = cli_json_text (cli, "backup", "status", NULL);
  add (cli, "third");
  for (guint at = 1; at <= 3; at++) {
    back_up_and_die (cli, at);
    assert_int_equal (verify_restored (cli), 2);
    again = cli_json_text (cli, "backup", "status", NULL);
    assert_string_equal (time, again);
    g_clear_pointer (&again, g_free);
  }
  g_free (said);
  said = cli_answer (cli, "backup", "backup", NULL);
  assert_whole_by_hand (cli);
  assert_int_equal (verify_restored (cli), 3 + 1);
}

/* By the kernel, when the whole program asks it for something the nth time:
 * TRUE when it came so far. */
static gboolean
is_killed_at (Cli *cli, const char *call, guint at)
{
  g_autofree char *script =
      g_strdup_printf ("strace -f -qq -o /dev/null -e trace=%s -e "
                       "inject=%s:signal=KILL:when=%u %s backup backup;"
                       " test $? -ge 128",
                       call, call, at, g_getenv ("VALISE_PROGRAM"));

  cli_tool (cli, "sh", "-c", script, NULL);
  return cli->code == 0;
}

/* What was there before or what is new, never less; beside it the events of
 * backups that were done. */
static void
killed_at_any_call_a_whole_backup_stands (void **state)
{
  static const char *const calls[] = { "rename",   "renameat2", "fsync",
                                       "pwrite64", "unlink",    "rmdir" };
  Cli *cli = *state;
  g_autofree char *said = cli_answer (cli, "backup", "backup", NULL);
  guint64 entries = 2, killed = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++) {
    add (cli, calls[i]);
    for (guint at = 1; at <= 9 && is_killed_at (cli, calls[i], at); at += 2) {
      guint64 found = verify_restored (cli);

      assert_in_range (found, entries, 3 + i + 1 + killed);
      entries = found;
      killed++;
    }
  }
  assert_in_range (killed, 12, 30);
  g_free (said);
  said = cli_answer (cli, "backup", "backup", NULL);
  assert_whole_by_hand (cli);
  assert_in_range (verify_restored (cli), 2 + G_N_ELEMENTS (calls) + 1, 2 + G_N_ELEMENTS (calls) + 1 + killed);
}

/* The laptop wrote on after the backup and sent it; then it was lost. */
static void
a_restored_store_goes_on_as_another_device_and_loses_nothing (void **state)
{
  Cli *cli = *state;
  g_autofree char *case_id = NULL, *backup = NULL, *device = NULL, *other = NULL,
                  *said = NULL;
  g_autofree char *later = NULL;

  cli_make (cli, "hq", "Registry", "headquarters");
  case_id =
      cli_answer (cli, "case", "add", "drc-1533", "--title", "T", "--basis", "B", NULL);
  cli_make (cli, "lost", "T. Adeko", "expert");
  cli_enrol (cli, "lost", "drc-1533");
  cli_use (cli, "lost");
  said =
      cli_answer (cli, "add", "sighting", "title=Before", "--case", "drc-1533", NULL);
  backup = cli_answer (cli, "backup", "backup", NULL);
  device = cli_json_text (cli, "device", "status", NULL);
  later =
      cli_answer (cli, "add", "sighting", "title=After", "--case", "drc-1533", NULL);
  cli_send (cli, "lost", "hq", "headquarters");
  cli_use (cli, "again");
  g_free (said);
  said = cli_answer (cli, "restore", "backup", NULL);
  assert_non_null (strstr (said, "goes on as the device"));
  other = cli_json_text (cli, "device", "status", NULL);
  assert_string_not_equal (device, other);
  cli_run (cli, "list", NULL);
  assert_non_null (strstr (cli->out, "Before"));
  g_free (said);
  said = cli_answer (cli, "verify", NULL);
  cli_enrol (cli, "again", "drc-1533");
  cli_use (cli, "again");
  g_free (said);
  said = cli_answer (cli, "add", "sighting", "title=Later", "--case", "drc-1533", NULL);
  cli_send (cli, "again", "hq", "headquarters");
  cli_run (cli, "list", NULL);
  assert_non_null (strstr (cli->out, "Before"));
  assert_non_null (strstr (cli->out, "After"));
  assert_non_null (strstr (cli->out, "Later"));
  /* It begins a backup of its own, and leaves the lost laptop's alone. */
  cli_use (cli, "again");
  cli_run (cli, "backup", "backup", NULL);
  cli_assert_failed (cli, 1, "the backup of another store");
}

static void
a_registry_that_was_lost_is_obeyed_again (void **state)
{
  Cli *cli = *state;
  g_autofree char *case_id = NULL, *backup = NULL, *said = NULL, *text = NULL;
  g_autofree char *roster = NULL, *joined = NULL;

  cli_make (cli, "hq", "Registry", "headquarters");
  case_id =
      cli_answer (cli, "case", "add", "drc-1533", "--title", "T", "--basis", "B", NULL);
  cli_make (cli, "field", "T. Adeko", "expert");
  cli_enrol (cli, "field", "drc-1533");
  cli_use (cli, "hq");
  backup = cli_answer (cli, "backup", "backup", NULL);
  cli_tool (cli, "mv", "hq", "gone", NULL);
  said = cli_answer (cli, "restore", "backup", NULL);
  /* Its roster key is the old one: the member takes its roster without joining anew. */
  roster = cli_answer (cli, "roster", "--for", "T. Adeko", "-o", "roster", NULL);
  cli_use (cli, "field");
  joined = cli_answer (cli, "join", "roster", NULL);
  text = cli_answer (cli, "add", "sighting", "title=Cache", "--case", "drc-1533", NULL);
  cli_send (cli, "field", "hq", "headquarters");
  cli_run (cli, "list", NULL);
  assert_non_null (strstr (cli->out, "Cache"));
}

static void
a_damaged_backup_is_not_restored (void **state)
{
  Cli *cli = *state;
  g_autofree char *said = cli_answer (cli, "backup", "backup", NULL);
  g_autofree char *backup = cli_path (cli, "backup"),
                  *folder = cli_path (cli, "restored");
  g_autoptr (ValiseSecret) passphrase =
      valise_secret_new_copy ("the quiet river at night", 24);
  g_autoptr (GError) error = NULL;

  assert_null (valise_restore (cli->root, folder, passphrase, NULL, NULL, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  assert_null (valise_restore (backup, cli->store, passphrase, NULL, NULL, &error));
  assert_error_code (error, VALISE_ERROR_EXISTS);
  g_clear_error (&error);
  cli_tool (cli, "sh", "-c",
            "f=backup/copy-000001/store.db; " FLIP (5000),
            NULL);
  assert_null (valise_restore (backup, folder, passphrase, NULL, NULL, &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
  assert_int_not_equal (access (folder, F_OK), 0);
  cli_tool (cli, "sh", "-c", "ls -d *.restoring", NULL);
  assert_int_not_equal (cli->code, 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (it_holds_everything_and_opens_by_hand, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (the_next_one_copies_only_what_is_new, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (new_keys_make_a_whole_new_copy, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_the_stick_lost_is_copied_again, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (
        what_the_store_itself_lost_is_said_and_stops_nothing, set_up, tear_down),
    cmocka_unit_test_setup_teardown (nothing_foreign_is_touched, set_up, tear_down),
    cmocka_unit_test_setup_teardown (
        killed_between_files_the_last_one_stands_and_the_next_is_whole, set_up,
        tear_down),
    cmocka_unit_test_setup_teardown (killed_at_any_call_a_whole_backup_stands, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (
        a_restored_store_goes_on_as_another_device_and_loses_nothing, set_up,
        tear_down),
    cmocka_unit_test_setup_teardown (a_registry_that_was_lost_is_obeyed_again, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (a_damaged_backup_is_not_restored, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (a_first_attempt_that_was_cut_short_is_gone_on_with, set_up,
                                     tear_down),
  };
  g_autofree char *program =
      g_build_filename (g_getenv ("VALISE_BUILD"), "app", "valise", NULL);

  valise_secret_start ();
  g_setenv ("VALISE_PROGRAM", program, TRUE);
  return cmocka_run_group_tests (tests, NULL, NULL);
}
