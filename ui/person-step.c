/* person-step.c - who works on this laptop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/person-step.h"

struct _ValisePersonStep {
  AdwNavigationPage parent;

  GtkEditable *name;
  GtkWidget *next;
};

enum {
  NEXT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValisePersonStep, valise_person_step, ADW_TYPE_NAVIGATION_PAGE)

static void
on_typed (ValisePersonStep *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));

  gtk_widget_set_sensitive (self->next, name[0] != '\0');
}

static void
on_continue (ValisePersonStep *self)
{
  if (gtk_widget_is_sensitive (self->next))
    g_signal_emit (self, signals[NEXT], 0);
}

static void
dispose (GObject *object)
{
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_PERSON_STEP);
  G_OBJECT_CLASS (valise_person_step_parent_class)->dispose (object);
}

static void
valise_person_step_class_init (ValisePersonStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/person-step.ui");
  gtk_widget_class_bind_template_child (widget_class, ValisePersonStep, name);
  gtk_widget_class_bind_template_child (widget_class, ValisePersonStep, next);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_continue);
  signals[NEXT] = g_signal_new ("next", VALISE_TYPE_PERSON_STEP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
valise_person_step_init (ValisePersonStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

const char *
valise_person_step_get_name (ValisePersonStep *self)
{
  return gtk_editable_get_text (self->name);
}
