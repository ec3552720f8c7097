/* map-legend.h - what the marks on the map mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

GtkWidget *valise_map_legend_new (void);
