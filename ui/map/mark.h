/* mark.h - a mark on the map: what it stands for, in icon, count and shape
 *
 * A group of records is a pill with the icon of the commonest type and the
 * count; one record is round; actionable is a square; what was described is a
 * circle (circle-layer.h draws the dashes). A cluster of no type is a place that
 * was pointed at. Signal "clicked" is its button's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <shumate/shumate.h>

#include "ui/models/clusters.h"

/* The button in it is lent by *button. */
ShumateMarker *valise_mark_new (const ValiseCluster *cluster, GtkWidget **button);
