/* tee.c - an output stream that counts and hashes what passes through
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/tee.h"

struct _ValiseTee {
  GFilterOutputStream parent;
  ValiseHasher *hasher;
  guint64 size;
};

G_DEFINE_FINAL_TYPE (ValiseTee, valise_tee, G_TYPE_FILTER_OUTPUT_STREAM)

static gssize
tee_write (GOutputStream *stream, const void *data, gsize size, GCancellable *cancellable,
           GError **error)
{
  ValiseTee *tee = VALISE_TEE (stream);
  GOutputStream *base = g_filter_output_stream_get_base_stream (G_FILTER_OUTPUT_STREAM (stream));
  gssize written = g_output_stream_write (base, data, size, cancellable, error);

  if (written > 0) {
    valise_hasher_update (tee->hasher, data, (gsize) written);
    tee->size += (guint64) written;
  }
  return written;
}

static void
tee_finalize (GObject *object)
{
  valise_hasher_free (VALISE_TEE (object)->hasher);
  G_OBJECT_CLASS (valise_tee_parent_class)->finalize (object);
}

static void
valise_tee_class_init (ValiseTeeClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tee_finalize;
  G_OUTPUT_STREAM_CLASS (class)->write_fn = tee_write;
}

static void
valise_tee_init (ValiseTee *tee)
{
  tee->hasher = valise_hasher_new ();
}

ValiseTee *
valise_tee_new (GOutputStream *base)
{
  return g_object_new (VALISE_TYPE_TEE, "base-stream", base, "close-base-stream", FALSE, NULL);
}

void
valise_tee_finish (ValiseTee *tee, ValiseHash *sha256, guint64 *size)
{
  valise_hasher_finish (tee->hasher, sha256);
  *size = tee->size;
}
