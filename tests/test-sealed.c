/* test-sealed.c - sources: sealed twice, opened by a vault or a custodian alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "core/error.h"
#include "core/log.h"
#include "core/projection.h"
#include "core/sealed.h"
#include "tests/fixture.h"

#define SECRET "Zephyrine of the third well"
#define RECORD "00112233445566778899aabbccddeeff"

static int
set_up (void **state)
{
  *state = fixture_store_new ("Ann", "expert");
  return 0;
}

static int
set_up_with_vault (void **state)
{
  set_up (state);
  fixture_store_make_vault (*state);
  return 0;
}

static int
tear_down (void **state)
{
  fixture_store_free (*state);
  return 0;
}

static void
seal (FixtureStore *f, const char *value, ValiseHash *handle)
{
  GError *error = NULL;
  g_autofree char *json = valise_sealed_make (f->store, RECORD, "who-told", value, &error);

  assert_no_error (error);
  assert_true (valise_sealed_parse_handle (json, handle));
}

static void
assert_opens_to (FixtureStore *f, const ValiseHash *handle, const ValiseSecret *identity,
                 const char *expected)
{
  GError *error = NULL;
  g_autoptr (ValiseSecret) value =
      valise_sealed_open (f->store, handle, RECORD, "who-told", identity, &error);

  assert_no_error (error);
  assert_string_equal (valise_secret_text (value), expected);
}

/* ---- The vault ---- */

static void
a_store_has_one_vault_and_keeps_it (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseSecret) passphrase = fixture_vault_passphrase (), identity = NULL;
  g_autofree char *recipient = NULL, *text = NULL;
  ValiseAgeRecipient of_identity;
  GError *error = NULL;

  assert_false (valise_vault_exists (f->store));
  assert_null (valise_vault_dup_recipient (f->store));
  assert_null (valise_vault_open (f->store, passphrase, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  fixture_store_make_vault (f);
  assert_true (valise_vault_exists (f->store));
  assert_false (valise_vault_init (f->store, passphrase, 10, &error));
  assert_error_code (error, VALISE_ERROR_EXISTS);
  identity = fixture_store_open_vault (f);
  valise_age_identity_get_recipient (identity, &of_identity);
  text = valise_age_recipient_to_text (&of_identity);
  recipient = valise_vault_dup_recipient (f->store);
  assert_string_equal (recipient, text);
}

static void
the_vaults_passphrase_is_neither_the_stores_nor_cheap (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseSecret) stores = fixture_passphrase (), own = fixture_vault_passphrase ();
  GError *error = NULL;

  assert_false (valise_vault_init (f->store, stores, 10, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_vault_init (f->store, own, 9, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_vault_init (f->store, own, 23, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_vault_exists (f->store));
  fixture_store_make_vault (f);
  assert_null (valise_vault_open (f->store, stores, &error));
  assert_error_code (error, VALISE_ERROR_WRONG_PASSPHRASE);
}

static void
a_vault_that_a_crash_left_half_made_is_made_again (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *path = valise_store_path (f->store, "vault.age");
  g_autoptr (ValiseSecret) identity = NULL;

  assert_true (g_file_set_contents (path, "nobody was told of its key", -1, NULL));
  fixture_store_make_vault (f);
  identity = fixture_store_open_vault (f);
  assert_non_null (identity);
}

static void
a_vault_that_cannot_be_written_is_not_sealed_to (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *path = valise_store_path (f->store, "vault.age");
  g_autofree char *inside = g_build_filename (path, "file", NULL);
  g_autoptr (ValiseSecret) passphrase = fixture_vault_passphrase ();
  GError *error = NULL;

  assert_int_equal (g_mkdir (path, 0700), 0);
  assert_true (g_file_set_contents (inside, "", 0, NULL));
  assert_false (valise_vault_init (f->store, passphrase, 10, &error));
  assert_error_code (error, VALISE_ERROR_FAILED);
  assert_null (valise_vault_dup_recipient (f->store));
  assert_null (valise_sealed_make (f->store, RECORD, "who-told", "\"x\"", &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
}

static void
without_a_vault_or_custodian_nothing_is_sealed (void **state)
{
  FixtureStore *f = *state;
  const ValiseAssignment field = { "who-told", "\"" SECRET "\"" };
  GError *error = NULL;

  assert_null (valise_record_add (f->store, "sighting", &field, 1, &error));
  assert_non_null (strstr (error->message, "valise vault init"));
  assert_null (strstr (error->message, SECRET));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_int_equal (valise_log_size (f->store, VALISE_LOG_OWN), 0);
}

/* ---- Sealing and opening ---- */

static void
what_was_sealed_opens_with_the_vault_alone (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseSecret) identity = fixture_store_open_vault (f), other = valise_age_identity_new ();
  const ValiseKeys *keys = valise_store_get_keys (f->store);
  const ValiseSecret *const not_enough[] = { other, keys->files, keys->bundles };
  ValiseHash handle;
  GError *error = NULL;

  seal (f, "\"" SECRET "\"", &handle);
  assert_opens_to (f, &handle, identity, "\"" SECRET "\"");
  for (gsize i = 0; i < G_N_ELEMENTS (not_enough); i++) {
    assert_null (valise_sealed_open (f->store, &handle, RECORD, "who-told", not_enough[i], &error));
    assert_error_code (error, VALISE_ERROR_NOT_FOR_US);
  }
}

static void
a_custodian_opens_what_is_sealed_from_then_on (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseSecret) custodian = valise_age_identity_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) none = valise_sealed_dup_custodians (f->store), known = NULL;
  ValiseAgeRecipient recipient;
  ValiseHash before, after;
  GError *error = NULL;

  assert_int_equal (g_strv_length (none), 0);
  valise_age_identity_get_recipient (custodian, &recipient);
  text = valise_age_recipient_to_text (&recipient);
  seal (f, "\"a\"", &before);
  assert_true (valise_sealed_set_custodians (f->store, (const char *[]) { text, NULL }, NULL));
  known = valise_sealed_dup_custodians (f->store);
  assert_int_equal (g_strv_length (known), 1);
  assert_string_equal (known[0], text);
  seal (f, "\"b\"", &after);
  assert_opens_to (f, &after, custodian, "\"b\"");
  assert_null (valise_sealed_open (f->store, &before, RECORD, "who-told", custodian, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOR_US);
}

static void
a_custodian_is_enough_to_seal_to (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseSecret) custodian = valise_age_identity_new ();
  g_autofree char *text = NULL;
  ValiseAgeRecipient recipient;
  ValiseHash handle;

  valise_age_identity_get_recipient (custodian, &recipient);
  text = valise_age_recipient_to_text (&recipient);
  assert_true (valise_sealed_set_custodians (f->store, (const char *[]) { text, NULL }, NULL));
  seal (f, "\"a\"", &handle);
  assert_opens_to (f, &handle, custodian, "\"a\"");
}

static gsize
size_of_sealed (FixtureStore *f, gsize length)
{
  g_autofree char *filling = g_strnfill (length, 'x');
  g_autofree char *value = g_strdup_printf ("\"%s\"", filling);
  g_autoptr (GPtrArray) ages = NULL;
  ValiseHash handle;

  seal (f, value, &handle);
  ages = fixture_sealed_versions (f, &handle);
  return g_bytes_get_size (ages->pdata[0]);
}

static void
the_size_of_what_is_sealed_tells_only_its_kibibytes (void **state)
{
  FixtureStore *f = *state;
  gsize shortest = size_of_sealed (f, 1);

  for (gsize length = 2; length < 800; length += 133)
    assert_int_equal (size_of_sealed (f, length), shortest);
  assert_int_equal (size_of_sealed (f, 1024), shortest + 1024);
  assert_int_equal (size_of_sealed (f, 2048), shortest + 2048);
}

static void
age_opens_a_sealed_value_by_hand (void **state)
{
  FixtureStore *f = *state;
  static const char unlock[] =
      "set timeout 60; spawn -noecho age -d -o ../vault.key vault.age; expect passphrase;"
      "send \"another word for the well\\r\"; expect eof; exit [lindex [wait] 3]";
  g_autoptr (GPtrArray) ages = NULL;
  g_autofree char *file = g_build_filename (f->root, "value.age", NULL), *text = NULL;
  ValiseHash handle;

  seal (f, "\"" SECRET "\"", &handle);
  ages = fixture_sealed_versions (f, &handle);
  assert_true (g_file_set_contents (file, g_bytes_get_data (ages->pdata[0], NULL),
                                    (gssize) g_bytes_get_size (ages->pdata[0]), NULL));
  g_free (fixture_run (f->folder, (const char *const[]) { "expect", "-c", unlock, NULL }));
  text = fixture_run (f->root, (const char *const[]) { "age", "-d", "-i", "vault.key", "value.age", NULL });
  assert_int_equal (strlen (text) % 1024, 0);
  assert_non_null (strstr (text, "\"value\":\"" SECRET "\""));
  assert_non_null (strstr (text, "\"record\":\"" RECORD "\""));
}

static void
the_handle_commits_to_record_name_and_value (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseSecret) identity = fixture_store_open_vault (f);
  g_autoptr (GPtrArray) other_ages = NULL;
  ValiseSealedKept done;
  ValiseHash handle, other, moved = { { 1 } };
  GError *error = NULL;

  seal (f, "\"a\"", &handle);
  seal (f, "\"a\"", &other);
  assert_memory_not_equal (handle.bytes, other.bytes, sizeof other.bytes);
  assert_null (valise_sealed_open (f->store, &handle, RECORD, "contact", identity, &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
  assert_null (valise_sealed_open (f->store, &handle, "ffffffffffffffffffffffffffffffff", "who-told",
                                   identity, &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
  other_ages = fixture_sealed_versions (f, &other);
  assert_true (valise_sealed_keep (f->store, &moved, 2, other_ages->pdata[0], NULL, &done, NULL));
  assert_null (valise_sealed_open (f->store, &moved, RECORD, "who-told", identity, &error));
  assert_error_code (error, VALISE_ERROR_DAMAGED);
}

static void
what_came_beside_a_handle_is_kept_as_it_is (void **state)
{
  FixtureStore *f = *state;
  ValiseHash handle = { { 1 } };
  g_autoptr (GBytes) came = g_bytes_new_static ("age", 3);
  g_autoptr (GPtrArray) kept = NULL;
  ValiseSealedKept done;
  GError *error = NULL;

  assert_false (valise_sealed_is_here (f->store, &handle));
  assert_null (valise_sealed_open (f->store, &handle, RECORD, "who-told",
                                   valise_store_get_keys (f->store)->files, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_true (valise_sealed_keep (f->store, &handle, 2, came, NULL, &done, NULL));
  assert_int_equal (done, VALISE_SEALED_NEW);
  assert_true (valise_sealed_keep (f->store, &handle, 3, came, NULL, &done, NULL));
  assert_int_equal (done, VALISE_SEALED_KNOWN);
  assert_true (valise_sealed_is_here (f->store, &handle));
  kept = fixture_sealed_versions (f, &handle);
  assert_int_equal (kept->len, 1);
  assert_true (g_bytes_equal (kept->pdata[0], came));
}

/* ---- Several versions ---- */

/* A version that somebody else sealed of the same content. */
static void
keep_copy (FixtureStore *f, const ValiseHash *handle, gint64 origin, const char *content,
           ValiseSealedKept *done)
{
  g_autoptr (GBytes) age = g_bytes_new (content, strlen (content));
  GError *error = NULL;

  valise_sealed_keep (f->store, handle, origin, age, NULL, done, &error);
  assert_no_error (error);
}

static void
rubbish_beside_a_value_does_not_hide_it (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseSecret) identity = fixture_store_open_vault (f);
  ValiseSealedKept done;
  ValiseHash handle;

  seal (f, "\"a\"", &handle);
  for (int i = 0; i < 5; i++) {
    g_autofree char *rubbish = g_strdup_printf ("rubbish %d", i);

    keep_copy (f, &handle, 2, rubbish, &done);
    assert_int_equal (done, VALISE_SEALED_NEW);
  }
  assert_opens_to (f, &handle, identity, "\"a\"");
}

static void
one_sender_cannot_flood_a_value_nor_keep_others_from_it (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (GPtrArray) kept = NULL;
  ValiseSealedKept done;
  ValiseHash handle;

  seal (f, "\"a\"", &handle);
  for (int i = 0; i < 3 * VALISE_SEALED_MAX_FROM; i++) {
    g_autofree char *rubbish = g_strdup_printf ("rubbish %d", i);

    keep_copy (f, &handle, 2, rubbish, &done);
    assert_int_equal (done, i < VALISE_SEALED_MAX_FROM ? VALISE_SEALED_NEW : VALISE_SEALED_TOO_MANY);
  }
  keep_copy (f, &handle, 3, "a custodian's", &done);
  assert_int_equal (done, VALISE_SEALED_NEW);
  for (int i = 0; i < 3 * VALISE_SEALED_MAX_VERSIONS; i++) {
    g_autofree char *rubbish = g_strdup_printf ("more %d", i);

    keep_copy (f, &handle, VALISE_SEALED_ANY, rubbish, &done);
  }
  assert_int_equal (done, VALISE_SEALED_TOO_MANY);
  keep_copy (f, &handle, 3, "a custodian's", &done);
  assert_int_equal (done, VALISE_SEALED_KNOWN);
  kept = fixture_sealed_versions (f, &handle);
  assert_int_equal (kept->len, VALISE_SEALED_MAX_VERSIONS);
}

static void
only_a_whole_handle_is_one (void **state)
{
  static const char *const values[] = {
    "null", "\"x\"", "{\"sealed\":\"\"}", "{\"sealed\":1}", "{}",
    "{\"sealed\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
    "{\"sealed\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\"}",
    "{\"sealed\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\" }",
  };
  ValiseHash handle;

  assert_true (valise_sealed_parse_handle (
      "{\"sealed\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}", &handle));
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    assert_false (valise_sealed_parse_handle (values[i], &handle));
}

/* ---- In records ---- */

static void
a_sealed_value_is_in_no_entry_index_or_file (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "sighting", "who-told", "\"" SECRET "\"", NULL);
  g_autofree char *dump = valise_projection_dump (f->store, NULL), *text = NULL;
  g_autoptr (ValiseEntry) entry = valise_log_get (f->store, VALISE_LOG_OWN, 0, NULL);
  g_autoptr (GPtrArray) found = valise_projection_search (f->store, "Zephyrine", 0, NULL);
  g_autofree char *disclosure = valise_entry_write_disclosure (entry, NULL, NULL);
  static const char *const tables[] = { "entry", "record", "meta", "search_data", "identifier" };

  assert_null (strstr (dump, "Zephyrine"));
  assert_null (strstr (disclosure, "Zephyrine"));
  assert_int_equal (found->len, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s", tables[i]);
    g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (f->store), sql, NULL);
    gboolean row = FALSE;

    while (valise_query_step (query, &row, NULL) && row)
      for (int column = 0; column < 4; column++) {
        gsize size = 0;
        gconstpointer data = valise_query_get_blob (query, column, &size);

        assert_null (data != NULL ? memmem (data, size, "ephyrine", 8) : NULL);
      }
  }
  assert_false (fixture_folder_holds (f->folder, "Zephyrine"));
  text = valise_store_dup_meta (f->store, "vault");
  assert_non_null (strstr (disclosure, "{\"sealed\":"));
}

static void
a_handle_is_not_taken_for_what_it_hides (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *handle = valise_sealed_make (f->store, RECORD, "who-told", "\"a\"", NULL);
  const ValiseAssignment field = { "who-told", handle };
  GError *error = NULL;

  assert_null (valise_record_add (f->store, "sighting", &field, 1, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
#define VAULT_TEST(name) cmocka_unit_test_setup_teardown (name, set_up_with_vault, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (a_store_has_one_vault_and_keeps_it),
    TEST (the_vaults_passphrase_is_neither_the_stores_nor_cheap),
    TEST (a_vault_that_a_crash_left_half_made_is_made_again),
    TEST (a_vault_that_cannot_be_written_is_not_sealed_to),
    TEST (without_a_vault_or_custodian_nothing_is_sealed),
    VAULT_TEST (what_was_sealed_opens_with_the_vault_alone),
    VAULT_TEST (a_custodian_opens_what_is_sealed_from_then_on),
    TEST (a_custodian_is_enough_to_seal_to),
    VAULT_TEST (the_size_of_what_is_sealed_tells_only_its_kibibytes),
    VAULT_TEST (age_opens_a_sealed_value_by_hand),
    VAULT_TEST (the_handle_commits_to_record_name_and_value),
    TEST (what_came_beside_a_handle_is_kept_as_it_is),
    VAULT_TEST (rubbish_beside_a_value_does_not_hide_it),
    VAULT_TEST (one_sender_cannot_flood_a_value_nor_keep_others_from_it),
    TEST (only_a_whole_handle_is_one),
    VAULT_TEST (a_sealed_value_is_in_no_entry_index_or_file),
    VAULT_TEST (a_handle_is_not_taken_for_what_it_hides),
  };

  return cmocka_run_group_tests_name ("sealed", tests, NULL, NULL);
}
