/* earth.c - a map source without tiles
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/earth.h"

#include "ui/models/clusters.h"

struct _ValiseEarth {
  ShumateMapSource parent;
};

G_DEFINE_FINAL_TYPE (ValiseEarth, valise_earth, SHUMATE_TYPE_MAP_SOURCE)

static void
fill_tile_async (ShumateMapSource *source, ShumateTile *tile, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user);

  shumate_tile_set_state (tile, SHUMATE_STATE_DONE);
  g_task_return_boolean (task, TRUE);
}

static gboolean
fill_tile_finish (ShumateMapSource *source, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
valise_earth_class_init (ValiseEarthClass *klass)
{
  SHUMATE_MAP_SOURCE_CLASS (klass)->fill_tile_async = fill_tile_async;
  SHUMATE_MAP_SOURCE_CLASS (klass)->fill_tile_finish = fill_tile_finish;
}

static void
valise_earth_init (ValiseEarth *self)
{
}

ShumateMapSource *
valise_earth_new (void)
{
  return g_object_new (VALISE_TYPE_EARTH, "id", "earth", "name", "Earth", "projection", SHUMATE_MAP_PROJECTION_MERCATOR,
                       "tile-size", VALISE_TILE_SIZE, "min-zoom-level", 0, "max-zoom-level", 19, NULL);
}
