/* pick-dialog.c - a place by pointing at it, or by taking it from a photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/map/pick-dialog.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/map/base-files.h"
#include "ui/map/map-row.h"
#include "ui/map/map-view.h"
#include "ui/models/map-facts.h"
#include "ui/models/map-window.h"
#include "ui/models/notation.h"
#include "ui/models/timeline.h"

#define FINGER 8 /* pixels that a click may be off */

struct _ValisePickDialog {
  AdwDialog parent;

  AdwToolbarView *page;
  AdwWindowTitle *title;
  ValiseSession *session;
  ValiseMapView *map;      /* of the one that points */
  GtkWidget *use;
  GtkListView *list;       /* of the one that takes from a photo */
  GtkStack *stack;
  GCancellable *cancellable;
  ValiseDegrees at;
  gboolean has;
};

enum { PICKED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValisePickDialog, valise_pick_dialog, ADW_TYPE_DIALOG)

static void
pick (ValisePickDialog *self, ValiseDegrees at, double metres, const char *method)
{
  g_autofree char *coordinates = valise_notation_write (at);
  g_autofree char *accuracy = metres > 0 ? g_strdup_printf ("%.0f", ceil (metres)) : g_strdup ("");

  g_signal_emit (self, signals[PICKED], 0, coordinates, accuracy, method);
  adw_dialog_close (ADW_DIALOG (self));
}

/* Pointing */

/* What a finger covers at this zoom, to one figure: 40, 200, 3000 m. */
static double
accuracy_here (ValisePickDialog *self)
{
  double metres = MAX (FINGER * valise_map_view_get_metres_per_pixel (self->map), 5);
  double figure = pow (10, floor (log10 (metres)));

  return ceil (metres / figure) * figure;
}

static void
show_picked (ValisePickDialog *self)
{
  GPtrArray *clusters = g_ptr_array_new_with_free_func (g_free);
  ValiseCluster *cluster = g_new0 (ValiseCluster, 1);
  g_autofree char *text = valise_notation_write (self->at), *whole = NULL;

  cluster->mark = VALISE_MARK_DESCRIBED; /* its circle is drawn whatever its size */
  cluster->count = 1;
  cluster->at = self->at;
  cluster->accuracy = accuracy_here (self);
  g_ptr_array_add (clusters, cluster);
  valise_map_view_show (self->map, clusters);
  g_ptr_array_unref (clusters);
  whole = g_strdup_printf ("\u2066%s ±%.0f m\u2069", text, accuracy_here (self));
  adw_window_title_set_subtitle (self->title, whole);
  gtk_widget_set_sensitive (self->use, TRUE);
}

static void
on_pointed (ValisePickDialog *self, double latitude, double longitude)
{
  self->at = (ValiseDegrees){ latitude, longitude };
  self->has = TRUE;
  show_picked (self);
}

/* Without a mouse: what lies in the middle. */
static void
on_middle (ValisePickDialog *self)
{
  ValiseDegrees at = valise_map_view_get_middle (self->map);

  on_pointed (self, at.latitude, at.longitude);
}

static void
on_rested (ValisePickDialog *self)
{
  if (self->has)
    show_picked (self);
}

static void
on_use (ValisePickDialog *self)
{
  pick (self, self->at, accuracy_here (self), "map");
}

static void
on_around (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseTimeline) timeline = valise_timeline_load_finish (VALISE_SESSION (source), result, &error);
  ValisePickDialog *self;

  if (timeline == NULL)
    return;
  self = VALISE_PICK_DIALOG (user);
  if (timeline->placed > 0 && !self->has)
    valise_map_view_frame (self->map, &timeline->around);
}

/* From a photo */

static void
on_found (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValisePickDialog) self = user;
  g_autofree ValiseSpot *spot = valise_map_facts_find_finish (VALISE_SESSION (source), result, NULL);

  if (spot != NULL)
    pick (self, spot->at, spot->accuracy, "photo");
}

static void
on_row_activated (ValisePickDialog *self, guint position)
{
  g_autoptr (ValiseRecordSlot) slot = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->list)), position);
  ValiseRecordItem *item = slot != NULL ? valise_record_slot_get (slot) : NULL;

  if (item != NULL)
    valise_map_facts_find_async (self->session, valise_record_item_get (item)->record, on_found, g_object_ref (self));
}

static void
on_photos (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseMapWindow) window = valise_map_window_load_finish (VALISE_SESSION (source), result, &error);
  g_autoptr (GtkSingleSelection) selection = NULL;
  ValisePickDialog *self;

  if (window == NULL)
    return;
  self = VALISE_PICK_DIALOG (user);
  selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (window->list)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (G_LIST_MODEL (window->list)) > 0 ? "list" : "none");
}

/* Making it */

static void
dispose (GObject *object)
{
  ValisePickDialog *self = VALISE_PICK_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (valise_pick_dialog_parent_class)->dispose (object);
}

static void
valise_pick_dialog_class_init (ValisePickDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[PICKED] = g_signal_new ("picked", VALISE_TYPE_PICK_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                  G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
valise_pick_dialog_init (ValisePickDialog *self)
{
  GtkWidget *bar = adw_header_bar_new ();

  self->cancellable = g_cancellable_new ();
  self->page = ADW_TOOLBAR_VIEW (adw_toolbar_view_new ());
  self->title = ADW_WINDOW_TITLE (adw_window_title_new (NULL, NULL));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), GTK_WIDGET (self->title));
  adw_toolbar_view_add_top_bar (self->page, bar);
  adw_dialog_set_child (ADW_DIALOG (self), GTK_WIDGET (self->page));
}

static ValisePickDialog *
new_dialog (ValiseSession *session, const char *title, int width, int height)
{
  ValisePickDialog *self = g_object_new (VALISE_TYPE_PICK_DIALOG, "title", title, "content-width", width, "content-height", height, NULL);

  self->session = g_object_ref (session);
  adw_window_title_set_title (self->title, title);
  return self;
}

static void
add_foot (ValisePickDialog *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *middle = gtk_button_new_with_label (_ ("Take the middle of the map"));

  self->use = gtk_button_new_with_label (_ ("Use this place"));
  gtk_widget_add_css_class (self->use, "suggested-action");
  gtk_widget_set_sensitive (self->use, FALSE);
  gtk_widget_set_hexpand (self->use, TRUE);
  gtk_widget_set_halign (self->use, GTK_ALIGN_END);
  gtk_widget_add_css_class (foot, "map-foot");
  gtk_box_append (GTK_BOX (foot), middle);
  gtk_box_append (GTK_BOX (foot), self->use);
  g_signal_connect_swapped (middle, "clicked", G_CALLBACK (on_middle), self);
  g_signal_connect_swapped (self->use, "clicked", G_CALLBACK (on_use), self);
  adw_toolbar_view_add_bottom_bar (self->page, foot);
}

ValisePickDialog *
valise_pick_dialog_new_map (ValiseSession *session, const ValiseDegrees *at)
{
  ValisePickDialog *self = new_dialog (session, _ ("Point at the place"), 900, 620);

  self->map = VALISE_MAP_VIEW (valise_map_view_new ());
  valise_base_files_attach (self->map, session);
  adw_toolbar_view_set_content (self->page, GTK_WIDGET (self->map));
  add_foot (self);
  g_signal_connect_swapped (self->map, "picked", G_CALLBACK (on_pointed), self);
  g_signal_connect_swapped (self->map, "rested", G_CALLBACK (on_rested), self);
  if (at != NULL) {
    valise_map_view_go_to (self->map, *at, 9);
    on_pointed (self, at->latitude, at->longitude);
  } else {
    adw_window_title_set_subtitle (self->title, _ ("Click where it is; come closer to be more exact"));
    valise_timeline_load_async (session, NULL, TRUE, self->cancellable, on_around, self);
  }
  return self;
}

ValisePickDialog *
valise_pick_dialog_new_photo (ValiseSession *session)
{
  ValisePickDialog *self = new_dialog (session, _ ("Place of a photo"), 520, 560);
  const ValiseMapQuery photos = { .view = valise_spot_everywhere, .types = "photo", .told = TRUE, .from = G_MININT + 1, .to = G_MAXINT };
  GtkWidget *scrolled = gtk_scrolled_window_new (), *none = adw_status_page_new ();

  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, valise_map_row_factory ()));
  gtk_list_view_set_single_click_activate (self->list, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Photos with a place"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (none), "camera-photo-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (none), _ ("No photo says where it was taken"));
  adw_status_page_set_description (ADW_STATUS_PAGE (none), _ ("Take photos in first. Many cameras know no place; then it stays as told."));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, scrolled, "list");
  gtk_stack_add_named (self->stack, none, "none");
  adw_toolbar_view_set_content (self->page, GTK_WIDGET (self->stack));
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (on_row_activated), self);
  valise_map_window_load_async (session, &photos, self->cancellable, on_photos, self);
  return self;
}
