/* secret.h - keys and passphrases, in guarded memory
 *
 * A ValiseSecret is a byte string in libsodium's guarded heap: between guard
 * pages, locked out of swap and of core dumps, wiped when freed. Every key
 * and passphrase lives in one from the moment it is read or made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

typedef struct _ValiseSecret ValiseSecret;

/* Must run before any other function of core: starts libsodium, refuses core
 * dumps and ptrace by others (PR_SET_DUMPABLE 0). Idempotent, any thread. */
void valise_secret_start (void);

/* All return a new secret (transfer full); none fails but by aborting when
 * guarded memory is exhausted, as g_malloc() does. */
ValiseSecret *valise_secret_new (gsize size);                       /* zeroed, to be filled */
ValiseSecret *valise_secret_new_random (gsize size);
ValiseSecret *valise_secret_new_copy (gconstpointer data, gsize size);
ValiseSecret *valise_secret_dup (const ValiseSecret *secret);

/* Copies, then wipes `data` where it stood. */
ValiseSecret *valise_secret_new_take_bytes (gpointer data, gsize size);

void          valise_secret_free (ValiseSecret *secret);            /* NULL is fine */

guint8       *valise_secret_data (ValiseSecret *secret);            /* lent, writable */
const guint8 *valise_secret_peek (const ValiseSecret *secret);      /* lent */
gsize         valise_secret_size (const ValiseSecret *secret);

/* Text secrets carry a NUL behind their last byte that size does not count. */
const char   *valise_secret_text (const ValiseSecret *secret);      /* lent */

/* Shortens to the first `size` bytes, wiping the rest. */
void          valise_secret_truncate (ValiseSecret *secret, gsize size);

/* Constant time over equal sizes; sizes are not secret. */
gboolean      valise_secret_equal (const ValiseSecret *a, const ValiseSecret *b);

/* The first line of an open descriptor, without its line end: a passphrase
 * file. At most 1024 bytes; fails on an empty line, and with LIMIT. */
ValiseSecret *valise_secret_read_line (int fd, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseSecret, valise_secret_free)

/* Overwrites the stack below its caller: what functions that have returned left
 * there (SQLCipher sorts and copies rows on it). */
void valise_secret_wipe_stack (void);
