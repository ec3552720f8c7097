/* join-dialog.c - joining headquarters' roster
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/join-dialog.h"

#include <glib/gi18n.h>

#include "ui/models/enrolment.h"

#define MOST_BYTES (4 * 1024 * 1024) /* a roster is some kilobytes */

struct _ValiseJoinDialog {
  AdwDialog parent;

  AdwActionRow *file;
  GtkEditable *digits, *into;
  GtkLabel *why;
  GtkWidget *join;
  ValiseSession *session;
  GBytes *roster; /* NULL: none chosen */
};

G_DEFINE_FINAL_TYPE (ValiseJoinDialog, valise_join_dialog, ADW_TYPE_DIALOG)

static void
say (ValiseJoinDialog *self, const char *why)
{
  gtk_label_set_label (self->why, why);
  gtk_widget_set_visible (GTK_WIDGET (self->why), why[0] != '\0');
  if (why[0] != '\0')
    gtk_accessible_announce (GTK_ACCESSIBLE (self), why, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static guint
count_digits (const char *text)
{
  guint count = 0;

  for (; *text != '\0'; text++)
    count += g_ascii_isdigit (*text);
  return count;
}

static void
on_typed (ValiseJoinDialog *self)
{
  gtk_widget_set_sensitive (self->join, self->roster != NULL && count_digits (gtk_editable_get_text (self->digits)) == 40);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseJoinDialog) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  GBytes *roster = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (roster != NULL && g_bytes_get_size (roster) > MOST_BYTES) {
    g_clear_pointer (&roster, g_bytes_unref);
    say (self, _ ("That file is far too large for a roster. Choose the one that headquarters gave you."));
  } else if (roster == NULL) {
    say (self, error->message);
  }
  g_clear_pointer (&self->roster, g_bytes_unref);
  self->roster = roster;
  adw_action_row_set_subtitle (self->file, roster != NULL ? name : _ ("None chosen yet"));
  on_typed (self);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseJoinDialog) self = user;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    g_file_load_bytes_async (file, NULL, on_read, g_object_ref (self));
}

static void
on_choose (ValiseJoinDialog *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Choose headquarters’ roster"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, on_chosen, g_object_ref (self));
}

static void
on_joined (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseJoinDialog) self = user;
  g_autoptr (GError) error = NULL;

  if (valise_enrolment_join_finish (VALISE_SESSION (source), result, &error)) {
    adw_dialog_force_close (ADW_DIALOG (self));
    return;
  }
  gtk_widget_set_sensitive (self->join, TRUE);
  say (self, error->message);
}

static void
on_join (ValiseJoinDialog *self)
{
  g_autofree char *into = g_strstrip (g_strdup (gtk_editable_get_text (self->into)));

  gtk_widget_set_sensitive (self->join, FALSE);
  say (self, "");
  valise_enrolment_join_async (self->session, g_bytes_ref (self->roster), gtk_editable_get_text (self->digits),
                               into[0] != '\0' ? into : NULL, on_joined, g_object_ref (self));
}

static void
dispose (GObject *object)
{
  ValiseJoinDialog *self = VALISE_JOIN_DIALOG (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->roster, g_bytes_unref);
  adw_dialog_set_child (ADW_DIALOG (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_JOIN_DIALOG);
  G_OBJECT_CLASS (valise_join_dialog_parent_class)->dispose (object);
}

static void
valise_join_dialog_class_init (ValiseJoinDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/join-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseJoinDialog, file);
  gtk_widget_class_bind_template_child (widget_class, ValiseJoinDialog, digits);
  gtk_widget_class_bind_template_child (widget_class, ValiseJoinDialog, into);
  gtk_widget_class_bind_template_child (widget_class, ValiseJoinDialog, why);
  gtk_widget_class_bind_template_child (widget_class, ValiseJoinDialog, join);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_join);
}

static void
valise_join_dialog_init (ValiseJoinDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
valise_join_dialog_new (ValiseSession *session)
{
  ValiseJoinDialog *self = g_object_new (VALISE_TYPE_JOIN_DIALOG, NULL);

  self->session = g_object_ref (session);
  return ADW_DIALOG (self);
}
