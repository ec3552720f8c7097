/* sealed-vault.c - the vault, and who else can read what is sealed from now on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/sealed.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "core/error.h"
#include "core/folder.h"

#define VAULT_MAX_SIZE 16384

/* The vault */

static gboolean
passphrase_opens_store (ValiseStore *store, const ValiseSecret *passphrase)
{
  g_autofree char *path = valise_store_path (store, "key.age");
  g_autoptr (ValiseKeys) keys = valise_keys_read (path, passphrase, NULL);

  return keys != NULL;
}

gboolean
valise_vault_exists (ValiseStore *store)
{
  g_autofree char *path = valise_store_path (store, "vault.age");

  return access (path, F_OK) == 0;
}

char *
valise_vault_dup_recipient (ValiseStore *store)
{
  return valise_store_dup_meta (store, "vault");
}

/* Without its public half in the database nothing was ever sealed to it: what
 * a crash left, not a vault. */
static gboolean
check_new_vault (ValiseStore *store, const ValiseSecret *passphrase, guint work_factor,
                 GError **error)
{
  g_autofree char *public = valise_vault_dup_recipient (store);

  if (public != NULL && valise_vault_exists (store)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
                 _ ("this store has a vault already; it is never replaced"));
    return FALSE;
  }
  if (passphrase_opens_store (store, passphrase)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("the vault's passphrase must not be the store's; choose another"));
    return FALSE;
  }
  return valise_keys_check_work_factor (work_factor, error);
}

gboolean
valise_vault_init (ValiseStore *store, const ValiseSecret *passphrase, guint work_factor,
                   GError **error)
{
  static const char comment[] = "# the vault of a Valise store: reads its sealed fields\n";
  g_autofree char *path = valise_store_path (store, "vault.age"), *public = NULL;
  g_autoptr (ValiseSecret) identity = valise_age_identity_new ();
  g_autoptr (ValiseSecret) text = valise_age_identity_to_text (identity), whole = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (ValiseTransaction) change = NULL;
  guint factor = work_factor != 0 ? work_factor : VALISE_WORK_FACTOR;
  ValiseAgeRecipient recipient;
  gsize size = sizeof comment - 1 + valise_secret_size (text) + 1;

  if (!check_new_vault (store, passphrase, factor, error))
    return FALSE;
  whole = valise_secret_new (size);
  memcpy (valise_secret_data (whole), comment, sizeof comment - 1);
  memcpy (valise_secret_data (whole) + sizeof comment - 1, valise_secret_peek (text),
          valise_secret_size (text));
  valise_secret_data (whole)[size - 1] = '\n';
  valise_age_identity_get_recipient (identity, &recipient);
  public = valise_age_recipient_to_text (&recipient);
  file = valise_age_seal_passphrase (valise_secret_peek (whole), size, passphrase,
                                     factor, error);
  change = file != NULL ? valise_transaction_begin (valise_store_get_db (store), error) : NULL;
  return change != NULL && valise_store_set_meta (store, "vault", public, error) &&
         valise_file_replace (path, g_bytes_get_data (file, NULL), g_bytes_get_size (file), error) &&
         valise_transaction_commit (change, error);
}

ValiseSecret *
valise_vault_open (ValiseStore *store, const ValiseSecret *passphrase, GError **error)
{
  g_autofree char *path = valise_store_path (store, "vault.age");
  g_autoptr (GBytes) file = NULL;
  g_autoptr (ValiseSecret) text = NULL;
  ValiseAgeOpen how = { .passphrase = passphrase, .max_log_n = VALISE_WORK_FACTOR_MAX };
  const char *line;

  if (!valise_vault_exists (store)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("this store has no vault; make one with “valise vault init”"));
    return NULL;
  }
  file = valise_file_read (path, VAULT_MAX_SIZE, error);
  if (file == NULL)
    return NULL;
  text = valise_age_open (g_bytes_get_data (file, NULL), g_bytes_get_size (file), &how, error);
  if (text == NULL) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  line = strstr (valise_secret_text (text), "AGE-SECRET-KEY-1");
  if (line == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                 _ ("%s opens but holds no identity; restore it from a backup"), path);
    return NULL;
  }
  return valise_age_identity_parse (line, strcspn (line, "\n"), error);
}

gboolean
valise_sealed_set_custodians (ValiseStore *store, const char *const *recipients, GError **error)
{
  g_autofree char *joined = g_strjoinv (" ", (char **) recipients);

  return valise_store_set_meta (store, "custodians", joined, error);
}

char **
valise_sealed_dup_custodians (ValiseStore *store)
{
  g_autofree char *joined = valise_store_dup_meta (store, "custodians");

  return joined == NULL || joined[0] == '\0' ? g_new0 (char *, 1) : g_strsplit (joined, " ", -1);
}
