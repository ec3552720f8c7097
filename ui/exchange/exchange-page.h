/* exchange-page.h - one place for what travels: send, take in, what was before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_EXCHANGE_PAGE (valise_exchange_page_get_type ())
G_DECLARE_FINAL_TYPE (ValiseExchangePage, valise_exchange_page, VALISE, EXCHANGE_PAGE, AdwBin)

GtkWidget *valise_exchange_page_new (ValiseSession *session);

/* Goes to what waits and who gets it. */
void       valise_exchange_page_send (ValiseExchangePage *self);

/* Files that were dropped or opened: shows what they would bring. */
void       valise_exchange_page_look (ValiseExchangePage *self, const char *const *paths);

/* The page is shown, or the store changed: what it says is read again. */
void       valise_exchange_page_refresh (ValiseExchangePage *self);
