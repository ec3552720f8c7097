/* vault-bar.h - is the vault open, for how long, and who reads what is sealed
 *
 * Closes the vault when it goes out of sight, and when its window loses the
 * focus. Action "vault.close" (Ctrl+Shift+L) of the page that holds it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/unsealed.h"

#define VALISE_TYPE_VAULT_BAR (valise_vault_bar_get_type ())
G_DECLARE_FINAL_TYPE (ValiseVaultBar, valise_vault_bar, VALISE, VAULT_BAR, GtkBox)

/* `author`: whose record it is, NULL: one's own. */
GtkWidget *valise_vault_bar_new (ValiseUnsealed *unsealed, const char *author);
