/* note-fixture.h - keys and small steps that the tests of signed things share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <string.h>

#include "core/ed25519.h"

/* A key that is the same in every run. */
static inline ValiseSecret *
make_seed (guint8 number, guint8 public_key[32])
{
  ValiseSecret *seed = valise_secret_new (VALISE_ED25519_SEED_SIZE);

  memset (valise_secret_data (seed), number, VALISE_ED25519_SEED_SIZE);
  valise_ed25519_public_key (seed, public_key);
  return seed;
}

/* `text` with one piece of it written otherwise; the piece must be there. */
static inline char *
replaced (const char *text, const char *piece, const char *other)
{
  const char *at = strstr (text, piece);
  g_autoptr (GString) changed = g_string_new (NULL);

  g_assert_nonnull (at);
  g_string_append_len (changed, text, at - text);
  g_string_append (changed, other);
  g_string_append (changed, at + strlen (piece));
  return g_string_free (g_steal_pointer (&changed), FALSE);
}
