/* file-source.h - the tiles of a map file of the user's own
 *
 * Read and decoded beside the main thread, two at a time; pictures are decoded
 * in the sandbox and made anew before the toolkit sees them (core/thumbnail.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <shumate/shumate.h>

#define VALISE_TYPE_FILE_SOURCE (valise_file_source_get_type ())
G_DECLARE_FINAL_TYPE (ValiseFileSource, valise_file_source, VALISE, FILE_SOURCE, ShumateMapSource)

/* NULL: as valise_mbtiles_open(). Reads a little of the file. */
ShumateMapSource *valise_file_source_new (const char *path, GError **error);
