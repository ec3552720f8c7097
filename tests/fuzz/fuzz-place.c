/* fuzz-place.c - coordinates in any notation, read, written and read again
 *
 * The bytes are what a person typed for a place. What is read lies on the
 * Earth, and lies there still when it is written in another notation and read
 * from that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <math.h>
#include <string.h>

#include "core/json.h"
#include "core/value-private.h"

#define METRES_MGRS 1.5         /* half the diagonal of a square of one metre, and rounding of the degrees */
#define METRES_UTM 2.0
#define METRES_SEXAGESIMAL 2.5  /* half a tenth of a second each way, and rounding */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static ValiseDegrees
degrees_of (const ValiseReference *found)
{
  ValiseDegrees at = { g_ascii_strtod (found->latitude, NULL), g_ascii_strtod (found->longitude, NULL) };

  return at;
}

static void
check_on_earth (const ValiseReference *found)
{
  ValiseDegrees at = degrees_of (found);

  g_assert (valise_coordinates_is_degrees (found->latitude, 90));
  g_assert (valise_coordinates_is_degrees (found->longitude, 180));
  g_assert (fabs (at.latitude) <= 90 && fabs (at.longitude) <= 180);
  g_assert (found->accuracy == NULL || valise_value_is_decimal (found->accuracy));
}

static void
check_near (ValiseDegrees at, const char *written, double metres)
{
  g_auto (ValiseReference) again = { NULL };
  const char *problem = NULL;

  if (valise_coordinates_read (written, &again, &problem) != VALISE_COORDINATES_READ)
    g_error ("“%s” is not read: %s", written, problem);
  if (valise_grid_distance (at, degrees_of (&again)) > metres)
    g_error ("“%s” is read as %s, %s", written, again.latitude, again.longitude);
}

/* Band S and the southern half are written alike, so a person is asked; and of
 * UPS, near the poles, nothing is read. */
static gboolean
is_read_again (const char *utm)
{
  return !g_str_has_prefix (utm, "UPS") && strchr (utm, 'S') == NULL;
}

static void
check_notations (ValiseDegrees at)
{
  g_autofree char *sexagesimal = valise_grid_to_sexagesimal (at.latitude, at.longitude);
  g_autofree char *utm = valise_grid_to_utm (at.latitude, at.longitude);
  g_autofree char *mgrs = valise_grid_to_mgrs (at.latitude, at.longitude);

  check_near (at, sexagesimal, METRES_SEXAGESIMAL);
  if (mgrs != NULL)
    check_near (at, mgrs, METRES_MGRS);
  if (utm != NULL && is_read_again (utm))
    check_near (at, utm, METRES_UTM);
}

static void
read_coordinates (const char *text)
{
  g_auto (ValiseReference) found = { NULL };
  const char *problem = NULL;
  ValiseCoordinates outcome = valise_coordinates_read (text, &found, &problem);

  g_assert (outcome != VALISE_COORDINATES_WRONG || problem != NULL);
  g_assert ((outcome == VALISE_COORDINATES_READ) == (found.latitude != NULL));
  if (outcome != VALISE_COORDINATES_READ)
    return;
  check_on_earth (&found);
  check_notations (degrees_of (&found));
  if (found.grid != NULL) /* the reference that is kept is the one that was read */
    check_near (degrees_of (&found), found.grid, METRES_UTM);
}

/* What GeographicLib is asked directly. */
static void
read_grid (const guint8 *data, gsize size)
{
  ValiseDegrees at = { 0, 0 };
  double numbers[2];
  int south, north;

  if (size < sizeof numbers + 2)
    return;
  memcpy (numbers, data + 2, sizeof numbers);
  if (valise_grid_from_utm (data[0], data[1] & 1, numbers[0], numbers[1], &at)) {
    g_assert (fabs (at.latitude) <= 90 && fabs (at.longitude) <= 180);
    check_notations (at);
  }
  g_free (valise_grid_to_utm (numbers[0], numbers[1]));
  g_free (valise_grid_to_mgrs (numbers[0], numbers[1]));
  if (valise_grid_band ((char) data[0], &south, &north))
    g_assert (south < north && north <= 84);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  guint metres = 0;
  ValiseDegrees at;

  if (g_utf8_validate (text, -1, NULL))
    read_coordinates (g_strstrip (text));
  if (valise_grid_from_mgrs (text, &at, &metres))
    g_assert (fabs (at.latitude) <= 90 && metres >= 1 && metres <= 100000);
  read_grid (data, size);
  return 0;
}
