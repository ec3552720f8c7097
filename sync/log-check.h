/* log-check.h - does a log in a bundle extend what is known of it here?
 *
 * Reads a log's lines once, in constant memory: their hashes must give the
 * root that the device signed, and on the way the root of every checkpoint
 * known here. Writes nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/checkpoint.h"
#include "core/store.h"

typedef struct {
  guint64 entries, complete, not_sent;
  gint64 log;            /* the log here that it belongs to (core/log-branch.h); 0: none yet */
  gboolean forked;       /* it contradicts all that is here of this log: a new branch */
  gboolean too_many;     /* LIMIT because no more branches are kept */
  guint64 agrees;        /* of this store's own log: so many entries are the same here */
  gboolean undecided;    /* HELD because it cannot be compared with what is here */
  gboolean came_back;    /* a receipt in it shows that this store is older than what it sent (came-back.h) */
} ValiseLogCheckCounts;

/* A checkpoint by a device of the roster, with its signature verified. HELD:
 * the device is not on the roster held here. */
gboolean valise_log_check_checkpoint (ValiseStore *store, GBytes *note, const char *device,
                                      ValiseCheckpoint *checkpoint, GError **error);

/* REFUSED: the lines do not give the signed root. HELD: not to be compared with
 * what is here, or another history of this store's own log. LIMIT: one branch
 * too many. `lines` are decompressed. counts may be NULL. */
gboolean valise_log_check_lines (ValiseStore *store, GInputStream *lines, const ValiseCheckpoint *checkpoint,
                                 ValiseLogCheckCounts *counts, GError **error);

/* Decompresses a log's lines within the limits of the store (limits.h). */
GInputStream *valise_log_decompress (ValiseStore *store, GInputStream *compressed);
