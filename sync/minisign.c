/* minisign.c - minisign signatures, prehashed only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/minisign.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#include "core/bytes.h"
#include "core/ed25519.h"
#include "core/error.h"
#include "sync/refuse.h"

#define UNTRUSTED "untrusted comment: "
#define TRUSTED "trusted comment: "
#define OUR_UNTRUSTED "verify with minisign -V"
#define MAX_FILE 4096
#define HASH_SIZE crypto_generichash_BYTES_MAX

G_STATIC_ASSERT (HASH_SIZE == 64);

/* A signature line and a public key, as they stand in base64. */
typedef struct {
  char algorithm[2];
  guint8 key_number[VALISE_MINISIGN_KEY_NUMBER_SIZE];
  guint8 signature[VALISE_ED25519_SIGNATURE_SIZE];
} SignatureLine;

typedef struct {
  char algorithm[2];
  guint8 key_number[VALISE_MINISIGN_KEY_NUMBER_SIZE];
  guint8 key[VALISE_ED25519_PUBLIC_SIZE];
} PublicKey;

G_STATIC_ASSERT (sizeof (SignatureLine) == 74);
G_STATIC_ASSERT (sizeof (PublicKey) == VALISE_MINISIGN_PUBLIC_SIZE);

typedef struct {
  SignatureLine line;
  char *trusted_comment;
  guint8 global[VALISE_ED25519_SIGNATURE_SIZE];
} Signature;

static void
signature_clear (Signature *signature)
{
  g_free (signature->trusted_comment);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Signature, signature_clear)

/* What both signatures are over */

static void
hash_message (GBytes *message, guint8 hash[HASH_SIZE])
{
  gsize size;
  const guint8 *data = g_bytes_get_data (message, &size);

  crypto_generichash (hash, HASH_SIZE, data, size, NULL, 0);
}

static GByteArray *
make_global_message (const guint8 signature[64], const char *trusted_comment)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, signature, VALISE_ED25519_SIGNATURE_SIZE);
  g_byte_array_append (bytes, (const guint8 *) trusted_comment, (guint) strlen (trusted_comment));
  return bytes;
}

static gboolean
is_comment (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (((guchar) text[i] < 0x20 && text[i] != '\t') || text[i] == 0x7f)
      return FALSE;
  return g_utf8_validate_len (text, size, NULL);
}

/* Public keys */

void
valise_minisign_make_public_key (const ValiseSecret *seed, const guint8 key_number[8],
                                 guint8 public_key[42])
{
  PublicKey made = { .algorithm = { 'E', 'd' } };

  memcpy (made.key_number, key_number, sizeof made.key_number);
  valise_ed25519_public_key (seed, made.key);
  memcpy (public_key, &made, sizeof made);
}

char *
valise_minisign_public_key_to_text (const guint8 public_key[42])
{
  return valise_base64_encode (public_key, VALISE_MINISIGN_PUBLIC_SIZE, VALISE_BASE64_PADDED);
}

gboolean
valise_minisign_public_key_from_text (const char *text, guint8 public_key[42], GError **error)
{
  PublicKey read;

  if (!valise_base64_decode_exact (text, -1, VALISE_BASE64_PADDED, &read, sizeof read) ||
      memcmp (read.algorithm, "Ed", 2) != 0) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                         _ ("this is not a minisign public key (56 characters that begin with RW); "
                         "copy it again, whole"));
    return FALSE;
  }
  memcpy (public_key, &read, sizeof read);
  return TRUE;
}

/* Reading */

/* Takes a line off the front of *at: its start, without the line feed. */
static const char *
take_line (const char **at, const char *end, gsize *length)
{
  const char *start = *at;
  const char *feed = start < end ? memchr (start, '\n', (gsize) (end - start)) : NULL;

  if (feed == NULL)
    return NULL;
  *length = (gsize) (feed - start);
  *at = feed + 1;
  return start;
}

/* The rest of a comment line behind `prefix` (transfer full). */
static char *
take_comment (const char **at, const char *end, const char *prefix, GError **error)
{
  gsize length = 0, prefix_length = strlen (prefix);
  const char *line = take_line (at, end, &length);

  if (line == NULL || length < prefix_length || memcmp (line, prefix, prefix_length) != 0 ||
      !is_comment (line, length)) {
    valise_refuse (error, "a minisign signature has four lines, two of them comments of plain text",
                   NULL);
    return NULL;
  }
  if (length - prefix_length > VALISE_MINISIGN_MAX_COMMENT) {
    valise_refuse_too_large (error, "a comment in a minisign signature has at most 1024 bytes", NULL);
    return NULL;
  }
  return g_strndup (line + prefix_length, length - prefix_length);
}

static gboolean
take_base64 (const char **at, const char *end, gpointer data, gsize size, GError **error)
{
  gsize length = 0;
  const char *line = take_line (at, end, &length);

  if (line == NULL ||
      !valise_base64_decode_exact (line, (gssize) length, VALISE_BASE64_PADDED, data, size))
    return valise_refuse (error, "a line of the minisign signature is not what it should be", NULL);
  return TRUE;
}

static gboolean
check_algorithm (const SignatureLine *line, GError **error)
{
  if (memcmp (line->algorithm, "ED", 2) == 0)
    return TRUE;
  if (memcmp (line->algorithm, "Ed", 2) == 0)
    return valise_refuse (error,
                          "a legacy minisign signature (Ed) is not accepted, sign prehashed (ED)",
                          NULL);
  return valise_refuse (error, "the minisign signature is of an unknown kind", NULL);
}

static gboolean
read_signature (GBytes *file, Signature *signature, GError **error)
{
  gsize size;
  const char *at = g_bytes_get_data (file, &size);
  const char *end = at + size;
  g_autofree char *untrusted = NULL;

  if (size > MAX_FILE)
    return valise_refuse_too_large (error, "a minisign signature has at most 4096 bytes", NULL);
  untrusted = take_comment (&at, end, UNTRUSTED, error);
  if (untrusted == NULL ||
      !take_base64 (&at, end, &signature->line, sizeof signature->line, error) ||
      !check_algorithm (&signature->line, error))
    return FALSE;
  signature->trusted_comment = take_comment (&at, end, TRUSTED, error);
  if (signature->trusted_comment == NULL ||
      !take_base64 (&at, end, signature->global, sizeof signature->global, error))
    return FALSE;
  if (at != end)
    return valise_refuse (error, "something stands behind the minisign signature", NULL);
  return TRUE;
}

gboolean
valise_minisign_peek_key_number (GBytes *signature, guint8 key_number[8], GError **error)
{
  g_auto (Signature) read = { 0 };

  if (!read_signature (signature, &read, error))
    return FALSE;
  memcpy (key_number, read.line.key_number, sizeof read.line.key_number);
  return TRUE;
}

/* Both signatures, the message's first. */
static gboolean
check_signatures (GBytes *message, const Signature *signature, const PublicKey *key, GError **error)
{
  guint8 hash[HASH_SIZE];
  g_autoptr (GByteArray) global = NULL;

  if (memcmp (signature->line.key_number, key->key_number, sizeof key->key_number) != 0)
    return valise_refuse (error, "the minisign signature is by another key", NULL);
  hash_message (message, hash);
  if (!valise_ed25519_verify (key->key, hash, sizeof hash, signature->line.signature))
    return valise_refuse (error, "the minisign signature does not belong to what was signed", NULL);
  global = make_global_message (signature->line.signature, signature->trusted_comment);
  if (!valise_ed25519_verify (key->key, global->data, global->len, signature->global))
    return valise_refuse (error, "the trusted comment of the minisign signature was altered", NULL);
  return TRUE;
}

gboolean
valise_minisign_verify (GBytes *message, GBytes *signature, const guint8 public_key[42],
                        const char *required_comment, char **trusted_comment, GError **error)
{
  g_auto (Signature) read = { 0 };
  PublicKey key;

  memcpy (&key, public_key, sizeof key);
  if (!read_signature (signature, &read, error) || !check_signatures (message, &read, &key, error))
    return FALSE;
  if (required_comment != NULL && strcmp (read.trusted_comment, required_comment) != 0)
    return valise_refuse (error, "the minisign signature was made for another purpose",
                          read.trusted_comment);
  if (trusted_comment != NULL)
    *trusted_comment = g_steal_pointer (&read.trusted_comment);
  return TRUE;
}

/* Writing */

static gboolean
check_can_sign (const ValiseSecret *seed, const PublicKey *key, const char *comment, GError **error)
{
  guint8 own[VALISE_ED25519_PUBLIC_SIZE];
  gsize size = strlen (comment);

  valise_ed25519_public_key (seed, own);
  if (memcmp (key->algorithm, "Ed", 2) != 0 || memcmp (own, key->key, sizeof own) != 0) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                         _ ("the signing key does not belong to the minisign public key"));
    return FALSE;
  }
  if (size > VALISE_MINISIGN_MAX_COMMENT || !is_comment (comment, size)) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                         _ ("a trusted comment is one line of at most 1024 bytes; shorten it"));
    return FALSE;
  }
  return TRUE;
}

char *
valise_minisign_sign (GBytes *message, const ValiseSecret *seed, const guint8 public_key[42],
                      const char *trusted_comment, GError **error)
{
  SignatureLine line = { .algorithm = { 'E', 'D' } };
  PublicKey key;
  guint8 hash[HASH_SIZE], global[VALISE_ED25519_SIGNATURE_SIZE];
  g_autoptr (GByteArray) global_message = NULL;
  g_autofree char *line_text = NULL, *global_text = NULL;

  memcpy (&key, public_key, sizeof key);
  if (!check_can_sign (seed, &key, trusted_comment, error))
    return NULL;
  memcpy (line.key_number, key.key_number, sizeof line.key_number);
  hash_message (message, hash);
  valise_ed25519_sign (seed, hash, sizeof hash, line.signature);
  global_message = make_global_message (line.signature, trusted_comment);
  valise_ed25519_sign (seed, global_message->data, global_message->len, global);
  line_text = valise_base64_encode (&line, sizeof line, VALISE_BASE64_PADDED);
  global_text = valise_base64_encode (global, sizeof global, VALISE_BASE64_PADDED);
  return g_strconcat (UNTRUSTED OUR_UNTRUSTED "\n", line_text, "\n" TRUSTED, trusted_comment, "\n",
                      global_text, "\n", NULL);
}
