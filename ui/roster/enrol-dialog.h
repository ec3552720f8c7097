/* enrol-dialog.h - a request compared and enrolled, or a member changed
 *
 * Neither side's word goes without the other's: the member reads forty digits
 * and headquarters types them; then headquarters reads its own. Signal "done"
 * (char *name, char *roster): what is to be handed to the member.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/roster.h"

#define VALISE_TYPE_ENROL_DIALOG (valise_enrol_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ValiseEnrolDialog, valise_enrol_dialog, VALISE, ENROL_DIALOG, AdwDialog)

AdwDialog *valise_enrol_dialog_new (ValiseSession *session, const ValiseRosterFacts *facts);

/* Role, cases and expiry of a device that is enrolled; its keys stay. */
AdwDialog *valise_enrol_dialog_new_change (ValiseSession *session, const ValiseRosterFacts *facts, const ValiseMember *member);
