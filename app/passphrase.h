/* passphrase.h - where a passphrase comes from: a file, or the terminal
 *
 * Never from the command line, which every user of a machine can read. What is
 * typed is not shown, goes from the terminal straight into guarded memory, and
 * the terminal shows again what is typed however the program ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/options.h"
#include "core/secret.h"

typedef enum {
  VALISE_PASSPHRASE_STORE, /* --passphrase-file, VALISE_PASSPHRASE_FILE */
  VALISE_PASSPHRASE_VAULT, /* --vault-passphrase-file, VALISE_VAULT_PASSPHRASE_FILE */
  VALISE_PASSPHRASE_FIRST, /* --first-passphrase-file: the two recovery identities' */
  VALISE_PASSPHRASE_SECOND,
  VALISE_PASSPHRASE_NEXT,  /* --new-passphrase-file: what replaces the store's */
} ValisePassphraseKind;

/* One that opens something. */
ValiseSecret *valise_passphrase_get (const ValiseArguments *given, ValisePassphraseKind kind, GError **error);

/* A new one: on the terminal it is asked for twice. */
ValiseSecret *valise_passphrase_get_new (const ValiseArguments *given, ValisePassphraseKind kind, GError **error);

/* Does it come from the terminal, so that asking again makes sense? */
gboolean      valise_passphrase_is_asked (const ValiseArguments *given, ValisePassphraseKind kind);
