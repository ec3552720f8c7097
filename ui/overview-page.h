/* overview-page.h - what to do next, what waits, what headquarters holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/overview.h"

#define VALISE_TYPE_OVERVIEW_PAGE (valise_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (ValiseOverviewPage, valise_overview_page, VALISE, OVERVIEW_PAGE, AdwBin)

GtkWidget *valise_overview_page_new (void);
void       valise_overview_page_show (ValiseOverviewPage *self, const ValiseOverviewFacts *facts);
void       valise_overview_page_fail (ValiseOverviewPage *self, const char *why);
