/* set-up-page.h - first run: five steps from an empty laptop to a store
 *
 * Signal "done": the store is there and open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_SET_UP_PAGE (valise_set_up_page_get_type ())
G_DECLARE_FINAL_TYPE (ValiseSetUpPage, valise_set_up_page, VALISE, SET_UP_PAGE, AdwBin)

GtkWidget     *valise_set_up_page_new (const char *folder);
ValiseSession *valise_set_up_page_steal_session (ValiseSetUpPage *self); /* after "done" */
