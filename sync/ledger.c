/* ledger.c - what was done with every bundle, for ever
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/ledger.h"

#include "core/clock.h"

enum {
  ADD,
  LIST,
  COUNT_HELD,
  COUNT_REFUSED,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [ADD] = "INSERT INTO ledger (time, bundle, name, sender, outcome, reason, counts)"
          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
  [LIST] = "SELECT time, bundle, name, sender, outcome, reason, counts FROM ledger"
           " ORDER BY id DESC LIMIT ?1",
  [COUNT_HELD] = "SELECT count(*) FROM incoming",
  [COUNT_REFUSED] = "SELECT count(*) FROM ledger WHERE outcome = 'refused'",
};

void
valise_ledger_row_free (ValiseLedgerRow *row)
{
  if (row == NULL)
    return;
  g_free (row->time);
  g_free (row->bundle);
  g_free (row->name);
  g_free (row->sender);
  g_free (row->outcome);
  g_free (row->reason);
  g_free (row->counts);
  g_free (row);
}

static char *
counts_to_json (const ValiseReconciled *what)
{
  return g_strdup_printf ("{\"added\":%" G_GUINT64_FORMAT ",\"aside\":%" G_GUINT64_FORMAT
                          ",\"entries\":%" G_GUINT64_FORMAT ",\"files_added\":%" G_GUINT64_FORMAT
                          ",\"files_known\":%" G_GUINT64_FORMAT ",\"known\":%" G_GUINT64_FORMAT
                          ",\"opened\":%" G_GUINT64_FORMAT ",\"sealed_added\":%" G_GUINT64_FORMAT
                          "}",
                          what->added, what->aside, what->entries, what->files_added,
                          what->files_known, what->known, what->opened, what->sealed_added);
}

gboolean
valise_ledger_add (ValiseStore *store, const char *bundle, const ValiseReconciled *what,
                   GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[ADD], error);
  g_autofree char *now = valise_clock_now_text (), *counts = counts_to_json (what);
  g_autofree char *base = g_path_get_basename (what->path);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, now);
  valise_query_text (query, 2, bundle);
  valise_query_text (query, 3, what->name != NULL ? what->name : base);
  valise_query_text (query, 4, what->sender);
  valise_query_text (query, 5, valise_outcome_to_text (what->outcome));
  valise_query_text (query, 6, what->reason);
  valise_query_text (query, 7, counts);
  return valise_query_run (query, error);
}

GPtrArray *
valise_ledger_list (ValiseStore *store, guint limit, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[LIST], error);
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_ledger_row_free);
  gboolean found = FALSE;

  if (query == NULL)
    return NULL;
  valise_query_int (query, 1, limit == 0 ? -1 : (gint64) limit);
  if (!valise_query_step (query, &found, error))
    return NULL;
  while (found) {
    ValiseLedgerRow *row = g_new0 (ValiseLedgerRow, 1);

    row->time = g_strdup (valise_query_get_text (query, 0));
    row->bundle = g_strdup (valise_query_get_text (query, 1));
    row->name = g_strdup (valise_query_get_text (query, 2));
    row->sender = g_strdup (valise_query_get_text (query, 3));
    row->outcome = g_strdup (valise_query_get_text (query, 4));
    row->reason = g_strdup (valise_query_get_text (query, 5));
    row->counts = g_strdup (valise_query_get_text (query, 6));
    g_ptr_array_add (list, row);
    if (!valise_query_step (query, &found, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

static gboolean
count (ValiseStore *store, int statement, guint64 *number, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[statement], error);
  gint64 found = 0;

  if (query == NULL || !valise_query_number (query, &found, 0, error))
    return FALSE;
  *number = (guint64) found;
  return TRUE;
}

gboolean
valise_ledger_count_outcomes (ValiseStore *store, guint64 *held, guint64 *refused, GError **error)
{
  return count (store, COUNT_HELD, held, error) && count (store, COUNT_REFUSED, refused, error);
}
