/* bag-path.h - which names may stand in a bundle at all
 *
 * The same rules for a name in the tar and for a path in a manifest: what a
 * file system somewhere could take for another place, another file or a
 * command is refused before anybody asks what it is called.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define VALISE_BAG_PATH_MAX 255 /* bytes; a ustar header holds no more */

/* TRUE for valid UTF-8 of 1 to 255 bytes, relative, in components that are
 * neither empty nor "." nor "..", without backslash and control characters.
 * Else REFUSED with the rule. */
gboolean valise_bag_path_check (const char *path, GError **error);

/* What two names share when some file system would hold them for one: NFC,
 * case folded (Unicode), NFC again. For a path that was checked. */
char    *valise_bag_path_fold (const char *path);
