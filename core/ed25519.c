/* ed25519.c - Ed25519 by libsodium
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/ed25519.h"

#include <sodium.h>

/* libsodium signs with seed and public key in one string. */
static ValiseSecret *
expand (const ValiseSecret *seed, guint8 public_key[32])
{
  ValiseSecret *pair = valise_secret_new (crypto_sign_SECRETKEYBYTES);

  g_assert (valise_secret_size (seed) == VALISE_ED25519_SEED_SIZE);
  crypto_sign_seed_keypair (public_key, valise_secret_data (pair), valise_secret_peek (seed));
  return pair;
}

void
valise_ed25519_public_key (const ValiseSecret *seed, guint8 public_key[32])
{
  g_autoptr (ValiseSecret) pair = expand (seed, public_key);
}

void
valise_ed25519_sign (const ValiseSecret *seed, gconstpointer message, gsize size,
                     guint8 signature[64])
{
  guint8 public_key[VALISE_ED25519_PUBLIC_SIZE];
  g_autoptr (ValiseSecret) pair = expand (seed, public_key);

  crypto_sign_detached (signature, NULL, message, size, valise_secret_peek (pair));
}

gboolean
valise_ed25519_verify (const guint8 public_key[32], gconstpointer message, gsize size,
                       const guint8 signature[64])
{
  return crypto_sign_verify_detached (signature, message, size, public_key) == 0;
}
