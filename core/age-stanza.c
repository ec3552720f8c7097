/* age-stanza.c - wrapping the file key for a recipient or a passphrase
 *
 * Every stanza of a kind known here is checked in form before any key is
 * tried, whether or not we hold a key of that kind: a stanza that breaks its
 * rules makes the file REFUSED, never "not for us". What must stay true:
 *   1. A wrapped key is exactly 32 bytes before it is decrypted (the
 *      specification's guard against partitioning oracles).
 *   2. A scrypt stanza stands alone, and its work factor is judged before
 *      scrypt is run.
 *   3. A shared secret of zeros makes the file REFUSED.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/age-private.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#include "core/bytes.h"
#include "core/error.h"

#define X25519 "X25519"
#define X25519_INFO "age-encryption.org/v1/X25519"
#define SCRYPT "scrypt"
#define SCRYPT_SALT_LABEL "age-encryption.org/v1/scrypt"
#define SCRYPT_SALT_SIZE 16
#define HYBRID "mlkem768x25519"

static const guint8 zero_nonce[12];

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
               _ ("the age header is malformed (%s); ask the sender for the file again"), why);
  return FALSE;
}

static void
wrap_body (const ValiseSecret *file_key, const guint8 wrap_key[32], guint8 body[WRAPPED_SIZE])
{
  crypto_aead_chacha20poly1305_ietf_encrypt (body, NULL, valise_secret_peek (file_key),
                                             FILE_KEY_SIZE, NULL, 0, NULL, zero_nonce, wrap_key);
}

gboolean
valise_age_unwrap_body (const ValiseAgeStanza *stanza, const guint8 wrap_key[32],
                        const guint8 nonce[12], ValiseSecret *file_key)
{
  g_assert (stanza->body_size == WRAPPED_SIZE);
  return crypto_aead_chacha20poly1305_ietf_decrypt (valise_secret_data (file_key), NULL, NULL,
                                                    stanza->body, stanza->body_size, NULL, 0,
                                                    nonce, wrap_key) == 0;
}

/* HKDF over the shared secret, salted with both public keys. */
static void
derive_x25519 (const ValiseSecret *shared, const guint8 share[32], const guint8 recipient[32],
               guint8 wrap_key[32])
{
  guint8 salt[64];

  memcpy (salt, share, 32);
  memcpy (salt + 32, recipient, 32);
  valise_hkdf_sha256 (valise_secret_peek (shared), 32, salt, sizeof salt, X25519_INFO, wrap_key);
}

char *
valise_age_wrap_x25519 (const ValiseSecret *file_key, const ValiseAgeRecipient *recipient,
                        GError **error)
{
  g_autoptr (ValiseSecret) ephemeral = valise_secret_new_random (32);
  g_autoptr (ValiseSecret) shared = valise_secret_new (32);
  g_autofree char *share_text = NULL, *body_text = NULL;
  guint8 share[32], wrap_key[32], body[WRAPPED_SIZE];

  crypto_scalarmult_curve25519_base (share, valise_secret_peek (ephemeral));
  if (crypto_scalarmult_curve25519 (valise_secret_data (shared), valise_secret_peek (ephemeral),
                                    recipient->bytes) != 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("an age public key is one that hides nothing; get the recipient's true key"));
    return NULL;
  }
  derive_x25519 (shared, share, recipient->bytes, wrap_key);
  wrap_body (file_key, wrap_key, body);
  sodium_memzero (wrap_key, sizeof wrap_key);
  share_text = valise_base64_encode (share, sizeof share, VALISE_BASE64_RAW);
  body_text = valise_base64_encode (body, sizeof body, VALISE_BASE64_RAW);
  return g_strdup_printf ("-> " X25519 " %s\n%s\n", share_text, body_text);
}

static gboolean
derive_scrypt (const ValiseSecret *passphrase, const guint8 salt[SCRYPT_SALT_SIZE], guint log_n,
               guint8 wrap_key[32], GError **error)
{
  guint8 labelled[sizeof SCRYPT_SALT_LABEL - 1 + SCRYPT_SALT_SIZE];

  valise_secret_start ();
  memcpy (labelled, SCRYPT_SALT_LABEL, sizeof SCRYPT_SALT_LABEL - 1);
  memcpy (labelled + sizeof SCRYPT_SALT_LABEL - 1, salt, SCRYPT_SALT_SIZE);
  if (crypto_pwhash_scryptsalsa208sha256_ll (valise_secret_peek (passphrase),
                                             valise_secret_size (passphrase), labelled,
                                             sizeof labelled, G_GUINT64_CONSTANT (1) << log_n, 8,
                                             1, wrap_key, 32) == 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_FAILED,
               _ ("there is not enough memory for a passphrase of this strength (%u MiB); close "
               "other programs and try again"),
               MAX (1, 1U << log_n >> 10));
  return FALSE;
}

char *
valise_age_wrap_scrypt (const ValiseSecret *file_key, const ValiseSecret *passphrase, guint log_n,
                        GError **error)
{
  g_autofree char *salt_text = NULL, *body_text = NULL;
  guint8 salt[SCRYPT_SALT_SIZE], wrap_key[32], body[WRAPPED_SIZE];

  if (log_n < 1 || log_n > VALISE_AGE_MAX_LOG_N) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("a scrypt work factor of %u is not possible; give one from 1 to %d"), log_n,
                 VALISE_AGE_MAX_LOG_N);
    return NULL;
  }
  randombytes_buf (salt, sizeof salt);
  if (!derive_scrypt (passphrase, salt, log_n, wrap_key, error))
    return NULL;
  wrap_body (file_key, wrap_key, body);
  sodium_memzero (wrap_key, sizeof wrap_key);
  salt_text = valise_base64_encode (salt, sizeof salt, VALISE_BASE64_RAW);
  body_text = valise_base64_encode (body, sizeof body, VALISE_BASE64_RAW);
  return g_strdup_printf ("-> " SCRYPT " %s %u\n%s\n", salt_text, log_n, body_text);
}

static gboolean
is_kind (const ValiseAgeStanza *stanza, const char *kind)
{
  return strcmp (stanza->arguments[0], kind) == 0;
}

static gboolean
check_scrypt (const ValiseAgeStanza *stanza, guint max_log_n, GError **error)
{
  guint8 salt[SCRYPT_SALT_SIZE];
  const char *factor;

  if (stanza->n_arguments != 3 || stanza->body_size != WRAPPED_SIZE ||
      !valise_base64_decode_exact (stanza->arguments[1], -1, VALISE_BASE64_RAW, salt, sizeof salt))
    return refuse (error, "its passphrase stanza is not right");
  factor = stanza->arguments[2];
  if (factor[0] == '0' || strspn (factor, "0123456789") != strlen (factor))
    return refuse (error, "its work factor is not right");
  if (strlen (factor) <= 3 && g_ascii_strtoull (factor, NULL, 10) <= max_log_n)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
               _ ("the file asks for more work on its passphrase than is accepted (2^%u); ask for "
               "one with a lower work factor"),
               max_log_n);
  return FALSE;
}

static gboolean
check_x25519 (const ValiseAgeStanza *stanza, GError **error)
{
  guint8 share[32];

  return (stanza->n_arguments == 2 && stanza->body_size == WRAPPED_SIZE &&
          valise_base64_decode_exact (stanza->arguments[1], -1, VALISE_BASE64_RAW, share,
                                      sizeof share)) ||
         refuse (error, "an X25519 stanza is not right");
}

static gboolean
check_stanza (const ValiseAgeHeader *header, const ValiseAgeStanza *stanza,
              const ValiseAgeOpen *how, GError **error)
{
  guint max_log_n = how->max_log_n == 0 ? VALISE_AGE_MAX_LOG_N : how->max_log_n;

  if (how->exact_x25519_stanzas != 0 && !is_kind (stanza, X25519)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
                 _ ("the file is encrypted to something other than age keys; ask the sender for a "
                 "new one"));
    return FALSE;
  }
  if (is_kind (stanza, X25519))
    return check_x25519 (stanza, error);
  if (is_kind (stanza, HYBRID))
    return valise_age_hybrid_check (stanza) ||
           refuse (error, "a post-quantum stanza is not right");
  if (!is_kind (stanza, SCRYPT))
    return TRUE; /* someone else's: ignored */
  if (header->stanzas->len != 1)
    return refuse (error, "a passphrase stands beside other recipients");
  return check_scrypt (stanza, max_log_n, error);
}

static gboolean
check (const ValiseAgeHeader *header, const ValiseAgeOpen *how, GError **error)
{
  guint wanted = how->exact_x25519_stanzas;

  if (wanted != 0 && header->stanzas->len != wanted) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
                 _ ("the file has %u recipient stanzas instead of %u; ask the sender for a new one"),
                 header->stanzas->len, wanted);
    return FALSE;
  }
  for (guint i = 0; i < header->stanzas->len; i++)
    if (!check_stanza (header, g_ptr_array_index (header->stanzas, i), how, error))
      return FALSE;
  return TRUE;
}

/* FALSE only for a share that hides nothing; *file_key stays NULL when the
 * stanza is for another. */
static gboolean
unwrap_x25519 (const ValiseAgeStanza *stanza, const ValiseSecret *identity,
               ValiseSecret **file_key, GError **error)
{
  g_autoptr (ValiseSecret) shared = valise_secret_new (32);
  g_autoptr (ValiseSecret) key = valise_secret_new (FILE_KEY_SIZE);
  ValiseAgeRecipient recipient;
  guint8 share[32], wrap_key[32];

  if (!check_x25519 (stanza, error))
    return FALSE;
  valise_base64_decode_exact (stanza->arguments[1], -1, VALISE_BASE64_RAW, share, sizeof share);
  if (crypto_scalarmult_curve25519 (valise_secret_data (shared), valise_secret_peek (identity),
                                    share) != 0)
    return refuse (error, "a share that hides nothing");
  valise_age_identity_get_recipient (identity, &recipient);
  derive_x25519 (shared, share, recipient.bytes, wrap_key);
  if (valise_age_unwrap_body (stanza, wrap_key, zero_nonce, key))
    *file_key = g_steal_pointer (&key);
  sodium_memzero (wrap_key, sizeof wrap_key);
  return TRUE;
}

static ValiseSecret *
unwrap_scrypt (const ValiseAgeStanza *stanza, const ValiseSecret *passphrase, GError **error)
{
  g_autoptr (ValiseSecret) key = valise_secret_new (FILE_KEY_SIZE);
  guint8 salt[SCRYPT_SALT_SIZE], wrap_key[32];
  gboolean opened;

  if (passphrase == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOR_US,
                 _ ("the file is locked with a passphrase, not with a key; give its passphrase"));
    return NULL;
  }
  valise_base64_decode_exact (stanza->arguments[1], -1, VALISE_BASE64_RAW, salt, sizeof salt);
  if (!derive_scrypt (passphrase, salt,
                      (guint) g_ascii_strtoull (stanza->arguments[2], NULL, 10), wrap_key, error))
    return NULL;
  opened = valise_age_unwrap_body (stanza, wrap_key, zero_nonce, key);
  sodium_memzero (wrap_key, sizeof wrap_key);
  if (opened)
    return g_steal_pointer (&key);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_WRONG_PASSPHRASE,
               _ ("the passphrase is wrong; try it again"));
  return NULL;
}

/* Every identity of the stanza's kind; FALSE stops the search. */
static gboolean
try_stanza (const ValiseAgeStanza *stanza, const ValiseAgeOpen *how, ValiseSecret **file_key,
            GError **error)
{
  gboolean hybrid = is_kind (stanza, HYBRID);
  const ValiseSecret *const *identities = hybrid ? how->hybrid_identities : how->identities;
  gsize n_identities = hybrid ? how->n_hybrid_identities : how->n_identities;

  if (!hybrid && !is_kind (stanza, X25519))
    return TRUE;
  for (gsize i = 0; i < n_identities && *file_key == NULL; i++) {
    if (hybrid ? !valise_age_hybrid_unwrap (stanza, identities[i], file_key, error)
               : !unwrap_x25519 (stanza, identities[i], file_key, error))
      return FALSE;
  }
  return TRUE;
}

ValiseSecret *
valise_age_unwrap (const ValiseAgeHeader *header, const ValiseAgeOpen *how, GError **error)
{
  const ValiseAgeStanza *first = g_ptr_array_index (header->stanzas, 0);
  ValiseSecret *file_key = NULL;

  if (!check (header, how, error))
    return NULL;
  if (is_kind (first, SCRYPT))
    return unwrap_scrypt (first, how->passphrase, error);
  for (guint i = 0; i < header->stanzas->len && file_key == NULL; i++)
    if (!try_stanza (g_ptr_array_index (header->stanzas, i), how, &file_key, error))
      return NULL;
  if (file_key == NULL)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOR_US,
                 _ ("the file is encrypted to other keys than ours; ask the sender to address it "
                 "to this device"));
  return file_key;
}
