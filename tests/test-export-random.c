/* test-export-random.c - whatever a field may hold goes out and comes back as it was
 *
 * Records of every type with random values, by seed; a failure names its seed.
 * test-export.c has the values that are known to spoil formats.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/export.h"
#include "core/import-sheet.h"
#include "core/import.h"
#include "core/json.h"
#include "core/value.h"
#include "tests/asserts.h"
#include "tests/fixture.h"

#define SEEDS 6
#define RECORDS_A_TYPE 3

static GRand *dice;

static guint
pick (guint below)
{
  return (guint) g_rand_int_range (dice, 0, (gint32) below);
}

/* Letters of several scripts, marks of formats, blanks, emoji. */
static char *
random_text (gboolean lines)
{
  static const char *const parts[] = { "a", "Z", "0", "7", " ", "  ", ";", ",", "\"", "'", "=", "+", "-", "@", "{", "}",
                                       "[", "]", "?", "\\", "/", ":", "é", "e\xcc\x81", "ß", "Ж", "م", "京", "🚢", "\xc2\xa0",
                                       "json:", "null", "true", "1.5", "told=", "at=", "#", "|", "%", "&", "<", "＝" };
  GString *text = g_string_new (NULL);
  guint length = 1 + pick (12);

  for (guint i = 0; i < length; i++)
    g_string_append (text, lines && pick (8) == 0 ? "\n" : parts[pick (G_N_ELEMENTS (parts))]);
  return g_string_free (text, FALSE);
}

static char *
random_json_text (gboolean lines)
{
  g_autofree char *text = random_text (lines);

  return valise_json_string (text);
}

static char *
random_number (int whole, int places)
{
  GString *number = g_string_new (pick (2) == 0 ? "-" : "");

  g_string_append_printf (number, "%d", g_rand_int_range (dice, 0, whole));
  if (places > 0 && pick (3) > 0)
    g_string_append_printf (number, ".%0*d", places, g_rand_int_range (dice, 0, 1000));
  return g_string_free (number, FALSE);
}

static char *
random_decimal (const ValiseField *field)
{
  g_auto (GStrv) units = g_strsplit (field->units != NULL ? field->units : "", " ", -1);
  g_autofree char *number = random_number (100000, 3);

  return units[0] != NULL ? g_strdup_printf ("{\"unit\":\"%s\",\"value\":\"%s\"}", units[pick (g_strv_length (units))], number)
                          : g_strdup_printf ("{\"value\":\"%s\"}", number);
}

static char *
random_place (void)
{
  g_autofree char *lat = random_number (90, 4), *lon = random_number (180, 4), *told = random_json_text (FALSE);
  g_autofree char *name = random_json_text (FALSE);

  switch (pick (4)) {
  case 0:
    return g_strdup_printf ("{\"told\":%s}", told);
  case 1:
    return g_strdup_printf ("{\"datum\":\"WGS 84\",\"lat\":\"%s\",\"lon\":\"%s\"}", lat, lon);
  case 2:
    return g_strdup_printf ("{\"accuracy\":\"%u\",\"datum\":\"WGS 84\",\"lat\":\"%s\",\"lon\":\"%s\",\"method\":\"map\",\"told\":%s}",
                            pick (5000), lat, lon, told);
  default:
    return g_strdup_printf ("{\"name\":%s,\"told\":%s}", name, told);
  }
}

/* A moment, as precise as it comes: the year, or down to the second. */
static char *
random_time (gboolean is_date)
{
  static const guint ends[] = { 4, 7, 10, 16, 19 };
  static const char *const zones[] = { "", ",\"zone\":\"Z\"", ",\"zone\":\"+02:00\"", ",\"zone\":\"-03:30\"" };
  g_autofree char *whole = g_strdup_printf ("%04u-%02u-%02uT%02u:%02u:%02u", 1990 + pick (40), 1 + pick (12), 1 + pick (28),
                                            pick (24), pick (60), pick (60));
  guint end = ends[pick (is_date ? 3 : 5)];
  const char *zone = end > 10 ? zones[pick (4)] : "";

  whole[end] = '\0';
  return g_strdup_printf ("{%s\"%s\":\"%s\"%s}", pick (4) == 0 ? "\"circa\":true," : "", is_date ? "date" : "time", whole, zone);
}

static char *
random_choice (const ValiseField *field)
{
  guint count = 0;

  while (field->list->choices[count].code != NULL)
    count++;
  return valise_json_string (field->list->choices[pick (count)].code);
}

static char *
random_value (const ValiseField *field)
{
  switch (field->kind) {
  case VALISE_KIND_CHOICE:
  case VALISE_KIND_CHOICES:
    return random_choice (field);
  case VALISE_KIND_INTEGER:
    return random_number (1000000, 0);
  case VALISE_KIND_DECIMAL:
    return random_decimal (field);
  case VALISE_KIND_BOOLEAN:
    return g_strdup (pick (2) == 0 ? "true" : "false");
  case VALISE_KIND_DATE:
  case VALISE_KIND_TIME:
    return random_time (field->kind == VALISE_KIND_DATE);
  case VALISE_KIND_PLACE:
    return random_place ();
  case VALISE_KIND_LONG_TEXT:
    return random_json_text (TRUE);
  case VALISE_KIND_TEXT:
  case VALISE_KIND_IDENTIFIER:
    return random_json_text (FALSE);
  case VALISE_KIND_LINK:
  case VALISE_KIND_FILE:
  default:
    return NULL;
  }
}

/* A value that the field takes, or NULL. *tried and *taken count. */
static char *
value_for (const ValiseField *field, guint *tried, guint *taken)
{
  g_autofree char *one = random_value (field), *other = field->many ? random_value (field) : NULL, *value = NULL;

  if (one == NULL)
    return NULL;
  *tried += 1;
  if (field->kind == VALISE_KIND_CHOICES)
    value = g_strdup_printf ("[%s]", one);
  else if (field->many)
    value = g_strdup_printf ("[%s,%s]", one, other);
  else
    value = g_steal_pointer (&one);
  if (!valise_value_check (field, value, NULL))
    return NULL;
  *taken += 1;
  return g_steal_pointer (&value);
}

static void
add_random (FixtureStore *fixture, const ValiseType *type, guint *tried, guint *taken)
{
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *record = NULL;
  GError *error = NULL;

  for (const ValiseField *field = type->fields; field->name != NULL; field++) {
    char *value = field->sealed || pick (3) == 0 ? NULL : value_for (field, tried, taken);
    ValiseAssignment given = { field->name, value };

    if (value == NULL)
      continue;
    g_ptr_array_add (texts, value);
    g_array_append_val (fields, given);
  }
  record = valise_record_add (fixture->store, type->name, (const ValiseAssignment *) (void *) fields->data, fields->len, &error);
  assert_no_error (error);
}

static void
fill (FixtureStore *fixture)
{
  guint tried = 0, taken = 0;

  for (const ValiseType *const *type = valise_type_all (); *type != NULL; type++)
    for (guint i = 0; (*type)->audience != VALISE_AUDIENCE_SYSTEM && i < RECORDS_A_TYPE; i++)
      add_random (fixture, *type, &tried, &taken);
  assert_true (taken * 10 > tried * 8); /* else nothing is proven */
}

static char *
export_lines (FixtureStore *fixture, ValiseExportFormat format, const char *name)
{
  ValiseExportOrder order = { .format = format, .to = "Group", .why = "annex" };
  char *path = g_build_filename (fixture->root, name, NULL);
  ValiseExported exported;
  GError *error = NULL;

  valise_export (fixture->store, &order, path, &exported, &error);
  assert_no_error (error);
  return path;
}

static void
tell (const ValiseImportResult *result, gpointer report)
{
  g_autofree char *changed = result->changed != NULL ? g_strjoinv (" ", (char **) result->changed) : g_strdup ("");

  g_string_append_printf (report, "%" G_GUINT64_FORMAT " %d %s %s %s [%s]\n", result->number, (int) result->outcome,
                          result->type != NULL ? result->type : "", result->column != NULL ? result->column : "",
                          result->reason != NULL ? result->reason : "", changed);
}

/* What was told of each row (transfer full). */
static char *
import_from (FixtureStore *fixture, const char *path, gboolean csv, gboolean dry_run)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) stream = G_INPUT_STREAM (g_file_read (file, NULL, NULL));
  g_autoptr (GHashTable) map = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (ValiseImportSource) source = NULL;
  GString *report = g_string_new (NULL);
  ValiseImportOptions options = { .dry_run = dry_run, .told = tell, .user = report };
  ValiseImportCounts counts;
  GError *error = NULL;

  if (csv) {
    ValiseSheet *sheet = valise_sheet_open (fixture->store, stream, &error);

    assert_no_error (error);
    source = (ValiseImportSource *) sheet;
    valise_sheet_match (sheet, NULL, map, &error);
    assert_no_error (error);
  } else {
    source = valise_import_lines_new (stream);
  }
  valise_import (fixture->store, source, &options, &counts, &error);
  assert_no_error (error);
  return g_string_free (report, FALSE);
}

static char *
sorted_lines (const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (list, lines[i]);
  g_ptr_array_sort_values (list, (GCompareFunc) strcmp);
  g_ptr_array_add (list, NULL);
  return g_strjoinv ("\n", (char **) list->pdata);
}

/* Out of one store, into another, out again: the same. And a dry run says what
 * the run then does. */
static void
round_trip (guint seed, gboolean csv)
{
  g_autoptr (FixtureStore) here = fixture_store_new ("A. Diallo", "expert"), there = fixture_store_new ("B. Kone", "expert");
  g_autofree char *lines = NULL, *path = NULL, *again = NULL, *dry = NULL, *done = NULL, *one = NULL, *other = NULL;

  dice = g_rand_new_with_seed (seed);
  fill (here);
  lines = export_lines (here, VALISE_EXPORT_LINES, "all.jsonl");
  path = export_lines (here, csv ? VALISE_EXPORT_CSV : VALISE_EXPORT_LINES, csv ? "all.csv" : "same.jsonl");
  dry = import_from (there, path, csv, TRUE);
  done = import_from (there, path, csv, FALSE);
  again = export_lines (there, VALISE_EXPORT_LINES, "again.jsonl");
  one = sorted_lines (lines);
  other = sorted_lines (again);
  g_rand_free (dice);
  if (strcmp (dry, done) != 0)
    fail_msg ("seed %u: the dry run said\n%s\nand the run did\n%s", seed, dry, done);
  if (strcmp (one, other) != 0)
    fail_msg ("seed %u: went out as\n%s\nand came back as\n%s", seed, one, other);
}

static void
random_records_come_back_from_json_lines (void **state)
{
  for (guint seed = 1; seed <= SEEDS; seed++)
    round_trip (seed, FALSE);
}

static void
random_records_come_back_from_csv (void **state)
{
  for (guint seed = 1; seed <= SEEDS; seed++)
    round_trip (seed, TRUE);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (random_records_come_back_from_json_lines),
    cmocka_unit_test (random_records_come_back_from_csv),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
