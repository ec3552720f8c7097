/* vault-dialog.c - the vault's own passphrase
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/vault-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/error.h"
#include "core/secret.h"
#include "ui/text-label.h"

struct _ValiseVaultDialog {
  AdwDialog parent;

  ValiseUnsealed *unsealed;
  GtkEditable *passphrase, *again; /* again NULL: it is opened, not made */
  GtkLabel *why;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (ValiseVaultDialog, valise_vault_dialog, ADW_TYPE_DIALOG)

static void
complain (ValiseVaultDialog *self, const char *text)
{
  gtk_label_set_label (self->why, text);
  gtk_widget_set_visible (GTK_WIDGET (self->why), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  gtk_editable_select_region (self->passphrase, 0, -1);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
set_busy (ValiseVaultDialog *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->passphrase), !busy);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseVaultDialog) self = user;
  g_autoptr (GError) error = NULL;
  gboolean done = self->again != NULL ? valise_unsealed_make_finish (VALISE_UNSEALED (source), result, &error)
                                      : valise_unsealed_open_finish (VALISE_UNSEALED (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* locked meanwhile */
  set_busy (self, FALSE);
  if (done)
    adw_dialog_close (ADW_DIALOG (self));
  else
    complain (self, g_error_matches (error, VALISE_ERROR, VALISE_ERROR_WRONG_PASSPHRASE) ? _ ("That passphrase does not open the vault.")
                                                                                         : error->message);
}

static void
on_given (ValiseVaultDialog *self)
{
  const char *text = gtk_editable_get_text (self->passphrase);
  ValiseSecret *secret;

  if (text[0] == '\0' || !gtk_widget_get_sensitive (GTK_WIDGET (self->button)))
    return;
  if (self->again != NULL && strcmp (text, gtk_editable_get_text (self->again)) != 0) {
    complain (self, _ ("The two are not the same."));
    return;
  }
  secret = valise_secret_new_copy (text, strlen (text));
  gtk_widget_set_visible (GTK_WIDGET (self->why), FALSE);
  set_busy (self, TRUE);
  if (self->again != NULL)
    valise_unsealed_make_async (self->unsealed, secret, on_answer, g_object_ref (self));
  else
    valise_unsealed_open_async (self->unsealed, secret, on_answer, g_object_ref (self));
}

static void
dispose (GObject *object)
{
  g_clear_object (&VALISE_VAULT_DIALOG (object)->unsealed);
  G_OBJECT_CLASS (valise_vault_dialog_parent_class)->dispose (object);
}

static void
valise_vault_dialog_class_init (ValiseVaultDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
valise_vault_dialog_init (ValiseVaultDialog *self)
{
  adw_dialog_set_content_width (ADW_DIALOG (self), 420);
}

static GtkEditable *
add_entry (ValiseVaultDialog *self, GtkWidget *box, const char *label)
{
  GtkWidget *entry = gtk_password_entry_new ();

  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_given), self);
  gtk_box_append (GTK_BOX (box), valise_text_label_new (label, "field-label"));
  gtk_box_append (GTK_BOX (box), entry);
  return GTK_EDITABLE (entry);
}

static void
build (ValiseVaultDialog *self, gboolean make)
{
  GtkWidget *view = adw_toolbar_view_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  gtk_widget_set_margin_start (box, 20);
  gtk_widget_set_margin_end (box, 20);
  gtk_widget_set_margin_bottom (box, 20);
  gtk_box_append (GTK_BOX (box), valise_text_label_new (make ? _ ("Sealed fields need a vault, and this laptop has none yet. Its passphrase reads what is sealed; nothing else does. It must not be the one that unlocks Valise.")
                                                             : _ ("Sealed values are shown for five minutes. That they were opened is noted in the custody log."), NULL));
  self->passphrase = add_entry (self, box, _ ("The vault’s passphrase"));
  if (make)
    self->again = add_entry (self, box, _ ("The same again"));
  self->why = GTK_LABEL (valise_text_label_new (NULL, "error-text"));
  gtk_widget_set_visible (GTK_WIDGET (self->why), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->why));
  self->button = GTK_BUTTON (gtk_button_new_with_mnemonic (make ? _ ("_Make the vault") : _ ("_Open the vault")));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "suggested-action");
  gtk_widget_set_margin_top (GTK_WIDGET (self->button), 8);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_given), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->button));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), box);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_title (ADW_DIALOG (self), make ? _ ("Make the vault") : _ ("Open the vault"));
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->passphrase));
}

AdwDialog *
valise_vault_dialog_new (ValiseUnsealed *unsealed)
{
  ValiseVaultDialog *self = g_object_new (VALISE_TYPE_VAULT_DIALOG, NULL);

  self->unsealed = g_object_ref (unsealed);
  build (self, !valise_unsealed_is_here (unsealed));
  return ADW_DIALOG (self);
}
