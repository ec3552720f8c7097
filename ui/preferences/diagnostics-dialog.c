/* diagnostics-dialog.c - how this laptop and its store are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/preferences/diagnostics-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/models/diagnostics.h"

struct _ValiseDiagnosticsDialog {
  AdwDialog parent;

  AdwPreferencesPage *page;
  AdwActionRow *test;
  GtkStack *buttons;
  GtkProgressBar *bar;
  GtkWidget *copy;
  ValiseSession *session;
  GPtrArray *facts;          /* NULL: not found out yet */
  GCancellable *cancellable; /* of the self-test; NULL: it does not run */
};

G_DEFINE_FINAL_TYPE (ValiseDiagnosticsDialog, valise_diagnostics_dialog, ADW_TYPE_DIALOG)

/* What is found */

static GtkWidget *
new_row (const ValiseDiagnostic *one)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), one->label);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), one->value);
  gtk_widget_add_css_class (row, "property");
  if (one->doubt)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  return row;
}

static void
add_own_versions (GPtrArray *facts)
{
  const char *group = _ ("Versions");
  g_autofree char *gtk = g_strdup_printf ("%u.%u.%u", gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version ());
  g_autofree char *adwaita = g_strdup_printf ("%u.%u.%u", adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version ());

  g_ptr_array_add (facts, valise_diagnostic_new (group, "GTK", gtk));
  g_ptr_array_add (facts, valise_diagnostic_new (group, "libadwaita", adwaita));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseDiagnosticsDialog) self = user;
  GPtrArray *facts = valise_diagnostics_load_finish (VALISE_SESSION (source), result, NULL);
  AdwPreferencesGroup *group = NULL;

  if (facts == NULL)
    return;
  add_own_versions (facts);
  self->facts = facts;
  for (guint i = 0; i < facts->len; i++) {
    const ValiseDiagnostic *one = facts->pdata[i];

    if (group == NULL || strcmp (adw_preferences_group_get_title (group), one->group) != 0) {
      group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
      adw_preferences_group_set_title (group, one->group);
      adw_preferences_page_add (self->page, group);
    }
    adw_preferences_group_add (group, new_row (one));
  }
  gtk_widget_set_sensitive (self->copy, TRUE);
}

static void
on_copy (ValiseDiagnosticsDialog *self)
{
  g_autofree char *text = valise_diagnostics_to_text (self->facts);
  g_autofree char *all = g_strdup_printf ("%s\n%s: %s\n", text, _ ("Self-test"), adw_action_row_get_subtitle (self->test));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), all);
}

/* The self-test */

static void
say (ValiseDiagnosticsDialog *self, const char *what)
{
  adw_action_row_set_subtitle (self->test, what);
  gtk_accessible_announce (GTK_ACCESSIBLE (self->test), what, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_progress (guint64 done, guint64 total, gpointer user)
{
  ValiseDiagnosticsDialog *self = user;

  gtk_progress_bar_set_fraction (self->bar, total > 0 ? MIN (1.0, (double) done / (double) total) : 0);
}

/* Of the problems only how many: they name records. */
static void
say_found (ValiseDiagnosticsDialog *self, const ValiseVerified *found)
{
  g_autofree char *problems = NULL;

  if (valise_verified_is_sound (found)) {
    say (self, _ ("Sound: everything that is stored is as it was written"));
    return;
  }
  problems = g_strdup_printf (ngettext ("%u problem. Do not go on writing here; take a backup and ask for help (“valise verify” names it)",
                                        "%u problems. Do not go on writing here; take a backup and ask for help (“valise verify” names them)",
                                        found->problems->len),
                              found->problems->len);
  say (self, problems);
}

static void
on_tested (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseDiagnosticsDialog) self = user;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseVerified) found = valise_self_test_finish (VALISE_SESSION (source), result, &error);

  g_clear_object (&self->cancellable);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
  gtk_stack_set_visible_child_name (self->buttons, "start");
  if (found != NULL)
    say_found (self, found);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, _ ("Cancelled before its end: nothing is known"));
  else
    say (self, error->message);
}

static void
on_start (ValiseDiagnosticsDialog *self)
{
  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  gtk_progress_bar_set_fraction (self->bar, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), TRUE);
  gtk_stack_set_visible_child_name (self->buttons, "cancel");
  say (self, _ ("Reading everything again…"));
  valise_self_test_async (self->session, self->cancellable, on_progress, self, on_tested, g_object_ref (self));
}

static void
on_cancel (ValiseDiagnosticsDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* Who closes the dialog has no eye on the test any more. */
static void
closed (AdwDialog *dialog)
{
  g_cancellable_cancel (VALISE_DIAGNOSTICS_DIALOG (dialog)->cancellable);
}

static void
dispose (GObject *object)
{
  ValiseDiagnosticsDialog *self = VALISE_DIAGNOSTICS_DIALOG (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->facts, g_ptr_array_unref);
  adw_dialog_set_child (ADW_DIALOG (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_DIAGNOSTICS_DIALOG);
  G_OBJECT_CLASS (valise_diagnostics_dialog_parent_class)->dispose (object);
}

static void
valise_diagnostics_dialog_class_init (ValiseDiagnosticsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  ADW_DIALOG_CLASS (klass)->closed = closed;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/preferences/diagnostics-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseDiagnosticsDialog, page);
  gtk_widget_class_bind_template_child (widget_class, ValiseDiagnosticsDialog, test);
  gtk_widget_class_bind_template_child (widget_class, ValiseDiagnosticsDialog, buttons);
  gtk_widget_class_bind_template_child (widget_class, ValiseDiagnosticsDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, ValiseDiagnosticsDialog, copy);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
valise_diagnostics_dialog_init (ValiseDiagnosticsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
valise_diagnostics_dialog_new (ValiseSession *session)
{
  ValiseDiagnosticsDialog *self = g_object_new (VALISE_TYPE_DIAGNOSTICS_DIALOG, NULL);

  self->session = g_object_ref (session);
  valise_diagnostics_load_async (session, NULL, on_loaded, g_object_ref (self));
  return ADW_DIALOG (self);
}
