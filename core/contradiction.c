/* contradiction.c - where what a camera says does not fit with what else is known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/contradiction.h"

#define MINUTES(n) ((n) * G_GINT64_CONSTANT (60))
#define HOURS(n) ((n) * G_GINT64_CONSTANT (3600))
#define SLACK MINUTES (10)     /* a phone's fix is a few minutes old now and then */
#define EAST_MOST HOURS (14)   /* a local clock is at most so far ahead of UTC */
#define WEST_MOST HOURS (12)
#define FAR 200000.0           /* metres from the record's place */
#define NEAR 100000.0          /* so close it must be, mirrored */

/* Seconds since 1970 of a clock that stands in this zone. */
static gboolean
read_clock (const char *time, const char *zone, gint64 *seconds)
{
  g_autofree char *whole = time != NULL ? g_strconcat (time, zone, NULL) : NULL;
  g_autoptr (GDateTime) moment =
      whole != NULL ? g_date_time_new_from_iso8601 (whole, NULL) : NULL;

  if (moment == NULL)
    return FALSE;
  *seconds = g_date_time_to_unix (moment);
  return TRUE;
}

/* Between which moments, UTC, the camera's clock can have meant: one, or a day
 * of zones when it names none. */
static gboolean
read_camera (const ValiseExif *exif, gint64 *earliest, gint64 *latest)
{
  if (!read_clock (exif->time, exif->offset != NULL ? exif->offset : "Z", earliest))
    return FALSE;
  *latest = *earliest;
  if (exif->offset == NULL) {
    *earliest -= EAST_MOST;
    *latest += WEST_MOST;
  }
  return TRUE;
}

static void
compare_clocks (const ValiseExif *exif, const ValiseKnownAround *around,
                ValiseContradictionFound found, gpointer user)
{
  gint64 earliest = 0, latest = 0, fix = 0;
  gboolean has_camera = read_camera (exif, &earliest, &latest);
  gboolean has_fix = read_clock (exif->gps_time, "", &fix);

  if (has_camera && earliest > around->now + SLACK)
    found (VALISE_CAMERA_CLOCK_AHEAD, user);
  if (has_camera && has_fix && (fix < earliest - SLACK || fix > latest + SLACK))
    found (VALISE_CAMERA_CLOCK_NOT_GPS, user);
  if (has_fix && fix > around->now + SLACK)
    found (VALISE_LAPTOP_CLOCK_BEHIND, user);
}

static gboolean
is_near (double latitude, double longitude, const ValiseDegrees *place)
{
  ValiseDegrees at = { latitude, longitude };

  return valise_grid_distance (at, *place) < NEAR;
}

static void
compare_places (const ValiseExif *exif, const ValiseDegrees *place,
                ValiseContradictionFound found, gpointer user)
{
  ValiseDegrees at;

  if (exif->latitude == NULL || exif->longitude == NULL || exif->latitude_ref == 0 ||
      exif->longitude_ref == 0)
    return;
  at.latitude = g_ascii_strtod (exif->latitude, NULL);
  at.longitude = g_ascii_strtod (exif->longitude, NULL);
  if (valise_grid_distance (at, *place) < FAR)
    return;
  if (is_near (-at.latitude, at.longitude, place))
    found (VALISE_GPS_MIRRORED_LATITUDE, user);
  else if (is_near (at.latitude, -at.longitude, place))
    found (VALISE_GPS_MIRRORED_LONGITUDE, user);
  else if (is_near (-at.latitude, -at.longitude, place))
    found (VALISE_GPS_MIRRORED_BOTH, user);
  else
    found (VALISE_GPS_FAR_FROM_RECORD, user);
}

void
valise_contradictions (const ValiseExif *exif, const ValiseKnownAround *around,
                       ValiseContradictionFound found, gpointer user)
{
  compare_clocks (exif, around, found, user);
  if (around->has_place)
    compare_places (exif, &around->place, found, user);
}
