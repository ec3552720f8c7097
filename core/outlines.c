/* outlines.c - how far a place lies from a country
 *
 * Inside is decided by counting the edges on the way from a place to the North
 * Pole, which lies in no country: odd is inside. So neither the 180th meridian,
 * which outlines cross, nor Antarctica, whose outline runs round the world,
 * needs a rule of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/outlines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/outlines-table.h"

#define STEP (360.0 / 65536)
#define HALF 32768.0     /* steps to the other side of the world */
#define CLOSE 10000.0    /* metres: as good as inside, so near is the outline to the truth */
#define RADIUS 6371008.8 /* metres, the mean of the Earth's */
#define TINY 1e-12       /* an arc so short is a point */

typedef struct {
  double x, y, z;
} Vector;

/* Countries */

static int
compare_code (const void *code, const void *country)
{
  return strcmp (code, ((const ValiseOutlineCountry *) country)->code);
}

static const ValiseOutlineCountry *
find_country (const char *code)
{
  return bsearch (code, valise_outline_countries, valise_outline_n_countries,
                  sizeof (ValiseOutlineCountry), compare_code);
}

const char *
valise_outlines_name (const char *code)
{
  const ValiseOutlineCountry *country = find_country (code);

  return country != NULL ? country->name : NULL;
}

/* Inside */

/* Steps from one meridian to another, the short way, east positive. */
static double
east_of (double from, double to)
{
  double steps = to - from;

  return steps > HALF ? steps - 2 * HALF : steps <= -HALF ? steps + 2 * HALF : steps;
}

static gboolean
is_in_ring (guint ring, ValiseDegrees at)
{
  const ValiseOutlinePoint *points = valise_outline_points;
  guint32 first = valise_outline_starts[ring], end = valise_outline_starts[ring + 1];
  double latitude = at.latitude / STEP, longitude = at.longitude / STEP;
  gboolean inside = FALSE;

  for (guint32 i = first, before = end - 1; i < end; before = i++) {
    double x = east_of (longitude, points[i].longitude), y = points[i].latitude;
    double last_x = east_of (longitude, points[before].longitude), last_y = points[before].latitude;

    /* An edge behind the world meets the meridian too, on its other side. */
    if ((x > 0) != (last_x > 0) && fabs (x - last_x) < HALF &&
        latitude < y - x * (last_y - y) / (last_x - x))
      inside = !inside;
  }
  return inside;
}

/* A hole is a ring of its own, so it is met once more. */
static gboolean
is_inside (const ValiseOutlineCountry *country, ValiseDegrees at)
{
  gboolean inside = FALSE;

  for (guint i = 0; i < country->n; i++)
    inside ^= is_in_ring (country->first + i, at);
  return inside;
}

gboolean
valise_outlines_is_land (ValiseDegrees at)
{
  for (guint i = 0; i < valise_outline_n_countries; i++)
    if (is_inside (&valise_outline_countries[i], at))
      return TRUE;
  return FALSE;
}

/* Distances */

static Vector
vector_of (double latitude, double longitude)
{
  double phi = latitude * G_PI / 180, lambda = longitude * G_PI / 180;

  return (Vector){ cos (phi) * cos (lambda), cos (phi) * sin (lambda), sin (phi) };
}

static Vector
vector_of_point (const ValiseOutlinePoint *point)
{
  return vector_of (point->latitude * STEP, point->longitude * STEP);
}

static double
dot (Vector a, Vector b)
{
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

static Vector
cross (Vector a, Vector b)
{
  return (Vector){ a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x };
}

/* The cosine of the angle from p to the nearest point of the arc from a to b. */
static double
cosine_to_arc (Vector p, Vector a, Vector b)
{
  Vector pole = cross (a, b);
  double length = dot (pole, pole), height = dot (pole, p);

  if (length > TINY && dot (cross (pole, a), p) > 0 && dot (cross (b, pole), p) > 0)
    return sqrt (MAX (0, 1 - height * height / length));
  return MAX (dot (p, a), dot (p, b));
}

static double
cosine_to_ring (guint ring, Vector p)
{
  guint32 first = valise_outline_starts[ring], end = valise_outline_starts[ring + 1];
  Vector before = vector_of_point (&valise_outline_points[end - 1]);
  double nearest = -1;

  for (guint32 i = first; i < end; i++) {
    Vector here = vector_of_point (&valise_outline_points[i]);

    nearest = MAX (nearest, cosine_to_arc (p, before, here));
    before = here;
  }
  return nearest;
}

static double
distance_to (const ValiseOutlineCountry *country, ValiseDegrees at)
{
  Vector p = vector_of (at.latitude, at.longitude);
  double nearest = -1;

  if (is_inside (country, at))
    return 0;
  for (guint i = 0; i < country->n; i++)
    nearest = MAX (nearest, cosine_to_ring (country->first + i, p));
  return acos (MIN (1, nearest)) * RADIUS;
}

double
valise_outlines_distance (const char *code, ValiseDegrees at)
{
  const ValiseOutlineCountry *country = find_country (code);

  return country != NULL && country->n > 0 ? distance_to (country, at) : -1;
}

/* Far */

static gboolean
is_in_any (const char *const *countries, ValiseDegrees at)
{
  for (guint i = 0; countries[i] != NULL; i++)
    if (valise_outlines_distance (countries[i], at) <= CLOSE)
      return TRUE;
  return FALSE;
}

static ValiseSlip
find_slip (const char *const *countries, ValiseDegrees at)
{
  const ValiseDegrees slips[] = {
    [VALISE_SLIP_LATITUDE] = { -at.latitude, at.longitude },
    [VALISE_SLIP_LONGITUDE] = { at.latitude, -at.longitude },
    [VALISE_SLIP_BOTH] = { -at.latitude, -at.longitude },
    [VALISE_SLIP_EXCHANGED] = { at.longitude, at.latitude },
  };

  for (int i = VALISE_SLIP_LATITUDE; i <= VALISE_SLIP_EXCHANGED; i++)
    if (fabs (slips[i].latitude) <= 90 && is_in_any (countries, slips[i]))
      return (ValiseSlip) i;
  return VALISE_SLIP_NONE;
}

/* FALSE: not all of them have an outline. */
static gboolean
find_nearest (const char *const *countries, ValiseDegrees at, ValiseFar *far)
{
  far->nearest = NULL;
  for (guint i = 0; countries[i] != NULL; i++) {
    const ValiseOutlineCountry *country = find_country (countries[i]);
    double metres = country != NULL && country->n > 0 ? distance_to (country, at) : -1;

    if (metres < 0)
      return FALSE;
    if (far->nearest == NULL || metres < far->metres) {
      far->nearest = country->code;
      far->metres = metres;
    }
  }
  return far->nearest != NULL;
}

gboolean
valise_outlines_far (const char *const *countries, ValiseDegrees at, ValiseFar *far)
{
  if (!find_nearest (countries, at, far) || far->metres <= VALISE_FAR_ON_LAND)
    return FALSE;
  far->limit = valise_outlines_is_land (at) ? VALISE_FAR_ON_LAND : VALISE_FAR_AT_SEA;
  if (far->metres <= far->limit)
    return FALSE;
  far->slip = find_slip (countries, at);
  return TRUE;
}
