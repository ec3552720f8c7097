/* age.h - files that only their recipients can open (age v1, c2sp.org/age)
 *
 * Everything of Valise's that rests or travels encrypted is such a file, so
 * that the public tool `age` opens it too. This is the container; the ciphers
 * are OpenSSL's and libsodium's.
 *
 * What a reader can count on:
 *   1. The header's MAC is checked before a stream is handed out.
 *   2. Plaintext comes out in chunks of 64 KiB, each after its own tag was
 *      checked; nothing of a chunk that fails is ever seen by the caller.
 *   3. Only a stream that was read to its end without an error was whole:
 *      cut off, extended or reordered files end with DAMAGED.
 *   4. A file whose writer was dropped without being closed is not whole.
 *
 * What it does not do: say who wrote a file (anyone can encrypt to a public
 * key), or hide its size.
 *
 * Errors, everywhere below: REFUSED (not an age file, a malformed header or
 * armor, or against the caller's policy), UNSUPPORTED (another age version),
 * LIMIT (header or scrypt work factor above what is accepted, found before any
 * work is done), NOT_FOR_US (nothing we hold opens it), WRONG_PASSPHRASE,
 * DAMAGED (the header's MAC or the payload). Errors of the base stream pass
 * through as they are.
 *
 * Each stream belongs to one thread at a time. Memory is constant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/secret.h"

#define VALISE_AGE_KEY_SIZE 32
#define VALISE_AGE_MAX_LOG_N 22              /* scrypt with 4 GiB: the most that is accepted */
#define VALISE_AGE_OPEN_LIMIT (1024 * 1024)  /* plaintext bytes of valise_age_open() */

/* An X25519 public key: "age1…". */
typedef struct {
  guint8 bytes[VALISE_AGE_KEY_SIZE];
} ValiseAgeRecipient;

/* INVALID when `text` is no such key. The other returns a new string. */
gboolean      valise_age_recipient_parse (const char *text, ValiseAgeRecipient *out, GError **error);
char         *valise_age_recipient_to_text (const ValiseAgeRecipient *recipient);

/* An identity is 32 bytes: the X25519 private key. All return a new secret;
 * the text is "AGE-SECRET-KEY-1…", upper case, one line without its end.
 * Parsing fails with INVALID; `text` need not end with a NUL. */
ValiseSecret *valise_age_identity_new (void);
ValiseSecret *valise_age_identity_parse (const char *text, gsize size, GError **error);
ValiseSecret *valise_age_identity_to_text (const ValiseSecret *identity);
void          valise_age_identity_get_recipient (const ValiseSecret *identity, ValiseAgeRecipient *out);

/* Encrypts what is written to it, to all of `recipients` (at least one), their
 * stanzas in a random order. The header is written to `base` at once.
 *
 * Returns a GFilterOutputStream. Only an explicit g_output_stream_close()
 * writes the last chunk; when the stream is dropped without it, `base` is
 * closed as cancelled (a file being replaced keeps its old content) and what
 * was written does not open. `base` is not closed if close-base-stream is
 * FALSE. After an error of `base` every call fails. */
GOutputStream *valise_age_encrypt_new (GOutputStream *base, const ValiseAgeRecipient *recipients,
                                       gsize n_recipients, GError **error);

/* The same with a passphrase: scrypt with N = 2^log_n, r = 8 (2^log_n KiB of
 * memory, about a second at 18). log_n: 1 to VALISE_AGE_MAX_LOG_N, else INVALID. */
GOutputStream *valise_age_encrypt_passphrase_new (GOutputStream *base,
                                                  const ValiseSecret *passphrase, guint log_n,
                                                  GError **error);

/* What a file may be opened with, and which files are acceptable at all. */
typedef struct {
  const ValiseSecret *const *identities; /* X25519, 32 bytes each */
  gsize n_identities;
  const ValiseSecret *const *hybrid_identities; /* see below */
  gsize n_hybrid_identities;
  const ValiseSecret *passphrase; /* or NULL */
  guint max_log_n;                /* 0: VALISE_AGE_MAX_LOG_N */
  guint exact_x25519_stanzas;     /* 0: any; else so many stanzas and all X25519, or REFUSED */
  gboolean allow_armor;           /* strict ASCII armor is accepted beside the binary form */
} ValiseAgeOpen;

/* Reads and checks the header from `base`, then returns a GFilterInputStream
 * of the plaintext. `how` is not kept. On an error `base` stays open. Reads
 * of 64 KiB and more are decrypted straight into the caller's memory. */
GInputStream *valise_age_decrypt_new (GInputStream *base, const ValiseAgeOpen *how, GError **error);

/* The same for what is in memory. valise_age_open() keeps the plaintext in
 * guarded memory and fails with LIMIT above VALISE_AGE_OPEN_LIMIT. */
GBytes       *valise_age_seal (gconstpointer data, gsize size, const ValiseAgeRecipient *recipients,
                               gsize n_recipients, GError **error);
GBytes       *valise_age_seal_passphrase (gconstpointer data, gsize size,
                                          const ValiseSecret *passphrase, guint log_n,
                                          GError **error);
ValiseSecret *valise_age_open (gconstpointer data, gsize size, const ValiseAgeOpen *how,
                               GError **error);

/* Reading, not yet writing, the post-quantum stanza mlkem768x25519: 32 bytes
 * from "AGE-SECRET-KEY-PQ-1…". INVALID when the text is no such key. Files
 * with such stanzas open only where OpenSSL is 3.5 or newer; UNSUPPORTED
 * elsewhere. */
ValiseSecret *valise_age_hybrid_identity_parse (const char *text, gsize size, GError **error);
