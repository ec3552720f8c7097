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
