/* recovery.c - the two persons, as commands need them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/recovery.h"

#include <glib/gi18n.h>

#include "app/passphrase.h"

static ValiseSecret *
read_identity (const ValiseRun *run, const char *option, ValisePassphraseKind kind,
               GError **error)
{
  const char *path = valise_arguments_get (run->given, option);
  g_autoptr (ValiseSecret) passphrase = valise_passphrase_get (run->given, kind, error);

  return passphrase != NULL ? valise_recovery_identity_read (path, passphrase, error)
                            : NULL;
}

ValiseKeys *
valise_recovery_unlock (ValiseRun *run, GBytes *file, GError **error)
{
  g_autoptr (ValiseSecret) first = NULL, second = NULL;

  if (!valise_arguments_has (run->given, "first") ||
      !valise_arguments_has (run->given, "second")) {
    valise_usage_error (error,
                        _ ("two persons are needed: --first FILE and --second FILE"));
    return NULL;
  }
  first = read_identity (run, "first", VALISE_PASSPHRASE_FIRST, error);
  second = first != NULL
               ? read_identity (run, "second", VALISE_PASSPHRASE_SECOND, error)
               : NULL;
  return second != NULL ? valise_recovery_open (file, first, second, error) : NULL;
}
