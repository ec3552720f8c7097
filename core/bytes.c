/* bytes.c - hashes by OpenSSL, text forms of bytes by libsodium
 *
 * SHA-256 by OpenSSL's low-level calls: they use the processor's own
 * instructions, and spare the look-up by name and the allocations of EVP, which
 * cost more than to hash a name, a commitment or a node.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/bytes.h"

#include <openssl/kdf.h>
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/sha.h>
#include <sodium.h>
#include <string.h>

#define BLOCK_SIZE 64 /* of SHA-256 */

G_GNUC_BEGIN_IGNORE_DEPRECATIONS

struct _ValiseHasher {
  SHA256_CTX sum;
};

static int
base64_variant (ValiseBase64 kind)
{
  return kind == VALISE_BASE64_PADDED ? sodium_base64_VARIANT_ORIGINAL
                                      : sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
}

char *
valise_base64_encode (gconstpointer data, gsize size, ValiseBase64 kind)
{
  gsize length = sodium_base64_encoded_len (size, base64_variant (kind));
  char *text = g_malloc (length);

  sodium_bin2base64 (text, length, data, size, base64_variant (kind));
  return text;
}

guint8 *
valise_base64_decode (const char *text, gssize length, ValiseBase64 kind, gsize *size)
{
  gsize text_size = text == NULL ? 0 : length < 0 ? strlen (text) : (gsize) length;
  g_autofree guint8 *data = g_malloc (text_size / 4 * 3 + 4);
  const char *end = NULL;

  if (text == NULL)
    return NULL;
  /* libsodium 1.0.18 takes any byte above 127 for a '/' */
  for (gsize i = 0; i < text_size; i++)
    if ((guchar) text[i] > 127)
      return NULL;
  if (sodium_base642bin (data, text_size / 4 * 3 + 4, text, text_size, NULL, size, &end,
                         base64_variant (kind)) != 0 ||
      end != text + text_size)
    return NULL;
  return g_steal_pointer (&data);
}

gboolean
valise_base64_decode_exact (const char *text, gssize length, ValiseBase64 kind, gpointer data,
                            gsize size)
{
  gsize got = 0;
  g_autofree guint8 *bytes = valise_base64_decode (text, length, kind, &got);
  gboolean exact = bytes != NULL && got == size;

  if (exact)
    memcpy (data, bytes, size);
  if (bytes != NULL)
    sodium_memzero (bytes, got);
  return exact;
}

char *
valise_hex_encode (gconstpointer data, gsize size)
{
  char *text = g_malloc (size * 2 + 1);

  sodium_bin2hex (text, size * 2 + 1, data, size);
  return text;
}

static int
hex_digit (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

gboolean
valise_hex_decode_exact (const char *text, gssize length, gpointer data, gsize size)
{
  gsize text_size = text == NULL ? 0 : length < 0 ? strlen (text) : (gsize) length;
  guint8 *out = data;

  if (text == NULL || text_size != size * 2)
    return FALSE;
  for (gsize i = 0; i < size; i++) {
    int high = hex_digit (text[2 * i]), low = hex_digit (text[2 * i + 1]);

    if (high < 0 || low < 0)
      return FALSE;
    out[i] = (guint8) (high << 4 | low);
  }
  return TRUE;
}

void
valise_sha256 (gconstpointer data, gsize size, ValiseHash *hash)
{
  SHA256_CTX sum;

  SHA256_Init (&sum);
  SHA256_Update (&sum, data, size);
  SHA256_Final (hash->bytes, &sum);
}

/* One of the two hashes of RFC 2104: of the key, blurred, and what follows. */
static void
keyed_hash (const guint8 key[BLOCK_SIZE], guint8 blur, gconstpointer data, gsize size,
            ValiseHash *hash)
{
  guint8 block[BLOCK_SIZE];
  SHA256_CTX sum;

  for (guint i = 0; i < BLOCK_SIZE; i++)
    block[i] = key[i] ^ blur;
  SHA256_Init (&sum);
  SHA256_Update (&sum, block, sizeof block);
  SHA256_Update (&sum, data, size);
  SHA256_Final (hash->bytes, &sum);
  sodium_memzero (block, sizeof block);
}

void
valise_hmac_sha256 (gconstpointer key, gsize key_size, gconstpointer data, gsize size,
                    ValiseHash *hash)
{
  guint8 whole[BLOCK_SIZE] = { 0 };
  ValiseHash inner;

  if (key_size > BLOCK_SIZE)
    SHA256 (key, key_size, whole);
  else
    memcpy (whole, key, key_size);
  keyed_hash (whole, 0x36, data, size, &inner);
  keyed_hash (whole, 0x5c, inner.bytes, sizeof inner.bytes, hash);
  sodium_memzero (whole, sizeof whole);
  sodium_memzero (&inner, sizeof inner);
}

void
valise_hkdf_sha256 (gconstpointer ikm, gsize ikm_size, gconstpointer salt, gsize salt_size,
                    const char *info, guint8 out[32])
{
  EVP_KDF *kdf = EVP_KDF_fetch (NULL, "HKDF", NULL);
  EVP_KDF_CTX *context = EVP_KDF_CTX_new (kdf);
  OSSL_PARAM parameters[] = {
    OSSL_PARAM_construct_utf8_string (OSSL_KDF_PARAM_DIGEST, (char *) "SHA256", 0),
    OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_KEY, (void *) ikm, ikm_size),
    OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_INFO, (void *) info, strlen (info)),
    OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_SALT, (void *) salt, salt_size),
    OSSL_PARAM_construct_end (),
  };

  /* RFC 5869: no salt means HashLen zeros, which is OpenSSL's default too. */
  if (salt_size == 0)
    parameters[3] = OSSL_PARAM_construct_end ();
  if (EVP_KDF_derive (context, out, 32, parameters) != 1)
    g_error ("HKDF-SHA-256 is not available");
  EVP_KDF_CTX_free (context);
  EVP_KDF_free (kdf);
}

ValiseHasher *
valise_hasher_new (void)
{
  ValiseHasher *hasher = g_new (ValiseHasher, 1);

  SHA256_Init (&hasher->sum);
  return hasher;
}

void
valise_hasher_update (ValiseHasher *hasher, gconstpointer data, gsize size)
{
  SHA256_Update (&hasher->sum, data, size);
}

void
valise_hasher_finish (ValiseHasher *hasher, ValiseHash *hash)
{
  SHA256_Final (hash->bytes, &hasher->sum);
}

void
valise_hasher_free (ValiseHasher *hasher)
{
  if (hasher == NULL)
    return;
  sodium_memzero (hasher, sizeof *hasher);
  g_free (hasher);
}

G_GNUC_END_IGNORE_DEPRECATIONS

gboolean
valise_hash_equal (const ValiseHash *a, const ValiseHash *b)
{
  return memcmp (a->bytes, b->bytes, VALISE_HASH_SIZE) == 0;
}

int
valise_hash_compare (const ValiseHash *a, const ValiseHash *b)
{
  return memcmp (a->bytes, b->bytes, VALISE_HASH_SIZE);
}

/* They are as random as they will ever be. */
guint
valise_hash_key (gconstpointer hash)
{
  guint key;

  memcpy (&key, ((const ValiseHash *) hash)->bytes, sizeof key);
  return key;
}

gboolean
valise_hash_key_equal (gconstpointer a, gconstpointer b)
{
  return valise_hash_equal (a, b);
}
