/* preferences-dialog.c - what a person chooses about this laptop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/preferences/preferences-dialog.h"

#include <string.h>

#include "ui/language.h"
#include "ui/models/settings.h"
#include "ui/screen.h"

struct _ValisePreferencesDialog {
  AdwPreferencesDialog parent;

  AdwComboRow *minutes, *notation, *language, *appearance, *text;
  GtkWidget *restart;
  AdwActionRow *why;
  ValiseSession *session;
};

enum {
  TIMEOUT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* As the rows of the template. */
static const guint minutes[] = { 1, 2, 5, 10, 30 };
static const guint percents[] = { 100, 125, 150, 200 };
static const char *const languages[] = { "en", "fr", "ar" };
static const char *const appearances[] = { "system", "light", "dark" };

G_DEFINE_FINAL_TYPE (ValisePreferencesDialog, valise_preferences_dialog, ADW_TYPE_PREFERENCES_DIALOG)

/* What could not be written down still holds until Valise ends. */
static void
say (ValisePreferencesDialog *self, const GError *error)
{
  gtk_widget_set_visible (GTK_WIDGET (self->why), error != NULL);
  if (error == NULL)
    return;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->why), error->message);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), error->message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
on_minutes (ValisePreferencesDialog *self)
{
  guint chosen = minutes[MIN (adw_combo_row_get_selected (self->minutes), G_N_ELEMENTS (minutes) - 1)];

  valise_settings_keep_timeout (self->session, chosen);
  g_signal_emit (self, signals[TIMEOUT], 0, chosen);
}

static void
on_notation (ValisePreferencesDialog *self)
{
  valise_settings_keep_notation (self->session, (ValiseNotation) MIN (adw_combo_row_get_selected (self->notation), VALISE_N_NOTATIONS - 1));
}

static void
on_language (ValisePreferencesDialog *self)
{
  const char *code = languages[MIN (adw_combo_row_get_selected (self->language), G_N_ELEMENTS (languages) - 1)];
  g_autoptr (GError) error = NULL;

  valise_language_set (code, &error);
  gtk_widget_set_visible (self->restart, error == NULL && strcmp (code, valise_language_get ()) != 0);
  say (self, error);
}

static void
on_appearance (ValisePreferencesDialog *self)
{
  g_autoptr (GError) error = NULL;

  valise_screen_set_appearance (appearances[MIN (adw_combo_row_get_selected (self->appearance), G_N_ELEMENTS (appearances) - 1)], &error);
  say (self, error);
}

static void
on_text (ValisePreferencesDialog *self)
{
  g_autoptr (GError) error = NULL;

  valise_screen_set_text (percents[MIN (adw_combo_row_get_selected (self->text), G_N_ELEMENTS (percents) - 1)], &error);
  say (self, error);
}

/* What stands now */

static guint
index_of (const guint *choices, guint n, guint value)
{
  for (guint i = n; i > 0; i--)
    if (value >= choices[i - 1])
      return i - 1;
  return 0;
}

static guint
index_of_name (const char *const *names, guint n, const char *name)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return 0;
}

static void
on_timeout_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValisePreferencesDialog) self = user;
  guint now = valise_settings_load_timeout_finish (VALISE_SESSION (source), result);

  adw_combo_row_set_selected (self->minutes, index_of (minutes, G_N_ELEMENTS (minutes), now));
  gtk_widget_set_sensitive (GTK_WIDGET (self->minutes), TRUE);
  g_signal_connect_swapped (self->minutes, "notify::selected", G_CALLBACK (on_minutes), self);
}

static void
show_now (ValisePreferencesDialog *self)
{
  adw_combo_row_set_selected (self->language, index_of_name (languages, G_N_ELEMENTS (languages), valise_language_get ()));
  adw_combo_row_set_selected (self->appearance, index_of_name (appearances, G_N_ELEMENTS (appearances), valise_screen_get_appearance ()));
  adw_combo_row_set_selected (self->text, index_of (percents, G_N_ELEMENTS (percents), valise_screen_get_text ()));
  gtk_widget_set_sensitive (GTK_WIDGET (self->minutes), FALSE); /* until it is known */
  adw_combo_row_set_selected (self->notation, valise_notation_get ());
  g_signal_connect_swapped (self->notation, "notify::selected", G_CALLBACK (on_notation), self);
  g_signal_connect_swapped (self->language, "notify::selected", G_CALLBACK (on_language), self);
  g_signal_connect_swapped (self->appearance, "notify::selected", G_CALLBACK (on_appearance), self);
  g_signal_connect_swapped (self->text, "notify::selected", G_CALLBACK (on_text), self);
}

static void
dispose (GObject *object)
{
  g_clear_object (&VALISE_PREFERENCES_DIALOG (object)->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), VALISE_TYPE_PREFERENCES_DIALOG);
  G_OBJECT_CLASS (valise_preferences_dialog_parent_class)->dispose (object);
}

static void
valise_preferences_dialog_class_init (ValisePreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/valise/Valise/preferences/preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ValisePreferencesDialog, minutes);
  gtk_widget_class_bind_template_child (widget_class, ValisePreferencesDialog, notation);
  gtk_widget_class_bind_template_child (widget_class, ValisePreferencesDialog, language);
  gtk_widget_class_bind_template_child (widget_class, ValisePreferencesDialog, restart);
  gtk_widget_class_bind_template_child (widget_class, ValisePreferencesDialog, appearance);
  gtk_widget_class_bind_template_child (widget_class, ValisePreferencesDialog, text);
  gtk_widget_class_bind_template_child (widget_class, ValisePreferencesDialog, why);
  signals[TIMEOUT] = g_signal_new ("timeout", VALISE_TYPE_PREFERENCES_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
valise_preferences_dialog_init (ValisePreferencesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
valise_preferences_dialog_new (ValiseSession *session)
{
  ValisePreferencesDialog *self = g_object_new (VALISE_TYPE_PREFERENCES_DIALOG, NULL);

  self->session = g_object_ref (session);
  show_now (self);
  valise_settings_load_timeout_async (session, on_timeout_loaded, g_object_ref (self));
  return ADW_DIALOG (self);
}
