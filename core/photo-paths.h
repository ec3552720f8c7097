/* photo-paths.h - what somebody named or dropped, as files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* Adds a file as it is named, and of a folder all files under it, sorted;
 * links in it are not followed. `paths`: of char *, owned. Any thread. */
void valise_photo_paths_add (GPtrArray *paths, const char *path);
