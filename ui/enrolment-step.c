/* enrolment-step.c - the request as a file and a QR code, and the fingerprint
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/enrolment-step.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/fingerprint-view.h"
#include "ui/qr-code.h"

struct _ValiseEnrolmentStep {
  AdwNavigationPage parent;

  GtkLabel *explanation, *saved;
  GtkWidget *request_box;
  ValiseFingerprintView *fingerprint;
  ValiseQrCode *qr;
  char *request;
};

enum {
  NEXT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseEnrolmentStep, valise_enrolment_step, ADW_TYPE_NAVIGATION_PAGE)

static void
say (ValiseEnrolmentStep *self, const char *text)
{
  gtk_label_set_label (self->saved, text);
  gtk_widget_set_visible (GTK_WIDGET (self->saved), TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseEnrolmentStep) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source)), *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    text = g_strdup_printf (_ ("Saved as %s. Hand it in at headquarters, and read the numbers aloud."), name);
  else
    text = g_strdup_printf (_ ("%s was not saved: %s. Choose another place."), name, error->message);
  say (self, text);
}

static void
on_place_chosen (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseEnrolmentStep) self = user;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL)
    return;
  bytes = g_bytes_new (self->request, strlen (self->request));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                       on_written, g_object_ref (self));
}

static void
on_save (ValiseEnrolmentStep *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Save the request"));
  gtk_file_dialog_set_initial_name (dialog, "valise-request.txt");
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                        on_place_chosen, g_object_ref (self));
}

static void
on_continue (ValiseEnrolmentStep *self)
{
  g_signal_emit (self, signals[NEXT], 0);
}

static void
dispose (GObject *object)
{
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_ENROLMENT_STEP);
  G_OBJECT_CLASS (valise_enrolment_step_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (VALISE_ENROLMENT_STEP (object)->request);
  G_OBJECT_CLASS (valise_enrolment_step_parent_class)->finalize (object);
}

static void
valise_enrolment_step_class_init (ValiseEnrolmentStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_type_ensure (VALISE_TYPE_FINGERPRINT_VIEW);
  g_type_ensure (VALISE_TYPE_QR_CODE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/enrolment-step.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseEnrolmentStep, explanation);
  gtk_widget_class_bind_template_child (widget_class, ValiseEnrolmentStep, saved);
  gtk_widget_class_bind_template_child (widget_class, ValiseEnrolmentStep, request_box);
  gtk_widget_class_bind_template_child (widget_class, ValiseEnrolmentStep, fingerprint);
  gtk_widget_class_bind_template_child (widget_class, ValiseEnrolmentStep, qr);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_continue);
  signals[NEXT] = g_signal_new ("next", VALISE_TYPE_ENROLMENT_STEP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
valise_enrolment_step_init (ValiseEnrolmentStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
valise_enrolment_step_show (ValiseEnrolmentStep *self, const ValiseEnrolmentFacts *facts)
{
  gboolean registry = facts->request == NULL;

  g_free (self->request);
  self->request = g_strdup (facts->request);
  gtk_label_set_label (self->explanation,
                       registry ? _ ("Members compare these numbers when they join. Read them aloud, or show them; never send them beside the roster.")
                                : _ ("Save the request for headquarters, and read these numbers aloud to them. You can record before they answer."));
  gtk_widget_set_visible (self->request_box, !registry);
  gtk_widget_set_visible (GTK_WIDGET (self->qr), !registry && valise_qr_code_set_text (self->qr, facts->request));
  valise_fingerprint_view_set (self->fingerprint, facts->fingerprint);
}
