/* test-verify.c - nothing that was altered, lost or left behind stays unseen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sqlcipher/sqlite3.h>

#include "core/attach.h"
#include "core/files.h"
#include "core/log.h"
#include "core/record.h"
#include "core/verify.h"
#include "tests/asserts.h"
#include "tests/fixture.h"

typedef struct {
  FixtureStore *fixture;
  char *record;
  ValiseHash sha256; /* of the attached file */
} World;

/* A store with a sighting that has a file and a sealed value, and a checkpoint. */
static World *
world_new (void)
{
  World *world = g_new0 (World, 1);
  g_autoptr (ValiseAttachment) file = NULL;
  g_autofree char *path = NULL, *json = NULL, *list = NULL, *note = NULL;
  ValiseAssignment fields[3] = { { "title", "\"Cache\"" }, { "who-told", "\"J. Doe\"" } };
  GError *error = NULL;

  world->fixture = fixture_store_new ("A. Diallo", "expert");
  fixture_store_make_vault (world->fixture);
  path = g_build_filename (world->fixture->root, "notes.txt", NULL);
  g_file_set_contents (path, "what was seen", -1, &error);
  assert_no_error (error);
  valise_attach (world->fixture->store, path, &file, &error);
  assert_no_error (error);
  world->sha256 = file->sha256;
  json = valise_attachment_to_json (file);
  list = g_strdup_printf ("[%s]", json);
  fields[2] = (ValiseAssignment){ "files", list };
  world->record = valise_record_add (world->fixture->store, "sighting", fields, 3, &error);
  assert_no_error (error);
  for (guint i = 0; i < 40; i++) {
    ValiseAssignment change = { "title", i % 2 == 0 ? "\"Cache A\"" : "\"Cache B\"" };

    valise_record_edit (world->fixture->store, world->record, &change, 1, &error);
    assert_no_error (error);
  }
  note = valise_log_sign_checkpoint (world->fixture->store, &error);
  assert_no_error (error);
  return world;
}

static void
world_free (World *world)
{
  fixture_store_free (world->fixture);
  g_free (world->record);
  g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static ValiseVerified *
verify (World *world)
{
  GError *error = NULL;
  ValiseVerified *found = valise_verify (world->fixture->store, NULL, &error);

  assert_no_error (error);
  return found;
}

/* Runs SQL by the raw key, as somebody who has the passphrase could. */
static void
tamper (World *world, const char *sql)
{
  const ValiseKeys *keys = valise_store_get_keys (world->fixture->store);
  g_autofree char *hex =
      valise_hex_encode (valise_secret_peek (keys->database), valise_secret_size (keys->database));
  g_autofree char *key = g_strdup_printf ("PRAGMA key = \"x'%s'\"", hex);
  g_autofree char *path = valise_store_path (world->fixture->store, "store.db");
  sqlite3 *db = NULL;
  char *message = NULL;

  fixture_store_close (world->fixture);
  assert_int_equal (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
  assert_int_equal (sqlite3_exec (db, key, NULL, NULL, NULL), SQLITE_OK);
  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    fail_msg ("%s: %s", sql, message);
  assert_int_not_equal (sqlite3_total_changes (db), 0);
  sqlite3_close (db);
  fixture_store_reopen (world->fixture);
}

static void
assert_problem (const ValiseVerified *found, const char *part)
{
  for (guint i = 0; i < found->problems->len; i++)
    if (strstr (found->problems->pdata[i], part) != NULL)
      return;
  fail_msg ("no problem speaks of “%s”", part);
}

static void
a_whole_store_is_sound (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (ValiseVerified) found = verify (world);

  assert_true (valise_verified_is_sound (found));
  assert_int_equal (found->logs, 1);
  assert_int_equal (found->entries, 41);
  assert_int_equal (found->checkpoints, 1);
  assert_int_equal (found->files, 1);
  assert_int_equal (found->sealed, 1);
  assert_int_equal (found->problems->len, 0);
}

static void
a_flipped_byte_in_a_stored_file_is_found (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *path = valise_files_path (world->fixture->store, &world->sha256), *bytes = NULL;
  g_autoptr (ValiseVerified) found = NULL;
  gsize size = 0;

  assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  bytes[size - 20] ^= 1;
  assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  found = verify (world);
  assert_false (valise_verified_is_sound (found));
  assert_int_equal (found->files_altered, 1);
  assert_int_equal (found->files_missing, 0);
  assert_problem (found, world->record);
}

static void
a_missing_file_is_told_from_an_altered_one (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *path = valise_files_path (world->fixture->store, &world->sha256);
  g_autoptr (ValiseVerified) found = NULL;

  assert_int_equal (g_unlink (path), 0);
  found = verify (world);
  assert_false (valise_verified_is_sound (found));
  assert_int_equal (found->files_missing, 1);
  assert_int_equal (found->files_altered, 0);
}

static void
a_file_that_never_came_is_no_fault (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (ValiseVerified) found = NULL;
  ValiseHash other = { { 7 } };
  GError *error = NULL;

  valise_files_expect (world->fixture->store, &other, 12, &error);
  assert_no_error (error);
  found = verify (world);
  assert_true (valise_verified_is_sound (found));
  assert_int_equal (found->not_come, 1);
}

static void
an_altered_header_is_found (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (ValiseVerified) found = NULL;

  tamper (world, "UPDATE entry SET header = CAST (replace (CAST (header AS TEXT), '\"v\":1', '\"v\":2') AS BLOB)"
                 " WHERE id = (1 << 40) + 3");
  found = verify (world);
  assert_false (valise_verified_is_sound (found));
  assert_int_equal (found->entries_altered, 1);
  assert_problem (found, "entry 3 of log");
}

static void
an_altered_value_is_found (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (ValiseVerified) found = NULL;

  tamper (world, "UPDATE entry SET disclosure = replace (disclosure, 'Cache A', 'Cache C')"
                 " WHERE id = (1 << 40) + 1");
  found = verify (world);
  assert_false (valise_verified_is_sound (found));
  assert_int_equal (found->entries_altered, 1);
}

/* Header, leaf and values all agree; only the tree knows better. */
static void
an_entry_put_in_anothers_place_is_found_by_the_tree (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (ValiseVerified) found = NULL;

  tamper (world, "UPDATE entry SET (header, leaf, disclosure) ="
                 " (SELECT header, leaf, disclosure FROM entry WHERE id = (1 << 40) + 4)"
                 " WHERE id = (1 << 40) + 2");
  found = verify (world);
  assert_false (valise_verified_is_sound (found));
  assert_int_equal (found->entries_altered, 1);
  assert_true (found->roots_wrong > 0);
}

static void
a_removed_entry_is_missing (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (ValiseVerified) found = NULL;

  tamper (world, "DELETE FROM entry WHERE id = (1 << 40) + 40");
  found = verify (world);
  assert_false (valise_verified_is_sound (found));
  assert_int_equal (found->entries_missing, 1);
  assert_true (found->roots_wrong > 0);
}

static void
a_checkpoint_that_nobody_signed_is_found (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (ValiseVerified) found = NULL;

  tamper (world, "UPDATE checkpoint SET note = replace (note, char (10) || '41' || char (10), char (10) || '40' || char (10))");
  found = verify (world);
  assert_false (valise_verified_is_sound (found));
  assert_int_equal (found->signatures_wrong, 1);
}

static void
a_lost_or_altered_sealed_value_is_found (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (ValiseVerified) altered = NULL, lost = NULL;

  tamper (world, "UPDATE sealed SET age = CAST (CAST (age AS TEXT) || 'x' AS BLOB)");
  altered = verify (world);
  assert_int_equal (altered->sealed_altered, 1);
  assert_false (valise_verified_is_sound (altered));
  tamper (world, "DELETE FROM sealed");
  lost = verify (world);
  assert_int_equal (lost->sealed_missing, 1);
  assert_false (valise_verified_is_sound (lost));
}

static void
a_projection_that_lies_is_found_and_left_for_rebuild (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (ValiseVerified) found = NULL, after = NULL;
  GError *error = NULL;

  tamper (world, "UPDATE record SET title = replace (title, 'Cache B', 'Cache Z')");
  found = verify (world);
  assert_true (found->projection_differs);
  assert_false (valise_verified_is_sound (found));
  valise_projection_rebuild (world->fixture->store, NULL, NULL, &error);
  assert_no_error (error);
  after = verify (world);
  assert_true (valise_verified_is_sound (after));
}

/* What is derived, each in its own way, and what it is called. */
static const struct {
  const char *tampering, *name;
} derived[] = {
  { "DELETE FROM search WHERE rowid = (SELECT max (id) FROM record WHERE type = 'sighting')", "words to search by" },
  { "UPDATE record SET title = 'Elsewhere' WHERE type = 'sighting'", "records" },
  { "DELETE FROM mention", "mentions of files" },
  { "DELETE FROM sealed_use", "uses of sealed values" },
  { "INSERT INTO link (source, name, target) SELECT record, 'x', record FROM record", "links" },
  { "INSERT INTO identifier (folded, record, name) SELECT '1', record, 'x' FROM record", "identifiers" },
  { "INSERT INTO flag (record, name, value, note) SELECT record, 'x', 'x', 'x' FROM record", "check digits" },
  { "INSERT INTO place (record, name, degrees, cases) SELECT record, 'x', '1 1', 'x' FROM record", "places" },
  { "INSERT INTO spot (cell, record, latitude, longitude, accuracy, actionable, type) SELECT 1, id, 1, 1, 0, 0, 'x' FROM record", "the map" },
};

static void
what_is_derived_is_compared_with_the_log_and_repaired_when_asked (void **state)
{
  g_autoptr (World) world = world_new ();
  ValiseVerifyHow how = { .repair = TRUE };
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (derived); i++) {
    g_autoptr (ValiseVerified) found = NULL, repaired = NULL, after = NULL;

    tamper (world, derived[i].tampering);
    found = verify (world);
    assert_true (found->projection_differs);
    assert_problem (found, derived[i].name);
    assert_false (valise_verified_is_sound (found));
    repaired = valise_verify (world->fixture->store, &how, &error);
    assert_no_error (error);
    assert_true (repaired->repaired);
    assert_true (valise_verified_is_sound (repaired));
    after = verify (world);
    assert_false (after->projection_differs);
  }
}

static void
words_that_wait_to_be_indexed_are_no_fault (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (ValiseVerified) found = NULL;

  tamper (world, "INSERT INTO unindexed (id) SELECT id FROM record WHERE type = 'sighting';"
                 "DELETE FROM search WHERE rowid IN (SELECT id FROM unindexed)");
  found = verify (world);
  assert_true (valise_verified_is_sound (found));
}

static void
what_a_crash_left_is_removed_and_nothing_else (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *files = valise_store_path (world->fixture->store, "files");
  g_autofree char *orphan = g_build_filename (files, "orphan", NULL);
  g_autofree char *kept = valise_files_path (world->fixture->store, &world->sha256);
  g_autoptr (ValiseVerified) found = NULL;

  assert_true (g_file_set_contents (orphan, "left behind", -1, NULL));
  found = verify (world);
  assert_true (valise_verified_is_sound (found));
  assert_int_equal (found->swept, 1);
  assert_false (g_file_test (orphan, G_FILE_TEST_EXISTS));
  assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
}

/* Writes over some bytes of a file in the store. */
static void
scribble (World *world, const char *name, glong at)
{
  g_autofree char *path = g_build_filename (world->fixture->folder, name, NULL);
  FILE *file = fopen (path, "r+b");

  assert_non_null (file);
  fseek (file, at, at < 0 ? SEEK_END : SEEK_SET);
  fputs ("scribbled", file);
  fclose (file);
}

static void
a_page_that_was_altered_is_found_whatever_it_held (void **state)
{
  for (glong page = 2; page < 60; page += 6) {
    g_autoptr (World) world = world_new ();
    g_autoptr (ValiseVerified) found = NULL;

    fixture_store_close (world->fixture);
    fixture_store_reopen (world->fixture); /* nothing is left in the write-ahead log */
    scribble (world, "store.db", page * 4096 + 100);
    found = verify (world);
    assert_false (valise_verified_is_sound (found));
    assert_true (found->database_altered);
    assert_problem (found, "the database was altered");
  }
}

static void
keys_are_told_missing_altered_and_unreadable_apart (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *vault = g_build_filename (world->fixture->folder, "vault.age", NULL);
  g_autofree char *key = g_build_filename (world->fixture->folder, "key.age", NULL);
  g_autoptr (ValiseVerified) altered = NULL, missing = NULL, unreadable = NULL;

  scribble (world, "vault.age", 0);
  altered = verify (world);
  assert_int_equal (altered->keys_altered, 1);
  assert_problem (altered, "vault.age was altered");
  assert_int_equal (g_unlink (vault), 0);
  missing = verify (world);
  assert_int_equal (missing->keys_missing, 1);
  assert_problem (missing, "vault.age is missing");
  assert_int_equal (g_unlink (key), 0);
  assert_int_equal (g_mkdir (key, 0700), 0); /* no right of this world makes it a file */
  unreadable = verify (world);
  assert_int_equal (unreadable->keys_unreadable, 1);
  assert_problem (unreadable, "key.age cannot be read");
}

static void
a_bundle_that_waits_must_be_the_one_that_came (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *folder = g_build_filename (world->fixture->folder, "incoming", NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "a bundle", -1);
  g_autofree char *path = g_build_filename (folder, sum, NULL), *name = g_build_filename ("incoming", sum, NULL);
  g_autoptr (ValiseVerified) sound = NULL, altered = NULL;

  g_mkdir_with_parents (folder, 0700);
  assert_true (g_file_set_contents (path, "a bundle", -1, NULL));
  sound = verify (world);
  assert_true (valise_verified_is_sound (sound));
  scribble (world, name, 2);
  altered = verify (world);
  assert_int_equal (altered->bundles_altered, 1);
  assert_false (valise_verified_is_sound (altered));
}

static void
on_entry (gint64 log, const ValiseEntry *entry, gpointer user)
{
  g_cancellable_cancel (user); /* a person, after the first one */
}

static void
a_verification_that_is_cancelled_ends_between_two_entries (void **state)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (World) world = world_new ();
  ValiseVerifyHow how = { .cancellable = cancellable, .entry = on_entry, .entry_user = cancellable };
  g_autoptr (GError) error = NULL;

  assert_null (valise_verify (world->fixture->store, &how, &error));
  assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

/* A desktop tests itself while somebody types. */
static void
what_is_stored_is_verified_by_a_connection_that_cannot_write (void **state)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseStore) reader = valise_store_open_beside (world->fixture->store, VALISE_DB_READER, &error);
  ValiseVerifyHow how = { .stored_only = TRUE };
  g_autoptr (ValiseVerified) found = valise_verify (reader, &how, &error);

  assert_no_error (error);
  assert_true (valise_verified_is_sound (found));
  assert_int_equal (found->files, 1);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_whole_store_is_sound),
    cmocka_unit_test (a_verification_that_is_cancelled_ends_between_two_entries),
    cmocka_unit_test (what_is_stored_is_verified_by_a_connection_that_cannot_write),
    cmocka_unit_test (a_flipped_byte_in_a_stored_file_is_found),
    cmocka_unit_test (a_missing_file_is_told_from_an_altered_one),
    cmocka_unit_test (a_file_that_never_came_is_no_fault),
    cmocka_unit_test (an_altered_header_is_found),
    cmocka_unit_test (an_altered_value_is_found),
    cmocka_unit_test (an_entry_put_in_anothers_place_is_found_by_the_tree),
    cmocka_unit_test (a_removed_entry_is_missing),
    cmocka_unit_test (a_checkpoint_that_nobody_signed_is_found),
    cmocka_unit_test (a_page_that_was_altered_is_found_whatever_it_held),
    cmocka_unit_test (keys_are_told_missing_altered_and_unreadable_apart),
    cmocka_unit_test (a_bundle_that_waits_must_be_the_one_that_came),
    cmocka_unit_test (a_lost_or_altered_sealed_value_is_found),
    cmocka_unit_test (a_projection_that_lies_is_found_and_left_for_rebuild),
    cmocka_unit_test (what_is_derived_is_compared_with_the_log_and_repaired_when_asked),
    cmocka_unit_test (words_that_wait_to_be_indexed_are_no_fault),
    cmocka_unit_test (what_a_crash_left_is_removed_and_nothing_else),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
