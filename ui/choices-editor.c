/* choices-editor.c - several of a list, as chips that stay pressed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "ui/editor.h"

#define VALISE_TYPE_CHOICES_EDITOR (valise_choices_editor_get_type ())
G_DECLARE_FINAL_TYPE (ValiseChoicesEditor, valise_choices_editor, VALISE, CHOICES_EDITOR, ValiseEditor)

struct _ValiseChoicesEditor {
  ValiseEditor parent;

  GPtrArray *chips; /* of GtkToggleButton, in the list's order; lent */
  const ValiseChoice *choices;
};

G_DEFINE_FINAL_TYPE (ValiseChoicesEditor, valise_choices_editor, VALISE_TYPE_EDITOR)

static char *
dup_text (ValiseEditor *editor)
{
  ValiseChoicesEditor *self = VALISE_CHOICES_EDITOR (editor);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->chips->len; i++)
    if (gtk_toggle_button_get_active (self->chips->pdata[i]))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", self->choices[i].code);
  return g_string_free (text, FALSE);
}

static void
set_text (ValiseEditor *editor, const char *text)
{
  ValiseChoicesEditor *self = VALISE_CHOICES_EDITOR (editor);
  g_auto (GStrv) codes = g_strsplit (text, "; ", -1);

  for (guint i = 0; i < self->chips->len; i++)
    gtk_toggle_button_set_active (self->chips->pdata[i],
                                  g_strv_contains ((const char *const *) codes, self->choices[i].code));
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (VALISE_CHOICES_EDITOR (object)->chips);
  G_OBJECT_CLASS (valise_choices_editor_parent_class)->finalize (object);
}

static void
valise_choices_editor_class_init (ValiseChoicesEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  VALISE_EDITOR_CLASS (klass)->dup_text = dup_text;
  VALISE_EDITOR_CLASS (klass)->set_text = set_text;
}

static void
valise_choices_editor_init (ValiseChoicesEditor *self)
{
  self->chips = g_ptr_array_new ();
}

ValiseEditor *
valise_choices_editor_new (const ValiseField *field)
{
  ValiseChoicesEditor *self = g_object_new (VALISE_TYPE_CHOICES_EDITOR, NULL);
  AdwWrapBox *box = ADW_WRAP_BOX (adw_wrap_box_new ());

  self->choices = field->list->choices;
  adw_wrap_box_set_child_spacing (box, 8);
  adw_wrap_box_set_line_spacing (box, 8);
  for (const ValiseChoice *choice = self->choices; choice->code != NULL; choice++) {
    GtkWidget *chip = gtk_toggle_button_new_with_label (_ (choice->label));

    gtk_widget_add_css_class (chip, "chip");
    g_signal_connect_swapped (chip, "toggled", G_CALLBACK (valise_editor_note_edited), self);
    g_ptr_array_add (self->chips, chip);
    adw_wrap_box_append (box, chip);
  }
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
  valise_editor_set_target (VALISE_EDITOR (self), self->chips->pdata[0]);
  return VALISE_EDITOR (self);
}
