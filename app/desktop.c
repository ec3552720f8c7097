/* desktop.c - the desktop application: one window on one store
 *
 * Locking replaces the process by a new one (valise_start_again()), so that no
 * heap survives it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "app/start.h"
#include "core/secret.h"
#include "ui/language.h"
#include "ui/screen.h"
#include "ui/ui-resources.h"
#include "ui/window.h"

static char **arguments; /* as the program was started, but for the files that it was to open */

static void
start_again (void)
{
  valise_start_again (arguments);
  g_error ("the program could not be started again; its memory goes with it");
}

static void
on_restart (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  start_again ();
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  GtkWindow *window = gtk_application_get_active_window (user);

  if (window != NULL)
    gtk_window_close (window);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  GtkWindow *window = gtk_application_get_active_window (user);

  adw_show_about_dialog (GTK_WIDGET (window), "application-name", "Valise", "application-icon", "org.valise.Valise",
                         "version", VALISE_VERSION, "license-type", GTK_LICENSE_GPL_3_0, NULL);
}

/* The store that was named, else the one that stands in the user's data folder,
 * else where the first one will be. */
static char *
find_store (void)
{
  const char *named = g_getenv ("VALISE_STORE");
  g_autofree char *stores = g_build_filename (g_get_user_data_dir (), "valise", NULL);
  g_autoptr (GDir) folder = g_dir_open (stores, 0, NULL);
  const char *name;

  if (named != NULL && named[0] != '\0')
    return g_strdup (named);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *key = g_build_filename (stores, name, "key.age", NULL);

    if (g_file_test (key, G_FILE_TEST_EXISTS))
      return g_build_filename (stores, name, NULL);
  }
  /* Translators: the name of a new store, as the locked screen shows it */
  return g_build_filename (stores, _ ("Field laptop"), NULL);
}

static ValiseWindow *
show_window (GtkApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (application);

  if (window == NULL) {
    g_autofree char *folder = find_store ();

    window = GTK_WINDOW (valise_window_new (ADW_APPLICATION (application), folder));
    g_signal_connect (window, "lock", G_CALLBACK (start_again), NULL);
  }
  gtk_window_present (window);
  return VALISE_WINDOW (window);
}

static void
on_activate (GtkApplication *application, gpointer user)
{
  show_window (application);
}

/* A double click on a bundle. */
static void
on_open (GtkApplication *application, GFile **files, int n, const char *hint, gpointer user)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (int i = 0; i < n; i++)
    if (g_file_peek_path (files[i]) != NULL)
      g_strv_builder_add (paths, g_file_peek_path (files[i]));
  all = g_strv_builder_end (paths);
  valise_window_take_in (show_window (application), (const char *const *) all);
}

/* After a lock they are not opened again. */
static char **
without_files (char **argv)
{
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  g_strv_builder_add (kept, argv[0]);
  for (int i = 1; argv[i] != NULL; i++)
    if (argv[i][0] == '-' || strcmp (argv[i - 1], "--store") == 0)
      g_strv_builder_add (kept, argv[i]);
  return g_strv_builder_end (kept);
}

/* GTK goes by its own translation; Valise by the language that was chosen. */
static void
on_startup (GApplication *application, gpointer user)
{
  /* the names of files that were taken in or saved out are nobody else's business */
  g_object_set (gtk_settings_get_default (), "gtk-recent-files-enabled", FALSE, NULL);
  gtk_widget_set_default_direction (valise_language_is_mirrored () ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  valise_screen_start ();
}

static const GActionEntry actions[] = {
  { .name = "restart", .activate = on_restart },
  { .name = "quit", .activate = on_quit },
  { .name = "about", .activate = on_about },
};

/* --store DIR, as the command line has it. */
static const GOptionEntry options[] = {
  { "store", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("The store to open"), N_ ("DIR") },
  { NULL },
};

static int
on_options (GApplication *application, GVariantDict *given, gpointer user)
{
  const char *folder = NULL;

  if (g_variant_dict_lookup (given, "store", "^&ay", &folder))
    g_setenv ("VALISE_STORE", folder, TRUE);
  return -1;
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = NULL;
  int code;

  arguments = without_files (argv);
  valise_start ("valise-desktop", argv);
  valise_language_start (VALISE_LOCALEDIR);

  application = adw_application_new ("org.valise.Valise", G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN);
  g_resources_register (valise_ui_get_resource ());
  g_application_set_resource_base_path (G_APPLICATION (application), "/org/valise/Valise");
  g_application_add_main_option_entries (G_APPLICATION (application), options);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit", (const char *const[]){ "<Control>q", NULL });
  g_signal_connect (application, "handle-local-options", G_CALLBACK (on_options), NULL);
  g_signal_connect (application, "startup", G_CALLBACK (on_startup), NULL);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  g_signal_connect (application, "open", G_CALLBACK (on_open), NULL);
  code = g_application_run (G_APPLICATION (application), argc, argv);
  valise_secret_wipe_stack ();
  return code;
}
