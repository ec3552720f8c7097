/* watched.c - an input stream that tells how much of it was read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/watched.h"

struct _ValiseWatched {
  GFilterInputStream parent;
  guint64 done, total;
  ValiseProgress progress;
  gpointer user;
};

G_DEFINE_FINAL_TYPE (ValiseWatched, valise_watched, G_TYPE_FILTER_INPUT_STREAM)

static gssize
watched_read (GInputStream *stream, void *buffer, gsize size, GCancellable *cancellable,
              GError **error)
{
  ValiseWatched *watched = VALISE_WATCHED (stream);
  GInputStream *base = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream));
  gssize got = g_input_stream_read (base, buffer, size, cancellable, error);

  if (got > 0) {
    watched->done += (guint64) got;
    watched->progress (watched->done, watched->total, watched->user);
  }
  return got;
}

static void
valise_watched_class_init (ValiseWatchedClass *class)
{
  G_INPUT_STREAM_CLASS (class)->read_fn = watched_read;
}

static void
valise_watched_init (ValiseWatched *watched)
{
}

GInputStream *
valise_watched_new (GInputStream *base, guint64 total, ValiseProgress progress, gpointer user)
{
  ValiseWatched *watched = g_object_new (VALISE_TYPE_WATCHED, "base-stream", base, NULL);

  watched->total = total;
  watched->progress = progress;
  watched->user = user;
  return G_INPUT_STREAM (watched);
}
