/* minisign.h - minisign signatures, prehashed (`ED`) only
 *
 * A public key is 42 bytes, "Ed" || key number (8) || Ed25519 key (32), or the
 * same in base64, "RW…". A signature is a file of four lines:
 *
 *     untrusted comment: TEXT                       means nothing
 *     base64 ("ED" || key number || signature)      over BLAKE2b-512 of the message
 *     trusted comment: TEXT
 *     base64 (signature)                            over the signature above || TEXT
 *
 * `minisign -V` takes what is written here. Read here is less than minisign
 * takes: no legacy signatures (`Ed`, over the message itself), nothing before,
 * between or behind the lines, base64 in its one form, comments of at most
 * 1024 bytes without control characters but the tab.
 *
 * Format: https://jedisct1.github.io/minisign/
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/secret.h"

#define VALISE_MINISIGN_PUBLIC_SIZE 42
#define VALISE_MINISIGN_KEY_NUMBER_SIZE 8
#define VALISE_MINISIGN_MAX_COMMENT 1024

/* `seed`: 32 bytes. The key number is random and made once, with the seed. */
void     valise_minisign_make_public_key (const ValiseSecret *seed, const guint8 key_number[8],
                                          guint8 public_key[42]);

/* "RW…", as `minisign -P` takes it (transfer full). */
char    *valise_minisign_public_key_to_text (const guint8 public_key[42]);
gboolean valise_minisign_public_key_from_text (const char *text, guint8 public_key[42],
                                               GError **error); /* INVALID */

/* The signature file's text (transfer full). INVALID when `seed` is not that
 * of `public_key` or the comment is not fit. */
char    *valise_minisign_sign (GBytes *message, const ValiseSecret *seed, const guint8 public_key[42],
                               const char *trusted_comment, GError **error);

/* `signature` is the whole signature file. `required_comment`, when not NULL, is
 * what the trusted comment must be, to the byte; *trusted_comment (may be NULL)
 * is what it is (transfer full). REFUSED: legacy, malformed, by another key, for
 * another message or with another comment; LIMIT. */
gboolean valise_minisign_verify (GBytes *message, GBytes *signature, const guint8 public_key[42],
                                 const char *required_comment, char **trusted_comment, GError **error);

/* Which key says it signed, for looking it up; proves nothing. Errors as verify. */
gboolean valise_minisign_peek_key_number (GBytes *signature, guint8 key_number[8], GError **error);
