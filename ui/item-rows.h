/* item-rows.h - the things in a cache, one row each: twenty rifles without the mouse
 *
 * Columns are the fields of the row type that have a heading. Ctrl+Enter adds a row like the last one, with the
 * cursor in what one thing has alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/form.h"

#define VALISE_TYPE_ITEM_ROWS (valise_item_rows_get_type ())
G_DECLARE_FINAL_TYPE (ValiseItemRows, valise_item_rows, VALISE, ITEM_ROWS, GtkBox)

GtkWidget *valise_item_rows_new (ValiseForm *form);

/* A row like the last one; `exactly`: with all that may be repeated. */
void       valise_item_rows_add (ValiseItemRows *self, gboolean exactly);
