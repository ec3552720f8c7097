/* cell-gps.c - where the camera says it was
 *
 * A coordinate without its reference letter stays unsigned and says so: the
 * hemisphere is half of the statement, and a guess would put a find in the
 * wrong country.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cell-gps.h"

#include <math.h>
#include <string.h>

#define LARGEST_HEIGHT 100000.0 /* metres, either way */
#define LARGEST_ERROR 100000000.0

enum {
  TAG_LATITUDE_REF = 0x01,
  TAG_LATITUDE = 0x02,
  TAG_LONGITUDE_REF = 0x03,
  TAG_LONGITUDE = 0x04,
  TAG_ALTITUDE_REF = 0x05,
  TAG_ALTITUDE = 0x06,
  TAG_TIME = 0x07,
  TAG_STATUS = 0x09,
  TAG_DIRECTION_REF = 0x10,
  TAG_DIRECTION = 0x11,
  TAG_DATUM = 0x12,
  TAG_DATE = 0x1d,
  TAG_ERROR = 0x1f,
};

static ExifEntry *
gps_entry (const CellReading *reading, guint tag)
{
  return cell_entry (reading, EXIF_IFD_GPS, tag);
}

/* The letter of a reference, upper case, when it is one of these; else 0. */
static char
letter (CellReading *reading, guint tag, const char *letters)
{
  g_autofree char *text = cell_text (reading, gps_entry (reading, tag));
  char first = text != NULL ? g_ascii_toupper (text[0]) : '\0';

  return first != '\0' && strchr (letters, first) != NULL ? first : '\0';
}

static double
degrees (const CellReading *reading, const ExifEntry *entry)
{
  double sum = 0, unit = 1;

  for (guint i = 0; i < 3 && i < entry->size / 8; i++, unit *= 60)
    sum += cell_rational (reading, entry, i) / unit;
  return entry->size >= 8 ? sum : NAN;
}

typedef struct {
  guint tag, reference_tag;
  double largest;
  const char *letters; /* the second is negative */
  const char *name, *reference_name;
  ValiseExifWarning unreferenced;
} Axis;

static const Axis axes[2] = {
  { TAG_LATITUDE, TAG_LATITUDE_REF, 90, "NS", "latitude", "latitude_ref",
    VALISE_EXIF_LATITUDE_UNREFERENCED },
  { TAG_LONGITUDE, TAG_LONGITUDE_REF, 180, "EW", "longitude", "longitude_ref",
    VALISE_EXIF_LONGITUDE_UNREFERENCED },
};

static void
add_axis (CellReading *reading, yyjson_mut_val *gps, const Axis *axis, double value)
{
  char reference[2] = { letter (reading, axis->reference_tag, axis->letters), '\0' };
  g_autofree char *text =
      cell_decimal (reference[0] == axis->letters[1] ? -value : value);

  cell_add (reading, gps, axis->name, text);
  if (reference[0] != '\0')
    cell_add (reading, gps, axis->reference_name, reference);
  else
    cell_warn (reading, axis->unreferenced);
}

/* Both or neither: half a position is none. */
static void
add_position (CellReading *reading, yyjson_mut_val *gps)
{
  double values[2];

  for (int i = 0; i < 2; i++) {
    ExifEntry *entry = gps_entry (reading, axes[i].tag);

    if (entry == NULL)
      return;
    values[i] = degrees (reading, entry);
    if (!(values[i] >= 0 && values[i] <= axes[i].largest)) {
      cell_warn (reading, VALISE_EXIF_GPS_IMPOSSIBLE);
      return;
    }
  }
  if (fpclassify (values[0]) == FP_ZERO && fpclassify (values[1]) == FP_ZERO)
    cell_warn (reading, VALISE_EXIF_GPS_ZERO);
  for (int i = 0; i < 2; i++)
    add_axis (reading, gps, &axes[i], values[i]);
}

static void
add_altitude (CellReading *reading, yyjson_mut_val *gps)
{
  ExifEntry *entry = gps_entry (reading, TAG_ALTITUDE);
  double value = cell_rational (reading, entry, 0);
  g_autofree char *text = NULL;
  guint32 reference = 0;
  gboolean referenced;

  if (entry == NULL)
    return;
  if (!(fabs (value) <= LARGEST_HEIGHT)) {
    cell_warn (reading, VALISE_EXIF_GPS_IMPOSSIBLE);
    return;
  }
  referenced = cell_integer (reading, gps_entry (reading, TAG_ALTITUDE_REF), &reference) &&
               reference <= 3;
  text = cell_decimal (referenced && reference % 2 == 1 ? -value : value);
  cell_add (reading, gps, "altitude", text);
  if (referenced)
    yyjson_mut_obj_add_uint (reading->doc, gps, "altitude_ref", reference);
  else
    cell_warn (reading, VALISE_EXIF_ALTITUDE_UNREFERENCED);
}

static void
add_number (CellReading *reading, yyjson_mut_val *gps, const char *name, guint tag,
            double largest)
{
  ExifEntry *entry = gps_entry (reading, tag);
  double value = cell_rational (reading, entry, 0);
  g_autofree char *text = NULL;

  if (entry == NULL)
    return;
  if (!(value >= 0 && value <= largest)) {
    cell_warn (reading, VALISE_EXIF_GPS_IMPOSSIBLE);
    return;
  }
  text = cell_decimal (value);
  cell_add (reading, gps, name, text);
}

/* The time of the satellites, whole seconds. */
static void
add_time (CellReading *reading, yyjson_mut_val *gps)
{
  ExifEntry *entry = gps_entry (reading, TAG_TIME);
  g_autofree char *date = cell_text (reading, gps_entry (reading, TAG_DATE));
  g_autofree char *joined = NULL, *time = NULL, *zulu = NULL;
  double part[3];

  if (entry == NULL && date == NULL)
    return;
  for (guint i = 0; i < 3; i++) {
    part[i] = cell_rational (reading, entry, i);
    if (!(part[i] >= 0 && part[i] < 60))
      part[i] = 99; /* not even an hour: refused below */
  }
  joined = g_strdup_printf ("%s %02d:%02d:%02d", date != NULL ? date : "", (int) part[0],
                            (int) part[1], (int) part[2]);
  time = cell_time (joined);
  if (time == NULL) {
    cell_warn (reading, VALISE_EXIF_GPS_TIME_IMPOSSIBLE);
    return;
  }
  zulu = g_strconcat (time, "Z", NULL);
  cell_add (reading, gps, "time", zulu);
}

static void
add_direction (CellReading *reading, yyjson_mut_val *gps)
{
  char reference[2] = { letter (reading, TAG_DIRECTION_REF, "TM"), '\0' };

  add_number (reading, gps, "direction", TAG_DIRECTION, 360);
  if (reference[0] != '\0')
    cell_add (reading, gps, "direction_ref", reference);
}

void
cell_gps_read (CellReading *reading)
{
  yyjson_mut_val *gps = yyjson_mut_obj (reading->doc);
  g_autofree char *datum = cell_text (reading, gps_entry (reading, TAG_DATUM));

  add_position (reading, gps);
  add_altitude (reading, gps);
  add_time (reading, gps);
  add_direction (reading, gps);
  add_number (reading, gps, "accuracy", TAG_ERROR, LARGEST_ERROR);
  cell_add (reading, gps, "datum", datum);
  if (letter (reading, TAG_STATUS, "AV") == 'V')
    cell_warn (reading, VALISE_EXIF_GPS_VOID);
  if (yyjson_mut_obj_size (gps) > 0)
    yyjson_mut_obj_add_val (reading->doc, reading->root, "gps", gps);
}
