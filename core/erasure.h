/* erasure.h - a source withdrew: values that go, for good, on each store that agrees
 *
 * The author, a coordinator or headquarters asks, by an entry of type `erasure`
 * that names entries and fields. Nothing happens until a person confirms it on
 * this store. Then value, k and entry key go, age files of sealed values, words
 * of the index, and files that nothing else names; the leaf stays and verifies.
 *
 * What must stay true:
 *  1. What was confirmed here never comes in again, in whatever bundle.
 *  2. A request counts only for entries of the member who made it, unless he is
 *     coordinator or headquarters; and never for the program's own records.
 *  3. Afterwards no page of the database, used or free, holds value, k or key.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/record.h"

typedef struct {
  char *device;
  guint64 index;
} ValiseErasureEntry;

typedef struct {
  char *request;            /* id of the erasure's own record */
  char *record;             /* the record it is about, or NULL */
  char *device;             /* who asked */
  char *time;               /* when, by his clock */
  char *reason;             /* NULL: not disclosed here */
  char **fields;
  GPtrArray *entries;       /* of ValiseErasureEntry: those it may erase */
  guint refused;            /* those that it names without the right to */
  char *done;               /* when it was confirmed here, or NULL */
} ValiseErasure;

void valise_erasure_free (ValiseErasure *erasure);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseErasure, valise_erasure_free)

/* Asks: every entry of the record that may have set one of these fields and
 * that this store's member may erase. *others counts entries that only their
 * authors or a coordinator may. Of a photo's original its preview and redacted
 * copy go too. The request's id (transfer full). INVALID, NOT_FOUND,
 * NOT_ALLOWED when none may. */
char *valise_erasure_ask (ValiseStore *store, const char *record, const char *const *fields,
                          const char *reason, guint *others, GError **error);

/* All requests here that count, oldest first (of ValiseErasure, transfer full). */
GPtrArray     *valise_erasure_list (ValiseStore *store, GError **error);
ValiseErasure *valise_erasure_load (ValiseStore *store, const char *request, GError **error);
gint           valise_erasure_count_waiting (ValiseStore *store, GError **error); /* -1: error */

typedef struct {
  guint values, files, sealed;
} ValiseErased;

/* Does it, in one transaction, then clears every page that it freed. Again: only
 * clears. Not within a transaction. NOT_FOUND, NOT_ALLOWED. */
gboolean valise_erasure_confirm (ValiseStore *store, const char *request, ValiseErased *erased, GError **error);

/* Names of members whose receipts say that they have one of its entries: what
 * has left is told, not promised (transfer full, NULL at the end). */
char   **valise_erasure_holders (ValiseStore *store, const ValiseErasure *erasure, GError **error);

/* Was this file, or the age file of this handle, erased here, and is it named
 * by nothing that stands? Then it is not kept when it comes again. */
gboolean valise_erasure_bars_file (ValiseStore *store, const ValiseHash *sha256);
gboolean valise_erasure_bars_sealed (ValiseStore *store, const ValiseHash *handle);

/* That an erased value came and was dropped: its files and age files are not
 * kept either. Within the caller's transaction. */
gboolean valise_erasure_bar_value (ValiseStore *store, const char *value, GError **error);

/* Does a value that stands name this file? */
gboolean valise_erasure_is_mentioned (ValiseStore *store, const ValiseHash *sha256);

/* Removes files that are barred and came before the entry that says so. */
gboolean valise_erasure_sweep (ValiseStore *store, GError **error);
