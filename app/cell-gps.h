/* cell-gps.h - the GPS directory (Exif 3.0, section 4.6.6)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/cell-value.h"

/* Adds "gps" to the answer when the photo has anything of it. */
void cell_gps_read (CellReading *reading);
