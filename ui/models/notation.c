/* notation.c - how coordinates are written on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/notation.h"

#include <string.h>

#include "core/json.h"

static int chosen = VALISE_NOTATION_DEGREES;

static const char *const codes[VALISE_N_NOTATIONS] = { "degrees", "sexagesimal", "utm", "mgrs" };

ValiseNotation
valise_notation_get (void)
{
  return (ValiseNotation) g_atomic_int_get (&chosen);
}

void
valise_notation_set (ValiseNotation notation)
{
  g_atomic_int_set (&chosen, (int) notation);
}

const char *
valise_notation_code (ValiseNotation notation)
{
  return codes[notation < VALISE_N_NOTATIONS ? notation : VALISE_NOTATION_DEGREES];
}

ValiseNotation
valise_notation_from_code (const char *code)
{
  for (guint i = 0; i < VALISE_N_NOTATIONS; i++)
    if (g_strcmp0 (codes[i], code) == 0)
      return (ValiseNotation) i;
  return VALISE_NOTATION_DEGREES;
}

/* NULL: it has none there. */
static char *
write_as (ValiseDegrees at, ValiseNotation notation)
{
  char latitude[G_ASCII_DTOSTR_BUF_SIZE], longitude[G_ASCII_DTOSTR_BUF_SIZE];

  switch (notation) {
  case VALISE_NOTATION_SEXAGESIMAL:
    return valise_grid_to_sexagesimal (at.latitude, at.longitude);
  case VALISE_NOTATION_UTM:
    return valise_grid_to_utm (at.latitude, at.longitude);
  case VALISE_NOTATION_MGRS:
    return valise_grid_to_mgrs (at.latitude, at.longitude);
  case VALISE_NOTATION_DEGREES:
  case VALISE_N_NOTATIONS:
  default:
    /* A point in every language: it is typed so, too. */
    return g_strdup_printf ("%s, %s", g_ascii_formatd (latitude, sizeof latitude, "%.5f", at.latitude),
                            g_ascii_formatd (longitude, sizeof longitude, "%.5f", at.longitude));
  }
}

char *
valise_notation_write (ValiseDegrees at)
{
  char *text = write_as (at, valise_notation_get ());

  return text != NULL ? text : write_as (at, VALISE_NOTATION_DEGREES);
}

char *
valise_notation_write_all (ValiseDegrees at)
{
  ValiseNotation first = valise_notation_get ();
  GString *out = g_string_new (NULL);

  for (guint i = 0; i <= VALISE_N_NOTATIONS; i++) {
    ValiseNotation notation = i == 0 ? first : (ValiseNotation) (i - 1);
    g_autofree char *text = i > 0 && notation == first ? NULL : write_as (at, notation);

    if (text != NULL)
      g_string_append_printf (out, "%s%s", out->len > 0 ? "; " : "", text);
  }
  return g_string_free (out, FALSE);
}

char *
valise_notation_to_text (const ValiseField *field, const char *value)
{
  g_autofree char *text = valise_value_to_text (field, value), *degrees = NULL, *written = NULL;
  g_autoptr (yyjson_doc) doc = NULL;
  char *found;
  ValiseDegrees at;

  if (field->kind != VALISE_KIND_PLACE || valise_notation_get () == VALISE_NOTATION_DEGREES ||
      !valise_value_get_degrees (value, &at))
    return g_steal_pointer (&text);
  doc = yyjson_read (value, strlen (value), YYJSON_READ_NOFLAG);
  degrees = g_strdup_printf ("measured: %s, %s", valise_json_get_string (yyjson_doc_get_root (doc), "lat"),
                             valise_json_get_string (yyjson_doc_get_root (doc), "lon"));
  /* The last: what was told may say the same. */
  found = g_strrstr (text, degrees);
  if (found == NULL)
    return g_steal_pointer (&text);
  written = valise_notation_write (at);
  *found = '\0';
  return g_strconcat (text, "measured: ", written, found + strlen (degrees), NULL);
}
