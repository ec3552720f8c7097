/* record-values.c - what a record says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/record-values.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/text-label.h"
#include "ui/words.h"

/* Values */

static char *
label_of (const ValiseViewValue *value)
{
  const char *label = value->field != NULL ? _ (value->field->label) : value->name;

  if (value->aspect == VALISE_VIEW_TOLD)
    return g_strdup_printf (_ ("%s as told"), label);
  return value->aspect == VALISE_VIEW_MEASURED ? g_strdup (_ ("Measured")) : g_strdup (label);
}

/* Labels of the tables are English and have translations; what a person wrote has none. */
static char *
words_of (const ValiseField *field, const char *text)
{
  switch (field != NULL ? (int) field->kind : -1) {
  case VALISE_KIND_CHOICE:
  case VALISE_KIND_BOOLEAN:
    return g_strdup (text[0] != '\0' ? _ (text) : text);
  case VALISE_KIND_DATE:
  case VALISE_KIND_TIME:
    return valise_words_moment (text);
  default:
    return g_strdup (text);
  }
}

static gboolean
keeps_direction (const ValiseViewValue *value)
{
  return value->aspect == VALISE_VIEW_MEASURED ||
         (value->field != NULL && value->field->kind == VALISE_KIND_IDENTIFIER);
}

static GtkWidget *
text_widget (const ValiseViewValue *value, const char *text)
{
  g_autofree char *words = words_of (value->field, text);
  g_autofree char *isolated = keeps_direction (value) ? valise_words_isolate (words) : g_strdup (words);
  GtkWidget *label = valise_text_label_new (isolated, value->field != NULL && value->field->kind == VALISE_KIND_IDENTIFIER ? "marking" : NULL);
  GtkWidget *line;

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE); /* selectable with the pointer; Tab goes to what acts */
  if (value->aspect == VALISE_VIEW_WHOLE)
    return label;
  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (value->aspect == VALISE_VIEW_TOLD ? "chat-message-new-symbolic" : "find-location-symbolic"));
  gtk_box_append (GTK_BOX (line), label);
  return line;
}

static GtkWidget *
sealed_widget (const ValiseViewValue *value, ValiseUnsealed *unsealed)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  const char *open = valise_unsealed_get (unsealed, value->name), *why = valise_unsealed_get_why (unsealed, value->name);
  g_autofree char *date = valise_words_date (value->sealed_on);
  g_autofree char *text = open != NULL  ? NULL
                          : why != NULL ? g_strdup_printf (_ ("Sealed %s; your vault does not open it"), date)
                                        : g_strdup_printf (_ ("Sealed %s"), date);

  if (open != NULL) {
    gtk_widget_add_css_class (line, "sealed-frame");
    gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("changes-allow-symbolic"));
    gtk_box_append (GTK_BOX (line), valise_text_label_new (open, NULL));
    return line;
  }

  gtk_widget_add_css_class (line, "sealed-text");
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("channel-secure-symbolic"));
  gtk_box_append (GTK_BOX (line), valise_text_label_new (text, NULL));
  return line;
}

static GtkWidget *
settle_button (const char *record, const ValiseViewValue *value)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Settle"));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "home.settle");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", record, value->name);
  return button;
}

static GtkWidget *
value_widget (const char *record, const ValiseViewValue *value, ValiseUnsealed *unsealed)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  if (value->sealed) {
    gtk_box_append (GTK_BOX (box), sealed_widget (value, unsealed));
    if (value->texts->len > 1)
      gtk_box_append (GTK_BOX (box), settle_button (record, value));
    return box;
  }
  for (guint i = 0; i < value->texts->len; i++)
    gtk_box_append (GTK_BOX (box), text_widget (value, value->texts->pdata[i]));
  if (value->texts->len > 1)
    gtk_box_append (GTK_BOX (box), valise_text_label_new (_ ("Two values stand; nothing is lost until somebody settles it."), "doubt-text"));
  if (value->texts->len > 1)
    gtk_box_append (GTK_BOX (box), settle_button (record, value));
  if (value->changed_since)
    gtk_box_append (GTK_BOX (box), valise_text_label_new (_ ("Changed since; you are not cleared for the change."), "error-text"));
  if (value->check != NULL)
    gtk_box_append (GTK_BOX (box), valise_text_label_new (value->check, "small"));
  return box;
}

GtkWidget *
valise_record_values_new (const ValiseRecordView *view, ValiseUnsealed *unsealed)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  const char *record = valise_record_item_get (view->item)->record;

  gtk_grid_set_column_spacing (grid, 20);
  gtk_grid_set_row_spacing (grid, 8);
  for (guint i = 0; i < view->values->len; i++) {
    const ValiseViewValue *value = view->values->pdata[i];
    g_autofree char *text = label_of (value);
    GtkWidget *label = valise_text_label_new (text, "dimmed"), *widget = value_widget (record, value, unsealed);

    gtk_widget_set_valign (label, GTK_ALIGN_START);
    gtk_label_set_max_width_chars (GTK_LABEL (label), 22);
    gtk_widget_set_hexpand (widget, TRUE);
    gtk_grid_attach (grid, label, 0, (int) i, 1, 1);
    gtk_grid_attach (grid, widget, 1, (int) i, 1, 1);
  }
  return GTK_WIDGET (grid);
}

/* The rows below it */

static void
attach_row (GtkGrid *grid, const ValiseRecordView *view, int at)
{
  const ValiseViewRow *row = view->rows->pdata[at];
  g_autofree char *name = g_strdup_printf (_ ("Open row %u"), (guint) at + 1);
  GtkWidget *open = gtk_button_new_from_icon_name ("go-next-symbolic");
  guint column = 0;

  for (const ValiseField *field = view->row_type->fields; field->name != NULL; field++) {
    g_autofree char *words = field->column != NULL ? words_of (field, row->texts->pdata[column]) : NULL;
    g_autofree char *isolated = words != NULL && field->kind == VALISE_KIND_IDENTIFIER ? valise_words_isolate (words) : g_strdup (words);
    GtkWidget *label;

    if (words == NULL)
      continue;
    label = valise_text_label_new (isolated, field->kind == VALISE_KIND_IDENTIFIER ? "marking" : "numbers");
    if (row->withdrawn)
      gtk_widget_add_css_class (label, "withdrawn");
    gtk_widget_set_hexpand (label, TRUE);
    gtk_grid_attach (grid, label, (int) column++, at + 1, 1, 1);
  }
  if (row->withdrawn || row->conflicts > 0)
    gtk_grid_attach (grid, valise_text_label_new (row->withdrawn ? _ ("Withdrawn") : _ ("Two values"), "small"), (int) column, at + 1, 1, 1);
  gtk_widget_add_css_class (open, "flat");
  gtk_widget_set_tooltip_text (open, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (open), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (open), "home.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (open), "s", row->record);
  gtk_grid_attach (grid, open, (int) column + 1, at + 1, 1, 1);
}

GtkWidget *
valise_record_rows_new (const ValiseRecordView *view)
{
  GtkGrid *grid;
  GtkWidget *box;
  int column = 0;

  if (view->rows->len == 0)
    return NULL;
  grid = GTK_GRID (gtk_grid_new ());
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (box), valise_text_label_new (_ (view->row_type->plural), "group-title"));
  gtk_grid_set_column_spacing (grid, 20);
  gtk_grid_set_row_spacing (grid, 4);
  for (const ValiseField *field = view->row_type->fields; field->name != NULL; field++)
    if (field->column != NULL)
      gtk_grid_attach (grid, valise_text_label_new (_ (field->column), "field-label"), column++, 0, 1, 1);
  for (guint i = 0; i < view->rows->len; i++)
    attach_row (grid, view, (int) i);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (grid));
  return box;
}

/* Links */

static char *
link_sentence (const ValiseViewLink *link, const char *title)
{
  g_autofree char *name = valise_words_isolate (title);

  if (link->field == NULL)
    return g_strdup_printf (_ ("Part of this: %s"), name);
  return link->from_there ? g_strdup_printf (_ ("%s names this under “%s”"), name, _ (link->field->label))
                          : g_strdup_printf (_ ("%s: %s"), _ (link->field->label), name);
}

static GtkWidget *
link_button (const ValiseViewLink *link)
{
  const ValiseRecordFacts *facts = valise_record_item_get (link->item);
  const char *title = facts->title[0] != '\0' ? facts->title : valise_words_type (facts->type);
  g_autofree char *sentence = link_sentence (link, title);
  GtkWidget *button = gtk_button_new (), *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *label = valise_text_label_new (title, "strong");

  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name (valise_words_type_icon (facts->type)));
  gtk_box_append (GTK_BOX (words), label);
  if (link->field != NULL)
    gtk_box_append (GTK_BOX (words), valise_text_label_new (_ (link->field->label), "small"));
  gtk_box_append (GTK_BOX (content), words);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_set_tooltip_text (button, sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "home.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", facts->record);
  return button;
}

gboolean
valise_record_link_is_photo (const ValiseViewLink *link)
{
  return link->from_there && g_strcmp0 (valise_record_item_get (link->item)->type, "photo") == 0;
}

static guint
count_links (const ValiseRecordView *view)
{
  guint count = 0;

  for (guint i = 0; i < view->linked->len; i++)
    count += !valise_record_link_is_photo (view->linked->pdata[i]);
  return count;
}

GtkWidget *
valise_record_links_new (const ValiseRecordView *view)
{
  GtkWidget *box, *wrap;

  if (count_links (view) == 0)
    return NULL;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  wrap = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (wrap), 8);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (wrap), 8);
  for (guint i = 0; i < view->linked->len; i++)
    if (!valise_record_link_is_photo (view->linked->pdata[i]))
      adw_wrap_box_append (ADW_WRAP_BOX (wrap), link_button (view->linked->pdata[i]));
  gtk_box_append (GTK_BOX (box), valise_text_label_new (_ ("Links"), "group-title"));
  gtk_box_append (GTK_BOX (box), wrap);
  return box;
}
