/* history.h - the entries of a record, in an order that no clock decides
 *
 * What one entry names in `after` was there before it, and a log's entries
 * come in the order of their indexes. Only where neither says anything do the
 * claimed times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/record.h"

typedef struct {
  const ValiseEntry *entry; /* lent */
  const char *aside;        /* why it does not count, lent; NULL: it does */
} ValiseHistoryItem;

typedef struct {
  GArray *items;            /* of ValiseHistoryItem, oldest first */
  GPtrArray *aside;         /* of ValiseLogAside: what was set aside */
} ValiseHistory;

/* `record` must outlive it. */
ValiseHistory *valise_history_load (ValiseStore *store, const ValiseRecord *record, GError **error);
void           valise_history_free (ValiseHistory *history);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseHistory, valise_history_free)

/* The order alone, for entries of any number of logs. Pure. */
void           valise_history_sort (GArray *items);
