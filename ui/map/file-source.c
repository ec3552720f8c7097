/* file-source.c - the tiles of a map file of the user's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/file-source.h"

#include <unistd.h>

#include "core/mbtiles.h"
#include "core/memory-file.h"
#include "core/thumbnail.h"

#define AT_ONCE 2
#define TILE_SIZE 256

struct _ValiseFileSource {
  ShumateMapSource parent;

  GMutex lock;          /* of the file: one thread at a time */
  ValiseMbtiles *file;
};

G_DEFINE_FINAL_TYPE (ValiseFileSource, valise_file_source, SHUMATE_TYPE_MAP_SOURCE)

/* On a thread */

static GBytes *
read_tile (ValiseFileSource *self, ShumateTile *tile, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return valise_mbtiles_get_tile (self->file, shumate_tile_get_zoom_level (tile), shumate_tile_get_x (tile),
                                  shumate_tile_get_y (tile), error);
}

/* The toolkit gets a plain JPEG that was written here, never the file's bytes. */
static GdkTexture *
decode (GBytes *bytes, GError **error)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  int fd = valise_memory_file_new (data, size, error);
  g_autoptr (GBytes) clean = fd >= 0 ? valise_thumbnail_make (fd, 2 * TILE_SIZE, error) : NULL;

  if (fd >= 0)
    close (fd);
  return clean != NULL ? gdk_texture_new_from_bytes (clean, error) : NULL;
}

static void
fill (gpointer data, gpointer user)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;

  if (g_task_return_error_if_cancelled (task))
    return;
  bytes = read_tile (g_task_get_source_object (task), g_task_get_task_data (task), &error);
  texture = bytes != NULL ? decode (bytes, &error) : NULL;
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, texture, g_object_unref);
}

static GThreadPool *
get_pool (void)
{
  static GThreadPool *pool = NULL;

  if (pool == NULL)
    pool = g_thread_pool_new (fill, NULL, AT_ONCE, FALSE, NULL);
  return pool;
}

static void
fill_tile_async (ShumateMapSource *source, ShumateTile *tile, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user)
{
  GTask *task = g_task_new (source, cancellable, callback, user);

  g_task_set_task_data (task, g_object_ref (tile), g_object_unref);
  g_thread_pool_push (get_pool (), task, NULL);
}

/* A tile that is not there, or cannot be shown, leaves the map below it bare. */
static gboolean
fill_tile_finish (ShumateMapSource *source, GAsyncResult *result, GError **error)
{
  ShumateTile *tile = g_task_get_task_data (G_TASK (result));
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), error);

  if (texture != NULL)
    shumate_tile_set_paintable (tile, GDK_PAINTABLE (texture));
  shumate_tile_set_state (tile, SHUMATE_STATE_DONE);
  return texture != NULL;
}

static void
finalize (GObject *object)
{
  ValiseFileSource *self = VALISE_FILE_SOURCE (object);

  g_clear_pointer (&self->file, valise_mbtiles_close);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (valise_file_source_parent_class)->finalize (object);
}

static void
valise_file_source_class_init (ValiseFileSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  SHUMATE_MAP_SOURCE_CLASS (klass)->fill_tile_async = fill_tile_async;
  SHUMATE_MAP_SOURCE_CLASS (klass)->fill_tile_finish = fill_tile_finish;
}

static void
valise_file_source_init (ValiseFileSource *self)
{
  g_mutex_init (&self->lock);
}

ShumateMapSource *
valise_file_source_new (const char *path, GError **error)
{
  g_autoptr (ValiseMbtiles) file = valise_mbtiles_open (path, error);
  ValiseFileSource *self;

  if (file == NULL)
    return NULL;
  self = g_object_new (VALISE_TYPE_FILE_SOURCE, "id", path, "name", valise_mbtiles_get_name (file), "license",
                       valise_mbtiles_get_attribution (file), "projection", SHUMATE_MAP_PROJECTION_MERCATOR, "tile-size",
                       TILE_SIZE, "min-zoom-level", valise_mbtiles_get_min_zoom (file), "max-zoom-level",
                       valise_mbtiles_get_max_zoom (file), NULL);
  self->file = g_steal_pointer (&file);
  return SHUMATE_MAP_SOURCE (self);
}
