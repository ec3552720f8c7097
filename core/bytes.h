/* bytes.h - hashes, hexadecimal and base64, strict both ways
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define VALISE_HASH_SIZE 32 /* SHA-256 */

typedef struct {
  guint8 bytes[VALISE_HASH_SIZE];
} ValiseHash;

/* Base64 (RFC 4648 section 4). PADDED is what entries and notes use; age uses
 * RAW. Decoding refuses white space, wrong padding, non-canonical ends, and
 * NULL, which is what a member that is missing reads as. */
typedef enum {
  VALISE_BASE64_PADDED,
  VALISE_BASE64_RAW,
} ValiseBase64;

char    *valise_base64_encode (gconstpointer data, gsize size, ValiseBase64 kind);
guint8  *valise_base64_decode (const char *text, gssize length, ValiseBase64 kind, gsize *size); /* NULL: not such text */

/* Exactly `size` bytes or FALSE. */
gboolean valise_base64_decode_exact (const char *text, gssize length, ValiseBase64 kind,
                                     gpointer data, gsize size);

/* Lower case only, both ways. `length` -1: up to NUL; NULL is refused. */
char    *valise_hex_encode (gconstpointer data, gsize size);
gboolean valise_hex_decode_exact (const char *text, gssize length, gpointer data, gsize size);

/* SHA-256 by OpenSSL, which uses the processor's own instructions. */
void     valise_sha256 (gconstpointer data, gsize size, ValiseHash *hash);
void     valise_hmac_sha256 (gconstpointer key, gsize key_size, gconstpointer data, gsize size, ValiseHash *hash);

/* RFC 5869 HKDF-SHA-256, 32 bytes out. salt may be NULL with size 0. */
void     valise_hkdf_sha256 (gconstpointer ikm, gsize ikm_size, gconstpointer salt, gsize salt_size,
                             const char *info, guint8 out[32]);

/* Streaming SHA-256. finish may be called once; free at any time. */
typedef struct _ValiseHasher ValiseHasher;

ValiseHasher *valise_hasher_new (void);
void          valise_hasher_update (ValiseHasher *hasher, gconstpointer data, gsize size);
void          valise_hasher_finish (ValiseHasher *hasher, ValiseHash *hash);
void          valise_hasher_free (ValiseHasher *hasher);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseHasher, valise_hasher_free)

gboolean valise_hash_equal (const ValiseHash *a, const ValiseHash *b); /* not constant time: for public hashes */
int      valise_hash_compare (const ValiseHash *a, const ValiseHash *b);
guint    valise_hash_key (gconstpointer hash);                            /* for a GHashTable whose keys are hashes */
gboolean valise_hash_key_equal (gconstpointer a, gconstpointer b);
