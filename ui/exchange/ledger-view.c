/* ledger-view.c - what was sent and what came, for ever; and the exchange folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/exchange/ledger-view.h"

#include <glib/gi18n.h>

#include "ui/exchange/bundle-view.h"
#include "ui/exchange/sent-rows.h"
#include "ui/models/bundle-words.h"
#include "ui/models/exchange-folder.h"
#include "ui/models/sent-list.h"
#include "ui/models/take-in.h"

#define SHOWN 100 /* of each list */

struct _ValiseLedgerView {
  AdwBin parent;

  AdwActionRow *folder, *result;
  AdwComboRow *often;
  GtkWidget *forget, *look, *spinner, *sent_box, *came_box;
  GtkListBox *sent, *came;
  GtkLabel *sent_title, *came_title;
  ValiseSession *session;
  ValiseExchangeFolder *model;
  ValiseTakeIn *ledger;
  GCancellable *cancellable; /* of the list of what was sent */
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (ValiseLedgerView, valise_ledger_view, ADW_TYPE_BIN)

/* The folder */

static const guint minutes[] = { 0, 5, 15, 60 };

static void
show_folder (ValiseLedgerView *self)
{
  const char *path = valise_exchange_folder_get_path (self->model), *result = valise_exchange_folder_get_result (self->model);
  g_autofree char *subtitle = g_markup_escape_text (path != NULL ? path : _ ("None: bundles travel by stick"), -1);
  g_autofree char *last = g_markup_escape_text (result != NULL ? result : _ ("Not since the store was unlocked"), -1);
  gboolean busy = valise_exchange_folder_is_busy (self->model);

  adw_action_row_set_subtitle (self->folder, subtitle);
  adw_action_row_set_subtitle (self->result, busy ? _ ("Looking…") : last);
  gtk_widget_set_visible (GTK_WIDGET (self->result), path != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->often), path != NULL);
  gtk_widget_set_visible (self->forget, path != NULL);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_widget_set_sensitive (self->look, !busy);
  self->setting = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    if (minutes[i] == valise_exchange_folder_get_minutes (self->model))
      adw_combo_row_set_selected (self->often, i);
  self->setting = FALSE;
}

static void
on_often (ValiseLedgerView *self)
{
  guint at = adw_combo_row_get_selected (self->often);

  if (!self->setting && self->model != NULL && at < G_N_ELEMENTS (minutes))
    valise_exchange_folder_set_minutes (self->model, minutes[at]);
}

static void
on_look (ValiseLedgerView *self)
{
  valise_exchange_folder_look (self->model);
}

static void
on_forget (ValiseLedgerView *self)
{
  valise_exchange_folder_choose (self->model, NULL);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseLedgerView) self = user;
  g_autoptr (GFile) folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (folder != NULL && g_file_peek_path (folder) != NULL && self->model != NULL)
    valise_exchange_folder_choose (self->model, g_file_peek_path (folder));
}

static void
on_choose (ValiseLedgerView *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Choose the exchange folder"));
  gtk_file_dialog_select_folder (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, on_chosen, g_object_ref (self));
}

/* Lists */

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GPtrArray) rows = valise_sent_list_load_finish (VALISE_SESSION (source), result, NULL);
  g_autofree char *title = NULL;
  ValiseLedgerView *self;

  if (rows == NULL)
    return;
  self = VALISE_LEDGER_VIEW (user);
  title = g_strdup_printf (_ ("Sent: %u"), rows->len);
  valise_sent_rows_fill (self->sent, rows);
  gtk_label_set_label (self->sent_title, title);
  gtk_widget_set_visible (self->sent_box, rows->len > 0);
}

static GtkWidget *
new_came (gpointer item, gpointer user)
{
  const ValiseBundleFacts *facts = valise_bundle_item_get (item);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *heading = valise_bundle_heading (facts), *line = valise_bundle_words_line (facts);
  g_autofree char *title = g_markup_escape_text (heading, -1), *subtitle = g_markup_escape_text (line, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (valise_bundle_words_icon (facts)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
on_came (ValiseLedgerView *self, GtkListBoxRow *row)
{
  g_autoptr (ValiseBundleItem) item = g_list_model_get_item (G_LIST_MODEL (self->ledger), (guint) gtk_list_box_row_get_index (row));
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *tools = adw_toolbar_view_new (), *view = g_object_new (VALISE_TYPE_BUNDLE_VIEW, NULL);

  valise_bundle_view_set (VALISE_BUNDLE_VIEW (view), item);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (tools), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (tools), view);
  adw_dialog_set_child (dialog, tools);
  adw_dialog_set_title (dialog, _ ("Bundle"));
  adw_dialog_set_content_width (dialog, 640);
  adw_dialog_set_content_height (dialog, 520);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_ledger (ValiseLedgerView *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->ledger));
  g_autofree char *title = g_strdup_printf (_ ("Received: %u"), n);

  gtk_label_set_label (self->came_title, title);
  gtk_widget_set_visible (self->came_box, n > 0);
}

void
valise_ledger_view_refresh (ValiseLedgerView *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  valise_sent_list_load_async (self->session, SHOWN, self->cancellable, on_sent, self);
  valise_take_in_refresh (self->ledger);
}

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (valise_ledger_view_parent_class)->map (widget);
  valise_ledger_view_refresh (VALISE_LEDGER_VIEW (widget));
}

static void
dispose (GObject *object)
{
  ValiseLedgerView *self = VALISE_LEDGER_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->model != NULL) {
    valise_exchange_folder_stop (self->model);
    g_signal_handlers_disconnect_by_data (self->model, self);
    g_signal_handlers_disconnect_by_data (self->ledger, self);
    gtk_list_box_bind_model (self->came, NULL, NULL, NULL, NULL);
  }
  g_clear_object (&self->model);
  g_clear_object (&self->ledger);
  g_clear_object (&self->session);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_LEDGER_VIEW);
  G_OBJECT_CLASS (valise_ledger_view_parent_class)->dispose (object);
}

static void
valise_ledger_view_class_init (ValiseLedgerViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->map = map;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/exchange/ledger-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseLedgerView, folder);
  gtk_widget_class_bind_template_child (widget_class, ValiseLedgerView, forget);
  gtk_widget_class_bind_template_child (widget_class, ValiseLedgerView, often);
  gtk_widget_class_bind_template_child (widget_class, ValiseLedgerView, result);
  gtk_widget_class_bind_template_child (widget_class, ValiseLedgerView, spinner);
  gtk_widget_class_bind_template_child (widget_class, ValiseLedgerView, look);
  gtk_widget_class_bind_template_child (widget_class, ValiseLedgerView, sent_box);
  gtk_widget_class_bind_template_child (widget_class, ValiseLedgerView, sent_title);
  gtk_widget_class_bind_template_child (widget_class, ValiseLedgerView, sent);
  gtk_widget_class_bind_template_child (widget_class, ValiseLedgerView, came_box);
  gtk_widget_class_bind_template_child (widget_class, ValiseLedgerView, came_title);
  gtk_widget_class_bind_template_child (widget_class, ValiseLedgerView, came);
  gtk_widget_class_bind_template_callback (widget_class, on_often);
  gtk_widget_class_bind_template_callback (widget_class, on_look);
  gtk_widget_class_bind_template_callback (widget_class, on_forget);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_came);
}

static void
valise_ledger_view_init (ValiseLedgerView *self)
{
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->setting = FALSE;
}

GtkWidget *
valise_ledger_view_new (ValiseSession *session)
{
  ValiseLedgerView *self = g_object_new (VALISE_TYPE_LEDGER_VIEW, NULL);

  self->session = g_object_ref (session);
  self->model = valise_exchange_folder_new (session);
  self->ledger = valise_take_in_new (session);
  gtk_list_box_bind_model (self->came, G_LIST_MODEL (self->ledger), new_came, NULL, NULL);
  g_signal_connect_swapped (self->model, "changed", G_CALLBACK (show_folder), self);
  g_signal_connect_swapped (self->ledger, "items-changed", G_CALLBACK (on_ledger), self);
  show_folder (self);
  on_ledger (self);
  return GTK_WIDGET (self);
}
