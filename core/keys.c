/* keys.c - key.age: what the passphrase opens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/keys.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#include "core/age.h"
#include "core/error.h"
#include "core/folder.h"

#define FIRST_LINE "valise/key/1"
#define MAX_SIZE 16384

ValiseKeys *
valise_keys_new (void)
{
  ValiseKeys *keys = g_new0 (ValiseKeys, 1);

  keys->database = valise_secret_new_random (32);
  keys->files = valise_age_identity_new ();
  keys->bundles = valise_age_identity_new ();
  keys->names = valise_secret_new_random (32);
  return keys;
}

ValiseKeys *
valise_keys_dup (const ValiseKeys *keys)
{
  ValiseKeys *copy = g_new0 (ValiseKeys, 1);

  copy->database = valise_secret_dup (keys->database);
  copy->files = valise_secret_dup (keys->files);
  copy->bundles = valise_secret_dup (keys->bundles);
  copy->names = valise_secret_dup (keys->names);
  return copy;
}

void
valise_keys_free (ValiseKeys *keys)
{
  if (keys == NULL)
    return;
  valise_secret_free (keys->database);
  valise_secret_free (keys->files);
  valise_secret_free (keys->bundles);
  valise_secret_free (keys->names);
  g_free (keys);
}

/* Text is put together and taken apart in guarded memory only. */

static void
append (ValiseSecret *text, gsize *at, const char *bytes, gsize size)
{
  g_assert (*at + size <= valise_secret_size (text));
  memcpy (valise_secret_data (text) + *at, bytes, size);
  *at += size;
}

static void
append_hex (ValiseSecret *text, gsize *at, const char *name, const ValiseSecret *key)
{
  g_autoptr (ValiseSecret) hex = valise_secret_new (64);

  sodium_bin2hex ((char *) valise_secret_data (hex), 65, valise_secret_peek (key), 32);
  append (text, at, name, strlen (name));
  append (text, at, valise_secret_text (hex), 64);
  append (text, at, "\n", 1);
}

static void
append_identity (ValiseSecret *text, gsize *at, const char *name, const ValiseSecret *key)
{
  g_autoptr (ValiseSecret) identity = valise_age_identity_to_text (key);

  append (text, at, name, strlen (name));
  append (text, at, valise_secret_text (identity), valise_secret_size (identity));
  append (text, at, "\n", 1);
}

gboolean
valise_keys_check_work_factor (guint work_factor, GError **error)
{
  if (work_factor >= VALISE_WORK_FACTOR_MIN && work_factor <= VALISE_WORK_FACTOR_MAX)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("the work factor is %u; give one from %d to %d"), work_factor,
               VALISE_WORK_FACTOR_MIN, VALISE_WORK_FACTOR_MAX);
  return FALSE;
}

ValiseSecret *
valise_keys_to_text (const ValiseKeys *keys)
{
  g_autoptr (ValiseSecret) text = valise_secret_new (1024);
  gsize size = 0;

  append (text, &size, FIRST_LINE "\n", strlen (FIRST_LINE) + 1);
  append_hex (text, &size, "database ", keys->database);
  append_identity (text, &size, "files ", keys->files);
  append_identity (text, &size, "bundles ", keys->bundles);
  append_hex (text, &size, "names ", keys->names);
  valise_secret_truncate (text, size);
  return g_steal_pointer (&text);
}

gboolean
valise_keys_write (const ValiseKeys *keys, const char *path, const ValiseSecret *passphrase,
                   guint work_factor, GError **error)
{
  g_autoptr (ValiseSecret) text = NULL;
  g_autoptr (GBytes) sealed = NULL;

  if (!valise_keys_check_work_factor (work_factor, error))
    return FALSE;
  text = valise_keys_to_text (keys);
  sealed = valise_age_seal_passphrase (valise_secret_peek (text), valise_secret_size (text), passphrase, work_factor,
                                       error);
  if (sealed == NULL)
    return FALSE;
  return valise_file_replace (path, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed),
                              error);
}

/* The value of the line that begins with `name`, or NULL. */
static const char *
find_line (const ValiseSecret *text, const char *name, gsize *length)
{
  const char *at = valise_secret_text (text);

  while (at != NULL && *at != '\0') {
    const char *end = strchrnul (at, '\n');

    if (g_str_has_prefix (at, name)) {
      at += strlen (name);
      *length = (gsize) (end - at);
      return at;
    }
    at = *end == '\n' ? end + 1 : NULL;
  }
  return NULL;
}

static ValiseSecret *
read_hex (const ValiseSecret *text, const char *name)
{
  gsize length = 0, size = 0;
  const char *line = find_line (text, name, &length);
  g_autoptr (ValiseSecret) key = valise_secret_new (32);

  if (line == NULL || length != 64 ||
      sodium_hex2bin (valise_secret_data (key), 32, line, length, NULL, &size, NULL) != 0 ||
      size != 32)
    return NULL;
  return g_steal_pointer (&key);
}

static ValiseSecret *
read_identity (const ValiseSecret *text, const char *name)
{
  gsize length = 0;
  const char *line = find_line (text, name, &length);

  return line != NULL ? valise_age_identity_parse (line, length, NULL) : NULL;
}

ValiseKeys *
valise_keys_from_text (const ValiseSecret *text, const char *what, GError **error)
{
  g_autoptr (ValiseKeys) keys = NULL;

  keys = g_new0 (ValiseKeys, 1);
  keys->database = read_hex (text, "database ");
  keys->files = read_identity (text, "files ");
  keys->bundles = read_identity (text, "bundles ");
  keys->names = read_hex (text, "names ");
  if (!g_str_has_prefix (valise_secret_text (text), FIRST_LINE "\n") || keys->database == NULL ||
      keys->files == NULL || keys->bundles == NULL || keys->names == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                 _ ("%s opens but does not hold a store's keys; restore it from a backup"), what);
    return NULL;
  }
  return g_steal_pointer (&keys);
}

ValiseKeys *
valise_keys_read (const char *path, const ValiseSecret *passphrase, GError **error)
{
  g_autoptr (GBytes) sealed = valise_file_read (path, MAX_SIZE, error);
  g_autoptr (ValiseSecret) text = NULL;
  ValiseAgeOpen how = { .passphrase = passphrase, .max_log_n = VALISE_WORK_FACTOR_MAX };

  if (sealed == NULL)
    return NULL;
  text = valise_age_open (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), &how, error);
  if (text == NULL) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  return valise_keys_from_text (text, path, error);
}

guint
valise_keys_work_factor (const char *path)
{
  g_autoptr (GBytes) sealed = valise_file_read (path, MAX_SIZE, NULL);
  g_autofree char *header = NULL;
  const char *stanza;
  gsize size = 0;
  gconstpointer data;

  if (sealed == NULL)
    return 0;
  data = g_bytes_get_data (sealed, &size);
  header = g_strndup (data != NULL ? data : "", MIN (size, 256));
  stanza = strstr (header, "-> scrypt ");
  stanza = stanza != NULL ? strchr (stanza + 10, ' ') : NULL;
  return stanza != NULL ? (guint) g_ascii_strtoull (stanza + 1, NULL, 10) : 0;
}
