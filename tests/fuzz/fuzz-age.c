/* fuzz-age.c - whatever bytes come, reading them as an age file ends in order
 *
 * The identity is the example of age's specification (32 bytes of 0x42), as a
 * post-quantum one too, the passphrase "fuzz": seeds made for them reach the
 * payload.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>

#include "core/age.h"

#define IDENTITY "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
#define CHEAP_LOG_N 4

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
read_all (const guint8 *data, gsize size, const ValiseAgeOpen *how)
{
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = valise_age_decrypt_new (memory, how, &error);
  guint8 buffer[3000];
  gssize got;

  g_assert ((stream == NULL) == (error != NULL));
  if (stream == NULL)
    return;
  do
    got = g_input_stream_read (stream, buffer, sizeof buffer, NULL, &error);
  while (got > 0);
  g_assert ((got < 0) == (error != NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static ValiseSecret *identity, *passphrase;
  ValiseAgeOpen how = { .n_identities = 1, .n_hybrid_identities = 1, .max_log_n = CHEAP_LOG_N };
  const ValiseSecret *identities[1];

  if (identity == NULL) {
    identity = valise_age_identity_parse (IDENTITY, sizeof IDENTITY - 1, NULL);
    passphrase = valise_secret_new_copy ("fuzz", 4);
  }
  identities[0] = identity;
  how.identities = how.hybrid_identities = identities;
  how.passphrase = passphrase;
  how.allow_armor = TRUE;
  read_all (data, size, &how);
  how.allow_armor = FALSE;
  how.exact_x25519_stanzas = 1;
  read_all (data, size, &how);
  return 0;
}
