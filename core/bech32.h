/* bech32.h - the text form of age's keys (BIP 173, without its length limit)
 *
 * Works in the caller's memory only and keeps no copy, so that an identity
 * can go from guarded memory to guarded memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* Characters that `size` bytes behind `prefix` take, without a NUL. */
gsize    valise_bech32_length (const char *prefix, gsize size);

/* Writes valise_bech32_length() characters and a NUL to `out`, all in the
 * case of `prefix`, which must be of one case. */
void     valise_bech32_encode (const char *prefix, const guint8 *data, gsize size, char *out);

/* Exactly `size` bytes behind exactly `prefix`, all in the prefix's case, the
 * checksum right and the spare bits zero; or FALSE, and then `out` holds
 * nothing to be used. `text` need not end with a NUL. */
gboolean valise_bech32_decode (const char *text, gsize length, const char *prefix, guint8 *out,
                               gsize size);
