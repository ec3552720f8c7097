/* locked-page.c - the passphrase, and nothing else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/locked-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/hold-button.h"

struct _ValiseLockedPage {
  AdwBin parent;

  GtkWidget *name;
  GtkWidget *passphrase;
  GtkWidget *why;
  GtkWidget *layout;
  GtkWidget *caps;
  GtkWidget *unlock;
  GtkWidget *unlock_stack;
  GtkWidget *entry_box;
  GtkWidget *wipe;
};

enum {
  UNLOCK,
  WIPE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseLockedPage, valise_locked_page, ADW_TYPE_BIN)

static void
on_unlock_asked (ValiseLockedPage *self)
{
  if (gtk_editable_get_text (GTK_EDITABLE (self->passphrase))[0] != '\0')
    g_signal_emit (self, signals[UNLOCK], 0);
}

static void
on_typed (ValiseLockedPage *self)
{
  gtk_widget_set_visible (self->why, FALSE);
}

static void
on_wipe_held (ValiseLockedPage *self)
{
  g_signal_emit (self, signals[WIPE], 0);
}

/* A passphrase typed on another layout looks like a wrong one. */

static GdkDevice *
keyboard_of (ValiseLockedPage *self)
{
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (GTK_WIDGET (self)));

  return seat != NULL ? gdk_seat_get_keyboard (seat) : NULL;
}

static void
show_keyboard (ValiseLockedPage *self)
{
  GdkDevice *keyboard = keyboard_of (self);
  g_auto (GStrv) names = keyboard != NULL ? gdk_device_get_layout_names (keyboard) : NULL;
  int active = keyboard != NULL ? gdk_device_get_active_layout_index (keyboard) : -1;
  gboolean known = names != NULL && active >= 0 && (guint) active < g_strv_length (names);

  if (known) {
    g_autofree char *text = g_strdup_printf (_ ("Keyboard: %s"), names[active]);

    gtk_label_set_label (GTK_LABEL (self->layout), text);
  }
  gtk_widget_set_visible (gtk_widget_get_parent (self->layout), known);
  gtk_widget_set_visible (self->caps, keyboard != NULL && gdk_device_get_caps_lock_state (keyboard));
}

static void
realize (GtkWidget *widget)
{
  ValiseLockedPage *self = VALISE_LOCKED_PAGE (widget);
  GdkDevice *keyboard;

  GTK_WIDGET_CLASS (valise_locked_page_parent_class)->realize (widget);
  keyboard = keyboard_of (self);
  if (keyboard != NULL) {
    g_signal_connect_object (keyboard, "notify::caps-lock-state", G_CALLBACK (show_keyboard), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (keyboard, "notify::layout-names", G_CALLBACK (show_keyboard), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (keyboard, "notify::active-layout-index", G_CALLBACK (show_keyboard), self, G_CONNECT_SWAPPED);
  }
  show_keyboard (self);
}

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (valise_locked_page_parent_class)->map (widget);
  gtk_widget_grab_focus (VALISE_LOCKED_PAGE (widget)->passphrase);
}

static void
dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_LOCKED_PAGE);
  G_OBJECT_CLASS (valise_locked_page_parent_class)->dispose (object);
}

static void
valise_locked_page_class_init (ValiseLockedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->realize = realize;
  widget_class->map = map;
  g_type_ensure (VALISE_TYPE_HOLD_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/locked-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseLockedPage, name);
  gtk_widget_class_bind_template_child (widget_class, ValiseLockedPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, ValiseLockedPage, why);
  gtk_widget_class_bind_template_child (widget_class, ValiseLockedPage, layout);
  gtk_widget_class_bind_template_child (widget_class, ValiseLockedPage, caps);
  gtk_widget_class_bind_template_child (widget_class, ValiseLockedPage, unlock);
  gtk_widget_class_bind_template_child (widget_class, ValiseLockedPage, unlock_stack);
  gtk_widget_class_bind_template_child (widget_class, ValiseLockedPage, entry_box);
  gtk_widget_class_bind_template_child (widget_class, ValiseLockedPage, wipe);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock_asked);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_wipe_held);
  signals[UNLOCK] = g_signal_new ("unlock", VALISE_TYPE_LOCKED_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[WIPE] = g_signal_new ("wipe", VALISE_TYPE_LOCKED_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
valise_locked_page_init (ValiseLockedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
valise_locked_page_set_name (ValiseLockedPage *self, const char *name)
{
  gtk_label_set_label (GTK_LABEL (self->name), name);
}

ValiseSecret *
valise_locked_page_dup_passphrase (ValiseLockedPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));

  return valise_secret_new_copy (text, strlen (text));
}

void
valise_locked_page_clear (ValiseLockedPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
}

void
valise_locked_page_set_busy (ValiseLockedPage *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->entry_box, !busy);
  gtk_stack_set_visible_child_name (GTK_STACK (self->unlock_stack), busy ? "busy" : "word");
}

void
valise_locked_page_fail (ValiseLockedPage *self, const char *why)
{
  gtk_label_set_label (GTK_LABEL (self->why), why);
  gtk_widget_set_visible (self->why, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), why, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
  gtk_widget_grab_focus (self->passphrase);
  gtk_editable_select_region (GTK_EDITABLE (self->passphrase), 0, -1);
}

void
valise_locked_page_say_wiped (ValiseLockedPage *self, const char *what)
{
  gtk_widget_set_visible (self->entry_box, FALSE);
  gtk_widget_set_visible (self->wipe, FALSE);
  gtk_label_set_label (GTK_LABEL (self->why), what);
  gtk_widget_set_visible (self->why, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), what, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}
