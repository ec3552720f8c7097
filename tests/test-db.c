/* test-db.c - the encrypted connection: what it sets, and what it undoes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/db.h"
#include "core/error.h"
#include "tests/fixture.h"

typedef struct {
  char *folder, *path;
  ValiseSecret *key;
  ValiseDb *db;
} Fixture;

static ValiseDb *
open_or_fail (Fixture *f, ValiseDbFlags flags)
{
  GError *error = NULL;
  ValiseDb *db = valise_db_open (f->path, f->key, flags, &error);

  assert_no_error (error);
  return db;
}

static int
set_up (void **state)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->folder = g_dir_make_tmp ("valise-db-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "store.db", NULL);
  f->key = valise_secret_new_random (32);
  f->db = open_or_fail (f, VALISE_DB_CREATE);
  *state = f;
  return 0;
}

static int
tear_down (void **state)
{
  Fixture *f = *state;

  valise_db_close (f->db);
  valise_secret_free (f->key);
  fixture_remove_tree (f->folder);
  g_free (f->folder);
  g_free (f->path);
  g_free (f);
  return 0;
}

static char *
ask (ValiseDb *db, const char *sql)
{
  GError *error = NULL;
  g_autoptr (ValiseQuery) query = valise_query (db, sql, &error);
  gboolean row = FALSE;

  assert_no_error (error);
  assert_true (valise_query_step (query, &row, &error));
  return row ? g_strdup (valise_query_get_text (query, 0)) : NULL;
}

static void
assert_answer (ValiseDb *db, const char *sql, const char *expected)
{
  g_autofree char *answer = ask (db, sql);

  assert_non_null (answer);
  assert_string_equal (answer, expected);
}

static gboolean
put (ValiseDb *db, const char *name, const char *value, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (db, "INSERT INTO meta (name, value) VALUES (?1, ?2)", error);

  valise_query_text (query, 1, name);
  valise_query_text (query, 2, value);
  return valise_query_run (query, error);
}

static gint64
count (ValiseDb *db)
{
  g_autoptr (ValiseQuery) query = valise_query (db, "SELECT count(*) FROM meta", NULL);
  gint64 number = -1;

  assert_true (valise_query_number (query, &number, -1, NULL));
  return number;
}

/* ---- Opening ---- */

static void
a_connection_is_encrypted_and_leaves_nothing_behind (void **state)
{
  Fixture *f = *state;
  g_autofree char *cipher = ask (f->db, "PRAGMA cipher_version");

  assert_true (g_str_has_prefix (cipher, "4."));
  assert_answer (f->db, "PRAGMA temp_store", "2");
  assert_answer (f->db, "PRAGMA secure_delete", "1");
  assert_answer (f->db, "PRAGMA journal_mode", "wal");
  assert_answer (f->db, "PRAGMA synchronous", "2");
  assert_answer (f->db, "PRAGMA trusted_schema", "0");
  assert_answer (f->db, "PRAGMA foreign_keys", "1");
}

static void
a_database_is_never_made_over_another (void **state)
{
  Fixture *f = *state;
  g_autofree char *other = g_build_filename (f->folder, "other", NULL);
  struct stat status;
  GError *error = NULL;

  assert_null (valise_db_open (f->path, f->key, VALISE_DB_CREATE, &error));
  assert_error_code (error, VALISE_ERROR_EXISTS);
  assert_null (valise_db_open (other, f->key, 0, &error));
  assert_error_code (error, VALISE_ERROR_FAILED);
  assert_int_not_equal (access (other, F_OK), 0);
  assert_int_equal (stat (f->path, &status), 0);
  assert_int_equal (status.st_mode & 0777, 0600);
}

static void
a_wrong_key_opens_nothing_and_prints_nothing (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseSecret) wrong = valise_secret_dup (f->key);
  g_autofree char *printed = g_build_filename (f->folder, "printed", NULL);
  int file = open (printed, O_WRONLY | O_CREAT | O_CLOEXEC, 0600), standard_error = dup (2);
  GError *error = NULL;
  struct stat status;

  valise_secret_data (wrong)[31] ^= 1;
  dup2 (file, 2);
  assert_null (valise_db_open (f->path, wrong, 0, &error));
  dup2 (standard_error, 2);
  assert_error_code (error, VALISE_ERROR_DAMAGED);
  assert_int_equal (fstat (file, &status), 0);
  assert_int_equal (status.st_size, 0);
  close (file);
  close (standard_error);
}

static void
tables_of_a_newer_program_are_left_alone (void **state)
{
  Fixture *f = *state;
  GError *error = NULL;

  assert_true (valise_db_execute (f->db, "PRAGMA user_version = 999", NULL));
  g_clear_pointer (&f->db, valise_db_close);
  assert_null (valise_db_open (f->path, f->key, 0, &error));
  assert_error_code (error, VALISE_ERROR_UNSUPPORTED);
}

static void
a_reader_sees_what_was_written_and_writes_nothing (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseDb) reader = open_or_fail (f, VALISE_DB_READER);
  GError *error = NULL;

  assert_true (put (f->db, "a", "1", NULL));
  assert_answer (reader, "SELECT value FROM meta WHERE name = 'a'", "1");
  assert_false (put (reader, "b", "2", &error));
  assert_error_code (error, VALISE_ERROR_FAILED);
  assert_int_equal (count (f->db), 1);
}

/* Deleted files that SQLite still has open, as Debian's build makes for sorts. */
static guint
count_spilled_files (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
    g_autofree char *target = g_file_read_link (path, NULL);

    n += target != NULL && strstr (target, "etilqs_") != NULL;
  }
  return n;
}

static guint
spill_of_a_big_sort (ValiseDb *db)
{
  static const char sql[] = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                            " WHERE i < 60000) SELECT hex(randomblob(250)) AS v FROM n ORDER BY v";
  g_autoptr (ValiseQuery) query = valise_query (db, sql, NULL);
  gboolean row = FALSE;

  assert_true (valise_query_step (query, &row, NULL));
  assert_true (row);
  return count_spilled_files ();
}

static void
a_big_sort_spills_nothing_readable (void **state)
{
  Fixture *f = *state;

  assert_int_equal (spill_of_a_big_sort (f->db), 0);
  /* The sort is big enough: without the setting it does spill. */
  assert_true (valise_db_execute (f->db, "PRAGMA temp_store = FILE", NULL));
  assert_true (spill_of_a_big_sort (f->db) > 0);
}

/* ---- Statements ---- */

static void
what_is_bound_comes_back (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseQuery) query =
      valise_query (f->db, "SELECT ?1, ?2, ?3, ?4, ?5, zeroblob(32)", NULL);
  gconstpointer data;
  ValiseHash hash;
  gboolean row = FALSE;
  gsize size = 0;

  valise_query_int (query, 1, G_MININT64);
  valise_query_text (query, 2, "Goma");
  valise_query_blob (query, 3, "\0a", 2);
  valise_query_text (query, 4, NULL);
  valise_query_blob (query, 5, NULL, 5);
  assert_true (valise_query_step (query, &row, NULL));
  assert_true (row);
  assert_true (valise_query_get_int (query, 0) == G_MININT64);
  assert_string_equal (valise_query_get_text (query, 1), "Goma");
  assert_int_equal (valise_query_get_size (query, 1), 4);
  data = valise_query_get_blob (query, 2, &size);
  assert_int_equal (size, 2);
  assert_memory_equal (data, "\0a", 2);
  assert_true (valise_query_is_null (query, 3));
  assert_null (valise_query_get_text (query, 3));
  assert_true (valise_query_is_null (query, 4));
  assert_true (valise_query_get_hash (query, 5, &hash));
  assert_false (valise_query_get_hash (query, 2, &hash));
  assert_true (valise_query_step (query, &row, NULL));
  assert_false (row);
}

static void
a_value_bound_where_there_is_no_place_fails_the_query (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseQuery) query = valise_query (f->db, "SELECT ?1", NULL);
  gboolean row = TRUE;
  GError *error = NULL;

  valise_query_int (query, 2, 1);
  assert_false (valise_query_step (query, &row, &error));
  assert_false (row);
  assert_error_code (error, VALISE_ERROR_FAILED);
  valise_query_reset (query);
  valise_query_int (query, 1, 1);
  assert_true (valise_query_step (query, &row, NULL));
}

static void
a_statement_forgets_what_it_was_bound_to (void **state)
{
  static const char sql[] = "SELECT ?1";
  Fixture *f = *state;
  gint64 number = 0;

  for (int i = 0; i < 2; i++) {
    g_autoptr (ValiseQuery) query = valise_query (f->db, sql, NULL);

    assert_true (valise_query_number (query, &number, -7, NULL));
    assert_int_equal (number, -7);
    valise_query_int (query, 1, 5);
    assert_true (valise_query_number (query, &number, -7, NULL));
    assert_int_equal (number, 5);
  }
}

static void
one_statement_may_be_in_use_twice (void **state)
{
  static const char sql[] = "SELECT name FROM meta ORDER BY name";
  Fixture *f = *state;
  gboolean row = FALSE;

  assert_true (put (f->db, "a", "1", NULL) && put (f->db, "b", "2", NULL));
  {
    g_autoptr (ValiseQuery) outer = valise_query (f->db, sql, NULL);
    g_autoptr (ValiseQuery) inner = valise_query (f->db, sql, NULL);

    assert_true (valise_query_step (outer, &row, NULL));
    assert_true (valise_query_run (inner, NULL));
    assert_string_equal (valise_query_get_text (outer, 0), "a");
    assert_true (valise_query_step (outer, &row, NULL));
    assert_string_equal (valise_query_get_text (outer, 0), "b");
  }
  assert_answer (f->db, sql, "a");
}

/* ---- Transactions ---- */

static void
a_change_that_is_not_committed_is_undone (void **state)
{
  Fixture *f = *state;

  {
    g_autoptr (ValiseTransaction) change = valise_transaction_begin (f->db, NULL);

    assert_non_null (change);
    assert_true (put (f->db, "a", "1", NULL));
  }
  assert_int_equal (count (f->db), 0);
  {
    g_autoptr (ValiseTransaction) change = valise_transaction_begin (f->db, NULL);

    assert_true (put (f->db, "a", "1", NULL));
    assert_int_equal (valise_db_changes (f->db), 1);
    assert_true (valise_transaction_commit (change, NULL));
  }
  assert_int_equal (count (f->db), 1);
}

static void
only_the_outermost_commit_reaches_the_disk (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseDb) reader = open_or_fail (f, VALISE_DB_READER);
  g_autoptr (ValiseTransaction) outer = valise_transaction_begin (f->db, NULL);

  {
    g_autoptr (ValiseTransaction) inner = valise_transaction_begin (f->db, NULL);

    assert_true (put (f->db, "a", "1", NULL));
    assert_true (valise_transaction_commit (inner, NULL));
  }
  assert_int_equal (count (reader), 0);
  assert_true (valise_transaction_commit (outer, NULL));
  assert_int_equal (count (reader), 1);
}

static void
a_step_that_was_undone_undoes_the_whole_change (void **state)
{
  Fixture *f = *state;
  GError *error = NULL;

  {
    g_autoptr (ValiseTransaction) outer = valise_transaction_begin (f->db, NULL);

    assert_true (put (f->db, "a", "1", NULL));
    {
      g_autoptr (ValiseTransaction) inner = valise_transaction_begin (f->db, NULL);

      assert_non_null (inner);
      assert_true (put (f->db, "b", "2", NULL));
    }
    assert_false (valise_transaction_commit (outer, &error));
    assert_error_code (error, VALISE_ERROR_FAILED);
  }
  assert_int_equal (count (f->db), 0);
  {
    g_autoptr (ValiseTransaction) again = valise_transaction_begin (f->db, NULL);

    assert_true (put (f->db, "a", "1", NULL));
    assert_true (valise_transaction_commit (again, NULL));
  }
  assert_int_equal (count (f->db), 1);
}

static void
a_full_disk_is_told_and_changes_nothing (void **state)
{
  static const char big[] = "INSERT INTO meta (name, value) VALUES ('big', hex(zeroblob(4000000)))";
  Fixture *f = *state;
  GError *error = NULL;

  assert_true (put (f->db, "a", "1", NULL));
  assert_true (valise_db_execute (f->db, "PRAGMA max_page_count = 200", NULL));
  {
    g_autoptr (ValiseTransaction) change = valise_transaction_begin (f->db, NULL);
    g_autoptr (ValiseQuery) query = valise_query (f->db, big, NULL);

    assert_non_null (change);
    assert_false (valise_query_run (query, &error));
    assert_error_code (error, VALISE_ERROR_NO_SPACE);
  }
  assert_int_equal (count (f->db), 1);
  assert_true (put (f->db, "b", "2", NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (a_connection_is_encrypted_and_leaves_nothing_behind),
    TEST (a_database_is_never_made_over_another),
    TEST (a_wrong_key_opens_nothing_and_prints_nothing),
    TEST (tables_of_a_newer_program_are_left_alone),
    TEST (a_reader_sees_what_was_written_and_writes_nothing),
    TEST (a_big_sort_spills_nothing_readable),
    TEST (what_is_bound_comes_back),
    TEST (a_value_bound_where_there_is_no_place_fails_the_query),
    TEST (a_statement_forgets_what_it_was_bound_to),
    TEST (one_statement_may_be_in_use_twice),
    TEST (a_change_that_is_not_committed_is_undone),
    TEST (only_the_outermost_commit_reaches_the_disk),
    TEST (a_step_that_was_undone_undoes_the_whole_change),
    TEST (a_full_disk_is_told_and_changes_nothing),
  };

  valise_secret_start ();
  return cmocka_run_group_tests_name ("db", tests, NULL, NULL);
}
