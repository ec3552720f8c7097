/* preferences-dialog.h - what a person chooses about this laptop
 *
 * Everything is kept at once; there is nothing to apply.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_PREFERENCES_DIALOG (valise_preferences_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ValisePreferencesDialog, valise_preferences_dialog, VALISE, PREFERENCES_DIALOG, AdwPreferencesDialog)

/* Signal "timeout" (minutes): after how long the window locks from now on. */
AdwDialog *valise_preferences_dialog_new (ValiseSession *session);
