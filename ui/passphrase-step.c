/* passphrase-step.c - the passphrase, typed twice
 *
 * How strong it is, zxcvbn estimates: it knows words, names, dates and
 * keyboard patterns, which counting letters does not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/passphrase-step.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>
#include <zxcvbn.h>

/* Guesses a second of a large machine against scrypt at log N 18: 256 MiB each. */
#define GUESSES 10000.0
#define YEAR (365.25 * 24 * 3600)

struct _ValisePassphraseStep {
  AdwNavigationPage parent;

  GtkEditable *first, *second;
  GtkLevelBar *strength;
  GtkLabel *words;
  GtkWidget *differ, *next;
};

enum {
  NEXT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValisePassphraseStep, valise_passphrase_step, ADW_TYPE_NAVIGATION_PAGE)

static const char *
in_words (double bits)
{
  double seconds = exp2 (bits - 1) / GUESSES;

  if (seconds < 24 * 3600)
    return _ ("A machine guesses this in minutes or hours. Use four or more unrelated words.");
  if (seconds < YEAR)
    return _ ("A machine guesses this in days or months. Add a word.");
  return seconds < 100 * YEAR ? _ ("A machine needs years to guess this.")
                              : _ ("A machine needs centuries to guess this.");
}

static void
on_typed (ValisePassphraseStep *self)
{
  const char *first = gtk_editable_get_text (self->first);
  const char *second = gtk_editable_get_text (self->second);
  double bits = first[0] != '\0' ? ZxcvbnMatch (first, NULL, NULL) : 0;
  gboolean equal = strcmp (first, second) == 0;

  gtk_level_bar_set_value (self->strength, MIN (bits, 80) / 80);
  gtk_label_set_label (self->words, first[0] != '\0' ? in_words (bits) : "");
  gtk_widget_set_visible (self->differ, second[0] != '\0' && !equal);
  gtk_widget_set_sensitive (self->next, first[0] != '\0' && equal);
}

static void
on_continue (ValisePassphraseStep *self)
{
  if (gtk_widget_is_sensitive (self->next))
    g_signal_emit (self, signals[NEXT], 0);
}

static void
dispose (GObject *object)
{
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_PASSPHRASE_STEP);
  G_OBJECT_CLASS (valise_passphrase_step_parent_class)->dispose (object);
}

static void
valise_passphrase_step_class_init (ValisePassphraseStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/passphrase-step.ui");
  gtk_widget_class_bind_template_child (widget_class, ValisePassphraseStep, first);
  gtk_widget_class_bind_template_child (widget_class, ValisePassphraseStep, second);
  gtk_widget_class_bind_template_child (widget_class, ValisePassphraseStep, strength);
  gtk_widget_class_bind_template_child (widget_class, ValisePassphraseStep, words);
  gtk_widget_class_bind_template_child (widget_class, ValisePassphraseStep, differ);
  gtk_widget_class_bind_template_child (widget_class, ValisePassphraseStep, next);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_continue);
  signals[NEXT] = g_signal_new ("next", VALISE_TYPE_PASSPHRASE_STEP, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
valise_passphrase_step_init (ValisePassphraseStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

ValiseSecret *
valise_passphrase_step_take (ValisePassphraseStep *self)
{
  const char *text = gtk_editable_get_text (self->first);
  ValiseSecret *passphrase = valise_secret_new_copy (text, strlen (text));

  gtk_editable_set_text (self->first, "");
  gtk_editable_set_text (self->second, "");
  return passphrase;
}
