/* record-page.c - one record, read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/record-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/link-popover.h"
#include "ui/models/finder.h"
#include "ui/models/unsealed.h"
#include "ui/models/withdrawal.h"
#include "ui/photos/drop.h"
#include "ui/record-history.h"
#include "ui/record-values.h"
#include "ui/state-chip.h"
#include "ui/text-label.h"
#include "ui/vault-bar.h"
#include "ui/words.h"

struct _ValiseRecordPage {
  AdwNavigationPage parent;

  AdwWindowTitle *heading;
  AdwBanner *banner;
  GtkLabel *mark;
  GtkBox *content;
  GtkScrolledWindow *history_pane;
  GtkWidget *correct, *map_button;
  GtkMenuButton *link;
  ValiseLinkPopover *linking;
  ValiseFinder *finder;
  ValiseUnsealed *unsealed;
  AdwBin *values;          /* holds what the vault changes; NULL: not loaded */
  ValiseRecordView *view;  /* NULL: not loaded */
  gboolean is_open;        /* what `values` shows */
  ValiseRecordHistory *history;
  ValiseSession *session;
  char *record;
  GCancellable *cancellable;
  GtkWidget *photos;       /* heading and strip; NULL: not read yet, or none belong to it */
  ValisePhotoStrip *strip; /* in it */
};

G_DEFINE_FINAL_TYPE (ValiseRecordPage, valise_record_page, ADW_TYPE_NAVIGATION_PAGE)

/* Chips */

static void
add_chip (GtkWidget *box, const char *class, const char *icon, const char *word)
{
  GtkWidget *chip = valise_state_chip_new ();

  valise_state_chip_set (VALISE_STATE_CHIP (chip), class, icon, word, NULL);
  adw_wrap_box_append (ADW_WRAP_BOX (box), chip);
}

static GtkWidget *
chips_of (const ValiseRecordFacts *facts)
{
  GtkWidget *box = adw_wrap_box_new ();
  g_autofree char *two = g_strdup_printf (ngettext ("%u field with two values", "%u fields with two values", facts->conflicts), facts->conflicts);

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 8);
  add_chip (box, valise_words_standing_class (facts->standing), valise_words_standing_icon (facts->standing),
            valise_words_standing (facts->standing));
  if (facts->actionable)
    add_chip (box, "actionable", "thunderbolt-symbolic", _ ("Actionable"));
  if (facts->conflicts > 0)
    add_chip (box, "two", "view-dual-symbolic", two);
  if (facts->sealed)
    add_chip (box, "sealed", "channel-secure-symbolic", _ ("Sealed source"));
  if (facts->incomplete)
    add_chip (box, "here", "dialog-warning-symbolic", _ ("Incomplete"));
  return box;
}

/* All of it */

/* `button` NULL: none. */
static void
warn (ValiseRecordPage *self, const char *text, const char *button)
{
  adw_banner_set_title (self->banner, text);
  adw_banner_set_button_label (self->banner, button);
  adw_banner_set_revealed (self->banner, TRUE);
}

static void
show_head (ValiseRecordPage *self, const ValiseRecordView *view)
{
  const ValiseRecordFacts *facts = valise_record_item_get (view->item);
  g_autofree char *mark = g_utf8_strup (view->classification != NULL ? view->classification : "", -1);
  g_autofree char *below = valise_words_line (valise_words_type (facts->type), facts->place, NULL);

  g_strdelimit (mark, "-", ' ');
  adw_window_title_set_title (self->heading, facts->title[0] != '\0' ? facts->title : valise_words_type (facts->type));
  adw_window_title_set_subtitle (self->heading, below);
  gtk_label_set_label (self->mark, mark);
  gtk_widget_set_visible (GTK_WIDGET (self->mark), mark[0] != '\0');
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->map_button), "s", facts->record);
  gtk_widget_set_visible (self->map_button, view->located && !facts->closed);
}

static void
show_withdrawal (ValiseRecordPage *self, const ValiseRecordView *view)
{
  gboolean withdrawn = valise_record_item_get (view->item)->withdrawn, can_link;
  g_autofree char *date = valise_words_date (view->withdrawn_on);
  g_autofree char *text = g_strdup_printf (_ ("Withdrawn on %s: %s"), date, view->reason != NULL ? view->reason : _ ("the reason is not disclosed here"));

  if (withdrawn)
    warn (self, text, _ ("_Restore"));
  else
    adw_banner_set_revealed (self->banner, FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.withdraw", !withdrawn);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.correct", !withdrawn && view->type != NULL);
  can_link = !withdrawn && view->type != NULL && valise_link_popover_set_type (self->linking, view->type);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.link", can_link);
  gtk_widget_set_visible (GTK_WIDGET (self->link), can_link);
}

static void
clear (ValiseRecordPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->content))) != NULL)
    gtk_box_remove (self->content, child);
}

static void
add (ValiseRecordPage *self, GtkWidget *child)
{
  if (child != NULL)
    gtk_box_append (self->content, child);
}

/* Photos, and adding more: kept when the record is read again, with what it
 * says of those that came in. */

static GtkWidget *
photos_of (ValiseRecordPage *self, const ValiseRecordView *view)
{
  const ValiseRecordFacts *facts = valise_record_item_get (view->item);
  GtkWidget *open;

  if (g_strcmp0 (facts->type, "photo") == 0) {
    open = gtk_button_new_with_label (_ ("Look at the photo"));
    gtk_widget_set_halign (open, GTK_ALIGN_START);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (open), "home.photo");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (open), "(ss)", facts->record, "");
    return open;
  }
  if (view->type == NULL)
    return NULL;
  if (self->photos == NULL) {
    self->photos = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
    self->strip = VALISE_PHOTO_STRIP (valise_photo_strip_new (self->session, facts->record));
    gtk_box_append (GTK_BOX (self->photos), valise_text_label_new (_ ("Photos"), "group-title"));
    gtk_box_append (GTK_BOX (self->photos), GTK_WIDGET (self->strip));
  }
  for (guint i = 0; i < view->linked->len; i++)
    if (valise_record_link_is_photo (view->linked->pdata[i]))
      valise_photo_strip_add (self->strip, valise_record_item_get (((const ValiseViewLink *) view->linked->pdata[i])->item)->record);
  valise_photo_strip_set_open (self->strip, !facts->withdrawn);
  return self->photos;
}

static void
on_dropped (GtkWidget *widget, GPtrArray *paths)
{
  ValiseRecordPage *self = VALISE_RECORD_PAGE (widget);

  if (self->strip != NULL)
    valise_photo_strip_take (self->strip, paths);
}

static gboolean
has_sealed (const ValiseRecordView *view)
{
  for (guint i = 0; i < view->values->len; i++)
    if (((const ValiseViewValue *) view->values->pdata[i])->sealed)
      return TRUE;
  return FALSE;
}

/* Who made it, when that is another; NULL: oneself. */
static const char *
other_author (ValiseRecordPage *self, const ValiseRecordView *view)
{
  const ValiseOwn *own = valise_session_get_own (self->session);
  const ValiseViewEntry *first = view->history->len > 0 ? view->history->pdata[view->history->len - 1] : NULL;

  return first != NULL && own != NULL && g_strcmp0 (first->author, own->member) != 0 ? first->author : NULL;
}

static GtkWidget *
vault_bar_of (ValiseRecordPage *self, const ValiseRecordView *view)
{
  gboolean sealed = has_sealed (view);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "vault.close", sealed);
  return sealed ? valise_vault_bar_new (self->unsealed, other_author (self, view)) : NULL;
}

/* Only when it opens or closes: the seconds concern the bar alone. */
static void
on_unsealed (ValiseRecordPage *self)
{
  gboolean open = valise_unsealed_is_open (self->unsealed);

  if (self->view == NULL || self->values == NULL || open == self->is_open)
    return;
  self->is_open = open;
  adw_bin_set_child (self->values, valise_record_values_new (self->view, self->unsealed));
}

static void
on_close_vault (GtkWidget *widget, const char *action, GVariant *parameter)
{
  valise_unsealed_close (VALISE_RECORD_PAGE (widget)->unsealed);
}

static void
show (ValiseRecordPage *self, const ValiseRecordView *view)
{
  self->values = NULL;
  clear (self);
  show_head (self, view);
  if (valise_record_item_get (view->item)->closed) {
    warn (self, _ ("The consent under which you got this has ended. It is closed, and kept in the log."), NULL);
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.correct", FALSE);
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.withdraw", FALSE);
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.link", FALSE);
    gtk_widget_set_visible (GTK_WIDGET (self->link), FALSE);
    return;
  }
  show_withdrawal (self, view);
  add (self, chips_of (valise_record_item_get (view->item)));
  self->values = ADW_BIN (adw_bin_new ());
  add (self, GTK_WIDGET (self->values));
  self->is_open = valise_unsealed_is_open (self->unsealed);
  adw_bin_set_child (self->values, valise_record_values_new (view, self->unsealed));
  add (self, vault_bar_of (self, view));
  add (self, valise_record_rows_new (view));
  add (self, photos_of (self, view));
  add (self, valise_record_links_new (view));
  valise_record_history_show (self->history, view);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseRecordView) view = valise_record_view_load_finish (VALISE_SESSION (source), result, &error);
  ValiseRecordPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_RECORD_PAGE (user);
  if (view == NULL) {
    warn (self, error->message, NULL);
    return;
  }
  show (self, view);
  g_clear_pointer (&self->view, valise_record_view_free);
  self->view = g_steal_pointer (&view);
}

static void
load (ValiseRecordPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  valise_record_view_load_async (self->session, self->record, self->cancellable, on_loaded, self);
}

/* Acting */

static void
on_correct (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "home.correct", "s", VALISE_RECORD_PAGE (widget)->record);
}

static void
on_linked (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseRecordPage) self = user;
  g_autoptr (GError) error = NULL;

  if (!valise_finder_link_finish (VALISE_FINDER (source), result, &error))
    warn (self, error->message, NULL);
}

static void
on_link_chosen (ValiseRecordPage *self, const char *field, const char *other)
{
  valise_finder_link_async (self->finder, self->record, field, other, on_linked, g_object_ref (self));
}

static void
on_link (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_menu_button_popup (VALISE_RECORD_PAGE (widget)->link);
}

static void on_restore (ValiseRecordPage *self);

/* A toast with the way back. */
static void
say_withdrawn (ValiseRecordPage *self)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast = adw_toast_new (_ ("Withdrawn. Nothing is deleted; everyone who has it learns of it."));

  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_restore), self, G_CONNECT_SWAPPED);
  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), toast);
}

static void
on_withdrawn (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseRecordPage) self = user;
  g_autoptr (GError) error = NULL;

  if (valise_withdrawal_finish (VALISE_SESSION (source), result, &error))
    say_withdrawn (self);
  else
    warn (self, error->message, NULL);
}

static void
on_restored (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseRecordPage) self = user;
  g_autoptr (GError) error = NULL;

  if (!valise_withdrawal_finish (VALISE_SESSION (source), result, &error))
    warn (self, error->message, NULL);
}

static void
on_restore (ValiseRecordPage *self)
{
  if (self->session != NULL)
    valise_withdrawal_async (self->session, self->record, NULL, on_restored, g_object_ref (self));
}

static void
on_reason_changed (AdwAlertDialog *dialog, GtkEditable *entry)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_alert_dialog_set_response_enabled (dialog, "withdraw", reason[0] != '\0');
}

static void
on_reason (ValiseRecordPage *self, const char *response, AdwAlertDialog *dialog)
{
  GtkEditable *entry = GTK_EDITABLE (adw_alert_dialog_get_extra_child (dialog));

  if (strcmp (response, "withdraw") == 0)
    valise_withdrawal_async (self->session, self->record, gtk_editable_get_text (entry), on_withdrawn, g_object_ref (self));
}

static void
on_withdraw (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_ ("Withdraw this record?"),
                                                                   _ ("It stays, marked withdrawn, and everyone who got it learns of it. Nothing is deleted.")));
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Why: everyone who has it may read this, the mission may not"));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason"), GTK_ACCESSIBLE_PROPERTY_REQUIRED, TRUE, -1);
  adw_alert_dialog_set_extra_child (dialog, entry);
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "withdraw", _ ("_Withdraw"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "withdraw", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "withdraw");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_set_response_enabled (dialog, "withdraw", FALSE);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_reason_changed), dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_reason), widget, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
  gtk_widget_grab_focus (entry);
}

static void
dispose (GObject *object)
{
  ValiseRecordPage *self = VALISE_RECORD_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_object (&self->finder);
  g_clear_object (&self->photos);
  self->strip = NULL;
  if (self->unsealed != NULL)
    g_signal_handlers_disconnect_by_data (self->unsealed, self);
  g_clear_object (&self->unsealed);
  g_clear_pointer (&self->view, valise_record_view_free);
  g_clear_pointer (&self->record, g_free);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_RECORD_PAGE);
  G_OBJECT_CLASS (valise_record_page_parent_class)->dispose (object);
}

static void
valise_record_page_class_init (ValiseRecordPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/record-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordPage, heading);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordPage, banner);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordPage, mark);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordPage, content);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordPage, history_pane);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordPage, correct);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordPage, link);
  gtk_widget_class_bind_template_callback (widget_class, on_restore);
  gtk_widget_class_install_action (widget_class, "record.correct", NULL, on_correct);
  gtk_widget_class_install_action (widget_class, "record.withdraw", NULL, on_withdraw);
  gtk_widget_class_install_action (widget_class, "vault.close", NULL, on_close_vault);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "vault.close", NULL);
  gtk_widget_class_install_action (widget_class, "record.link", NULL, on_link);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, 0, "record.link", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, 0, "record.correct", NULL);
  gtk_widget_class_bind_template_child (widget_class, ValiseRecordPage, map_button);
}

static void
valise_record_page_init (ValiseRecordPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->history = VALISE_RECORD_HISTORY (valise_record_history_new ());
  gtk_widget_set_margin_start (GTK_WIDGET (self->history), 16);
  gtk_widget_set_margin_end (GTK_WIDGET (self->history), 16);
  gtk_widget_set_margin_top (GTK_WIDGET (self->history), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->history), 20);
  gtk_scrolled_window_set_child (self->history_pane, GTK_WIDGET (self->history));
}

GtkWidget *
valise_record_page_new (ValiseSession *session, const char *record)
{
  ValiseRecordPage *self = g_object_new (VALISE_TYPE_RECORD_PAGE, NULL);

  self->session = g_object_ref (session);
  self->record = g_strdup (record);
  self->finder = valise_finder_new (session);
  self->unsealed = valise_unsealed_new (session, record);
  g_signal_connect_swapped (self->unsealed, "changed", G_CALLBACK (on_unsealed), self);
  self->linking = VALISE_LINK_POPOVER (valise_link_popover_new (self->finder));
  gtk_menu_button_set_popover (self->link, GTK_WIDGET (self->linking));
  g_signal_connect_swapped (self->linking, "link", G_CALLBACK (on_link_chosen), self);
  g_signal_connect_swapped (session, "changed", G_CALLBACK (load), self);
  valise_drop_accept (GTK_WIDGET (self), on_dropped);
  load (self);
  return GTK_WIDGET (self);
}

ValisePhotoStrip *
valise_record_page_get_strip (ValiseRecordPage *self)
{
  return self->strip;
}
