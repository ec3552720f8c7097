/* difference-cell.h - one row of the list of differences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

/* Of items that are ValiseDifference (transfer full). */
GtkListItemFactory *valise_difference_cell_factory (void);
