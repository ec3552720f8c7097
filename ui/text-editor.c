/* text-editor.c - several lines, growing from three to twelve
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/editor.h"

#define VALISE_TYPE_TEXT_EDITOR (valise_text_editor_get_type ())
G_DECLARE_FINAL_TYPE (ValiseTextEditor, valise_text_editor, VALISE, TEXT_EDITOR, ValiseEditor)

struct _ValiseTextEditor {
  ValiseEditor parent;

  GtkTextView *view;
  GtkTextBuffer *buffer; /* of the view */
};

G_DEFINE_FINAL_TYPE (ValiseTextEditor, valise_text_editor, VALISE_TYPE_EDITOR)

static char *
dup_text (ValiseEditor *editor)
{
  GtkTextBuffer *buffer = VALISE_TEXT_EDITOR (editor)->buffer;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
set_text (ValiseEditor *editor, const char *text)
{
  gtk_text_buffer_set_text (VALISE_TEXT_EDITOR (editor)->buffer, text, -1);
}

static void
valise_text_editor_class_init (ValiseTextEditorClass *klass)
{
  VALISE_EDITOR_CLASS (klass)->dup_text = dup_text;
  VALISE_EDITOR_CLASS (klass)->set_text = set_text;
}

static void
valise_text_editor_init (ValiseTextEditor *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  self->buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (self->view, FALSE); /* Tab goes on to the next field */
  gtk_text_view_set_top_margin (self->view, 8);
  gtk_text_view_set_bottom_margin (self->view, 8);
  gtk_text_view_set_left_margin (self->view, 8);
  gtk_text_view_set_right_margin (self->view, 8);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 76);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 260);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_widget_add_css_class (scrolled, "text-field");
  adw_bin_set_child (ADW_BIN (self), scrolled);
  g_signal_connect_swapped (self->buffer, "changed", G_CALLBACK (valise_editor_note_edited), self);
  valise_editor_set_target (VALISE_EDITOR (self), GTK_WIDGET (self->view));
}

ValiseEditor *
valise_text_editor_new (const ValiseField *field)
{
  ValiseTextEditor *self = g_object_new (VALISE_TYPE_TEXT_EDITOR, NULL);

  if (field->sealed)
    gtk_text_view_set_input_hints (self->view, GTK_INPUT_HINT_PRIVATE | GTK_INPUT_HINT_NO_SPELLCHECK);
  return VALISE_EDITOR (self);
}
