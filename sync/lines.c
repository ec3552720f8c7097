/* lines.c - entries.jsonl and sealed.jsonl
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/lines.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#include "core/age.h"
#include "core/error.h"
#include "core/json.h"
#include "core/merkle.h"
#include "sync/long-line.h"

#define BUFFER_SIZE (128 * 1024)
#define MAX_LEVEL 40
#define READERS_MAX 64

struct _ValiseLineReader {
  GInputStream *stream;
  char buffer[BUFFER_SIZE];
  gsize at, size;
  GString *text;        /* the line so far */
  ValiseLongLine *rest; /* set while a line is too long */
  guint64 position;     /* the leaf that the next line must begin with */
  guint64 number;       /* of the line, from 1 */
  GBytes *header;       /* of the line handed out last */
  char *disclosure;
};

static gboolean
refuse (const ValiseLineReader *reader, GError **error, const char *rule)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
               _ ("refused: line %" PRIu64 " of a log %s"), reader->number, rule);
  return FALSE;
}

ValiseLineReader *
valise_line_reader_new (GInputStream *lines)
{
  ValiseLineReader *reader = g_new0 (ValiseLineReader, 1);

  reader->stream = g_object_ref (lines);
  reader->text = g_string_new (NULL);
  return reader;
}

void
valise_line_reader_free (ValiseLineReader *reader)
{
  if (reader == NULL)
    return;
  g_object_unref (reader->stream);
  g_string_free (reader->text, TRUE);
  g_clear_pointer (&reader->rest, valise_long_line_free);
  g_clear_pointer (&reader->header, g_bytes_unref);
  g_free (reader->disclosure);
  g_free (reader);
}

/* Keeps what fits, and hands what does not to the long-line hasher. */
static void
take_bytes (ValiseLineReader *reader, const char *bytes, gsize size)
{
  if (reader->rest == NULL && reader->text->len + size > VALISE_LINE_MAX) {
    reader->rest = valise_long_line_new ();
    valise_long_line_feed (reader->rest, reader->text->str, reader->text->len);
    g_string_truncate (reader->text, 0);
  }
  if (reader->rest != NULL)
    valise_long_line_feed (reader->rest, bytes, size);
  else
    g_string_append_len (reader->text, bytes, (gssize) size);
}

/* Reads up to and without the next line end. *more FALSE at the end. */
static gboolean
read_line (ValiseLineReader *reader, gboolean *more, GError **error)
{
  gboolean begun = FALSE;

  g_string_truncate (reader->text, 0);
  g_clear_pointer (&reader->rest, valise_long_line_free);
  reader->number++;
  for (;;) {
    const char *from = reader->buffer + reader->at, *end;
    gssize got;

    if (reader->at < reader->size) {
      end = memchr (from, '\n', reader->size - reader->at);
      take_bytes (reader, from, end != NULL ? (gsize) (end - from) : reader->size - reader->at);
      begun = TRUE;
      reader->at = end != NULL ? (gsize) (end + 1 - reader->buffer) : reader->size;
      if (end != NULL) {
        *more = TRUE;
        return TRUE;
      }
    }
    got = g_input_stream_read (reader->stream, reader->buffer, BUFFER_SIZE, NULL, error);
    if (got < 0)
      return FALSE;
    reader->at = 0;
    reader->size = (gsize) got;
    if (got == 0) {
      *more = FALSE;
      return begun ? refuse (reader, error, "has no line end") : TRUE;
    }
  }
}

static gboolean
read_subtree (ValiseLineReader *reader, yyjson_val *root, ValiseLine *line, GError **error)
{
  const char *hash = valise_json_get_string (root, "hash");
  gint64 index = valise_json_get_integer (root, "index", -1);
  gint64 level = valise_json_get_integer (root, "level", -1);

  if (yyjson_obj_size (root) != 3 || index < 0 || level < 0 || level > MAX_LEVEL ||
      !valise_base64_decode_exact (hash, -1, VALISE_BASE64_PADDED, line->hash.bytes,
                                   VALISE_HASH_SIZE))
    return refuse (reader, error, "is no subtree");
  if ((guint64) index != reader->position ||
      (reader->position & ((G_GUINT64_CONSTANT (1) << level) - 1)) != 0)
    return refuse (reader, error, "does not begin where the one before it ended");
  line->kind = VALISE_LINE_SUBTREE;
  line->level = (guint) level;
  return TRUE;
}

/* Where the entry comes first, as the writer puts it, the rest of the text is the
 * disclosure but for its opening brace. The text is JSON: it was parsed. */
static char *
cut_disclosure (const char *text)
{
  static const char opening[] = "{\"entry\":\"";
  const char *at = text + strlen (opening);

  if (!g_str_has_prefix (text, opening))
    return NULL;
  while (*(at = strpbrk (at, "\"\\")) != '"')
    at += 2;
  if (at[1] == '}')
    return g_strdup ("{}");
  return at[1] == ',' ? g_strconcat ("{", at + 2, NULL) : NULL;
}

/* The disclosure is what is left of the line when "entry" is taken out. */
static gboolean
read_entry (ValiseLineReader *reader, yyjson_val *root, yyjson_val *entry, ValiseLine *line,
            GError **error)
{
  if (!yyjson_is_str (entry))
    return refuse (reader, error, "holds an entry that is no text");
  reader->header = g_bytes_new (yyjson_get_str (entry), yyjson_get_len (entry));
  reader->disclosure = cut_disclosure (reader->text->str);
  if (reader->disclosure == NULL)
    reader->disclosure = valise_json_write_without (root, entry);
  line->kind = VALISE_LINE_ENTRY;
  line->header = reader->header;
  line->disclosure = reader->disclosure;
  valise_leaf_hash (yyjson_get_str (entry), yyjson_get_len (entry), &line->hash);
  return TRUE;
}

static gboolean
read_long (ValiseLineReader *reader, ValiseLine *line, GError **error)
{
  line->kind = VALISE_LINE_TOO_LONG;
  return valise_long_line_finish (reader->rest, &line->hash)
             ? TRUE
             : refuse (reader, error, "is over 1 MiB and holds no entry");
}

gboolean
valise_line_reader_next (ValiseLineReader *reader, ValiseLine *line, gboolean *more, GError **error)
{
  g_autoptr (yyjson_doc) doc = NULL;
  yyjson_val *root, *entry;

  memset (line, 0, sizeof *line);
  g_clear_pointer (&reader->header, g_bytes_unref);
  g_clear_pointer (&reader->disclosure, g_free);
  if (!read_line (reader, more, error))
    return FALSE;
  if (!*more)
    return TRUE;
  line->index = reader->position;
  if (reader->rest != NULL) {
    if (!read_long (reader, line, error))
      return FALSE;
  } else {
    doc = valise_json_parse (reader->text->str, reader->text->len, NULL);
    root = yyjson_doc_get_root (doc);
    if (!yyjson_is_obj (root))
      return refuse (reader, error, "is not the JSON that is expected");
    entry = yyjson_obj_get (root, "entry");
    if (entry != NULL ? !read_entry (reader, root, entry, line, error)
                      : !read_subtree (reader, root, line, error))
      return FALSE;
  }
  reader->position += G_GUINT64_CONSTANT (1) << line->level;
  return TRUE;
}

void
valise_line_write_entry (GString *out, const char *header, gsize size, const char *disclosure)
{
  g_string_append (out, "{\"entry\":");
  valise_json_append_string (out, header, size);
  if (strcmp (disclosure, "{}") != 0) {
    g_string_append_c (out, ',');
    g_string_append (out, disclosure + 1); /* its own closing brace closes the line */
  } else {
    g_string_append_c (out, '}');
  }
  g_string_append_c (out, '\n');
}

void
valise_line_write_subtree (GString *out, guint64 index, guint level, const ValiseHash *hash)
{
  g_autofree char *text =
      valise_base64_encode (hash->bytes, VALISE_HASH_SIZE, VALISE_BASE64_PADDED);

  g_string_append_printf (out, "{\"hash\":\"%s\",\"index\":%" G_GUINT64_FORMAT ",\"level\":%u}\n",
                          text, index, level);
}

void
valise_line_write_sealed (GString *out, const ValiseHash *handle, GBytes *age, const char *readers)
{
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (age, &size);
  g_autofree char *age_text = valise_base64_encode (data, size, VALISE_BASE64_PADDED);
  g_autofree char *handle_text =
      valise_base64_encode (handle->bytes, VALISE_HASH_SIZE, VALISE_BASE64_PADDED);
  g_auto (GStrv) list = readers != NULL ? g_strsplit (readers, " ", -1) : NULL;
  g_autofree char *joined = list != NULL ? g_strjoinv ("\",\"", list) : NULL;

  g_string_append_printf (out, "{\"age\":\"%s\",\"handle\":\"%s\"", age_text, handle_text);
  if (joined != NULL)
    g_string_append_printf (out, ",\"readers\":[\"%s\"]", joined);
  g_string_append (out, "}\n");
}

/* *readers: "age1… age1…", or NULL where the line does not say. */
static gboolean
read_readers (yyjson_val *list, char **readers)
{
  g_autoptr (GString) joined = g_string_new (NULL);
  ValiseAgeRecipient recipient;
  yyjson_val *item;
  size_t i, count;

  if (list == NULL)
    return TRUE;
  if (!yyjson_is_arr (list) || yyjson_arr_size (list) == 0 || yyjson_arr_size (list) > READERS_MAX)
    return FALSE;
  yyjson_arr_foreach (list, i, count, item)
  {
    const char *text = yyjson_get_str (item);

    if (text == NULL || !valise_age_recipient_parse (text, &recipient, NULL))
      return FALSE;
    g_string_append_printf (joined, "%s%s", i > 0 ? " " : "", text);
  }
  *readers = g_string_free (g_steal_pointer (&joined), FALSE);
  return TRUE;
}

void
valise_sealed_line_clear (ValiseSealedLine *line)
{
  g_clear_pointer (&line->age, g_bytes_unref);
  g_clear_pointer (&line->readers, g_free);
}

gboolean
valise_line_reader_next_sealed (ValiseLineReader *reader, ValiseSealedLine *line, gboolean *more,
                                GError **error)
{
  g_autoptr (yyjson_doc) doc = NULL;
  yyjson_val *root, *list;
  const char *age_text, *handle_text;
  guint8 *bytes;
  gsize size = 0;

  valise_sealed_line_clear (line);
  if (!read_line (reader, more, error))
    return FALSE;
  if (!*more)
    return TRUE;
  if (reader->rest != NULL)
    return refuse (reader, error, "is over 1 MiB");
  doc = valise_json_parse (reader->text->str, reader->text->len, NULL);
  root = yyjson_doc_get_root (doc);
  age_text = valise_json_get_string (root, "age");
  handle_text = valise_json_get_string (root, "handle");
  list = yyjson_obj_get (root, "readers");
  if (age_text == NULL || handle_text == NULL || yyjson_obj_size (root) != (list != NULL ? 3 : 2) ||
      !valise_base64_decode_exact (handle_text, -1, VALISE_BASE64_PADDED, line->handle.bytes,
                                   VALISE_HASH_SIZE) ||
      !read_readers (list, &line->readers))
    return refuse (reader, error, "is no sealed value");
  bytes = valise_base64_decode (age_text, -1, VALISE_BASE64_PADDED, &size);
  if (bytes == NULL)
    return refuse (reader, error, "holds a sealed value that is no base64");
  line->age = g_bytes_new_take (bytes, size);
  return TRUE;
}
