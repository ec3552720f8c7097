/* take-in-view.c - bundles dropped or chosen, looked at first, then taken in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/exchange/take-in-view.h"

#include <glib/gi18n.h>

#include "ui/exchange/bundle-view.h"
#include "ui/models/bundle-words.h"
#include "ui/models/relay.h"
#include "ui/models/take-in.h"

#define BUSY_AFTER_MS 500 /* what takes less is not worth a page of its own */
#define BUSY_STEP_MS 100

struct _ValiseTakeInView {
  AdwBin parent;

  AdwNavigationSplitView *split;
  GtkListBox *list;
  GtkStack *stack;
  GtkLabel *busy_words, *sum;
  GtkProgressBar *progress;
  ValiseBundleView *bundle;
  GtkRevealer *foot;
  GtkWidget *choose, *take;
  GtkButton *leave;
  ValiseSession *session;
  char *passing;     /* the bundle that a folder is being chosen for */
  ValiseTakeIn *model;
  guint busy;        /* the timer that shows progress */
  gboolean first;    /* the newest of the ledger is to be shown when it is read */
};

G_DEFINE_FINAL_TYPE (ValiseTakeInView, valise_take_in_view, ADW_TYPE_BIN)

/* Rows */

static GtkWidget *
new_line (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, class);
  return label;
}

static GtkWidget *
new_row (gpointer item, gpointer user)
{
  const ValiseBundleFacts *facts = valise_bundle_item_get (item);
  g_autofree char *heading = valise_bundle_heading (facts), *line = valise_bundle_words_line (facts);
  g_autofree char *name = g_strdup_printf ("%s, %s", heading, line);
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *icon = gtk_image_new_from_icon_name (valise_bundle_words_icon (facts));

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_margin_top (icon, 2);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), new_line (heading, "strong"));
  gtk_box_append (GTK_BOX (words), new_line (line, "small"));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), words);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_add_css_class (row, "place-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static gboolean
is_busy (ValiseTakeInView *self)
{
  ValiseTakeInState state = valise_take_in_get_state (self->model);

  return state == VALISE_TAKE_IN_LOOKING || state == VALISE_TAKE_IN_TAKING;
}

static void
show_chosen (ValiseTakeInView *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  g_autoptr (ValiseBundleItem) item = NULL;

  if (is_busy (self))
    return;
  if (row == NULL) {
    gtk_stack_set_visible_child_name (self->stack, "empty");
    return;
  }
  item = g_list_model_get_item (G_LIST_MODEL (self->model), (guint) gtk_list_box_row_get_index (row));
  valise_bundle_view_set (self->bundle, item);
  gtk_stack_set_visible_child_name (self->stack, "bundle");
}

static void
on_row_selected (ValiseTakeInView *self, GtkListBoxRow *row)
{
  show_chosen (self);
}

static void
on_row_activated (ValiseTakeInView *self, GtkListBoxRow *row)
{
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static void
choose_first (ValiseTakeInView *self)
{
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  show_chosen (self);
}

/* A line between what was just looked at and what came before. */
static void
set_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user)
{
  ValiseTakeInView *self = user;
  guint n = valise_take_in_get_n_new (self->model);
  GtkWidget *header;

  gtk_list_box_row_set_header (row, NULL);
  if (n == 0 || (guint) gtk_list_box_row_get_index (row) != n)
    return;
  header = new_line (_ ("Before"), "small");
  gtk_widget_add_css_class (header, "list-header");
  gtk_list_box_row_set_header (row, header);
}

static void
on_items (ValiseTakeInView *self)
{
  gtk_list_box_invalidate_headers (self->list);
  if (self->first || gtk_list_box_get_selected_row (self->list) == NULL)
    choose_first (self);
  self->first = FALSE;
}

/* While it runs */

static gboolean
on_busy (gpointer user)
{
  ValiseTakeInView *self = user;
  double fraction = valise_take_in_get_fraction (self->model);

  gtk_stack_set_visible_child_name (self->stack, "busy");
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->progress, fraction);
  else
    gtk_progress_bar_pulse (self->progress);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_still_busy (gpointer user)
{
  ValiseTakeInView *self = user;

  self->busy = g_timeout_add (BUSY_STEP_MS, on_busy, self);
  on_busy (self);
  return G_SOURCE_REMOVE;
}

/* Is there one that anything would come of? */
static gboolean
has_some_use (ValiseTakeInView *self)
{
  for (guint i = 0; i < valise_take_in_get_n_new (self->model); i++) {
    g_autoptr (ValiseBundleItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), i);
    ValiseBundleCase is = valise_bundle_case (valise_bundle_item_get (item));

    if (is != VALISE_BUNDLE_KNOWN && is < VALISE_BUNDLE_NOT_FOR_US)
      return TRUE;
  }
  return FALSE;
}

static void
show_foot (ValiseTakeInView *self)
{
  gboolean useful = has_some_use (self);
  gboolean looked = valise_take_in_get_state (self->model) == VALISE_TAKE_IN_LOOKED;
  g_autofree char *sum = valise_bundle_words_sum (G_LIST_MODEL (self->model), 0, valise_take_in_get_n_new (self->model));

  gtk_label_set_label (self->sum, sum);
  gtk_revealer_set_reveal_child (self->foot, looked);
  gtk_widget_set_visible (self->take, useful);
  gtk_button_set_label (self->leave, useful ? _ ("Leave it") : _ ("Close"));
  if (looked)
    gtk_widget_grab_focus (useful ? self->take : GTK_WIDGET (self->leave));
}

static void
on_state (ValiseTakeInView *self)
{
  g_clear_handle_id (&self->busy, g_source_remove);
  gtk_widget_set_sensitive (self->choose, !is_busy (self));
  if (is_busy (self)) {
    gboolean taking = valise_take_in_get_state (self->model) == VALISE_TAKE_IN_TAKING;

    gtk_label_set_label (self->busy_words, taking ? _ ("Taking in. Each part is read again from the disk…") : _ ("Looking at what it brings. Nothing is changed…"));
    gtk_revealer_set_reveal_child (self->foot, FALSE);
    self->busy = g_timeout_add (BUSY_AFTER_MS, on_still_busy, self);
    return;
  }
  self->first = valise_take_in_get_state (self->model) == VALISE_TAKE_IN_IDLE;
  choose_first (self);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  show_foot (self);
}

static void
say (ValiseTakeInView *self, const char *words)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), adw_toast_new (words));
}

static void
on_failed (ValiseTakeInView *self, const char *why)
{
  say (self, why);
}

static void
on_cancel (ValiseTakeInView *self)
{
  valise_take_in_cancel (self->model);
}

static void
on_leave (ValiseTakeInView *self)
{
  valise_take_in_drop (self->model);
}

static void
on_take (ValiseTakeInView *self)
{
  valise_take_in_apply (self->model);
}

/* Passing on */

static void
on_passed (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseTakeInView) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = valise_relay_finish (VALISE_SESSION (source), result, &error);

  say (self, path != NULL ? _ ("Copied and read back. You may hand it on.") : error->message);
}

static void
on_place (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseTakeInView) self = user;
  g_autoptr (GFile) folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (folder != NULL && g_file_peek_path (folder) != NULL && self->session != NULL)
    valise_relay_async (self->session, self->passing, g_file_peek_path (folder), on_passed, g_object_ref (self));
}

static void
on_pass_on (ValiseTakeInView *self, const char *path)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  g_free (self->passing);
  self->passing = g_strdup (path);
  gtk_file_dialog_set_title (dialog, _ ("Where to copy it"));
  gtk_file_dialog_select_folder (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, on_place, g_object_ref (self));
}

/* Choosing files */

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseTakeInView) self = user;
  g_autoptr (GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);

    if (g_file_peek_path (file) != NULL)
      g_strv_builder_add (paths, g_file_peek_path (file));
  }
  all = g_strv_builder_end (paths);
  valise_take_in_view_look (self, (const char *const *) all);
}

static void
on_choose (ValiseTakeInView *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new (), any = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);

  gtk_file_filter_set_name (filter, _ ("Bundles"));
  gtk_file_filter_add_suffix (filter, "valise");
  gtk_file_filter_set_name (any, _ ("All files"));
  gtk_file_filter_add_pattern (any, "*");
  g_list_store_append (filters, filter);
  g_list_store_append (filters, any);
  gtk_file_dialog_set_title (dialog, _ ("Choose bundles"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open_multiple (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, on_chosen, g_object_ref (self));
}

void
valise_take_in_view_look (ValiseTakeInView *self, const char *const *paths)
{
  valise_take_in_look (self->model, paths);
}

void
valise_take_in_view_refresh (ValiseTakeInView *self)
{
  if (!is_busy (self))
    valise_take_in_refresh (self->model);
}

static void
dispose (GObject *object)
{
  ValiseTakeInView *self = VALISE_TAKE_IN_VIEW (object);

  g_clear_handle_id (&self->busy, g_source_remove);
  if (self->model != NULL) {
    valise_take_in_cancel (self->model);
    g_signal_handlers_disconnect_by_data (self->model, self);
  }
  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->model);
  g_clear_object (&self->session);
  g_clear_pointer (&self->passing, g_free);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_TAKE_IN_VIEW);
  G_OBJECT_CLASS (valise_take_in_view_parent_class)->dispose (object);
}

static void
valise_take_in_view_class_init (ValiseTakeInViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (VALISE_TYPE_BUNDLE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/exchange/take-in-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseTakeInView, split);
  gtk_widget_class_bind_template_child (widget_class, ValiseTakeInView, list);
  gtk_widget_class_bind_template_child (widget_class, ValiseTakeInView, stack);
  gtk_widget_class_bind_template_child (widget_class, ValiseTakeInView, busy_words);
  gtk_widget_class_bind_template_child (widget_class, ValiseTakeInView, progress);
  gtk_widget_class_bind_template_child (widget_class, ValiseTakeInView, bundle);
  gtk_widget_class_bind_template_child (widget_class, ValiseTakeInView, foot);
  gtk_widget_class_bind_template_child (widget_class, ValiseTakeInView, sum);
  gtk_widget_class_bind_template_child (widget_class, ValiseTakeInView, choose);
  gtk_widget_class_bind_template_child (widget_class, ValiseTakeInView, take);
  gtk_widget_class_bind_template_child (widget_class, ValiseTakeInView, leave);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_leave);
  gtk_widget_class_bind_template_callback (widget_class, on_take);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_pass_on);
}

static void
valise_take_in_view_init (ValiseTakeInView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
valise_take_in_view_new (ValiseSession *session)
{
  ValiseTakeInView *self = g_object_new (VALISE_TYPE_TAKE_IN_VIEW, NULL);

  self->session = g_object_ref (session);
  self->model = valise_take_in_new (session);
  gtk_list_box_set_header_func (self->list, set_header, self, NULL);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->model), new_row, NULL, NULL);
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (on_items), self);
  g_signal_connect_swapped (self->model, "state", G_CALLBACK (on_state), self);
  g_signal_connect_swapped (self->model, "failed", G_CALLBACK (on_failed), self);
  valise_take_in_refresh (self->model);
  return GTK_WIDGET (self);
}
