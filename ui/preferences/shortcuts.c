/* shortcuts.c - every key, in one dialog
 *
 * Not a GtkShortcutsWindow: that is a window of its own, which a lock would
 * leave standing, and GTK 4.18 has given it up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/preferences/shortcuts.h"

#include <glib/gi18n.h>

typedef struct {
  const char *keys[3]; /* as gtk_accelerator_parse() reads them */
  const char *does;
} Key;

typedef struct {
  const char *title;
  Key keys[12];
} Group;

static const Group groups[] = {
  { N_ ("Everywhere"),
    {
        { { "<Control>l" }, N_ ("Lock at once") },
        { { "<Control>f" }, N_ ("Search") },
        { { "F9" }, N_ ("Show or hide the places") },
        { { "<Alt>Left", "Escape" }, N_ ("Back") },
        { { "<Control>comma" }, N_ ("Preferences") },
        { { "<Control>question" }, N_ ("These keys") },
        { { "F10" }, N_ ("Main menu") },
        { { "<Control>q" }, N_ ("Lock and quit") },
    } },
  { N_ ("Record"),
    {
        { { "<Control>1" }, N_ ("New interview") },
        { { "<Control>2" }, N_ ("New sighting") },
        { { "<Control>3" }, N_ ("New inspection") },
        { { "<Control>4" }, N_ ("Add photos") },
    } },
  { N_ ("In a form"),
    {
        { { "<Control>s" }, N_ ("Finish") },
        { { "<Control>Return" }, N_ ("Add a row that repeats the last") },
        { { "<Control>d" }, N_ ("Add a row that repeats the last exactly") },
    } },
};

static GtkWidget *
new_keys (const Key *key)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_direction (box, GTK_TEXT_DIR_LTR); /* keys stand as on the keyboard */
  for (guint i = 0; i < G_N_ELEMENTS (key->keys) && key->keys[i] != NULL; i++) {
    guint code = 0;
    GdkModifierType with = 0;
    g_autofree char *name = NULL;
    GtkWidget *label;

    gtk_accelerator_parse (key->keys[i], &code, &with);
    name = gtk_accelerator_get_label (code, with);
    label = gtk_label_new (name);
    gtk_widget_add_css_class (label, "key");
    gtk_box_append (GTK_BOX (box), label);
  }
  return box;
}

static GtkWidget *
new_row (const Key *key)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (key->does));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_keys (key));
  return row;
}

AdwDialog *
valise_shortcuts_new (void)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new (), *page = adw_preferences_page_new ();

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++) {
    GtkWidget *group = adw_preferences_group_new ();

    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ (groups[i].title));
    for (guint j = 0; j < G_N_ELEMENTS (groups[i].keys) && groups[i].keys[j].does != NULL; j++)
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_row (&groups[i].keys[j]));
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  }
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_title (dialog, _ ("Keyboard shortcuts"));
  adw_dialog_set_content_width (dialog, 560);
  adw_dialog_set_content_height (dialog, 640);
  adw_dialog_set_child (dialog, view);
  return dialog;
}
