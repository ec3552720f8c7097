/* map-row.h - a record in the list beside the map: what, where, how well known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/models/record-item.h"

/* Makes rows for a list of ValiseRecordSlot (transfer full). */
GtkListItemFactory *valise_map_row_factory (void);

/* "GPS ±8 m", "Described place, ±12 km" (transfer full); "" where nothing is said. */
char               *valise_map_row_say_measured (const ValiseRecordFacts *facts);
