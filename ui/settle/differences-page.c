/* differences-page.c - the place Conflicts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/settle/differences-page.h"

#include <glib/gi18n.h>

#include "ui/models/difference.h"
#include "ui/settle/difference-cell.h"

struct _ValiseDifferencesPage {
  AdwBin parent;

  AdwWindowTitle *title;
  GtkStack *stack;
  GtkListView *view;
  AdwStatusPage *empty;
  GListStore *list;
  ValiseSession *session;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ValiseDifferencesPage, valise_differences_page, ADW_TYPE_BIN)

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = valise_difference_list_finish (VALISE_SESSION (source), result, &error);
  ValiseDifferencesPage *self;
  g_autofree char *count = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_DIFFERENCES_PAGE (user);
  if (list == NULL) {
    adw_status_page_set_title (self->empty, _ ("This list could not be read"));
    adw_status_page_set_description (self->empty, error->message);
    gtk_stack_set_visible_child_name (self->stack, "empty");
    return;
  }
  count = g_strdup_printf (ngettext ("%u difference to settle", "%u differences to settle", list->len), list->len);
  adw_window_title_set_subtitle (self->title, list->len > 0 ? count : "");
  g_list_store_splice (self->list, 0, g_list_model_get_n_items (G_LIST_MODEL (self->list)), list->pdata, list->len);
  gtk_stack_set_visible_child_name (self->stack, list->len > 0 ? "list" : "empty");
}

static void
on_activated (ValiseDifferencesPage *self, guint position)
{
  g_autoptr (ValiseDifference) one = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  const ValiseDifferenceFacts *facts = valise_difference_get (one);

  gtk_widget_activate_action (GTK_WIDGET (self), "home.settle", "(ss)", facts->record, facts->name);
}

static void
dispose (GObject *object)
{
  ValiseDifferencesPage *self = VALISE_DIFFERENCES_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->list);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_DIFFERENCES_PAGE);
  G_OBJECT_CLASS (valise_differences_page_parent_class)->dispose (object);
}

static void
valise_differences_page_class_init (ValiseDifferencesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/settle/differences-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseDifferencesPage, title);
  gtk_widget_class_bind_template_child (widget_class, ValiseDifferencesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ValiseDifferencesPage, view);
  gtk_widget_class_bind_template_child (widget_class, ValiseDifferencesPage, empty);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
}

static void
valise_differences_page_init (ValiseDifferencesPage *self)
{
  g_autoptr (GtkListItemFactory) factory = valise_difference_cell_factory ();
  g_autoptr (GtkSelectionModel) model = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->list = g_list_store_new (VALISE_TYPE_DIFFERENCE);
  model = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list))));
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, model);
}

GtkWidget *
valise_differences_page_new (ValiseSession *session)
{
  ValiseDifferencesPage *self = g_object_new (VALISE_TYPE_DIFFERENCES_PAGE, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}

void
valise_differences_page_refresh (ValiseDifferencesPage *self, const char *case_id)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  valise_difference_list_async (self->session, case_id, self->cancellable, on_listed, self);
}
