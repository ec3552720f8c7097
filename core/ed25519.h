/* ed25519.h - Ed25519 (RFC 8032) with the seed in guarded memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/secret.h"

#define VALISE_ED25519_SEED_SIZE 32
#define VALISE_ED25519_PUBLIC_SIZE 32
#define VALISE_ED25519_SIGNATURE_SIZE 64

/* `seed` is a secret of 32 bytes; the expanded key never leaves guarded memory. */
void     valise_ed25519_public_key (const ValiseSecret *seed, guint8 public_key[32]);
void     valise_ed25519_sign (const ValiseSecret *seed, gconstpointer message, gsize size,
                              guint8 signature[64]);

/* Refuses keys of small order and signatures with more than one form, too. */
gboolean valise_ed25519_verify (const guint8 public_key[32], gconstpointer message, gsize size,
                                const guint8 signature[64]);
