/* arrived-page.h - what others recorded and sent: by sender, the actionable first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_ARRIVED_PAGE (valise_arrived_page_get_type ())
G_DECLARE_FINAL_TYPE (ValiseArrivedPage, valise_arrived_page, VALISE, ARRIVED_PAGE, AdwBin)

GtkWidget *valise_arrived_page_new (ValiseSession *session);
void       valise_arrived_page_refresh (ValiseArrivedPage *self);
