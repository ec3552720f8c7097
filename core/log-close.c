/* log-close.c - the append-only logs: closing the own one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/error.h"
#include "core/log-private.h"

enum {
  NEXT_LOG,
  MOVE_LOG,
  MOVE_ENTRIES,
  MOVE_NODES,
  MOVE_CHECKPOINTS,
  CUT_ENTRIES,
  CUT_NODES,
  CUT_CHECKPOINTS,
  CUT_SIZE,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [NEXT_LOG] = "SELECT max(id) + 1 FROM log",
  [MOVE_LOG] = "UPDATE log SET id = ?1, tree = NULL WHERE id = 1",
  [MOVE_ENTRIES] = "UPDATE entry SET id = id + ((?1 - 1) << 40) WHERE id >= 1 << 40 "
                   "AND id < 2 << 40",
  [MOVE_NODES] = "UPDATE node SET log = ?1 WHERE log = 1",
  [MOVE_CHECKPOINTS] = "UPDATE checkpoint SET log = ?1 WHERE log = 1",
  [CUT_ENTRIES] =
      "DELETE FROM entry WHERE id >= (?1 << 40) + ?2 AND id < (?1 + 1) << 40",
  [CUT_NODES] = "DELETE FROM node WHERE log = ?1 AND (position + 1) << level > ?2",
  [CUT_CHECKPOINTS] = "DELETE FROM checkpoint WHERE log = ?1 AND size > ?2",
  [CUT_SIZE] = "UPDATE log SET size = ?2 WHERE id = ?1",
};

static gboolean
run (ValiseStore *store, int statement, gint64 log, gint64 size, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[statement], error);

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, log);
  if (size >= 0)
    valise_query_int (query, 2, size);
  return valise_query_run (query, error);
}

gint64
valise_log_close_own (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[NEXT_LOG], error);
  gint64 log = 0;

  if (query == NULL || !valise_query_number (query, &log, 0, error))
    return -1;
  for (int statement = MOVE_LOG; statement <= MOVE_CHECKPOINTS; statement++)
    if (!run (store, statement, log, -1, error))
      return -1;
  return log;
}

gboolean
valise_log_cut (ValiseStore *store, gint64 log, guint64 size, GError **error)
{
  g_return_val_if_fail (log != VALISE_LOG_OWN && size <= VALISE_LOG_MAX_SIZE, FALSE);

  for (int statement = CUT_ENTRIES; statement <= CUT_SIZE; statement++)
    if (!run (store, statement, log, (gint64)size, error))
      return FALSE;
  return TRUE;
}
