/* case-dialog.c - a case added, or its countries changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/roster/case-dialog.h"

#include <glib/gi18n.h>

#include "ui/text-label.h"

struct _ValiseCaseDialog {
  AdwDialog parent;

  GtkEditable *id, *title, *basis, *countries; /* but for the countries NULL where there is one already */
  GtkWidget *button;
  GtkLabel *why;
  ValiseSession *session;
  char *of;                                    /* the case whose countries they are, or NULL */
};

G_DEFINE_FINAL_TYPE (ValiseCaseDialog, valise_case_dialog, ADW_TYPE_DIALOG)

static void
say (ValiseCaseDialog *self, const char *why)
{
  gtk_label_set_label (self->why, why);
  gtk_widget_set_visible (GTK_WIDGET (self->why), why[0] != '\0');
  if (why[0] != '\0')
    gtk_accessible_announce (GTK_ACCESSIBLE (self), why, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseCaseDialog) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = valise_deed_finish (VALISE_SESSION (source), result, &error);

  gtk_widget_set_sensitive (self->button, TRUE);
  if (done != NULL)
    adw_dialog_force_close (ADW_DIALOG (self));
  else
    say (self, error->message);
}

/* "CD RW, UG" → its words. */
static char **
split_countries (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, " ,;", -1);
  GPtrArray *codes = g_ptr_array_new_null_terminated (4, g_free, TRUE);

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_ptr_array_add (codes, g_strdup (parts[i]));
  return (char **) g_ptr_array_free (codes, FALSE);
}

static void
on_go (ValiseCaseDialog *self)
{
  ValiseDeed *deed = valise_deed_new (self->of != NULL ? VALISE_DEED_COUNTRIES : VALISE_DEED_ADD_CASE);

  deed->cases = split_countries (gtk_editable_get_text (self->countries));
  deed->id = g_strdup (self->of != NULL ? self->of : gtk_editable_get_text (self->id));
  if (self->of == NULL) {
    deed->title = g_strdup (gtk_editable_get_text (self->title));
    deed->basis = g_strdup (gtk_editable_get_text (self->basis));
  }
  gtk_widget_set_sensitive (self->button, FALSE);
  say (self, "");
  valise_deed_async (self->session, deed, on_done, g_object_ref (self));
}

static void
dispose (GObject *object)
{
  ValiseCaseDialog *self = VALISE_CASE_DIALOG (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->of, g_free);
  G_OBJECT_CLASS (valise_case_dialog_parent_class)->dispose (object);
}

static void
valise_case_dialog_class_init (ValiseCaseDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
valise_case_dialog_init (ValiseCaseDialog *self)
{
  adw_dialog_set_content_width (ADW_DIALOG (self), 560);
}

static GtkEditable *
add_entry (GtkWidget *list, const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return GTK_EDITABLE (row);
}

static void
build (ValiseCaseDialog *self, const ValiseCase *one)
{
  GtkWidget *view = adw_toolbar_view_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14), *list = gtk_list_box_new ();
  g_autofree char *countries = one != NULL ? g_strjoinv (" ", one->countries) : g_strdup ("");

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  if (one == NULL) {
    self->title = add_entry (list, _ ("Title: the regime in a few words"), "");
    self->basis = add_entry (list, _ ("Legal basis, as S/RES/1533 (2004)"), "");
    self->id = add_entry (list, _ ("Short name: small letters, digits, dashes"), "");
  }
  self->countries = add_entry (list, _ ("Countries, two letters each, as CD RW (empty: any)"), countries);
  self->why = GTK_LABEL (valise_text_label_new ("", "error-text"));
  gtk_widget_set_visible (GTK_WIDGET (self->why), FALSE);
  self->button = gtk_button_new_with_label (one == NULL ? _ ("Add the case") : _ ("Change"));
  gtk_widget_set_halign (self->button, GTK_ALIGN_END);
  gtk_widget_add_css_class (self->button, "suggested-action");
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_go), self);
  gtk_box_append (GTK_BOX (box), valise_text_label_new (_ ("Members learn of it with their next roster. Places far from all of its countries are flagged; nothing is refused for it."), NULL));
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->why));
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_widget_set_margin_start (box, 20);
  gtk_widget_set_margin_end (box, 20);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 20);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), box);
  adw_dialog_set_child (ADW_DIALOG (self), view);
}

AdwDialog *
valise_case_dialog_new (ValiseSession *session, const ValiseCase *one)
{
  ValiseCaseDialog *self = g_object_new (VALISE_TYPE_CASE_DIALOG, NULL);

  self->session = g_object_ref (session);
  self->of = one != NULL ? g_strdup (one->id) : NULL;
  adw_dialog_set_title (ADW_DIALOG (self), one != NULL ? _ ("Countries of the case") : _ ("Add a case"));
  build (self, one);
  return ADW_DIALOG (self);
}
