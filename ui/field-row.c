/* field-row.c - one field of a form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/field-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/value.h"
#include "ui/editor.h"

struct _ValiseFieldRow {
  GtkBox parent;

  const ValiseField *field;
  GtkLabel *check;
  ValiseEditor *editor;
};

enum {
  EDITED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseFieldRow, valise_field_row, GTK_TYPE_BOX)

gboolean
valise_field_row_handles (const ValiseField *field)
{
  return !field->parent && field->kind != VALISE_KIND_FILE;
}

/* Checks: at the end of the label's line, beside the value and never in its way */

static char *
check_words (ValiseFieldRow *self, const char *text, gboolean *fails)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = text[0] != '\0' ? valise_value_parse (self->field, text, &error) : NULL;
  char *note = NULL;

  *fails = error != NULL;
  if (error != NULL)
    return g_strdup (_ ("Not understood yet"));
  if (value == NULL || self->field->kind != VALISE_KIND_IDENTIFIER || self->field->check == VALISE_CHECK_NONE ||
      self->field->many)
    return NULL;
  *fails = !valise_check_digit (self->field->check, text, &note);
  if (note != NULL)
    note[0] = g_ascii_toupper (note[0]); /* it begins a line here */
  return note;
}

static void
show_check (ValiseFieldRow *self)
{
  g_autofree char *text = valise_editor_dup_text (self->editor);
  gboolean fails = FALSE;
  g_autofree char *words = check_words (self, text, &fails);
  GtkWidget *target = valise_editor_get_target (self->editor);

  gtk_label_set_label (self->check, words != NULL ? words : self->field->required && text[0] == '\0' ? _ ("required") : "");
  if (fails)
    gtk_widget_add_css_class (target, "doubtful");
  else
    gtk_widget_remove_css_class (target, "doubtful");
  if (words != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (target), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

static void
on_edited (ValiseFieldRow *self)
{
  show_check (self);
  g_signal_emit (self, signals[EDITED], 0);
}

static void
valise_field_row_class_init (ValiseFieldRowClass *klass)
{
  signals[EDITED] = g_signal_new ("edited", VALISE_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
valise_field_row_init (ValiseFieldRow *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
}

static void
add_head (ValiseFieldRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_ (self->field->label));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "field-label");
  self->check = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->check, 1);
  gtk_label_set_wrap (self->check, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->check), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->check), "small");
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->check));
  gtk_box_append (GTK_BOX (self), line);
}

static void
add_help (ValiseFieldRow *self)
{
  GtkWidget *help = gtk_label_new (_ (self->field->help));

  gtk_label_set_xalign (GTK_LABEL (help), 0);
  gtk_label_set_wrap (GTK_LABEL (help), TRUE);
  gtk_widget_add_css_class (help, "small");
  gtk_widget_add_css_class (help, "dimmed");
  gtk_box_append (GTK_BOX (self), help);
}

GtkWidget *
valise_field_row_new (const ValiseField *field, ValiseFinder *finder)
{
  ValiseFieldRow *self = g_object_new (VALISE_TYPE_FIELD_ROW, NULL);
  GtkWidget *target;

  self->field = field;
  add_head (self);
  self->editor = valise_editor_new (field, finder);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->editor));
  if (field->help != NULL)
    add_help (self);
  target = valise_editor_get_target (self->editor);
  if (field->kind != VALISE_KIND_PLACE) /* its entries have names of their own */
    gtk_accessible_update_property (GTK_ACCESSIBLE (target), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (field->label), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (target), GTK_ACCESSIBLE_PROPERTY_REQUIRED, field->required, -1);
  g_signal_connect_swapped (self->editor, "edited", G_CALLBACK (on_edited), self);
  show_check (self);
  return GTK_WIDGET (self);
}

const ValiseField *
valise_field_row_get_field (ValiseFieldRow *self)
{
  return self->field;
}

char *
valise_field_row_dup_text (ValiseFieldRow *self)
{
  return valise_editor_dup_text (self->editor);
}

void
valise_field_row_set_text (ValiseFieldRow *self, const char *text)
{
  valise_editor_set_text (self->editor, text);
  show_check (self);
}

void
valise_field_row_focus (ValiseFieldRow *self)
{
  gtk_widget_grab_focus (valise_editor_get_target (self->editor));
}
