/* home.h - an open store: the places at the side, one of them beside it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_HOME (valise_home_get_type ())
G_DECLARE_FINAL_TYPE (ValiseHome, valise_home, VALISE, HOME, AdwBin)

GtkWidget *valise_home_new (ValiseSession *session);

/* What is being typed is durable when this returns: before the lock. */
void       valise_home_keep_drafts (ValiseHome *self);

/* Bundles that were dropped or opened: goes to the exchange and shows what they would bring. */
void       valise_home_take_in (ValiseHome *self, const char *const *paths);
