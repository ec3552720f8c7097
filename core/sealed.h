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

/* Takes in an age file that came beside a handle, as it is. */
gboolean valise_sealed_keep (ValiseStore *store, const ValiseHash *handle, gconstpointer age, gsize size, GError **error);

/* The age file of a handle, or NULL when it is not here. */
GBytes  *valise_sealed_get (ValiseStore *store, const ValiseHash *handle, GError **error);
gboolean valise_sealed_is_here (ValiseStore *store, const ValiseHash *handle);

/* Does an entry here name this handle? And, for erasing: all age files of it go. */
gboolean valise_sealed_is_used (ValiseStore *store, const ValiseHash *handle);
gboolean valise_sealed_forget (ValiseStore *store, const ValiseHash *handle, GError **error);

/* Every age file that is here, with the SHA-256 noted when it came. Stops and
 * returns FALSE when visit does. */
typedef gboolean (*ValiseSealedVisit) (const ValiseHash *handle, const ValiseHash *sha256, GBytes *age, gpointer user, GError **error);
gboolean valise_sealed_foreach (ValiseStore *store, ValiseSealedVisit visit, gpointer user, GError **error);

/* Reads a sealed value: checks that what the age file holds is what the
 * handle commits to. The value's JSON in guarded memory. DAMAGED, NOT_FOR_US. */
ValiseSecret *valise_sealed_open (ValiseStore *store, const ValiseHash *handle, const char *record,
                                  const char *name, const ValiseSecret *identity, GError **error);

/* Is this value a handle? Then *handle. */
gboolean valise_sealed_parse_handle (const char *value, ValiseHash *handle);

/* The sealed values that entries of a log name and whose age files are here. */
typedef gboolean (*ValiseSealedUseVisit) (const ValiseHash *handle, const ValiseHash *sha256, const char *record, gpointer user, GError **error);
gboolean valise_sealed_foreach_use (ValiseStore *store, gint64 log, ValiseSealedUseVisit visit, gpointer user, GError **error);
