/* case-dialog.h - a case added, or its countries changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/roster.h"

#define VALISE_TYPE_CASE_DIALOG (valise_case_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ValiseCaseDialog, valise_case_dialog, VALISE, CASE_DIALOG, AdwDialog)

/* `one` NULL: a new one. */
AdwDialog *valise_case_dialog_new (ValiseSession *session, const ValiseCase *one);
