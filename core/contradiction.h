/* contradiction.h - where what a camera says does not fit with what else is known
 *
 * Flagged, never corrected: opposing counsel may use any inconsistent sensor
 * value, so a person must have seen it first. What is compared: the camera's
 * clock, the satellites' time and this laptop's clock with each other; the
 * camera's place with that of the record which the photo is linked to, also
 * with its reference letters exchanged (W for E puts a find in the sea). Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/exif.h"
#include "core/grid.h"

/* Codes, for a photo's `warnings`. */
#define VALISE_CAMERA_CLOCK_AHEAD "camera-clock-ahead"       /* of this laptop's, whatever its zone */
#define VALISE_CAMERA_CLOCK_NOT_GPS "camera-clock-not-gps"   /* differs from the satellites' time */
#define VALISE_LAPTOP_CLOCK_BEHIND "laptop-clock-behind-gps" /* the fix is later than this laptop's now */
#define VALISE_GPS_MIRRORED_LATITUDE "gps-mirrored-latitude" /* fits the record with S for N */
#define VALISE_GPS_MIRRORED_LONGITUDE "gps-mirrored-longitude"
#define VALISE_GPS_MIRRORED_BOTH "gps-mirrored-both"
#define VALISE_GPS_FAR_FROM_RECORD "gps-far-from-record"     /* more than 200 km */

typedef struct {
  gint64 now;              /* this laptop's clock, seconds since 1970 */
  gboolean has_place;
  ValiseDegrees place;     /* of the record that the photo is linked to */
} ValiseKnownAround;

/* Calls `found` with the code of each contradiction. */
typedef void (*ValiseContradictionFound) (const char *code, gpointer user);
void valise_contradictions (const ValiseExif *exif, const ValiseKnownAround *around,
                            ValiseContradictionFound found, gpointer user);
