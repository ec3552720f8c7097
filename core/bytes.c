/* bytes.c - hashes by OpenSSL, HMAC and text forms of bytes by libsodium
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/bytes.h"

#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/sha.h>
#include <sodium.h>
#include <string.h>

struct _ValiseHasher {
  EVP_MD_CTX *context;
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
  gsize text_size = length < 0 ? strlen (text) : (gsize) length;
  g_autofree guint8 *data = g_malloc (text_size / 4 * 3 + 4);
  const char *end = NULL;

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

gboolean
valise_hex_decode_exact (const char *text, gssize length, gpointer data, gsize size)
{
  gsize text_size = length < 0 ? strlen (text) : (gsize) length;
  guint8 *out = data;

  if (text_size != size * 2)
    return FALSE;
  for (gsize i = 0; i < size; i++) {
    int high = text[2 * i], low = text[2 * i + 1];

    if (g_ascii_isupper (high) || g_ascii_isupper (low) || !g_ascii_isxdigit (high) ||
        !g_ascii_isxdigit (low))
      return FALSE;
    out[i] = (guint8) (g_ascii_xdigit_value ((char) high) << 4 | g_ascii_xdigit_value ((char) low));
  }
  return TRUE;
}

void
valise_sha256 (gconstpointer data, gsize size, ValiseHash *hash)
{
  SHA256 (data, size, hash->bytes);
}

void
valise_hmac_sha256 (gconstpointer key, gsize key_size, gconstpointer data, gsize size,
                    ValiseHash *hash)
{
  crypto_auth_hmacsha256_state state;

  /* OpenSSL looks its HMAC up by name each time, which costs more than to
   * compute it over a name or a hash. */
  crypto_auth_hmacsha256_init (&state, key, key_size);
  crypto_auth_hmacsha256_update (&state, data, size);
  crypto_auth_hmacsha256_final (&state, hash->bytes);
  sodium_memzero (&state, sizeof state);
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
  ValiseHasher *hasher = g_new0 (ValiseHasher, 1);

  hasher->context = EVP_MD_CTX_new ();
  if (hasher->context == NULL || EVP_DigestInit_ex (hasher->context, EVP_sha256 (), NULL) != 1)
    g_error ("SHA-256 is not available");
  return hasher;
}

void
valise_hasher_update (ValiseHasher *hasher, gconstpointer data, gsize size)
{
  EVP_DigestUpdate (hasher->context, data, size);
}

void
valise_hasher_finish (ValiseHasher *hasher, ValiseHash *hash)
{
  unsigned int length = 0;

  EVP_DigestFinal_ex (hasher->context, hash->bytes, &length);
}

void
valise_hasher_free (ValiseHasher *hasher)
{
  if (hasher == NULL)
    return;
  EVP_MD_CTX_free (hasher->context);
  g_free (hasher);
}

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
