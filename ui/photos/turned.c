/* turned.c - a picture turned by quarters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/photos/turned.h"

#include <gtk/gtk.h>

struct _ValiseTurned {
  GObject parent;

  GdkTexture *texture;
  guint quarters;
};

static void implement (GdkPaintableInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ValiseTurned, valise_turned, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, implement))

static void
snapshot (GdkPaintable *paintable, GdkSnapshot *snapshot, double width, double height)
{
  ValiseTurned *self = VALISE_TURNED (paintable);
  gboolean lies = self->quarters % 2 == 1;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (width / 2), (float) (height / 2)));
  gtk_snapshot_rotate (snapshot, 90.0f * (float) self->quarters);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (lies ? -height / 2 : -width / 2),
                                                          (float) (lies ? -width / 2 : -height / 2)));
  gdk_paintable_snapshot (GDK_PAINTABLE (self->texture), snapshot, lies ? height : width, lies ? width : height);
  gtk_snapshot_restore (snapshot);
}

static int
get_width (GdkPaintable *paintable)
{
  ValiseTurned *self = VALISE_TURNED (paintable);

  return self->quarters % 2 == 1 ? gdk_texture_get_height (self->texture) : gdk_texture_get_width (self->texture);
}

static int
get_height (GdkPaintable *paintable)
{
  ValiseTurned *self = VALISE_TURNED (paintable);

  return self->quarters % 2 == 1 ? gdk_texture_get_width (self->texture) : gdk_texture_get_height (self->texture);
}

static GdkPaintableFlags
get_flags (GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_SIZE | GDK_PAINTABLE_STATIC_CONTENTS;
}

static void
implement (GdkPaintableInterface *interface)
{
  interface->snapshot = snapshot;
  interface->get_intrinsic_width = get_width;
  interface->get_intrinsic_height = get_height;
  interface->get_flags = get_flags;
}

static void
finalize (GObject *object)
{
  g_object_unref (VALISE_TURNED (object)->texture);
  G_OBJECT_CLASS (valise_turned_parent_class)->finalize (object);
}

static void
valise_turned_class_init (ValiseTurnedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
valise_turned_init (ValiseTurned *self)
{
}

GdkPaintable *
valise_turned_new (GdkTexture *texture, guint quarters)
{
  ValiseTurned *self = g_object_new (VALISE_TYPE_TURNED, NULL);

  self->texture = g_object_ref (texture);
  self->quarters = quarters % 4;
  return GDK_PAINTABLE (self);
}
