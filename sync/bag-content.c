/* bag-content.c - the bytes of one payload file, hashed as they pass
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/bag-content-private.h"

#include <glib/gi18n.h>

#include "core/bytes.h"
#include "sync/refuse.h"

#define DRAIN_SIZE (64 * 1024)

struct _ValiseBagContent {
  GInputStream parent_instance;
  ValiseTarReader *tar; /* NULL once detached */
  ValiseHasher *hasher; /* NULL once verified */
  ValiseHash expected;
  char *path;
  guint64 left;         /* bytes not handed out */
  gboolean damaged;
};

G_DEFINE_FINAL_TYPE (ValiseBagContent, valise_bag_content, G_TYPE_INPUT_STREAM)

static gboolean
verify (ValiseBagContent *self, GError **error)
{
  ValiseHash found;

  if (self->hasher != NULL) {
    valise_hasher_finish (self->hasher, &found);
    g_clear_pointer (&self->hasher, valise_hasher_free);
    self->damaged = !valise_hash_equal (&found, &self->expected);
  }
  return !self->damaged || valise_refuse_damaged (error, "a file is not what the manifest says", self->path);
}

static gssize
read_content (ValiseBagContent *self, gpointer buffer, gsize size, GError **error)
{
  gssize got;

  if (self->left == 0)
    return verify (self, error) ? 0 : -1;
  got = valise_tar_reader_read (self->tar, buffer, (gsize) MIN (size, self->left), error);
  if (got < 0 || size == 0)
    return got;
  if (got == 0) {
    valise_refuse_damaged (error, "a file is shorter than its header says", self->path);
    return -1;
  }
  valise_hasher_update (self->hasher, buffer, (gsize) got);
  self->left -= (guint64) got;
  if (self->left == 0 && !verify (self, error))
    return -1;
  return got;
}

static gssize
valise_bag_content_read (GInputStream *stream, void *buffer, gsize size, GCancellable *cancellable,
                         GError **error)
{
  ValiseBagContent *self = VALISE_BAG_CONTENT (stream);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  if (self->tar == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("the bundle has been read on past this file"));
    return -1;
  }
  return read_content (self, buffer, size, error);
}

static void
valise_bag_content_finalize (GObject *object)
{
  ValiseBagContent *self = VALISE_BAG_CONTENT (object);

  g_clear_pointer (&self->hasher, valise_hasher_free);
  g_free (self->path);
  G_OBJECT_CLASS (valise_bag_content_parent_class)->finalize (object);
}

static void
valise_bag_content_class_init (ValiseBagContentClass *class)
{
  G_OBJECT_CLASS (class)->finalize = valise_bag_content_finalize;
  G_INPUT_STREAM_CLASS (class)->read_fn = valise_bag_content_read;
}

static void
valise_bag_content_init (ValiseBagContent *self)
{
  self->hasher = valise_hasher_new ();
}

ValiseBagContent *
valise_bag_content_new (ValiseTarReader *tar, const char *path, guint64 size, const char *sha256)
{
  ValiseBagContent *self = g_object_new (VALISE_TYPE_BAG_CONTENT, NULL);

  self->tar = tar;
  self->path = g_strdup (path);
  self->left = size;
  if (!valise_hex_decode_exact (sha256, -1, self->expected.bytes, sizeof self->expected.bytes))
    g_assert_not_reached ();
  return self;
}

gboolean
valise_bag_content_drain (ValiseBagContent *self, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (DRAIN_SIZE);
  gssize got = 1;

  while (got > 0)
    got = read_content (self, buffer, DRAIN_SIZE, error);
  return got == 0;
}

void
valise_bag_content_detach (ValiseBagContent *self)
{
  self->tar = NULL;
}
