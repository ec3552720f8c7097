/* behind.c - a stream whose bytes a thread of its own writes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/behind.h"

#include <sodium.h>
#include <string.h>

#include "core/secret.h"

#define BLOCK_SIZE (256 * 1024)
#define BLOCKS 4

typedef struct {
  gsize size;
  guint8 bytes[BLOCK_SIZE];
} Block;

#define BEHIND_TYPE_STREAM (behind_stream_get_type ())
G_DECLARE_FINAL_TYPE (BehindStream, behind_stream, BEHIND, STREAM, GOutputStream)

struct _BehindStream {
  GOutputStream parent;
  GOutputStream *base;
  GThread *thread;           /* NULL: there is none, or it has ended */
  GAsyncQueue *empty, *full; /* of Block; the stream itself in `full`: stop */
  Block *blocks;
  Block *current;            /* being filled, or NULL */
  GError *failure;           /* the thread's, until it has ended */
  int failed;                /* atomic: `failure` is set */
  gboolean abandoned;        /* dropped without a close */
};

G_DEFINE_FINAL_TYPE (BehindStream, behind_stream, G_TYPE_OUTPUT_STREAM)

static void
write_block (BehindStream *behind, Block *block)
{
  if (behind->failure == NULL &&
      !g_output_stream_write_all (behind->base, block->bytes, block->size, NULL, NULL,
                                  &behind->failure))
    g_atomic_int_set (&behind->failed, TRUE);
  block->size = 0;
  g_async_queue_push (behind->empty, block);
}

static gpointer
write_behind (gpointer user)
{
  BehindStream *behind = user;
  gpointer block;

  while ((block = g_async_queue_pop (behind->full)) != behind)
    write_block (behind, block);
  valise_secret_wipe_stack ();
  return NULL;
}

static void
hand_over (BehindStream *behind)
{
  Block *block = g_steal_pointer (&behind->current);

  if (block == NULL)
    return;
  if (behind->thread != NULL)
    g_async_queue_push (behind->full, block);
  else
    write_block (behind, block);
}

static gssize
behind_stream_write (GOutputStream *stream, const void *buffer, gsize count,
                     GCancellable *cancellable, GError **error)
{
  BehindStream *behind = BEHIND_STREAM (stream);

  if (g_atomic_int_get (&behind->failed)) {
    g_propagate_error (error, g_error_copy (behind->failure));
    return -1;
  }
  if (behind->current == NULL)
    behind->current = g_async_queue_pop (behind->empty);
  count = MIN (count, BLOCK_SIZE - behind->current->size);
  memcpy (behind->current->bytes + behind->current->size, buffer, count);
  behind->current->size += count;
  if (behind->current->size == BLOCK_SIZE)
    hand_over (behind);
  return (gssize) count;
}

/* Waits until all is written on, or what waits is dropped. */
static void
stop (BehindStream *behind, gboolean write_on)
{
  if (write_on)
    hand_over (behind);
  if (behind->thread == NULL)
    return;
  if (write_on)
    g_async_queue_push (behind->full, behind);
  else
    g_async_queue_push_front (behind->full, behind);
  g_thread_join (g_steal_pointer (&behind->thread));
}

static gboolean
behind_stream_close (GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  BehindStream *behind = BEHIND_STREAM (stream);

  stop (behind, !behind->abandoned);
  if (behind->failure != NULL)
    g_propagate_error (error, g_error_copy (behind->failure));
  return behind->failure == NULL;
}

static void
behind_stream_dispose (GObject *object)
{
  BehindStream *behind = BEHIND_STREAM (object);

  if (!g_output_stream_is_closed (G_OUTPUT_STREAM (behind)))
    behind->abandoned = TRUE;
  G_OBJECT_CLASS (behind_stream_parent_class)->dispose (object);
}

static void
behind_stream_finalize (GObject *object)
{
  BehindStream *behind = BEHIND_STREAM (object);

  stop (behind, FALSE);
  sodium_memzero (behind->blocks, BLOCKS * sizeof (Block));
  g_free (behind->blocks);
  g_async_queue_unref (behind->empty);
  g_async_queue_unref (behind->full);
  g_clear_error (&behind->failure);
  g_clear_object (&behind->base);
  G_OBJECT_CLASS (behind_stream_parent_class)->finalize (object);
}

static void
behind_stream_class_init (BehindStreamClass *class)
{
  G_OBJECT_CLASS (class)->dispose = behind_stream_dispose;
  G_OBJECT_CLASS (class)->finalize = behind_stream_finalize;
  G_OUTPUT_STREAM_CLASS (class)->write_fn = behind_stream_write;
  G_OUTPUT_STREAM_CLASS (class)->close_fn = behind_stream_close;
}

static void
behind_stream_init (BehindStream *behind)
{
  behind->empty = g_async_queue_new ();
  behind->full = g_async_queue_new ();
  behind->blocks = g_new0 (Block, BLOCKS);
  for (guint i = 0; i < BLOCKS; i++)
    g_async_queue_push (behind->empty, &behind->blocks[i]);
}

GOutputStream *
valise_behind_new (GOutputStream *base)
{
  BehindStream *behind = g_object_new (BEHIND_TYPE_STREAM, NULL);

  behind->base = g_object_ref (base);
  behind->thread = g_thread_try_new ("behind", write_behind, behind, NULL);
  return G_OUTPUT_STREAM (behind);
}
