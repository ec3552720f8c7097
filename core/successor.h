/* successor.h - a store that came back goes on as a device of its own
 *
 * A store that was restored or copied, or whose disk lied about what it had
 * written, may have signed more of its log than it still holds. Writing on
 * would sign a second root for one size. So it closes that log and begins a
 * new one, under new keys. (core/succession.h is something else: which value
 * replaces which.)
 *
 * What must stay true:
 *  1. The key that signed the closed log is destroyed before anything is
 *     appended.
 *  2. What this store holds beyond the common part is in the new log: the same
 *     values of the same records with their .time, which replace the old ones
 *     wherever both are known. Receipts are not: they name what this device
 *     holds, so it writes new ones (sync/came-back.h).
 *  3. The closed log holds the common part, under its own last checkpoint.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

typedef struct {
  char device[VALISE_DEVICE_ID_LENGTH + 1]; /* whose log was closed */
  guint64 common;
  guint64 again; /* entries appended again */
} ValiseSuccessor;

/* `common`: the first so many entries of the own log that headquarters holds in
 * the same words, for certain; 0 is always right, and costs repeating all of
 * it. Whole or not at all. INVALID: larger than the log. */
gboolean valise_successor_begin (ValiseStore *store, guint64 common,
                                 ValiseSuccessor *done, GError **error);

/* The devices that this store was, the last one first; NULL at the end
 * (transfer full). */
char **valise_successor_dup_predecessors (ValiseStore *store);
