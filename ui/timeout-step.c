/* timeout-step.c - when the laptop locks by itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/timeout-step.h"

struct _ValiseTimeoutStep {
  AdwNavigationPage parent;

  AdwComboRow *minutes;
  GtkLabel *why;
  GtkStack *make_stack;
  GtkWidget *make;
};

enum {
  NEXT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* As the rows of the template. */
static const guint choices[] = { 1, 2, 5, 10, 30 };

G_DEFINE_FINAL_TYPE (ValiseTimeoutStep, valise_timeout_step, ADW_TYPE_NAVIGATION_PAGE)

static void
on_continue (ValiseTimeoutStep *self)
{
  g_signal_emit (self, signals[NEXT], 0);
}

static void
dispose (GObject *object)
{
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_TIMEOUT_STEP);
  G_OBJECT_CLASS (valise_timeout_step_parent_class)->dispose (object);
}

static void
valise_timeout_step_class_init (ValiseTimeoutStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/timeout-step.ui");
  gtk_widget_class_bind_template_child (widget_class, ValiseTimeoutStep, minutes);
  gtk_widget_class_bind_template_child (widget_class, ValiseTimeoutStep, why);
  gtk_widget_class_bind_template_child (widget_class, ValiseTimeoutStep, make);
  gtk_widget_class_bind_template_child (widget_class, ValiseTimeoutStep, make_stack);
  gtk_widget_class_bind_template_callback (widget_class, on_continue);
  signals[NEXT] = g_signal_new ("next", VALISE_TYPE_TIMEOUT_STEP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
valise_timeout_step_init (ValiseTimeoutStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

guint
valise_timeout_step_get_minutes (ValiseTimeoutStep *self)
{
  guint row = adw_combo_row_get_selected (self->minutes);

  return row < G_N_ELEMENTS (choices) ? choices[row] : 5;
}

void
valise_timeout_step_set_busy (ValiseTimeoutStep *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->make, !busy);
  gtk_stack_set_visible_child_name (self->make_stack, busy ? "busy" : "word");
  if (busy)
    gtk_widget_set_visible (GTK_WIDGET (self->why), FALSE);
}

void
valise_timeout_step_fail (ValiseTimeoutStep *self, const char *why)
{
  gtk_label_set_label (self->why, why);
  gtk_widget_set_visible (GTK_WIDGET (self->why), TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), why, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}
