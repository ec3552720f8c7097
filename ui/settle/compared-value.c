/* compared-value.c - a value beside another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/settle/compared-value.h"

#include <glib/gi18n.h>

#include "ui/models/differing.h"

#define LARGE_UP_TO 36 /* characters: longer is read as text */

/* One colour in light and dark: black on yellow, 12:1. */
#define MARK_RED 0xf4f4
#define MARK_GREEN 0xc9c9
#define MARK_BLUE 0x3b3b

static void
add_attribute (PangoAttrList *list, PangoAttribute *attribute, const ValiseDiffering *where)
{
  attribute->start_index = where->first;
  attribute->end_index = where->end;
  pango_attr_list_insert (list, attribute);
}

/* Of what was written letter by letter each letter counts. */
static gboolean
is_by_word (const ValiseField *field)
{
  return field != NULL && field->kind != VALISE_KIND_IDENTIFIER && field->kind != VALISE_KIND_TEXT &&
         field->kind != VALISE_KIND_INTEGER && field->kind != VALISE_KIND_DECIMAL;
}

static void
mark (PangoAttrList *list, const char *text, const char *other, gboolean by_word)
{
  g_autoptr (GArray) found = valise_differing (text, other, by_word);

  for (guint i = 0; i < found->len; i++) {
    const ValiseDiffering *where = &g_array_index (found, ValiseDiffering, i);

    add_attribute (list, pango_attr_background_new (MARK_RED, MARK_GREEN, MARK_BLUE), where);
    add_attribute (list, pango_attr_foreground_new (0, 0, 0), where);
    add_attribute (list, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), where);
  }
}

GtkWidget *
valise_compared_value_new (const ValiseField *field, const char *text, const char *const *others)
{
  GtkWidget *label = gtk_label_new (text);
  g_autoptr (PangoAttrList) marks = pango_attr_list_new ();
  gboolean identifier = field != NULL && field->kind == VALISE_KIND_IDENTIFIER;

  for (guint i = 0; others[i] != NULL; i++)
    mark (marks, text, others[i], is_by_word (field));
  gtk_label_set_attributes (GTK_LABEL (label), marks);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, g_utf8_strlen (text, -1) <= LARGE_UP_TO ? "compared" : "compared-text");
  if (identifier) {
    gtk_widget_add_css_class (label, "marking");
    gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
  }
  return label;
}
