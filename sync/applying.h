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

/* `result` gets the counts. The bundle must be the bytes that were checked. */
gboolean valise_apply_bundle (ValiseStore *store, GInputStream *bundle, const ValiseChecked *checked,
                              ValiseReconciled *result, ValiseProgress progress, gpointer user, GError **error);
