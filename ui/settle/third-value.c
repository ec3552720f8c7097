/* third-value.c - neither holds: this does, and why
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/settle/third-value.h"

#include <glib/gi18n.h>

#include "core/value.h"
#include "ui/editor.h"

struct _ValiseThirdValue {
  AdwBin parent;

  const ValiseField *field;
  ValiseEditor *editor;
  GtkEditable *why;
  GtkLabel *missing;
};

enum {
  KEEP,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseThirdValue, valise_third_value, ADW_TYPE_BIN)

static void
valise_third_value_class_init (ValiseThirdValueClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[KEEP] = g_signal_new ("keep", VALISE_TYPE_THIRD_VALUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
valise_third_value_init (ValiseThirdValue *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "padded");
}

static void
say (ValiseThirdValue *self, const char *what)
{
  gtk_label_set_label (self->missing, what);
  gtk_widget_set_visible (GTK_WIDGET (self->missing), what[0] != '\0');
  if (what[0] != '\0')
    gtk_accessible_announce (GTK_ACCESSIBLE (self), what, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_keep (ValiseThirdValue *self)
{
  g_autofree char *text = valise_editor_dup_text (self->editor);
  g_autofree char *why = g_strstrip (g_strdup (gtk_editable_get_text (self->why)));
  g_autoptr (GError) error = NULL;
  g_autofree char *value = g_strstrip (text)[0] != '\0' ? valise_value_parse (self->field, text, &error) : NULL;

  if (value == NULL) {
    say (self, error != NULL ? error->message : _ ("Write the value first."));
    gtk_widget_grab_focus (valise_editor_get_target (self->editor));
    return;
  }
  if (why[0] == '\0') {
    say (self, _ ("A third value needs a reason: how do you know it?"));
    gtk_widget_grab_focus (GTK_WIDGET (self->why));
    return;
  }
  say (self, "");
  g_signal_emit (self, signals[KEEP], 0, value, why);
}

static GtkWidget *
new_why (ValiseThirdValue *self)
{
  GtkWidget *entry = gtk_entry_new ();

  self->why = GTK_EDITABLE (entry);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Reason (kept in the history)"));
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason"), -1);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_keep), self);
  return entry;
}

static void
add_editor (ValiseThirdValue *self, GtkWidget *box)
{
  GtkWidget *target;

  self->editor = valise_editor_new (self->field, NULL); /* links are not written here */
  target = valise_editor_get_target (self->editor);
  gtk_widget_set_hexpand (GTK_WIDGET (self->editor), TRUE);
  if (GTK_IS_ENTRY (target))
    gtk_entry_set_placeholder_text (GTK_ENTRY (target), _ ("Or write a third value, as read"));
  if (target != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (target), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Third value"), -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->editor));
}

/* What is typed into one line stands beside its reason; more above it. */
static gboolean
is_one_line (const ValiseField *field)
{
  return field->kind != VALISE_KIND_LONG_TEXT && field->kind != VALISE_KIND_PLACE && field->kind != VALISE_KIND_CHOICES &&
         field->kind != VALISE_KIND_BOOLEAN && field->kind != VALISE_KIND_CHOICE;
}

static void
build (ValiseThirdValue *self)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *key = gtk_label_new ("C");
  GtkWidget *button = gtk_button_new_with_label (_ ("Keep this"));

  gtk_widget_add_css_class (key, "key");
  gtk_widget_set_valign (key, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (first), key);
  add_editor (self, first);
  gtk_box_append (GTK_BOX (is_one_line (self->field) ? line : all), first);
  gtk_widget_set_hexpand (first, TRUE);
  gtk_box_append (GTK_BOX (line), new_why (self));
  gtk_box_append (GTK_BOX (line), button);
  gtk_box_append (GTK_BOX (all), line);
  self->missing = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->missing, 0);
  gtk_label_set_wrap (self->missing, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->missing), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->missing), "error-text");
  gtk_box_append (GTK_BOX (all), GTK_WIDGET (self->missing));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_keep), self);
  adw_bin_set_child (ADW_BIN (self), all);
}

gboolean
valise_third_value_takes (const ValiseField *field)
{
  return field != NULL && field->kind != VALISE_KIND_LINK && field->kind != VALISE_KIND_FILE && !field->parent;
}

GtkWidget *
valise_third_value_new (const ValiseField *field)
{
  ValiseThirdValue *self = g_object_new (VALISE_TYPE_THIRD_VALUE, NULL);

  self->field = field;
  build (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Third value"), -1);
  return GTK_WIDGET (self);
}

void
valise_third_value_focus (ValiseThirdValue *self)
{
  GtkWidget *target = valise_editor_get_target (self->editor);

  if (target != NULL)
    gtk_widget_grab_focus (target);
}
