/* bytes.c - hashes by OpenSSL, and text forms of bytes
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

/* The value of each ASCII character as a digit; 255: none. */
static const guint8 base64_digits[128] = {
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 62, 255, 255, 255, 63,
  52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 255, 255, 255, 255, 255, 255,
  255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
  15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 255, 255, 255, 255, 255,
  255, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
  41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 255, 255, 255, 255, 255,
};

/* How many digits there are, and bytes in them; FALSE: no such text has this length. */
static gboolean
base64_measure (const char *text, gssize text_length, ValiseBase64 kind, gsize *digits, gsize *size)
{
  gsize length = text == NULL ? 0 : text_length < 0 ? strlen (text) : (gsize) text_length;
  gsize padding = 0;

  if (text == NULL)
    return FALSE;
  if (kind == VALISE_BASE64_PADDED) {
    while (padding < MIN (2, length) && text[length - 1 - padding] == '=')
      padding++;
    if (length % 4 != 0)
      return FALSE;
  }
  *digits = length - padding;
  *size = *digits / 4 * 3 + (*digits % 4) * 3 / 4;
  return *digits % 4 != 1;
}

/* The bits that fill up the last digit must be zero: one text for each value. */
static gboolean
base64_read (const char *text, gsize digits, guint8 *out)
{
  guint32 bits = 0;
  guint left = 0;

  for (gsize i = 0; i < digits; i++) {
    guchar c = (guchar) text[i];
    guint8 digit = c < 128 ? base64_digits[c] : 255;

    if (digit > 63)
      return FALSE;
    bits = bits << 6 | digit;
    left += 6;
    if (left >= 8) {
      left -= 8;
      *out++ = (guint8) (bits >> left);
    }
  }
  return (bits & ((1u << left) - 1)) == 0;
}

guint8 *
valise_base64_decode (const char *text, gssize length, ValiseBase64 kind, gsize *size)
{
  g_autofree guint8 *data = NULL;
  gsize digits = 0;

  if (!base64_measure (text, length, kind, &digits, size))
    return NULL;
  data = g_malloc (*size + 1);
  return base64_read (text, digits, data) ? g_steal_pointer (&data) : NULL;
}

gboolean
valise_base64_decode_exact (const char *text, gssize length, ValiseBase64 kind, gpointer data,
                            gsize size)
{
  gsize digits = 0, found = 0;

  return base64_measure (text, length, kind, &digits, &found) && found == size &&
         base64_read (text, digits, data);
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
