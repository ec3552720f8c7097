/* test-erasing.c - what was erased cannot be guessed, nor brought back, from what is left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <unistd.h>

#include "core/attach.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/files.h"
#include "core/import.h"
#include "core/import-id.h"
#include "core/log.h"
#include "core/verify.h"
#include "sync/erasing.h"
#include "sync/incoming.h"
#include "sync/pieces.h"
#include "tests/exchange.h"
#include "tests/hostile.h"
#include "tests/leftovers.h"

#define FIELD "description"
#define VALUE "\"Yusuf, at the mill\""
#define FILE_SIZE (900 * 1000)

/* What somebody would try; the third is right. */
static const char *const guesses[] = { "\"Yusuf\"", "\"Amina, at the mill\"", VALUE, "\"Yusuf, at the bridge\"" };

typedef struct {
  FixtureStore *headquarters, *adeko;
} World;

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);

  valise_clock_stop_at (FIXTURE_NOW);
  world->headquarters = panel_headquarters_new ();
  world->adeko = panel_member_new (world->headquarters, "T. Adeko", "expert", PANEL_CASE);
  assert_true (valise_store_set_meta (world->adeko->store, "case", PANEL_CASE, NULL));
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  fixture_store_free (world->headquarters);
  fixture_store_free (world->adeko);
  g_free (world);
  valise_clock_stop_at (-1);
  return 0;
}

static char *
ask (FixtureStore *store, const char *record, const char *field)
{
  const char *fields[] = { field, NULL };
  guint others = 0;
  GError *error = NULL;
  char *request = valise_erasure_ask (store->store, record, fields, "the source withdrew", &others, &error);

  assert_no_error (error);
  return request;
}

static ValiseErasing
erase (FixtureStore *store, const char *record, const char *field, gboolean drop_held)
{
  g_autofree char *request = ask (store, record, field);
  ValiseErasing done;
  GError *error = NULL;

  valise_erasing_confirm (store->store, request, drop_held, &done, &error);
  assert_no_error (error);
  return done;
}

/* The commitment to the value, which stays. */
static ValiseHash
commitment_of (FixtureStore *store, const char *record)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (store->store, record, NULL);

  return valise_entry_find (loaded->entries->pdata[0], FIELD)->commit;
}

/* The guess that what lies in this folder proves, or -1. */
static int
find_guess (FixtureStore *store, const char *folder, const ValiseHash *commit, gboolean every)
{
  g_autoptr (GByteArray) bytes = leftovers_in (store, folder);

  for (guint i = 0; i < G_N_ELEMENTS (guesses); i++)
    if (leftovers_prove (bytes, commit, FIELD, guesses[i], every))
      return (int) i;
  return -1;
}

static void
assert_sound (FixtureStore *store, guint64 erased)
{
  GError *error = NULL;
  g_autoptr (ValiseVerified) found = valise_verify (store->store, NULL, &error);

  assert_no_error (error);
  for (guint i = 0; i < found->problems->len; i++)
    print_message ("%s\n", (char *) found->problems->pdata[i]);
  assert_true (valise_verified_is_sound (found));
  assert_int_equal (found->erased, erased);
}

/* ---- Guessing ---- */

/* As after a power cut: kept, checked, and not done. */
static void
interrupt_taking (FixtureStore *store, const char *path)
{
  GError *error = NULL;
  g_autofree char *bundle = valise_incoming_keep (store->store, path, &error);

  assert_no_error (error);
  valise_incoming_set (store->store, bundle, "courier.valise", TRUE, NULL, &error);
  assert_no_error (error);
}

/* The same entry in a bundle that says it is of a newer format. */
static char *
write_newer_bundle (World *world)
{
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  guint64 size = valise_log_size (world->adeko->store, VALISE_LOG_OWN);

  for (guint64 i = 0; i < size; i++) {
    g_autoptr (ValiseEntry) entry = valise_log_get (world->adeko->store, VALISE_LOG_OWN, i, NULL);

    hostile_log_add (log, entry);
  }
  bundle->version = "2";
  hostile_add_log (bundle, log);
  return hostile_write (bundle);
}

static void
nothing_that_is_left_tells_a_right_guess_from_a_wrong_one (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Depot", FIELD, "Yusuf, at the mill", NULL);
  g_autofree char *bundle = exchange_pack (world->adeko, "headquarters"), *newer = write_newer_bundle (world);
  ValiseHash commit = commitment_of (world->adeko, record), root, after;
  g_autofree char *title = NULL;
  ValiseErasing done;
  gint64 log;

  exchange_take (world->headquarters, bundle, VALISE_OUTCOME_MERGED);
  interrupt_taking (world->headquarters, bundle);
  exchange_take (world->headquarters, newer, VALISE_OUTCOME_HELD);
  interrupt_taking (world->headquarters, bundle); /* what waits was finished by that */
  log = valise_log_find (world->headquarters->store, valise_store_get_device (world->adeko->store), NULL);
  assert_true (valise_log_root (world->headquarters->store, log, 1, &root));
  /* The search finds it where it is: */
  assert_int_equal (find_guess (world->headquarters, "", &commit, FALSE), 2);
  assert_int_equal (find_guess (world->headquarters, "incoming", &commit, FALSE), 2);

  done = erase (world->headquarters, record, FIELD, TRUE);
  assert_int_equal (done.erased.values, 1);
  assert_int_equal (done.held, 0);
  assert_int_equal (done.dropped, 1);

  assert_int_equal (find_guess (world->headquarters, "", &commit, TRUE), -1);
  assert_true (valise_log_root (world->headquarters->store, log, 1, &after));
  assert_true (valise_hash_equal (&root, &after));
  title = exchange_value (world->headquarters, record, "title");
  assert_string_equal (title, "\"Depot\"");
  assert_sound (world->headquarters, 1);
}

static void
the_author_cannot_tell_either (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Depot", FIELD, "Yusuf, at the mill", NULL);
  ValiseHash commit = commitment_of (world->adeko, record);

  assert_int_equal (find_guess (world->adeko, "", &commit, FALSE), 2);
  assert_int_equal (erase (world->adeko, record, FIELD, FALSE).erased.values, 1);
  assert_int_equal (find_guess (world->adeko, "", &commit, TRUE), -1);
  assert_sound (world->adeko, 1);
}

static void
a_bundle_that_must_wait_is_told_of_and_stays_unless_a_person_says_otherwise (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Depot", FIELD, "Yusuf, at the mill", NULL);
  g_autofree char *newer = write_newer_bundle (world);
  g_autoptr (GPtrArray) waiting = NULL;
  ValiseErasing done;

  exchange_send (world->adeko, world->headquarters, "headquarters");
  exchange_take (world->headquarters, newer, VALISE_OUTCOME_HELD);
  done = erase (world->headquarters, record, FIELD, FALSE);
  assert_int_equal (done.held, 1);
  assert_int_equal (done.dropped, 0);
  waiting = valise_incoming_list (world->headquarters->store, NULL);
  assert_int_equal (waiting->len, 1);
}

/* ---- Files ---- */

typedef struct {
  char *record;
  ValiseHash sha256;
  GPtrArray *parts; /* paths */
} Attached;

static void
attached_clear (Attached *attached)
{
  g_free (attached->record);
  g_clear_pointer (&attached->parts, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attached, attached_clear)

static void
attach_and_pack (World *world, guint64 max_bytes, Attached *attached)
{
  g_autofree char *path = g_build_filename (world->adeko->root, "told.bin", NULL), *value = NULL;
  g_autofree char *bytes = g_malloc (FILE_SIZE);
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_autoptr (GPtrArray) members = valise_roster_match (world->adeko->store, "headquarters", NULL), packed = NULL;
  ValisePackOptions options = { .folder = world->adeko->root, .max_bytes = max_bytes };
  ValiseAttachment *attachment = NULL;
  GError *error = NULL;

  for (guint i = 0; i < FILE_SIZE; i++)
    bytes[i] = (char) g_rand_int (random);
  assert_true (g_file_set_contents (path, bytes, FILE_SIZE, NULL));
  valise_attach (world->adeko->store, path, &attachment, &error);
  assert_no_error (error);
  attached->sha256 = attachment->sha256;
  value = valise_attachment_to_json (attachment);
  attached->record = fixture_add (world->adeko, "photo", "caption", "\"Told\"", "original", value, NULL);
  valise_attachment_free (attachment);
  packed = valise_pack (world->adeko->store, members, &options, &error);
  assert_no_error (error);
  attached->parts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < packed->len; i++)
    g_ptr_array_add (attached->parts, g_strdup (((const ValisePacked *) packed->pdata[i])->path));
}

static guint
count_files (FixtureStore *store, const char *folder)
{
  g_autofree char *path = g_build_filename (store->folder, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint count = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

static void
pieces_that_wait_go_with_the_file_that_is_erased_and_none_comes_again (void **state)
{
  World *world = *state;
  g_auto (Attached) attached = { 0 };
  ValiseErasing done;

  attach_and_pack (world, 400 * 1000, &attached);
  assert_true (attached.parts->len > 2);
  for (guint i = 0; i + 1 < attached.parts->len; i++)
    exchange_take (world->headquarters, attached.parts->pdata[i], VALISE_OUTCOME_MERGED);
  assert_true (valise_pieces_count (world->headquarters->store) > 0);
  done = erase (world->headquarters, attached.record, "original", FALSE);
  assert_true (done.pieces > 0);
  assert_int_equal (valise_pieces_count (world->headquarters->store), 0);
  assert_int_equal (count_files (world->headquarters, "pieces"), 0);
  exchange_take (world->headquarters, attached.parts->pdata[attached.parts->len - 1], VALISE_OUTCOME_MERGED);
  exchange_take (world->headquarters, attached.parts->pdata[1], VALISE_OUTCOME_MERGED);
  assert_int_equal (valise_pieces_count (world->headquarters->store), 0);
  assert_int_equal (count_files (world->headquarters, "pieces"), 0);
  assert_false (valise_files_is_here (world->headquarters->store, &attached.sha256));
  assert_sound (world->headquarters, 1);
}

/* Adeko's log, but for one record's entries. */
static char *
write_without (World *world, const char *record)
{
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  guint64 size = valise_log_size (world->adeko->store, VALISE_LOG_OWN);

  for (guint64 i = 0; i < size; i++) {
    g_autoptr (ValiseEntry) entry = valise_log_get (world->adeko->store, VALISE_LOG_OWN, i, NULL);

    if (strcmp (entry->record, record) == 0)
      hostile_log_add_hash (log, 0, &entry->leaf);
    else
      hostile_log_add (log, entry);
  }
  hostile_add_log (bundle, log);
  return hostile_write (bundle);
}

/* The request came first; then the entry, stripped, with its file. */
static void
a_file_is_not_kept_whose_entry_comes_after_it_was_erased (void **state)
{
  World *world = *state;
  g_auto (Attached) attached = { 0 };
  g_autofree char *request = NULL, *second = NULL;
  ValiseErasing done;
  GError *error = NULL;

  attach_and_pack (world, 0, &attached);
  request = ask (world->adeko, attached.record, "original");
  second = write_without (world, attached.record);
  exchange_take (world->headquarters, second, VALISE_OUTCOME_MERGED);
  valise_erasing_confirm (world->headquarters->store, request, FALSE, &done, &error);
  assert_no_error (error);
  assert_int_equal (done.erased.values, 0);
  exchange_take (world->headquarters, attached.parts->pdata[0], VALISE_OUTCOME_MERGED);
  assert_false (valise_files_is_here (world->headquarters->store, &attached.sha256));
  assert_sound (world->headquarters, 1);
}

/* ---- Import ---- */

typedef struct {
  guint refused;
  char *problem;
} Told;

static void
told (const ValiseImportResult *result, gpointer user)
{
  Told *seen = user;

  if (result->outcome != VALISE_IMPORT_REFUSED)
    return;
  seen->refused++;
  g_free (seen->problem);
  seen->problem = g_strdup (result->reason);
}

static ValiseImportCounts
import (FixtureStore *store, const char *lines, Told *seen)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (lines, -1, NULL);
  g_autoptr (ValiseImportSource) source = valise_import_lines_new (stream);
  ValiseImportOptions options = { .told = told, .user = seen };
  ValiseImportCounts counts;
  GError *error = NULL;

  valise_import (store->store, source, &options, &counts, &error);
  assert_no_error (error);
  return counts;
}

static void
a_row_that_would_bring_an_erased_value_back_is_refused_alone (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Depot", FIELD, "Yusuf, at the mill", NULL);
  g_autofree char *lines = g_strdup_printf (
      "{\"fields\":{\"" FIELD "\":" VALUE ",\"title\":\"Depot\"},\"record\":\"%s\",\"type\":\"sighting\"}\n"
      "{\"fields\":{\"title\":\"Another\"},\"type\":\"sighting\"}\n"
      "{\"fields\":{\"title\":\"Depot by the river\"},\"record\":\"%s\",\"type\":\"sighting\"}\n", record, record);
  g_autofree char *value = NULL, *title = NULL, *typed = NULL;
  Told seen = { 0 };
  ValiseImportCounts counts;

  erase (world->adeko, record, FIELD, FALSE);
  counts = import (world->adeko, lines, &seen);
  assert_int_equal (counts.outcomes[VALISE_IMPORT_REFUSED], 1);
  assert_int_equal (counts.outcomes[VALISE_IMPORT_NEW], 1);
  assert_int_equal (counts.outcomes[VALISE_IMPORT_UPDATED], 1);
  assert_int_equal (seen.refused, 1);
  assert_non_null (strstr (seen.problem, "erased"));
  value = exchange_value (world->adeko, record, FIELD);
  assert_null (value);
  title = exchange_value (world->adeko, record, "title");
  assert_string_equal (title, "\"Depot by the river\"");
  /* A person may say it anew. */
  exchange_edit (world->adeko, record, FIELD, "told again, with consent");
  typed = exchange_value (world->adeko, record, FIELD);
  assert_string_equal (typed, "\"told again, with consent\"");
  g_free (seen.problem);
}

/* Its record's id was made from what it said, with a key of this store. */
static void
the_id_of_an_imported_row_proves_nothing_after_erasing_and_the_next_import_says_so (void **state)
{
  static const char line[] = "{\"fields\":{\"" FIELD "\":" VALUE ",\"title\":\"Depot\"},\"type\":\"sighting\"}\n";
  World *world = *state;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *record = NULL, *key = NULL, *gone = NULL;
  g_autoptr (GByteArray) left = NULL;
  Told seen = { 0 };
  ValiseImportCounts counts = import (world->adeko, line, &seen);

  assert_int_equal (counts.outcomes[VALISE_IMPORT_NEW], 1);
  counts = import (world->adeko, line, &seen);
  assert_int_equal (counts.outcomes[VALISE_IMPORT_SAME], 1);
  rows = valise_projection_list (world->adeko->store, "sighting", 0, NULL);
  record = g_strdup (((const ValiseListRow *) rows->pdata[0])->record);
  key = valise_store_dup_meta (world->adeko->store, VALISE_IMPORT_CONTENT_KEY);
  assert_non_null (key);
  erase (world->adeko, record, FIELD, FALSE);
  gone = valise_store_dup_meta (world->adeko->store, VALISE_IMPORT_CONTENT_KEY);
  assert_null (gone);
  left = leftovers_in (world->adeko, "");
  assert_null (memmem (left->data, left->len, key, strlen (key)));
  counts = import (world->adeko, line, &seen);
  assert_int_equal (counts.outcomes[VALISE_IMPORT_NEW], 1);
  assert_int_equal (counts.not_told_apart, 1);
}

#define RUN(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    RUN (nothing_that_is_left_tells_a_right_guess_from_a_wrong_one),
    RUN (the_author_cannot_tell_either),
    RUN (a_bundle_that_must_wait_is_told_of_and_stays_unless_a_person_says_otherwise),
    RUN (pieces_that_wait_go_with_the_file_that_is_erased_and_none_comes_again),
    RUN (a_file_is_not_kept_whose_entry_comes_after_it_was_erased),
    RUN (a_row_that_would_bring_an_erased_value_back_is_refused_alone),
    RUN (the_id_of_an_imported_row_proves_nothing_after_erasing_and_the_next_import_says_so),
  };

  return cmocka_run_group_tests_name ("erasing", tests, NULL, NULL);
}
