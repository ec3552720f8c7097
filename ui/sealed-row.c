/* sealed-row.c - a sealed field of a form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/sealed-row.h"

#include <glib/gi18n.h>

#include "ui/field-row.h"
#include "ui/text-label.h"
#include "ui/words.h"

struct _ValiseSealedRow {
  GtkBox parent;

  ValiseFieldRow *row;
  ValiseUnsealed *unsealed;
  GtkWidget *standing; /* what stands there, with a button; NULL: nothing does */
  GtkLabel *value;
  char *sealed_on;
  gboolean is_open;
};

G_DEFINE_FINAL_TYPE (ValiseSealedRow, valise_sealed_row, GTK_TYPE_BOX)

static void
show (ValiseSealedRow *self)
{
  const ValiseField *field = valise_field_row_get_field (self->row);
  const char *open = valise_unsealed_get (self->unsealed, field->name);
  g_autofree char *time = valise_words_time (self->sealed_on);
  g_autofree char *sealed = g_strdup_printf (_ ("sealed %s"), time);

  gtk_label_set_label (self->value, open != NULL ? open : sealed);
}

static void
on_unsealed (ValiseSealedRow *self)
{
  if (self->is_open == valise_unsealed_is_open (self->unsealed))
    return;
  self->is_open = !self->is_open;
  show (self);
}

static void
on_replace (ValiseSealedRow *self)
{
  gtk_widget_set_visible (self->standing, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->row), TRUE);
  valise_field_row_focus (self->row);
}

static void
dispose (GObject *object)
{
  ValiseSealedRow *self = VALISE_SEALED_ROW (object);

  if (self->unsealed != NULL)
    g_signal_handlers_disconnect_by_data (self->unsealed, self);
  g_clear_object (&self->unsealed);
  g_clear_pointer (&self->sealed_on, g_free);
  G_OBJECT_CLASS (valise_sealed_row_parent_class)->dispose (object);
}

static void
valise_sealed_row_class_init (ValiseSealedRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
valise_sealed_row_init (ValiseSealedRow *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "sealed-frame");
}

static void
add_standing (ValiseSealedRow *self)
{
  const ValiseField *field = valise_field_row_get_field (self->row);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *button = gtk_button_new_with_mnemonic (_ ("_Replace"));
  g_autofree char *name = g_strdup_printf (_ ("Replace %s"), _ (field->label));

  self->standing = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->value = GTK_LABEL (valise_text_label_new (NULL, NULL));
  gtk_box_append (GTK_BOX (words), valise_text_label_new (_ (field->label), "field-label"));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->value));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_replace), self);
  gtk_box_append (GTK_BOX (self->standing), gtk_image_new_from_icon_name ("channel-secure-symbolic"));
  gtk_box_append (GTK_BOX (self->standing), words);
  gtk_box_append (GTK_BOX (self->standing), button);
  gtk_box_append (GTK_BOX (self), self->standing);
}

GtkWidget *
valise_sealed_row_new (GtkWidget *row, ValiseUnsealed *unsealed, const char *sealed_on)
{
  ValiseSealedRow *self = g_object_new (VALISE_TYPE_SEALED_ROW, NULL);
  g_autofree char *typed = valise_field_row_dup_text (VALISE_FIELD_ROW (row));

  self->row = VALISE_FIELD_ROW (row);
  self->unsealed = g_object_ref (unsealed);
  self->sealed_on = g_strdup (sealed_on);
  if (sealed_on != NULL && typed[0] == '\0') {
    add_standing (self);
    gtk_widget_set_visible (row, FALSE);
    show (self);
    g_signal_connect_swapped (unsealed, "changed", G_CALLBACK (on_unsealed), self);
  }
  gtk_box_append (GTK_BOX (self), row);
  return GTK_WIDGET (self);
}
