/* zstd.h - zstd streams (RFC 8878) as GConverters
 *
 * For GConverterInputStream and GConverterOutputStream. Bundles and the store
 * keep JSON Lines in them; `zstd -d` reads what is written here, and what
 * `zstd` writes is read here within the limits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#define VALISE_ZSTD_LEVEL 1 /* of a log's lines a third is hashes: level 3 makes them 2 % smaller, in twice the time */
#define VALISE_ZSTD_WINDOW_LOG_MAX 23 /* 8 MiB: what a reader must have in memory */

/* One frame with a checksum. The same bytes in give the same bytes out, in
 * whatever pieces they come (with one libzstd). `level`: 1 to 19, 0 for
 * VALISE_ZSTD_LEVEL. */
#define VALISE_TYPE_ZSTD_COMPRESSOR (valise_zstd_compressor_get_type ())
G_DECLARE_FINAL_TYPE (ValiseZstdCompressor, valise_zstd_compressor, VALISE, ZSTD_COMPRESSOR, GObject)

ValiseZstdCompressor *valise_zstd_compressor_new (int level);

/* Exactly one frame, without dictionary, of a window up to 8 MiB, and nothing
 * behind it. `max_output`: bytes, 0 for none. `max_ratio`: output bytes for
 * one input byte, judged once the output is over 1 MiB, 0 for none.
 * Errors: LIMIT (window, output, ratio), DAMAGED (cut off, checksum, broken),
 * REFUSED (not zstd, more than one frame, dictionary). */
#define VALISE_TYPE_ZSTD_DECOMPRESSOR (valise_zstd_decompressor_get_type ())
G_DECLARE_FINAL_TYPE (ValiseZstdDecompressor, valise_zstd_decompressor, VALISE, ZSTD_DECOMPRESSOR, GObject)

ValiseZstdDecompressor *valise_zstd_decompressor_new (guint64 max_output, guint max_ratio);
