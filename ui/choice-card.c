/* choice-card.c - one of several large choices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/choice-card.h"

struct _ValiseChoiceCard {
  GtkToggleButton parent;

  GtkWidget *icon, *title, *sentence, *radio;
};

enum {
  PROP_ICON = 1,
  PROP_TITLE,
  PROP_SENTENCE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (ValiseChoiceCard, valise_choice_card, GTK_TYPE_TOGGLE_BUTTON)

static void
on_toggled (GtkToggleButton *button, gpointer user)
{
  ValiseChoiceCard *self = VALISE_CHOICE_CARD (button);
  gboolean chosen = gtk_toggle_button_get_active (button);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->radio),
                                chosen ? "radio-checked-symbolic" : "radio-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_CHECKED,
                               chosen ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  ValiseChoiceCard *self = VALISE_CHOICE_CARD (object);
  const char *text = g_value_get_string (value);

  if (id == PROP_ICON) {
    gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), text);
  } else if (id == PROP_TITLE) {
    gtk_label_set_label (GTK_LABEL (self->title), text);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  } else {
    gtk_label_set_label (GTK_LABEL (self->sentence), text);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  }
}

static void
valise_choice_card_class_init (ValiseChoiceCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->set_property = set_property;
  properties[PROP_ICON] = g_param_spec_string ("picture", NULL, NULL, "", G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SENTENCE] = g_param_spec_string ("sentence", NULL, NULL, "", G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_RADIO);
}

static GtkWidget *
add_label (GtkWidget *box, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
valise_choice_card_init (ValiseChoiceCard *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->icon = gtk_image_new ();
  gtk_image_set_icon_size (GTK_IMAGE (self->icon), GTK_ICON_SIZE_LARGE);
  self->title = add_label (words, "card-title");
  self->sentence = add_label (words, "card-sentence");
  gtk_widget_set_hexpand (words, TRUE);
  self->radio = gtk_image_new_from_icon_name ("radio-symbolic");
  gtk_widget_add_css_class (self->radio, "radio-mark");
  gtk_box_append (GTK_BOX (row), self->icon);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), self->radio);
  gtk_button_set_child (GTK_BUTTON (self), row);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "choice");
  g_signal_connect (self, "toggled", G_CALLBACK (on_toggled), NULL);
  on_toggled (GTK_TOGGLE_BUTTON (self), NULL);
}
