/* map-view.h - a map: the base map, the user's own maps, marks, and what moves it
 *
 * Never connects to anything: libshumate's own registry of maps, which would,
 * is never made. Signals:
 *  "rested" - the view changed and came to rest
 *  "mark" (ValiseCluster *) - a mark was clicked
 *  "picked" (double latitude, double longitude) - a place was clicked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/clusters.h"

#define VALISE_TYPE_MAP_VIEW (valise_map_view_get_type ())
G_DECLARE_FINAL_TYPE (ValiseMapView, valise_map_view, VALISE, MAP_VIEW, AdwBin)

GtkWidget       *valise_map_view_new (void);

/* What is on the screen. */
ValiseSpotWindow valise_map_view_get_window (ValiseMapView *self);
ValiseDegrees    valise_map_view_get_middle (ValiseMapView *self);
double           valise_map_view_get_zoom (ValiseMapView *self);
double           valise_map_view_get_metres_per_pixel (ValiseMapView *self); /* in its middle */

void             valise_map_view_go_to (ValiseMapView *self, ValiseDegrees at, double zoom);
void             valise_map_view_frame (ValiseMapView *self, const ValiseSpotWindow *window); /* all of it, and some room */

/* Of ValiseCluster (refers to it). */
void             valise_map_view_show (ValiseMapView *self, GPtrArray *clusters);

/* Codes of the countries that the case is about, NULL at the end. */
void             valise_map_view_set_cases (ValiseMapView *self, const char *const *codes);

/* The user's own map files, each over those before it. FALSE: as valise_mbtiles_open(). */
gboolean         valise_map_view_add_file (ValiseMapView *self, const char *path, GError **error);
void             valise_map_view_clear_files (ValiseMapView *self);

/* A legend, or what else stands at the beginning of its top. */
void             valise_map_view_add_overlay (ValiseMapView *self, GtkWidget *widget);
