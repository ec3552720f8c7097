/* age-private.h - what the files of the age container share
 *
 * age.c puts together, age-header.c reads and writes the text before the
 * payload, age-stanza.c and age-hybrid.c wrap the file key, age-stream.c does
 * the payload, age-armor.c the ASCII form, age-keys.c the text of keys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/age.h"

#define FILE_KEY_SIZE 16
#define WRAPPED_SIZE (FILE_KEY_SIZE + 16) /* with the tag */
#define MAC_SIZE 32
#define NONCE_SIZE 16

/* One recipient stanza as it was read. */
typedef struct {
  char **arguments; /* at least one */
  guint n_arguments;
  guint8 *body;
  gsize body_size;
} ValiseAgeStanza;

/* A header as it was read, with the bytes that were read beyond it. */
typedef struct {
  GPtrArray *stanzas; /* of ValiseAgeStanza, at least one */
  guint8 mac[MAC_SIZE];
  guint8 nonce[NONCE_SIZE];
  GByteArray *bytes;
  gsize mark_end;      /* bytes the MAC covers: up to and with "---" */
  gsize payload_start; /* where the first chunk begins in `bytes` */
} ValiseAgeHeader;

/* Everything up to and with the payload's nonce. */
ValiseAgeHeader *valise_age_header_read (GInputStream *base, GError **error);
void             valise_age_header_free (ValiseAgeHeader *header);
gboolean         valise_age_header_check_mac (const ValiseAgeHeader *header,
                                              const ValiseSecret *file_key, GError **error);

/* The whole text of a header around finished stanza texts. */
char *valise_age_header_to_text (const char *const *stanzas, const ValiseSecret *file_key);

/* The text of a stanza; (transfer full). NULL: error. */
char *valise_age_wrap_x25519 (const ValiseSecret *file_key, const ValiseAgeRecipient *recipient,
                              GError **error);
char *valise_age_wrap_scrypt (const ValiseSecret *file_key, const ValiseSecret *passphrase,
                              guint log_n, GError **error);

/* Checks every stanza's form and the policy, then finds the file key. */
ValiseSecret *valise_age_unwrap (const ValiseAgeHeader *header, const ValiseAgeOpen *how,
                                 GError **error);

/* Takes the file key out of a body of WRAPPED_SIZE. FALSE: not this key. */
gboolean valise_age_unwrap_body (const ValiseAgeStanza *stanza, const guint8 wrap_key[32],
                                 const guint8 nonce[12], ValiseSecret *file_key);

/* The post-quantum stanza: *file_key stays NULL when it is for another. */
gboolean valise_age_hybrid_check (const ValiseAgeStanza *stanza);
gboolean valise_age_hybrid_unwrap (const ValiseAgeStanza *stanza, const ValiseSecret *identity,
                                   ValiseSecret **file_key, GError **error);

/* The payload. `lead` is what was read of it already. */
GOutputStream *valise_age_encrypt_stream_new (GOutputStream *base, const guint8 key[32]);
GInputStream  *valise_age_decrypt_stream_new (GInputStream *base, const guint8 key[32],
                                              const guint8 *lead, gsize lead_size);

/* Takes armor off; a binary age file passes through as it is. Does not close
 * `base` unless told to. */
GInputStream *valise_age_armor_new (GInputStream *base);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseAgeHeader, valise_age_header_free)
