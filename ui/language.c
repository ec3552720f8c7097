/* language.c - which language, and the direction that comes with it
 *
 * What is kept is the code of a language and nothing else: the file lies
 * outside the store and may be read by whoever holds the laptop.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/language.h"

#include <string.h>

#define GROUP "Screen"
#define KEY "language"

static const char *const known[] = { "en", "fr", "ar", NULL };

static const char *current = "en";

static char *
configuration (void)
{
  return g_build_filename (g_get_user_config_dir (), "valise", "valise.conf", NULL);
}

/* The first language of the session that there is a translation for. */
static const char *
of_session (void)
{
  const char *const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++)
    for (guint j = 0; known[j] != NULL; j++)
      if (strncmp (names[i], known[j], 2) == 0 && strchr ("_.@", names[i][2]) != NULL)
        return known[j];
  return "en";
}

static const char *
of_configuration (void)
{
  g_autofree char *path = configuration ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *code = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    code = g_key_file_get_string (file, GROUP, KEY, NULL);
  for (guint i = 0; code != NULL && known[i] != NULL; i++)
    if (strcmp (code, known[i]) == 0)
      return known[i];
  return NULL;
}

const char *
valise_language_get (void)
{
  return current;
}

gboolean
valise_language_is_mirrored (void)
{
  return strcmp (current, "ar") == 0;
}

void
valise_language_start (void)
{
  const char *chosen = of_configuration ();

  current = chosen != NULL ? chosen : of_session ();
  if (chosen != NULL)
    g_setenv ("LANGUAGE", chosen, TRUE);
}

gboolean
valise_language_set (const char *code, GError **error)
{
  g_autofree char *path = configuration (), *folder = g_path_get_dirname (path);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_mkdir_with_parents (folder, 0700);
  g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  g_key_file_set_string (file, GROUP, KEY, code);
  return g_key_file_save_to_file (file, path, error);
}
