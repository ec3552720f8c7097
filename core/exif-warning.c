/* exif-warning.c - the codes, in one place for the cell and for its reader
 *
 * A file of its own, because the cell links nothing else of core.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/exif.h"

const char *const valise_exif_warning_codes[VALISE_EXIF_N_WARNINGS] = {
  [VALISE_EXIF_DAMAGED] = "damaged",
  [VALISE_EXIF_TIME_IMPOSSIBLE] = "time-impossible",
  [VALISE_EXIF_OFFSET_IMPOSSIBLE] = "offset-impossible",
  [VALISE_EXIF_ORIENTATION_IMPOSSIBLE] = "orientation-impossible",
  [VALISE_EXIF_SERIAL_FROM_MAKERNOTE] = "serial-from-makernote",
  [VALISE_EXIF_TEXT_REPAIRED] = "text-repaired",
  [VALISE_EXIF_LATITUDE_UNREFERENCED] = "latitude-unreferenced",
  [VALISE_EXIF_LONGITUDE_UNREFERENCED] = "longitude-unreferenced",
  [VALISE_EXIF_ALTITUDE_UNREFERENCED] = "altitude-unreferenced",
  [VALISE_EXIF_GPS_IMPOSSIBLE] = "gps-impossible",
  [VALISE_EXIF_GPS_ZERO] = "gps-zero",
  [VALISE_EXIF_GPS_VOID] = "gps-void",
  [VALISE_EXIF_GPS_TIME_IMPOSSIBLE] = "gps-time-impossible",
};
