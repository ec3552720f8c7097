/* take-in-view.h - bundles dropped or chosen, looked at first, then taken in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_TAKE_IN_VIEW (valise_take_in_view_get_type ())
G_DECLARE_FINAL_TYPE (ValiseTakeInView, valise_take_in_view, VALISE, TAKE_IN_VIEW, AdwBin)

GtkWidget *valise_take_in_view_new (ValiseSession *session);

/* A dry run of these files, shown here (paths, NULL at the end). */
void       valise_take_in_view_look (ValiseTakeInView *self, const char *const *paths);

/* What came of earlier ones is read again. */
void       valise_take_in_view_refresh (ValiseTakeInView *self);
