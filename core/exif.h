/* exif.h - what a photo says about itself
 *
 * Facts as the camera claims them, not as they may have been: a missing zone,
 * a missing reference letter or a serial number that only the maker's own
 * notes give stays visible as such and is never filled in: what a sensor says is a
 * claim.
 *
 * The cell's answer to the job "exif" is one JSON object with these members;
 * what the photo does not say is absent:
 *
 *   format            "jpeg", "heic", "png", "tiff" or "unknown", by content
 *   exif              true when there was an EXIF block
 *   width, height     pixels, from the container's header, before orientation
 *   orientation       1 to 8 (Exif 3.0, tag 0x0112)
 *   make, model, serial, lens, software     text, at most 256 bytes of UTF-8
 *   time              "2026-11-21T09:05:12", local to the camera
 *   time_source       "original", "digitized" or "changed": which tag it is
 *   subsec            the digits after the second
 *   offset            "+02:00", from the tag that belongs to time_source
 *   gps               object: latitude, longitude (decimal degrees, at most 7
 *                     decimals, south and west negative when the reference
 *                     letter says so), latitude_ref, longitude_ref ("N", "S",
 *                     "E", "W"), altitude (metres, negative below), altitude_ref
 *                     (0 to 3), time ("2026-11-21T07:05:12Z"), datum, accuracy
 *                     (metres), direction (degrees), direction_ref ("T", "M")
 *   warnings          array of codes from valise_exif_warning_codes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define VALISE_EXIF_MAX_TEXT 256 /* bytes of any text above */

typedef enum {
  VALISE_EXIF_DAMAGED,             /* the container or its EXIF block is cut or broken */
  VALISE_EXIF_TIME_IMPOSSIBLE,     /* no such date or time; left out */
  VALISE_EXIF_OFFSET_IMPOSSIBLE,   /* no such zone; left out */
  VALISE_EXIF_ORIENTATION_IMPOSSIBLE,
  VALISE_EXIF_SERIAL_FROM_MAKERNOTE, /* may differ from what is engraved */
  VALISE_EXIF_TEXT_REPAIRED,       /* was not UTF-8, had control characters or was too long */
  VALISE_EXIF_LATITUDE_UNREFERENCED, /* no N or S: hemisphere unknown, value unsigned */
  VALISE_EXIF_LONGITUDE_UNREFERENCED,
  VALISE_EXIF_ALTITUDE_UNREFERENCED,
  VALISE_EXIF_GPS_IMPOSSIBLE,      /* outside the Earth's coordinates, or no number; left out */
  VALISE_EXIF_GPS_ZERO,            /* exactly 0, 0: most likely no fix */
  VALISE_EXIF_GPS_VOID,            /* the receiver itself said that it had no fix */
  VALISE_EXIF_GPS_TIME_IMPOSSIBLE, /* no date beside the time, or no such time; left out */
  VALISE_EXIF_N_WARNINGS,
} ValiseExifWarning;

/* The codes as written in JSON and in records, by ValiseExifWarning. */
extern const char *const valise_exif_warning_codes[VALISE_EXIF_N_WARNINGS];

/* NULL, 0 or FALSE: not said. Numbers with decimals are decimal text, as in
 * records. */
typedef struct {
  char *format;
  gboolean has_exif;
  guint32 width, height;      /* pixels, before orientation */
  int orientation;            /* 1 to 8 */
  char *make, *model, *serial, *lens, *software;
  char *time, *time_source, *subsec, *offset;
  char *latitude, *longitude; /* decimal degrees */
  char latitude_ref;          /* 'N', 'S' or 0: then the hemisphere is not known */
  char longitude_ref;         /* 'E', 'W' or 0 */
  char *altitude;             /* metres */
  int altitude_ref;           /* 0 to 3, -1: not said */
  char *gps_time;             /* UTC */
  char *datum;
  char *accuracy;             /* metres, horizontal */
  char *direction;            /* degrees */
  char direction_ref;         /* 'T' true, 'M' magnetic or 0 */
  guint warnings;             /* bits: 1 << ValiseExifWarning */
} ValiseExif;

/* Reads the photo behind `fd` in the cell (core/cell.h) and checks every
 * member of what comes back. Errors are those of valise_cell_run(); an answer
 * that breaks a rule above is UNSUPPORTED too: "not parsed". */
ValiseExif *valise_exif_read (int fd, GError **error);

/* The second half alone: the cell's JSON, checked. */
ValiseExif *valise_exif_parse (const char *text, gsize size, GError **error);

void valise_exif_free (ValiseExif *exif);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseExif, valise_exif_free)
