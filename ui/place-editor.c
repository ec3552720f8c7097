/* place-editor.c - a place as told, and as measured: two things, kept apart
 *
 * Its text is what valise_value_parse() takes of a place: "told=…; at=…;
 * accuracy=…; method=…".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "core/value.h"
#include "ui/editor.h"

#define VALISE_TYPE_PLACE_EDITOR (valise_place_editor_get_type ())
G_DECLARE_FINAL_TYPE (ValisePlaceEditor, valise_place_editor, VALISE, PLACE_EDITOR, ValiseEditor)

struct _ValisePlaceEditor {
  ValiseEditor parent;

  const ValiseField *field;
  GtkEditable *told, *at, *accuracy;
  GtkLabel *understood;
  char *rest; /* of a place that is corrected: what has no entry here, "; name=…; method=…" */
};

G_DEFINE_FINAL_TYPE (ValisePlaceEditor, valise_place_editor, VALISE_TYPE_EDITOR)

static void
append (GString *out, const char *name, const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  if (stripped[0] != '\0')
    g_string_append_printf (out, "%s%s=%s", out->len > 0 ? "; " : "", name, stripped);
}

static char *
dup_text (ValiseEditor *editor)
{
  ValisePlaceEditor *self = VALISE_PLACE_EDITOR (editor);
  GString *out = g_string_new (NULL);

  append (out, "told", gtk_editable_get_text (self->told));
  append (out, "at", gtk_editable_get_text (self->at));
  if (gtk_editable_get_text (self->at)[0] != '\0')
    append (out, "accuracy", gtk_editable_get_text (self->accuracy));
  if (self->rest != NULL)
    g_string_append (out, out->len > 0 ? self->rest : self->rest + strlen ("; "));
  return g_string_free (out, FALSE);
}

static void
keep_rest (ValisePlaceEditor *self, char **parts)
{
  static const char *const others[] = { "name=", "datum=", "method=" };
  GString *rest = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (others); j++)
      if (g_str_has_prefix (parts[i], others[j]))
        g_string_append_printf (rest, "; %s", parts[i]);
  g_free (self->rest);
  self->rest = g_string_free (rest, rest->len == 0);
}

static void
finalize (GObject *object)
{
  g_free (VALISE_PLACE_EDITOR (object)->rest);
  G_OBJECT_CLASS (valise_place_editor_parent_class)->finalize (object);
}

static void
set_text (ValiseEditor *editor, const char *text)
{
  ValisePlaceEditor *self = VALISE_PLACE_EDITOR (editor);
  g_auto (GStrv) parts = g_strsplit (text, "; ", -1);
  const struct {
    const char *prefix;
    GtkEditable *entry;
  } places[] = { { "told=", self->told }, { "at=", self->at }, { "accuracy=", self->accuracy } };

  keep_rest (self, parts);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    const char *found = "";

    for (guint j = 0; parts[j] != NULL; j++)
      if (g_str_has_prefix (parts[j], places[i].prefix))
        found = parts[j] + strlen (places[i].prefix);
    gtk_editable_set_text (places[i].entry, found);
  }
}

/* What was understood of the coordinates, before anybody leaves the field. */
static void
show_understood (ValisePlaceEditor *self)
{
  const char *at = gtk_editable_get_text (self->at);
  g_autofree char *text = g_strconcat ("at=", at, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *value = at[0] != '\0' ? valise_value_parse (self->field, text, &error) : NULL;
  g_autofree char *words = value != NULL ? valise_value_to_notations (value) : NULL;

  gtk_label_set_label (self->understood, words != NULL ? words : error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->understood), at[0] != '\0');
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->understood), "doubt-text");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->understood), "doubt-text");
}

static void
on_edited (ValisePlaceEditor *self)
{
  show_understood (self);
  valise_editor_note_edited (VALISE_EDITOR (self));
}

static void
valise_place_editor_class_init (ValisePlaceEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  VALISE_EDITOR_CLASS (klass)->dup_text = dup_text;
  VALISE_EDITOR_CLASS (klass)->set_text = set_text;
}

static GtkEditable *
add_entry (ValisePlaceEditor *self, GtkGrid *grid, int column, const char *label, gboolean measured)
{
  GtkWidget *entry = gtk_entry_new (), *name = gtk_label_new (label);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_add_css_class (name, "small");
  gtk_widget_set_hexpand (entry, column < 2);
  if (measured) {
    gtk_widget_set_direction (entry, GTK_TEXT_DIR_LTR);
    gtk_widget_add_css_class (entry, "numbers");
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_grid_attach (grid, name, column, 0, 1, 1);
  gtk_grid_attach (grid, entry, column, 1, 1, 1);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_edited), self);
  return GTK_EDITABLE (entry);
}

static void
valise_place_editor_init (ValisePlaceEditor *self)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());

  gtk_grid_set_column_spacing (grid, 12);
  gtk_grid_set_row_spacing (grid, 4);
  self->told = add_entry (self, grid, 0, _ ("As told"), FALSE);
  self->at = add_entry (self, grid, 1, _ ("Measured: degrees, UTM or MGRS"), TRUE);
  self->accuracy = add_entry (self, grid, 2, _ ("± metres"), TRUE);
  gtk_editable_set_width_chars (self->accuracy, 6);
  gtk_editable_set_max_width_chars (self->accuracy, 8);
  self->understood = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->understood, 0);
  gtk_label_set_wrap (self->understood, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->understood), "small");
  gtk_widget_set_visible (GTK_WIDGET (self->understood), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->understood), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _ ("What was understood"), -1);
  gtk_grid_attach (grid, GTK_WIDGET (self->understood), 0, 2, 3, 1);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (grid));
  valise_editor_set_target (VALISE_EDITOR (self), GTK_WIDGET (self->told));
}

ValiseEditor *
valise_place_editor_new (const ValiseField *field)
{
  ValisePlaceEditor *self = g_object_new (VALISE_TYPE_PLACE_EDITOR, NULL);

  self->field = field;
  return VALISE_EDITOR (self);
}
