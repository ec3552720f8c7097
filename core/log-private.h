/* log-private.h - what the files of log.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/log.h"

#define VALISE_LOG_INDEX_BITS 40

/* An index beyond the maximum would be an entry of another log. */
static inline gint64
valise_log_entry_id (gint64 log, guint64 index)
{
  g_assert (index < VALISE_LOG_MAX_SIZE);
  return log << VALISE_LOG_INDEX_BITS | (gint64) index;
}

static inline guint64
valise_log_index_of (gint64 id)
{
  return (guint64) id & (VALISE_LOG_MAX_SIZE - 1);
}

/* The first column of every row of a query that is bound already, as gint64. */
GArray *valise_log_collect (ValiseQuery *query, GError **error);

/* The compact range of the own log. */
gboolean valise_log_load_tree (ValiseStore *store, ValiseTree *tree, GError **error);

/* Column `opened`: -1 when nothing is left to come. `gone`: values erased. */
gint64 valise_log_opened (const ValiseEntry *entry, guint gone);

/* For branches of one log that share the entries below `below`: what is gone of
 * them in one is gone in the other. */
gboolean valise_log_share_erased (ValiseStore *store, gint64 from, gint64 to, guint64 below, GError **error);
