/* run.c - the store that a command works on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <unistd.h>

#include "app/command.h"
#include "app/passphrase.h"
#include "app/print.h"
#include "core/error.h"
#include "core/record.h"

#define ATTEMPTS 3 /* on a terminal */

const char *
valise_run_folder (ValiseRun *run, GError **error)
{
  const char *folder = valise_arguments_get (run->given, "store");

  if (folder == NULL)
    folder = g_getenv ("VALISE_STORE");
  if (folder == NULL || folder[0] == '\0')
    valise_usage_error (error, _ ("say which store: --store DIR, or set VALISE_STORE"));
  return folder != NULL && folder[0] != '\0' ? folder : NULL;
}

/* Asked before the passphrase is: nobody should type one for nothing. */
static gboolean
check_there (const char *folder, GError **error)
{
  g_autofree char *key = g_build_filename (folder, "key.age", NULL);

  if (access (key, F_OK) == 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
               _ ("there is no store in %s; make one with “valise init” or name another with --store"),
               folder);
  return FALSE;
}

static ValiseStore *
try_open (ValiseRun *run, const char *folder, GError **error)
{
  g_autoptr (ValiseSecret) passphrase =
      valise_passphrase_get (run->given, VALISE_PASSPHRASE_STORE, error);

  return passphrase != NULL ? valise_store_open (folder, passphrase, error) : NULL;
}

ValiseStore *
valise_run_store (ValiseRun *run, GError **error)
{
  const char *folder;
  gboolean asked = valise_passphrase_is_asked (run->given, VALISE_PASSPHRASE_STORE);

  if (run->store != NULL)
    return run->store;
  folder = valise_run_folder (run, error);
  if (folder == NULL || !check_there (folder, error))
    return NULL;
  for (guint attempt = 1; run->store == NULL; attempt++) {
    GError *local = NULL;

    run->store = try_open (run, folder, &local);
    if (run->store != NULL)
      break;
    if (!asked || attempt == ATTEMPTS ||
        !g_error_matches (local, VALISE_ERROR, VALISE_ERROR_WRONG_PASSPHRASE)) {
      g_propagate_error (error, local);
      return NULL;
    }
    valise_complain (local->message);
    g_clear_error (&local);
  }
  return run->store;
}

char *
valise_run_record (ValiseRun *run, guint word, GError **error)
{
  ValiseStore *store = valise_run_store (run, error);
  char *record;

  if (store == NULL)
    return NULL;
  record = valise_record_find (store, valise_arguments_word (run->given, word), error);
  if (record == NULL)
    valise_usage_claim_invalid (error);
  return record;
}
