/* film-strip.c - the photos of a list in one row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/photos/film-strip.h"

#include <glib/gi18n.h>

#include "ui/models/record-list.h"
#include "ui/photos/thumb.h"

struct _ValiseFilmStrip {
  AdwBin parent;

  GtkListView *view;
  ValiseSession *session;
  GtkSingleSelection *selection; /* the view's own; NULL: no list yet */
};

enum {
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseFilmStrip, valise_film_strip, ADW_TYPE_BIN)

/* What the list holds */

static const char *
record_of (gpointer item)
{
  ValiseRecordItem *row;

  if (VALISE_IS_PHOTO_REF (item))
    return valise_photo_ref_get_record (item);
  row = VALISE_IS_RECORD_SLOT (item) ? valise_record_slot_get (item) : NULL;
  return row != NULL ? valise_record_item_get (row)->record : NULL;
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, valise_thumb_new ());
}

/* A row of a long list comes later. */
static void
on_filled (GtkWidget *thumb, GParamSpec *property, gpointer slot)
{
  GtkWidget *strip = gtk_widget_get_ancestor (thumb, VALISE_TYPE_FILM_STRIP);

  if (strip != NULL)
    valise_thumb_show (VALISE_THUMB (thumb), VALISE_FILM_STRIP (strip)->session, record_of (slot));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, ValiseFilmStrip *self)
{
  gpointer held = gtk_list_item_get_item (item);
  GtkWidget *thumb = gtk_list_item_get_child (item);
  g_autofree char *name = g_strdup_printf (_ ("Photo %u"), gtk_list_item_get_position (item) + 1);

  gtk_list_item_set_accessible_label (item, name);
  valise_thumb_show (VALISE_THUMB (thumb), self->session, record_of (held));
  if (record_of (held) == NULL)
    g_signal_connect_object (held, "notify::item", G_CALLBACK (on_filled), thumb, G_CONNECT_SWAPPED);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *thumb = gtk_list_item_get_child (item);

  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), on_filled, thumb);
  valise_thumb_show (VALISE_THUMB (thumb), NULL, NULL);
}

/* Not only for who is told: the chosen one's row may come later too. */
static void
on_selected (ValiseFilmStrip *self)
{
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
dispose (GObject *object)
{
  ValiseFilmStrip *self = VALISE_FILM_STRIP (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  self->selection = NULL;
  g_clear_object (&self->session);
  G_OBJECT_CLASS (valise_film_strip_parent_class)->dispose (object);
}

static void
valise_film_strip_class_init (ValiseFilmStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[CHOSEN] = g_signal_new ("chosen", VALISE_TYPE_FILM_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
valise_film_strip_init (ValiseFilmStrip *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->view), GTK_ORIENTATION_HORIZONTAL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("All photos of this strip"), -1);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "film");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

GtkWidget *
valise_film_strip_new (ValiseSession *session)
{
  ValiseFilmStrip *self = g_object_new (VALISE_TYPE_FILM_STRIP, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}

void
valise_film_strip_set_list (ValiseFilmStrip *self, GListModel *photos, guint at)
{
  g_autoptr (GtkSingleSelection) selection = gtk_single_selection_new (g_object_ref (photos));

  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_selected (selection, at);
  self->selection = selection;
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  gtk_widget_set_visible (GTK_WIDGET (self), g_list_model_get_n_items (photos) > 1);
  g_signal_connect_swapped (selection, "notify::selected", G_CALLBACK (on_selected), self);
  gtk_list_view_scroll_to (self->view, at, GTK_LIST_SCROLL_NONE, NULL);
  on_selected (self);
}

gboolean
valise_film_strip_go (ValiseFilmStrip *self, int steps)
{
  int to = (int) valise_film_strip_get_at (self) + steps;

  if (to < 0 || to >= (int) valise_film_strip_get_count (self))
    return FALSE;
  gtk_single_selection_set_selected (self->selection, (guint) to);
  gtk_list_view_scroll_to (self->view, (guint) to, GTK_LIST_SCROLL_NONE, NULL);
  return TRUE;
}

guint
valise_film_strip_get_at (ValiseFilmStrip *self)
{
  return self->selection != NULL ? gtk_single_selection_get_selected (self->selection) : 0;
}

guint
valise_film_strip_get_count (ValiseFilmStrip *self)
{
  return self->selection != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->selection)) : 0;
}

static gpointer
chosen (ValiseFilmStrip *self)
{
  return self->selection != NULL ? gtk_single_selection_get_selected_item (self->selection) : NULL;
}

const char *
valise_film_strip_get_record (ValiseFilmStrip *self)
{
  gpointer item = chosen (self);

  return item != NULL ? record_of (item) : NULL;
}

const ValiseHash *
valise_film_strip_get_file (ValiseFilmStrip *self)
{
  gpointer item = chosen (self);

  return VALISE_IS_PHOTO_REF (item) ? valise_photo_ref_get_file (item) : NULL;
}
