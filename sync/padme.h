/* padme.h - how long a bundle is made to look
 *
 * Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and
 * Communication with PURBs", PoPETS 2019, section 4) rounds a length up so
 * that it tells O(log log length) bits about what is inside, for at most 12 %
 * more bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define VALISE_BUNDLE_MIN_SIZE (256 * 1024) /* bytes of plaintext, tar and padding */

/* Padmé of `length`, in bytes: never less than `length`, and `length` itself
 * for 0 and 1. Lengths above 2^62 come back as they are. */
guint64 valise_padme (guint64 length);

/* The whole plaintext of a bundle whose tar, end mark included, has `length`
 * bytes: at least VALISE_BUNDLE_MIN_SIZE, else Padmé, in whole tar blocks of
 * 512 bytes. */
guint64 valise_padme_bundle (guint64 length);

/* The length of an age file with eight X25519 stanzas over so much plaintext. */
guint64 valise_padme_file (guint64 plain);

/* Can a whole bundle's file, with its age header of eight X25519 stanzas, be
 * `size` bytes long? A file that is still being copied hardly ever is. */
gboolean valise_padme_is_file (guint64 size);
