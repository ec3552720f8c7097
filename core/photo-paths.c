/* photo-paths.c - what somebody named or dropped, as files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/photo-paths.h"

#include <string.h>

static gint
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_folder (GPtrArray *paths, const char *folder)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, by_name);
  for (guint i = 0; i < names->len; i++)
    if (!g_file_test (names->pdata[i], G_FILE_TEST_IS_SYMLINK))
      valise_photo_paths_add (paths, names->pdata[i]);
}

void
valise_photo_paths_add (GPtrArray *paths, const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    add_folder (paths, path);
  else
    g_ptr_array_add (paths, g_strdup (path));
}
