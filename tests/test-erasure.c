/* test-erasure.c - a source withdrew: gone on each store that agreed, and still verified
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/erasure.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/log.h"
#include "core/sealed.h"
#include "core/verify.h"
#include "tests/exchange.h"
#include "tests/leftovers.h"

#define SECRET "Bonaventure Zwischenkalt"
#define WORD "Zwischenkalt"
#define REGISTRY "Registry"
#define REASON "the source withdrew quietly"

typedef struct {
  FixtureStore *headquarters, *adeko, *roy, *mara, *jmac, *custodian;
} World;

static int
set_up (void **state)
{
  World *w = g_new0 (World, 1);

  valise_clock_stop_at (FIXTURE_NOW);
  w->headquarters = panel_headquarters_new ();
  w->custodian = panel_member_new (w->headquarters, "Keeper", "custodian", PANEL_CASE);
  w->adeko = panel_member_new (w->headquarters, "T. Adeko", "expert", PANEL_CASE);
  w->roy = panel_member_new (w->headquarters, "N. Roy", "expert", PANEL_CASE);
  w->mara = panel_member_new (w->headquarters, "Mara", "coordinator", PANEL_CASE);
  w->jmac = panel_member_new (w->headquarters, "Okoye", "jmac", PANEL_CASE);
  panel_take (w->headquarters, w->adeko);
  panel_take (w->headquarters, w->roy);
  panel_take (w->headquarters, w->mara);
  panel_take (w->headquarters, w->custodian);
  assert_true (valise_store_set_meta (w->adeko->store, "case", PANEL_CASE, NULL));
  *state = w;
  return 0;
}

static int
tear_down (void **state)
{
  World *w = *state;

  fixture_store_free (w->headquarters);
  fixture_store_free (w->custodian);
  fixture_store_free (w->adeko);
  fixture_store_free (w->roy);
  fixture_store_free (w->mara);
  fixture_store_free (w->jmac);
  g_free (w);
  valise_clock_stop_at (-1);
  return 0;
}

static gboolean
holds (const GByteArray *plain, gconstpointer what, gsize size)
{
  return memmem (plain->data, plain->len, what, size) != NULL;
}

static gboolean
holds_text (const GByteArray *plain, const char *text)
{
  return holds (plain, text, strlen (text));
}

/* Plain, as UTF-16, base64 and hex; and small, as the index of words has it. */
static gboolean
holds_any_form (const GByteArray *plain, const char *text)
{
  gsize size = strlen (text);
  g_autofree char *hex = valise_hex_encode ((const guint8 *) text, size);
  g_autofree char *base64 = g_base64_encode ((const guint8 *) text, size / 3 * 3);
  g_autofree char *small = g_ascii_strdown (text, -1);
  glong units = 0;
  g_autofree gunichar2 *wide = g_utf8_to_utf16 (text, -1, NULL, &units, NULL);

  return holds_text (plain, text) || holds_text (plain, hex) || holds_text (plain, base64) ||
         holds_text (plain, small) || holds (plain, wide, (gsize) units * 2);
}

static gboolean
holds_hash (const GByteArray *plain, const guint8 bytes[32])
{
  g_autofree char *hex = valise_hex_encode (bytes, 32);
  g_autofree char *base64 = g_base64_encode (bytes, 32);

  return holds (plain, bytes, 32) || holds_text (plain, hex) || holds_text (plain, base64);
}

static char *
ask (FixtureStore *f, const char *record, const char *field, GError **error)
{
  const char *fields[] = { field, NULL };
  guint others = 0;

  return valise_erasure_ask (f->store, record, fields, REASON, &others, error);
}

static ValiseErased
confirm (FixtureStore *f, const char *request)
{
  ValiseErased erased;
  GError *error = NULL;

  valise_erasure_confirm (f->store, request, &erased, &error);
  assert_no_error (error);
  return erased;
}

static ValiseErased
erase (FixtureStore *f, const char *record, const char *field)
{
  GError *error = NULL;
  g_autofree char *request = ask (f, record, field, &error);

  assert_no_error (error);
  return confirm (f, request);
}

static void
assert_sound (FixtureStore *f, guint64 erased)
{
  GError *error = NULL;
  g_autoptr (ValiseVerified) found = valise_verify (f->store, NULL, &error);

  assert_no_error (error);
  for (guint i = 0; i < found->problems->len; i++)
    print_message ("%s\n", (char *) found->problems->pdata[i]);
  assert_true (valise_verified_is_sound (found));
  assert_int_equal (found->erased, erased);
}

static guint
waiting (FixtureStore *f)
{
  return (guint) valise_erasure_count_waiting (f->store, NULL);
}

static void
assert_has (FixtureStore *f, const char *record, const char *field, const char *expected)
{
  g_autofree char *value = exchange_value (f, record, field);

  if (expected == NULL)
    assert_null (value);
  else
    assert_string_equal (value, expected);
}

/* The entry of this log that set the field, before it goes. */
static void
find_keys (FixtureStore *f, const char *record, const char *field, ValiseHash *k, guint8 key[32],
           ValiseHash *commit)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (f->store, record, NULL);
  const ValiseEntry *entry = loaded->entries->pdata[0];
  const ValiseValue *value = valise_entry_find (entry, field);

  *k = value->k;
  *commit = value->commit;
  memcpy (key, entry->key, 32);
}

static void
nothing_on_the_store_gives_the_value_again (void **state)
{
  World *w = *state;
  g_autofree char *record = NULL, *wal = valise_store_path (w->adeko->store, "store.db-wal");
  g_autofree char *before_wal = NULL;
  g_autoptr (GByteArray) before = NULL, after = NULL;
  guint8 key[32];
  ValiseHash k, commit;
  gsize size = 0;
  g_autoptr (ValiseRecord) left = NULL;

  for (guint i = 0; i < 40; i++) {
    g_autofree char *other = exchange_add (w->adeko, "sighting", "title", "Zwieback depot", "description",
                                           "crates of Zwieback under a tarpaulin", NULL);
  }
  record = exchange_add (w->adeko, "sighting", "title", "Depot", "description", SECRET, NULL);
  find_keys (w->adeko, record, "description", &k, key, &commit);
  exchange_edit (w->adeko, record, "description", SECRET ", of the mill");
  assert_true (valise_db_execute (valise_store_get_db (w->adeko->store), "PRAGMA wal_checkpoint (TRUNCATE)", NULL));
  before = leftovers_pages (w->adeko);
  assert_true (holds_any_form (before, SECRET)); /* the search below can fail */
  assert_true (holds_any_form (before, WORD));

  assert_int_equal (erase (w->adeko, record, "description").values, 2);

  after = leftovers_pages (w->adeko);
  assert_false (holds_any_form (after, SECRET));
  assert_false (holds_any_form (after, WORD));
  assert_false (holds_text (after, "henkalt")); /* what the index keeps of it beside “Zwieback” */
  assert_false (holds_hash (after, k.bytes));
  assert_false (holds_hash (after, key));
  /* The commitment stays; what it commits to can no longer be tried. */
  assert_true (holds_hash (after, commit.bytes));
  if (access (wal, F_OK) == 0) {
    assert_true (g_file_get_contents (wal, &before_wal, &size, NULL));
    assert_int_equal (size, 0);
  }
  left = valise_record_load (w->adeko->store, record, NULL);
  for (guint i = 0; i < left->entries->len; i++)
    assert_false (((const ValiseEntry *) left->entries->pdata[i])->has_key);
  assert_has (w->adeko, record, "title", "\"Depot\"");
  assert_has (w->adeko, record, "description", NULL);
  assert_sound (w->adeko, 2);
}

static void
what_was_erased_is_not_found_by_its_words (void **state)
{
  World *w = *state;
  g_autofree char *record =
      exchange_add (w->adeko, "sighting", "title", SECRET, "description", "a depot", NULL);
  g_autoptr (GPtrArray) found = NULL, still = NULL;

  erase (w->adeko, record, "title");
  found = valise_projection_search (w->adeko->store, WORD, 0, NULL);
  still = valise_projection_search (w->adeko->store, "depot", 0, NULL);
  assert_int_equal (found->len, 0);
  assert_int_equal (still->len, 1);
}

static void
a_sealed_value_goes_with_its_age_file (void **state)
{
  World *w = *state;
  g_autofree char *record = NULL, *value = NULL;
  g_autoptr (ValiseRecord) loaded = NULL;
  g_autoptr (GBytes) age = NULL;
  ValiseHash handle;

  fixture_store_make_vault (w->adeko);
  record = fixture_add (w->adeko, "interview", "source-name", "\"" SECRET "\"", "summary", "\"Told.\"", NULL);
  loaded = valise_record_load (w->adeko->store, record, NULL);
  assert_true (valise_sealed_parse_handle (valise_state_get (loaded->state, "source-name"), &handle));
  exchange_send (w->adeko, w->headquarters, REGISTRY);
  exchange_send (w->headquarters, w->custodian, "Keeper");
  assert_true (valise_sealed_is_here (w->custodian->store, &handle));

  assert_int_equal (erase (w->adeko, record, "source-name").sealed, 1);
  assert_false (valise_sealed_is_here (w->adeko->store, &handle));
  assert_sound (w->adeko, 1);

  exchange_send (w->adeko, w->headquarters, REGISTRY);
  assert_true (valise_sealed_is_here (w->headquarters->store, &handle));
  assert_int_equal (waiting (w->headquarters), 1);
  exchange_send (w->headquarters, w->custodian, "Keeper");
  assert_int_equal (waiting (w->custodian), 1);
}

static char *
request_at (FixtureStore *f)
{
  g_autoptr (GPtrArray) list = valise_erasure_list (f->store, NULL);

  assert_int_equal (list->len, 1);
  return g_strdup (((const ValiseErasure *) list->pdata[0])->request);
}

static void
each_store_keeps_the_value_until_somebody_confirms_there (void **state)
{
  World *w = *state;
  g_autofree char *record = exchange_add (w->adeko, "sighting", "title", "Depot", "description", SECRET, NULL);
  g_autofree char *request = NULL;
  g_auto (GStrv) holders = NULL;
  g_autoptr (ValiseErasure) erasure = NULL;

  exchange_send (w->adeko, w->headquarters, REGISTRY);
  exchange_send (w->headquarters, w->adeko, "T. Adeko");
  erase (w->adeko, record, "description");
  request = request_at (w->adeko);
  erasure = valise_erasure_load (w->adeko->store, request, NULL);
  holders = valise_erasure_holders (w->adeko->store, erasure, NULL);
  assert_string_equal (holders[0], "Registry");
  exchange_send (w->adeko, w->headquarters, REGISTRY);
  assert_has (w->headquarters, record, "description", "\"" SECRET "\"");
  assert_int_equal (waiting (w->headquarters), 1);
  assert_int_equal (confirm (w->headquarters, request).values, 1);
  assert_has (w->headquarters, record, "description", NULL);
  assert_int_equal (waiting (w->headquarters), 0);
  assert_sound (w->headquarters, 1);
}

static void
no_bundle_brings_it_back (void **state)
{
  World *w = *state;
  g_autofree char *record = exchange_add (w->adeko, "sighting", "title", "Depot", "description", SECRET, NULL);
  g_autofree char *old = exchange_pack (w->adeko, REGISTRY), *request = NULL, *again = NULL;
  g_autoptr (GByteArray) pages = NULL;

  exchange_take (w->headquarters, old, VALISE_OUTCOME_MERGED);
  exchange_send (w->headquarters, w->mara, "Mara");
  assert_int_equal (erase (w->mara, record, "description").values, 1);
  exchange_send (w->mara, w->headquarters, REGISTRY);
  request = request_at (w->headquarters);
  confirm (w->headquarters, request);

  exchange_take (w->headquarters, old, VALISE_OUTCOME_MERGED);
  again = exchange_pack (w->adeko, REGISTRY);
  if (again != NULL)
    exchange_take (w->headquarters, again, VALISE_OUTCOME_MERGED);
  assert_has (w->headquarters, record, "description", NULL);
  assert_true (valise_projection_rebuild (w->headquarters->store, NULL, NULL, NULL));
  assert_has (w->headquarters, record, "description", NULL);
  assert_has (w->headquarters, record, "title", "\"Depot\"");
  assert_sound (w->headquarters, 1);
  pages = leftovers_pages (w->headquarters);
  assert_false (holds_any_form (pages, SECRET));
}

static void
an_entry_that_comes_after_it_was_erased_comes_without_the_value (void **state)
{
  World *w = *state;
  g_autofree char *record = exchange_add (w->adeko, "sighting", "title", "Depot", "description", SECRET, NULL);
  g_autofree char *first = exchange_pack (w->adeko, REGISTRY), *second = NULL, *request = NULL;

  request = ask (w->adeko, record, "description", NULL);
  second = exchange_pack (w->adeko, REGISTRY);
  exchange_take (w->headquarters, second, VALISE_OUTCOME_MERGED);
  confirm (w->headquarters, request);
  exchange_take (w->headquarters, first, VALISE_OUTCOME_MERGED);
  assert_has (w->headquarters, record, "description", NULL);
  assert_sound (w->headquarters, 1);
  /* It is not asked for again. */
  exchange_send (w->headquarters, w->adeko, "T. Adeko");
  assert_null (exchange_pack (w->adeko, REGISTRY));
}

static void
what_is_left_of_the_entry_still_goes_to_others (void **state)
{
  World *w = *state;
  g_autofree char *record = exchange_add (w->adeko, "sighting", "title", "Depot", "description", SECRET, NULL);

  erase (w->adeko, record, "description");
  exchange_send (w->adeko, w->headquarters, REGISTRY);
  exchange_send (w->headquarters, w->roy, "N. Roy");
  assert_has (w->roy, record, "title", "\"Depot\"");
  assert_has (w->roy, record, "description", NULL);
  assert_sound (w->roy, 0);
}

static void
who_neither_wrote_it_nor_coordinates_changes_nothing (void **state)
{
  World *w = *state;
  g_autofree char *record = exchange_add (w->adeko, "sighting", "title", "Depot", "description", SECRET, NULL);
  g_autofree char *request = NULL, *forged = NULL, *id = g_strdup_printf ("\"%s\"", record);
  g_autofree char *entries = g_strdup_printf ("[\"%s 0\"]", valise_store_get_device (w->adeko->store));
  ValiseAssignment fields[] = { { "record", id }, { "entries", entries }, { "fields", "[\"description\"]" },
                                { "reason", "\"I want it\"" }, { ".case", "\"" PANEL_CASE "\"" } };
  GError *error = NULL;
  ValiseErased erased;

  exchange_send (w->adeko, w->headquarters, REGISTRY);
  exchange_send (w->headquarters, w->roy, "N. Roy");
  request = ask (w->roy, record, "description", &error);
  assert_null (request);
  assert_true (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED));
  g_clear_error (&error);
  forged = valise_record_add_system (w->roy->store, "erasure", fields, G_N_ELEMENTS (fields), NULL);
  exchange_send (w->roy, w->headquarters, REGISTRY);
  assert_int_equal (waiting (w->headquarters), 0);
  assert_false (valise_erasure_confirm (w->headquarters->store, forged, &erased, &error));
  assert_true (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED));
  g_clear_error (&error);
  assert_has (w->headquarters, record, "description", "\"" SECRET "\"");
}

static void
the_mission_is_not_told_why_nor_of_what_it_has_nothing (void **state)
{
  World *w = *state;
  g_autofree char *seen = exchange_add (w->adeko, "sighting", "title", "Depot", "description", SECRET, NULL);
  g_autofree char *unseen = NULL;
  g_autoptr (GPtrArray) list = NULL;
  const ValiseErasure *erasure;

  fixture_store_make_vault (w->adeko);
  unseen = fixture_add (w->adeko, "interview", "summary", "\"Told.\"", NULL);
  exchange_send (w->adeko, w->headquarters, REGISTRY);
  exchange_send (w->headquarters, w->jmac, "Okoye");
  erase (w->adeko, seen, "description");
  erase (w->adeko, unseen, "summary");
  exchange_send (w->adeko, w->headquarters, REGISTRY);
  exchange_send (w->headquarters, w->jmac, "Okoye");
  list = valise_erasure_list (w->jmac->store, NULL);
  assert_int_equal (list->len, 1);
  erasure = list->pdata[0];
  assert_string_equal (erasure->record, seen);
  assert_null (erasure->reason);
  confirm (w->jmac, erasure->request);
  assert_has (w->jmac, seen, "description", NULL);
}

static void
a_file_goes_when_nothing_else_names_it (void **state)
{
  World *w = *state;
  g_autoptr (GInputStream) bytes = g_memory_input_stream_new_from_data (SECRET, strlen (SECRET), NULL);
  g_autofree char *hex = NULL, *value = NULL, *one = NULL, *other = NULL, *path = NULL, *name = NULL;
  ValiseKeptFile kept;

  assert_true (valise_files_keep (w->adeko->store, bytes, NULL, &kept, NULL));
  hex = valise_hex_encode (kept.sha256.bytes, 32);
  value = g_strdup_printf ("{\"sha256\":\"%s\",\"size\":%" G_GUINT64_FORMAT "}", hex, kept.size);
  one = fixture_add (w->adeko, "photo", "original", value, NULL);
  other = fixture_add (w->adeko, "photo", "original", value, NULL);
  path = valise_files_path (w->adeko->store, &kept.sha256);
  assert_int_equal (erase (w->adeko, one, "original").files, 0);
  assert_int_equal (access (path, F_OK), 0);
  assert_int_equal (erase (w->adeko, other, "original").files, 1);
  assert_int_not_equal (access (path, F_OK), 0);
  assert_true (valise_erasure_bars_file (w->adeko->store, &kept.sha256));
  assert_sound (w->adeko, 2);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (nothing_on_the_store_gives_the_value_again, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_was_erased_is_not_found_by_its_words, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_sealed_value_goes_with_its_age_file, set_up, tear_down),
    cmocka_unit_test_setup_teardown (each_store_keeps_the_value_until_somebody_confirms_there, set_up, tear_down),
    cmocka_unit_test_setup_teardown (no_bundle_brings_it_back, set_up, tear_down),
    cmocka_unit_test_setup_teardown (an_entry_that_comes_after_it_was_erased_comes_without_the_value, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_is_left_of_the_entry_still_goes_to_others, set_up, tear_down),
    cmocka_unit_test_setup_teardown (who_neither_wrote_it_nor_coordinates_changes_nothing, set_up, tear_down),
    cmocka_unit_test_setup_teardown (the_mission_is_not_told_why_nor_of_what_it_has_nothing, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_file_goes_when_nothing_else_names_it, set_up, tear_down),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
