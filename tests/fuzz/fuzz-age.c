/* fuzz-age.c - whatever bytes come, reading them as an age file ends in order
 *
 * The identities are the example of age's specification (32 bytes of 0x42),
 * as a post-quantum one too, and that of the CCTV vectors; the passphrase is
 * "fuzz": seeds made for them reach the payload.
 *
 * The header's MAC and the payload's tags keep nearly every change from being
 * read further. So the stanzas are also put into a header with a true MAC,
 * beside one for the example's identity, and what follows them says how the
 * payload is cut: each byte is a chunk, its lowest bit the flag of the last
 * one, the rest its size (127: a full chunk). Only what age's specification
 * allows may come out whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
#include <sodium.h>
#include <string.h>

#include "core/age-private.h"
#include "core/bytes.h"
#include "core/keys.h"
#include "core/recovery.h"

#define EXAMPLE "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
#define CCTV "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0"
#define CHEAP_LOG_N 4
#define VERSION "age-encryption.org/v1\n"
#define FULL 65536
#define MAX_CHUNKS 4
#define N_IDENTITIES 2

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static ValiseSecret *identities[N_IDENTITIES], *passphrase, *file_key;
static char *own_stanza;

static void
start (void)
{
  ValiseAgeRecipient recipient;

  if (file_key != NULL)
    return;
  identities[0] = valise_age_identity_parse (EXAMPLE, strlen (EXAMPLE), NULL);
  identities[1] = valise_age_identity_parse (CCTV, strlen (CCTV), NULL);
  passphrase = valise_secret_new_copy ("fuzz", 4);
  file_key = valise_secret_new_copy ("0123456789abcdef", FILE_KEY_SIZE);
  valise_age_identity_get_recipient (identities[0], &recipient);
  own_stanza = valise_age_wrap_x25519 (file_key, &recipient, NULL);
}

/* Reads all of it. FALSE: not whole. */
static gboolean
read_all (const guint8 *data, gsize size, const ValiseAgeOpen *how, gsize *sum)
{
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = valise_age_decrypt_new (memory, how, &error);
  guint8 buffer[3000];
  gssize got;

  *sum = 0;
  g_assert ((stream == NULL) == (error != NULL));
  if (stream == NULL)
    return FALSE;
  while ((got = g_input_stream_read (stream, buffer, sizeof buffer, NULL, &error)) > 0)
    *sum += (gsize) got;
  g_assert ((got < 0) == (error != NULL));
  return got == 0;
}

/* -- with true tags ------------------------------------------------------- */

/* Where the stanzas end, or NULL: no header at all. */
static const char *
find_mark (const char *text, gsize size)
{
  return size > strlen (VERSION) && memcmp (text, VERSION, strlen (VERSION)) == 0
             ? g_strstr_len (text, (gssize) size, "\n---")
             : NULL;
}

static void
append_chunk (GByteArray *file, const guint8 key[32], guint8 number, gboolean last, gsize size)
{
  static const guint8 plain[FULL];
  static guint8 sealed[FULL + 16];
  guint8 nonce[12] = { 0 };

  nonce[10] = number;
  nonce[11] = (guint8) last;
  crypto_aead_chacha20poly1305_ietf_encrypt (sealed, NULL, plain, size, NULL, 0, NULL, nonce, key);
  g_byte_array_append (file, sealed, (guint) (size + 16));
}

/* Appends the chunks that `plan` asks for. TRUE: it is a whole payload, of
 * *sum bytes. */
static gboolean
append_payload (GByteArray *file, const guint8 *plan, gsize n, gsize *sum)
{
  guint8 nonce[NONCE_SIZE] = { 0 }, key[32];
  gboolean whole = n > 0;

  n = MIN (n, MAX_CHUNKS);
  *sum = 0;
  g_byte_array_append (file, nonce, sizeof nonce);
  valise_hkdf_sha256 (valise_secret_peek (file_key), FILE_KEY_SIZE, nonce, sizeof nonce, "payload", key);
  for (gsize i = 0; i < n; i++) {
    gboolean last = plan[i] & 1;
    gsize size = plan[i] >> 1 == 127 ? FULL : plan[i] >> 1;

    append_chunk (file, key, (guint8) i, last, size);
    *sum += size;
    whole = whole && last == (i == n - 1) && (last || size == FULL) && (size > 0 || n == 1);
  }
  return whole;
}

static void
read_resealed (const char *text, gsize size, const ValiseAgeOpen *how)
{
  const char *mark = find_mark (text, size), *end = text + size, *plan;
  g_autofree char *stanzas = NULL, *header = NULL;
  const char *parts[] = { NULL, own_stanza, NULL };
  g_autoptr (GByteArray) file = g_byte_array_new ();
  gsize wanted, got;
  gboolean whole, read;

  if (mark == NULL)
    return;
  parts[0] = stanzas = g_strndup (text + strlen (VERSION), (gsize) (mark + 1 - text) - strlen (VERSION));
  header = valise_age_header_to_text (parts, file_key);
  g_byte_array_append (file, (const guint8 *) header, (guint) strlen (header));
  plan = memchr (mark + 1, '\n', (gsize) (end - mark) - 1);
  plan = plan != NULL ? plan + 1 : end;
  whole = append_payload (file, (const guint8 *) plan, (gsize) (end - plan), &wanted);
  read = read_all (file->data, file->len, how, &got);
  g_assert (!read || (whole && got == wanted));
  if (*stanzas == '\0') /* ours alone: nothing could be refused but the payload */
    g_assert (read == whole);
}

/* -- keys ----------------------------------------------------------------- */

/* What is taken for a key is written back as it was. */
static void
read_as_key (const char *text, gsize size)
{
  g_autofree char *copy = g_strndup (text, size);
  g_autoptr (ValiseSecret) identity = valise_age_identity_parse (text, size, NULL);
  ValiseAgeRecipient recipient;

  if (identity != NULL) {
    g_autoptr (ValiseSecret) again = valise_age_identity_to_text (identity);

    g_assert (valise_secret_size (again) == size);
    g_assert (memcmp (valise_secret_peek (again), text, size) == 0);
  }
  if (valise_age_recipient_parse (copy, &recipient, NULL)) {
    g_autofree char *again = valise_age_recipient_to_text (&recipient);

    g_assert_cmpstr (again, ==, copy);
  }
}

/* The text inside key.age and recovery.age; lines that are not known are let
 * through, so what is written may be less, and is then read as the same. */
static void
read_as_keys (const guint8 *data, gsize size)
{
  g_autoptr (ValiseSecret) text = valise_secret_new_copy (data, size), once = NULL, twice = NULL;
  g_autoptr (ValiseKeys) keys = valise_keys_from_text (text, "the file", NULL), again = NULL;

  if (keys == NULL)
    return;
  once = valise_keys_to_text (keys);
  again = valise_keys_from_text (once, "the file", NULL);
  g_assert (again != NULL);
  twice = valise_keys_to_text (again);
  g_assert (valise_secret_equal (once, twice));
}

/* recovery.age in a bundle: seen from outside, and opened. */
static void
read_as_recovery (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) file = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseKeys) keys = NULL;

  g_assert (valise_recovery_check_form (file, &error) == (error == NULL));
  keys = valise_recovery_open (file, identities[0], identities[1], NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const ValiseSecret *held[N_IDENTITIES];
  ValiseAgeOpen how = { .identities = held, .n_identities = N_IDENTITIES, .hybrid_identities = held,
                        .n_hybrid_identities = 1, .max_log_n = CHEAP_LOG_N };
  gsize sum;

  start ();
  for (int i = 0; i < N_IDENTITIES; i++)
    held[i] = identities[i];
  how.passphrase = passphrase;
  read_resealed ((const char *) data, size, &how);
  how.allow_armor = TRUE;
  read_all (data, size, &how, &sum);
  how.allow_armor = FALSE;
  how.exact_x25519_stanzas = 1;
  read_all (data, size, &how, &sum);
  if (size < 128)
    read_as_key ((const char *) data, size);
  if (size > 0 && size < 512)
    read_as_keys (data, size);
  read_as_recovery (data, size);
  return 0;
}
