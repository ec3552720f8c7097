/* checkpoint.h - what a log holds, signed by its device (C2SP tlog-checkpoint)
 *
 * A signed note of exactly three lines, by the key of the same name:
 *
 *     valise/DEVICE          64 lower-case hex digits
 *     SIZE                   entries, decimal
 *     ROOT                   RFC 6962 root, base64
 *
 * A device's id is the SHA-256 of its checkpoint key, so a checkpoint and a
 * key say by themselves whether they belong together. Pure: no I/O.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/bytes.h"
#include "core/secret.h"

typedef struct {
  char device[65];
  guint64 size; /* at most 2^63 - 1 */
  ValiseHash root;
} ValiseCheckpoint;

/* The id of the device of this checkpoint key (transfer full). */
char    *valise_device_id (const guint8 public_key[32]);

/* "valise/DEVICE": origin, and name of the device's keys in notes (transfer full). */
char    *valise_checkpoint_key_name (const char *device);

/* Reads without verifying: for finding the key. Three lines and no more, of
 * the form above. REFUSED, LIMIT. */
gboolean valise_checkpoint_parse (const char *note_text, gsize size, ValiseCheckpoint *checkpoint,
                                  GError **error);

/* And verifies: the key is the device's, and signed it. REFUSED, LIMIT. */
gboolean valise_checkpoint_verify (const char *note_text, gsize size, const guint8 public_key[32],
                                   ValiseCheckpoint *checkpoint, GError **error);

/* The signed note (transfer full). INVALID when `seed` is not that of the
 * checkpoint's device: nobody signs for another. */
char    *valise_checkpoint_sign (const ValiseCheckpoint *checkpoint, const ValiseSecret *seed,
                                 GError **error);

/* The checkpoint with the cosignature of `cosigner`, a device, in the place of
 * an earlier one by the same key. The caller has verified it, and that the log
 * only grew since what he cosigned before. `unix_time` in seconds. */
char    *valise_checkpoint_cosign (const char *note_text, const char *cosigner,
                                   const ValiseSecret *seed, guint64 unix_time, GError **error);

/* `public_key` is the cosigner's cosignature key. NOT_FOUND: not cosigned by
 * it; REFUSED: its line does not hold. *unix_time may be NULL. */
gboolean valise_checkpoint_verify_cosignature (const char *note_text, const char *cosigner,
                                               const guint8 public_key[32], guint64 *unix_time,
                                               GError **error);
