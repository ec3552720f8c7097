/* save-copy.c - saving a file out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/photos/save-copy.h"

#include <glib/gi18n.h>

#include "ui/models/file-out.h"

typedef struct {
  GTask *task;
  ValiseSession *session;
  GtkWidget *parent;
  char *record;
  ValiseAttachment *original, *redacted; /* those that are here */
  AdwToggleGroup *which;                 /* NULL: there is one */
  GtkEditable *to, *why;
  char *to_text, *why_text, *path;
} Asking;

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->task);
  g_object_unref (asking->session);
  g_object_unref (asking->parent);
  g_free (asking->record);
  valise_attachment_free (asking->original);
  valise_attachment_free (asking->redacted);
  g_free (asking->to_text);
  g_free (asking->why_text);
  g_free (asking->path);
  g_free (asking);
}

static const ValiseAttachment *
chosen_file (const Asking *asking)
{
  return asking->original != NULL ? asking->original : asking->redacted;
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  Asking *asking = user;
  GError *error = NULL;

  if (valise_file_save_finish (VALISE_SESSION (source), result, &error))
    g_task_return_pointer (asking->task, g_path_get_basename (asking->path), g_free);
  else
    g_task_return_error (asking->task, error);
  asking_free (asking);
}

/* Where */

static void
on_place (GObject *source, GAsyncResult *result, gpointer user)
{
  Asking *asking = user;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  asking->path = file != NULL ? g_file_get_path (file) : NULL;
  if (asking->path == NULL) {
    g_task_return_pointer (asking->task, NULL, NULL);
    asking_free (asking);
    return;
  }
  valise_file_save_async (asking->session, asking->record, chosen_file (asking), asking->path, asking->to_text,
                          asking->why_text, on_saved, asking);
}

static char *
proposed_name (const ValiseAttachment *file)
{
  char *name = g_strdup (file->name);

  g_strdelimit (name, "/", '_'); /* never used as a path */
  return name;
}

static void
ask_place (Asking *asking)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *name = proposed_name (chosen_file (asking));

  gtk_file_dialog_set_title (dialog, _ ("Save a copy"));
  gtk_file_dialog_set_accept_label (dialog, _ ("Save"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (asking->parent)), NULL, on_place, asking);
}

/* To whom and why */

static void
on_answer (AdwAlertDialog *dialog, const char *response, Asking *asking)
{
  if (!g_str_equal (response, "save")) {
    g_task_return_pointer (asking->task, NULL, NULL);
    asking_free (asking);
    return;
  }
  asking->to_text = g_strdup (gtk_editable_get_text (asking->to));
  asking->why_text = g_strdup (gtk_editable_get_text (asking->why));
  if (asking->which != NULL && g_str_equal (adw_toggle_group_get_active_name (asking->which), "redacted"))
    g_clear_pointer (&asking->original, valise_attachment_free); /* what is left is meant */
  ask_place (asking);
}

static void
on_typed (GtkEditable *editable, AdwAlertDialog *dialog)
{
  Asking *asking = g_object_get_data (G_OBJECT (dialog), "valise-asking");

  adw_alert_dialog_set_response_enabled (dialog, "save", gtk_editable_get_text (asking->to)[0] != '\0' &&
                                                            gtk_editable_get_text (asking->why)[0] != '\0');
}

static GtkEditable *
add_entry (GtkListBox *list, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_append (list, row);
  return GTK_EDITABLE (row);
}

static AdwToggleGroup *
new_choice (void)
{
  AdwToggleGroup *group = ADW_TOGGLE_GROUP (adw_toggle_group_new ());
  static const struct {
    const char *name, *label;
  } choices[] = { { "redacted", N_ ("Redacted copy") }, { "original", N_ ("Original") } };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    AdwToggle *toggle = adw_toggle_new ();

    adw_toggle_set_name (toggle, choices[i].name);
    adw_toggle_set_label (toggle, _ (choices[i].label));
    adw_toggle_group_add (group, toggle);
  }
  adw_toggle_group_set_active_name (group, "redacted");
  gtk_accessible_update_property (GTK_ACCESSIBLE (group), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Which file"), -1);
  return group;
}

static GtkWidget *
questions (Asking *asking)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *list = gtk_list_box_new ();

  if (asking->original != NULL && asking->redacted != NULL) {
    asking->which = new_choice ();
    gtk_box_append (GTK_BOX (box), GTK_WIDGET (asking->which));
  }
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  asking->to = add_entry (GTK_LIST_BOX (list), _ ("For whom"));
  asking->why = add_entry (GTK_LIST_BOX (list), _ ("Why"));
  gtk_box_append (GTK_BOX (box), list);
  return box;
}

void
valise_save_copy_async (GtkWidget *parent, ValiseSession *session, const ValisePhotoView *view,
                        GAsyncReadyCallback callback, gpointer user)
{
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Save a copy outside Valise?"), NULL);
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (dialog);
  Asking *asking = g_new0 (Asking, 1);

  asking->task = g_task_new (session, NULL, callback, user);
  asking->session = g_object_ref (session);
  asking->parent = g_object_ref (parent);
  asking->record = g_strdup (valise_record_item_get (view->item)->record);
  if (view->file_here)
    asking->original = valise_attachment_new (view->file->name, view->file->media, &view->file->sha256, view->file->size);
  if (view->redacted_here)
    asking->redacted = valise_attachment_new (view->redacted->name, view->redacted->media, &view->redacted->sha256, view->redacted->size);
  adw_alert_dialog_set_body (alert, _ ("The copy is not encrypted: whoever has it can read it, and it stays when this store is locked or wiped. "
                                       "An original carries all that the camera wrote into it, such as time, place and serial number. "
                                       "The custody log will say what you saved, for whom and why."));
  adw_alert_dialog_add_responses (alert, "cancel", _ ("Cancel"), "save", _ ("Choose where…"), NULL);
  adw_alert_dialog_set_close_response (alert, "cancel");
  adw_alert_dialog_set_response_enabled (alert, "save", FALSE);
  adw_alert_dialog_set_extra_child (alert, questions (asking));
  g_object_set_data (G_OBJECT (dialog), "valise-asking", asking);
  g_signal_connect (asking->to, "changed", G_CALLBACK (on_typed), dialog);
  g_signal_connect (asking->why, "changed", G_CALLBACK (on_typed), dialog);
  g_signal_connect (dialog, "response", G_CALLBACK (on_answer), asking);
  adw_dialog_present (dialog, parent);
}

char *
valise_save_copy_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
