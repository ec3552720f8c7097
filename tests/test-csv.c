/* test-csv.c - reading and writing comma-separated values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/csv.h"
#include "tests/asserts.h"

/* All rows as "a|b/c|d", a row that cannot be read as "!" (transfer full). */
static char *
read_all (gconstpointer data, gsize size)
{
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_data (data, (gssize)size, NULL);
  g_autoptr (ValiseCsvReader) reader = valise_csv_reader_new (stream);
  GString *text = g_string_new (NULL);
  const ValiseCsvRow *row = NULL;

  while (valise_csv_reader_next (reader, &row, NULL) && row != NULL) {
    g_string_append_printf (text, "%s%s", text->len > 0 ? "/" : "",
                            row->problem != NULL ? "!" : "");
    for (guint i = 0; i < row->n_cells; i++)
      g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", row->cells[i]);
  }
  return g_string_free (text, FALSE);
}

static void
assert_reads (const char *given, const char *expected)
{
  g_autofree char *found = read_all (given, strlen (given));

  assert_string_equal (found, expected);
}

static void
commas_semicolons_and_tabs_are_told_by_the_first_row (void **state)
{
  assert_reads ("a,b\n1;2,3\n", "a|b/1;2|3");
  assert_reads ("a;b\n1,5;3\n", "a|b/1,5|3");
  assert_reads ("a\tb\n1,5\t3;4\n", "a|b/1,5|3;4");
  assert_reads ("sep=;\r\na,x;b\r\n", "a,x|b");
  assert_reads ("\"a;b;c\",d\n", "a;b;c|d");
}

static void
line_ends_of_every_system_end_a_row (void **state)
{
  assert_reads ("a,b\r\n1,2\r\n", "a|b/1|2");
  assert_reads ("a,b\r1,2\r", "a|b/1|2");
  assert_reads ("a,b\n\n\n1,2", "a|b/1|2");
}

static void
quotes_hold_line_ends_and_quotes (void **state)
{
  assert_reads ("a,b\n\"one\r\ntwo\",\"say \"\"no\"\"\"\n",
                "a|b/one\r\ntwo|say \"no\"");
  assert_reads ("a,b\n6\" pipe,\"\"\n", "a|b/6\" pipe|");
}

static void
a_row_that_cannot_be_read_stops_no_other (void **state)
{
  static const char nul[] = "a,b\n1,x\0y\n3,4\n";
  g_autofree char *with_nul = read_all (nul, sizeof nul - 1);

  assert_reads ("a,b\n\"1\"x,2\n3,4\n", "a|b/!/3|4");
  assert_reads ("a,b\n1,\xe9\n3,4\n", "a|b/!/3|4");
  assert_string_equal (with_nul, "a|b/!/3|4");
  assert_reads ("a,b\n1,2\n\"3,4\n", "a|b/1|2/!");
}

static void
utf_16_of_both_kinds_reads_like_utf_8 (void **state)
{
  static const char text[] = "n,v\r\n\xc3\xa9\xf0\x9f\x9a\xa2,\xd8\xa3\r\n";
  static const char *const kinds[][2] = { { "UTF-16LE", "\xff\xfe" },
                                          { "UTF-16BE", "\xfe\xff" } };

  assert_reads ("\xef\xbb\xbfn,v\n1,2\n", "n|v/1|2");
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    gsize size = 0;
    g_autofree char *bytes =
        g_convert (text, -1, kinds[i][0], "UTF-8", NULL, &size, NULL);
    g_autoptr (GByteArray) whole = g_byte_array_new ();
    g_autofree char *found = NULL;

    g_byte_array_append (whole, (const guint8 *)kinds[i][1], 2);
    g_byte_array_append (whole, (const guint8 *)bytes, (guint)size);
    found = read_all (whole->data, whole->len);
    assert_string_equal (found, "n|v/\xc3\xa9\xf0\x9f\x9a\xa2|\xd8\xa3");
  }
}

static void
a_lone_surrogate_costs_its_row_only (void **state)
{
  static const char bytes[] = "\xff\xfe"
                              "a\0\n\0"
                              "\x00\xd8"
                              "x\0\n\0"
                              "b\0\n\0";
  g_autofree char *found = read_all (bytes, sizeof bytes - 1);

  assert_string_equal (found, "a/!/b");
}

static void
rows_and_columns_have_limits (void **state)
{
  g_autoptr (GString) text = g_string_new ("a\n\"");
  g_autofree char *long_row = NULL, *many = NULL;

  for (guint i = 0; i < VALISE_CSV_MAX_ROW + 100; i++)
    g_string_append_c (text, 'x');
  g_string_append (text, "\"\nb\n");
  long_row = read_all (text->str, text->len);
  assert_string_equal (long_row, "a/!/b");
  g_string_assign (text, "a\n");
  for (guint i = 0; i < VALISE_CSV_MAX_COLUMNS; i++)
    g_string_append (text, "1,");
  g_string_append (text, "1\nb\n");
  many = read_all (text->str, text->len);
  assert_true (g_str_has_prefix (many, "a/"));
  assert_true (g_str_has_suffix (many, "b"));
}

static void
rows_are_numbered_as_a_spreadsheet_numbers_them (void **state)
{
  static const char text[] = "a,b\n\n,,\n1,2\n";
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_data (text, -1, NULL);
  g_autoptr (ValiseCsvReader) reader = valise_csv_reader_new (stream);
  const ValiseCsvRow *row = NULL;

  assert_true (valise_csv_reader_next (reader, &row, NULL));
  assert_int_equal (row->number, 1);
  assert_true (valise_csv_reader_next (reader, &row, NULL));
  assert_int_equal (row->number, 4);
}

static void
guarding_against_formulas_loses_nothing (void **state)
{
  static const char *const texts[] = { "=1+1", "'=1", "''=1",  "+1",        "-1",
                                       "@a",   "\tx", "\nx",   "'s Graven", "'",
                                       "''",   "",    "plain", "＝1" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *guarded = valise_csv_guard (texts[i]),
                    *back = valise_csv_unguard (guarded);

    assert_null (guarded[0] != '\0' ? strchr ("=+-@\t\r\n", guarded[0]) : NULL);
    assert_string_equal (back, texts[i]);
  }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (commas_semicolons_and_tabs_are_told_by_the_first_row),
    cmocka_unit_test (line_ends_of_every_system_end_a_row),
    cmocka_unit_test (quotes_hold_line_ends_and_quotes),
    cmocka_unit_test (a_row_that_cannot_be_read_stops_no_other),
    cmocka_unit_test (utf_16_of_both_kinds_reads_like_utf_8),
    cmocka_unit_test (a_lone_surrogate_costs_its_row_only),
    cmocka_unit_test (rows_and_columns_have_limits),
    cmocka_unit_test (rows_are_numbered_as_a_spreadsheet_numbers_them),
    cmocka_unit_test (guarding_against_formulas_loses_nothing),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
