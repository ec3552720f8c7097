/* cell-value.c - EXIF entries as clean text, numbers and times
 *
 * libexif says where an entry's bytes are; what they mean is read here, since
 * its own printing rounds and translates.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cell-value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
cell_warn (CellReading *reading, ValiseExifWarning warning)
{
  reading->warnings |= 1u << warning;
}

ExifEntry *
cell_entry (const CellReading *reading, ExifIfd directory, guint tag)
{
  ExifEntry *entry = exif_content_get_entry (reading->exif->ifd[directory], (ExifTag) tag);

  return entry != NULL && entry->data != NULL && entry->size > 0 ? entry : NULL;
}

/* Appends what may be shown of valid UTF-8. FALSE: something was left out. */
static gboolean
append_printable (GString *clean, const char *text)
{
  gboolean whole = TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar character = g_utf8_get_char (p);

    if (g_unichar_iscntrl (character))
      whole = FALSE;
    else
      g_string_append_unichar (clean, character);
  }
  return whole;
}

static gboolean
cut (char *text)
{
  char *end = text + VALISE_EXIF_MAX_TEXT;

  if (strlen (text) <= VALISE_EXIF_MAX_TEXT)
    return FALSE;
  while ((*end & 0xc0) == 0x80) /* not inside a character */
    end--;
  *end = '\0';
  return TRUE;
}

char *
cell_clean (CellReading *reading, const char *text, gsize size)
{
  gsize length = strnlen (text, size);
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) length);
  g_autoptr (GString) clean = g_string_new (NULL);
  gboolean repaired = !g_utf8_validate_len (text, length, NULL);

  repaired |= !append_printable (clean, valid);
  g_strstrip (clean->str);
  repaired |= cut (clean->str);
  g_strchomp (clean->str);
  if (clean->str[0] == '\0')
    return NULL;
  if (repaired)
    cell_warn (reading, VALISE_EXIF_TEXT_REPAIRED);
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

char *
cell_text (CellReading *reading, const ExifEntry *entry)
{
  if (entry == NULL ||
      (entry->format != EXIF_FORMAT_ASCII && entry->format != EXIF_FORMAT_UNDEFINED &&
       entry->format != EXIF_FORMAT_BYTE))
    return NULL;
  return cell_clean (reading, (const char *) entry->data, entry->size);
}

gboolean
cell_integer (const CellReading *reading, const ExifEntry *entry, guint32 *number)
{
  if (entry == NULL)
    return FALSE;
  if (entry->format == EXIF_FORMAT_BYTE)
    *number = entry->data[0];
  else if (entry->format == EXIF_FORMAT_SHORT && entry->size >= 2)
    *number = exif_get_short (entry->data, reading->order);
  else if (entry->format == EXIF_FORMAT_LONG && entry->size >= 4)
    *number = exif_get_long (entry->data, reading->order);
  else
    return FALSE;
  return TRUE;
}

double
cell_rational (const CellReading *reading, const ExifEntry *entry, guint index)
{
  if (entry == NULL || entry->size / 8 <= index)
    return NAN;
  if (entry->format == EXIF_FORMAT_RATIONAL) {
    ExifRational value = exif_get_rational (entry->data + 8 * index, reading->order);

    return value.denominator != 0 ? (double) value.numerator / value.denominator : NAN;
  }
  if (entry->format == EXIF_FORMAT_SRATIONAL) {
    ExifSRational value = exif_get_srational (entry->data + 8 * index, reading->order);

    return value.denominator != 0 ? (double) value.numerator / value.denominator : NAN;
  }
  return NAN;
}

char *
cell_decimal (double value)
{
  char text[64];
  gsize length;

  g_ascii_formatd (text, sizeof text, "%.7f", value);
  length = strlen (text);
  while (text[length - 1] == '0')
    length--;
  if (text[length - 1] == '.')
    length--;
  text[length] = '\0';
  return g_strdup (g_str_equal (text, "-0") ? "0" : text);
}

static gboolean
has_shape (const char *text, const char *shape)
{
  for (; *shape != '\0'; shape++, text++)
    if (*shape == '0' ? !g_ascii_isdigit (*text) : *text != *shape)
      return FALSE;
  return *text == '\0';
}

char *
cell_time (const char *text)
{
  int year, month, day, hour, minute, second;

  if (!has_shape (text, "0000:00:00 00:00:00"))
    return NULL;
  year = atoi (text);
  month = atoi (text + 5);
  day = atoi (text + 8);
  hour = atoi (text + 11);
  minute = atoi (text + 14);
  second = atoi (text + 17);
  if (year == 0 || month == 0 || month > 12 || day == 0 || day > 31 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year) || hour > 23 ||
      minute > 59 || second > 59)
    return NULL;
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d", year, month, day, hour, minute,
                          second);
}

void
cell_add (CellReading *reading, yyjson_mut_val *object, const char *name, const char *text)
{
  if (text != NULL)
    yyjson_mut_obj_add (object, yyjson_mut_str (reading->doc, name),
                        yyjson_mut_strcpy (reading->doc, text));
}
