/* applying.h - the second pass over a checked bundle: takes in, in slices
 *
 * Each slice is a transaction that leaves a legal state: log, projection and
 * counts move together. Doing it again changes nothing, so an interrupted
 * apply is simply done again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/checking.h"
#include "sync/reconcile.h"

/* `result` gets the counts. The bundle must be the bytes that were checked. Of
 * logs that were forked it has several branches: `branch` says which is taken
 * in, from 1 to checked->branches; with the last also the files. */
gboolean valise_apply_bundle (ValiseStore *store, GInputStream *bundle, const ValiseChecked *checked,
                              guint branch, ValiseReconciled *result, ValiseProgress progress, gpointer user, GError **error);
