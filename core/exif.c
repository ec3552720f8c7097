/* exif.c - the cell's words about a photo, believed only as far as checked
 *
 * The cell may have been taken over by the photo it read, so its answer is
 * parsed as bytes from outside: every member has one row in a table with its
 * kind and its limits, and a member without a row refuses the whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/exif.h"

#include <glib/gi18n.h>

#include "core/cell.h"
#include "core/error.h"
#include "core/json.h"

typedef enum {
  KIND_FLAG,
  KIND_TEXT,    /* any, up to VALISE_EXIF_MAX_TEXT bytes, no control characters */
  KIND_WORD,    /* one of `words` */
  KIND_LETTER,  /* one character of `words` */
  KIND_PATTERN, /* `words`: 0 is a digit, all else stands for itself */
  KIND_DIGITS,  /* up to `maximum` of them */
  KIND_DECIMAL, /* within minimum and maximum, at most 7 decimals */
  KIND_INTEGER, /* within minimum and maximum */
} Kind;

typedef struct {
  const char *name;
  Kind kind;
  gsize offset;
  const char *words;
  gint64 minimum, maximum;
} Member;

#define AT(member) .offset = G_STRUCT_OFFSET (ValiseExif, member)

static const Member photo_members[] = {
  { "format", KIND_WORD, AT (format), .words = "jpeg heic png tiff unknown" },
  { "exif", KIND_FLAG, AT (has_exif) },
  { "width", KIND_INTEGER, AT (width), .minimum = 1, .maximum = G_MAXINT32 },
  { "height", KIND_INTEGER, AT (height), .minimum = 1, .maximum = G_MAXINT32 },
  { "orientation", KIND_INTEGER, AT (orientation), .minimum = 1, .maximum = 8 },
  { "make", KIND_TEXT, AT (make) },
  { "model", KIND_TEXT, AT (model) },
  { "serial", KIND_TEXT, AT (serial) },
  { "lens", KIND_TEXT, AT (lens) },
  { "software", KIND_TEXT, AT (software) },
  { "time", KIND_PATTERN, AT (time), .words = "0000-00-00T00:00:00" },
  { "time_source", KIND_WORD, AT (time_source), .words = "original digitized changed" },
  { "subsec", KIND_DIGITS, AT (subsec), .maximum = 9 },
  { "offset", KIND_PATTERN, AT (offset), .words = "+00:00" },
};

static const Member gps_members[] = {
  { "latitude", KIND_DECIMAL, AT (latitude), .minimum = -90, .maximum = 90 },
  { "longitude", KIND_DECIMAL, AT (longitude), .minimum = -180, .maximum = 180 },
  { "latitude_ref", KIND_LETTER, AT (latitude_ref), .words = "NS" },
  { "longitude_ref", KIND_LETTER, AT (longitude_ref), .words = "EW" },
  { "altitude", KIND_DECIMAL, AT (altitude), .minimum = -100000, .maximum = 100000 },
  { "altitude_ref", KIND_INTEGER, AT (altitude_ref), .minimum = 0, .maximum = 3 },
  { "time", KIND_PATTERN, AT (gps_time), .words = "0000-00-00T00:00:00Z" },
  { "datum", KIND_TEXT, AT (datum) },
  { "accuracy", KIND_DECIMAL, AT (accuracy), .minimum = 0, .maximum = 100000000 },
  { "direction", KIND_DECIMAL, AT (direction), .minimum = 0, .maximum = 360 },
  { "direction_ref", KIND_LETTER, AT (direction_ref), .words = "TM" },
};

static gboolean
is_pattern (const char *text, const char *pattern)
{
  for (; *pattern != '\0'; pattern++, text++) {
    gboolean fits = *text == *pattern;

    if (*pattern == '0')
      fits = g_ascii_isdigit (*text);
    else if (*pattern == '+')
      fits = *text == '+' || *text == '-';
    if (!fits)
      return FALSE;
  }
  return *text == '\0';
}

/* A time that has the pattern and was possible, as calendars go. */
static gboolean
is_time (const char *text)
{
  int year = atoi (text), month = atoi (text + 5), day = atoi (text + 8);

  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
         g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year) &&
         atoi (text + 11) < 24 && atoi (text + 14) < 60 && atoi (text + 17) < 60;
}

static gboolean
is_digits (const char *text, gint64 maximum)
{
  gsize length = strspn (text, "0123456789");

  return length > 0 && length <= (gsize) maximum && text[length] == '\0';
}

static gboolean
is_decimal (const char *text, gint64 minimum, gint64 maximum)
{
  const char *digits = text[0] == '-' ? text + 1 : text;
  gsize whole = strspn (digits, "0123456789");
  gsize part = 0;
  double value;

  if (whole == 0 || whole > 9 || (whole > 1 && digits[0] == '0'))
    return FALSE;
  if (digits[whole] == '.') {
    part = strspn (digits + whole + 1, "0123456789");
    if (part == 0 || part > 7)
      return FALSE;
    part++;
  }
  value = g_ascii_strtod (text, NULL);
  return digits[whole + part] == '\0' && value >= (double) minimum && value <= (double) maximum;
}

static gboolean
is_text (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > VALISE_EXIF_MAX_TEXT)
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static gboolean
is_word (const char *text, const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) list, text);
}

static gboolean
text_fits (const Member *member, const char *text)
{
  switch (member->kind) {
  case KIND_TEXT:
    return is_text (text);
  case KIND_WORD:
    return is_word (text, member->words);
  case KIND_LETTER:
    return text[0] != '\0' && text[1] == '\0' && strchr (member->words, text[0]) != NULL;
  case KIND_PATTERN:
    return is_pattern (text, member->words) && (member->words[0] != '0' || is_time (text));
  case KIND_DIGITS:
    return is_digits (text, member->maximum);
  case KIND_DECIMAL:
    return is_decimal (text, member->minimum, member->maximum);
  case KIND_FLAG:
  case KIND_INTEGER:
  default:
    return FALSE;
  }
}

static gboolean
take_integer (const Member *member, yyjson_val *value, gpointer place)
{
  gint64 number = yyjson_get_sint (value);

  if (!yyjson_is_int (value) || number < member->minimum || number > member->maximum)
    return FALSE;
  *(gint32 *) place = (gint32) number; /* width and height: a guint32 below 2^31 */
  return TRUE;
}

static gboolean
take_member (ValiseExif *exif, const Member *member, yyjson_val *value)
{
  gpointer place = G_STRUCT_MEMBER_P (exif, member->offset);
  const char *text = yyjson_get_str (value);

  if (member->kind == KIND_FLAG) {
    *(gboolean *) place = yyjson_get_bool (value);
    return yyjson_is_bool (value);
  }
  if (member->kind == KIND_INTEGER)
    return take_integer (member, value, place);
  if (text == NULL || !text_fits (member, text))
    return FALSE;
  if (member->kind == KIND_LETTER)
    *(char *) place = text[0];
  else
    *(char **) place = g_strdup (text);
  return TRUE;
}

static gboolean
take_warnings (ValiseExif *exif, yyjson_val *array)
{
  yyjson_val *item;
  gsize i, n;

  if (!yyjson_is_arr (array))
    return FALSE;
  yyjson_arr_foreach (array, i, n, item) {
    guint known = 0;

    while (known < VALISE_EXIF_N_WARNINGS &&
           !yyjson_equals_str (item, valise_exif_warning_codes[known]))
      known++;
    if (known == VALISE_EXIF_N_WARNINGS)
      return FALSE;
    exif->warnings |= 1u << known;
  }
  return TRUE;
}

static gboolean take_object (ValiseExif *exif, yyjson_val *object, gboolean gps);

static gboolean
take_any (ValiseExif *exif, const char *name, yyjson_val *value, gboolean gps)
{
  const Member *members = gps ? gps_members : photo_members;
  gsize n = gps ? G_N_ELEMENTS (gps_members) : G_N_ELEMENTS (photo_members);

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (name, members[i].name))
      return take_member (exif, &members[i], value);
  if (!gps && g_str_equal (name, "gps"))
    return take_object (exif, value, TRUE);
  return !gps && g_str_equal (name, "warnings") && take_warnings (exif, value);
}

static gboolean
take_object (ValiseExif *exif, yyjson_val *object, gboolean gps)
{
  yyjson_val *name, *value;
  gsize i, n;

  if (!yyjson_is_obj (object))
    return FALSE;
  yyjson_obj_foreach (object, i, n, name, value)
    if (!take_any (exif, yyjson_get_str (name), value, gps))
      return FALSE;
  return TRUE;
}

/* What no single member can say: one without the other has no meaning. */
static gboolean
members_agree (const ValiseExif *exif)
{
  return exif->format != NULL &&
         (exif->time == NULL) == (exif->time_source == NULL) &&
         (exif->time != NULL || (exif->subsec == NULL && exif->offset == NULL)) &&
         (exif->latitude == NULL) == (exif->longitude == NULL) &&
         (exif->width == 0) == (exif->height == 0);
}

ValiseExif *
valise_exif_parse (const char *text, gsize size, GError **error)
{
  g_autoptr (ValiseExif) exif = g_new0 (ValiseExif, 1);
  g_autoptr (yyjson_doc) doc = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  exif->altitude_ref = -1;
  doc = valise_json_parse (text, size, NULL);
  if (doc == NULL || !take_object (exif, yyjson_doc_get_root (doc), FALSE) ||
      !members_agree (exif)) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED,
                         _ ("Not parsed: the parser's answer breaks a rule"));
    return NULL;
  }
  return g_steal_pointer (&exif);
}

ValiseExif *
valise_exif_read (int fd, GError **error)
{
  g_autofree char *text = valise_cell_run ("exif", fd, error);

  return text != NULL ? valise_exif_parse (text, strlen (text), error) : NULL;
}

void
valise_exif_free (ValiseExif *exif)
{
  if (exif == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (photo_members); i++)
    if (photo_members[i].kind != KIND_FLAG && photo_members[i].kind != KIND_INTEGER)
      g_free (G_STRUCT_MEMBER (gpointer, exif, photo_members[i].offset));
  for (gsize i = 0; i < G_N_ELEMENTS (gps_members); i++)
    if (gps_members[i].kind != KIND_LETTER && gps_members[i].kind != KIND_INTEGER)
      g_free (G_STRUCT_MEMBER (gpointer, exif, gps_members[i].offset));
  g_free (exif);
}
