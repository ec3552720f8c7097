/* vault-bar.c - is the vault open, for how long, and who reads what is sealed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/vault-bar.h"

#include <glib/gi18n.h>

#include "ui/state-chip.h"
#include "ui/text-label.h"
#include "ui/vault-dialog.h"
#include "ui/words.h"

struct _ValiseVaultBar {
  GtkBox parent;

  ValiseUnsealed *unsealed;
  char *author;
  GtkWidget *chip, *button;
  GtkLabel *readers;
  GtkWindow *window; /* whose focus is watched; lent */
};

G_DEFINE_FINAL_TYPE (ValiseVaultBar, valise_vault_bar, GTK_TYPE_BOX)

static char *
readers_words (ValiseVaultBar *self)
{
  guint n = valise_unsealed_count_custodians (self->unsealed);
  g_autofree char *name = self->author != NULL ? valise_words_isolate (self->author) : NULL;

  if (self->author != NULL)
    return g_strdup_printf (ngettext ("Only %s and %u source custodian can read this.", "Only %s and %u source custodians can read this.", n), name, n);
  if (!valise_unsealed_is_here (self->unsealed) && n > 0)
    return g_strdup_printf (ngettext ("Only %u source custodian can read this; this laptop has no vault.", "Only %u source custodians can read this; this laptop has no vault.", n), n);
  if (!valise_unsealed_is_here (self->unsealed))
    return g_strdup (_ ("Nobody can read this yet: make the vault first."));
  if (n == 0)
    return g_strdup (_ ("Only you can read this, with the vault’s passphrase."));
  return g_strdup_printf (ngettext ("Only you and %u source custodian can read this.", "Only you and %u source custodians can read this.", n), n);
}

static void
show (ValiseVaultBar *self)
{
  gboolean open = valise_unsealed_is_open (self->unsealed), here = valise_unsealed_is_here (self->unsealed);
  guint left = valise_unsealed_get_left (self->unsealed);
  g_autofree char *words = readers_words (self);
  g_autofree char *word = open ? g_strdup_printf (_ ("Vault open, %u:%02u left"), left / 60, left % 60) : g_strdup (_ ("Vault closed"));

  valise_state_chip_set (VALISE_STATE_CHIP (self->chip), "sealed", open ? "changes-allow-symbolic" : "channel-secure-symbolic", word, open ? _ ("Vault open") : NULL);
  gtk_button_set_label (GTK_BUTTON (self->button), open ? _ ("Close the vault") : here ? _ ("Open the vault…") : _ ("Make the vault…"));
  gtk_widget_set_tooltip_text (self->button, open ? _ ("Close the vault (Ctrl+Shift+L)") : NULL);
  gtk_label_set_label (self->readers, words);
}

static void
on_button (ValiseVaultBar *self)
{
  if (valise_unsealed_is_open (self->unsealed))
    valise_unsealed_close (self->unsealed);
  else
    adw_dialog_present (valise_vault_dialog_new (self->unsealed), GTK_WIDGET (self));
}

static void
on_active (GtkWindow *window, GParamSpec *spec, ValiseVaultBar *self)
{
  if (!gtk_window_is_active (window))
    valise_unsealed_close (self->unsealed);
}

static void
map (GtkWidget *widget)
{
  ValiseVaultBar *self = VALISE_VAULT_BAR (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  GTK_WIDGET_CLASS (valise_vault_bar_parent_class)->map (widget);
  if (!GTK_IS_WINDOW (root))
    return;
  self->window = GTK_WINDOW (root);
  g_signal_connect_object (self->window, "notify::is-active", G_CALLBACK (on_active), self, G_CONNECT_DEFAULT);
}

/* Out of sight: another page, the lock, the end. */
static void
unmap (GtkWidget *widget)
{
  ValiseVaultBar *self = VALISE_VAULT_BAR (widget);

  if (self->window != NULL)
    g_signal_handlers_disconnect_by_data (self->window, self);
  self->window = NULL;
  GTK_WIDGET_CLASS (valise_vault_bar_parent_class)->unmap (widget);
  if (self->unsealed != NULL)
    valise_unsealed_close (self->unsealed);
}

static void
dispose (GObject *object)
{
  ValiseVaultBar *self = VALISE_VAULT_BAR (object);

  if (self->unsealed != NULL)
    g_signal_handlers_disconnect_by_data (self->unsealed, self);
  g_clear_object (&self->unsealed);
  g_clear_pointer (&self->author, g_free);
  G_OBJECT_CLASS (valise_vault_bar_parent_class)->dispose (object);
}

static void
valise_vault_bar_class_init (ValiseVaultBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  GTK_WIDGET_CLASS (klass)->map = map;
  GTK_WIDGET_CLASS (klass)->unmap = unmap;
}

static void
valise_vault_bar_init (ValiseVaultBar *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->chip = valise_state_chip_new ();
  self->button = gtk_button_new ();
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_button), self);
  self->readers = GTK_LABEL (valise_text_label_new (NULL, "small"));
  gtk_box_append (GTK_BOX (line), self->chip);
  gtk_box_append (GTK_BOX (line), self->button);
  gtk_box_append (GTK_BOX (self), line);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->readers));
}

GtkWidget *
valise_vault_bar_new (ValiseUnsealed *unsealed, const char *author)
{
  ValiseVaultBar *self = g_object_new (VALISE_TYPE_VAULT_BAR, NULL);

  self->unsealed = g_object_ref (unsealed);
  self->author = g_strdup (author);
  g_signal_connect_swapped (unsealed, "changed", G_CALLBACK (show), self);
  show (self);
  return GTK_WIDGET (self);
}
