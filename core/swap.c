/* swap.c - could what is in memory end up readable on a disk?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/swap.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#define DEEPEST 8 /* of devices that lie upon devices */

static gboolean is_safe_block (const char *root, const char *block, guint depth);

/* Every device below must be safe; without any, this one is a plain disk. */
static gboolean
are_safe_below (const char *root, const char *block, guint depth)
{
  g_autofree char *slaves = g_build_filename (block, "slaves", NULL);
  g_autoptr (GDir) dir = g_dir_open (slaves, 0, NULL);
  const char *name;
  guint count = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *below = g_build_filename (slaves, name, NULL);

    count++;
    if (!is_safe_block (root, below, depth + 1))
      return FALSE;
  }
  return count > 0;
}

static gboolean
is_safe_block (const char *root, const char *block, guint depth)
{
  g_autofree char *uuid_path = g_build_filename (block, "dm", "uuid", NULL), *uuid = NULL;

  if (g_file_get_contents (uuid_path, &uuid, NULL, NULL) && g_str_has_prefix (uuid, "CRYPT-"))
    return TRUE;
  return depth < DEEPEST && are_safe_below (root, block, depth);
}

/* /sys/dev/block/MAJOR:MINOR of a device, or of the disk that a file lies on. */
static char *
find_block (const char *root, const char *path)
{
  struct stat status;
  g_autofree char *number = NULL;
  dev_t device;

  if (stat (path, &status) != 0)
    return NULL;
  device = S_ISBLK (status.st_mode) ? status.st_rdev : status.st_dev;
  number = g_strdup_printf ("%u:%u", major (device), minor (device));
  return g_build_filename (root, "sys/dev/block", number, NULL);
}

/* A test's devices are named by their place under its root. */
static gboolean
is_safe (const char *root, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *block = NULL;

  if (g_str_has_prefix (name, "zram"))
    return TRUE;
  block = g_build_filename (root, "sys/block", name, NULL);
  if (!g_file_test (block, G_FILE_TEST_IS_DIR)) {
    g_free (block);
    block = find_block (root, path);
  }
  return block != NULL && is_safe_block (root, block, 0);
}

char **
valise_swap_find_readable (const char *root)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_null_terminated (1, g_free, TRUE);
  g_autofree char *path = g_build_filename (root, "proc/swaps", NULL), *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    lines = g_strsplit (text, "\n", -1);
  /* The first line names the columns; a blank in a name is written \040. */
  for (guint i = 1; lines != NULL && lines[0] != NULL && lines[i] != NULL; i++) {
    g_autofree char *field = g_strndup (lines[i], strcspn (lines[i], " \t"));
    g_autofree char *device = g_strcompress (field);

    if (device[0] == '/' && !is_safe (root, device))
      g_ptr_array_add (found, g_strdup (device));
  }
  return (char **) g_ptr_array_steal (found, NULL);
}
