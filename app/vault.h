/* vault.h - the vault, as commands need it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/command.h"

/* Makes the vault, with a passphrase of its own and key.age's work factor. */
gboolean valise_vault_make (ValiseRun *run, GError **error);

/* Before something sealed is written: makes a vault when there is nobody yet
 * who could read it. Outside of any transaction. */
gboolean valise_vault_prepare (ValiseRun *run, GError **error);

/* The identity inside; asks for the vault's passphrase (transfer full). */
ValiseSecret *valise_vault_unlock (ValiseRun *run, GError **error);

/* How many sealed values wait for “valise reseal”, and where there are any a
 * note of it, unless the answer is JSON: said when custodians may have changed.
 * 0 also when nobody can say. */
guint64 valise_vault_note_waiting (const ValiseRun *run);
