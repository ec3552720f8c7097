/* import-sheet.c - records from a spreadsheet: what each cell of a row says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/csv.h"
#include "core/import-sheet-private.h"
#include "core/json.h"
#include "core/sheet.h"
#include "core/value.h"

static gboolean
is_marked (const char *text)
{
  static const char *const yes[] = { "yes", "true", "1", "withdrawn", "oui", NULL };
  g_autofree char *small = g_strstrip (g_ascii_strdown (text, -1));

  return g_strv_contains (yes, small);
}

/* A link may be the first digits of an id that is here. */
static char *
read_link (const ValiseSheet *sheet, const ValiseField *field, const char *cell,
           GError **error)
{
  g_auto (GStrv) pieces = g_strsplit (cell, ";", -1);
  g_autofree char *joined = NULL;

  for (gsize i = 0; pieces[i] != NULL; i++) {
    gsize length = strlen (g_strstrip (pieces[i]));
    g_autofree char *small = g_ascii_strdown (pieces[i], -1);

    if (length < 8 || length >= VALISE_RECORD_ID_LENGTH ||
        strspn (small, "0123456789abcdef") != length)
      continue;
    g_free (pieces[i]);
    pieces[i] = valise_record_find (sheet->store, small, error);
    if (pieces[i] == NULL) {
      pieces[i] = g_strdup (""); /* keeps the list whole for its release */
      return NULL;
    }
  }
  joined = g_strjoinv (";", pieces);
  return valise_sheet_read (field, joined, error);
}

/* A decimal comma is what half of the world types. */
static char *
tidy_degrees (const char *text)
{
  g_autofree char *tidy = g_strstrip (g_strdup (text));
  char *comma = strchr (tidy, ',');

  if (comma != NULL && strchr (comma + 1, ',') == NULL && strchr (tidy, '.') == NULL)
    *comma = '.';
  return g_steal_pointer (&tidy);
}

static void
read_member (ValiseImportRow *row, const ValiseColumn *column, const char *cell)
{
  gboolean degrees =
      column->member[0] == 'l' || column->member[0] == 'a'; /* lat, lon, accuracy */
  g_autofree char *text = degrees ? tidy_degrees (cell) : g_strdup (cell);

  /* kept as a field of its own name until the row is whole */
  valise_import_row_take (row, column->target, valise_json_string (text));
}

static void
read_value (const ValiseSheet *sheet, ValiseImportRow *row, const ValiseColumn *column,
            const char *cell)
{
  const ValiseField *field = valise_type_field (row->type, column->name);
  g_autoptr (GError) error = NULL;
  char *value;

  if (field == NULL) {
    valise_import_row_refuse (row, column->header, "a %s has no field “%s”",
                              row->type->name, column->name);
    return;
  }
  if (column->member != NULL && field->kind != VALISE_KIND_PLACE) {
    valise_import_row_refuse (row, column->header, "“%s” of a %s is no place",
                              column->name, row->type->name);
    return;
  }
  if (column->member != NULL) {
    read_member (row, column, cell);
    return;
  }
  value = field->kind == VALISE_KIND_LINK ? read_link (sheet, field, cell, &error)
                                          : valise_sheet_read (field, cell, &error);
  if (value != NULL)
    valise_import_row_take (row, field->name, value);
  else
    valise_import_row_refuse (row, column->header, "%s", error->message);
}

/* What the row is, before what it says. */
static void
read_head (ValiseImportRow *row, const ValiseColumn *column, const char *cell)
{
  switch (column->target_kind) {
  case COLUMN_RECORD:
    valise_import_row_set_record (row, column->header, cell);
    break;
  case COLUMN_KEY:
    row->key = g_strdup (cell);
    break;
  case COLUMN_TYPE:
    valise_import_row_set_type (row, column->header, cell);
    break;
  case COLUMN_CASE:
    valise_import_row_take (row, ".case", valise_json_string (cell));
    break;
  case COLUMN_CLASS:
    valise_import_row_take (row, ".class", valise_json_string (cell));
    break;
  case COLUMN_WITHDRAWN:
    row->withdrawn = is_marked (cell);
    break;
  case COLUMN_REASON:
    row->reason = g_strdup (cell);
    break;
  case COLUMN_NOTHING:
  case COLUMN_FIELD:
  default:
    break;
  }
}

/* The members of one place, from columns of their own, become its value. */
static void
join_place (ValiseImportRow *row, const ValiseField *field, const char *header)
{
  static const char *const members[] = { "accuracy", "datum", "lat", "lon",
                                         "method",   "name",  "told" };
  g_autofree char *prefix = g_strconcat (field->name, ".", NULL);
  g_autoptr (GString) object = g_string_new ("{");
  g_autoptr (GError) error = NULL;
  gboolean measured = FALSE, datum = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    for (guint j = 0; j < row->fields->len; j++) {
      const ValiseAssignment *given = &g_array_index (row->fields, ValiseAssignment, j);

      if (!g_str_has_prefix (given->name, prefix) ||
          strcmp (given->name + strlen (prefix), members[i]) != 0)
        continue;
      measured |= strcmp (members[i], "lat") == 0;
      datum |= strcmp (members[i], "datum") == 0;
      g_string_append_printf (object, "%s\"%s\":%s", object->len > 1 ? "," : "",
                              members[i], given->value);
      g_array_remove_index (row->fields, j--);
    }
  if (object->len == 1)
    return;
  g_string_append_c (object, '}');
  if (measured && !datum) {
    gsize at = strstr (object->str, "\"accuracy\":") == object->str + 1
                   ? (gsize)(strchr (object->str, ',') - object->str) + 1
                   : 1;

    g_string_insert (object, (gssize)at, "\"datum\":\"WGS 84\",");
  }
  if (valise_value_check (field, object->str, &error))
    valise_import_row_take (row, field->name, g_strdup (object->str));
  else
    valise_import_row_refuse (row, header, "%s", error->message);
}

static void
join_places (const ValiseSheet *sheet, ValiseImportRow *row)
{
  for (guint i = 0; i < sheet->columns->len; i++) {
    const ValiseColumn *column = &g_array_index (sheet->columns, ValiseColumn, i);
    const ValiseField *field =
        column->member != NULL ? valise_type_field (row->type, column->name) : NULL;

    if (field != NULL && field->kind == VALISE_KIND_PLACE)
      join_place (row, field, column->header);
  }
}

static void
read_cells (const ValiseSheet *sheet, ValiseImportRow *row, const ValiseCsvRow *cells)
{
  guint n = MIN (cells->n_cells, sheet->columns->len);
  g_auto (GStrv) texts = g_new0 (char *, n + 1);

  row->type = sheet->type;
  for (guint i = sheet->columns->len; i < cells->n_cells; i++)
    if (*cells->cells[i] != '\0')
      valise_import_row_refuse (
          row, NULL, "cell %u stands beyond the last column that has a name", i + 1);
  for (guint i = 0; i < n; i++) {
    texts[i] = valise_csv_unguard (cells->cells[i]);
    if (*texts[i] != '\0')
      read_head (row, &g_array_index (sheet->columns, ValiseColumn, i), texts[i]);
  }
  if (row->type == NULL)
    valise_import_row_refuse (row, NULL, "the row says no type");
  for (guint i = 0; i < n && row->type != NULL; i++) {
    const ValiseColumn *column = &g_array_index (sheet->columns, ValiseColumn, i);

    if (column->target_kind == COLUMN_FIELD && *texts[i] != '\0')
      read_value (sheet, row, column, texts[i]);
  }
  if (row->type != NULL && row->problem == NULL)
    join_places (sheet, row);
}

gboolean
valise_sheet_next (ValiseImportSource *source, ValiseImportRow **row, GError **error)
{
  ValiseSheet *sheet = (ValiseSheet *)source;
  const ValiseCsvRow *cells;

  *row = NULL;
  if (!valise_csv_reader_next (sheet->reader, &cells, error))
    return FALSE;
  if (cells == NULL)
    return TRUE;
  *row = valise_import_row_new (cells->number);
  if (cells->problem != NULL)
    valise_import_row_refuse (*row, NULL, "%s", cells->problem);
  else
    read_cells (sheet, *row, cells);
  return TRUE;
}
