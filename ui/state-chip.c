/* state-chip.c - word, icon, shape; colour comes fourth
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/state-chip.h"

struct _ValiseStateChip {
  GtkBox parent;

  GtkWidget *icon, *word;
  char *class;
};

G_DEFINE_FINAL_TYPE (ValiseStateChip, valise_state_chip, GTK_TYPE_BOX)

static void
finalize (GObject *object)
{
  g_free (VALISE_STATE_CHIP (object)->class);
  G_OBJECT_CLASS (valise_state_chip_parent_class)->finalize (object);
}

static void
valise_state_chip_class_init (ValiseStateChipClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
valise_state_chip_init (ValiseStateChip *self)
{
  self->icon = gtk_image_new ();
  self->word = gtk_label_new (NULL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self), "state");
  gtk_box_append (GTK_BOX (self), self->icon);
  gtk_box_append (GTK_BOX (self), self->word);
}

GtkWidget *
valise_state_chip_new (void)
{
  return g_object_new (VALISE_TYPE_STATE_CHIP, NULL);
}

void
valise_state_chip_set (ValiseStateChip *self, const char *class, const char *icon, const char *word,
                       const char *sentence)
{
  if (self->class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->class);
  g_free (self->class);
  self->class = g_strdup (class);
  gtk_widget_add_css_class (GTK_WIDGET (self), class);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
  gtk_label_set_label (GTK_LABEL (self->word), word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence != NULL ? sentence : word, -1);
}
