/* line-editor.c - one line; an identifier keeps its direction in every language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "ui/editor.h"

#define LTR_MARK "\u200e" /* GtkText follows the keyboard's direction; this decides it */

#define VALISE_TYPE_LINE_EDITOR (valise_line_editor_get_type ())
G_DECLARE_FINAL_TYPE (ValiseLineEditor, valise_line_editor, VALISE, LINE_EDITOR, ValiseEditor)

struct _ValiseLineEditor {
  ValiseEditor parent;

  GtkEditable *entry;
  gboolean marked; /* an identifier */
};

G_DEFINE_FINAL_TYPE (ValiseLineEditor, valise_line_editor, VALISE_TYPE_EDITOR)

static char *
dup_text (ValiseEditor *editor)
{
  const char *text = gtk_editable_get_text (VALISE_LINE_EDITOR (editor)->entry);

  return g_strdup (g_str_has_prefix (text, LTR_MARK) ? text + strlen (LTR_MARK) : text);
}

static void
set_text (ValiseEditor *editor, const char *text)
{
  ValiseLineEditor *self = VALISE_LINE_EDITOR (editor);
  g_autofree char *marked = g_strconcat (self->marked && text[0] != '\0' ? LTR_MARK : "", text, NULL);

  gtk_editable_set_text (self->entry, marked);
}

static void
valise_line_editor_class_init (ValiseLineEditorClass *klass)
{
  VALISE_EDITOR_CLASS (klass)->dup_text = dup_text;
  VALISE_EDITOR_CLASS (klass)->set_text = set_text;
}

static void
valise_line_editor_init (ValiseLineEditor *self)
{
  self->entry = GTK_EDITABLE (gtk_entry_new ());
  gtk_widget_set_hexpand (GTK_WIDGET (self->entry), TRUE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->entry));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (valise_editor_note_edited), self);
  valise_editor_set_target (VALISE_EDITOR (self), GTK_WIDGET (self->entry));
}

static void
keep_direction (ValiseLineEditor *self)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (self->entry));

  self->marked = TRUE;
  gtk_widget_set_direction (GTK_WIDGET (self->entry), GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (text, GTK_TEXT_DIR_LTR);
  if (gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL)
    gtk_editable_set_alignment (self->entry, 1);
  gtk_widget_add_css_class (GTK_WIDGET (self->entry), "marking");
}

ValiseEditor *
valise_line_editor_new (const ValiseField *field)
{
  ValiseLineEditor *self = g_object_new (VALISE_TYPE_LINE_EDITOR, NULL);

  if (field->kind == VALISE_KIND_IDENTIFIER)
    keep_direction (self);
  if (field->kind == VALISE_KIND_INTEGER)
    gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_DIGITS);
  if (field->sealed)
    gtk_entry_set_input_hints (GTK_ENTRY (self->entry), GTK_INPUT_HINT_PRIVATE | GTK_INPUT_HINT_NO_SPELLCHECK);
  return VALISE_EDITOR (self);
}
