/* roster-page.c - the place Roster
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/roster/roster-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/fingerprint-view.h"
#include "ui/models/roster.h"
#include "ui/roster/case-dialog.h"
#include "ui/roster/enrol-dialog.h"
#include "ui/roster/member-card.h"
#include "ui/roster/member-row.h"
#include "ui/roster/waiting-list.h"
#include "ui/text-label.h"
#include "ui/words.h"

struct _ValiseRosterPage {
  AdwBin parent;

  AdwWindowTitle *title;
  AdwBanner *banner;
  AdwToastOverlay *toasts;
  GtkBox *content;
  ValiseSession *session;
  GCancellable *cancellable;
  ValiseRosterFacts *facts; /* NULL: not read yet */
};

G_DEFINE_FINAL_TYPE (ValiseRosterPage, valise_roster_page, ADW_TYPE_BIN)

static void
warn (ValiseRosterPage *self, const char *why)
{
  adw_banner_set_title (self->banner, why);
  adw_banner_set_revealed (self->banner, why[0] != '\0');
}

static void
toast (ValiseRosterPage *self, const char *text)
{
  AdwToast *one = adw_toast_new (text);

  adw_toast_set_use_markup (one, FALSE);
  adw_toast_overlay_add_toast (self->toasts, one);
}

/* Deeds */

typedef struct {
  ValiseRosterPage *self; /* a reference */
  char *said;
} Waiting;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user)
{
  Waiting *waiting = user;
  g_autoptr (ValiseRosterPage) self = waiting->self;
  g_autofree char *said = waiting->said;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = valise_deed_finish (VALISE_SESSION (source), result, &error);

  g_free (waiting);
  if (self->session == NULL)
    return;
  warn (self, done == NULL ? error->message : "");
  if (done != NULL)
    toast (self, said);
}

/* Takes both. */
static void
do_deed (ValiseRosterPage *self, ValiseDeed *deed, char *said)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->self = g_object_ref (self);
  waiting->said = said;
  valise_deed_async (self->session, deed, on_done, waiting);
}

static const ValiseRosterRow *
find_row (const ValiseRosterPage *self, const char *device)
{
  for (guint i = 0; self->facts != NULL && i < self->facts->members->len; i++) {
    const ValiseRosterRow *row = self->facts->members->pdata[i];

    if (strcmp (row->member->device, device) == 0)
      return row;
  }
  return NULL;
}

/* Handing out a roster */

typedef struct {
  ValiseRosterPage *self; /* a reference */
  char *roster;
} Saving;

static void
on_written (GObject *source, GAsyncResult *result, gpointer user)
{
  Saving *saving = user;
  g_autoptr (ValiseRosterPage) self = saving->self;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    toast (self, _ ("The roster is written. Hand it to the member, and read headquarters’ digits aloud."));
  else
    warn (self, error->message);
  g_free (saving->roster);
  g_free (saving);
}

static void
on_where (GObject *source, GAsyncResult *result, gpointer user)
{
  Saving *saving = user;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL) {
    g_file_replace_contents_async (file, saving->roster, strlen (saving->roster), NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, on_written, saving);
    return;
  }
  g_object_unref (saving->self);
  g_free (saving->roster);
  g_free (saving);
}

static void
hand_out (ValiseRosterPage *self, const char *name, const char *roster)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *file = g_strdup_printf ("%s.roster", name);
  Saving *saving = g_new0 (Saving, 1);

  g_strdelimit (file, "/\\", '-');
  saving->self = g_object_ref (self);
  saving->roster = g_strdup (roster);
  gtk_file_dialog_set_title (dialog, _ ("Write the roster for the member"));
  gtk_file_dialog_set_initial_name (dialog, file);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, on_where, saving);
}

static void
on_enrolled (ValiseRosterPage *self, const char *name, const char *roster)
{
  hand_out (self, name, roster);
}

static void
on_enrol (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseRosterPage *self = VALISE_ROSTER_PAGE (widget);
  AdwDialog *dialog;

  if (self->facts == NULL)
    return;
  dialog = valise_enrol_dialog_new (self->session, self->facts);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_enrolled), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
}

static void
on_changed (ValiseRosterPage *self, const char *name, const char *roster)
{
  toast (self, _ ("Changed. The others learn it with their next bundle from headquarters."));
}

static void
on_change (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseRosterPage *self = VALISE_ROSTER_PAGE (widget);
  const ValiseRosterRow *row = find_row (self, g_variant_get_string (parameter, NULL));
  AdwDialog *dialog;

  if (row == NULL)
    return;
  dialog = valise_enrol_dialog_new_change (self->session, self->facts, row->member);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
}

static void
on_issued (GObject *source, GAsyncResult *result, gpointer user)
{
  Waiting *waiting = user;
  g_autoptr (ValiseRosterPage) self = waiting->self;
  g_autofree char *name = waiting->said;
  g_autoptr (GError) error = NULL;
  g_autofree char *roster = valise_deed_finish (VALISE_SESSION (source), result, &error);

  g_free (waiting);
  if (self->session == NULL)
    return;
  if (roster != NULL)
    hand_out (self, name, roster);
  else
    warn (self, error->message);
}

static void
on_issue (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseRosterPage *self = VALISE_ROSTER_PAGE (widget);
  const ValiseRosterRow *row = find_row (self, g_variant_get_string (parameter, NULL));
  ValiseDeed *deed;
  Waiting *waiting;

  if (row == NULL)
    return;
  deed = valise_deed_new (VALISE_DEED_ISSUE);
  deed->device = g_strdup (row->member->device);
  waiting = g_new0 (Waiting, 1);
  waiting->self = g_object_ref (self);
  waiting->said = g_strdup (row->member->member);
  valise_deed_async (self->session, deed, on_issued, waiting);
}

/* Cards */

static void
on_card_where (GObject *source, GAsyncResult *result, gpointer user)
{
  Saving *saving = user;
  g_autoptr (ValiseRosterPage) self = saving->self;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  const ValiseRosterRow *row = find_row (self, saving->roster);
  g_autoptr (GError) error = NULL;

  if (path != NULL && row != NULL) {
    if (valise_member_card_export (GTK_WIDGET (self), row, path, &error))
      toast (self, _ ("The card is written."));
    else
      warn (self, error->message);
  }
  g_free (saving->roster);
  g_free (saving);
}

static void
save_card (ValiseRosterPage *self, const ValiseRosterRow *row)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *file = g_strdup_printf ("%s.pdf", row->member->member);
  Saving *saving = g_new0 (Saving, 1);

  g_strdelimit (file, "/\\", '-');
  saving->self = g_object_ref (self);
  saving->roster = g_strdup (row->member->device);
  gtk_file_dialog_set_title (dialog, _ ("Save the card"));
  gtk_file_dialog_set_initial_name (dialog, file);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, on_card_where, saving);
}

static void
on_card_answer (AdwAlertDialog *dialog, const char *answer, ValiseRosterPage *self)
{
  const ValiseRosterRow *row = find_row (self, g_object_get_data (G_OBJECT (dialog), "device"));

  if (row == NULL)
    return;
  if (strcmp (answer, "print") == 0)
    valise_member_card_print (GTK_WIDGET (self), row);
  else if (strcmp (answer, "save") == 0)
    save_card (self, row);
}

static void
on_card (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AdwDialog *dialog = adw_alert_dialog_new (_ ("A member’s card"), _ ("Name, role, fingerprint and its QR code. Not the cases: a card may be lost."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("Cancel"), "save", _ ("Save as PDF…"), "print", _ ("Print…"), NULL);
  g_object_set_data_full (G_OBJECT (dialog), "device", g_variant_dup_string (parameter, NULL), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_card_answer), widget, 0);
  adw_dialog_present (dialog, widget);
}

/* Ending a membership */

static void
on_revoke_answer (AdwAlertDialog *dialog, const char *answer, ValiseRosterPage *self)
{
  GtkEditable *why = GTK_EDITABLE (adw_alert_dialog_get_extra_child (dialog));
  ValiseDeed *deed;

  if (strcmp (answer, "revoke") != 0)
    return;
  deed = valise_deed_new (VALISE_DEED_REVOKE);
  deed->device = g_strdup (g_object_get_data (G_OBJECT (dialog), "device"));
  deed->why = g_strdup (gtk_editable_get_text (why));
  do_deed (self, deed, g_strdup (_ ("Ended. The others learn it with their next bundle from headquarters.")));
}

static void
on_why_typed (GtkEditable *why, AdwAlertDialog *dialog)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (why)));

  adw_alert_dialog_set_response_enabled (dialog, "revoke", text[0] != '\0');
}

static void
on_revoke (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseRosterPage *self = VALISE_ROSTER_PAGE (widget);
  const ValiseRosterRow *row = find_row (self, g_variant_get_string (parameter, NULL));
  g_autofree char *name = row != NULL ? valise_words_isolate (row->member->member) : NULL;
  g_autofree char *heading = name != NULL ? g_strdup_printf (_ ("End the membership of %s?"), name) : NULL;
  GtkWidget *why = gtk_entry_new ();
  AdwDialog *dialog = adw_alert_dialog_new (heading, _ ("What was written before stays, with its author. Nothing more is packed for this device, and what comes from it later is kept, but set aside until somebody admits it. The reason goes to everybody who has that log."));

  gtk_entry_set_placeholder_text (GTK_ENTRY (why), _ ("Reason"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (why), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason"), -1);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), why);
  adw_dialog_set_focus (dialog, why);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("Cancel"), "revoke", _ ("Revoke"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "revoke", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "revoke", FALSE);
  g_object_set_data_full (G_OBJECT (dialog), "device", g_variant_dup_string (parameter, NULL), g_free);
  g_signal_connect (why, "changed", G_CALLBACK (on_why_typed), dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_revoke_answer), widget, 0);
  adw_dialog_present (dialog, widget);
}

/* The registry's own key, and cases */

static void
on_new_key (GtkWidget *widget, const char *action, GVariant *parameter)
{
  do_deed (VALISE_ROSTER_PAGE (widget), valise_deed_new (VALISE_DEED_NEW_KEY),
           g_strdup (_ ("The registry has a new key for bundles. What was packed to the old one still opens.")));
}

static void
on_add_case (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (valise_case_dialog_new (VALISE_ROSTER_PAGE (widget)->session, NULL), widget);
}

static const ValiseCase *
find_case (const ValiseRosterPage *self, const char *id)
{
  for (guint i = 0; self->facts != NULL && i < self->facts->cases->len; i++)
    if (strcmp (((const ValiseCase *) self->facts->cases->pdata[i])->id, id) == 0)
      return self->facts->cases->pdata[i];
  return NULL;
}

static void
on_countries (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const ValiseCase *one = find_case (VALISE_ROSTER_PAGE (widget), g_variant_get_string (parameter, NULL));

  if (one != NULL)
    adw_dialog_present (valise_case_dialog_new (VALISE_ROSTER_PAGE (widget)->session, one), widget);
}

static void
on_close_case (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const ValiseCase *one = find_case (VALISE_ROSTER_PAGE (widget), g_variant_get_string (parameter, NULL));
  ValiseDeed *deed;

  if (one == NULL)
    return;
  deed = valise_deed_new (one->closed ? VALISE_DEED_REOPEN : VALISE_DEED_CLOSE);
  deed->id = g_strdup (one->id);
  do_deed (VALISE_ROSTER_PAGE (widget), deed, g_strdup (one->closed ? _ ("The case is open again.") : _ ("The case is closed. Its records stay.")));
}

/* Admitting */

static void
on_admit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ValiseRosterPage *self = VALISE_ROSTER_PAGE (widget);
  ValiseDeed *deed = self->facts != NULL ? valise_waiting_deed (self->facts, g_variant_get_uint32 (parameter)) : NULL;

  if (deed != NULL)
    do_deed (self, deed, g_strdup (_ ("Admitted. The others learn it with their next bundle.")));
}

/* Showing */

static GtkWidget *
new_group (ValiseRosterPage *self, const char *title, const char *below)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), below);
  gtk_box_append (self->content, group);
  return group;
}

static GtkWidget *
row_button (const char *label, const char *action, const char *target)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  if (target != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  return button;
}

static void
add_cases (ValiseRosterPage *self)
{
  GtkWidget *group = new_group (self, _ ("Cases"), NULL);

  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), row_button (_ ("Add a case…"), "roster.add-case", NULL));
  for (guint i = 0; i < self->facts->cases->len; i++) {
    const ValiseCase *one = self->facts->cases->pdata[i];
    GtkWidget *row = adw_action_row_new ();
    g_autofree char *countries = g_strjoinv (" ", one->countries);
    g_autofree char *line = g_strjoin (" · ", one->id, one->basis, countries[0] != '\0' ? countries : _ ("any country"),
                                       one->closed ? _ ("closed") : NULL, NULL);
    g_autofree char *title = g_markup_escape_text (one->title, -1), *below = g_markup_escape_text (line, -1);

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), below);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), row_button (_ ("Countries…"), "roster.countries", one->id));
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), row_button (one->closed ? _ ("Open again") : _ ("Close"), "roster.close-case", one->id));
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  }
}

static void
add_own (ValiseRosterPage *self)
{
  GtkWidget *group = new_group (self, _ ("Headquarters’ fingerprint"), _ ("Read to each member who joins."));
  GtkWidget *view = g_object_new (VALISE_TYPE_FINGERPRINT_VIEW, NULL);

  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), row_button (_ ("New key for bundles"), "roster.new-key", NULL));
  valise_fingerprint_view_set (VALISE_FINGERPRINT_VIEW (view), self->facts->fingerprint);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), view);
}

static void
show (ValiseRosterPage *self)
{
  GtkWidget *child, *members;
  guint count = self->facts->members->len;
  g_autofree char *text = g_strdup_printf (ngettext ("%u device", "%u devices", count), count);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->content))) != NULL)
    gtk_box_remove (self->content, child);
  adw_window_title_set_subtitle (self->title, text);
  child = valise_waiting_list_new (self->facts);
  if (child != NULL)
    gtk_box_append (self->content, child);
  members = new_group (self, _ ("Members"), NULL);
  for (guint i = 0; i < count; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (members), valise_member_row_new (self->facts->members->pdata[i]));
  add_cases (self);
  add_own (self);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  ValiseRosterFacts *facts = valise_roster_load_finish (VALISE_SESSION (source), result, &error);
  ValiseRosterPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = VALISE_ROSTER_PAGE (user);
  if (facts == NULL) {
    warn (self, error->message);
    return;
  }
  g_clear_pointer (&self->facts, valise_roster_facts_free);
  self->facts = facts;
  show (self);
}

static void
dispose (GObject *object)
{
  ValiseRosterPage *self = VALISE_ROSTER_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->facts, valise_roster_facts_free);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_ROSTER_PAGE);
  G_OBJECT_CLASS (valise_roster_page_parent_class)->dispose (object);
}

static const struct {
  const char *name, *parameter;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "roster.enrol", NULL, on_enrol },
  { "roster.change", "s", on_change },
  { "roster.issue", "s", on_issue },
  { "roster.card", "s", on_card },
  { "roster.revoke", "s", on_revoke },
  { "roster.new-key", NULL, on_new_key },
  { "roster.add-case", NULL, on_add_case },
  { "roster.countries", "s", on_countries },
  { "roster.close-case", "s", on_close_case },
  { "roster.admit", "u", on_admit },
};

static void
valise_roster_page_class_init (ValiseRosterPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/roster/roster-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseRosterPage, title);
  gtk_widget_class_bind_template_child (widget_class, ValiseRosterPage, banner);
  gtk_widget_class_bind_template_child (widget_class, ValiseRosterPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ValiseRosterPage, content);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter, actions[i].activate);
}

static void
valise_roster_page_init (ValiseRosterPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
valise_roster_page_new (ValiseSession *session)
{
  ValiseRosterPage *self = g_object_new (VALISE_TYPE_ROSTER_PAGE, NULL);

  self->session = g_object_ref (session);
  valise_roster_page_refresh (self);
  return GTK_WIDGET (self);
}

void
valise_roster_page_refresh (ValiseRosterPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  valise_roster_load_async (self->session, self->cancellable, on_loaded, self);
}
