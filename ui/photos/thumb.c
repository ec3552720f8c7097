/* thumb.c - one small picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/photos/thumb.h"

#include "ui/models/picture-load.h"

#define WIDTH 96
#define HEIGHT 60
#define EDGE 192 /* for screens with twice the pixels */
#define KEPT 300

struct _ValiseThumb {
  AdwBin parent;

  GtkPicture *picture;
  char *key;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ValiseThumb, valise_thumb, ADW_TYPE_BIN)

/* Those that were shown last, the newest at the queue's head */

static GHashTable *textures; /* key → texture */
static GQueue order = G_QUEUE_INIT; /* of keys, lent from the table */

static GdkTexture *
find (const char *key)
{
  gpointer kept = NULL, texture = NULL;

  if (textures == NULL || !g_hash_table_lookup_extended (textures, key, &kept, &texture))
    return NULL;
  g_queue_remove (&order, kept);
  g_queue_push_head (&order, kept);
  return texture;
}

static void
keep (const char *key, GdkTexture *texture)
{
  char *own = g_strdup (key);

  if (textures == NULL)
    textures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  if (find (key) != NULL)
    g_queue_pop_head (&order); /* where find() put it */
  while (g_queue_get_length (&order) >= KEPT)
    g_hash_table_remove (textures, g_queue_pop_tail (&order));
  g_hash_table_replace (textures, own, g_object_ref (texture));
  g_queue_push_head (&order, own);
}

void
valise_thumb_forget_all (void)
{
  g_queue_clear (&order);
  g_clear_pointer (&textures, g_hash_table_unref);
}

GdkTexture *
valise_thumb_texture (const ValisePicture *picture)
{
  return gdk_memory_texture_new ((int) picture->width, (int) picture->height, GDK_MEMORY_R8G8B8, picture->rgb,
                                 3 * (gsize) picture->width);
}

static void
show (ValiseThumb *self, GdkTexture *texture)
{
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_widget_set_visible (GTK_WIDGET (self->picture), texture != NULL);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValisePicture) picture = valise_picture_load_finish (VALISE_SESSION (source), result, &error);
  g_autoptr (GdkTexture) texture = NULL;
  ValiseThumb *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* it may be gone */
  self = VALISE_THUMB (user);
  if (picture == NULL)
    return;
  texture = valise_thumb_texture (picture);
  keep (self->key, texture);
  show (self, texture);
}

static void
stop (ValiseThumb *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->key, g_free);
}

static void
dispose (GObject *object)
{
  stop (VALISE_THUMB (object));
  G_OBJECT_CLASS (valise_thumb_parent_class)->dispose (object);
}

static void
valise_thumb_class_init (ValiseThumbClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
valise_thumb_init (ValiseThumb *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("camera-photo-symbolic"), *over = gtk_overlay_new ();

  /* The icon says how large it is; the picture over it has more pixels than that. */
  self->picture = GTK_PICTURE (gtk_picture_new ());
  gtk_picture_set_content_fit (self->picture, GTK_CONTENT_FIT_COVER);
  gtk_widget_set_size_request (icon, WIDTH, HEIGHT);
  gtk_overlay_set_child (GTK_OVERLAY (over), icon);
  gtk_overlay_add_overlay (GTK_OVERLAY (over), GTK_WIDGET (self->picture));
  gtk_widget_set_overflow (over, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (over, "thumb");
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (self), over);
}

GtkWidget *
valise_thumb_new (void)
{
  return g_object_new (VALISE_TYPE_THUMB, NULL);
}

void
valise_thumb_show (ValiseThumb *self, ValiseSession *session, const char *record)
{
  GdkTexture *texture = record != NULL ? find (record) : NULL;

  if (record != NULL && g_strcmp0 (self->key, record) == 0)
    return;
  stop (self);
  show (self, texture);
  if (record == NULL || texture != NULL)
    return;
  self->key = g_strdup (record);
  self->cancellable = g_cancellable_new ();
  valise_preview_load_async (session, record, EDGE, self->cancellable, on_loaded, self);
}

void
valise_thumb_show_ref (ValiseThumb *self, ValiseSession *session, ValisePhotoRef *ref)
{
  valise_thumb_show (self, session, ref != NULL ? valise_photo_ref_get_record (ref) : NULL);
}
