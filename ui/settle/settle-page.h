/* settle-page.h - one difference: what stood before, the sides, and the decision
 *
 * A full page of its own, with the list of what is open beside it. No choice is
 * suggested: there is no default button. Keys, while nothing is typed into: A,
 * B… keep, C a third value, D both as a note, N later.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_SETTLE_PAGE (valise_settle_page_get_type ())
G_DECLARE_FINAL_TYPE (ValiseSettlePage, valise_settle_page, VALISE, SETTLE_PAGE, AdwNavigationPage)

/* Begins with this record's difference about this field ("": any of it, or
 * its withdrawal); record "": with the first. `case_id` NULL: of every case. */
GtkWidget *valise_settle_page_new (ValiseSession *session, const char *case_id, const char *record, const char *name);
