/* join-dialog.h - takes headquarters' roster in, its numbers compared
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_JOIN_DIALOG (valise_join_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ValiseJoinDialog, valise_join_dialog, VALISE, JOIN_DIALOG, AdwDialog)

AdwDialog *valise_join_dialog_new (ValiseSession *session);
