/* stoppable.c - a stream that ends when a person says so
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/stoppable.h"

struct _ValiseStoppable {
  GFilterInputStream parent_instance;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ValiseStoppable, valise_stoppable, G_TYPE_FILTER_INPUT_STREAM)

static gssize
read_on (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  GInputStream *base = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream));

  if (g_cancellable_set_error_if_cancelled (VALISE_STOPPABLE (stream)->cancellable, error))
    return -1;
  return g_input_stream_read (base, buffer, count, cancellable, error);
}

static void
finalize (GObject *object)
{
  g_clear_object (&VALISE_STOPPABLE (object)->cancellable);
  G_OBJECT_CLASS (valise_stoppable_parent_class)->finalize (object);
}

static void
valise_stoppable_class_init (ValiseStoppableClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
  G_INPUT_STREAM_CLASS (class)->read_fn = read_on;
}

static void
valise_stoppable_init (ValiseStoppable *self)
{
}

GInputStream *
valise_stoppable_new (GInputStream *base)
{
  GCancellable *current = g_cancellable_get_current ();
  ValiseStoppable *self;

  if (current == NULL)
    return base;
  self = g_object_new (VALISE_TYPE_STOPPABLE, "base-stream", base, NULL);
  self->cancellable = g_object_ref (current);
  g_object_unref (base);
  return G_INPUT_STREAM (self);
}
