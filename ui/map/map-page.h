/* map-page.h - where and when: the map, the records in view, the time line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/session.h"

#define VALISE_TYPE_MAP_PAGE (valise_map_page_get_type ())
G_DECLARE_FINAL_TYPE (ValiseMapPage, valise_map_page, VALISE, MAP_PAGE, AdwBin)

GtkWidget *valise_map_page_new (ValiseSession *session);

/* What is shown may be out of date. */
void       valise_map_page_refresh (ValiseMapPage *self);

/* Goes to one record; where it has no measured place, nothing moves. */
void       valise_map_page_show_record (ValiseMapPage *self, const char *record);
