/* print.c - text on the terminal, made so that no value can lie about it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/print.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#define LABEL_COLUMNS 28
#define SHORT_ID 8

/* Invisible characters that scripts need: joiners, and nothing else. */
static gboolean
is_joiner (gunichar c)
{
  return c == 0x200c || c == 0x200d;
}

static gboolean
is_shown (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return is_joiner (c) || (type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT &&
                           type != G_UNICODE_LINE_SEPARATOR &&
                           type != G_UNICODE_PARAGRAPH_SEPARATOR && type != G_UNICODE_SURROGATE);
}

static void
append_escaped (GString *out, gunichar c)
{
  if (c == '\n')
    g_string_append (out, "\\n");
  else if (c == '\t')
    g_string_append (out, "\\t");
  else if (c < 0x80)
    g_string_append_printf (out, "\\x%02x", c);
  else
    g_string_append_printf (out, "\\u%04x", c);
}

static void
append_safe (GString *out, const char *text, gsize size)
{
  const char *end = text + size;

  while (text < end) {
    gunichar c = g_utf8_get_char_validated (text, end - text);

    if (c == (gunichar) -1 || c == (gunichar) -2) {
      g_string_append_printf (out, "\\x%02x", (guint8) *text);
      text++;
      continue;
    }
    if (is_shown (c))
      g_string_append_unichar (out, c);
    else
      append_escaped (out, c);
    text = g_utf8_next_char (text);
  }
}

char *
valise_safe (const char *text)
{
  GString *out = g_string_new (NULL);

  if (text != NULL)
    append_safe (out, text, strlen (text));
  return g_string_free (out, FALSE);
}

char *
valise_safe_lines (const char *text, const char *margin)
{
  GString *out = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    if (i > 0 && lines[i + 1] == NULL && lines[i][0] == '\0')
      break; /* the last line's own end */
    if (i > 0)
      g_string_append_printf (out, "\n%s", margin);
    append_safe (out, lines[i], strlen (lines[i]));
  }
  return g_string_free (out, FALSE);
}

void
valise_say (const char *format, ...)
{
  va_list list;

  va_start (list, format);
  vprintf (format, list);
  va_end (list);
  putchar ('\n');
}

void
valise_complain (const char *sentence)
{
  g_autofree char *safe = valise_safe (sentence);

  fflush (stdout);
  fprintf (stderr, "valise: %s\n", safe);
}

/* `kind` is "warning" or "note", translated. */
static void
tell (const char *kind, const char *format, va_list list)
{
  g_autofree char *text = g_strdup_vprintf (format, list), *safe = valise_safe (text);

  fflush (stdout);
  fprintf (stderr, "valise: %s: %s\n", kind, safe);
}

void
valise_warn (const char *format, ...)
{
  va_list list;

  va_start (list, format);
  tell (_ ("warning"), format, list);
  va_end (list);
}

void
valise_note (const char *format, ...)
{
  va_list list;

  va_start (list, format);
  tell (_ ("note"), format, list);
  va_end (list);
}

static guint
columns_of (const char *text)
{
  guint columns = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);

    columns += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
  }
  return columns;
}

char *
valise_pad (const char *text, guint columns)
{
  guint width = columns_of (text);

  return g_strdup_printf ("%s%*s", text, width < columns ? (int) (columns - width) : 0, "");
}

static void
say_beside_label (guint indent, const char *label, const char *safe_text)
{
  g_autofree char *safe = valise_safe (label), *padded = valise_pad (safe, LABEL_COLUMNS - indent);
  gboolean fits = columns_of (safe) + indent < LABEL_COLUMNS;

  printf ("%*s%s%s%s\n", (int) indent, "", padded, fits ? "" : " ", safe_text);
}

void
valise_say_labelled (guint indent, const char *label, const char *text)
{
  g_autofree char *safe = valise_safe (text);

  say_beside_label (indent, label, safe);
}

void
valise_say_labelled_lines (guint indent, const char *label, const char *text)
{
  g_autofree char *margin = g_strdup_printf ("%*s| ", LABEL_COLUMNS, "");
  g_autofree char *lines = valise_safe_lines (text, margin);

  say_beside_label (indent, label, lines);
}

char *
valise_short_id (const char *id)
{
  return g_strndup (id, SHORT_ID);
}
