/* fuzz-csv.c - whatever bytes come, reading them as CSV ends in order
 *
 * What was read and is written again reads the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/csv.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* One row, written and read again. */
static void
check_again (const ValiseCsvRow *row)
{
  g_autoptr (GString) text =
      g_string_new ("first\r\n"); /* takes the comma for granted */
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (ValiseCsvReader) reader = NULL;
  const ValiseCsvRow *again = NULL;

  for (guint i = 0; i < row->n_cells; i++)
    valise_csv_add_cell (text, row->cells[i], i == 0);
  valise_csv_end_row (text);
  stream = g_memory_input_stream_new_from_data (text->str, (gssize)text->len, NULL);
  reader = valise_csv_reader_new (stream);
  g_assert (valise_csv_reader_next (reader, &again, NULL) && again != NULL);
  g_assert (valise_csv_reader_next (reader, &again, NULL) && again != NULL);
  g_assert (again->problem == NULL && again->n_cells == row->n_cells);
  for (guint i = 0; i < row->n_cells; i++) {
    g_autofree char *guarded = valise_csv_guard (row->cells[i]),
                    *back = valise_csv_unguard (guarded);

    g_assert (strcmp (again->cells[i], row->cells[i]) == 0);
    g_assert (strcmp (back, row->cells[i]) == 0);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_data (data, (gssize)size, NULL);
  g_autoptr (ValiseCsvReader) reader = valise_csv_reader_new (stream);
  const ValiseCsvRow *row = NULL;
  guint64 before = 0;

  while (valise_csv_reader_next (reader, &row, NULL) && row != NULL) {
    g_assert (row->number > before);
    before = row->number;
    if (row->problem == NULL)
      check_again (row);
    else
      g_assert (row->n_cells == 0);
  }
  return 0;
}
