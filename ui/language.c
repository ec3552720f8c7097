/* language.c - which language, and the direction that comes with it
 *
 * A translation goes by LANGUAGE, but dates and numbers go by the locale, and
 * glibc translates nothing at all in the locale "C". So a language that was
 * chosen brings a locale of its own where the session's is of another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/language.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "ui/configuration.h"

#define KEY "language"

static const char *const known[] = { "en", "fr", "ar", NULL };

/* Of each language in its order above: what an installed system may have. */
static const char *const locales[][5] = {
  { "en_GB.UTF-8", "en_US.UTF-8", "en_IE.UTF-8", NULL },
  { "fr_FR.UTF-8", "fr_CH.UTF-8", "fr_BE.UTF-8", "fr_CA.UTF-8", NULL },
  { "ar_EG.UTF-8", "ar_JO.UTF-8", "ar_LB.UTF-8", "ar_SD.UTF-8", NULL },
};

static const char *current = "en";

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
  g_autofree char *code = valise_configuration_dup (KEY);

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

/* Makes the locale one of `code`, unless the session's is of that language: in
 * the environment, since GTK sets it once more. */
static void
set_locale (const char *code)
{
  if (strncmp (setlocale (LC_MESSAGES, NULL), code, 2) == 0)
    return;
  for (guint i = 0; known[i] != NULL; i++)
    for (guint j = 0; strcmp (known[i], code) == 0 && locales[i][j] != NULL; j++)
      if (setlocale (LC_ALL, locales[i][j]) != NULL) {
        g_setenv ("LC_ALL", locales[i][j], TRUE);
        return;
      }
}

/* A program that was not installed has its translations where they are built. */
static char *
translations (const char *installed)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *built = folder != NULL ? g_build_filename (folder, "..", "ui", "po", NULL) : NULL;

  return built != NULL && g_file_test (built, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&built) : g_strdup (installed);
}

void
valise_language_start (const char *folder)
{
  const char *chosen = of_configuration ();
  g_autofree char *from = translations (folder);

  if (setlocale (LC_ALL, "") == NULL)
    setlocale (LC_ALL, "C.UTF-8");
  current = chosen != NULL ? chosen : of_session ();
  if (chosen != NULL) {
    g_setenv ("LANGUAGE", chosen, TRUE);
    set_locale (chosen);
  }
  bindtextdomain (GETTEXT_PACKAGE, from);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

gboolean
valise_language_set (const char *code, GError **error)
{
  return valise_configuration_set (KEY, code, error);
}
