/* grid.cc - GeographicLib's UTM and MGRS, for C
 *
 * The only C++ here, because GeographicLib has no C interface to its grids. It
 * throws; nothing may be thrown through C, so each function catches all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/grid.h"

#include <GeographicLib/Geodesic.hpp>
#include <GeographicLib/MGRS.hpp>
#include <GeographicLib/UTMUPS.hpp>

#include <cmath>
#include <cstring>
#include <string>

using GeographicLib::Geodesic;
using GeographicLib::MGRS;
using GeographicLib::UTMUPS;

#define METRE_DIGITS 5 /* of easting and of northing in a reference to the metre */

static const char bands[] = "CDEFGHJKLMNPQRSTUVWX";

#define FIRST_NORTHERN 10 /* N */

gboolean
valise_grid_from_mgrs (const char *reference, ValiseDegrees *at, guint *metres)
{
  try {
    int zone, digits;
    bool north;
    double x, y;

    MGRS::Reverse (reference, zone, north, x, y, digits);
    if (digits < 0)
      return FALSE;
    UTMUPS::Reverse (zone, north, x, y, at->latitude, at->longitude);
    *metres = 100000;
    for (int i = 0; i < digits && *metres > 1; i++)
      *metres /= 10;
    return TRUE;
  } catch (...) {
    return FALSE;
  }
}

gboolean
valise_grid_from_utm (int zone, gboolean north, double easting, double northing, ValiseDegrees *at)
{
  try {
    UTMUPS::Reverse (zone, north != FALSE, easting, northing, at->latitude, at->longitude);
    return std::isfinite (at->latitude) && std::isfinite (at->longitude);
  } catch (...) {
    return FALSE;
  }
}

gboolean
valise_grid_band (char letter, int *south, int *north)
{
  const char *at = letter != '\0' ? strchr (bands, letter) : NULL;

  if (at == NULL)
    return FALSE;
  *south = (int) (at - bands) * 8 - 80;
  *north = letter == 'X' ? 84 : *south + 8;
  return TRUE;
}

/* The letter of a latitude's band, of a polar zone's hemisphere else. It is of
 * the half that the northing counts in: "-0.0" degrees are 10,000 km there. */
static char
band_of (int zone, bool north, double latitude)
{
  int band = (int) std::floor ((latitude + 80) / 8);

  if (zone == UTMUPS::UPS)
    return north ? 'N' : 'S';
  return north ? bands[CLAMP (band, FIRST_NORTHERN, (int) sizeof bands - 2)]
               : bands[CLAMP (band, 0, FIRST_NORTHERN - 1)];
}

char *
valise_grid_to_utm (double latitude, double longitude)
{
  try {
    int zone;
    bool north;
    double x, y;

    UTMUPS::Forward (latitude, longitude, zone, north, x, y);
    if (zone == UTMUPS::INVALID) /* what is no number throws nothing */
      return NULL;
    if (zone == UTMUPS::UPS)
      return g_strdup_printf ("UPS %s %.0f %.0f", north ? "north" : "south", x, y);
    return g_strdup_printf ("%d%c %.0f %.0f", zone, band_of (zone, north, latitude), x, y);
  } catch (...) {
    return NULL;
  }
}

char *
valise_grid_to_mgrs (double latitude, double longitude)
{
  try {
    int zone;
    bool north;
    double x, y;
    std::string whole;
    gsize letters;

    UTMUPS::Forward (latitude, longitude, zone, north, x, y);
    if (zone == UTMUPS::INVALID)
      return NULL;
    MGRS::Forward (zone, north, x, y, latitude, METRE_DIGITS, whole);
    letters = whole.size () - 2 * METRE_DIGITS;
    return g_strdup_printf ("%s %s %s", whole.substr (0, letters).c_str (),
                            whole.substr (letters, METRE_DIGITS).c_str (),
                            whole.substr (letters + METRE_DIGITS).c_str ());
  } catch (...) {
    return NULL;
  }
}

double
valise_grid_distance (ValiseDegrees a, ValiseDegrees b)
{
  double metres = 0;

  Geodesic::WGS84 ().Inverse (a.latitude, a.longitude, b.latitude, b.longitude, metres);
  return metres;
}
