/* record-cell.h - one cell of the list of records
 *
 * Made once in a column's setup; only texts change when it is bound. Empty, at
 * its right height, until the facts of its row have been read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/models/record-list.h"

typedef enum {
  VALISE_CELL_RECORD,
  VALISE_CELL_PLACE,
  VALISE_CELL_WHEN,
  VALISE_CELL_GRADE,
  VALISE_CELL_STANDING,
  VALISE_N_CELLS,
} ValiseCellKind;

#define VALISE_TYPE_RECORD_CELL (valise_record_cell_get_type ())
G_DECLARE_FINAL_TYPE (ValiseRecordCell, valise_record_cell, VALISE, RECORD_CELL, GtkBox)

GtkWidget *valise_record_cell_new (ValiseCellKind kind);
void       valise_record_cell_bind (ValiseRecordCell *self, ValiseRecordSlot *slot); /* NULL: unbind */

/* A factory of such cells for a column (transfer full). */
GtkListItemFactory *valise_record_cell_factory (ValiseCellKind kind);
