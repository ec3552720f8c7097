/* note.h - signed notes (C2SP signed-note) and Ed25519 cosignatures (C2SP tlog-cosignature)
 *
 * A note is a text, an empty line, and one line for each signature:
 *
 *     — KEY-NAME base64 (key id (4) || signature)
 *
 * Two kinds of line are made and verified here: type 0x01, Ed25519 over the
 * text, and type 0x04, a cosignature: a time (8, big endian) and Ed25519 over
 * "cosignature/v1\ntime SECONDS\n" and the text. A key's name and id together
 * say whose line it is; lines by other keys are kept and mean nothing.
 *
 * Pure: no I/O. The text means nothing before one of the verify functions
 * has said so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/secret.h"

#define VALISE_NOTE_MAX_SIZE (1024 * 1024)
#define VALISE_NOTE_MAX_SIGNATURES 64

#define VALISE_NOTE_ED25519 0x01
#define VALISE_NOTE_COSIGNATURE 0x04

typedef struct _ValiseNote ValiseNote;

/* `size` bytes, which need not end with a NUL. Refuses what breaks the format:
 * bytes that are not UTF-8, control characters but the line feed, no signature
 * line or a malformed one, base64 in another than its one form. REFUSED; LIMIT
 * above 1 MiB or 64 signatures. */
ValiseNote *valise_note_parse (const char *text, gsize size, GError **error);
void        valise_note_free (ValiseNote *note);

/* The text with its last line feed, without the empty line (lent). */
const char *valise_note_get_body (const ValiseNote *note);
gsize       valise_note_get_body_size (const ValiseNote *note);
guint       valise_note_get_n_signatures (const ValiseNote *note);

/* Whether the key has signed the text. NOT_FOUND: no line of this name and id;
 * REFUSED: a line of this name and id that does not hold, whatever others do. */
gboolean    valise_note_verify (const ValiseNote *note, const char *key_name,
                                const guint8 public_key[32], GError **error);

/* The same for a cosignature. *unix_time (may be NULL) is the newest time, in
 * seconds since 1970, at most 2^63 - 1. */
gboolean    valise_note_verify_cosignature (const ValiseNote *note, const char *key_name,
                                            const guint8 public_key[32], guint64 *unix_time,
                                            GError **error);

/* A whole note of one signature (transfer full). `body` ends with a line feed;
 * INVALID when it or the name is not fit for a note. `seed`: 32 bytes. */
char       *valise_note_sign (const char *body, const char *key_name, const ValiseSecret *seed,
                              GError **error);

/* The note with a cosignature more; it takes the place of one by the same key.
 * Does not verify what is there. Errors as of parse and sign; INVALID for a
 * time above 2^63 - 1. */
char       *valise_note_add_cosignature (const char *note_text, const char *key_name,
                                         const ValiseSecret *seed, guint64 unix_time,
                                         GError **error);

/* One note with the lines of both, a's first (transfer full). Of two
 * cosignatures by one key the newer stays. REFUSED when the texts differ.
 * Merge only what is verified: a false line of the right name and id makes the
 * whole note false. */
char       *valise_note_merge (const char *a, const char *b, GError **error);

/* Verifier keys: NAME+id in hex+base64 (type || public key). Decoding takes
 * Ed25519 keys of either type only, and checks the id. INVALID, UNSUPPORTED. */
char       *valise_vkey_encode (const char *key_name, guint8 type, const guint8 public_key[32]);
gboolean    valise_vkey_decode (const char *vkey, char **key_name, guint8 *type,
                                guint8 public_key[32], GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseNote, valise_note_free)
