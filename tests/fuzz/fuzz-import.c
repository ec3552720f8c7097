/* fuzz-import.c - records out of JSON Lines and out of a spreadsheet
 *
 * Each row is refused with a reason, or holds fields that the check of every
 * store takes. The columns that were matched are kept as a plan, which matches
 * the same file in the same way; a spreadsheet may begin with one, on a line of
 * its own. There is no store here, so a spreadsheet with links, which are
 * looked up in it, is read no further than its columns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/import-sheet.h"
#include "core/value.h"

#define MAX_ROWS 50

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_row (const ValiseImportRow *row)
{
  g_assert (row->problem != NULL || row->type != NULL);
  if (row->problem != NULL) {
    g_assert (g_utf8_validate (row->problem, -1, NULL));
    return;
  }
  for (guint i = 0; i < row->fields->len; i++) {
    const ValiseAssignment *given = &g_array_index (row->fields, ValiseAssignment, i);
    const ValiseField *field = valise_type_field (row->type, given->name);

    g_assert (field != NULL || given->name[0] == '.');
    g_assert (field == NULL || valise_value_check (field, given->value, NULL));
  }
}

static void
read_rows (ValiseImportSource *source)
{
  guint64 before = 0;

  for (guint i = 0; i < MAX_ROWS; i++) {
    g_autoptr (ValiseImportRow) row = NULL;
    g_autoptr (GError) error = NULL;

    if (!source->next (source, &row, &error) || row == NULL)
      return;
    g_assert (row->number > before);
    before = row->number;
    check_row (row);
  }
}

static GHashTable *
map_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* The same file by the plan that was kept of it. */
static void
check_plan (ValiseSheet *sheet, const char *plan)
{
  g_autoptr (GHashTable) map = map_new ();
  const ValiseType *type = valise_sheet_read_plan (plan, map);
  g_autoptr (GError) error = NULL;
  g_autofree char *again = NULL;

  g_assert (valise_sheet_match (sheet, type, map, &error));
  again = valise_sheet_plan (sheet);
  g_assert_cmpstr (again, ==, plan);
}

static gboolean
leads_to_links (const char *plan)
{
  const ValiseType *const *types = valise_type_all ();
  g_autoptr (GHashTable) map = map_new ();
  GHashTableIter each;
  gpointer target;

  valise_sheet_read_plan (plan, map);
  g_hash_table_iter_init (&each, map);
  while (g_hash_table_iter_next (&each, NULL, &target))
    for (gsize i = 0; types[i] != NULL; i++) {
      const ValiseField *field = valise_type_field (types[i], target);

      /* "record" is the row's own id, whatever fields of that name there are */
      if (field != NULL && field->kind == VALISE_KIND_LINK && strcmp (target, "record") != 0)
        return TRUE;
    }
  return FALSE;
}

static void
read_sheet (const guint8 *data, gsize size, const char *type, const char *given)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (GError) error = NULL;
  ValiseSheet *sheet = valise_sheet_open (NULL, stream, &error);
  g_autoptr (ValiseImportSource) source = (ValiseImportSource *) sheet;
  g_autoptr (GHashTable) map = map_new ();
  g_autofree char *plan = NULL, *signature = NULL;

  g_assert ((sheet == NULL) == (error != NULL));
  if (sheet == NULL)
    return;
  if (given != NULL)
    valise_sheet_read_plan (given, map);
  signature = valise_sheet_signature (sheet);
  g_assert (strlen (signature) == 64);
  if (!valise_sheet_match (sheet, type != NULL ? valise_type_find (type) : NULL, map, &error)) {
    g_assert (error != NULL);
    return;
  }
  plan = valise_sheet_plan (sheet);
  check_plan (sheet, plan);
  if (!leads_to_links (plan))
    read_rows (source);
}

static void
read_lines (const guint8 *data, gsize size)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (ValiseImportSource) source = valise_import_lines_new (stream);

  read_rows (source);
}

/* A mapping that was saved, and the file that it is for. */
static void
read_planned (const guint8 *data, gsize size)
{
  const guint8 *end = memchr (data, '\n', size);
  gsize length = end != NULL ? (gsize) (end - data) : size;
  g_autofree char *plan = g_strndup ((const char *) data, length);

  if (end != NULL)
    read_sheet (end + 1, size - length - 1, "sighting", plan);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size == 0)
    return 0;
  read_lines (data, size);
  read_sheet (data, size, NULL, NULL);
  read_sheet (data, size, "item", NULL);
  if (data[0] == '{')
    read_planned (data, size);
  return 0;
}
