/* age-armor.c - takes the ASCII armor off an age file, strictly
 *
 * Armor is PEM's strict form (RFC 7468, figure 3) with lines that may end in
 * LF or CRLF, and white space allowed around it, not inside. Every line but
 * the last has 64 columns, so one content has one form but for those liberties;
 * whatever else differs is REFUSED. Valise never writes armor: people
 * paste it. A file that begins as a binary age file does passes through.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/age-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/bytes.h"
#include "core/error.h"

#define BEGIN "-----BEGIN AGE ENCRYPTED FILE-----"
#define END "-----END AGE ENCRYPTED FILE-----"
#define COLUMNS 64
#define MAX_LINE 1024 /* also what white space may be in all, before and after */
#define TEXT_SIZE 16384

typedef enum {
  STATE_START,
  STATE_BINARY,
  STATE_BODY,
  STATE_LAST_LINE, /* a line shorter than the others was read: only the end may follow */
  STATE_DONE,
} State;

#define VALISE_TYPE_AGE_ARMOR (valise_age_armor_get_type ())
G_DECLARE_FINAL_TYPE (ValiseAgeArmor, valise_age_armor, VALISE, AGE_ARMOR, GFilterInputStream)

struct _ValiseAgeArmor {
  GFilterInputStream parent;
  State state;
  guint8 text[TEXT_SIZE];
  gsize text_at, n_text;
  guint8 *data; /* of the last line that was decoded */
  gsize data_at, n_data;
};

G_DEFINE_FINAL_TYPE (ValiseAgeArmor, valise_age_armor, G_TYPE_FILTER_INPUT_STREAM)

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
               _ ("the age armor is malformed (%s); copy the whole text again"), why);
  return FALSE;
}

/* The next byte of the base, -1 at its end, -2 on an error. */
static int
next_byte (ValiseAgeArmor *self, GCancellable *cancellable, GError **error)
{
  GInputStream *base = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (self));

  if (self->text_at == self->n_text) {
    gssize got = g_input_stream_read (base, self->text, TEXT_SIZE, cancellable, error);

    if (got <= 0)
      return got == 0 ? -1 : -2;
    self->text_at = 0;
    self->n_text = (gsize) got;
  }
  return self->text[self->text_at++];
}

/* A line without its LF or CRLF; the file's end ends one too, but is no line
 * by itself. */
static gboolean
read_line (ValiseAgeArmor *self, char line[MAX_LINE], gsize *length, GCancellable *cancellable,
           GError **error)
{
  int byte = next_byte (self, cancellable, error);

  if (byte == -1)
    return refuse (error, "it ends too early");
  for (*length = 0; byte >= 0 && byte != '\n'; byte = next_byte (self, cancellable, error)) {
    if (*length == MAX_LINE)
      return refuse (error, "a line that is too long");
    line[(*length)++] = (char) byte;
  }
  if (*length > 0 && line[*length - 1] == '\r')
    --*length;
  return byte != -2;
}

static gboolean
is_line (const char *line, gsize length, const char *expected)
{
  return length == strlen (expected) && memcmp (line, expected, length) == 0;
}

static gboolean
is_blank (const char *line, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (line[i]))
      return FALSE;
  return TRUE;
}

static gboolean
read_start (ValiseAgeArmor *self, GCancellable *cancellable, GError **error)
{
  char line[MAX_LINE];
  gsize length, skipped = 0;
  int first = next_byte (self, cancellable, error);

  if (first == -2)
    return FALSE;
  if (first == -1)
    return refuse (error, "there is nothing");
  self->text_at--;
  if (first == 'a') {
    self->state = STATE_BINARY;
    return TRUE;
  }
  do {
    if (skipped > MAX_LINE)
      return refuse (error, "too much white space before it");
    if (!read_line (self, line, &length, cancellable, error))
      return FALSE;
    skipped += length + 1;
  } while (is_blank (line, length));
  self->state = STATE_BODY;
  return is_line (line, length, BEGIN) || refuse (error, "its first line is not right");
}

static gboolean
read_rest (ValiseAgeArmor *self, GCancellable *cancellable, GError **error)
{
  self->state = STATE_DONE;
  for (gsize i = 0; i <= MAX_LINE; i++) {
    int byte = next_byte (self, cancellable, error);

    if (byte < 0)
      return byte == -1;
    if (!g_ascii_isspace (byte))
      return refuse (error, "something follows its end");
  }
  return refuse (error, "too much white space behind it");
}

static gboolean
read_body_line (ValiseAgeArmor *self, GCancellable *cancellable, GError **error)
{
  char line[MAX_LINE];
  gsize length;

  if (!read_line (self, line, &length, cancellable, error))
    return FALSE;
  if (is_line (line, length, END))
    return read_rest (self, cancellable, error);
  if (self->state == STATE_LAST_LINE || length == 0 || length > COLUMNS)
    return refuse (error, "a line of the wrong length");
  g_clear_pointer (&self->data, g_free);
  self->data = valise_base64_decode (line, (gssize) length, VALISE_BASE64_PADDED, &self->n_data);
  self->data_at = 0;
  if (self->data == NULL) {
    self->n_data = 0;
    return refuse (error, "a line that is not canonical base64");
  }
  if (self->n_data < COLUMNS / 4 * 3)
    self->state = STATE_LAST_LINE;
  return TRUE;
}

static gssize
read_binary (ValiseAgeArmor *self, void *buffer, gsize count, GCancellable *cancellable,
             GError **error)
{
  GInputStream *base = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (self));
  gsize held = self->n_text - self->text_at;

  if (held == 0)
    return g_input_stream_read (base, buffer, count, cancellable, error);
  held = MIN (held, count);
  memcpy (buffer, self->text + self->text_at, held);
  self->text_at += held;
  return (gssize) held;
}

static gssize
armor_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable,
            GError **error)
{
  ValiseAgeArmor *self = VALISE_AGE_ARMOR (stream);

  if (self->state == STATE_START && !read_start (self, cancellable, error))
    return -1;
  if (self->state == STATE_BINARY)
    return read_binary (self, buffer, count, cancellable, error);
  while (self->data_at == self->n_data && self->state != STATE_DONE)
    if (!read_body_line (self, cancellable, error))
      return -1;
  count = MIN (count, self->n_data - self->data_at);
  if (count > 0)
    memcpy (buffer, self->data + self->data_at, count);
  self->data_at += count;
  return (gssize) count;
}

static void
valise_age_armor_finalize (GObject *object)
{
  g_free (VALISE_AGE_ARMOR (object)->data);
  G_OBJECT_CLASS (valise_age_armor_parent_class)->finalize (object);
}

static void
valise_age_armor_class_init (ValiseAgeArmorClass *class)
{
  G_OBJECT_CLASS (class)->finalize = valise_age_armor_finalize;
  G_INPUT_STREAM_CLASS (class)->read_fn = armor_read;
}

static void
valise_age_armor_init (ValiseAgeArmor *self)
{
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (self), FALSE);
}

GInputStream *
valise_age_armor_new (GInputStream *base)
{
  return g_object_new (VALISE_TYPE_AGE_ARMOR, "base-stream", base, NULL);
}
