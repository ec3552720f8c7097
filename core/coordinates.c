/* coordinates.c - reads coordinates in the notations that people write
 *
 * Decimal degrees keep the digits that were typed; degrees, minutes and
 * seconds are turned into as many decimals as they are exact to, in whole
 * numbers, so that no rounding of floats gets in. Each notation is one
 * function in the table at the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/value-private.h"

#include <string.h>

#define MAX_PARTS 3 /* degrees, minutes, seconds */

/* One half: "1°39'29.9\"S" */
typedef struct {
  char part[MAX_PARTS][16]; /* digits, as typed */
  int n_parts;
  gboolean negative, has_sign;
  char hemisphere;          /* N S E W, or 0 */
} Half;

static const char *const problems[] = {
  "could be coordinates and is not; write -1.6583, 29.2200 or 1.6583 S 29.22 E, or told=… when it "
  "is a name",
  "has a latitude beyond 90 degrees; latitude comes first, such as -1.6583, 29.2200",
  "has a longitude beyond 180 degrees; latitude comes first, such as -1.6583, 29.2200",
  "has minutes or seconds of 60 or more; write it such as 1°39'29.9\"S 29°13'12\"E",
  "has a sign and a letter for one hemisphere; write -1.6583 or 1.6583 S",
};

enum { NOT_COORDINATES, LATITUDE, LONGITUDE, SIXTY, SIGN_AND_LETTER };

/* -- one alphabet --------------------------------------------------------- */

/* The ASCII sign for what people type, or 0 when it belongs to no coordinate. */
static char
simplify (gunichar c)
{
  switch (c) {
  case 0xb0: case 0xba: case 0x2da:               /* ° º ˚ */
    return 'd';
  case '\'': case 0x2019: case 0x2032: case 0xb4: case '`': /* ' ’ ′ ´ */
    return 'm';
  case '"': case 0x201d: case 0x2033:             /* " ” ″ */
    return 's';
  case 0x2212: case 0x2013:                       /* − – */
    return '-';
  case 'N': case 'S': case 'E': case 'W':
  case '.': case ',': case ';': case '-': case '+':
    return (char) c;
  case 'n': case 'e': case 'w':
    return (char) (c - 'a' + 'A');
  default:
    return g_unichar_isspace (c) ? ' ' : c < 128 && g_ascii_isdigit ((char) c) ? (char) c : 0;
  }
}

/* NULL: holds something that no coordinate does. */
static char *
simplify_all (const char *text)
{
  GString *out = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);
    char simple = c == 's' ? 'S' : simplify (c);

    if (simple == 0) {
      g_string_free (out, TRUE);
      return NULL;
    }
    g_string_append_c (out, simple);
  }
  g_string_replace (out, "mm", "s", 0); /* 29'' */
  return g_string_free (out, FALSE);
}

static guint
count_numbers (const char *text)
{
  guint count = 0;

  while (*(text += strcspn (text, "0123456789")) != '\0') {
    count++;
    text += strspn (text, "0123456789.");
  }
  return count;
}

/* A comma between digits is a decimal point when something else separates. */
static void
settle_commas (char *text)
{
  guint between = 0;
  gboolean has_semicolon = strchr (text, ';') != NULL;

  for (const char *c = text; *c != '\0'; c++)
    between += *c == ',' && c > text && g_ascii_isdigit (c[-1]) && g_ascii_isdigit (c[1]);
  if (strchr (text, '.') != NULL || between == 0 || (between == 1 && !has_semicolon))
    return;
  for (char *c = text; *c != '\0'; c++)
    if (*c == ',' && c > text && g_ascii_isdigit (c[-1]) && g_ascii_isdigit (c[1]))
      *c = '.';
}

/* -- halves --------------------------------------------------------------- */

/* Where the second half begins, or NULL. */
static char *
find_second (char *text)
{
  char *letter = strpbrk (text, "NSEW"), *separator = strpbrk (text, ";,");

  if (separator != NULL)
    return strpbrk (separator + 1, ";,") == NULL ? separator : NULL;
  if (letter != NULL && strspn (text, " ") == (gsize) (letter - text))
    return strpbrk (letter + 1, "NSEW");      /* S 1.6583 E 29.22 */
  if (letter != NULL)
    return letter + 1;                        /* 1.6583 S 29.22 E */
  if (count_numbers (text) == 2) {            /* -1.6583 29.2200 */
    text += strcspn (text, "0123456789");
    text += strspn (text, "0123456789.d");
    return *text == ' ' ? text : NULL;
  }
  return NULL;
}

static gboolean
take_sign_or_letter (char c, Half *half)
{
  if (strchr ("NSEW", c) != NULL) {
    if (half->hemisphere != 0)
      return FALSE;
    half->hemisphere = c;
    half->negative |= c == 'S' || c == 'W';
    return TRUE;
  }
  if ((c != '-' && c != '+') || half->n_parts > 0 || half->has_sign)
    return FALSE;
  half->has_sign = TRUE;
  half->negative |= c == '-';
  return TRUE;
}

/* A number and the mark behind it, which must be the mark of its place. */
static gboolean
take_part (const char **at, Half *half)
{
  gsize whole = strspn (*at, "0123456789"), length = strspn (*at, "0123456789.");
  char mark;

  if (half->n_parts == MAX_PARTS || whole == 0 || whole > 3 || length > 15 ||
      (length > whole && (length == whole + 1 || memchr (*at + whole + 1, '.', length - whole - 1) != NULL)))
    return FALSE;
  if (half->n_parts > 0 && strchr (half->part[half->n_parts - 1], '.') != NULL)
    return FALSE;
  memcpy (half->part[half->n_parts], *at, length);
  half->part[half->n_parts][length] = '\0';
  *at += length;
  mark = **at;
  if (mark == 'd' || mark == 'm' || mark == 's') {
    if (mark != "dms"[half->n_parts])
      return FALSE;
    (*at)++;
  }
  half->n_parts++;
  return TRUE;
}

static gboolean
read_half (const char *at, Half *half)
{
  *half = (Half){ 0 };
  while (*(at += strspn (at, " ,;")) != '\0') {
    if (g_ascii_isdigit (*at)) {
      if (!take_part (&at, half))
        return FALSE;
    } else if (!take_sign_or_letter (*at++, half)) {
      return FALSE;
    }
  }
  return half->n_parts > 0;
}

/* -- degrees -------------------------------------------------------------- */

gboolean
valise_coordinates_is_degrees (const char *text, int limit)
{
  gint64 whole;
  const char *point = strchr (text, '.');

  if (!valise_value_is_decimal (text))
    return FALSE;
  whole = ABS (g_ascii_strtoll (text, NULL, 10));
  return whole < limit ||
         (whole == limit && (point == NULL || strspn (point + 1, "0") == strlen (point + 1)));
}

static const char *
without_zeros (const char *digits)
{
  while (digits[0] == '0' && g_ascii_isdigit (digits[1]))
    digits++;
  return digits;
}

/* The last part as a whole number of 10^−*places, at most `most` places. */
static gint64
scaled (const char *part, int most, int *places)
{
  gint64 number = 0;
  gboolean after_point = FALSE;

  for (*places = 0; *part != '\0' && *places < most; part++) {
    if (*part == '.') {
      after_point = TRUE;
      continue;
    }
    number = number * 10 + *part - '0';
    *places += after_point;
  }
  return number;
}

/* A minute is exact to 4 decimals of a degree, a second to 5, and each of
 * their own decimals adds one. The largest product is 180·3600·10^4·10^8. */
static char *
sexagesimal_to_decimal (const Half *half)
{
  gint64 sixtieths = 0, unit = 1, power = 1, result;
  int places = 0, decimals = 0;

  for (int i = 0; i < half->n_parts; i++) {
    sixtieths *= i > 0 ? 60 : 1;
    unit *= i > 0 ? 60 : 1;
    if (i < half->n_parts - 1) {
      sixtieths += g_ascii_strtoll (half->part[i], NULL, 10);
      continue;
    }
    result = scaled (half->part[i], 4, &places);
    for (int j = 0; j < places; j++) {
      sixtieths *= 10;
      unit *= 10;
    }
    sixtieths += result;
  }
  decimals = MIN (half->n_parts + 2 + places, 8);
  for (int i = 0; i < decimals; i++)
    power *= 10;
  result = (sixtieths * power + unit / 2) / unit;
  return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%0*" G_GINT64_FORMAT,
                          half->negative && result > 0 ? "-" : "", result / power, decimals,
                          result % power);
}

static char *
half_to_decimal (const Half *half)
{
  const char *digits = without_zeros (half->part[0]);

  if (half->n_parts > 1)
    return sexagesimal_to_decimal (half);
  return g_strconcat (half->negative && strspn (digits, "0.") != strlen (digits) ? "-" : "", digits,
                      NULL);
}

static gboolean
is_below_sixty (const Half *half)
{
  for (int i = 1; i < half->n_parts; i++)
    if (g_ascii_strtoll (half->part[i], NULL, 10) >= 60)
      return FALSE;
  return TRUE;
}

static gboolean
is_longitude (const Half *half)
{
  return half->hemisphere == 'E' || half->hemisphere == 'W';
}

static const char *
find_problem (const Half *first, const Half *second)
{
  if ((first->hemisphere == 0) != (second->hemisphere == 0) ||
      (first->hemisphere != 0 && is_longitude (first) == is_longitude (second)))
    return problems[NOT_COORDINATES];
  if ((first->hemisphere != 0 && first->has_sign) || (second->hemisphere != 0 && second->has_sign))
    return problems[SIGN_AND_LETTER];
  if (!is_below_sixty (first) || !is_below_sixty (second))
    return problems[SIXTY];
  return NULL;
}

static ValiseCoordinates
read_degrees (const char *text, ValiseReference *found, const char **problem)
{
  g_autofree char *simple = simplify_all (text);
  g_autofree char *lat = NULL, *lon = NULL, *left = NULL;
  char *cut;
  Half first, second, swap;

  if (simple == NULL || count_numbers (simple) < 2)
    return VALISE_COORDINATES_NONE;
  settle_commas (simple);
  cut = find_second (simple);
  left = cut != NULL ? g_strndup (simple, (gsize) (cut - simple)) : NULL;
  *problem = problems[NOT_COORDINATES];
  if (cut == NULL || !read_half (left, &first) || !read_half (cut, &second))
    return VALISE_COORDINATES_WRONG;
  *problem = find_problem (&first, &second);
  if (*problem != NULL)
    return VALISE_COORDINATES_WRONG;
  if (is_longitude (&first)) {
    swap = first;
    first = second;
    second = swap;
  }
  lat = half_to_decimal (&first);
  lon = half_to_decimal (&second);
  *problem = !valise_coordinates_is_degrees (lat, 90)    ? problems[LATITUDE]
             : !valise_coordinates_is_degrees (lon, 180) ? problems[LONGITUDE]
                                                         : NULL;
  if (*problem != NULL)
    return VALISE_COORDINATES_WRONG;
  found->latitude = g_steal_pointer (&lat);
  found->longitude = g_steal_pointer (&lon);
  return VALISE_COORDINATES_READ;
}

/* -- notations ------------------------------------------------------------ */

typedef ValiseCoordinates Notation (const char *text, ValiseReference *found, const char **problem);

static Notation *const notations[] = {
  valise_coordinates_read_mgrs,
  valise_coordinates_read_utm,
  read_degrees, /* decimal degrees; degrees and minutes; degrees, minutes and seconds */
};

ValiseCoordinates
valise_coordinates_read (const char *text, ValiseReference *found, const char **problem)
{
  for (gsize i = 0; i < G_N_ELEMENTS (notations); i++) {
    ValiseCoordinates outcome = notations[i](text, found, problem);

    if (outcome != VALISE_COORDINATES_NONE)
      return outcome;
  }
  return VALISE_COORDINATES_NONE;
}

void
valise_reference_clear (ValiseReference *reference)
{
  g_clear_pointer (&reference->latitude, g_free);
  g_clear_pointer (&reference->longitude, g_free);
  g_clear_pointer (&reference->grid, g_free);
  g_clear_pointer (&reference->accuracy, g_free);
}
