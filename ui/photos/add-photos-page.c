/* add-photos-page.c - photos that belong to no record yet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/photos/add-photos-page.h"

#include "ui/photos/drop.h"

struct _ValiseAddPhotosPage {
  AdwNavigationPage parent;

  AdwBin *place;
  GtkWidget *empty; /* until the first file is named */
  ValisePhotoStrip *strip;
};

G_DEFINE_FINAL_TYPE (ValiseAddPhotosPage, valise_add_photos_page, ADW_TYPE_NAVIGATION_PAGE)

static void
on_dropped (GtkWidget *widget, GPtrArray *paths)
{
  valise_photo_strip_take (VALISE_ADD_PHOTOS_PAGE (widget)->strip, paths);
}

static void
on_begun (ValiseAddPhotosPage *self)
{
  gtk_widget_set_visible (self->empty, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->place), TRUE);
}

static void
dispose (GObject *object)
{
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_ADD_PHOTOS_PAGE);
  G_OBJECT_CLASS (valise_add_photos_page_parent_class)->dispose (object);
}

static void
valise_add_photos_page_class_init (ValiseAddPhotosPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/photos/add-photos-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseAddPhotosPage, place);
  gtk_widget_class_bind_template_child (widget_class, ValiseAddPhotosPage, empty);
}

static void
valise_add_photos_page_init (ValiseAddPhotosPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  valise_drop_accept (GTK_WIDGET (self), on_dropped);
}

GtkWidget *
valise_add_photos_page_new (ValiseSession *session)
{
  ValiseAddPhotosPage *self = g_object_new (VALISE_TYPE_ADD_PHOTOS_PAGE, NULL);

  self->strip = VALISE_PHOTO_STRIP (valise_photo_strip_new (session, NULL));
  g_signal_connect_swapped (self->strip, "begun", G_CALLBACK (on_begun), self);
  adw_bin_set_child (self->place, GTK_WIDGET (self->strip));
  return GTK_WIDGET (self);
}

ValisePhotoStrip *
valise_add_photos_page_get_strip (ValiseAddPhotosPage *self)
{
  return self->strip;
}
