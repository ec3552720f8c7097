/* export-csv.c - records as CSV
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/csv.h"
#include "core/export-private.h"
#include "core/sheet.h"

static void
add_columns (GPtrArray *columns, GHashTable *known, const ValiseType *type)
{
  for (const ValiseField *field = type->fields; field->name != NULL; field++)
    if (!field->sealed && g_hash_table_add (known, (char *)field->name))
      g_ptr_array_add (columns, (char *)field->name);
}

GPtrArray *
valise_export_csv_columns (ValiseStore *store, const ValiseType *type, GError **error)
{
  g_autoptr (GHashTable) counts = valise_projection_count_types (store, error);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *columns;

  if (counts == NULL)
    return NULL;
  columns = g_ptr_array_new ();
  for (const ValiseType *const *each = valise_type_all (); *each != NULL; each++)
    if (type != NULL ? *each == type : g_hash_table_contains (counts, (*each)->name))
      add_columns (columns, known, *each);
  return columns;
}

void
valise_export_csv_head (GString *out, const GPtrArray *columns)
{
  static const char *const first[] = { "record",    "type",   "case",     "class",
                                       "withdrawn", "reason", "conflicts", "flags" };

  for (gsize i = 0; i < G_N_ELEMENTS (first); i++)
    valise_csv_add_cell (out, first[i], i == 0);
  for (guint i = 0; i < columns->len; i++)
    valise_csv_add_cell (out, columns->pdata[i], FALSE);
  valise_csv_end_row (out);
}

static void
add_guarded (GString *out, const char *text)
{
  g_autofree char *guarded = valise_csv_guard (text != NULL ? text : "");

  valise_csv_add_cell (out, guarded, FALSE);
}

void
valise_export_csv_row (GString *out, const ValiseRecord *record,
                       const GPtrArray *columns)
{
  g_auto (GStrv) conflicts = valise_export_conflicts (record), flags = valise_export_flags (record);
  g_autofree char *case_id = valise_state_dup_text (record->state, ".case");
  g_autofree char *class = valise_state_dup_text (record->state, ".class");
  g_autofree char *reason = valise_state_dup_text (record->state, ".reason"),
                  *names = g_strjoinv ("; ", conflicts), *odd = g_strjoinv ("; ", flags);

  valise_csv_add_cell (out, record->record, TRUE);
  add_guarded (out, record->type->name);
  add_guarded (out, case_id);
  add_guarded (out, class);
  add_guarded (out, record->state->withdrawn ? "yes" : "");
  add_guarded (out, record->state->withdrawn ? reason : "");
  add_guarded (out, names);
  add_guarded (out, odd);
  for (guint i = 0; i < columns->len; i++) {
    const ValiseField *field = valise_type_field (record->type, columns->pdata[i]);
    const char *value =
        field != NULL ? valise_export_value (record, field->name) : NULL;
    g_autofree char *cell = value != NULL ? valise_sheet_write (field, value) : NULL;

    add_guarded (out, cell);
  }
  valise_csv_end_row (out);
}
