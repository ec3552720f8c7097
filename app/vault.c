/* vault.c - the vault, as commands need it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/vault.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "app/passphrase.h"
#include "app/print.h"
#include "app/status.h"
#include "core/error.h"
#include "core/sealed.h"

gboolean
valise_vault_make (ValiseRun *run, GError **error)
{
  g_autoptr (ValiseSecret) passphrase = NULL;
  g_autofree char *key = valise_store_path (run->store, "key.age");

  if (valise_vault_exists (run->store)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
                 _ ("this store has a vault already; it is never replaced"));
    return FALSE;
  }
  passphrase = valise_passphrase_get_new (run->given, VALISE_PASSPHRASE_VAULT, error);
  return passphrase != NULL &&
         valise_vault_init (run->store, passphrase, valise_keys_work_factor (key), error);
}

gboolean
valise_vault_prepare (ValiseRun *run, GError **error)
{
  g_auto (GStrv) custodians = valise_sealed_dup_custodians (run->store);

  if (valise_vault_exists (run->store) || custodians[0] != NULL)
    return TRUE;
  if (valise_passphrase_is_asked (run->given, VALISE_PASSPHRASE_VAULT))
    fprintf (stderr, "%s\n", _ ("Sealed fields need a vault, and this store has none yet."));
  if (!valise_vault_make (run, error)) {
    g_prefix_error (error, "%s", _ ("making the vault that sealed fields need: "));
    return FALSE;
  }
  fprintf (stderr, "%s\n", _ ("The vault was made: its passphrase reads what is sealed. Nothing else does."));
  return TRUE;
}

ValiseSecret *
valise_vault_unlock (ValiseRun *run, GError **error)
{
  g_autoptr (ValiseSecret) passphrase = NULL;

  if (!valise_vault_exists (run->store)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("this store has no vault, so nothing sealed can be read here; “valise vault init” makes one"));
    return NULL;
  }
  passphrase = valise_passphrase_get (run->given, VALISE_PASSPHRASE_VAULT, error);
  return passphrase != NULL ? valise_vault_open (run->store, passphrase, error) : NULL;
}

guint64
valise_vault_note_waiting (const ValiseRun *run)
{
  ValiseResealCount count;
  g_autofree char *sentence = NULL;

  if (!valise_reseal_count (run->store, &count, NULL))
    return 0;
  sentence = valise_status_sealed_waiting (count.waiting);
  if (sentence != NULL && !valise_run_is_json (run))
    valise_note ("%s", sentence);
  return count.waiting;
}
