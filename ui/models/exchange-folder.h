/* exchange-folder.h - a folder that is looked at when asked, or every so many minutes
 *
 * A share, a stick, or a folder that another program synchronizes
 * (sync/exchange.h): what is new there is taken in, what waits is written
 * there. Which folder, and how often, is kept inside the store.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/session.h"

#define VALISE_TYPE_EXCHANGE_FOLDER (valise_exchange_folder_get_type ())
G_DECLARE_FINAL_TYPE (ValiseExchangeFolder, valise_exchange_folder, VALISE, EXCHANGE_FOLDER, GObject)

/* Signal "changed": any of the answers below. */
ValiseExchangeFolder *valise_exchange_folder_new (ValiseSession *session);
const char           *valise_exchange_folder_get_path (ValiseExchangeFolder *self);    /* NULL: none was chosen */
guint                 valise_exchange_folder_get_minutes (ValiseExchangeFolder *self); /* 0: only when asked */
gboolean              valise_exchange_folder_is_busy (ValiseExchangeFolder *self);
const char           *valise_exchange_folder_get_result (ValiseExchangeFolder *self);  /* of the last look, in words; NULL: none yet */

void valise_exchange_folder_choose (ValiseExchangeFolder *self, const char *path);     /* NULL: none any more */
void valise_exchange_folder_set_minutes (ValiseExchangeFolder *self, guint minutes);
void valise_exchange_folder_look (ValiseExchangeFolder *self);                         /* now */
void valise_exchange_folder_stop (ValiseExchangeFolder *self);                         /* looks no more: the store is being closed */
