/* pick-dialog.h - a place by pointing at it, or by taking it from a photo
 *
 * Signal "picked" (char *coordinates, char *metres, char *method): in the
 * user's notation; metres "" when nothing can be said; the dialog closes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "core/grid.h"
#include "ui/models/session.h"

#define VALISE_TYPE_PICK_DIALOG (valise_pick_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ValisePickDialog, valise_pick_dialog, VALISE, PICK_DIALOG, AdwDialog)

/* On the map; `at` (or NULL): what was measured until now. */
ValisePickDialog *valise_pick_dialog_new_map (ValiseSession *session, const ValiseDegrees *at);

/* From one of the photos that say where they were taken. */
ValisePickDialog *valise_pick_dialog_new_photo (ValiseSession *session);
