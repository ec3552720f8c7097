/* recovery.c - two persons at headquarters open what one forgotten passphrase closed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/recovery.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "core/error.h"
#include "core/folder.h"

#define COMMENT "# one of two recovery identities of a Valise headquarters\n"
#define MARK "valise/recovery"

/* Identities */

char *
valise_recovery_identity_new (const char *path, const ValiseSecret *passphrase,
                              guint work_factor, GError **error)
{
  g_autoptr (ValiseSecret) identity = valise_age_identity_new ();
  g_autoptr (ValiseSecret) text = valise_age_identity_to_text (identity), whole = NULL;
  g_autoptr (GBytes) file = NULL;
  ValiseAgeRecipient recipient;
  gsize size = strlen (COMMENT) + valise_secret_size (text) + 1;

  if (access (path, F_OK) == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
                 _ ("%s exists; name a new file for a recovery identity"), path);
    return NULL;
  }
  whole = valise_secret_new (size);
  memcpy (valise_secret_data (whole), COMMENT, strlen (COMMENT));
  memcpy (valise_secret_data (whole) + strlen (COMMENT), valise_secret_peek (text),
          valise_secret_size (text));
  valise_secret_data (whole)[size - 1] = '\n';
  file = valise_age_seal_passphrase (
      valise_secret_peek (whole), size, passphrase,
      work_factor != 0 ? work_factor : VALISE_WORK_FACTOR, error);
  if (file == NULL || !valise_file_replace (path, g_bytes_get_data (file, NULL),
                                            g_bytes_get_size (file), error))
    return NULL;
  valise_age_identity_get_recipient (identity, &recipient);
  return valise_age_recipient_to_text (&recipient);
}

static ValiseSecret *
find_identity (const ValiseSecret *text, const char *path, GError **error)
{
  const char *line = strstr (valise_secret_text (text), "AGE-SECRET-KEY-1");
  ValiseSecret *identity =
      line != NULL ? valise_age_identity_parse (line, strcspn (line, "\r\n"), NULL)
                   : NULL;

  if (identity == NULL)
    g_set_error (
        error, VALISE_ERROR, VALISE_ERROR_INVALID,
        _ ("%s opens and holds no age identity; name what “valise recovery init” wrote"),
        path);
  return identity;
}

ValiseSecret *
valise_recovery_identity_read (const char *path, const ValiseSecret *passphrase,
                               GError **error)
{
  ValiseAgeOpen how = { .passphrase = passphrase, .max_log_n = VALISE_WORK_FACTOR_MAX };
  g_autoptr (GBytes) file = valise_file_read (path, VALISE_RECOVERY_MAX, error);
  g_autoptr (ValiseSecret) text = NULL;

  if (file == NULL)
    return NULL;
  text = valise_age_open (g_bytes_get_data (file, NULL), g_bytes_get_size (file), &how,
                          error);
  if (text == NULL) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  return find_identity (text, path, error);
}

/* Recipients */

gboolean
valise_recovery_check_recipients (const char *first, const char *second, GError **error)
{
  ValiseAgeRecipient recipient;

  if (!valise_age_recipient_parse (first, &recipient, error) ||
      !valise_age_recipient_parse (second, &recipient, error))
    return FALSE;
  if (strcmp (first, second) != 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("both recovery keys are the same; two persons need one each"));
  return FALSE;
}

char **
valise_recovery_dup_recipients (ValiseStore *store)
{
  g_autofree char *text = valise_store_dup_meta (store, "recovery_recipients");

  return text != NULL ? g_strsplit (text, " ", 2) : g_new0 (char *, 1);
}

gboolean
valise_recovery_set_recipients (ValiseStore *store, const char *first,
                                const char *second, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%s %s", first, second);

  return valise_recovery_check_recipients (first, second, error) &&
         valise_store_set_meta (store, "recovery_recipients", text, error) &&
         valise_recovery_refresh (store, error);
}

/* The file */

static GBytes *
seal (const ValiseKeys *keys, const char *first, const char *second, GError **error)
{
  g_autoptr (ValiseSecret) text = valise_keys_to_text (keys);
  g_autoptr (GBytes) inner = NULL;
  ValiseAgeRecipient inside, outside;

  if (!valise_age_recipient_parse (first, &inside, error) ||
      !valise_age_recipient_parse (second, &outside, error))
    return NULL;
  inner = valise_age_seal (valise_secret_peek (text), valise_secret_size (text),
                           &inside, 1, error);
  return inner != NULL ? valise_age_seal (g_bytes_get_data (inner, NULL),
                                          g_bytes_get_size (inner), &outside, 1, error)
                       : NULL;
}

/* What the file was made of; says nothing to who has no key. */
static char *
mark_of (ValiseStore *store, const char *first, const char *second)
{
  g_autofree char *text = g_strdup_printf (MARK " %s %s", first, second);
  const ValiseSecret *key = valise_store_get_keys (store)->database;
  ValiseHash hash;

  valise_hmac_sha256 (valise_secret_peek (key), valise_secret_size (key), text,
                      strlen (text), &hash);
  return valise_hex_encode (hash.bytes, sizeof hash.bytes);
}

static gboolean
is_current (ValiseStore *store, const char *mark)
{
  g_autofree char *path = valise_store_path (store, VALISE_RECOVERY_FILE);
  g_autofree char *kept = valise_store_dup_meta (store, "recovery_of");

  return g_strcmp0 (kept, mark) == 0 && access (path, F_OK) == 0;
}

gboolean
valise_recovery_is_current (ValiseStore *store)
{
  g_auto (GStrv) to = valise_recovery_dup_recipients (store);
  g_autofree char *mark = to[0] != NULL ? mark_of (store, to[0], to[1]) : NULL;

  return mark != NULL && is_current (store, mark);
}

gboolean
valise_recovery_refresh (ValiseStore *store, GError **error)
{
  g_auto (GStrv) to = valise_recovery_dup_recipients (store);
  g_autofree char *path = valise_store_path (store, VALISE_RECOVERY_FILE), *mark = NULL;
  g_autoptr (GBytes) file = NULL;

  if (to[0] == NULL)
    return TRUE;
  mark = mark_of (store, to[0], to[1]);
  if (is_current (store, mark))
    return TRUE;
  file = seal (valise_store_get_keys (store), to[0], to[1], error);
  return file != NULL &&
         valise_file_replace (path, g_bytes_get_data (file, NULL),
                              g_bytes_get_size (file), error) &&
         valise_store_set_meta (store, "recovery_of", mark, error);
}

/* Opening */

static ValiseSecret *
open_layer (gconstpointer data, gsize size, const ValiseSecret *identity,
            GError **error)
{
  const ValiseSecret *identities[] = { identity };
  ValiseAgeOpen how = { .identities = identities,
                        .n_identities = 1,
                        .exact_x25519_stanzas = 1 };

  return valise_age_open (data, size, &how, error);
}

gboolean
valise_recovery_check_form (GBytes *file, GError **error)
{
  g_autoptr (ValiseSecret) nobody = valise_age_identity_new (), text = NULL;
  g_autoptr (GError) local = NULL;

  text = open_layer (g_bytes_get_data (file, NULL), g_bytes_get_size (file), nobody,
                     &local);
  if (text != NULL || g_error_matches (local, VALISE_ERROR, VALISE_ERROR_NOT_FOR_US))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

ValiseKeys *
valise_recovery_open (GBytes *file, const ValiseSecret *one, const ValiseSecret *other,
                      GError **error)
{
  g_autoptr (GError) local = NULL;
  const ValiseSecret *inside = one;
  g_autoptr (ValiseSecret) inner = NULL, text = NULL;

  inner = open_layer (g_bytes_get_data (file, NULL), g_bytes_get_size (file), other,
                      &local);
  if (inner == NULL && g_error_matches (local, VALISE_ERROR, VALISE_ERROR_NOT_FOR_US)) {
    inside = other;
    inner =
        open_layer (g_bytes_get_data (file, NULL), g_bytes_get_size (file), one, error);
  } else if (inner == NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
  }
  text = inner != NULL ? open_layer (valise_secret_peek (inner),
                                     valise_secret_size (inner), inside, error)
                       : NULL;
  if (text == NULL) {
    g_prefix_error (error,
                    _ ("the recovery file does not open with these two identities: "));
    return NULL;
  }
  return valise_keys_from_text (text, "the recovery file", error);
}
