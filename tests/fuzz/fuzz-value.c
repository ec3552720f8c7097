/* fuzz-value.c - values of every kind, as typed and as they come from outside
 *
 * The first byte chooses the field, the rest is its value: what a person typed,
 * a cell of a spreadsheet, and JSON out of a bundle. What is taken is right by
 * the check that every store makes, can be shown, and goes through a cell of a
 * spreadsheet and back without loss.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/csv.h"
#include "core/held.h"
#include "core/json.h"
#include "core/sheet.h"
#include "core/value.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static GPtrArray *fields;

/* One field of each kind, with many and without, of a closed list and an open one. */
static void
start (void)
{
  const ValiseType *const *types = valise_type_all ();
  g_autoptr (GHashTable) seen = NULL;

  if (fields != NULL)
    return;
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  fields = g_ptr_array_new ();
  for (; *types != NULL; types++)
    for (const ValiseField *field = (*types)->fields; field->name != NULL; field++) {
      char *kind = g_strdup_printf ("%d %d %d %d %d", field->kind, field->many, field->sealed,
                                    field->check, field->list != NULL && field->list->open);

      if (g_hash_table_add (seen, kind))
        g_ptr_array_add (fields, (gpointer) field);
    }
}

static void
check_shown (const ValiseField *field, const char *value)
{
  g_autofree char *text = valise_value_to_text (field, value), *search = valise_value_to_search (field, value);
  g_autofree char *notations = valise_value_to_notations (value);

  g_assert (g_utf8_validate (text, -1, NULL) && g_utf8_validate (search, -1, NULL));
  g_assert (notations == NULL || g_utf8_validate (notations, -1, NULL));
}

static void
check_taken (const ValiseField *field, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *cell = NULL, *guarded = NULL, *back = NULL, *again = NULL;

  g_assert (valise_value_check (field, value, &error));
  check_shown (field, value);
  cell = valise_sheet_write (field, value);
  guarded = valise_csv_guard (cell);
  back = valise_csv_unguard (guarded);
  again = valise_sheet_read (field, back, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, value);
}

static void
read_typed (const ValiseField *field, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = valise_value_parse (field, text, &error), *cell = NULL;

  g_assert ((value == NULL) == (error != NULL));
  g_assert (error == NULL || g_utf8_validate (error->message, -1, NULL));
  if (value != NULL)
    check_taken (field, value);
  cell = valise_sheet_read (field, text, NULL);
  if (cell != NULL)
    check_taken (field, cell);
}

/* An identifier's key is its own key; whatever was read, the check answers. */
static void
read_identifier (const char *text)
{
  g_autofree char *key = valise_identifier_fold (text), *again = valise_identifier_fold (key);

  g_assert_cmpstr (again, ==, key);
  for (ValiseCheck check = VALISE_CHECK_NONE; check <= VALISE_CHECK_LUHN; check++) {
    g_autofree char *note = NULL;

    valise_check_digit (check, text, &note);
    g_assert ((note == NULL) == (check == VALISE_CHECK_NONE));
  }
}

static void
read_range (const char *text)
{
  guint64 first, last, first_again, last_again;
  int opened, opened_again;
  g_autofree char *written = NULL;

  if (!valise_held_parse_range (text, &first, &last, &opened))
    return;
  written = valise_held_write_range (first, last, opened);
  g_assert (valise_held_parse_range (written, &first_again, &last_again, &opened_again));
  g_assert (first == first_again && last == last_again && opened == opened_again);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = NULL;
  const ValiseField *field;

  start ();
  if (size == 0)
    return 0;
  field = fields->pdata[data[0] % fields->len];
  text = g_strndup ((const char *) data + 1, size - 1);
  read_typed (field, text);
  if (!g_utf8_validate (text, -1, NULL))
    return 0;
  if (valise_value_check (field, text, NULL))
    check_taken (field, text);
  read_identifier (text);
  read_range (text);
  return 0;
}
