/* set-up-page.c - five steps from an empty laptop to a store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/set-up-page.h"

#include <glib/gi18n.h>

#include "ui/enrolment-step.h"
#include "ui/language.h"
#include "ui/models/enrolment.h"
#include "ui/models/settings.h"
#include "ui/models/training.h"
#include "ui/passphrase-step.h"
#include "ui/person-step.h"
#include "ui/purpose-step.h"
#include "ui/timeout-step.h"

struct _ValiseSetUpPage {
  AdwBin parent;

  AdwNavigationView *steps;
  ValisePurposeStep *purpose;
  ValisePersonStep *person;
  ValisePassphraseStep *passphrase;
  ValiseTimeoutStep *timeout;
  ValiseEnrolmentStep *enrolment;
  char *folder;
  ValiseSecret *secret; /* between step 3 and the store being made */
  ValiseSession *session;
};

enum {
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseSetUpPage, valise_set_up_page, ADW_TYPE_BIN)

/* The program starts anew in the other language: nothing was given yet. */
static void
on_language (ValiseSetUpPage *self, const char *code)
{
  if (valise_language_set (code, NULL))
    gtk_widget_activate_action (GTK_WIDGET (self), "app.restart", NULL);
}

static void
on_purpose (ValiseSetUpPage *self)
{
  adw_navigation_view_push_by_tag (self->steps, "person");
}

static void
on_person (ValiseSetUpPage *self)
{
  adw_navigation_view_push_by_tag (self->steps, "passphrase");
}

static void
on_passphrase (ValiseSetUpPage *self)
{
  g_clear_pointer (&self->secret, valise_secret_free);
  self->secret = valise_passphrase_step_take (self->passphrase);
  adw_navigation_view_push_by_tag (self->steps, "timeout");
}

/* The store is made */

static void
fail (ValiseSetUpPage *self, const GError *error)
{
  valise_timeout_step_set_busy (self->timeout, FALSE);
  valise_timeout_step_fail (self->timeout, error->message);
}

static void
on_facts (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseSetUpPage) self = user;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseEnrolmentFacts) facts =
      valise_enrolment_load_finish (VALISE_SESSION (source), result, &error);

  if (facts == NULL) {
    fail (self, error);
    return;
  }
  valise_enrolment_step_show (self->enrolment, facts);
  adw_navigation_view_push_by_tag (self->steps, "enrolment");
}

/* Who practises has nobody to send a request to. */
static void
on_filled (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseSetUpPage) self = user;
  g_autoptr (GError) error = NULL;

  if (valise_training_fill_finish (VALISE_SESSION (source), result, &error))
    g_signal_emit (self, signals[DONE], 0);
  else
    fail (self, error);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseSetUpPage) self = user;
  g_autoptr (GError) error = NULL;

  if (!valise_session_open_finish (self->session, result, &error)) {
    fail (self, error);
    g_clear_object (&self->session);
    return;
  }
  g_clear_pointer (&self->secret, valise_secret_free);
  valise_settings_keep_timeout (self->session, valise_timeout_step_get_minutes (self->timeout));
  if (valise_session_get_own (self->session)->training)
    valise_training_fill_async (self->session, NULL, on_filled, g_object_ref (self));
  else
    valise_enrolment_load_async (self->session, NULL, on_facts, g_object_ref (self));
}

static void
on_timeout (ValiseSetUpPage *self)
{
  g_autofree char *name = g_strstrip (g_strdup (valise_person_step_get_name (self->person)));
  ValiseStoreSetup setup = {
    .member = name,
    .role = valise_purpose_step_get_role (self->purpose),
    .training = valise_purpose_step_get_training (self->purpose),
  };

  if (self->session != NULL || self->secret == NULL)
    return;
  self->session = valise_session_new (self->folder);
  valise_timeout_step_set_busy (self->timeout, TRUE);
  valise_session_open_async (self->session, valise_secret_dup (self->secret), &setup, on_made,
                             g_object_ref (self));
}

static void
on_enrolment (ValiseSetUpPage *self)
{
  g_signal_emit (self, signals[DONE], 0);
}

static void
dispose (GObject *object)
{
  ValiseSetUpPage *self = VALISE_SET_UP_PAGE (object);

  g_clear_pointer (&self->secret, valise_secret_free);
  g_clear_object (&self->session);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_SET_UP_PAGE);
  G_OBJECT_CLASS (valise_set_up_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (VALISE_SET_UP_PAGE (object)->folder);
  G_OBJECT_CLASS (valise_set_up_page_parent_class)->finalize (object);
}

static void
valise_set_up_page_class_init (ValiseSetUpPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_type_ensure (VALISE_TYPE_PURPOSE_STEP);
  g_type_ensure (VALISE_TYPE_PERSON_STEP);
  g_type_ensure (VALISE_TYPE_PASSPHRASE_STEP);
  g_type_ensure (VALISE_TYPE_TIMEOUT_STEP);
  g_type_ensure (VALISE_TYPE_ENROLMENT_STEP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/set-up-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseSetUpPage, steps);
  gtk_widget_class_bind_template_child (widget_class, ValiseSetUpPage, purpose);
  gtk_widget_class_bind_template_child (widget_class, ValiseSetUpPage, person);
  gtk_widget_class_bind_template_child (widget_class, ValiseSetUpPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, ValiseSetUpPage, timeout);
  gtk_widget_class_bind_template_child (widget_class, ValiseSetUpPage, enrolment);
  gtk_widget_class_bind_template_callback (widget_class, on_language);
  gtk_widget_class_bind_template_callback (widget_class, on_purpose);
  gtk_widget_class_bind_template_callback (widget_class, on_person);
  gtk_widget_class_bind_template_callback (widget_class, on_passphrase);
  gtk_widget_class_bind_template_callback (widget_class, on_timeout);
  gtk_widget_class_bind_template_callback (widget_class, on_enrolment);
  signals[DONE] = g_signal_new ("done", VALISE_TYPE_SET_UP_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
valise_set_up_page_init (ValiseSetUpPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
valise_set_up_page_new (const char *folder)
{
  ValiseSetUpPage *self = g_object_new (VALISE_TYPE_SET_UP_PAGE, NULL);

  self->folder = g_strdup (folder);
  return GTK_WIDGET (self);
}

ValiseSession *
valise_set_up_page_steal_session (ValiseSetUpPage *self)
{
  return g_steal_pointer (&self->session);
}
