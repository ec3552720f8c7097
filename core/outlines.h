/* outlines.h - how far a place lies from a country
 *
 * A place that lies far from every country of its case is mostly a slip: W for
 * E, latitude and longitude exchanged, a camera that was never told where it
 * is. It is flagged and kept as it is.
 *
 * What counts as far:
 *  - on land (within the outline of any country), more than 200 km from every
 *    country of the case. Arms come over borders, and a panel looks at the
 *    neighbours' side; 200 km is as far as a lorry comes in a day's drive.
 *  - at sea, more than 370.4 km, 200 nautical miles: as far as a coastal State's
 *    exclusive economic zone may reach (UNCLOS, article 57). What a navy stops
 *    beyond is told apart by the flag, and kept like all else.
 *
 * The outlines (Natural Earth's, by the npm package world-atlas, made into a
 * table by outlines.py) are true to about five kilometres. They serve this
 * arithmetic alone and say nothing about borders or status. Distances are
 * along great circles on a sphere of 6,371 km, true to half a per cent. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/grid.h"

#define VALISE_FAR_ON_LAND 200000.0 /* metres */
#define VALISE_FAR_AT_SEA 370400.0

/* By its ISO 3166-1 code, "CD" (and XK); lent. NULL: there is no such country. */
const char *valise_outlines_name (const char *code);

/* Metres; 0 inside. Negative: no outline of it is known here. */
double valise_outlines_distance (const char *code, ValiseDegrees at);

/* Within the outline of any country. */
gboolean valise_outlines_is_land (ValiseDegrees at);

/* How a far place would lie in a country after all. */
typedef enum {
  VALISE_SLIP_NONE,
  VALISE_SLIP_LATITUDE,  /* with S for N */
  VALISE_SLIP_LONGITUDE, /* with W for E */
  VALISE_SLIP_BOTH,
  VALISE_SLIP_EXCHANGED, /* with latitude and longitude exchanged */
} ValiseSlip;

typedef struct {
  const char *nearest; /* its code */
  double metres;       /* from there */
  double limit;        /* VALISE_FAR_ON_LAND or VALISE_FAR_AT_SEA, whichever it is held against */
  ValiseSlip slip;
} ValiseFar;

/* Is it far from all of these countries (codes, NULL at the end)? *far is set
 * then. FALSE too when there are none, or one of them has no outline here:
 * nothing can be said. */
gboolean valise_outlines_far (const char *const *countries, ValiseDegrees at, ValiseFar *far);
