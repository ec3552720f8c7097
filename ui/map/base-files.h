/* base-files.h - the choice of base maps: the program's own, and files of the user's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/map/map-view.h"
#include "ui/models/session.h"

/* Shows on a map the files that were chosen. */
void       valise_base_files_attach (ValiseMapView *map, ValiseSession *session);

/* A button with a list of them; what is chosen there is shown on `map`, and
 * remembered in the store. */
GtkWidget *valise_base_files_new (ValiseMapView *map, ValiseSession *session);
