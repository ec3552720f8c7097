/* roster-page.h - the place Roster: members, cases, and what waits to be admitted
 *
 * At the registry alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_ROSTER_PAGE (valise_roster_page_get_type ())
G_DECLARE_FINAL_TYPE (ValiseRosterPage, valise_roster_page, VALISE, ROSTER_PAGE, AdwBin)

GtkWidget *valise_roster_page_new (ValiseSession *session);
void       valise_roster_page_refresh (ValiseRosterPage *self);
