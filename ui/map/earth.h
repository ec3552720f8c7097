/* earth.h - a map source without tiles: Web Mercator, nothing to fetch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <shumate/shumate.h>

#define VALISE_TYPE_EARTH (valise_earth_get_type ())
G_DECLARE_FINAL_TYPE (ValiseEarth, valise_earth, VALISE, EARTH, ShumateMapSource)

ShumateMapSource *valise_earth_new (void);
