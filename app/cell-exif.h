/* cell-exif.h - the job "exif": from a photo's bytes to core/exif.h's JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* Never fails: bytes that are no photo say "unknown". Opens no file, keeps
 * nothing between calls; (transfer full). */
char *cell_exif (const guint8 *data, gsize size);
