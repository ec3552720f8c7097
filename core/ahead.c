/* ahead.c - a stream that a thread of its own reads ahead of who reads it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/ahead.h"

#include <sodium.h>
#include <string.h>

#include "core/secret.h"

#define BLOCK_SIZE (256 * 1024)
#define BLOCKS 4

typedef struct {
  gsize at, size;
  gboolean last;
  GError *failure; /* of the base, behind these bytes */
  guint8 bytes[BLOCK_SIZE];
} Block;

#define AHEAD_TYPE_STREAM (ahead_stream_get_type ())
G_DECLARE_FINAL_TYPE (AheadStream, ahead_stream, AHEAD, STREAM, GInputStream)

struct _AheadStream {
  GInputStream parent;
  GInputStream *base;
  GThread *thread;
  GAsyncQueue *empty, *full; /* of Block; the stream itself in `empty`: stop */
  Block *blocks;
  Block *current;            /* being read */
};

G_DEFINE_FINAL_TYPE (AheadStream, ahead_stream, G_TYPE_INPUT_STREAM)

static gpointer
read_ahead (gpointer user)
{
  AheadStream *ahead = user;
  gboolean last = FALSE;

  while (!last) {
    Block *block = g_async_queue_pop (ahead->empty);
    gboolean whole;

    if ((gpointer) block == ahead)
      break;
    block->at = block->size = 0;
    whole = g_input_stream_read_all (ahead->base, block->bytes, BLOCK_SIZE, &block->size, NULL,
                                     &block->failure);
    last = block->last = !whole || block->size < BLOCK_SIZE;
    g_async_queue_push (ahead->full, block);
  }
  valise_secret_wipe_stack ();
  return NULL;
}

/* The block that has the next bytes, or the last one. */
static Block *
current_block (AheadStream *ahead)
{
  Block *block = ahead->current;

  if (block != NULL && (block->at < block->size || block->last))
    return block;
  if (block != NULL)
    g_async_queue_push (ahead->empty, block);
  ahead->current = g_async_queue_pop (ahead->full);
  return ahead->current;
}

static gssize
ahead_stream_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable,
                   GError **error)
{
  Block *block = current_block (AHEAD_STREAM (stream));

  count = MIN (count, block->size - block->at);
  if (count == 0 && block->failure != NULL) {
    g_propagate_error (error, g_error_copy (block->failure));
    return -1;
  }
  memcpy (buffer, block->bytes + block->at, count);
  block->at += count;
  return (gssize) count;
}

static void
stop (AheadStream *ahead)
{
  if (ahead->thread == NULL)
    return;
  g_async_queue_push_front (ahead->empty, ahead);
  g_thread_join (g_steal_pointer (&ahead->thread));
}

static void
ahead_stream_finalize (GObject *object)
{
  AheadStream *ahead = AHEAD_STREAM (object);

  stop (ahead);
  for (guint i = 0; i < BLOCKS; i++)
    g_clear_error (&ahead->blocks[i].failure);
  sodium_memzero (ahead->blocks, BLOCKS * sizeof (Block));
  g_free (ahead->blocks);
  g_async_queue_unref (ahead->empty);
  g_async_queue_unref (ahead->full);
  g_clear_object (&ahead->base);
  G_OBJECT_CLASS (ahead_stream_parent_class)->finalize (object);
}

static void
ahead_stream_class_init (AheadStreamClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ahead_stream_finalize;
  G_INPUT_STREAM_CLASS (class)->read_fn = ahead_stream_read;
}

static void
ahead_stream_init (AheadStream *ahead)
{
  ahead->empty = g_async_queue_new ();
  ahead->full = g_async_queue_new ();
  ahead->blocks = g_new0 (Block, BLOCKS);
  for (guint i = 0; i < BLOCKS; i++)
    g_async_queue_push (ahead->empty, &ahead->blocks[i]);
}

GInputStream *
valise_ahead_new (GInputStream *base)
{
  AheadStream *ahead = g_object_new (AHEAD_TYPE_STREAM, NULL);

  ahead->base = g_object_ref (base);
  ahead->thread = g_thread_try_new ("ahead", read_ahead, ahead, NULL);
  if (ahead->thread != NULL)
    return G_INPUT_STREAM (ahead);
  g_object_unref (ahead);
  return g_object_ref (base);
}
