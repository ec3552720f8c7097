/* records-page.c - find one of a million in seconds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/records-page.h"

#include <glib/gi18n.h>

#include "ui/models/record-list.h"
#include "ui/photos/drop.h"
#include "ui/record-cell.h"

struct _ValiseRecordsPage {
  AdwBin parent;

  AdwWindowTitle *title;
  GtkSearchBar *search_bar;
  GtkEditable *search;
  GtkStack *stack;
  GtkColumnView *view;
  GtkWidget *add_photos;
  AdwStatusPage *empty;
  ValiseSession *session;
  char *types;
  GCancellable *cancellable; /* of the query that runs */
};

enum {
  PHOTO,
  DROPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseRecordsPage, valise_records_page, ADW_TYPE_BIN)

static const struct {
  ValiseCellKind kind;
  const char *title;
  gboolean expand;
} columns[] = {
  { VALISE_CELL_RECORD, N_ ("Record"), TRUE },
  { VALISE_CELL_PLACE, N_ ("Place"), TRUE },
  { VALISE_CELL_WHEN, N_ ("Seen"), FALSE },
  { VALISE_CELL_GRADE, N_ ("Grade"), FALSE },
  { VALISE_CELL_STANDING, N_ ("At headquarters"), FALSE },
};

static void
show_count (ValiseRecordsPage *self, guint count)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%'u shown", "%'u shown", count), count);

  adw_window_title_set_subtitle (self->title, text);
}

static gboolean
is_photos (ValiseRecordsPage *self)
{
  return g_strcmp0 (self->types, "photo") == 0;
}

static void
show_empty (ValiseRecordsPage *self, const char *title, const char *description)
{
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, description);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseRecordList) list = valise_record_list_load_finish (VALISE_SESSION (source), result, &error);
  ValiseRecordsPage *self;
  guint count;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_RECORDS_PAGE (user);
  if (list == NULL) {
    show_empty (self, _ ("This list could not be read"), error->message);
    return;
  }
  count = g_list_model_get_n_items (G_LIST_MODEL (list));
  show_count (self, count);
  if (count == 0 && gtk_editable_get_text (self->search)[0] != '\0') {
    show_empty (self, _ ("No records match"), _ ("Every word must occur; try fewer, or the beginning of one."));
    return;
  }
  if (count == 0) {
    if (is_photos (self))
      show_empty (self, _ ("No photos yet"), _ ("Drop a hundred here, or choose them with Ctrl+4."));
    else
      show_empty (self, _ ("No records yet"), _ ("Record something with Ctrl+1 to Ctrl+4."));
    return;
  }
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (g_steal_pointer (&list)))));
  gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
load (ValiseRecordsPage *self)
{
  ValiseListing listing = {
    .types = self->types != NULL && self->types[0] != '\0' ? self->types : NULL,
    .words = gtk_editable_get_text (self->search),
  };

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  valise_record_list_load_async (self->session, &listing, self->cancellable, on_loaded, self);
}

static void
on_search_changed (ValiseRecordsPage *self)
{
  load (self);
}

static void
on_row_activated (ValiseRecordsPage *self, guint position)
{
  GListModel *model = G_LIST_MODEL (gtk_column_view_get_model (self->view));
  g_autoptr (ValiseRecordSlot) slot = g_list_model_get_item (model, position);
  ValiseRecordItem *item = slot != NULL ? valise_record_slot_get (slot) : NULL;

  if (item == NULL)
    return;
  if (is_photos (self)) /* the list is the strip */
    g_signal_emit (self, signals[PHOTO], 0, gtk_multi_selection_get_model (GTK_MULTI_SELECTION (model)), position);
  else if (g_strcmp0 (valise_record_item_get (item)->type, "photo") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "home.photo", "(ss)", valise_record_item_get (item)->record, "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "home.open", "s", valise_record_item_get (item)->record);
}

static void
on_dropped (GtkWidget *widget, GPtrArray *paths)
{
  if (is_photos (VALISE_RECORDS_PAGE (widget)))
    g_signal_emit (widget, signals[DROPPED], 0, paths);
}

static void
dispose (GObject *object)
{
  ValiseRecordsPage *self = VALISE_RECORDS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->types, g_free);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_RECORDS_PAGE);
  G_OBJECT_CLASS (valise_records_page_parent_class)->dispose (object);
}

static void
valise_records_page_class_init (ValiseRecordsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/records-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordsPage, title);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordsPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordsPage, search);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordsPage, view);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordsPage, add_photos);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordsPage, empty);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  signals[PHOTO] = g_signal_new ("photo", VALISE_TYPE_RECORDS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_LIST_MODEL, G_TYPE_UINT);
  signals[DROPPED] = g_signal_new ("dropped", VALISE_TYPE_RECORDS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
valise_records_page_init (ValiseRecordsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    g_autoptr (GtkColumnViewColumn) column =
        gtk_column_view_column_new (_ (columns[i].title), valise_record_cell_factory (columns[i].kind));

    gtk_column_view_column_set_expand (column, columns[i].expand);
    gtk_column_view_append_column (self->view, column);
  }
  gtk_search_bar_connect_entry (self->search_bar, self->search);
  adw_window_title_set_title (self->title, _ ("Records"));
  valise_drop_accept (GTK_WIDGET (self), on_dropped);
}

GtkWidget *
valise_records_page_new (ValiseSession *session)
{
  ValiseRecordsPage *self = g_object_new (VALISE_TYPE_RECORDS_PAGE, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}

void
valise_records_page_list (ValiseRecordsPage *self, const char *types)
{
  g_free (self->types);
  self->types = g_strdup (types);
  gtk_widget_set_visible (self->add_photos, is_photos (self));
  adw_window_title_set_title (self->title, is_photos (self) ? _ ("Photos") : _ ("Records"));
  load (self);
}

void
valise_records_page_find (ValiseRecordsPage *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

void
valise_records_page_refresh (ValiseRecordsPage *self)
{
  if (self->types != NULL)
    load (self);
}
