/* search.h - the words of records, and which are not in the index yet
 *
 * What a person records is found at once. What comes in bundles is merged
 * first and indexed after: each such record waits in the database until its
 * words are in the index, so that a crash between the two loses nothing and
 * whoever searches can be told how many are missing. While a record waits it
 * is not found, neither by its old words nor by its new ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/projection.h"

typedef enum {
  VALISE_INDEX_NOW,
  VALISE_INDEX_LATER,
} ValiseIndexing;

/* Puts a record's words in the index, or lets it wait. `row`: its row in the
 * projection; `is_new`: nothing of it was indexed before; `closed`: nothing of
 * it is to be found (valise_record_is_closed()). Within the caller's
 * transaction. */
typedef struct {
  const ValiseRecord *record;
  gint64 row;
  gboolean is_new, closed;
  ValiseIndexing when;
} ValiseIndexed;

gboolean valise_search_put (ValiseStore *store, const ValiseIndexed *indexed, GError **error);

/* Nothing of that row is found any more, nor waits. */
gboolean valise_search_drop (ValiseStore *store, gint64 row, GError **error);

/* All words of the index with their records and places, summed up so that their
 * order does not count. */
gboolean valise_search_sum (ValiseStore *store, ValiseHash *sum, GError **error);

/* How many records wait; -1: error. */
gint64   valise_search_waiting (ValiseStore *store, GError **error);

/* Indexes at most that many of them, in transactions of its own, each a small
 * step: it may be interrupted at any time. progress may be NULL. */
gboolean valise_search_catch_up (ValiseStore *store, guint64 most, ValiseProgress progress, gpointer user, GError **error);
