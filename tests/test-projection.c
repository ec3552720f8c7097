/* test-projection.c - lists, search and counts say what the log says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/attachment.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/files.h"
#include "core/log.h"
#include "core/projection.h"
#include "tests/fixture.h"

#define DEVICE "abababababababababababababababababababababababababababababababab"
#define FOREIGN "00112233445566778899aabbccddeeff"

static int
set_up (void **state)
{
  *state = fixture_store_new ("Ann", "expert");
  return 0;
}

static int
tear_down (void **state)
{
  fixture_store_free (*state);
  return 0;
}

static ValiseEntry *
foreign_entry (guint64 index, const char *value)
{
  const ValiseAssignment fields[] = { { ".type", "\"person/1\"" }, { "name", value } };
  ValiseEntryDraft draft = { .device = DEVICE, .index = index, .record = FOREIGN, .fields = fields,
                             .n_fields = G_N_ELEMENTS (fields) };

  return valise_entry_new (&draft, NULL);
}

static void
hear (FixtureStore *f, guint64 index, const char *value, const char *aside)
{
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  g_autoptr (ValiseEntry) entry = foreign_entry (index, value);
  ValiseInsert done;
  GError *error = NULL;

  assert_true (valise_log_insert (f->store, log, entry, aside, &done, &error));
  if (aside == NULL)
    assert_true (valise_projection_update (f->store, FOREIGN, &error));
}

static guint
count_found (FixtureStore *f, const char *words)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = valise_projection_search (f->store, words, 0, &error);

  assert_no_error (error);
  return rows->len;
}

static const ValiseListRow *
row_at (GPtrArray *rows, guint at)
{
  assert_true (at < rows->len);
  return rows->pdata[at];
}

/* ---- Rebuilding ---- */

typedef struct {
  guint64 done, total;
} Progress;

static void
note_progress (guint64 done, guint64 total, gpointer user)
{
  *(Progress *) user = (Progress) { done, total };
}

/* A little of everything. */
static void
fill (FixtureStore *f)
{
  g_autofree char *sighting = fixture_add (f, "sighting", "title", "\"cache\"", "lot", "[\"1-80\"]", NULL);
  g_autofree char *link = g_strdup_printf ("\"%s\"", sighting);
  g_autofree char *item = fixture_add (f, "item", "parent", link, "serial", "\"AB 12?\"", NULL);
  g_autofree char *person = fixture_add (f, "person", "name", "\"Old\"", NULL);

  fixture_edit (f, person, "name", "\"New\"", NULL);
  assert_true (valise_record_withdraw (f->store, item, "twice", NULL));
  assert_true (valise_record_note_custody (f->store, "exported", person, NULL, NULL, NULL));
  hear (f, 0, "\"one\"", NULL);
  hear (f, 1, "\"two\"", NULL);
}

/* Every table but for row numbers, which are not told to anybody. */
static char *
dump_tables (FixtureStore *f)
{
  static const char *const queries[] = {
    "SELECT hex(record) || coalesce(type, '') || coalesce(hex(parent), '') || coalesce(title, '') ||"
    " coalesce(first_time, '') || coalesce(last_time, '') || incomplete || conflicts || withdrawn ||"
    " state FROM record ORDER BY record",
    "SELECT hex(source) || name || hex(target) FROM link",
    "SELECT folded || hex(record) || name FROM identifier",
    "SELECT hex(sha256) || hex(record) || name FROM mention",
    "SELECT hex(handle) || hex(record) || name || log FROM sealed_use",
    "SELECT hex(r.record) || term FROM words v JOIN record r ON r.id = v.doc ORDER BY 1",
  };
  ValiseDb *db = valise_store_get_db (f->store);
  GString *out = g_string_new (NULL);

  assert_true (valise_db_execute (db, "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words"
                                      " USING fts5vocab (main, search, instance)", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++) {
    g_autoptr (ValiseQuery) query = valise_query (db, queries[i], NULL);
    gboolean row = FALSE;

    assert_non_null (query);
    while (valise_query_step (query, &row, NULL) && row)
      g_string_append_printf (out, "%s\n", valise_query_get_text (query, 0));
  }
  return g_string_free (out, FALSE);
}

static void
a_rebuilt_projection_is_the_same_to_the_byte (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *before = NULL, *tables = NULL, *after = NULL, *again = NULL;
  Progress progress = { 0 };
  GError *error = NULL;

  fill (f);
  before = valise_projection_dump (f->store, NULL);
  tables = dump_tables (f);
  assert_non_null (strstr (tables, "New"));
  valise_projection_rebuild (f->store, note_progress, &progress, &error);
  assert_no_error (error);
  assert_int_equal (progress.done, 5);
  assert_int_equal (progress.total, 5);
  after = valise_projection_dump (f->store, NULL);
  again = dump_tables (f);
  assert_string_equal (before, after);
  assert_string_equal (tables, again);
}

static void
what_a_crash_left_half_projected_is_mended_by_a_rebuild (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *before = NULL, *after = NULL;

  fill (f);
  before = dump_tables (f);
  assert_true (valise_db_execute (valise_store_get_db (f->store),
                                  "UPDATE record SET title = 'x', conflicts = 9, state = '{}';"
                                  "INSERT INTO search (rowid, words) VALUES (999, 'ghost');"
                                  "DELETE FROM link; DELETE FROM identifier", NULL));
  assert_true (valise_projection_rebuild (f->store, NULL, NULL, NULL));
  after = dump_tables (f);
  assert_string_equal (before, after);
}

static void
the_order_of_arrival_changes_nothing (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (FixtureStore) other = fixture_store_new ("Ben", "expert");
  g_autoptr (ValiseEntry) first = foreign_entry (0, "\"one\""), second = foreign_entry (1, "\"two\"");
  ValiseEntry *const orders[2][2] = { { first, second }, { second, first } };
  FixtureStore *const stores[] = { f, other };
  g_autofree char *here = NULL, *there = NULL;
  ValiseInsert done;

  for (int i = 0; i < 2; i++)
    for (int j = 0; j < 2; j++) {
      gint64 log = valise_log_open (stores[i]->store, DEVICE, NULL);

      assert_true (valise_log_insert (stores[i]->store, log, orders[i][j], NULL, &done, NULL));
      assert_true (valise_projection_update (stores[i]->store, FOREIGN, NULL));
    }
  here = valise_projection_dump (f->store, NULL);
  there = valise_projection_dump (other->store, NULL);
  assert_string_equal (here, there);
}

static void
a_logs_records_are_projected_anew_when_its_owner_changes (void **state)
{
  FixtureStore *f = *state;
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  g_autofree char *id = fixture_add (f, "person", "name", "\"mine\"", NULL);
  g_autoptr (ValiseEntry) odd = NULL;
  const ValiseAssignment fields[] = { { ".type", "\"person/1\"" }, { "name", "7" } };
  ValiseEntryDraft draft = { .device = DEVICE, .index = 1, .fields = fields, .n_fields = 2,
                             .record = "ffffffffffffffffffffffffffffffff" };
  g_autofree char *dump = NULL;
  ValiseInsert done;
  GError *error = NULL;

  hear (f, 0, "\"theirs\"", NULL);
  odd = valise_entry_new (&draft, NULL); /* a record with nothing in it that counts */
  assert_true (valise_log_insert (f->store, log, odd, "of the wrong kind", &done, NULL));
  assert_true (valise_log_set_owner (f->store, log, "Ben", "coordinator", NULL));
  valise_projection_update_log (f->store, log, &error);
  assert_no_error (error);
  valise_projection_rebuild (f->store, NULL, NULL, &error);
  assert_no_error (error);
  dump = valise_projection_dump (f->store, NULL);
  assert_non_null (strstr (dump, "theirs"));
  assert_null (strstr (dump, "ffffffffffffffffffffffffffffffff"));
}

/* ---- Searching ---- */

static void
words_are_found_by_their_beginning_and_without_accents (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "person", "name", "\"Élodie Müller-Nkunda\"", NULL);

  assert_int_equal (count_found (f, "élodie"), 1);
  assert_int_equal (count_found (f, "Elodie"), 1);
  assert_int_equal (count_found (f, "ELOD"), 1);
  assert_int_equal (count_found (f, "muller nku"), 1);
  assert_int_equal (count_found (f, "nkunda elodie"), 1);
  assert_int_equal (count_found (f, "elod muller"), 0); /* only the last may be a beginning */
  assert_int_equal (count_found (f, "elodie kabila"), 0);
  assert_int_equal (count_found (f, "  muller\t\n"), 1);
}

static void
every_script_is_found (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *arabic = fixture_add (f, "person", "name", "\"محمد الأمين\"", NULL);
  g_autofree char *cyrillic = fixture_add (f, "person", "name", "\"Виктор Бут\"", NULL);

  assert_int_equal (count_found (f, "محمد"), 1);
  assert_int_equal (count_found (f, "الأم"), 1);
  assert_int_equal (count_found (f, "виктор"), 1);
  assert_int_equal (count_found (f, "ВИКТ"), 1);
  assert_int_equal (count_found (f, "бут виктор"), 1);
}

static void
nothing_that_is_typed_is_syntax (void **state)
{
  static const char *const words[] = {
    "\"", "\"\"", "a\"b", "rifle\"", "AND", "rifle AND", "OR", "NOT rifle", "NEAR(a b)", "words:rifle",
    "rifle*", "*", "^rifle", "-rifle", "(", ")", "{a b}:c", "'; DROP TABLE record; --", "+", "\xff",
    "rifle + rifle", "%", "_", ".", "-", "…",
  };
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "note", "title", "\"rifle\"", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    GError *error = NULL;
    g_autoptr (GPtrArray) rows = valise_projection_search (f->store, words[i], 0, &error);

    assert_true (rows != NULL ? rows->len <= 1 : error->code == VALISE_ERROR_INVALID);
    g_clear_error (&error);
  }
  assert_int_equal (count_found (f, "rifle -"), 1);
  assert_int_equal (count_found (f, "rif -"), 1);
  assert_int_equal (count_found (f, "\"rifle\""), 1);
  assert_int_equal (count_found (f, "AND rifle"), 0);
}

static void
searching_for_nothing_is_refused (void **state)
{
  FixtureStore *f = *state;
  GError *error = NULL;

  assert_null (valise_projection_search (f->store, " \t\n", 0, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_null (valise_projection_search (f->store, "\" - *", 0, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

static void
a_word_that_was_edited_away_is_not_found (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "person", "name", "\"Kalashnikov\"", NULL);

  assert_int_equal (count_found (f, "kalashnikov"), 1);
  fixture_edit (f, id, "name", "\"Degtyarev\"", NULL);
  assert_int_equal (count_found (f, "kalashnikov"), 0);
  assert_int_equal (count_found (f, "degtyarev"), 1);
  fixture_edit (f, id, "name", "null", NULL);
  assert_int_equal (count_found (f, "degtyarev"), 0);
}

static void
what_is_found_comes_newest_first_also_after_a_rebuild (void **state)
{
  FixtureStore *f = *state;
  char *ids[20];

  for (int i = 0; i < 20; i++)
    ids[i] = fixture_add (f, "note", "title", "\"lorry\"", NULL);
  for (int round = 0; round < 2; round++) {
    g_autoptr (GPtrArray) rows = valise_projection_search (f->store, "lorry", 15, NULL);

    assert_int_equal (rows->len, 15);
    for (guint i = 0; i < 15; i++)
      assert_string_equal (row_at (rows, i)->record, ids[19 - i]);
    assert_true (valise_projection_rebuild (f->store, NULL, NULL, NULL));
  }
  for (int i = 0; i < 20; i++)
    g_free (ids[i]);
}

/* ---- Lists ---- */

static void
lists_are_newest_first_and_leave_out_the_programs_own (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *first = fixture_add (f, "note", "title", "\"first\"", NULL), *second = NULL;
  g_autoptr (GPtrArray) all = NULL, notes = NULL, one = NULL, custody = NULL;

  valise_clock_stop_at (FIXTURE_NOW + 60);
  second = fixture_add (f, "person", "name", "\"second\"", NULL);
  assert_true (valise_record_note_custody (f->store, "exported", first, NULL, NULL, NULL));
  all = valise_projection_list (f->store, NULL, 0, NULL);
  assert_int_equal (all->len, 2);
  assert_string_equal (row_at (all, 0)->record, second);
  assert_string_equal (row_at (all, 0)->title, "second");
  assert_string_equal (row_at (all, 0)->type, "person");
  assert_string_equal (row_at (all, 0)->last_time, "2026-11-21T09:01:00Z");
  assert_null (row_at (all, 0)->parent);
  assert_false (row_at (all, 0)->incomplete);
  notes = valise_projection_list (f->store, "note", 0, NULL);
  assert_int_equal (notes->len, 1);
  one = valise_projection_list (f->store, NULL, 1, NULL);
  assert_int_equal (one->len, 1);
  custody = valise_projection_list (f->store, "custody", 0, NULL);
  assert_int_equal (custody->len, 1);
}

static void
children_and_links_lead_to_a_record_and_custody_does_not (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *sighting = fixture_add (f, "sighting", NULL);
  g_autofree char *link = g_strdup_printf ("\"%s\"", sighting), *many = g_strdup_printf ("[%s]", link);
  g_autofree char *item = fixture_add (f, "item", "parent", link, NULL);
  g_autofree char *note = fixture_add (f, "note", "records", many, NULL);
  g_autoptr (GPtrArray) children = NULL;
  g_auto (GStrv) links = NULL, none = NULL;
  GError *error = NULL;

  assert_true (valise_record_note_custody (f->store, "exported", sighting, NULL, NULL, NULL));
  children = valise_projection_children (f->store, sighting, NULL);
  assert_int_equal (children->len, 1);
  assert_string_equal (row_at (children, 0)->record, item);
  assert_string_equal (row_at (children, 0)->parent, sighting);
  links = valise_projection_linked_from (f->store, sighting, NULL);
  assert_int_equal (g_strv_length (links), 2);
  assert_true (g_strv_contains ((const char *const *) links, item));
  assert_true (g_strv_contains ((const char *const *) links, note));
  none = valise_projection_linked_from (f->store, note, NULL);
  assert_int_equal (g_strv_length (none), 0);
  assert_null (valise_projection_children (f->store, "12", &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_null (valise_projection_linked_from (f->store, "12", &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

static void
a_link_that_was_edited_away_leads_nowhere (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *sighting = fixture_add (f, "sighting", NULL);
  g_autofree char *many = g_strdup_printf ("[\"%s\"]", sighting);
  g_autofree char *note = fixture_add (f, "note", "records", many, NULL);
  g_auto (GStrv) links = NULL;

  fixture_edit (f, note, "records", "null", NULL);
  links = valise_projection_linked_from (f->store, sighting, NULL);
  assert_int_equal (g_strv_length (links), 0);
}

static void
files_are_expected_where_they_are_mentioned (void **state)
{
  FixtureStore *f = *state;
  ValiseHash sha256 = { { 7 } };
  g_autoptr (ValiseAttachment) file = valise_attachment_new ("a.pdf", "application/pdf", &sha256, 5);
  g_autofree char *json = valise_attachment_to_json (file), *many = g_strdup_printf ("[%s]", json);
  g_autofree char *id = fixture_add (f, "note", "files", many, NULL);
  g_auto (GStrv) mentions = valise_projection_mentions (f->store, &sha256, NULL);
  guint64 size = 0;

  assert_int_equal (g_strv_length (mentions), 1);
  assert_string_equal (mentions[0], id);
  assert_true (valise_files_get_size (f->store, &sha256, &size));
  assert_int_equal (size, 5);
  assert_false (valise_files_is_here (f->store, &sha256));
}

static void
counts_say_what_waits_for_somebody (void **state)
{
  FixtureStore *f = *state;
  guint64 incomplete = 9, conflicts = 9;
  g_autoptr (GHashTable) types = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *done = NULL, *open = NULL;

  assert_true (valise_projection_count (f->store, &incomplete, &conflicts, NULL));
  assert_true (incomplete == 0 && conflicts == 0);
  done = fixture_add (f, "person", "name", "\"A\"", NULL);
  open = fixture_add (f, "person", "sex", "\"male\"", NULL);
  assert_true (valise_record_note_custody (f->store, "exported", done, NULL, NULL, NULL));
  hear (f, 0, "\"one\"", NULL);
  hear (f, 1, "\"two\"", NULL);
  assert_true (valise_projection_count (f->store, &incomplete, &conflicts, NULL));
  assert_int_equal (incomplete, 1);
  assert_int_equal (conflicts, 1);
  types = valise_projection_count_types (f->store, NULL);
  assert_int_equal (g_hash_table_size (types), 1);
  assert_int_equal (GPOINTER_TO_UINT (g_hash_table_lookup (types, "person")), 3);
  list = valise_projection_conflicts (f->store, NULL);
  assert_int_equal (list->len, 1);
  assert_string_equal (row_at (list, 0)->record, FOREIGN);
  assert_int_equal (row_at (list, 0)->conflicts, 1);
  assert_true (valise_record_withdraw (f->store, open, "why", NULL)); /* nobody has to finish it */
  assert_true (valise_projection_count (f->store, &incomplete, &conflicts, NULL));
  assert_int_equal (incomplete, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (a_rebuilt_projection_is_the_same_to_the_byte),
    TEST (what_a_crash_left_half_projected_is_mended_by_a_rebuild),
    TEST (the_order_of_arrival_changes_nothing),
    TEST (a_logs_records_are_projected_anew_when_its_owner_changes),
    TEST (words_are_found_by_their_beginning_and_without_accents),
    TEST (every_script_is_found),
    TEST (nothing_that_is_typed_is_syntax),
    TEST (searching_for_nothing_is_refused),
    TEST (a_word_that_was_edited_away_is_not_found),
    TEST (what_is_found_comes_newest_first_also_after_a_rebuild),
    TEST (lists_are_newest_first_and_leave_out_the_programs_own),
    TEST (children_and_links_lead_to_a_record_and_custody_does_not),
    TEST (a_link_that_was_edited_away_leads_nowhere),
    TEST (files_are_expected_where_they_are_mentioned),
    TEST (counts_say_what_waits_for_somebody),
  };

  return cmocka_run_group_tests_name ("projection", tests, NULL, NULL);
}
