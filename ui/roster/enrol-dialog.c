/* enrol-dialog.c - a request compared and enrolled, or a member changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/roster/enrol-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/fingerprint-view.h"
#include "ui/photos/drop.h"
#include "ui/roster/member-row.h"
#include "ui/text-label.h"
#include "ui/words.h"

#define MOST_BYTES (1024 * 1024) /* a request is some kilobytes */

static const ValiseRole roles[] = { VALISE_ROLE_EXPERT, VALISE_ROLE_ANALYST, VALISE_ROLE_COORDINATOR, VALISE_ROLE_JMAC,
                                    VALISE_ROLE_CUSTODIAN };

struct _ValiseEnrolDialog {
  AdwDialog parent;

  GtkBox *box;
  AdwActionRow *file;
  GtkEditable *digits, *until; /* digits NULL: a change */
  AdwComboRow *role;
  GtkWidget *button;
  GtkLabel *why;
  GPtrArray *cases;            /* of GtkCheckButton, lent; each with the case's id as "id" */
  ValiseSession *session;
  GBytes *request;             /* NULL: none chosen */
  char *device, *name;         /* of a change; whom it is about */
};

enum {
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseEnrolDialog, valise_enrol_dialog, ADW_TYPE_DIALOG)

static void
say (ValiseEnrolDialog *self, const char *why)
{
  gtk_label_set_label (self->why, why);
  gtk_widget_set_visible (GTK_WIDGET (self->why), why[0] != '\0');
  if (why[0] != '\0')
    gtk_accessible_announce (GTK_ACCESSIBLE (self), why, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

/* The request */

static void
set_role (ValiseEnrolDialog *self, ValiseRole role)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i] == role)
      adw_combo_row_set_selected (self->role, i);
}

static void
on_understood (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseEnrolDialog) self = user;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseMember) member = valise_roster_read_finish (VALISE_SESSION (source), result, &error);
  g_autofree char *name = NULL, *text = NULL, *safe = NULL;

  gtk_widget_set_sensitive (self->button, member != NULL);
  if (member == NULL) {
    adw_action_row_set_subtitle (self->file, _ ("None chosen yet"));
    say (self, error->message);
    return;
  }
  g_free (self->name);
  self->name = g_strdup (member->member);
  name = valise_words_isolate (member->member);
  text = g_strdup_printf (_ ("%s asks to be %s, device %.8s"), name, valise_member_role_words (member->role), member->device);
  safe = g_markup_escape_text (text, -1);
  adw_action_row_set_subtitle (self->file, safe);
  set_role (self, member->role);
  say (self, "");
}

/* Takes `request`. */
static void
take_request (ValiseEnrolDialog *self, GBytes *request)
{
  g_clear_pointer (&self->request, g_bytes_unref);
  if (g_bytes_get_size (request) > MOST_BYTES) {
    g_bytes_unref (request);
    say (self, _ ("That file is far too large for a request. Choose the one that the member handed in."));
    return;
  }
  self->request = request;
  valise_roster_read_async (self->session, request, on_understood, g_object_ref (self));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseEnrolDialog) self = user;
  g_autoptr (GError) error = NULL;
  GBytes *request = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (request != NULL)
    take_request (self, request);
  else
    say (self, error->message);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseEnrolDialog) self = user;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    g_file_load_bytes_async (file, NULL, on_read, g_object_ref (self));
}

static void
on_choose (ValiseEnrolDialog *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Choose the member’s request"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, on_chosen, g_object_ref (self));
}

static void
on_pasted (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseEnrolDialog) self = user;
  char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text != NULL)
    take_request (self, g_bytes_new_take (text, strlen (text)));
  else
    say (self, _ ("There is no text to paste."));
}

static void
on_paste (ValiseEnrolDialog *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, on_pasted, g_object_ref (self));
}

static void
on_dropped (GtkWidget *widget, GPtrArray *paths)
{
  g_autoptr (GFile) file = paths->len > 0 ? g_file_new_for_path (paths->pdata[0]) : NULL;

  if (file != NULL)
    g_file_load_bytes_async (file, NULL, on_read, g_object_ref (widget));
}

/* Deciding */

static char **
chosen_cases (const ValiseEnrolDialog *self)
{
  GPtrArray *chosen = g_ptr_array_new_null_terminated (2, g_free, TRUE);

  for (guint i = 0; i < self->cases->len; i++)
    if (gtk_check_button_get_active (self->cases->pdata[i]))
      g_ptr_array_add (chosen, g_strdup (g_object_get_data (self->cases->pdata[i], "id")));
  return (char **) g_ptr_array_free (chosen, FALSE);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseEnrolDialog) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *roster = valise_deed_finish (VALISE_SESSION (source), result, &error);

  gtk_widget_set_sensitive (self->button, TRUE);
  if (roster == NULL) {
    say (self, error->message);
    return;
  }
  g_signal_emit (self, signals[DONE], 0, self->name, roster);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_go (ValiseEnrolDialog *self)
{
  ValiseDeed *deed = valise_deed_new (self->device != NULL ? VALISE_DEED_CHANGE : VALISE_DEED_ENROL);
  g_autofree char *until = g_strstrip (g_strdup (gtk_editable_get_text (self->until)));

  deed->cases = chosen_cases (self);
  deed->role = g_strdup (valise_role_to_text (roles[adw_combo_row_get_selected (self->role)]));
  deed->until = until[0] != '\0' ? g_steal_pointer (&until) : NULL;
  deed->device = g_strdup (self->device);
  if (self->device == NULL) {
    deed->request = g_bytes_ref (self->request);
    deed->digits = g_strdup (gtk_editable_get_text (self->digits));
  }
  if (deed->cases[0] == NULL) {
    valise_deed_free (deed);
    say (self, _ ("A member works on at least one case. Choose it."));
    return;
  }
  gtk_widget_set_sensitive (self->button, FALSE);
  say (self, "");
  valise_deed_async (self->session, deed, on_done, g_object_ref (self));
}

static void
dispose (GObject *object)
{
  ValiseEnrolDialog *self = VALISE_ENROL_DIALOG (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->request, g_bytes_unref);
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->cases, g_ptr_array_unref);
  G_OBJECT_CLASS (valise_enrol_dialog_parent_class)->dispose (object);
}

static void
valise_enrol_dialog_class_init (ValiseEnrolDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[DONE] = g_signal_new ("done", VALISE_TYPE_ENROL_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
valise_enrol_dialog_init (ValiseEnrolDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new (), *scrolled = gtk_scrolled_window_new ();

  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 14));
  self->cases = g_ptr_array_new ();
  gtk_widget_set_margin_start (GTK_WIDGET (self->box), 20);
  gtk_widget_set_margin_end (GTK_WIDGET (self->box), 20);
  gtk_widget_set_margin_top (GTK_WIDGET (self->box), 8);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->box), 20);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->box));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), scrolled);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_content_width (ADW_DIALOG (self), 620);
}

/* Building */

static GtkWidget *
new_list (ValiseEnrolDialog *self)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_box_append (self->box, list);
  return list;
}

static GtkWidget *
file_button (ValiseEnrolDialog *self, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

static void
add_request (ValiseEnrolDialog *self)
{
  GtkWidget *list, *row = adw_action_row_new (), *digits = adw_entry_row_new ();

  gtk_box_append (self->box, valise_text_label_new (_ ("The member hands in a file, and reads forty digits aloud. Both must fit, or the keys are not theirs."), NULL));
  list = new_list (self);
  self->file = ADW_ACTION_ROW (row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Request"));
  adw_action_row_set_subtitle (self->file, _ ("None chosen yet"));
  adw_action_row_add_suffix (self->file, file_button (self, _ ("Choose…"), G_CALLBACK (on_choose)));
  adw_action_row_add_suffix (self->file, file_button (self, _ ("Paste"), G_CALLBACK (on_paste)));
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  self->digits = GTK_EDITABLE (digits);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (digits), _ ("Forty digits, as the member reads them"));
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (digits), GTK_INPUT_PURPOSE_DIGITS);
  gtk_list_box_append (GTK_LIST_BOX (list), digits);
  valise_drop_accept (GTK_WIDGET (self), on_dropped);
}

static void
add_decisions (ValiseEnrolDialog *self)
{
  GtkWidget *list = new_list (self), *role = adw_combo_row_new (), *until = adw_entry_row_new ();
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    gtk_string_list_append (words, valise_member_role_words (roles[i]));
  self->role = ADW_COMBO_ROW (role);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (role), _ ("Role"));
  adw_combo_row_set_model (self->role, G_LIST_MODEL (words));
  gtk_list_box_append (GTK_LIST_BOX (list), role);
  self->until = GTK_EDITABLE (until);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (until), _ ("Last day that counts, as 2027-05-31 (empty: no end)"));
  gtk_list_box_append (GTK_LIST_BOX (list), until);
}

static void
add_cases (ValiseEnrolDialog *self, const GPtrArray *cases)
{
  GtkWidget *list;

  gtk_box_append (self->box, valise_text_label_new (_ ("Cases"), "strong"));
  list = new_list (self);
  for (guint i = 0; i < cases->len; i++) {
    const ValiseCase *one = cases->pdata[i];
    GtkWidget *row = adw_action_row_new (), *check = gtk_check_button_new ();
    g_autofree char *title = g_markup_escape_text (one->title, -1), *id = g_markup_escape_text (one->id, -1);

    if (one->closed)
      continue;
    g_object_set_data_full (G_OBJECT (check), "id", g_strdup (one->id), g_free);
    gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
    gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, one->title, -1);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), id);
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
    adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
    gtk_list_box_append (GTK_LIST_BOX (list), row);
    g_ptr_array_add (self->cases, check);
  }
  if (self->cases->len == 0)
    gtk_box_append (self->box, valise_text_label_new (_ ("There is no open case yet. Add one on the roster’s page first."), "doubt-text"));
}

static void
add_end (ValiseEnrolDialog *self, const char *label)
{
  self->why = GTK_LABEL (valise_text_label_new ("", "error-text"));
  gtk_widget_set_visible (GTK_WIDGET (self->why), FALSE);
  gtk_box_append (self->box, GTK_WIDGET (self->why));
  self->button = gtk_button_new_with_label (label);
  gtk_widget_set_halign (self->button, GTK_ALIGN_END);
  gtk_widget_add_css_class (self->button, "suggested-action");
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_go), self);
  gtk_box_append (self->box, self->button);
}

AdwDialog *
valise_enrol_dialog_new (ValiseSession *session, const ValiseRosterFacts *facts)
{
  ValiseEnrolDialog *self = g_object_new (VALISE_TYPE_ENROL_DIALOG, NULL);
  GtkWidget *own = g_object_new (VALISE_TYPE_FINGERPRINT_VIEW, NULL);

  self->session = g_object_ref (session);
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Enrol a member"));
  add_request (self);
  add_decisions (self);
  add_cases (self, facts->cases);
  gtk_box_append (self->box, valise_text_label_new (_ ("Read these to the member, who types them to join:"), "strong"));
  valise_fingerprint_view_set (VALISE_FINGERPRINT_VIEW (own), facts->fingerprint);
  gtk_box_append (self->box, own);
  add_end (self, _ ("Compare and enrol"));
  gtk_widget_set_sensitive (self->button, FALSE);
  return ADW_DIALOG (self);
}

AdwDialog *
valise_enrol_dialog_new_change (ValiseSession *session, const ValiseRosterFacts *facts, const ValiseMember *member)
{
  ValiseEnrolDialog *self = g_object_new (VALISE_TYPE_ENROL_DIALOG, NULL);
  g_autofree char *name = valise_words_isolate (member->member);
  g_autofree char *text = g_strdup_printf (_ ("What %s may see changes with the next roster that each member gets. The keys stay as they are."), name);

  self->session = g_object_ref (session);
  self->device = g_strdup (member->device);
  self->name = g_strdup (member->member);
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Change a membership"));
  gtk_box_append (self->box, valise_text_label_new (text, NULL));
  add_decisions (self);
  add_cases (self, facts->cases);
  add_end (self, _ ("Change"));
  set_role (self, member->role);
  if (member->until != NULL)
    gtk_editable_set_text (self->until, member->until);
  for (guint i = 0; i < self->cases->len; i++)
    gtk_check_button_set_active (self->cases->pdata[i], valise_member_has_case (member, g_object_get_data (self->cases->pdata[i], "id")));
  return ADW_DIALOG (self);
}
