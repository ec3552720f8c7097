/* import-row.c - one row of a file that is being imported
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/import-row.h"

#include <string.h>

ValiseImportRow *
valise_import_row_new (guint64 number)
{
  ValiseImportRow *row = g_new0 (ValiseImportRow, 1);

  row->number = number;
  row->fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  row->texts = g_ptr_array_new_with_free_func (g_free);
  return row;
}

void
valise_import_row_free (ValiseImportRow *row)
{
  if (row == NULL)
    return;
  g_free (row->record);
  g_free (row->key);
  g_free (row->reason);
  g_free (row->column);
  g_free (row->problem);
  g_array_unref (row->fields);
  g_ptr_array_unref (row->texts);
  g_free (row);
}

void
valise_import_row_take (ValiseImportRow *row, const char *name, char *value)
{
  ValiseAssignment field = { g_strdup (name), value };

  g_ptr_array_add (row->texts, (char *)field.name);
  g_ptr_array_add (row->texts, value);
  g_array_append_val (row->fields, field);
  row->size += strlen (name) + strlen (value);
}

void
valise_import_row_refuse (ValiseImportRow *row, const char *column, const char *format,
                          ...)
{
  va_list list;

  if (row->problem != NULL)
    return;
  va_start (list, format);
  row->problem = g_strdup_vprintf (format, list);
  va_end (list);
  row->column = g_strdup (column);
}

void
valise_import_row_set_record (ValiseImportRow *row, const char *column,
                              const char *text)
{
  g_autofree char *small = g_strstrip (g_ascii_strdown (text, -1));

  if (!valise_record_id_is_valid (small))
    valise_import_row_refuse (row, column,
                              "a record's id has 32 hexadecimal digits; a reference of "
                              "your own goes into a column that is mapped to “key”");
  else
    row->record = g_steal_pointer (&small);
}

void
valise_import_row_set_type (ValiseImportRow *row, const char *column, const char *name)
{
  const ValiseType *type = valise_type_find (name);

  if (type == NULL || type->audience == VALISE_AUDIENCE_SYSTEM)
    valise_import_row_refuse (
        row, column, "there is no record type “%.40s”; “valise add --help” lists them",
        name);
  else
    row->type = type;
}

void
valise_import_source_free (ValiseImportSource *source)
{
  if (source != NULL)
    source->free (source);
}
