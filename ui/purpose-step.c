/* purpose-step.c - what this laptop is for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/purpose-step.h"

#include "ui/choice-card.h"
#include "ui/five-things.h"
#include "ui/language.h"

struct _ValisePurposeStep {
  AdwNavigationPage parent;

  AdwToggleGroup *languages;
  GtkToggleButton *field, *mission, *coordinator, *registry, *training;
  GtkWidget *things;
};

enum {
  NEXT,
  LANGUAGE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValisePurposeStep, valise_purpose_step, ADW_TYPE_NAVIGATION_PAGE)

static void
on_continue (ValisePurposeStep *self)
{
  g_signal_emit (self, signals[NEXT], 0);
}

static void
on_language_chosen (ValisePurposeStep *self)
{
  const char *code = adw_toggle_group_get_active_name (self->languages);

  if (code != NULL && g_strcmp0 (code, valise_language_get ()) != 0)
    g_signal_emit (self, signals[LANGUAGE], 0, code);
}

/* Large text and small screens: the five things go below the cards. */
static void
place_things (ValisePurposeStep *self, gboolean narrow)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (gtk_widget_get_parent (self->things));
  GtkLayoutChild *child = gtk_layout_manager_get_layout_child (layout, self->things);

  gtk_grid_layout_child_set_column (GTK_GRID_LAYOUT_CHILD (child), narrow ? 0 : 2);
  gtk_grid_layout_child_set_row (GTK_GRID_LAYOUT_CHILD (child), narrow ? 1 : 0);
}

static void
on_narrow (ValisePurposeStep *self)
{
  place_things (self, TRUE);
}

static void
on_wide (ValisePurposeStep *self)
{
  place_things (self, FALSE);
}

static void
dispose (GObject *object)
{
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_PURPOSE_STEP);
  G_OBJECT_CLASS (valise_purpose_step_parent_class)->dispose (object);
}

static void
valise_purpose_step_class_init (ValisePurposeStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (VALISE_TYPE_CHOICE_CARD);
  g_type_ensure (VALISE_TYPE_FIVE_THINGS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/purpose-step.ui");
  gtk_widget_class_bind_template_child (widget_class, ValisePurposeStep, languages);
  gtk_widget_class_bind_template_child (widget_class, ValisePurposeStep, field);
  gtk_widget_class_bind_template_child (widget_class, ValisePurposeStep, mission);
  gtk_widget_class_bind_template_child (widget_class, ValisePurposeStep, coordinator);
  gtk_widget_class_bind_template_child (widget_class, ValisePurposeStep, registry);
  gtk_widget_class_bind_template_child (widget_class, ValisePurposeStep, training);
  gtk_widget_class_bind_template_child (widget_class, ValisePurposeStep, things);
  gtk_widget_class_bind_template_callback (widget_class, on_continue);
  gtk_widget_class_bind_template_callback (widget_class, on_narrow);
  gtk_widget_class_bind_template_callback (widget_class, on_wide);
  signals[NEXT] = g_signal_new ("next", VALISE_TYPE_PURPOSE_STEP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  signals[LANGUAGE] = g_signal_new ("language", VALISE_TYPE_PURPOSE_STEP, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
valise_purpose_step_init (ValisePurposeStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_toggle_group_set_active_name (self->languages, valise_language_get ());
  g_signal_connect_swapped (self->languages, "notify::active-name", G_CALLBACK (on_language_chosen), self);
}

const char *
valise_purpose_step_get_role (ValisePurposeStep *self)
{
  if (gtk_toggle_button_get_active (self->mission))
    return "jmac";
  if (gtk_toggle_button_get_active (self->coordinator))
    return "coordinator";
  return gtk_toggle_button_get_active (self->registry) ? "headquarters" : "expert";
}

gboolean
valise_purpose_step_get_training (ValisePurposeStep *self)
{
  return gtk_toggle_button_get_active (self->training);
}
