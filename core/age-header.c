/* age-header.c - the text before the payload, to the letter of its grammar
 *
 * The header is read line by line and nothing that the grammar does not name
 * is let through: it is parsed before its MAC can be checked, because the key
 * of the MAC is wrapped inside it. The MAC is then computed over the bytes as
 * they were read, never over a text written again from the parsed form.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/age-private.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#include "core/bytes.h"
#include "core/error.h"

#define VERSION_LINE "age-encryption.org/v1"
#define VERSION_START "age-encryption.org/"
#define STANZA_MARK "-> "
#define MAC_MARK "---"
#define COLUMNS 64
#define READ_SIZE 4096
#define MAX_HEADER_SIZE 65536

/* Reading: a cursor over bytes that grow as they are needed. */
typedef struct {
  GInputStream *base;
  GByteArray *bytes;
  gsize at;
} Reader;

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
               _ ("the age header is malformed (%s); ask the sender for the file again"), why);
  return FALSE;
}

static gboolean
read_more (Reader *reader, GError **error)
{
  gsize size = reader->bytes->len;
  gssize got;

  if (size >= MAX_HEADER_SIZE) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
                 _ ("the age header is larger than %d bytes; ask for a file with fewer recipients"),
                 MAX_HEADER_SIZE);
    return FALSE;
  }
  g_byte_array_set_size (reader->bytes, (guint) (size + READ_SIZE));
  got = g_input_stream_read (reader->base, reader->bytes->data + size, READ_SIZE, NULL, error);
  g_byte_array_set_size (reader->bytes, (guint) (size + (gsize) MAX (got, 0)));
  if (got == 0)
    return refuse (error, "it ends too early");
  return got > 0;
}

/* The next line without its LF; lent until the next call. */
static gboolean
read_line (Reader *reader, const char **line, gsize *length, GError **error)
{
  gsize searched = reader->at;

  while (TRUE) {
    const guint8 *from = reader->bytes->data + searched;
    const guint8 *end = NULL;

    if (reader->bytes->len > searched)
      end = memchr (from, '\n', reader->bytes->len - searched);
    if (end != NULL) {
      *line = (const char *) reader->bytes->data + reader->at;
      *length = (gsize) (end - reader->bytes->data) - reader->at;
      reader->at += *length + 1;
      return TRUE;
    }
    searched = reader->bytes->len;
    if (!read_more (reader, error))
      return FALSE;
  }
}

static gboolean
starts_with (const char *line, gsize length, const char *start)
{
  return length >= strlen (start) && memcmp (line, start, strlen (start)) == 0;
}

/* Looked at before a line end is searched for, so that another kind of file
 * is named as such whatever its size. */
static gboolean
read_version (Reader *reader, GError **error)
{
  const char *line;
  gsize length;

  while (reader->bytes->len < strlen (VERSION_START))
    if (!read_more (reader, error))
      return FALSE;
  if (!starts_with ((const char *) reader->bytes->data, reader->bytes->len, VERSION_START)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
                 _ ("this is not an age file; choose another"));
    return FALSE;
  }
  if (!read_line (reader, &line, &length, error))
    return FALSE;
  if (length == strlen (VERSION_LINE) && starts_with (line, length, VERSION_LINE))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED,
               _ ("the file is of an age version that this program does not know; ask for one "
               "of version 1"));
  return FALSE;
}

static void
stanza_free (ValiseAgeStanza *stanza)
{
  g_strfreev (stanza->arguments);
  g_free (stanza->body);
  g_free (stanza);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseAgeStanza, stanza_free)

static gboolean
parse_arguments (ValiseAgeStanza *stanza, const char *text, gsize length, GError **error)
{
  g_autofree char *copy = NULL;

  for (gsize i = 0; i < length; i++) {
    gboolean space = text[i] == ' ';

    if (!space && !g_ascii_isgraph (text[i]))
      return refuse (error, "a character that a stanza may not hold");
    if (space && (i == 0 || text[i - 1] == ' '))
      return refuse (error, "an empty argument");
  }
  if (length == 0 || text[length - 1] == ' ')
    return refuse (error, "an empty argument");
  copy = g_strndup (text, length);
  stanza->arguments = g_strsplit (copy, " ", -1);
  stanza->n_arguments = g_strv_length (stanza->arguments);
  return TRUE;
}

/* Full lines, then one that is shorter: possibly empty, always there. */
static gboolean
read_body (Reader *reader, ValiseAgeStanza *stanza, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *line;
  gsize length;

  do {
    if (!read_line (reader, &line, &length, error))
      return FALSE;
    if (length > COLUMNS)
      return refuse (error, "a line longer than 64 characters");
    g_string_append_len (text, line, (gssize) length);
  } while (length == COLUMNS);
  stanza->body = valise_base64_decode (text->str, (gssize) text->len, VALISE_BASE64_RAW,
                                       &stanza->body_size);
  return stanza->body != NULL || refuse (error, "a stanza that is not canonical base64");
}

/* The mark's end is where the MAC's cover ends, its space not included. */
static gboolean
parse_mac (const Reader *reader, const char *line, gsize length, ValiseAgeHeader *header,
           GError **error)
{
  gsize mark = strlen (MAC_MARK);

  if (length <= mark || line[mark] != ' ' ||
      !valise_base64_decode_exact (line + mark + 1, (gssize) (length - mark - 1),
                                   VALISE_BASE64_RAW, header->mac, MAC_SIZE))
    return refuse (error, "its last line is not right");
  header->mark_end = (gsize) (line - (const char *) reader->bytes->data) + mark;
  return TRUE;
}

static gboolean
read_stanzas (Reader *reader, ValiseAgeHeader *header, GError **error)
{
  const char *line;
  gsize length;

  while (read_line (reader, &line, &length, error)) {
    g_autoptr (ValiseAgeStanza) stanza = NULL;
    gsize mark = strlen (STANZA_MARK);

    if (starts_with (line, length, MAC_MARK)) {
      if (header->stanzas->len == 0)
        return refuse (error, "it names no recipient");
      return parse_mac (reader, line, length, header, error);
    }
    if (!starts_with (line, length, STANZA_MARK))
      return refuse (error, "a line that is no stanza");
    stanza = g_new0 (ValiseAgeStanza, 1);
    if (!parse_arguments (stanza, line + mark, length - mark, error) ||
        !read_body (reader, stanza, error))
      return FALSE;
    g_ptr_array_add (header->stanzas, g_steal_pointer (&stanza));
  }
  return FALSE;
}

static gboolean
read_nonce (Reader *reader, ValiseAgeHeader *header, GError **error)
{
  while (reader->bytes->len - reader->at < NONCE_SIZE)
    if (!read_more (reader, error))
      return FALSE;
  memcpy (header->nonce, reader->bytes->data + reader->at, NONCE_SIZE);
  header->payload_start = reader->at + NONCE_SIZE;
  return TRUE;
}

ValiseAgeHeader *
valise_age_header_read (GInputStream *base, GError **error)
{
  g_autoptr (ValiseAgeHeader) header = g_new0 (ValiseAgeHeader, 1);
  Reader reader = { base, NULL, 0 };

  header->stanzas = g_ptr_array_new_with_free_func ((GDestroyNotify) stanza_free);
  header->bytes = reader.bytes = g_byte_array_new ();
  if (!read_version (&reader, error) || !read_stanzas (&reader, header, error) ||
      !read_nonce (&reader, header, error))
    return NULL;
  return g_steal_pointer (&header);
}

void
valise_age_header_free (ValiseAgeHeader *header)
{
  g_clear_pointer (&header->stanzas, g_ptr_array_unref);
  g_clear_pointer (&header->bytes, g_byte_array_unref);
  g_free (header);
}

static void
compute_mac (gconstpointer text, gsize size, const ValiseSecret *file_key, ValiseHash *mac)
{
  guint8 key[32];

  valise_hkdf_sha256 (valise_secret_peek (file_key), FILE_KEY_SIZE, NULL, 0, "header", key);
  valise_hmac_sha256 (key, sizeof key, text, size, mac);
  sodium_memzero (key, sizeof key);
}

gboolean
valise_age_header_check_mac (const ValiseAgeHeader *header, const ValiseSecret *file_key,
                             GError **error)
{
  ValiseHash mac;

  compute_mac (header->bytes->data, header->mark_end, file_key, &mac);
  if (sodium_memcmp (mac.bytes, header->mac, MAC_SIZE) == 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               _ ("the age header was changed after it was written; ask the sender for the file "
               "again"));
  return FALSE;
}

char *
valise_age_header_to_text (const char *const *stanzas, const ValiseSecret *file_key)
{
  g_autoptr (GString) text = g_string_new (VERSION_LINE "\n");
  g_autofree char *mac_text = NULL;
  ValiseHash mac;

  for (; *stanzas != NULL; stanzas++)
    g_string_append (text, *stanzas);
  g_string_append (text, MAC_MARK);
  compute_mac (text->str, text->len, file_key, &mac);
  mac_text = valise_base64_encode (mac.bytes, MAC_SIZE, VALISE_BASE64_RAW);
  g_string_append_printf (text, " %s\n", mac_text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
