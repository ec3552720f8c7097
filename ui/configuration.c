/* configuration.c - valise.conf
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/configuration.h"

#define GROUP "Screen"

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "valise", "valise.conf", NULL);
}

char *
valise_configuration_dup (const char *key)
{
  g_autofree char *path = dup_path ();
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return NULL;
  return g_key_file_get_string (file, GROUP, key, NULL);
}

gboolean
valise_configuration_set (const char *key, const char *value, GError **error)
{
  g_autofree char *path = dup_path (), *folder = g_path_get_dirname (path);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_mkdir_with_parents (folder, 0700);
  g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  g_key_file_set_string (file, GROUP, key, value);
  return g_key_file_save_to_file (file, path, error);
}
