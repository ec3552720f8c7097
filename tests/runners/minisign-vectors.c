/* minisign-vectors.c - verifies the minisign signatures of a folder
 *
 *   minisign-vectors FOLDER
 *
 * THING.minisig signs THING beside it; where there is none, SOURCE.txt says
 * "PATTERN: … message is the N bytes "…"", or the trusted comment says
 * "file:NAME" and NAME lies there, alone or behind THING's prefix up to "_".
 * The public keys are those of *.pub and of SOURCE.txt's "key: RW…". A file's
 * own algorithm bytes say what must come of it: ED verifies, and not for a
 * changed message; Ed, the legacy form, is refused as such. One line for each
 * failure; the last line counts. Exit code 1 when one failed or none passed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <string.h>

#include "core/bytes.h"
#include "core/error.h"
#include "sync/minisign.h"

#define SUFFIX ".minisig"
#define SIGNATURE_LINE_SIZE 74 /* algorithm (2), key number (8), signature (64) */

typedef struct {
  const char *folder;
  char *source;    /* SOURCE.txt, or "" */
  GPtrArray *keys; /* of 42 bytes each */
} Material;

/* Keys */

static void
add_key (Material *material, const char *text)
{
  g_autofree guint8 *key = g_malloc (VALISE_MINISIGN_PUBLIC_SIZE);

  if (valise_minisign_public_key_from_text (text, key, NULL))
    g_ptr_array_add (material->keys, g_steal_pointer (&key));
}

/* Any word that is a key, be it a line of a *.pub or of SOURCE.txt. */
static void
add_keys_of (Material *material, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], "RW"))
      add_key (material, words[i]);
}

static void
read_keys (Material *material, GDir *directory)
{
  const char *name;

  add_keys_of (material, material->source);
  while ((name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *path = g_build_filename (material->folder, name, NULL);
    g_autofree char *text = NULL;

    if (g_str_has_suffix (name, ".pub") && g_file_get_contents (path, &text, NULL, NULL))
      add_keys_of (material, text);
  }
}

/* Messages */

/* What SOURCE.txt says of it, or NULL. */
static GBytes *
message_of_source (const Material *material, const char *stem)
{
  g_auto (GStrv) lines = g_strsplit (material->source, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = g_strchug (lines[i]), *said = strstr (line, "message is the "), *start, *end;
    const char *colon = strchr (line, ':');
    g_autofree char *pattern = colon == NULL ? NULL : g_strndup (line, (gsize) (colon - line));

    if (pattern == NULL || said == NULL || !g_pattern_match_simple (pattern, stem))
      continue;
    start = strchr (said, '"');
    end = start == NULL ? NULL : strchr (start + 1, '"');
    if (end != NULL)
      return g_bytes_new (start + 1, (gsize) (end - start - 1));
  }
  return NULL;
}

static GBytes *
read_file (const Material *material, const char *name)
{
  g_autofree char *path = g_build_filename (material->folder, name, NULL);
  char *data;
  gsize size;

  return g_file_get_contents (path, &data, &size, NULL) ? g_bytes_new_take (data, size) : NULL;
}

/* The file that the trusted comment names, or NULL. */
static GBytes *
message_of_comment (const Material *material, const char *stem, const char *signature)
{
  const char *told = strstr (signature, "file:"), *underscore = strchr (stem, '_');
  g_autofree char *line = NULL, *name = NULL, *prefixed = NULL;
  GBytes *message;

  if (told == NULL)
    return NULL;
  told += strlen ("file:");
  line = g_strndup (told, strcspn (told, "\t\r\n"));
  name = g_path_get_basename (line);
  prefixed = g_strdup_printf ("%.*s%s", underscore == NULL ? 0 : (int) (underscore + 1 - stem), stem,
                              name);
  message = read_file (material, prefixed);
  return message != NULL ? message : read_file (material, name);
}

static GBytes *
find_message (const Material *material, const char *name, const char *signature)
{
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (SUFFIX));
  GBytes *message = read_file (material, stem);

  if (message == NULL)
    message = message_of_source (material, stem);
  return message != NULL ? message : message_of_comment (material, stem, signature);
}

static GBytes *
change (GBytes *message)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (message, &size);
  g_autoptr (GByteArray) changed = g_byte_array_new ();

  g_byte_array_append (changed, data, (guint) size);
  g_byte_array_append (changed, (const guint8 *) "x", 1);
  return g_byte_array_free_to_bytes (g_steal_pointer (&changed));
}

/* Signatures */

/* Read without our own reader: the second line says what is to be expected. */
static gboolean
is_legacy (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 3);
  guint8 line[SIGNATURE_LINE_SIZE];

  return g_strv_length (lines) >= 2 &&
         valise_base64_decode_exact (g_strchomp (lines[1]), -1, VALISE_BASE64_PADDED, line,
                                     sizeof line) &&
         memcmp (line, "Ed", 2) == 0;
}

static const guint8 *
find_key (const Material *material, GBytes *signature, GError **error)
{
  guint8 number[VALISE_MINISIGN_KEY_NUMBER_SIZE];

  if (!valise_minisign_peek_key_number (signature, number, error))
    return NULL;
  for (guint i = 0; i < material->keys->len; i++) {
    const guint8 *key = g_ptr_array_index (material->keys, i);

    if (memcmp (key + 2, number, sizeof number) == 0)
      return key;
  }
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND, "its public key is not in the folder");
  return NULL;
}

static gboolean
check_legacy (GBytes *signature, GBytes *message, const Material *material, GError **error)
{
  g_autoptr (GError) cause = NULL;
  const guint8 *key = g_ptr_array_index (material->keys, 0);

  if (!valise_minisign_verify (message, signature, key, NULL, NULL, &cause) &&
      cause->code == VALISE_ERROR_REFUSED && strstr (cause->message, "legacy") != NULL)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_FAILED, "a legacy signature is not refused as such");
  return FALSE;
}

static gboolean
check_prehashed (GBytes *signature, GBytes *message, const Material *material, GError **error)
{
  const guint8 *key = find_key (material, signature, error);
  g_autoptr (GBytes) changed = change (message);
  g_autofree char *comment = NULL;

  if (key == NULL || !valise_minisign_verify (message, signature, key, NULL, &comment, error) ||
      !valise_minisign_verify (message, signature, key, comment, NULL, error))
    return FALSE;
  if (!valise_minisign_verify (changed, signature, key, NULL, NULL, NULL))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_FAILED, "it verifies for a changed message, too");
  return FALSE;
}

static gboolean
run (const Material *material, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (material->folder, name, NULL);
  g_autoptr (GBytes) message = NULL, signature = NULL;
  char *text;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, error))
    return FALSE;
  signature = g_bytes_new_take (text, size);
  message = find_message (material, name, text);
  if (message == NULL && is_legacy (text))
    message = g_bytes_new_static ("", 0); /* refused before the message counts */
  if (message == NULL || material->keys->len == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND, "its message or key is not here");
    return FALSE;
  }
  return is_legacy (text) ? check_legacy (signature, message, material, error)
                          : check_prehashed (signature, message, material, error);
}

static void
run_all (const Material *material, GDir *directory, guint *n_passed, guint *n_failed)
{
  const char *name;

  g_dir_rewind (directory);
  while ((name = g_dir_read_name (directory)) != NULL) {
    g_autoptr (GError) error = NULL;

    if (!g_str_has_suffix (name, SUFFIX))
      continue;
    if (run (material, name, &error)) {
      (*n_passed)++;
    } else {
      (*n_failed)++;
      printf ("%s: %s\n", name, error->message);
    }
  }
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *source_path = NULL, *source = NULL;
  g_autoptr (GDir) directory = NULL;
  g_autoptr (GError) error = NULL;
  guint n_passed = 0, n_failed = 0;
  Material material = { .keys = keys };

  if (argc != 2) {
    fprintf (stderr, "usage: minisign-vectors FOLDER\n");
    return 2;
  }
  valise_secret_start ();
  directory = g_dir_open (argv[1], 0, &error);
  if (directory == NULL) {
    fprintf (stderr, "minisign-vectors: %s\n", error->message);
    return 2;
  }
  source_path = g_build_filename (argv[1], "SOURCE.txt", NULL);
  if (!g_file_get_contents (source_path, &source, NULL, NULL))
    source = g_strdup ("");
  material.folder = argv[1];
  material.source = source;
  read_keys (&material, directory);
  run_all (&material, directory, &n_passed, &n_failed);
  printf ("%u passed, %u failed\n", n_passed, n_failed);
  return n_failed > 0 || n_passed == 0;
}
