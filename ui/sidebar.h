/* sidebar.h - the places of an open store, with their counts, and the lock
 *
 * Signal "place" (char *name, char *types): a place was chosen; `types` is
 * what its list is limited to, or "".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/overview.h"

#define VALISE_TYPE_SIDEBAR (valise_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (ValiseSidebar, valise_sidebar, VALISE, SIDEBAR, AdwBin)

void valise_sidebar_show (ValiseSidebar *self, const ValiseOverviewFacts *facts);

/* Marks a place as the one that is shown. */
void valise_sidebar_select (ValiseSidebar *self, const char *name);
