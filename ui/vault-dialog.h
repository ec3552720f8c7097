/* vault-dialog.h - the vault's own passphrase: to open it, or to make it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/unsealed.h"

#define VALISE_TYPE_VAULT_DIALOG (valise_vault_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ValiseVaultDialog, valise_vault_dialog, VALISE, VAULT_DIALOG, AdwDialog)

/* Where there is no vault yet, it is made; else it is opened. */
AdwDialog *valise_vault_dialog_new (ValiseUnsealed *unsealed);
