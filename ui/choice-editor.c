/* choice-editor.c - one of a list: side by side when it is short, else to be searched
 *
 * A boolean is a choice of three: a switch cannot say "not known".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "ui/editor.h"

#define MOST_TOGGLES 4
#define MOST_LETTERS 40 /* of all labels together: what fits one line */

#define VALISE_TYPE_CHOICE_EDITOR (valise_choice_editor_get_type ())
G_DECLARE_FINAL_TYPE (ValiseChoiceEditor, valise_choice_editor, VALISE, CHOICE_EDITOR, ValiseEditor)

struct _ValiseChoiceEditor {
  ValiseEditor parent;

  GPtrArray *codes; /* of const char *: by position; the first of a drop-down is "" */
  AdwToggleGroup *toggles;
  GtkDropDown *list;
};

G_DEFINE_FINAL_TYPE (ValiseChoiceEditor, valise_choice_editor, VALISE_TYPE_EDITOR)

static const ValiseChoice booleans[] = {
  { "yes", N_ ("Yes"), NULL, NULL, NULL },
  { "no", N_ ("No"), NULL, NULL, NULL },
  { "", N_ ("Not known"), NULL, NULL, NULL },
  { NULL, NULL, NULL, NULL, NULL },
};

static char *
dup_text (ValiseEditor *editor)
{
  ValiseChoiceEditor *self = VALISE_CHOICE_EDITOR (editor);
  guint at = self->toggles != NULL ? adw_toggle_group_get_active (self->toggles)
                                   : gtk_drop_down_get_selected (self->list);

  return g_strdup (at < self->codes->len ? self->codes->pdata[at] : "");
}

static void
set_text (ValiseEditor *editor, const char *text)
{
  ValiseChoiceEditor *self = VALISE_CHOICE_EDITOR (editor);
  guint at = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < self->codes->len; i++)
    if (strcmp (self->codes->pdata[i], text) == 0)
      at = i;
  if (self->toggles != NULL)
    adw_toggle_group_set_active (self->toggles, at);
  else
    gtk_drop_down_set_selected (self->list, at != GTK_INVALID_LIST_POSITION ? at : 0);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (VALISE_CHOICE_EDITOR (object)->codes);
  G_OBJECT_CLASS (valise_choice_editor_parent_class)->finalize (object);
}

static void
valise_choice_editor_class_init (ValiseChoiceEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  VALISE_EDITOR_CLASS (klass)->dup_text = dup_text;
  VALISE_EDITOR_CLASS (klass)->set_text = set_text;
}

static void
valise_choice_editor_init (ValiseChoiceEditor *self)
{
  self->codes = g_ptr_array_new ();
}

static gboolean
is_short (const ValiseChoice *choices)
{
  glong letters = 0;
  guint count = 0;

  for (; choices[count].code != NULL; count++)
    letters += g_utf8_strlen (_ (choices[count].label), -1);
  return count <= MOST_TOGGLES && letters <= MOST_LETTERS;
}

static void
make_toggles (ValiseChoiceEditor *self, const ValiseChoice *choices)
{
  self->toggles = ADW_TOGGLE_GROUP (adw_toggle_group_new ());
  adw_toggle_group_set_can_shrink (self->toggles, FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->toggles), GTK_ALIGN_START);
  for (; choices->code != NULL; choices++) {
    AdwToggle *toggle = adw_toggle_new ();

    adw_toggle_set_label (toggle, _ (choices->label));
    adw_toggle_group_add (self->toggles, toggle);
    g_ptr_array_add (self->codes, (gpointer) choices->code);
  }
  adw_toggle_group_set_active (self->toggles, GTK_INVALID_LIST_POSITION);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->toggles));
  g_signal_connect_swapped (self->toggles, "notify::active", G_CALLBACK (valise_editor_note_edited), self);
  valise_editor_set_target (VALISE_EDITOR (self), GTK_WIDGET (self->toggles));
}

static void
make_list (ValiseChoiceEditor *self, const ValiseChoice *choices)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkExpression *label = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  gtk_string_list_append (labels, _ ("Not said"));
  g_ptr_array_add (self->codes, (gpointer) "");
  for (; choices->code != NULL; choices++) {
    gtk_string_list_append (labels, _ (choices->label));
    g_ptr_array_add (self->codes, (gpointer) choices->code);
  }
  self->list = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_object_ref (labels)), label));
  gtk_drop_down_set_enable_search (self->list, self->codes->len > 8);
  gtk_drop_down_set_search_match_mode (self->list, GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  /* It would be called as what is chosen; it is called as its field. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
  g_signal_connect_swapped (self->list, "notify::selected", G_CALLBACK (valise_editor_note_edited), self);
  valise_editor_set_target (VALISE_EDITOR (self), GTK_WIDGET (self->list));
}

ValiseEditor *
valise_choice_editor_new (const ValiseField *field)
{
  ValiseChoiceEditor *self = g_object_new (VALISE_TYPE_CHOICE_EDITOR, NULL);
  const ValiseChoice *choices = field->kind == VALISE_KIND_BOOLEAN ? booleans : field->list->choices;

  if (is_short (choices))
    make_toggles (self, choices);
  else
    make_list (self, choices);
  return VALISE_EDITOR (self);
}

ValiseEditor *
valise_list_editor_new (const ValiseField *field)
{
  ValiseChoiceEditor *self = g_object_new (VALISE_TYPE_CHOICE_EDITOR, NULL);

  make_list (self, field->list->choices);
  return VALISE_EDITOR (self);
}
