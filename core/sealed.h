/* sealed.h - source identities: encrypted a second time, to the vault and the custodians
 *
 * Writing a sealed value needs public keys only. Reading needs the vault's own
 * passphrase (vault.age), or a custodian's. The value itself never enters the
 * log: its field holds the handle {"sealed":"…"} (FORMAT.md, "Sealed values").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

/* The vault: an X25519 identity in vault.age under a passphrase of its own.
 * EXISTS when there is one; INVALID when the passphrase opens key.age too, or
 * the work factor (0: VALISE_WORK_FACTOR) is out of bounds. */
gboolean      valise_vault_init (ValiseStore *store, const ValiseSecret *passphrase, guint work_factor, GError **error);
gboolean      valise_vault_exists (ValiseStore *store);
char         *valise_vault_dup_recipient (ValiseStore *store);              /* "age1…" or NULL */
ValiseSecret *valise_vault_open (ValiseStore *store, const ValiseSecret *passphrase, GError **error);

/* Who else can read what is sealed from now on: the custodians that count,
 * as "age1…" texts; set by the roster. */
gboolean valise_sealed_set_custodians (ValiseStore *store, const char *const *recipients, GError **error);
char   **valise_sealed_dup_custodians (ValiseStore *store);

/* Seals a value (canonical JSON) for a field of a record; stores the age file
 * and returns the handle's canonical JSON (transfer full). NOT_FOUND when
 * there is neither a vault nor a custodian. */
char    *valise_sealed_make (ValiseStore *store, const char *record, const char *name, const char *value, GError **error);

/* A value may have several age files: what was sealed when it was written, and
 * what was sealed again for later custodians. All are kept: receipts name them,
 * and no other store could tell which of them are needed. Bounds, so that
 * nobody fills a disk: */
#define VALISE_SEALED_MAX_VERSIONS 64 /* of one value in all */
#define VALISE_SEALED_MAX_FROM 16     /* of these from one device; VALISE_SEALED_ANY is not counted apart */

/* Where a version is from: the number of a log (log.h), or one of these. */
#define VALISE_SEALED_ANY 0 /* headquarters, or not known: version 1 of the tables did not say */
#define VALISE_SEALED_OWN 1 /* made on this store */

typedef enum {
  VALISE_SEALED_NEW,
  VALISE_SEALED_KNOWN,
  VALISE_SEALED_TOO_MANY, /* and not kept */
} ValiseSealedKept;

/* Takes in an age file that came beside a handle, as it is. `readers` is who
 * can open it, "age1… age1…", by the word of who brought it; NULL: not said. */
gboolean valise_sealed_keep (ValiseStore *store, const ValiseHash *handle, gint64 origin, GBytes *age, const char *readers,
                             ValiseSealedKept *kept, GError **error);

/* One version; NULL without error: it is not here. */
GBytes  *valise_sealed_get (ValiseStore *store, const ValiseHash *handle, const ValiseHash *sha256, GError **error);
gboolean valise_sealed_is_here (ValiseStore *store, const ValiseHash *handle);

/* Does an entry here (of this log) name this handle? And, for erasing: all age
 * files of it go. */
gboolean valise_sealed_is_used (ValiseStore *store, const ValiseHash *handle);
gboolean valise_sealed_is_used_in (ValiseStore *store, const ValiseHash *handle, gint64 log);
gboolean valise_sealed_forget (ValiseStore *store, const ValiseHash *handle, GError **error);

/* Every age file that is here, with the SHA-256 noted when it came. Stops and
 * returns FALSE when visit does. */
typedef gboolean (*ValiseSealedVisit) (const ValiseHash *handle, const ValiseHash *sha256, GBytes *age, gpointer user, GError **error);
gboolean valise_sealed_foreach (ValiseStore *store, ValiseSealedVisit visit, gpointer user, GError **error);

/* Reads a sealed value by the first version that opens and holds what the
 * handle commits to. The value's JSON in guarded memory. DAMAGED, NOT_FOR_US. */
ValiseSecret *valise_sealed_open (ValiseStore *store, const ValiseHash *handle, const char *record,
                                  const char *name, const ValiseSecret *identity, GError **error);

/* Is this value a handle? Then *handle. */
gboolean valise_sealed_parse_handle (const char *value, ValiseHash *handle);

/* A version of a value that an entry names. */
typedef struct {
  ValiseHash handle, sha256;
  const char *record, *name;
  gint64 origin;
  const char *readers; /* "age1… age1…"; NULL: not known. A claim, unless it was made here */
} ValiseSealedUse;

/* Those that entries of a log name and whose age files are here; and those made
 * here of values that only others' logs name. By handle. */
typedef gboolean (*ValiseSealedUseVisit) (const ValiseSealedUse *use, gpointer user, GError **error);
gboolean valise_sealed_foreach_use (ValiseStore *store, gint64 log, ValiseSealedUseVisit visit, gpointer user, GError **error);
gboolean valise_sealed_foreach_of_others (ValiseStore *store, ValiseSealedUseVisit visit, gpointer user, GError **error);

/* Seals the same content once more, to `readers` ("age1…", NULL at the end), of
 * whom `identity` must be one. It counts only once it was read again and
 * opened; what is there already stays. NOT_FOR_US: `identity` opens none. */
gboolean valise_sealed_rewrite (ValiseStore *store, const ValiseSealedUse *use, const char *const *readers,
                                const ValiseSecret *identity, ValiseSealedKept *kept, GError **error);
