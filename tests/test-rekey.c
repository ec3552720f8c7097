/* test-rekey.c - new keys for the whole store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/error.h"
#include "core/files.h"
#include "core/folder.h"
#include "core/record.h"
#include "core/rekey.h"
#include "core/verify.h"
#include "tests/fixture.h"

static ValiseSecret *
new_passphrase (void)
{
  return valise_secret_new_copy ("quite another", 13);
}

static void
keep_file (FixtureStore *fixture, const char *text, ValiseHash *sha256)
{
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_data (text, -1, NULL);
  g_autoptr (GError) error = NULL;
  ValiseKeptFile kept;

  assert_true (valise_files_keep (fixture->store, source, NULL, &kept, &error));
  *sha256 = kept.sha256;
}

static void
add_record (FixtureStore *fixture)
{
  ValiseAssignment title = { "title", "\"Kasira\"" };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = valise_record_add (fixture->store, "sighting", &title, 1, &error);

  assert_no_error (error);
}

/* Everything is there, and sound. */
static void
assert_whole (FixtureStore *fixture, const ValiseHash *sha256)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseVerified) verified = valise_verify (fixture->store, NULL, &error);
  g_autoptr (GBytes) bytes = valise_files_read (fixture->store, sha256, 100, &error);

  assert_no_error (error);
  assert_true (valise_verified_is_sound (verified));
  assert_int_equal (verified->entries, 1);
  assert_memory_equal (g_bytes_get_data (bytes, NULL), "evidence", 8);
}

static void
reopen_with (FixtureStore *fixture, const ValiseSecret *passphrase)
{
  g_autoptr (GError) error = NULL;

  fixture_store_close (fixture);
  fixture->store = valise_store_open (fixture->folder, passphrase, &error);
  assert_no_error (error);
}

static void
an_old_copy_of_the_keys_opens_nothing_any_more (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("T. Adeko", "expert");
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseSecret) next = new_passphrase (), old = fixture_passphrase ();
  g_autofree char *path = g_build_filename (fixture->folder, "key.age", NULL), *old_name = NULL;
  g_autoptr (GBytes) copy = NULL;
  ValiseHash sha256;

  add_record (fixture);
  keep_file (fixture, "evidence", &sha256);
  old_name = valise_files_path (fixture->store, &sha256);
  copy = valise_file_read (path, 10000, &error);
  assert_true (valise_store_rekey (fixture->store, next, 10, NULL, NULL, &error));
  assert_no_error (error);
  assert_whole (fixture, &sha256);
  assert_int_not_equal (access (old_name, F_OK), 0);
  reopen_with (fixture, next);
  assert_whole (fixture, &sha256);
  fixture_store_close (fixture);
  assert_true (valise_file_replace (path, g_bytes_get_data (copy, NULL), g_bytes_get_size (copy),
                                    &error));
  assert_null (valise_store_open (fixture->folder, old, &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
}

/* Dies when so many files are copied. */
static void
die_at (guint64 done, guint64 total, gpointer user)
{
  if (done == GPOINTER_TO_UINT (user))
    kill (getpid (), SIGKILL);
}

static void
rekey_and_die (FixtureStore *fixture, guint at)
{
  pid_t child;
  int status = 0;

  fixture_store_close (fixture);
  child = fork ();
  if (child == 0) {
    g_autoptr (ValiseSecret) old = fixture_passphrase (), next = new_passphrase ();
    ValiseStore *store = valise_store_open (fixture->folder, old, NULL);

    valise_store_rekey (store, next, 10, die_at, GUINT_TO_POINTER (at), NULL);
    _exit (0);
  }
  waitpid (child, &status, 0);
  assert_true (WIFSIGNALED (status));
}

static void
killed_while_copying_the_old_keys_stand (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("T. Adeko", "expert");
  g_autoptr (ValiseSecret) old = fixture_passphrase (), next = new_passphrase ();
  g_autoptr (GError) error = NULL;
  ValiseHash sha256, other;

  add_record (fixture);
  keep_file (fixture, "evidence", &sha256);
  keep_file (fixture, "another", &other);
  rekey_and_die (fixture, 1);
  reopen_with (fixture, old);
  assert_whole (fixture, &sha256);
  assert_true (valise_store_rekey (fixture->store, next, 10, NULL, NULL, &error));
  reopen_with (fixture, next);
  assert_whole (fixture, &sha256);
}

static void
killed_before_the_last_step_the_new_passphrase_opens (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("T. Adeko", "expert");
  g_autoptr (ValiseSecret) old = fixture_passphrase (), next = new_passphrase ();
  g_autofree char *path = g_build_filename (fixture->folder, "key.age", NULL);
  g_autofree char *next_path = g_build_filename (fixture->folder, VALISE_NEXT_KEYS, NULL);
  g_autoptr (GBytes) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;
  ValiseHash sha256;

  add_record (fixture);
  keep_file (fixture, "evidence", &sha256);
  before = valise_file_read (path, 10000, &error);
  assert_true (valise_store_rekey (fixture->store, next, 10, NULL, NULL, &error));
  fixture_store_close (fixture);
  /* As the disk stands when the power goes just before key.age.next is renamed. */
  after = valise_file_read (path, 10000, &error);
  assert_true (valise_file_replace (next_path, g_bytes_get_data (after, NULL),
                                    g_bytes_get_size (after), &error));
  assert_true (valise_file_replace (path, g_bytes_get_data (before, NULL),
                                    g_bytes_get_size (before), &error));
  assert_null (valise_store_open (fixture->folder, old, &error));
  g_clear_error (&error);
  reopen_with (fixture, next);
  assert_whole (fixture, &sha256);
  assert_int_not_equal (access (next_path, F_OK), 0);
}

static void
the_vaults_passphrase_is_not_taken_for_the_store (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("T. Adeko", "expert");
  g_autoptr (ValiseSecret) vault = fixture_vault_passphrase ();
  g_autoptr (GError) error = NULL;

  fixture_store_make_vault (fixture);
  assert_false (valise_store_rekey (fixture->store, vault, 10, NULL, NULL, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  fixture_store_reopen (fixture);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (an_old_copy_of_the_keys_opens_nothing_any_more),
    cmocka_unit_test (killed_while_copying_the_old_keys_stand),
    cmocka_unit_test (killed_before_the_last_step_the_new_passphrase_opens),
    cmocka_unit_test (the_vaults_passphrase_is_not_taken_for_the_store),
  };

  return cmocka_run_group_tests_name ("rekey", tests, NULL, NULL);
}
