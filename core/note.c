/* note.c - signed notes and cosignatures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/note.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/bytes.h"
#include "core/ed25519.h"
#include "core/error.h"

#define KEY_ID_SIZE 4
#define TIME_SIZE 8
#define COSIGNATURE_SIZE (TIME_SIZE + VALISE_ED25519_SIGNATURE_SIZE)
#define DASH "\xe2\x80\x94 " /* em dash, space */

typedef struct {
  char *name;
  guint8 id[KEY_ID_SIZE];
  guint8 *signature; /* without the id */
  gsize size;
} Line;

struct _ValiseNote {
  char *body;
  gsize body_size;
  GPtrArray *lines; /* of Line */
};

static void
line_free (Line *line)
{
  if (line == NULL)
    return;
  g_free (line->name);
  g_free (line->signature);
  g_free (line);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Line, line_free)

static ValiseNote *
note_new (const char *body, gsize body_size)
{
  ValiseNote *note = g_new0 (ValiseNote, 1);

  note->body = g_strndup (body, body_size);
  note->body_size = body_size;
  note->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  return note;
}

void
valise_note_free (ValiseNote *note)
{
  if (note == NULL)
    return;
  g_free (note->body);
  g_ptr_array_unref (note->lines);
  g_free (note);
}

const char *
valise_note_get_body (const ValiseNote *note)
{
  return note->body;
}

gsize
valise_note_get_body_size (const ValiseNote *note)
{
  return note->body_size;
}

guint
valise_note_get_n_signatures (const ValiseNote *note)
{
  return note->lines->len;
}

/* Keys */

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x0b || c == 0x85;
}

/* `name` is valid UTF-8. */
static gboolean
is_key_name (const char *name)
{
  if (*name == '\0')
    return FALSE;
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (c < 0x20 || c == '+' || is_space (c))
      return FALSE;
  }
  return TRUE;
}

/* SHA-256 (name || 0x0A || type || public key), the first four bytes. */
static void
make_key_id (const char *name, guint8 type, const guint8 public_key[32], guint8 id[KEY_ID_SIZE])
{
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  ValiseHash hash;

  valise_hasher_update (hasher, name, strlen (name));
  valise_hasher_update (hasher, "\n", 1);
  valise_hasher_update (hasher, &type, 1);
  valise_hasher_update (hasher, public_key, VALISE_ED25519_PUBLIC_SIZE);
  valise_hasher_finish (hasher, &hash);
  memcpy (id, hash.bytes, KEY_ID_SIZE);
}

char *
valise_vkey_encode (const char *key_name, guint8 type, const guint8 public_key[32])
{
  guint8 id[KEY_ID_SIZE], key[1 + VALISE_ED25519_PUBLIC_SIZE] = { type };
  g_autofree char *id_text = NULL, *key_text = NULL;

  make_key_id (key_name, type, public_key, id);
  memcpy (key + 1, public_key, VALISE_ED25519_PUBLIC_SIZE);
  id_text = valise_hex_encode (id, sizeof id);
  key_text = valise_base64_encode (key, sizeof key, VALISE_BASE64_PADDED);
  return g_strdup_printf ("%s+%s+%s", key_name, id_text, key_text);
}

static gboolean
bad_vkey (GError **error, const char *why)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("this is not a verifier key (%s); copy it again, whole"), why);
  return FALSE;
}

gboolean
valise_vkey_decode (const char *vkey, char **key_name, guint8 *type, guint8 public_key[32],
                    GError **error)
{
  g_auto (GStrv) parts = NULL;
  guint8 id[KEY_ID_SIZE], expected[KEY_ID_SIZE];
  g_autofree guint8 *key = NULL;
  gsize size = 0;

  if (!g_utf8_validate (vkey, -1, NULL))
    return bad_vkey (error, "it is not UTF-8");
  parts = g_strsplit (vkey, "+", 3); /* base64 may hold more of them */
  if (g_strv_length (parts) != 3 || !is_key_name (parts[0]) ||
      !valise_hex_decode_exact (parts[1], -1, id, sizeof id))
    return bad_vkey (error, "it is not NAME+ID+KEY");
  key = valise_base64_decode (parts[2], -1, VALISE_BASE64_PADDED, &size);
  if (key == NULL || size < 2)
    return bad_vkey (error, "its key is not base64");
  if (key[0] != VALISE_NOTE_ED25519 && key[0] != VALISE_NOTE_COSIGNATURE) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED,
                 _ ("verifier keys of type 0x%02x are not supported; ask for an Ed25519 key"), key[0]);
    return FALSE;
  }
  if (size != 1 + VALISE_ED25519_PUBLIC_SIZE)
    return bad_vkey (error, "its key has another length");
  make_key_id (parts[0], key[0], key + 1, expected);
  if (memcmp (id, expected, sizeof id) != 0)
    return bad_vkey (error, "its id is not that of its key");
  *key_name = g_strdup (parts[0]);
  *type = key[0];
  memcpy (public_key, key + 1, VALISE_ED25519_PUBLIC_SIZE);
  return TRUE;
}

/* Reading */

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
               _ ("the signed note was refused: %s; ask its sender for it again"), why);
  return FALSE;
}

static gboolean
above_limit (GError **error, const char *why)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
               _ ("the signed note was refused: it has more than %s"), why);
  return FALSE;
}

static gboolean
is_note_text (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if ((guchar) text[i] < 0x20 && text[i] != '\n')
      return FALSE;
  return g_utf8_validate_len (text, size, NULL);
}

/* One line without its line feed. */
static Line *
line_parse (const char *text, gsize size)
{
  g_autoptr (Line) line = g_new0 (Line, 1);
  g_autofree guint8 *bytes = NULL;
  const char *space;
  gsize decoded = 0;

  if (size < strlen (DASH) || memcmp (text, DASH, strlen (DASH)) != 0)
    return NULL;
  text += strlen (DASH);
  size -= strlen (DASH);
  space = memchr (text, ' ', size);
  if (space == NULL)
    return NULL;
  line->name = g_strndup (text, (gsize) (space - text));
  size -= (gsize) (space + 1 - text);
  bytes = valise_base64_decode (space + 1, (gssize) size, VALISE_BASE64_PADDED, &decoded);
  if (!is_key_name (line->name) || bytes == NULL || decoded <= KEY_ID_SIZE)
    return NULL;
  memcpy (line->id, bytes, KEY_ID_SIZE);
  line->size = decoded - KEY_ID_SIZE;
  line->signature = g_memdup2 (bytes + KEY_ID_SIZE, line->size);
  return g_steal_pointer (&line);
}

static gboolean
parse_lines (ValiseNote *note, const char *at, const char *end, GError **error)
{
  while (at < end) {
    const char *feed = memchr (at, '\n', (gsize) (end - at));
    Line *line = feed != NULL ? line_parse (at, (gsize) (feed - at)) : NULL;

    if (line == NULL)
      return refuse (error, "a line below its text is not a signature");
    g_ptr_array_add (note->lines, line);
    if (note->lines->len > VALISE_NOTE_MAX_SIGNATURES)
      return above_limit (error, "64 signatures");
    at = feed + 1;
  }
  return note->lines->len > 0 || refuse (error, "nobody has signed it");
}

ValiseNote *
valise_note_parse (const char *text, gsize size, GError **error)
{
  g_autoptr (ValiseNote) note = NULL;
  const char *gap = NULL;

  if (size > VALISE_NOTE_MAX_SIZE) {
    above_limit (error, "1 MiB");
    return NULL;
  }
  if (!is_note_text (text, size)) {
    refuse (error, "it holds bytes that are not plain text");
    return NULL;
  }
  for (gsize i = size; i >= 2 && gap == NULL; i--)
    if (text[i - 1] == '\n' && text[i - 2] == '\n')
      gap = text + i - 2;
  if (gap == NULL) {
    refuse (error, "no empty line parts its text from signatures");
    return NULL;
  }
  note = note_new (text, (gsize) (gap + 1 - text));
  if (!parse_lines (note, gap + 2, text + size, error))
    return NULL;
  return g_steal_pointer (&note);
}

/* Verifying */

static gboolean
is_by (const Line *line, const char *name, const guint8 id[KEY_ID_SIZE])
{
  return memcmp (line->id, id, KEY_ID_SIZE) == 0 && strcmp (line->name, name) == 0;
}

static guint64
read_time (const Line *line)
{
  guint64 time;

  memcpy (&time, line->signature, sizeof time);
  return GUINT64_FROM_BE (time);
}

/* What a cosignature signs. */
static char *
make_cosigned (const ValiseNote *note, guint64 unix_time)
{
  return g_strdup_printf ("cosignature/v1\ntime %" G_GUINT64_FORMAT "\n%s", unix_time, note->body);
}

static gboolean
line_holds (const ValiseNote *note, const Line *line, guint8 type, const guint8 public_key[32])
{
  g_autofree char *cosigned = NULL;

  if (type == VALISE_NOTE_ED25519)
    return line->size == VALISE_ED25519_SIGNATURE_SIZE &&
           valise_ed25519_verify (public_key, note->body, note->body_size, line->signature);
  if (line->size != COSIGNATURE_SIZE || read_time (line) > G_MAXINT64)
    return FALSE;
  cosigned = make_cosigned (note, read_time (line));
  return valise_ed25519_verify (public_key, cosigned, strlen (cosigned),
                                line->signature + TIME_SIZE);
}

/* Every line by this key must hold, and there must be one. `last`: the one
 * of the newest time, or any. */
static const Line *
verify_lines (const ValiseNote *note, const char *name, guint8 type, const guint8 public_key[32],
              GError **error)
{
  const Line *last = NULL;
  guint8 id[KEY_ID_SIZE];

  make_key_id (name, type, public_key, id);
  for (guint i = 0; i < note->lines->len; i++) {
    const Line *line = g_ptr_array_index (note->lines, i);

    if (!is_by (line, name, id))
      continue;
    if (!line_holds (note, line, type, public_key)) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
                   _ ("a signature by %s does not belong to this note; it was altered or made up, "
                   "ask its sender for it again"), name);
      return NULL;
    }
    if (last == NULL || type != VALISE_NOTE_COSIGNATURE || read_time (line) > read_time (last))
      last = line;
  }
  if (last == NULL)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("this note is not signed by the known key of %s; ask for one that is"), name);
  return last;
}

gboolean
valise_note_verify (const ValiseNote *note, const char *key_name, const guint8 public_key[32],
                    GError **error)
{
  return verify_lines (note, key_name, VALISE_NOTE_ED25519, public_key, error) != NULL;
}

gboolean
valise_note_verify_cosignature (const ValiseNote *note, const char *key_name,
                                const guint8 public_key[32], guint64 *unix_time, GError **error)
{
  const Line *line = verify_lines (note, key_name, VALISE_NOTE_COSIGNATURE, public_key, error);

  if (line != NULL && unix_time != NULL)
    *unix_time = read_time (line);
  return line != NULL;
}

/* Writing */

static char *
note_to_text (const ValiseNote *note, GError **error)
{
  g_autoptr (GString) text = g_string_new_len (note->body, (gssize) note->body_size);

  g_string_append_c (text, '\n');
  for (guint i = 0; i < note->lines->len; i++) {
    const Line *line = g_ptr_array_index (note->lines, i);
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autofree char *encoded = NULL;

    g_byte_array_append (bytes, line->id, KEY_ID_SIZE);
    g_byte_array_append (bytes, line->signature, (guint) line->size);
    encoded = valise_base64_encode (bytes->data, bytes->len, VALISE_BASE64_PADDED);
    g_string_append_printf (text, DASH "%s %s\n", line->name, encoded);
  }
  if (note->lines->len > VALISE_NOTE_MAX_SIGNATURES)
    above_limit (error, "64 signatures");
  else if (text->len > VALISE_NOTE_MAX_SIZE)
    above_limit (error, "1 MiB");
  else
    return g_string_free (g_steal_pointer (&text), FALSE);
  return NULL;
}

static gboolean
check_key_name (const char *name, GError **error)
{
  if (g_utf8_validate (name, -1, NULL) && is_key_name (name))
    return TRUE;
  g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                       _ ("a signing key's name is empty or holds a space or a plus sign; "
                       "give it another"));
  return FALSE;
}

/* A line whose signature, `size` bytes, is still to be filled. */
static Line *
line_new (const char *name, guint8 type, const ValiseSecret *seed, gsize size)
{
  guint8 public_key[VALISE_ED25519_PUBLIC_SIZE];
  Line *line = g_new0 (Line, 1);

  valise_ed25519_public_key (seed, public_key);
  make_key_id (name, type, public_key, line->id);
  line->name = g_strdup (name);
  line->size = size;
  line->signature = g_malloc0 (size);
  return line;
}

char *
valise_note_sign (const char *body, const char *key_name, const ValiseSecret *seed, GError **error)
{
  gsize size = strlen (body);
  g_autoptr (ValiseNote) note = NULL;
  Line *line;

  if (!check_key_name (key_name, error))
    return NULL;
  if (size == 0 || body[size - 1] != '\n' || !is_note_text (body, size)) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                         _ ("a text to be signed must be plain text and end with a line feed"));
    return NULL;
  }
  note = note_new (body, size);
  line = line_new (key_name, VALISE_NOTE_ED25519, seed, VALISE_ED25519_SIGNATURE_SIZE);
  valise_ed25519_sign (seed, body, size, line->signature);
  g_ptr_array_add (note->lines, line);
  return note_to_text (note, error);
}

char *
valise_note_add_cosignature (const char *note_text, const char *key_name,
                             const ValiseSecret *seed, guint64 unix_time, GError **error)
{
  g_autoptr (ValiseNote) note = NULL;
  g_autofree char *cosigned = NULL;
  guint64 time = GUINT64_TO_BE (unix_time);
  Line *line;

  if (!check_key_name (key_name, error))
    return NULL;
  if (unix_time > G_MAXINT64) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                         _ ("the time of a cosignature is out of range; set the clock"));
    return NULL;
  }
  note = valise_note_parse (note_text, strlen (note_text), error);
  if (note == NULL)
    return NULL;
  line = line_new (key_name, VALISE_NOTE_COSIGNATURE, seed, COSIGNATURE_SIZE);
  memcpy (line->signature, &time, TIME_SIZE);
  cosigned = make_cosigned (note, unix_time);
  valise_ed25519_sign (seed, cosigned, strlen (cosigned), line->signature + TIME_SIZE);
  for (guint i = note->lines->len; i > 0; i--)
    if (is_by (g_ptr_array_index (note->lines, i - 1), key_name, line->id))
      g_ptr_array_remove_index (note->lines, i - 1);
  g_ptr_array_add (note->lines, line);
  return note_to_text (note, error);
}

/* Takes one of b's lines into a, or leaves it. */
static void
merge_line (GPtrArray *lines, const Line *other)
{
  Line *copy;

  for (guint i = 0; i < lines->len; i++) {
    Line *line = g_ptr_array_index (lines, i);

    if (line->size != other->size || !is_by (line, other->name, other->id))
      continue;
    if (memcmp (line->signature, other->signature, line->size) == 0)
      return;
    if (line->size != COSIGNATURE_SIZE)
      continue;
    if (read_time (other) > read_time (line))
      memcpy (line->signature, other->signature, line->size);
    return;
  }
  copy = g_new0 (Line, 1);
  copy->name = g_strdup (other->name);
  memcpy (copy->id, other->id, KEY_ID_SIZE);
  copy->signature = g_memdup2 (other->signature, other->size);
  copy->size = other->size;
  g_ptr_array_add (lines, copy);
}

char *
valise_note_merge (const char *a, const char *b, GError **error)
{
  g_autoptr (ValiseNote) first = valise_note_parse (a, strlen (a), error);
  g_autoptr (ValiseNote) second = NULL;

  if (first == NULL)
    return NULL;
  second = valise_note_parse (b, strlen (b), error);
  if (second == NULL)
    return NULL;
  if (strcmp (first->body, second->body) != 0) {
    refuse (error, "it does not say what the one already here says");
    return NULL;
  }
  for (guint i = 0; i < second->lines->len; i++)
    merge_line (first->lines, g_ptr_array_index (second->lines, i));
  return note_to_text (first, error);
}
