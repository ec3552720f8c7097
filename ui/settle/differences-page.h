/* differences-page.h - the place Conflicts: everything that people differ about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_DIFFERENCES_PAGE (valise_differences_page_get_type ())
G_DECLARE_FINAL_TYPE (ValiseDifferencesPage, valise_differences_page, VALISE, DIFFERENCES_PAGE, AdwBin)

GtkWidget *valise_differences_page_new (ValiseSession *session);

void       valise_differences_page_refresh (ValiseDifferencesPage *self, const char *case_id); /* NULL: of every case */
