/* ledger-view.h - what was sent and what came, for ever; and the exchange folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_LEDGER_VIEW (valise_ledger_view_get_type ())
G_DECLARE_FINAL_TYPE (ValiseLedgerView, valise_ledger_view, VALISE, LEDGER_VIEW, AdwBin)

GtkWidget *valise_ledger_view_new (ValiseSession *session);
void       valise_ledger_view_refresh (ValiseLedgerView *self);
