/* coordinates-grid.c - reads UTM and MGRS as people write them
 *
 * Only what has the shape of a reference is one: a zone, its letters, and as
 * many digits as such a reference has. What has the shape and is impossible is
 * told; everything else is left to the other notations, or is a name.
 *
 * "35S" can be the southern half of zone 35, or its band S, which is north of
 * the line. Where the northing fits both, the person is asked: a guess would
 * put a find on another continent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/value-private.h"

#include <math.h>
#include <string.h>

#include "core/grid.h"
#include "core/json.h"

#define LONGEST 64       /* no reference is longer, blanks and all */
#define SHORTEST_EASTING 6 /* digits before the point: degrees never have as many */

static const char no_such_square[] =
    "looks like MGRS and names no square; check zone, letters and digits, such as 35MQU 47015 16562";
static const char odd_digits[] =
    "looks like MGRS and has an odd number of digits; easting and northing have as many each";
static const char no_such_point[] =
    "looks like UTM and lies outside its zone; write it such as 35 south 747015 9816562";
static const char other_band[] =
    "looks like UTM and its northing is not in the band of its letter; write 35 north or 35 south "
    "instead of the letter when you are not sure";
static const char which_s[] =
    "can be band S, north of the line, or the southern half; write 35 north or 35 south";

/* Degrees to `decimals` places, never "-0.0". */
static char *
degrees_to_text (double degrees, int decimals)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE], format[8];
  const char *digits;

  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (text, sizeof text, format, degrees);
  digits = text[0] == '-' ? text + 1 : text;
  return g_strdup (strspn (digits, "0.") == strlen (digits) ? digits : text);
}

/* As many decimals as the reference is exact to: a metre is the sixth's. */
static void
take_degrees (const ValiseDegrees *at, guint metres, ValiseReference *found)
{
  int decimals = 6;

  for (guint side = metres; side >= 10; side /= 10)
    decimals--;
  found->latitude = degrees_to_text (at->latitude, decimals);
  found->longitude = degrees_to_text (at->longitude, decimals);
}

/* -- MGRS ----------------------------------------------------------------- */

/* Capitals without blanks; NULL: a character that no reference has. */
static char *
squeeze (const char *text)
{
  GString *out = g_string_new (NULL);

  for (; *text != '\0' && out->len < LONGEST; text++) {
    if (*text == ' ' || *text == '\t')
      continue;
    if (!g_ascii_isalnum (*text)) {
      g_string_free (out, TRUE);
      return NULL;
    }
    g_string_append_c (out, g_ascii_toupper (*text));
  }
  return g_string_free (out, FALSE);
}

/* Zone, band, two letters of the square; at the poles three letters. */
static gboolean
has_mgrs_shape (const char *squeezed, gsize *digits)
{
  gsize zone = strspn (squeezed, "0123456789");
  gsize letters = strspn (squeezed + zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const char *rest = squeezed + zone + letters;

  *digits = strspn (rest, "0123456789");
  return zone <= 2 && letters == 3 && rest[*digits] == '\0' && *digits >= 2 && *digits <= 10 &&
         (zone > 0 || strchr ("ABYZ", squeezed[0]) != NULL);
}

ValiseCoordinates
valise_coordinates_read_mgrs (const char *text, ValiseReference *found, const char **problem)
{
  g_autofree char *squeezed = strlen (text) < LONGEST ? squeeze (text) : NULL;
  gsize digits = 0;
  ValiseDegrees at;
  guint metres;

  if (squeezed == NULL || !has_mgrs_shape (squeezed, &digits))
    return VALISE_COORDINATES_NONE;
  *problem = digits % 2 != 0 ? odd_digits : no_such_square;
  if (digits % 2 != 0 || !valise_grid_from_mgrs (squeezed, &at, &metres))
    return VALISE_COORDINATES_WRONG;
  take_degrees (&at, metres, found);
  found->accuracy = metres > 1 ? g_strdup_printf ("%u", metres) : NULL;
  found->grid = g_steal_pointer (&squeezed);
  return VALISE_COORDINATES_READ;
}

/* -- UTM ------------------------------------------------------------------ */

typedef struct {
  int zone;
  char letter;          /* 'n' or 's' for a half written out, else a capital: a band, N or S */
  double number[2];     /* easting, northing */
} Utm;

/* A number with at least `least` digits before the point, and the unit or
 * direction around it: "E 747015", "747015mE", "747015 m". */
static gboolean
take_metres (const char **at, gsize least, double *metres)
{
  char digits[LONGEST];
  gsize whole;

  *at += strspn (*at, " ,EN");
  whole = strspn (*at, "0123456789");
  if (whole < least || whole > 8)
    return FALSE;
  /* copied out: "747015E9" is no power of ten here, nor "0x1" a number */
  g_strlcpy (digits, *at, 1 + strspn (*at, "0123456789."));
  *metres = g_ascii_strtod (digits, NULL);
  *at += strlen (digits) + strspn (*at + strlen (digits), " ");
  if (**at == 'M')
    *at += 1 + strspn (*at + 1, " ");
  if ((**at == 'E' || **at == 'N') && !g_ascii_isdigit ((*at)[1]) && (*at)[1] != ' ')
    (*at)++;
  return TRUE;
}

static gboolean
take_half (const char **at, Utm *utm)
{
  if (g_str_has_prefix (*at, "NORTH")) {
    utm->letter = 'n';
    *at += strlen ("NORTH");
  } else if (g_str_has_prefix (*at, "SOUTH")) {
    utm->letter = 's';
    *at += strlen ("SOUTH");
  } else {
    utm->letter = **at;
    if (!g_ascii_isupper (utm->letter))
      return FALSE;
    (*at)++;
  }
  return TRUE;
}

/* "35M 747015 9816562", "UTM zone 35 south, 747015 mE, 9816562 mN". */
static gboolean
read_utm_shape (const char *text, Utm *utm)
{
  g_autofree char *capitals = g_ascii_strup (text, -1);
  const char *at = capitals;
  gsize digits;

  at += g_str_has_prefix (at, "UTM") ? strlen ("UTM") : 0;
  at += strspn (at, " :");
  at += g_str_has_prefix (at, "ZONE") ? strlen ("ZONE") : 0;
  at += strspn (at, " ");
  digits = strspn (at, "0123456789");
  if (digits < 1 || digits > 2)
    return FALSE;
  utm->zone = atoi (at);
  at += digits;
  at += strspn (at, " ");
  if (!take_half (&at, utm) || !take_metres (&at, SHORTEST_EASTING, &utm->number[0]) ||
      !take_metres (&at, 1, &utm->number[1]))
    return FALSE;
  return at[strspn (at, " EN")] == '\0';
}

/* Is this place in the band of the letter? A metre on its edge may round out. */
static gboolean
is_in_band (const ValiseDegrees *at, char letter)
{
  int south, north;

  return valise_grid_band (letter, &south, &north) && at->latitude >= south - 1e-4 &&
         at->latitude <= north + 1e-4;
}

/* N is the northern half and its first band at once. */
static const char *
locate (const Utm *utm, gboolean *north, ValiseDegrees *at)
{
  gboolean south_fits;
  ValiseDegrees other;

  if (utm->letter == 'S') {
    south_fits = valise_grid_from_utm (utm->zone, FALSE, utm->number[0], utm->number[1], at);
    if (valise_grid_from_utm (utm->zone, TRUE, utm->number[0], utm->number[1], &other) &&
        is_in_band (&other, 'S'))
      return which_s;
    *north = FALSE;
    return south_fits ? NULL : no_such_point;
  }
  *north = utm->letter == 'n' || (utm->letter >= 'N' && utm->letter <= 'X');
  if (!valise_grid_from_utm (utm->zone, *north, utm->number[0], utm->number[1], at))
    return no_such_point;
  if (utm->letter == 'n' || utm->letter == 's' || utm->letter == 'N')
    return NULL;
  return is_in_band (at, utm->letter) ? NULL : other_band;
}

ValiseCoordinates
valise_coordinates_read_utm (const char *text, ValiseReference *found, const char **problem)
{
  Utm utm = { 0 };
  ValiseDegrees at;
  gboolean north = FALSE;

  if (strlen (text) >= LONGEST || !read_utm_shape (text, &utm))
    return VALISE_COORDINATES_NONE;
  *problem = locate (&utm, &north, &at);
  if (*problem != NULL)
    return VALISE_COORDINATES_WRONG;
  take_degrees (&at, 1, found);
  /* six digits, or it would not be read as one again */
  found->grid = g_strdup_printf ("%d %s %06.0f %.0f", utm.zone, north ? "north" : "south",
                                 utm.number[0], utm.number[1]);
  return VALISE_COORDINATES_READ;
}

/* -- and back ------------------------------------------------------------- */

static void
append_sexagesimal (GString *out, double degrees, const char *letters)
{
  gint64 tenths = llround (fabs (degrees) * 36000);

  g_string_append_printf (out, "%" G_GINT64_FORMAT "°%02d'%02d.%d\"%c", tenths / 36000,
                          (int) (tenths / 600 % 60), (int) (tenths / 10 % 60), (int) (tenths % 10),
                          letters[degrees < 0]);
}

char *
valise_grid_to_sexagesimal (double latitude, double longitude)
{
  GString *out = g_string_new (NULL);

  append_sexagesimal (out, latitude, "NS");
  g_string_append_c (out, ' ');
  append_sexagesimal (out, longitude, "EW");
  return g_string_free (out, FALSE);
}

gboolean
valise_value_get_degrees (const char *value, ValiseDegrees *at)
{
  g_autoptr (yyjson_doc) doc = yyjson_read (value, strlen (value), YYJSON_READ_NOFLAG);
  yyjson_val *root = yyjson_doc_get_root (doc);
  const char *latitude = valise_json_get_string (root, "lat");
  const char *longitude = valise_json_get_string (root, "lon");

  if (latitude == NULL || longitude == NULL)
    return FALSE;
  at->latitude = g_ascii_strtod (latitude, NULL);
  at->longitude = g_ascii_strtod (longitude, NULL);
  return isfinite (at->latitude) && isfinite (at->longitude);
}

char *
valise_value_to_notations (const char *value)
{
  g_autofree char *sexagesimal = NULL, *utm = NULL, *mgrs = NULL;
  ValiseDegrees at;

  if (!valise_value_get_degrees (value, &at))
    return NULL;
  sexagesimal = valise_grid_to_sexagesimal (at.latitude, at.longitude);
  utm = valise_grid_to_utm (at.latitude, at.longitude);
  mgrs = valise_grid_to_mgrs (at.latitude, at.longitude);
  return g_strconcat (sexagesimal, utm != NULL ? "; " : NULL, utm, mgrs != NULL ? "; " : "", mgrs, NULL);
}
