/* record-history.c - who changed what, newest first
 *
 * “Changes” leaves out what was said when it was recorded, which the page says
 * beside it; “All fields” shows that too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/record-history.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/state-chip.h"
#include "ui/text-label.h"
#include "ui/words.h"

#define MOST_LETTERS 160 /* of one value; the page beside it shows all of it */

struct _ValiseRecordHistory {
  GtkBox parent;

  AdwToggleGroup *which;
  GtkBox *list;
  GPtrArray *first; /* of GtkWidget: what was said at the beginning; lent */
};

G_DEFINE_FINAL_TYPE (ValiseRecordHistory, valise_record_history, GTK_TYPE_BOX)

static void
on_which (ValiseRecordHistory *self)
{
  for (guint i = 0; i < self->first->len; i++)
    gtk_widget_set_visible (self->first->pdata[i], adw_toggle_group_get_active (self->which) == 1);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (VALISE_RECORD_HISTORY (object)->first);
  G_OBJECT_CLASS (valise_record_history_parent_class)->finalize (object);
}

static void
valise_record_history_class_init (ValiseRecordHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
add_toggle (ValiseRecordHistory *self, const char *label)
{
  AdwToggle *toggle = adw_toggle_new ();

  adw_toggle_set_label (toggle, label);
  adw_toggle_group_add (self->which, toggle);
}

static void
valise_record_history_init (ValiseRecordHistory *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *title = valise_text_label_new (_ ("History"), "group-title");

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 14);
  self->first = g_ptr_array_new ();
  self->which = ADW_TOGGLE_GROUP (adw_toggle_group_new ());
  adw_toggle_group_set_can_shrink (self->which, FALSE);
  add_toggle (self, _ ("Changes"));
  add_toggle (self, _ ("All fields"));
  adw_toggle_group_set_active (self->which, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->which), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What the history shows"), -1);
  g_signal_connect_swapped (self->which, "notify::active", G_CALLBACK (on_which), self);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->which));
  gtk_box_append (GTK_BOX (self), head);
  self->list = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 16));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("History"), -1);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->list));
}

GtkWidget *
valise_record_history_new (void)
{
  return g_object_new (VALISE_TYPE_RECORD_HISTORY, NULL);
}

/* One entry */

static const char *
icon_of (const ValiseViewEntry *entry)
{
  if (entry->withdrew)
    return "action-unavailable-symbolic";
  if (entry->restored)
    return "edit-undo-symbolic";
  return entry->made ? "list-add-symbolic" : "document-edit-symbolic";
}

static char *
deed_of (const ValiseViewEntry *entry)
{
  g_autofree char *author = valise_words_isolate (entry->author);

  if (entry->withdrew)
    return g_strdup_printf (_ ("%s withdrew it"), author);
  if (entry->restored)
    return g_strdup_printf (_ ("%s took the withdrawal back"), author);
  return g_strdup_printf (entry->made ? _ ("%s recorded it") : _ ("%s changed it"), author);
}

static char *
shortened (const ValiseField *field, const char *text)
{
  g_autofree char *cut = g_utf8_strlen (text, -1) > MOST_LETTERS ? g_utf8_substring (text, 0, MOST_LETTERS) : NULL;
  g_autofree char *whole = cut != NULL ? g_strconcat (cut, "…", NULL)
                           : field != NULL && (field->kind == VALISE_KIND_DATE || field->kind == VALISE_KIND_TIME)
                               ? valise_words_moment (text)
                               : g_strdup (text);

  return whole[0] != '\0' ? valise_words_isolate (whole) : g_strdup (_ ("nothing"));
}

static char *
change_words (const ValiseViewChange *change)
{
  const char *label = change->field != NULL             ? _ (change->field->label)
                      : strcmp (change->name, ".class") == 0 ? _ ("Classification")
                                                             : _ ("Case");
  g_autofree char *after = shortened (change->field, change->after);
  g_autofree char *before = change->before != NULL ? shortened (change->field, change->before) : NULL;

  if (change->sealed)
    return g_strdup_printf (_ ("%s: sealed anew"), label);
  /* Translators: field, old value, new value; the arrow points the way one reads */
  return before != NULL ? g_strdup_printf (_ ("%s: %s → %s"), label, before, after)
                        : g_strdup_printf (_ ("%s: %s"), label, after);
}

static GtkWidget *
changes_box (const ValiseViewEntry *entry)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  for (guint i = 0; i < entry->changes->len; i++) {
    g_autofree char *text = change_words (entry->changes->pdata[i]);

    gtk_box_append (GTK_BOX (box), valise_text_label_new (text, "small"));
  }
  return box;
}

/* Between two signatures of headquarters': that no clock of a laptop decides. */
static char *
bracket_words (const ValiseViewEntry *entry)
{
  g_autofree char *after = valise_words_date (entry->after), *before = valise_words_date (entry->before);

  if (entry->after != NULL && entry->before != NULL)
    return g_strdup_printf (_ ("Made after headquarters’ checkpoint of %s and before its receipt of %s."), after, before);
  if (entry->before != NULL)
    return g_strdup_printf (_ ("Made before headquarters’ receipt of %s."), before);
  return entry->after != NULL ? g_strdup_printf (_ ("Made after headquarters’ checkpoint of %s."), after) : NULL;
}

static void
append_words (GtkWidget *box, const char *text, const char *class)
{
  GtkWidget *label = valise_text_label_new (text, "small");

  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
head_of (const ValiseViewEntry *entry)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *who, *when;
  g_autofree char *deed = deed_of (entry), *time = valise_words_time (entry->time);

  who = valise_text_label_new (deed, "strong");
  when = gtk_label_new (time); /* a date that is cut is another date */
  gtk_widget_add_css_class (when, "small");
  gtk_widget_add_css_class (when, "numbers");
  gtk_widget_set_valign (when, GTK_ALIGN_START);
  gtk_widget_set_hexpand (who, TRUE);
  gtk_box_append (GTK_BOX (line), who);
  gtk_box_append (GTK_BOX (line), when);
  return line;
}

static GtkWidget *
entry_widget (ValiseRecordHistory *self, const ValiseViewEntry *entry)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_of (entry)), *chip = valise_state_chip_new (), *changes = changes_box (entry);
  g_autofree char *bracket = bracket_words (entry), *why = NULL;

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_margin_top (icon, 3);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), box);
  gtk_box_append (GTK_BOX (box), head_of (entry));
  gtk_box_append (GTK_BOX (box), changes);
  if (entry->made) {
    gtk_widget_set_visible (changes, FALSE);
    g_ptr_array_add (self->first, changes);
  }
  if (entry->why != NULL) {
    why = g_strdup_printf (_ ("“%s”"), entry->why);
    append_words (box, why, NULL);
  }
  if (entry->time_in_doubt)
    append_words (box, _ ("Its clock contradicts what is known: this time may be wrong."), "doubt-text");
  if (bracket != NULL)
    append_words (box, bracket, "dimmed");
  valise_state_chip_set (VALISE_STATE_CHIP (chip), valise_words_standing_class (entry->standing),
                         valise_words_standing_icon (entry->standing), valise_words_standing (entry->standing), NULL);
  gtk_box_append (GTK_BOX (box), chip);
  return row;
}

void
valise_record_history_show (ValiseRecordHistory *self, const ValiseRecordView *view)
{
  GtkWidget *child;

  g_ptr_array_set_size (self->first, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, child);
  for (guint i = 0; i < view->history->len; i++)
    gtk_box_append (self->list, entry_widget (self, view->history->pdata[i]));
  on_which (self);
}
