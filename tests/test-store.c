/* test-store.c - a store is made whole, opened by its passphrase, held by one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/error.h"
#include "core/folder.h"
#include "core/log.h"
#include "core/sealed.h"
#include "tests/fixture.h"

static int
set_up (void **state)
{
  *state = fixture_store_new ("Ann Baker", "expert");
  return 0;
}

static int
tear_down (void **state)
{
  fixture_store_free (*state);
  return 0;
}

static gboolean
make (const char *folder, const char *member, guint work_factor, GError **error)
{
  g_autoptr (ValiseSecret) passphrase = fixture_passphrase ();
  ValiseStoreSetup setup = { member, "expert", passphrase, work_factor, FALSE };

  return valise_store_init (folder, &setup, error);
}

static ValiseStore *
open_store (FixtureStore *f, GError **error)
{
  g_autoptr (ValiseSecret) passphrase = fixture_passphrase ();

  return valise_store_open (f->folder, passphrase, error);
}

static void
assert_no_store (const char *folder, const char *member, guint work_factor, int code)
{
  g_autofree char *attempt = g_strconcat (folder, ".making", NULL);
  GError *error = NULL;

  assert_false (make (folder, member, work_factor, &error));
  assert_error_code (error, code);
  assert_int_not_equal (access (attempt, F_OK), 0);
}

/* ---- Making ---- */

static void
a_new_store_knows_whose_it_is (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (FixtureStore) training = fixture_store_new_training ("Cy", "jmac");
  g_autofree char *made = valise_store_dup_meta (f->store, "made");
  g_autofree char *text = valise_clock_to_text (FIXTURE_NOW);

  assert_string_equal (valise_store_get_member (f->store), "Ann Baker");
  assert_string_equal (valise_store_get_role (f->store), "expert");
  assert_false (valise_store_is_training (f->store));
  assert_true (valise_store_is_training (training->store));
  assert_string_equal (valise_store_get_folder (f->store), f->folder);
  assert_string_equal (text, "2026-11-21T09:00:00Z");
  assert_string_equal (made, text);
  assert_null (valise_store_dup_meta (f->store, "nothing"));
}

static void
each_store_has_keys_of_its_own_for_each_purpose (void **state)
{
  static const char *const purposes[] = { "checkpoint", "cosignature", "bundle" };
  FixtureStore *f = *state;
  g_autoptr (FixtureStore) registry = fixture_store_new ("Registry", "headquarters");
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (purposes); i++) {
    g_autoptr (ValiseSecret) ours = valise_store_dup_signing_key (f->store, purposes[i], &error);
    g_autoptr (ValiseSecret) theirs =
        valise_store_dup_signing_key (registry->store, purposes[i], &error);
    g_autoptr (GBytes) public = valise_store_get_public_key (f->store, purposes[i], &error);

    assert_no_error (error);
    assert_int_equal (valise_secret_size (ours), 32);
    assert_false (valise_secret_equal (ours, theirs));
    assert_int_equal (g_bytes_get_size (public), i == 2 ? 42 : 32);
  }
  assert_null (valise_store_dup_signing_key (f->store, "roster", &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_null (valise_store_get_public_key (f->store, "roster", &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  valise_secret_free (valise_store_dup_signing_key (registry->store, "roster", &error));
  assert_no_error (error);
}

static void
a_device_is_named_by_its_checkpoint_key (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (GBytes) public = valise_store_get_public_key (f->store, "checkpoint", NULL);
  g_autofree char *hex = NULL;
  ValiseHash id;

  valise_sha256 (g_bytes_get_data (public, NULL), 32, &id);
  hex = valise_hex_encode (id.bytes, sizeof id.bytes);
  assert_string_equal (valise_store_get_device (f->store), hex);
}

static void
a_folder_that_is_not_empty_stays_as_it_is (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *other = g_build_filename (f->root, "other", NULL);
  g_autofree char *file = g_build_filename (other, "notes.txt", NULL), *text = NULL;

  assert_int_equal (g_mkdir (other, 0700), 0);
  assert_true (g_file_set_contents (file, "mine", -1, NULL));
  assert_no_store (other, "Ann", VALISE_WORK_FACTOR_MIN, VALISE_ERROR_EXISTS);
  assert_true (g_file_get_contents (file, &text, NULL, NULL));
  assert_string_equal (text, "mine");
  assert_no_store (file, "Ann", VALISE_WORK_FACTOR_MIN, VALISE_ERROR_EXISTS);
  assert_no_store (f->folder, "Ann", VALISE_WORK_FACTOR_MIN, VALISE_ERROR_EXISTS);
  fixture_store_reopen (f);
}

static void
an_empty_folder_becomes_a_store (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *other = g_build_filename (f->root, "deep", "er", "other", NULL);
  g_autofree char *key = g_build_filename (other, "key.age", NULL);
  GError *error = NULL;

  assert_int_equal (g_mkdir_with_parents (other, 0700), 0);
  make (other, "Ann", VALISE_WORK_FACTOR_MIN, &error);
  assert_no_error (error);
  assert_int_equal (access (key, F_OK), 0);
}

static void
a_store_that_cannot_be_made_leaves_nothing (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *file = g_build_filename (f->root, "file", NULL);
  g_autofree char *below = g_build_filename (file, "store", NULL);
  g_autofree char *empty = g_build_filename (f->root, "empty", NULL);
  g_autofree char *long_name = g_strnfill (201, 'a');

  assert_true (g_file_set_contents (file, "", 0, NULL));
  assert_no_store (below, "Ann", VALISE_WORK_FACTOR_MIN, VALISE_ERROR_FAILED);
  assert_no_store ("/proc/valise/store", "Ann", VALISE_WORK_FACTOR_MIN, VALISE_ERROR_NOT_FOUND);
  assert_int_equal (g_mkdir (empty, 0700), 0);
  assert_no_store (empty, "", VALISE_WORK_FACTOR_MIN, VALISE_ERROR_INVALID);
  assert_no_store (empty, "A\nB", VALISE_WORK_FACTOR_MIN, VALISE_ERROR_INVALID);
  assert_no_store (empty, "\xff", VALISE_WORK_FACTOR_MIN, VALISE_ERROR_INVALID);
  assert_no_store (empty, long_name, VALISE_WORK_FACTOR_MIN, VALISE_ERROR_INVALID);
  assert_no_store (empty, "Ann", VALISE_WORK_FACTOR_MIN - 1, VALISE_ERROR_INVALID);
  assert_no_store (empty, "Ann", VALISE_WORK_FACTOR_MAX + 1, VALISE_ERROR_INVALID);
  assert_int_equal (access (empty, F_OK), 0);
}

static void
what_a_killed_attempt_left_does_not_stand_in_the_way (void **state)
{
  static const char *const left[] = { "key.age", ".new-00112233", "store.db", "store.db-wal",
                                      "store.db-journal" };
  FixtureStore *f = *state;
  g_autofree char *other = g_build_filename (f->root, "other", NULL);
  g_autofree char *attempt = g_strconcat (other, ".making", NULL);
  g_autofree char *files = g_build_filename (attempt, "files", NULL);
  GError *error = NULL;

  assert_int_equal (g_mkdir_with_parents (files, 0700), 0);
  for (gsize i = 0; i < G_N_ELEMENTS (left); i++) {
    g_autofree char *path = g_build_filename (attempt, left[i], NULL);

    assert_true (g_file_set_contents (path, "half", -1, NULL));
  }
  make (other, "Ann", VALISE_WORK_FACTOR_MIN, &error);
  assert_no_error (error);
  assert_int_not_equal (access (attempt, F_OK), 0);
}

static void
somebody_elses_files_are_not_swept_away_as_an_attempt (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *other = g_build_filename (f->root, "other", NULL);
  g_autofree char *attempt = g_strconcat (other, ".making", NULL);
  g_autofree char *file = g_build_filename (attempt, "essay.txt", NULL);
  GError *error = NULL;

  assert_int_equal (g_mkdir (attempt, 0700), 0);
  assert_true (g_file_set_contents (file, "mine", -1, NULL));
  assert_false (make (other, "Ann", VALISE_WORK_FACTOR_MIN, &error));
  assert_error_code (error, VALISE_ERROR_EXISTS);
  assert_int_equal (access (file, F_OK), 0);
}

/* ---- Opening ---- */

static void
a_store_opens_again_as_it_was_closed (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *device = g_strdup (valise_store_get_device (f->store)), *value = NULL;
  GError *error = NULL;

  assert_true (valise_store_set_meta (f->store, "case", "drc-1533", &error));
  fixture_store_reopen (f);
  value = valise_store_dup_meta (f->store, "case");
  assert_string_equal (value, "drc-1533");
  assert_string_equal (valise_store_get_device (f->store), device);
}

static void
a_wrong_passphrase_and_a_missing_store_are_told_apart (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseSecret) wrong = valise_secret_new_copy ("the quiet river at nighT", 24);
  GError *error = NULL;

  fixture_store_close (f);
  assert_null (valise_store_open (f->folder, wrong, &error));
  assert_null (strstr (error->message, "nighT"));
  assert_error_code (error, VALISE_ERROR_WRONG_PASSPHRASE);
  assert_null (valise_store_open (f->root, wrong, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_null (valise_store_open ("/nowhere", wrong, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
}

static void
a_damaged_store_says_so (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *db = valise_store_path (f->store, "store.db");
  g_autofree char *key = valise_store_path (f->store, "key.age"), *data = NULL;
  GError *error = NULL;
  gsize size;

  fixture_store_close (f);
  assert_true (g_file_get_contents (db, &data, &size, NULL));
  data[100] ^= 1;
  assert_true (g_file_set_contents (db, data, (gssize) size, NULL));
  assert_null (open_store (f, &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
  g_clear_pointer (&data, g_free);
  assert_true (g_file_get_contents (key, &data, &size, NULL));
  data[size - 1] ^= 1;
  assert_true (g_file_set_contents (key, data, (gssize) size, NULL));
  assert_null (open_store (f, &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
}

static void
a_key_file_with_other_text_holds_no_keys (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseSecret) passphrase = fixture_passphrase ();
  g_autofree char *key = valise_store_path (f->store, "key.age");
  g_autoptr (GBytes) sealed =
      valise_age_seal_passphrase ("valise/key/1\n", 13, passphrase, VALISE_WORK_FACTOR_MIN, NULL);
  GError *error = NULL;

  fixture_store_close (f);
  assert_true (valise_file_replace (key, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed),
                                    NULL));
  assert_null (open_store (f, &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
}

/* Holds the store in a child until `release` closes. */
static pid_t
hold_in_a_child (FixtureStore *f, int release[2])
{
  int ready[2];
  char byte;
  pid_t child;

  assert_int_equal (pipe (ready), 0);
  assert_int_equal (pipe (release), 0);
  child = fork ();
  if (child == 0) {
    g_autoptr (ValiseStore) store = open_store (f, NULL);

    close (release[1]);
    if (store == NULL || write (ready[1], "r", 1) != 1 || read (release[0], &byte, 1) != 0)
      _exit (1);
    g_clear_pointer (&store, valise_store_close);
    _exit (0);
  }
  assert_int_equal (read (ready[0], &byte, 1), 1);
  close (ready[0]);
  close (ready[1]);
  return child;
}

static void
a_second_process_is_told_that_the_store_is_open (void **state)
{
  FixtureStore *f = *state;
  GError *error = NULL;
  int release[2], status = -1;
  pid_t child;

  fixture_store_close (f);
  child = hold_in_a_child (f, release);
  assert_null (open_store (f, &error));
  assert_error_code (error, VALISE_ERROR_BUSY);
  close (release[0]);
  close (release[1]);
  waitpid (child, &status, 0);
  assert_int_equal (status, 0);
  fixture_store_reopen (f);
}

static void
a_process_that_dies_lets_the_store_go (void **state)
{
  FixtureStore *f = *state;
  int release[2];
  pid_t child;

  fixture_store_close (f);
  child = hold_in_a_child (f, release);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  close (release[0]);
  close (release[1]);
  fixture_store_reopen (f);
}

/* ---- The passphrase ---- */

static void
too_much_work_is_refused_before_it_is_done (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *key = valise_store_path (f->store, "key.age"), *text = NULL;
  GError *error = NULL;
  gsize size;
  char *at;

  fixture_store_close (f);
  assert_int_equal (valise_keys_work_factor (key), VALISE_WORK_FACTOR_MIN);
  assert_true (g_file_get_contents (key, &text, &size, NULL));
  at = strstr (text, " 10\n");
  memcpy (at, " 23\n", 4);
  assert_true (g_file_set_contents (key, text, (gssize) size, NULL));
  assert_int_equal (valise_keys_work_factor (key), 23);
  assert_null (open_store (f, &error));
  assert_error_code (error, VALISE_ERROR_LIMIT);
}

static void
a_work_factor_is_read_from_any_file_without_harm (void **state)
{
  static const char *const texts[] = { "", "-> scrypt ", "-> scrypt AAAA", "-> scrypt AAAA 1",
                                       "0123456789abcdef-> scrypt AAAA 1" };
  FixtureStore *f = *state;
  g_autofree char *path = g_build_filename (f->root, "file", NULL);

  assert_int_equal (valise_keys_work_factor (path), 0);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    assert_int_equal (valise_keys_work_factor (path), i < 3 ? 0 : 1);
  }
}

/* Name and size of everything in the store, but for key.age what is in it. */
static char *
describe (FixtureStore *f)
{
  return fixture_run (f->folder, (const char *const[]) {
    "sh", "-c", "find . -type f ! -name key.age | sort | xargs sha256sum", NULL });
}

static void
a_new_passphrase_rewrites_the_key_file_alone (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseSecret) new_one = valise_secret_new_copy ("a new one", 9);
  g_autofree char *before = describe (f), *after = NULL, *key = NULL;
  GError *error = NULL;

  key = valise_store_path (f->store, "key.age");
  valise_store_change_passphrase (f->store, new_one, 11, &error);
  assert_no_error (error);
  after = describe (f);
  assert_string_equal (before, after);
  assert_int_equal (valise_keys_work_factor (key), 11);
  fixture_store_close (f);
  assert_null (open_store (f, &error));
  assert_error_code (error, VALISE_ERROR_WRONG_PASSPHRASE);
  f->store = valise_store_open (f->folder, new_one, &error);
  assert_no_error (error);
}

static void
a_new_passphrase_may_be_neither_cheap_nor_the_vaults (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseSecret) new_one = valise_secret_new_copy ("a new one", 9);
  g_autoptr (ValiseSecret) vaults = fixture_vault_passphrase ();
  GError *error = NULL;

  fixture_store_make_vault (f);
  assert_false (valise_store_change_passphrase (f->store, new_one, 9, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_store_change_passphrase (f->store, new_one, 23, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_store_change_passphrase (f->store, vaults, 10, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  fixture_store_reopen (f);
}

/* ---- Without Valise ---- */

/* age asks on a terminal: expect gives it one. */
static char **
open_key_by_hand (FixtureStore *f)
{
  static const char unlock[] =
      "set timeout 60; spawn -noecho age -d -o ../keys key.age; expect passphrase;"
      "send \"the quiet river at night\\r\"; expect eof; exit [lindex [wait] 3]";
  g_autofree char *path = g_build_filename (f->root, "keys", NULL), *text = NULL;

  g_free (fixture_run (f->folder, (const char *const[]) { "expect", "-c", unlock, NULL }));
  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_strsplit (text, "\n", -1);
}

static void
age_and_sqlcipher_open_a_store_by_hand (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "person", "name", "\"A\"", NULL);
  g_autofree char *script = NULL, *output = NULL;
  g_auto (GStrv) lines = NULL;

  fixture_edit (f, id, "name", "\"B\"", NULL);
  fixture_store_close (f);
  lines = open_key_by_hand (f);
  assert_int_equal (g_strv_length (lines), 6);
  assert_string_equal (lines[0], "valise/key/1");
  assert_true (g_str_has_prefix (lines[1], "database ") && strlen (lines[1]) == 9 + 64);
  assert_true (g_str_has_prefix (lines[2], "files AGE-SECRET-KEY-1"));
  assert_true (g_str_has_prefix (lines[3], "bundles AGE-SECRET-KEY-1"));
  assert_true (g_str_has_prefix (lines[4], "names ") && strlen (lines[4]) == 6 + 64);
  assert_string_equal (lines[5], "");
  script = g_strdup_printf ("PRAGMA key = \"x'%s'\"; SELECT count(*) FROM entry; PRAGMA integrity_check;",
                            lines[1] + 9);
  output = fixture_run (f->folder, (const char *const[]) { "sqlcipher", "store.db", script, NULL });
  assert_string_equal (output, "ok\n2\nok\n");
}

static void
nothing_that_was_recorded_is_readable_on_disk (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "person", "name", "\"Quintessentia\"", NULL);

  assert_true (valise_store_set_meta (f->store, "note", "Quintessentia", NULL));
  assert_false (fixture_folder_holds (f->folder, "Quintessentia")); /* with its WAL */
  assert_false (fixture_folder_holds (f->folder, "SQLite format 3"));
  fixture_store_close (f);
  assert_false (fixture_folder_holds (f->folder, "Quintessentia"));
  assert_false (fixture_folder_holds (f->folder, "Ann Baker"));
}

/* ---- Who wrote what ---- */

static void
owners_of_logs_follow_the_roster (void **state)
{
  static const char device[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  FixtureStore *f = *state;
  ValiseLogOwner owner;
  gint64 log;

  valise_store_get_owner (f->store, device, &owner);
  assert_null (owner.member);
  log = valise_log_open (f->store, device, NULL);
  assert_true (valise_log_set_owner (f->store, log, "Ben", "coordinator", NULL));
  valise_store_get_owner (f->store, device, &owner);
  assert_string_equal (owner.member, "Ben");
  assert_string_equal (owner.role, "coordinator");
  assert_true (valise_log_set_owner (f->store, log, NULL, NULL, NULL));
  valise_store_get_owner (f->store, device, &owner);
  assert_null (owner.member);
  valise_store_get_owner (f->store, valise_store_get_device (f->store), &owner);
  assert_string_equal (owner.member, "Ann Baker");
}

static void
a_changed_name_is_read_anew (void **state)
{
  FixtureStore *f = *state;

  assert_true (valise_store_set_meta (f->store, "member", "Ann Cole", NULL));
  assert_true (valise_store_set_meta (f->store, "role", "custodian", NULL));
  assert_string_equal (valise_store_get_member (f->store), "Ann Baker");
  valise_store_reread (f->store);
  assert_string_equal (valise_store_get_member (f->store), "Ann Cole");
  assert_string_equal (valise_store_get_role (f->store), "custodian");
}

/* ---- The clock ---- */

static void
a_stopped_clock_stands_until_it_is_let_go (void **state)
{
  g_autofree char *text = NULL, *odd = valise_clock_to_text (G_MAXINT64);

  valise_clock_stop_at (0);
  text = valise_clock_now_text ();
  assert_string_equal (text, "1970-01-01T00:00:00Z");
  assert_string_equal (odd, "1970-01-01T00:00:00Z");
  valise_clock_stop_at (-1);
  assert_true (valise_clock_now () > G_GINT64_CONSTANT (1700000000));
  valise_clock_stop_at (FIXTURE_NOW);
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (a_new_store_knows_whose_it_is),
    TEST (each_store_has_keys_of_its_own_for_each_purpose),
    TEST (a_device_is_named_by_its_checkpoint_key),
    TEST (a_folder_that_is_not_empty_stays_as_it_is),
    TEST (an_empty_folder_becomes_a_store),
    TEST (a_store_that_cannot_be_made_leaves_nothing),
    TEST (what_a_killed_attempt_left_does_not_stand_in_the_way),
    TEST (somebody_elses_files_are_not_swept_away_as_an_attempt),
    TEST (a_store_opens_again_as_it_was_closed),
    TEST (a_wrong_passphrase_and_a_missing_store_are_told_apart),
    TEST (a_damaged_store_says_so),
    TEST (a_key_file_with_other_text_holds_no_keys),
    TEST (a_second_process_is_told_that_the_store_is_open),
    TEST (a_process_that_dies_lets_the_store_go),
    TEST (too_much_work_is_refused_before_it_is_done),
    TEST (a_work_factor_is_read_from_any_file_without_harm),
    TEST (a_new_passphrase_rewrites_the_key_file_alone),
    TEST (a_new_passphrase_may_be_neither_cheap_nor_the_vaults),
    TEST (age_and_sqlcipher_open_a_store_by_hand),
    TEST (nothing_that_was_recorded_is_readable_on_disk),
    TEST (owners_of_logs_follow_the_roster),
    TEST (a_changed_name_is_read_anew),
    TEST (a_stopped_clock_stands_until_it_is_let_go),
  };

  return cmocka_run_group_tests_name ("store", tests, NULL, NULL);
}
