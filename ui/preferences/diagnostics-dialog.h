/* diagnostics-dialog.h - versions, the store's self-test, sensors, clock; no content
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_DIAGNOSTICS_DIALOG (valise_diagnostics_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ValiseDiagnosticsDialog, valise_diagnostics_dialog, VALISE, DIAGNOSTICS_DIALOG, AdwDialog)

AdwDialog *valise_diagnostics_dialog_new (ValiseSession *session);
