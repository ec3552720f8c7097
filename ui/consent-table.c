/* consent-table.c - what the source agrees to, use by use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/consent-table.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/models/consent.h"
#include "ui/state-chip.h"
#include "ui/text-label.h"
#include "ui/words.h"

struct _ValiseConsentTable {
  GtkBox parent;

  ValiseForm *form;
  GtkGrid *grid;
  GtkWidget *chip;
};

G_DEFINE_FINAL_TYPE (ValiseConsentTable, valise_consent_table, GTK_TYPE_BOX)

#define FIELD_KEY "valise-field"
#define DATE_KEY "valise-date"

static void
show_count (ValiseConsentTable *self)
{
  guint n = valise_consent_count_not_asked (self->form);
  g_autofree char *word = n > 0 ? g_strdup_printf (ngettext ("%u not asked yet", "%u not asked yet", n), n) : g_strdup (_ ("All were asked"));

  valise_state_chip_set (VALISE_STATE_CHIP (self->chip), n > 0 ? "two" : "sent", n > 0 ? "dialog-warning-symbolic" : "object-select-symbolic", word, NULL);
}

static void
on_answer (AdwToggleGroup *toggles, GParamSpec *spec, ValiseConsentTable *self)
{
  const ValiseField *field = g_object_get_data (G_OBJECT (toggles), FIELD_KEY);
  GtkEditable *entry = g_object_get_data (G_OBJECT (toggles), DATE_KEY);
  guint at = adw_toggle_group_get_active (toggles);
  const ValiseField *date = valise_consent_date (valise_form_get_type_row (self->form), field);

  if (at == GTK_INVALID_LIST_POSITION)
    return;
  valise_consent_set (self->form, field, field->list->choices[at].code);
  if (entry != NULL)
    gtk_editable_set_text (entry, valise_form_get (self->form, date->name));
  show_count (self);
}

static void
on_typed (GtkEditable *entry, ValiseConsentTable *self)
{
  const ValiseField *field = g_object_get_data (G_OBJECT (entry), FIELD_KEY);

  valise_form_set (self->form, field->name, gtk_editable_get_text (entry));
}

static GtkEditable *
entry_for (ValiseConsentTable *self, const ValiseField *field, const ValiseField *use)
{
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), _ (use->label), _ (field->label));

  gtk_editable_set_text (GTK_EDITABLE (entry), valise_form_get (self->form, field->name));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (entry), FIELD_KEY, (gpointer) field);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_typed), self, G_CONNECT_DEFAULT);
  return GTK_EDITABLE (entry);
}

static GtkWidget *
toggles_for (ValiseConsentTable *self, const ValiseField *field)
{
  GtkWidget *toggles = adw_toggle_group_new ();
  guint active = GTK_INVALID_LIST_POSITION;

  adw_toggle_group_set_can_shrink (ADW_TOGGLE_GROUP (toggles), FALSE);
  for (guint i = 0; field->list->choices[i].code != NULL; i++) {
    AdwToggle *toggle = adw_toggle_new ();

    adw_toggle_set_label (toggle, _ (field->list->choices[i].label));
    adw_toggle_group_add (ADW_TOGGLE_GROUP (toggles), toggle);
    if (strcmp (field->list->choices[i].code, valise_consent_answer (self->form, field)) == 0)
      active = i;
  }
  adw_toggle_group_set_active (ADW_TOGGLE_GROUP (toggles), active);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggles), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (field->label), -1);
  g_object_set_data (G_OBJECT (toggles), FIELD_KEY, (gpointer) field);
  g_signal_connect_object (toggles, "notify::active", G_CALLBACK (on_answer), self, G_CONNECT_DEFAULT);
  gtk_widget_set_valign (toggles, GTK_ALIGN_CENTER);
  return toggles;
}

static GtkWidget *
note_for (ValiseConsentTable *self, const ValiseField *note, const ValiseField *use)
{
  GtkWidget *button = gtk_menu_button_new (), *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *name = g_strdup_printf (_ ("Note on %s"), _ (use->label));
  GtkEditable *entry = entry_for (self, note, use);

  gtk_editable_set_width_chars (entry, 34);
  gtk_box_append (GTK_BOX (box), valise_text_label_new (name, "field-label"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (entry));
  if (note->help != NULL)
    gtk_box_append (GTK_BOX (box), valise_text_label_new (_ (note->help), "small"));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static void
attach_use (ValiseConsentTable *self, const ValiseField *field, int line)
{
  const ValiseType *type = valise_form_get_type_row (self->form);
  const ValiseField *date = valise_consent_date (type, field), *note = valise_consent_note (type, field);
  GtkWidget *label = valise_text_label_new (_ (field->label), NULL), *toggles = toggles_for (self, field);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_attach (self->grid, label, 0, line, 1, 1);
  gtk_grid_attach (self->grid, toggles, 1, line, 1, 1);
  if (date != NULL) {
    GtkEditable *entry = entry_for (self, date, field);

    gtk_editable_set_width_chars (entry, 10);
    gtk_editable_set_max_width_chars (entry, 12);
    g_object_set_data (G_OBJECT (toggles), DATE_KEY, entry);
    gtk_grid_attach (self->grid, GTK_WIDGET (entry), 2, line, 1, 1);
  }
  if (note != NULL)
    gtk_grid_attach (self->grid, note_for (self, note, field), 3, line, 1, 1);
}

static void
dispose (GObject *object)
{
  g_clear_object (&VALISE_CONSENT_TABLE (object)->form);
  G_OBJECT_CLASS (valise_consent_table_parent_class)->dispose (object);
}

static void
valise_consent_table_class_init (ValiseConsentTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
valise_consent_table_init (ValiseConsentTable *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  self->chip = valise_state_chip_new ();
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 12);
  gtk_grid_set_row_spacing (self->grid, 4);
  gtk_box_append (GTK_BOX (self), self->chip);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->grid));
}

GtkWidget *
valise_consent_table_new (ValiseForm *form)
{
  static const char *const heads[] = { N_ ("The source agrees to"), N_ ("Answer"), N_ ("Asked on") };
  ValiseConsentTable *self = g_object_new (VALISE_TYPE_CONSENT_TABLE, NULL);
  int line = 1;

  self->form = g_object_ref (form);
  for (int i = 0; i < (int) G_N_ELEMENTS (heads); i++)
    gtk_grid_attach (self->grid, valise_text_label_new (_ (heads[i]), "field-label"), i, 0, 1, 1);
  for (const ValiseField *field = valise_form_get_type_row (form)->fields; field->name != NULL; field++)
    if (valise_consent_is (field))
      attach_use (self, field, line++);
  show_count (self);
  return GTK_WIDGET (self);
}

/* Consequences */

static char *
consequence_of (ValiseForm *form, const ValiseField *field)
{
  const char *answer = valise_consent_answer (form, field);
  const ValiseField *date = valise_consent_date (valise_form_get_type_row (form), field);
  g_autofree char *when = date != NULL ? valise_words_when (valise_form_get (form, date->name)) : g_strdup ("");

  if (strcmp (answer, "withdrawn") == 0 && valise_form_was_sent (form))
    return g_strdup_printf (_ ("Withdrawn %s; it was sent before. A notice goes with the next bundle."), when);
  if (strcmp (answer, "withdrawn") == 0)
    return g_strdup_printf (_ ("Withdrawn %s."), when);
  if (strcmp (answer, "yes") == 0)
    return g_strdup (field->mission_consent ? _ ("Gets what was said, without place, time or who was there.") : _ ("Allowed."));
  if (field->mission_consent)
    return g_strdup (_ ("Sees neither the text nor that there is one."));
  return g_strdup (strcmp (answer, "no") == 0 ? _ ("Not allowed.") : _ ("Not asked: counts as no."));
}

GtkWidget *
valise_consent_consequences_new (ValiseForm *form)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  gtk_box_append (GTK_BOX (box), valise_text_label_new (_ ("What this consent allows"), "group-title"));
  for (const ValiseField *field = valise_form_get_type_row (form)->fields; field->name != NULL; field++) {
    GtkWidget *line, *words;
    g_autofree char *text = valise_consent_is (field) ? consequence_of (form, field) : NULL;
    gboolean yes = text != NULL && strcmp (valise_consent_answer (form, field), "yes") == 0;

    if (text == NULL)
      continue;
    line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
    words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
    gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (yes ? "object-select-symbolic" : "action-unavailable-symbolic"));
    gtk_widget_set_valign (gtk_widget_get_first_child (line), GTK_ALIGN_START);
    gtk_box_append (GTK_BOX (words), valise_text_label_new (_ (field->label), "strong"));
    gtk_box_append (GTK_BOX (words), valise_text_label_new (text, "small"));
    gtk_label_set_max_width_chars (GTK_LABEL (gtk_widget_get_last_child (words)), 26);
    gtk_label_set_max_width_chars (GTK_LABEL (gtk_widget_get_first_child (words)), 24);
    gtk_box_append (GTK_BOX (line), words);
    gtk_box_append (GTK_BOX (box), line);
  }
  return box;
}
