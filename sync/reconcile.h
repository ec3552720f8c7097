/* reconcile.h - takes bundles in: any order, any number of times, from any carrier
 *
 * For each: open, verify signature and sender, verify each log's tree, all of
 * that before anything is written; then apply in slices, each a transaction
 * that leaves a legal state (FORMAT.md section 8).
 *
 * What must stay true:
 *  1. A bundle that is refused or held changes nothing but the ledger and,
 *     when held, the folder it is kept in.
 *  2. new + known + set aside = all entries of what was merged.
 *  3. A receipt names only what was applied and re-read from this disk.
 *  4. An interrupted apply goes on at the next start.
 *  5. A store that learns that it is older than what it sent goes on as its own
 *     successor at once (came-back.h).
 *
 * Whoever calls may stop it: once the current cancellable of the thread
 * (g_cancellable_push_current()) is cancelled, reading ends with
 * G_IO_ERROR_CANCELLED. Before anything was applied nothing has changed; what
 * was being applied goes on with valise_reconcile_kept().
 *
 * What many records say is merged when this returns, and found once
 * valise_search_catch_up() has indexed it (core/search.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/projection.h"

typedef enum {
  VALISE_OUTCOME_MERGED,
  VALISE_OUTCOME_HELD,
  VALISE_OUTCOME_REFUSED,
} ValiseOutcome;

const char *valise_outcome_to_text (ValiseOutcome outcome); /* "merged", … */

typedef struct {
  char *path, *name;         /* NAME: of the bag; NULL when it did not open */
  char *sender;              /* member, or NULL */
  char *part;                /* "2 of 3", or NULL */
  ValiseOutcome outcome;
  char *reason;              /* a sentence, when held or refused */
  int code;                  /* ValiseError of the reason */
  guint64 entries;           /* = added + opened + known + aside */
  guint64 added;             /* new entries */
  guint64 opened;            /* were here, more of them is open now */
  guint64 known;
  guint64 aside;             /* break a rule: kept, not projected */
  guint64 files_added, files_known;
  guint64 pieces_added, pieces_known; /* of large files; the last one makes the file one of files_added */
  guint64 sealed_added;
  guint64 actionable;        /* new records marked actionable */
  gboolean preview;          /* nothing of it was kept: what follows is set too */
  guint64 records_new, records_changed, conflicts_new;
  gboolean roster_changed;
  char *closed;              /* device whose log was closed: the store goes on as its successor; or NULL */
  guint64 again;             /* entries that were appended again */
  guint64 forks;             /* logs of which it brought another history than the one held: ALARM */
  gboolean receipt;          /* a receipt was written: it waits for the sender */
} ValiseReconciled;

void valise_reconciled_free (ValiseReconciled *reconciled);

/* Takes in one bundle. An outcome is an answer, not an error: FALSE only when
 * this store itself fails (disk full, damaged). */
ValiseReconciled *valise_reconcile (ValiseStore *store, const char *path, ValiseProgress progress, gpointer user, GError **error);

/* What valise_reconcile() would answer, with the records it would change; nothing
 * is changed. For several bundles each sees what those before it would have
 * brought. Of ValiseReconciled. No transaction may be open. */
GPtrArray *valise_reconcile_preview (ValiseStore *store, const char *const *paths, GError **error);

/* Is it for this store? By the head of its age file alone: nothing else is
 * read. NOT_FOR_US, and what that file breaks. */
gboolean valise_bundle_is_for_us (ValiseStore *store, const char *path, GError **error);

/* Tries held bundles again, and finishes what was interrupted. Called at the
 * start of every reconcile and after a roster came. Of ValiseReconciled. */
GPtrArray *valise_reconcile_kept (ValiseStore *store, GError **error);
