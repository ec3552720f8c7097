/* keys.h - key.age: what the passphrase opens
 *
 * An age file (scrypt) with five lines of text, so that `age -d key.age` shows
 * what opens the rest by hand (README.md, "Without Valise"):
 *
 *     valise/key/1
 *     database <64 hex digits>           PRAGMA key = "x'…'" of store.db
 *     files AGE-SECRET-KEY-1…            opens files/…
 *     bundles AGE-SECRET-KEY-1…          opens bundles sent to this store, the first key of several (store.h)
 *     names <64 hex digits>              HMAC key of the names in files/
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/secret.h"

#define VALISE_WORK_FACTOR 18     /* scrypt log N: 0.7 s, 256 MiB */
#define VALISE_WORK_FACTOR_MIN 10
#define VALISE_WORK_FACTOR_MAX 22

typedef struct {
  ValiseSecret *database; /* 32 bytes */
  ValiseSecret *files;    /* X25519 identities, 32 bytes */
  ValiseSecret *bundles;
  ValiseSecret *names;    /* 32 bytes */
} ValiseKeys;

ValiseKeys *valise_keys_new (void); /* random */
ValiseKeys *valise_keys_dup (const ValiseKeys *keys);
void        valise_keys_free (ValiseKeys *keys);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseKeys, valise_keys_free)

/* The text of key.age, and back. DAMAGED: it is none; `what` names it. */
ValiseSecret *valise_keys_to_text (const ValiseKeys *keys);
ValiseKeys   *valise_keys_from_text (const ValiseSecret *text, const char *what, GError **error);

/* From the minimum to the maximum; else INVALID. */
gboolean    valise_keys_check_work_factor (guint work_factor, GError **error);

/* Writes PATH whole or not at all (write new, flush, rename). INVALID: a work
 * factor out of bounds. */
gboolean    valise_keys_write (const ValiseKeys *keys, const char *path, const ValiseSecret *passphrase,
                               guint work_factor, GError **error);

/* WRONG_PASSPHRASE, DAMAGED, LIMIT (a work factor above the maximum, unread). */
ValiseKeys *valise_keys_read (const char *path, const ValiseSecret *passphrase, GError **error);

/* The work factor that a passphrase file was written with; 0 when unreadable. */
guint       valise_keys_work_factor (const char *path);
