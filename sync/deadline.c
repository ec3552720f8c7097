/* deadline.c - a stream that ends when too much time went by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/deadline.h"

#include "core/clock.h"
#include "sync/limits.h"

struct _ValiseDeadline {
  GFilterInputStream parent_instance;
  gint64 end;
  GError *late; /* made at once: another thread may read this, and none but its own uses the store */
};

G_DEFINE_FINAL_TYPE (ValiseDeadline, valise_deadline, G_TYPE_FILTER_INPUT_STREAM)

static gssize
read_in_time (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable,
              GError **error)
{
  ValiseDeadline *self = VALISE_DEADLINE (stream);
  GInputStream *base = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream));

  if (valise_clock_steady () > self->end) {
    g_propagate_error (error, g_error_copy (self->late));
    return -1;
  }
  return g_input_stream_read (base, buffer, count, cancellable, error);
}

static void
valise_deadline_finalize (GObject *object)
{
  g_clear_error (&VALISE_DEADLINE (object)->late);
  G_OBJECT_CLASS (valise_deadline_parent_class)->finalize (object);
}

static void
valise_deadline_class_init (ValiseDeadlineClass *class)
{
  G_OBJECT_CLASS (class)->finalize = valise_deadline_finalize;
  G_INPUT_STREAM_CLASS (class)->read_fn = read_in_time;
}

static void
valise_deadline_init (ValiseDeadline *self)
{
}

GInputStream *
valise_deadline_new (GInputStream *base, ValiseStore *store)
{
  ValiseDeadline *self = g_object_new (VALISE_TYPE_DEADLINE, "base-stream", base,
                                       "close-base-stream", FALSE, NULL);

  valise_limit_refuse (store, VALISE_LIMIT_SECONDS, "checking it takes longer than it may",
                       &self->late);
  self->end = valise_clock_steady () + (gint64) valise_limit_get (store, VALISE_LIMIT_SECONDS);
  return G_INPUT_STREAM (self);
}
