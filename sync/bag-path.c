/* bag-path.c - which names may stand in a bundle at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/bag-path.h"

#include "sync/refuse.h"

#include <string.h>

static gboolean
check_components (const char *path, GError **error)
{
  g_auto (GStrv) components = g_strsplit (path, "/", -1);

  for (char **component = components; *component != NULL; component++) {
    if (**component == '\0')
      return valise_refuse (error, "a name has an empty component", path);
    if (g_str_equal (*component, "."))
      return valise_refuse (error, "a name has the component \".\"", path);
    if (g_str_equal (*component, ".."))
      return valise_refuse (error, "a name leads out of its folder by \"..\"", path);
  }
  return TRUE;
}

gboolean
valise_bag_path_check (const char *path, GError **error)
{
  if (*path == '\0')
    return valise_refuse (error, "a name is empty", NULL);
  if (strlen (path) > VALISE_BAG_PATH_MAX)
    return valise_refuse (error, "a name is longer than 255 bytes", path);
  if (!g_utf8_validate (path, -1, NULL))
    return valise_refuse (error, "a name is not UTF-8", path);
  if (*path == '/')
    return valise_refuse (error, "a name is absolute", path);
  if (strchr (path, '\\') != NULL)
    return valise_refuse (error, "a name holds a backslash", path);
  for (const char *at = path; *at != '\0'; at = g_utf8_next_char (at)) {
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return valise_refuse (error, "a name holds a control character", path);
  }
  return check_components (path, error);
}

char *
valise_bag_path_fold (const char *path)
{
  g_autofree char *composed = g_utf8_normalize (path, -1, G_NORMALIZE_NFC);
  g_autofree char *folded = g_utf8_casefold (composed, -1);

  return g_utf8_normalize (folded, -1, G_NORMALIZE_NFC);
}
