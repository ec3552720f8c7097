/* mbtiles.h - the user's own maps: files of picture tiles, read only
 *
 * MBTiles 1.3 is a SQLite file with the tables "metadata" and "tiles". It comes
 * from outside: it is opened read only, its schema is not trusted, and nothing
 * is asked of it but those two. The pictures themselves are not looked at here;
 * who shows them decodes them in the sandbox, as photos (thumbnail.h).
 *
 * One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define VALISE_MBTILES_MAX_TILE (4 * 1024 * 1024) /* bytes of one */
#define VALISE_MBTILES_MAX_ZOOM 22

typedef struct _ValiseMbtiles ValiseMbtiles;

/* INVALID: no such file, or it holds no pictures (vector tiles are not shown);
 * DAMAGED; NOT_FOUND. */
ValiseMbtiles *valise_mbtiles_open (const char *path, GError **error);
void           valise_mbtiles_close (ValiseMbtiles *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseMbtiles, valise_mbtiles_close)

const char *valise_mbtiles_get_name (ValiseMbtiles *self);        /* of the map, else of the file */
const char *valise_mbtiles_get_attribution (ValiseMbtiles *self); /* whose it is; "" */
guint       valise_mbtiles_get_min_zoom (ValiseMbtiles *self);
guint       valise_mbtiles_get_max_zoom (ValiseMbtiles *self);

/* A picture as it lies in the file (transfer full), x from the west and y from
 * the north. NULL without error: there is none. DAMAGED, LIMIT. */
GBytes *valise_mbtiles_get_tile (ValiseMbtiles *self, guint zoom, guint x, guint y, GError **error);
