/* store.h - one folder on one laptop, and one device in the log
 *
 * Opening needs the passphrase; from then on every module of core reaches the
 * database, the keys and the own device through the store. One process holds
 * a store (an advisory lock on its folder); one thread uses a ValiseStore.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/age.h"
#include "core/db.h"
#include "core/keys.h"
#include "core/entry.h"

typedef struct _ValiseStore ValiseStore;

typedef struct {
  const char *member;            /* who this laptop belongs to */
  const char *role;              /* "expert", …, "headquarters" */
  const ValiseSecret *passphrase;
  guint work_factor;             /* 0: VALISE_WORK_FACTOR */
  gboolean training;             /* headquarters refuses what comes from it */
} ValiseStoreSetup;

/* Makes a store in a folder that does not exist or is empty; whole or not at
 * all. EXISTS when there is one already. */
gboolean     valise_store_init (const char *folder, const ValiseStoreSetup *setup, GError **error);

/* WRONG_PASSPHRASE, BUSY (another process holds it), NOT_FOUND, DAMAGED. */
ValiseStore *valise_store_open (const char *folder, const ValiseSecret *passphrase, GError **error);

/* A copy of a store whose keys are at hand. Takes `keys`. Errors as above. */
ValiseStore *valise_store_open_with (const char *folder, ValiseKeys *keys, GError **error);

/* One more connection to a store that this process holds, for another thread
 * (VALISE_DB_READER: it may not write). The store it was made from must stay
 * open as long. What each remembers of the roster is its own: see
 * valise_store_forget_owners(). */
ValiseStore *valise_store_open_beside (ValiseStore *store, ValiseDbFlags flags, GError **error);
void         valise_store_close (ValiseStore *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseStore, valise_store_close)

/* What opens the records may never open the sources: INVALID when this is the
 * vault's passphrase. */
gboolean     valise_store_check_passphrase (ValiseStore *store, const ValiseSecret *passphrase, GError **error);

/* Rewrites key.age under a new passphrase; the keys stay the same. INVALID: the
 * passphrase opens the vault, or the work factor is out of bounds. */
gboolean     valise_store_change_passphrase (ValiseStore *store, const ValiseSecret *passphrase,
                                             guint work_factor, GError **error);

/* The keys that a change of keys writes before it begins (rekey.h). */
#define VALISE_NEXT_KEYS "key.age.next"

/* The last step of a change of keys: the database under the new ones, then
 * key.age.next becomes key.age. Takes `keys`. */
gboolean     valise_store_take_keys (ValiseStore *store, ValiseKeys *keys, GError **error);

ValiseDb         *valise_store_get_db (ValiseStore *store);
const ValiseKeys *valise_store_get_keys (ValiseStore *store);
const char       *valise_store_get_folder (ValiseStore *store);
const char       *valise_store_get_device (ValiseStore *store); /* this store's id in the log */
const char       *valise_store_get_member (ValiseStore *store);
const char       *valise_store_get_role (ValiseStore *store);
gboolean          valise_store_is_training (ValiseStore *store);
char             *valise_store_path (ValiseStore *store, const char *name); /* FOLDER/NAME */

/* Facts about the store. NULL: not set. */
char    *valise_store_dup_meta (ValiseStore *store, const char *name);
gboolean valise_store_set_meta (ValiseStore *store, const char *name, const char *value, GError **error);
gboolean valise_store_forget_meta (ValiseStore *store, const char *prefix, GError **error); /* all whose names begin so */

/* For successor.h alone, once the own log is closed: new keys and a new log
 * take the place of the old ones, which are destroyed; a roster key stays. When
 * the transaction around it is undone: valise_store_reread(). */
gboolean valise_store_renew_device (ValiseStore *store, GError **error);

/* Reads "member" and "role" anew, after a roster changed them; what was lent of
 * both before is gone. */
void     valise_store_reread (ValiseStore *store);

/* Signing keys, one purpose each: "checkpoint", "cosignature", "bundle", and
 * at headquarters "roster". NOT_FOUND where the store has none such. The
 * public key is 32 bytes, of "bundle" minisign's 42. */
ValiseSecret *valise_store_dup_signing_key (ValiseStore *store, const char *purpose, GError **error);
GBytes       *valise_store_get_public_key (ValiseStore *store, const char *purpose, GError **error);

/* The age identities that bundles to this store open with (of ValiseSecret,
 * transfer full), the newest first: it stands in the next request, and on the
 * roster once headquarters has enrolled it. Those before it are kept for ever,
 * for what was packed to them; the last one is that of key.age. */
#define VALISE_STORE_MAX_IDENTITIES 64

GPtrArray    *valise_store_dup_identities (ValiseStore *store, GError **error);
gboolean      valise_store_get_recipient (ValiseStore *store, ValiseAgeRecipient *newest, GError **error);
gboolean      valise_store_is_own_recipient (ValiseStore *store, const ValiseAgeRecipient *recipient);

/* Makes one more. LIMIT: there are VALISE_STORE_MAX_IDENTITIES. */
gboolean      valise_store_add_identity (ValiseStore *store, GError **error);

/* Who wrote what: by the roster, in memory. */
typedef struct {
  const char *member; /* NULL: not on the roster */
  const char *role;
} ValiseLogOwner;

void valise_store_get_owner (ValiseStore *store, const char *device, ValiseLogOwner *owner);
void valise_store_forget_owners (ValiseStore *store); /* after the roster changed */
