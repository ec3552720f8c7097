/* log-branch.h - the branches of a log that was forked
 *
 * A device that signs two histories of its log (a thief who has its key, a
 * clone, a disk that was set back) has forked it. Each branch is a log of its
 * own here: entries, nodes and checkpoints of one never mix with another's.
 * fork.h says which of them counts.
 *
 * What must stay true:
 *  1. No branch contradicts itself: what contradicts all of them is a new one.
 *  2. After valise_branch_share(), what is known of the common part of two
 *     branches is known of both. So nothing that can be seen depends on which
 *     came first.
 *  3. The own log has no branches: a store that meets one goes on as its
 *     successor (sync/came-back.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/log.h"

#define VALISE_BRANCHES_MAX 8

/* The logs of a device (of gint64), the one that counts first; empty: nothing
 * of it is here. */
GArray  *valise_branch_list (ValiseStore *store, const char *device, GError **error);

/* Were two histories of it signed? Then this store cosigns none of them: a
 * cosignature says that the log only grew. FALSE on error. */
gboolean valise_branch_is_forked (ValiseStore *store, gint64 log);

/* One more, with nothing in it (-1: error). LIMIT: there are as many as are kept. */
gint64   valise_branch_add (ValiseStore *store, const char *device, GError **error);

/* Makes this branch the one that counts. */
gboolean valise_branch_put_first (ValiseStore *store, const char *device, gint64 log, GError **error);

/* Is this the root of the log at that size, as far as can be derived here? */
gboolean valise_branch_contains (ValiseStore *store, gint64 log, guint64 size, const ValiseHash *root);

/* How many of their first entries two branches certainly share. */
gboolean valise_branch_common (ValiseStore *store, gint64 a, gint64 b, guint64 *common, GError **error);

/* Makes known in `to` what is known in `from` of the entries below `common`,
 * which they share. The records (ids in hex) of which something came are
 * added to `records`; *changed when anything did. */
gboolean valise_branch_share (ValiseStore *store, gint64 from, gint64 to, guint64 common,
                              GHashTable *records, gboolean *changed, GError **error);
