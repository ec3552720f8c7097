/* base-map.h - the Earth as polygons: what lies under the records
 *
 * From a resource of the program (base-map.py makes it from Natural Earth), so
 * that there is a map in every language and without any network. Everything
 * here may be called from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>
#include <glib.h>

/* What is seen: x and y of the middle, of Web Mercator with the Earth 1 wide
 * (clusters.h); pixels of the screen. */
typedef struct {
  double x, y, zoom;
  int width, height;
  double scale;       /* pixels of the picture for each, 1 or 2 */
  gboolean dark;
  const char *cases;  /* codes of the countries that the case is about, ";CD;RW;" */
} ValiseBaseView;

/* A picture of it (transfer full). Costs some ten milliseconds. */
cairo_surface_t *valise_base_map_paint (const ValiseBaseView *view);

typedef struct {
  const char *code;   /* ISO 3166-1, "CD" */
  const char *name;   /* in the language of the interface, if it has one of them */
  double x, y;        /* the middle of the name */
  double room;        /* how wide the country is there */
} ValiseCountry;

/* All that have a name (lent, for ever). */
const ValiseCountry *valise_base_map_countries (guint *n);

/* The colour where nothing is: the sea. */
void valise_base_map_sea (gboolean dark, double rgb[3]);
