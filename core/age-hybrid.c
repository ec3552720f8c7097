/* age-hybrid.c - reading the post-quantum stanza mlkem768x25519
 *
 * HPKE in base mode (RFC 9180) with the KEM X-Wing, alias MLKEM768-X25519
 * (number 0x647a: ML-KEM-768 and X25519, combined by SHA3-256), HKDF-SHA-256
 * and ChaCha20-Poly1305. ML-KEM refuses nothing: a key that was not meant
 * shows only in the tag.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/age-private.h"

#include <glib/gi18n.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <sodium.h>
#include <string.h>

#include "core/bytes.h"
#include "core/error.h"

#define INFO "age-encryption.org/mlkem768x25519"
#define MLKEM_SEED_SIZE 64
#define MLKEM_CIPHERTEXT_SIZE 1088
#define ENCAPSULATED_SIZE (MLKEM_CIPHERTEXT_SIZE + 32)

/* Where the parts of a key and of what is shared lie in their secrets. */
#define SHARED_MLKEM 0
#define SHARED_X25519 32
#define SHARED_SHARE 64
#define SHARED_PUBLIC 96
#define SHARED_LABEL 128

static const guint8 combiner_label[6] = { 0x5c, 0x2e, 0x2f, 0x2f, 0x5e, 0x5c };
static const guint8 suite[10] = { 'H', 'P', 'K', 'E', 0x64, 0x7a, 0, 1, 0, 3 };

static gboolean
decode_encapsulated (const ValiseAgeStanza *stanza, guint8 out[ENCAPSULATED_SIZE])
{
  return stanza->n_arguments == 2 && stanza->body_size == WRAPPED_SIZE &&
         valise_base64_decode_exact (stanza->arguments[1], -1, VALISE_BASE64_RAW, out,
                                     ENCAPSULATED_SIZE);
}

gboolean
valise_age_hybrid_check (const ValiseAgeStanza *stanza)
{
  guint8 encapsulated[ENCAPSULATED_SIZE];

  return decode_encapsulated (stanza, encapsulated);
}

/* SHAKE256 or SHA3-256 of a secret, `out_size` bytes of it. */
static ValiseSecret *
hash_secret (const EVP_MD *kind, const ValiseSecret *in, gsize out_size)
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  ValiseSecret *out = valise_secret_new (out_size);
  gboolean extendable = (EVP_MD_get_flags (kind) & EVP_MD_FLAG_XOF) != 0;

  if (EVP_DigestInit_ex2 (context, kind, NULL) != 1 ||
      EVP_DigestUpdate (context, valise_secret_peek (in), valise_secret_size (in)) != 1 ||
      (extendable ? EVP_DigestFinalXOF (context, valise_secret_data (out), out_size)
                  : EVP_DigestFinal_ex (context, valise_secret_data (out), NULL)) != 1)
    g_error ("SHA-3 is not available");
  EVP_MD_CTX_free (context);
  return out;
}

/* The key is given as its seed, d || z. NULL: this OpenSSL has no ML-KEM. */
static EVP_PKEY *
mlkem_key_new (const guint8 seed[MLKEM_SEED_SIZE])
{
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name (NULL, "ML-KEM-768", NULL);
  EVP_PKEY *key = NULL;
  OSSL_PARAM parameters[] = {
    OSSL_PARAM_construct_octet_string ("seed", (void *) seed, MLKEM_SEED_SIZE),
    OSSL_PARAM_construct_end (),
  };

  if (context != NULL && EVP_PKEY_fromdata_init (context) == 1 &&
      EVP_PKEY_fromdata (context, &key, EVP_PKEY_KEYPAIR, parameters) != 1)
    key = NULL;
  EVP_PKEY_CTX_free (context);
  return key;
}

static gboolean
mlkem_decapsulate (const guint8 seed[MLKEM_SEED_SIZE], const guint8 *ciphertext, guint8 shared[32],
                   GError **error)
{
  EVP_PKEY *key = mlkem_key_new (seed);
  EVP_PKEY_CTX *context = key == NULL ? NULL : EVP_PKEY_CTX_new_from_pkey (NULL, key, NULL);
  size_t size = 32;
  gboolean done = context != NULL && EVP_PKEY_decapsulate_init (context, NULL) == 1 &&
                  EVP_PKEY_decapsulate (context, shared, &size, ciphertext,
                                        MLKEM_CIPHERTEXT_SIZE) == 1 &&
                  size == 32;

  EVP_PKEY_CTX_free (context);
  EVP_PKEY_free (key);
  if (!done)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED,
                 _ ("post-quantum age files need OpenSSL 3.5 or newer; open the file on a newer "
                 "system"));
  return done;
}

/* X-Wing: both shared secrets, and the X25519 keys they came from. */
static ValiseSecret *
decapsulate (const ValiseSecret *identity, const guint8 encapsulated[ENCAPSULATED_SIZE],
             GError **error)
{
  g_autoptr (ValiseSecret) keys = hash_secret (EVP_shake256 (), identity, MLKEM_SEED_SIZE + 32);
  g_autoptr (ValiseSecret) shared = valise_secret_new (SHARED_LABEL + sizeof combiner_label);
  const guint8 *x25519_key = valise_secret_peek (keys) + MLKEM_SEED_SIZE;
  const guint8 *share = encapsulated + MLKEM_CIPHERTEXT_SIZE;
  guint8 *out = valise_secret_data (shared);

  if (!mlkem_decapsulate (valise_secret_peek (keys), encapsulated, out + SHARED_MLKEM, error))
    return NULL;
  if (crypto_scalarmult_curve25519 (out + SHARED_X25519, x25519_key, share) != 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
                 _ ("the age header is malformed (a share that hides nothing); ask the sender for "
                 "the file again"));
    return NULL;
  }
  memcpy (out + SHARED_SHARE, share, 32);
  crypto_scalarmult_curve25519_base (out + SHARED_PUBLIC, x25519_key);
  memcpy (out + SHARED_LABEL, combiner_label, sizeof combiner_label);
  return hash_secret (EVP_sha3_256 (), shared, 32);
}

/* HPKE's LabeledExtract; `salt` may be NULL. */
static void
extract (const ValiseSecret *salt, const char *label, const char *material, ValiseHash *out)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();

  g_byte_array_append (text, (const guint8 *) "HPKE-v1", 7);
  g_byte_array_append (text, suite, sizeof suite);
  g_byte_array_append (text, (const guint8 *) label, (guint) strlen (label));
  g_byte_array_append (text, (const guint8 *) material, (guint) strlen (material));
  valise_hmac_sha256 (salt == NULL ? (const guint8 *) "" : valise_secret_peek (salt),
                      salt == NULL ? 0 : valise_secret_size (salt), text->data, text->len, out);
}

/* HPKE's LabeledExpand over the schedule's context, for at most 32 bytes. */
static void
expand (const ValiseHash *secret, const char *label, const ValiseHash context[2], guint16 size,
        ValiseHash *out)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  const guint8 mode = 0, counter = 1, length[2] = { (guint8) (size >> 8), (guint8) size };

  g_byte_array_append (text, length, sizeof length);
  g_byte_array_append (text, (const guint8 *) "HPKE-v1", 7);
  g_byte_array_append (text, suite, sizeof suite);
  g_byte_array_append (text, (const guint8 *) label, (guint) strlen (label));
  g_byte_array_append (text, &mode, 1);
  g_byte_array_append (text, context[0].bytes, VALISE_HASH_SIZE);
  g_byte_array_append (text, context[1].bytes, VALISE_HASH_SIZE);
  g_byte_array_append (text, &counter, 1);
  valise_hmac_sha256 (secret->bytes, VALISE_HASH_SIZE, text->data, text->len, out);
}

gboolean
valise_age_hybrid_unwrap (const ValiseAgeStanza *stanza, const ValiseSecret *identity,
                          ValiseSecret **file_key, GError **error)
{
  g_autoptr (ValiseSecret) shared = NULL;
  g_autoptr (ValiseSecret) opened = valise_secret_new (FILE_KEY_SIZE);
  guint8 encapsulated[ENCAPSULATED_SIZE];
  ValiseHash context[2], secret, key, nonce;

  g_assert (valise_secret_size (identity) == VALISE_AGE_KEY_SIZE);
  decode_encapsulated (stanza, encapsulated);
  shared = decapsulate (identity, encapsulated, error);
  if (shared == NULL)
    return FALSE;
  extract (NULL, "psk_id_hash", "", &context[0]);
  extract (NULL, "info_hash", INFO, &context[1]);
  extract (shared, "secret", "", &secret);
  expand (&secret, "key", context, 32, &key);
  expand (&secret, "base_nonce", context, 12, &nonce);
  if (valise_age_unwrap_body (stanza, key.bytes, nonce.bytes, opened))
    *file_key = g_steal_pointer (&opened);
  sodium_memzero (&secret, sizeof secret);
  sodium_memzero (&key, sizeof key);
  sodium_memzero (&nonce, sizeof nonce);
  return TRUE;
}
