/* test-export.c - what goes out comes back as it was
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/export.h"
#include "core/import-sheet.h"
#include "core/import.h"
#include "core/json.h"
#include "core/log.h"
#include "tests/asserts.h"
#include "tests/fixture.h"

#define CLEAR_NAME "Amina of the well"

/* Texts that spoil formats: signs of formulas, quotes, ends of lines, blanks
 * at the ends, what looks like our own marks, other scripts. */
static const char *const nasty[] = {
  "=1+1",
  "+49 30",
  "-5",
  "@home",
  "'=1",
  "''@x",
  "a,b;c\td",
  "said \"no\"",
  "  both ends  ",
  "json:null",
  "json:{\"a\":1}",
  "[2]14",
  "أمينة",
  "e\xcc\x81 \xf0\x9f\x9a\xa2",
  "31877[2]4?",
  "{not json",
  "told=here; at=there",
  "＝A1",
};

static guint turn;

static char *
text_value (const ValiseField *field)
{
  g_autofree char *lines = g_strconcat (
      "first\nsecond \"", nasty[turn % G_N_ELEMENTS (nasty)], "\"\n", NULL);
  const char *text = nasty[turn++ % G_N_ELEMENTS (nasty)];

  return valise_json_string (field->kind == VALISE_KIND_LONG_TEXT ? lines : text);
}

static char *
decimal_value (const ValiseField *field)
{
  g_auto (GStrv) units = g_strsplit (field->units != NULL ? field->units : "", " ", -1);

  return units[0] != NULL
             ? g_strdup_printf ("{\"unit\":\"%s\",\"value\":\"12.50\"}", units[0])
             : g_strdup ("{\"value\":\"-0.125\"}");
}

static char *
one_value (const ValiseField *field)
{
  static const char *const places[] = {
    "{\"accuracy\":\"8\",\"datum\":\"WGS "
    "84\",\"lat\":\"-1.6583\",\"lon\":\"029.2200\",\"method\":\"gps\",\"name\":\"Depot;"
    " the old one\",\"told\":\"by the = river\"}",
    "{\"datum\":\"WGS 84\",\"lat\":\"0\",\"lon\":\"-29.2\"}",
    "{\"told\":\"1.5, 2.5 or so\"}",
  };
  static const char *const times[] = {
    "{\"circa\":true,\"time\":\"2026-11-21T09:05\",\"zone\":\"+02:00\"}",
    "{\"time\":\"2026\"}", "{\"time\":\"2026-11-21T09:05:12\",\"zone\":\"Z\"}",
    "{\"time\":\"2026-11-21T09:05\"}"
  };

  switch (field->kind) {
  case VALISE_KIND_CHOICE:
  case VALISE_KIND_CHOICES:
    return valise_json_string (field->list->choices[0].code);
  case VALISE_KIND_INTEGER:
    return g_strdup ("-12");
  case VALISE_KIND_DECIMAL:
    return decimal_value (field);
  case VALISE_KIND_BOOLEAN:
    return g_strdup (turn++ % 2 ? "true" : "false");
  case VALISE_KIND_DATE:
    return g_strdup (turn++ % 2 ? "{\"circa\":true,\"date\":\"2019\"}"
                                : "{\"date\":\"2026-11\"}");
  case VALISE_KIND_TIME:
    return g_strdup (times[turn++ % G_N_ELEMENTS (times)]);
  case VALISE_KIND_PLACE:
    return g_strdup (places[turn++ % G_N_ELEMENTS (places)]);
  case VALISE_KIND_FILE:
    return g_strdup ("{\"media\":\"image/jpeg\",\"name\":\"=IMG 1.jpg\",\"sha256\":"
                     "\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a0"
                     "8\",\"size\":4}");
  case VALISE_KIND_LINK:
  case VALISE_KIND_TEXT:
  case VALISE_KIND_LONG_TEXT:
  case VALISE_KIND_IDENTIFIER:
  default:
    return text_value (field);
  }
}

static char *
value_for (const ValiseField *field)
{
  g_autofree char *first = one_value (field),
                  *second = field->many ? one_value (field) : NULL;

  if (field->kind == VALISE_KIND_CHOICES ||
      (field->many && field->kind == VALISE_KIND_FILE))
    return g_strdup_printf ("[%s]", first);
  return second != NULL ? g_strdup_printf ("[%s,%s]", first, second)
                        : g_steal_pointer (&first);
}

/* A record of this type with every field but links; the parent where given. */
static char *
add_full (FixtureStore *fixture, const ValiseType *type, const char *parent)
{
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  char *record;

  for (const ValiseField *field = type->fields; field->name != NULL; field++) {
    gboolean fits = parent != NULL && field->parent && field->target != NULL &&
                    strstr (field->target, "sighting") != NULL;
    ValiseAssignment given = { field->name, NULL };

    if (field->kind == VALISE_KIND_LINK && !fits)
      continue;
    given.value = fits            ? valise_json_string (parent)
                  : field->sealed ? valise_json_string (CLEAR_NAME)
                                  : value_for (field);
    g_ptr_array_add (texts, (char *)given.value);
    g_array_append_val (fields, given);
  }
  record = valise_record_add (fixture->store, type->name,
                              (const ValiseAssignment *)(void *)fields->data,
                              fields->len, &error);
  assert_no_error (error);
  return record;
}

static void
fill (FixtureStore *fixture)
{
  g_autofree char *sighting = NULL, *gone = NULL;
  g_autoptr (GError) error = NULL;

  fixture_store_make_vault (fixture);
  sighting = fixture_add (fixture, "sighting", "place", "{\"told\":\"the depot\"}",
                          ".class", "\"strictly-confidential\"", NULL);
  for (const ValiseType *const *type = valise_type_all (); *type != NULL; type++)
    for (int i = 0; (*type)->audience != VALISE_AUDIENCE_SYSTEM && i < 7; i++)
      g_free (add_full (fixture, *type, sighting));
  gone = fixture_add (fixture, "note", NULL);
  assert_true (
      valise_record_withdraw (fixture->store, gone, "=a slip, \"twice\"", &error));
}

static char *
export_to (FixtureStore *fixture, const char *name, const ValiseExportOrder *order,
           ValiseExported *exported)
{
  char *path = g_build_filename (fixture->root, name, NULL);
  g_autoptr (GError) error = NULL;

  valise_export (fixture->store, order, path, exported, &error);
  assert_no_error (error);
  return path;
}

static void
import_from (FixtureStore *fixture, const char *path, gboolean csv,
             ValiseImportCounts *counts)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = G_INPUT_STREAM (g_file_read (file, NULL, &error));
  g_autoptr (GHashTable) map = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (ValiseImportSource) source = NULL;
  ValiseImportOptions options = { 0 };

  assert_no_error (error);
  if (csv) {
    ValiseSheet *sheet = valise_sheet_open (fixture->store, stream, &error);

    assert_no_error (error);
    source = (ValiseImportSource *)sheet;
    valise_sheet_match (sheet, NULL, map, &error);
    assert_no_error (error);
  } else {
    source = valise_import_lines_new (stream);
  }
  valise_import (fixture->store, source, &options, counts, &error);
  assert_no_error (error);
  assert_int_equal (counts->outcomes[0] + counts->outcomes[1] + counts->outcomes[2] +
                        counts->outcomes[3],
                    counts->rows);
}

static char *
read_text (const char *path)
{
  char *text = NULL;

  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* Lines sorted: the order of a file is no part of what it says. */
static char *
sorted_lines (const char *path)
{
  g_autofree char *text = read_text (path), *joined = NULL;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (list, lines[i]);
  g_ptr_array_sort_values (list, (GCompareFunc)strcmp);
  g_ptr_array_add (list, NULL);
  joined = g_strjoinv ("\n", (char **)list->pdata);
  g_ptr_array_free (list, TRUE);
  return g_steal_pointer (&joined);
}

static void
round_trip (gboolean csv)
{
  g_autoptr (FixtureStore) here = fixture_store_new ("A. Diallo", "expert"),
                           there = fixture_store_new ("B. Kone", "expert");
  ValiseExportOrder order = { .to = "Group", .why = "annex" };
  ValiseExported exported;
  ValiseImportCounts counts;
  g_autofree char *lines = NULL, *path = NULL, *again = NULL, *before = NULL,
                  *after = NULL, *one = NULL, *other = NULL;

  fill (here);
  lines = export_to (here, "all.jsonl", &order, &exported);
  order.format = csv ? VALISE_EXPORT_CSV : VALISE_EXPORT_LINES;
  path = export_to (here, csv ? "all.csv" : "same.jsonl", &order, &exported);
  assert_int_equal (exported.withdrawn, 1);

  before = valise_projection_dump (here->store, NULL);
  import_from (here, path, csv, &counts);
  assert_int_equal (counts.outcomes[VALISE_IMPORT_SAME], exported.records);
  assert_int_equal (counts.rows, exported.records);
  after = valise_projection_dump (here->store, NULL);
  assert_string_equal (before, after);

  import_from (there, path, csv, &counts);
  assert_int_equal (counts.outcomes[VALISE_IMPORT_NEW], exported.records);
  order.format = VALISE_EXPORT_LINES;
  again = export_to (there, "again.jsonl", &order, &exported);
  one = sorted_lines (lines);
  other = sorted_lines (again);
  assert_string_equal (one, other);
  import_from (there, path, csv, &counts);
  assert_int_equal (counts.outcomes[VALISE_IMPORT_SAME], exported.records);
}

static void
json_lines_come_back_as_they_were (void **state)
{
  round_trip (FALSE);
}

static void
csv_comes_back_as_it_was (void **state)
{
  round_trip (TRUE);
}

static void
no_sealed_value_and_no_handle_leaves (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("A. Diallo", "expert");
  static const char *const names[] = { "a.jsonl", "a.csv", "a.geojson" };

  fill (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    ValiseExportOrder order = { .format = (ValiseExportFormat)i,
                                .to = "Group",
                                .why = "annex" };
    ValiseExported exported;
    g_autofree char *path = export_to (fixture, names[i], &order, &exported),
                    *text = read_text (path);

    assert_null (strstr (text, CLEAR_NAME));
    assert_null (strstr (text, "\"sealed\""));
    assert_null (strstr (text, "source-name"));
    if (i < 2)
      assert_true (exported.sealed > 0);
  }
}

static void
an_export_is_a_custody_event_of_each_of_its_records (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("A. Diallo", "expert");
  g_autofree char *record = fixture_add (fixture, "item", "serial", "\"AK-1\"", NULL);
  g_autofree char *left_out = fixture_add (fixture, "note", NULL);
  ValiseExportOrder order = { .type = valise_type_find ("item"),
                              .to = "Group of Experts",
                              .why = "annex 12" };
  ValiseExported exported;
  g_autofree char *path = export_to (fixture, "items.jsonl", &order, &exported),
                  *to = NULL, *why = NULL;
  g_autoptr (GPtrArray) events =
      valise_projection_custody (fixture->store, record, NULL);
  g_autoptr (GPtrArray) none =
      valise_projection_custody (fixture->store, left_out, NULL);
  g_autoptr (ValiseRecord) event = NULL;

  assert_int_equal (none->len, 0);
  assert_int_equal (events->len, 1);
  event = valise_record_load (fixture->store,
                              ((const ValiseListRow *)events->pdata[0])->record, NULL);
  to = valise_state_dup_text (event->state, "to");
  why = valise_state_dup_text (event->state, "why");
  assert_string_equal (to, "Group of Experts");
  assert_string_equal (why, "annex 12");
}

static void
the_file_is_private_and_never_written_over (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("A. Diallo", "expert");
  ValiseExportOrder order = { .to = "Group", .why = "annex" };
  ValiseExported exported;
  g_autofree char *path = export_to (fixture, "a.jsonl", &order, &exported);
  guint64 size = valise_log_size (fixture->store, VALISE_LOG_OWN);
  g_autoptr (GError) error = NULL;
  GStatBuf about;

  assert_int_equal (g_stat (path, &about), 0);
  assert_int_equal (about.st_mode & 0777, 0600);
  assert_true (g_file_set_contents (path, "mine", -1, NULL));
  assert_false (valise_export (fixture->store, &order, path, &exported, &error));
  assert_error_code (error, VALISE_ERROR_EXISTS);
  assert_int_equal (valise_log_size (fixture->store, VALISE_LOG_OWN), size);
  assert_true (fixture_folder_holds (fixture->root, "mine"));
}

static void
geojson_holds_what_was_measured_longitude_first (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("A. Diallo", "expert");
  g_autofree char *told = fixture_add (fixture, "sighting", "place",
                                       "{\"told\":\"near the bridge\"}", NULL);
  g_autofree char *elsewhere = fixture_add (
      fixture, "sighting", "place",
      "{\"datum\":\"Arc 1960\",\"lat\":\"-1.6583\",\"lon\":\"29.2200\"}", NULL);
  g_autofree char *measured = fixture_add (
      fixture, "sighting", "place",
      "{\"datum\":\"WGS 84\",\"lat\":\"-01.6583\",\"lon\":\"029.2200\"}", NULL);
  ValiseExportOrder order = { .format = VALISE_EXPORT_GEOJSON,
                              .to = "JMAC",
                              .why = "briefing" };
  ValiseExported exported;
  g_autofree char *path = export_to (fixture, "map.geojson", &order, &exported),
                  *text = read_text (path);
  yyjson_doc *doc = yyjson_read (text, strlen (text), 0);
  yyjson_val *features = yyjson_obj_get (yyjson_doc_get_root (doc), "features"),
             *first = yyjson_arr_get (features, 0);

  assert_int_equal (exported.records, 1);
  assert_int_equal (exported.unplaced, 2);
  assert_int_equal (yyjson_arr_size (features), 1);
  assert_string_equal (yyjson_get_str (yyjson_obj_get (first, "id")), measured);
  assert_float_equal (
      yyjson_get_num (yyjson_ptr_get (first, "/geometry/coordinates/0")), 29.22, 1e-9);
  assert_float_equal (
      yyjson_get_num (yyjson_ptr_get (first, "/geometry/coordinates/1")), -1.6583,
      1e-9);
  yyjson_doc_free (doc);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (json_lines_come_back_as_they_were),
    cmocka_unit_test (csv_comes_back_as_it_was),
    cmocka_unit_test (no_sealed_value_and_no_handle_leaves),
    cmocka_unit_test (an_export_is_a_custody_event_of_each_of_its_records),
    cmocka_unit_test (the_file_is_private_and_never_written_over),
    cmocka_unit_test (geojson_holds_what_was_measured_longitude_first),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
