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
#include "ui/form-page.h"
#include "ui/map/gps.h"
#include "ui/map/pick-dialog.h"
#include "ui/models/notation.h"

#define VALISE_TYPE_PLACE_EDITOR (valise_place_editor_get_type ())
G_DECLARE_FINAL_TYPE (ValisePlaceEditor, valise_place_editor, VALISE, PLACE_EDITOR, ValiseEditor)

struct _ValisePlaceEditor {
  ValiseEditor parent;

  const ValiseField *field;
  GtkEditable *told, *at, *accuracy;
  GtkLabel *understood;
  GtkWidget *gps;
  GCancellable *asking; /* the receiver; NULL: nobody asks */
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

/* How it was measured, when it was not typed. */
static void
set_method (ValisePlaceEditor *self, const char *method)
{
  g_auto (GStrv) parts = g_strsplit (self->rest != NULL ? self->rest : "", "; ", -1);
  GString *rest = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_str_has_prefix (parts[i], "name=")) /* the datum is WGS 84 now */
      g_string_append_printf (rest, "; %s", parts[i]);
  g_string_append_printf (rest, "; method=%s", method);
  g_free (self->rest);
  self->rest = g_string_free (rest, FALSE);
}

static void
finalize (GObject *object)
{
  ValisePlaceEditor *self = VALISE_PLACE_EDITOR (object);

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
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
  ValiseDegrees degrees;
  g_autofree char *words = value != NULL && valise_value_get_degrees (value, &degrees) ? valise_notation_write_all (degrees) : NULL;

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

/* Measured otherwise than by typing */

static void
take (ValisePlaceEditor *self, const char *coordinates, const char *metres, const char *method)
{
  set_method (self, method);
  gtk_editable_set_text (self->at, coordinates);
  gtk_editable_set_text (self->accuracy, metres);
  valise_editor_note_edited (VALISE_EDITOR (self));
}

static ValiseSession *
find_session (ValisePlaceEditor *self)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), VALISE_TYPE_FORM_PAGE);

  return page != NULL ? valise_form_get_session (valise_form_page_get_form (VALISE_FORM_PAGE (page))) : NULL;
}

static void
present (ValisePlaceEditor *self, ValisePickDialog *dialog)
{
  g_signal_connect_object (dialog, "picked", G_CALLBACK (take), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

static void
on_map (ValisePlaceEditor *self)
{
  g_autofree char *text = g_strconcat ("at=", gtk_editable_get_text (self->at), NULL);
  g_autofree char *value = valise_value_parse (self->field, text, NULL);
  ValiseSession *session = find_session (self);
  ValiseDegrees at;

  if (session != NULL)
    present (self, valise_pick_dialog_new_map (session, value != NULL && valise_value_get_degrees (value, &at) ? &at : NULL));
}

static void
on_photo (ValisePlaceEditor *self)
{
  ValiseSession *session = find_session (self);

  if (session != NULL)
    present (self, valise_pick_dialog_new_photo (session));
}

static void
say (ValisePlaceEditor *self, const char *words)
{
  gtk_label_set_label (self->understood, words);
  gtk_widget_set_visible (GTK_WIDGET (self->understood), TRUE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->understood), "doubt-text");
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_fix (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValisePlaceEditor) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree ValiseFix *fix = valise_gps_fix_finish (result, &error);
  g_autofree char *coordinates = fix != NULL ? valise_notation_write (fix->at) : NULL;
  g_autofree char *metres = fix != NULL && fix->accuracy > 0 ? g_strdup_printf ("%u", fix->accuracy) : g_strdup ("");

  g_clear_object (&self->asking);
  gtk_widget_set_sensitive (self->gps, TRUE);
  if (fix != NULL)
    take (self, coordinates, metres, "gps");
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    /* Translators: %s says why, "The receiver has no fix." */
    g_autofree char *words = g_strdup_printf (_ ("%s No fix. Kept as told."), error->message);

    say (self, words);
  }
}

static void
on_gps (ValisePlaceEditor *self)
{
  self->asking = g_cancellable_new ();
  gtk_widget_set_sensitive (self->gps, FALSE);
  say (self, _ ("Asking the receiver; go on writing meanwhile."));
  valise_gps_fix_async (g_getenv ("VALISE_GPSD_PORT"), self->asking, on_fix, g_object_ref (self));
}

/* Leaving the form asks no more. */
static void
on_unrealize (ValisePlaceEditor *self)
{
  g_cancellable_cancel (self->asking);
}

static GtkWidget *
add_button (GtkWidget *box, const char *icon, const char *label, GCallback clicked, gpointer self)
{
  GtkWidget *button = gtk_button_new (), *content = adw_button_content_new ();

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), icon);
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), label);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
new_buttons (ValisePlaceEditor *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  add_button (box, "mark-location-symbolic", _ ("Map"), G_CALLBACK (on_map), self);
  add_button (box, "camera-photo-symbolic", _ ("From photo"), G_CALLBACK (on_photo), self);
  self->gps = add_button (box, "find-location-symbolic", _ ("GPS"), G_CALLBACK (on_gps), self);
  return box;
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
  gtk_grid_attach (grid, new_buttons (self), 0, 3, 3, 1);
  g_signal_connect (self, "unrealize", G_CALLBACK (on_unrealize), NULL);
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
