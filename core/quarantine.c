/* quarantine.c - stretches of logs whose entries do not count on this store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/quarantine.h"

#include "core/fork.h"
#include "core/held.h"
#include "core/log.h"
#include "core/projection.h"

enum {
  LIST,
  DROP,
  PUT,
  HAS,
  COUNT_ALL,
  COUNT_FORKED,
  RECORDS,
  RECEIPTS,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [LIST] = "SELECT q.first, q.last, q.reason, (SELECT count(*) FROM entry"
           " WHERE id >= (q.log << 40) + q.first AND id <= (q.log << 40) + q.last AND aside IS NULL)"
           " FROM quarantine q WHERE q.log = ?1 ORDER BY q.first",
  [DROP] = "DELETE FROM quarantine WHERE log = ?1",
  [PUT] = "INSERT INTO quarantine (log, first, last, reason) VALUES (?1, ?2, ?3, ?4)",
  [HAS] = "SELECT 1 FROM quarantine WHERE log = ?1 AND first <= ?2 AND last >= ?2",
  [COUNT_ALL] = "SELECT coalesce(sum((SELECT count(*) FROM entry"
                " WHERE id >= (q.log << 40) + q.first AND id <= (q.log << 40) + q.last"
                " AND aside IS NULL)), 0) FROM quarantine q WHERE q.reason <> '" VALISE_ASIDE_SHARED "'",
  [COUNT_FORKED] = "SELECT count(DISTINCT entry.leaf) FROM entry JOIN quarantine q ON q.log = entry.id >> 40"
                   " AND q.first <= (entry.id & 1099511627775) AND q.last >= (entry.id & 1099511627775)"
                   " WHERE entry.record = ?1 AND entry.aside IS NULL AND q.reason = '" VALISE_ASIDE_FORK "'",
  [RECORDS] = "SELECT DISTINCT record FROM entry WHERE id >= (?1 << 40) + ?2"
              " AND id <= (?1 << 40) + ?3 AND record IS NOT NULL AND aside IS NULL",
  [RECEIPTS] = "SELECT DISTINCT entry.record FROM entry JOIN record r ON r.record = entry.record"
               " WHERE entry.id >= ?1 << 40 AND entry.id < (?1 + 1) << 40 AND r.type = 'receipt'",
};

static ValiseQuery *
query_for (ValiseStore *store, int statement, gint64 log, GError **error)
{
  ValiseQuery *query = valise_query (valise_store_get_db (store), sql[statement], error);

  if (query != NULL)
    valise_query_int (query, 1, log);
  return query;
}

void
valise_set_aside_free (ValiseSetAside *aside)
{
  if (aside == NULL)
    return;
  g_free (aside->reason);
  g_free (aside);
}

/* Ranges */

GArray *
valise_ranges_subtract (const GArray *a, const GArray *b)
{
  GArray *left = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint at = 0;

  for (guint i = 0; i + 1 < a->len; i += 2) {
    guint64 first = g_array_index (a, guint64, i), last = g_array_index (a, guint64, i + 1);

    while (at + 1 < b->len && g_array_index (b, guint64, at + 1) < first)
      at += 2;
    for (guint j = at; j + 1 < b->len && first <= last; j += 2) {
      guint64 from = g_array_index (b, guint64, j), to = g_array_index (b, guint64, j + 1);

      if (from > last)
        break;
      if (from > first) {
        guint64 before = from - 1;

        g_array_append_val (left, first);
        g_array_append_val (left, before);
      }
      first = to + 1;
    }
    if (first <= last) {
      g_array_append_val (left, first);
      g_array_append_val (left, last);
    }
  }
  return left;
}

/* Reading */

GPtrArray *
valise_quarantine_list (ValiseStore *store, gint64 log, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, LIST, log, error);
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_set_aside_free);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    ValiseSetAside *aside = g_new0 (ValiseSetAside, 1);

    aside->first = (guint64) valise_query_get_int (query, 0);
    aside->last = (guint64) valise_query_get_int (query, 1);
    aside->reason = g_strdup (valise_query_get_text (query, 2));
    aside->entries = (guint64) valise_query_get_int (query, 3);
    g_ptr_array_add (list, aside);
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

gboolean
valise_quarantine_has (ValiseStore *store, gint64 log, guint64 index)
{
  g_autoptr (ValiseQuery) query = query_for (store, HAS, log, NULL);
  gboolean row = FALSE;

  if (query == NULL || index >= VALISE_LOG_MAX_SIZE)
    return FALSE;
  valise_query_int (query, 2, (gint64) index);
  return valise_query_step (query, &row, NULL) && row;
}

gint64
valise_quarantine_count (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[COUNT_ALL], error);
  gint64 count = -1;

  if (query != NULL)
    valise_query_number (query, &count, -1, error);
  return count;
}

gint64
valise_quarantine_count_forked (ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[COUNT_FORKED], error);
  guint8 id[VALISE_RECORD_ID_LENGTH / 2];
  gint64 count = -1;

  if (query == NULL || !valise_hex_decode_exact (record, -1, id, sizeof id))
    return -1;
  valise_query_blob (query, 1, id, sizeof id);
  valise_query_number (query, &count, -1, error);
  return count;
}

/* Changing */

static GArray *
load_ranges (ValiseStore *store, gint64 log, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, LIST, log, error);
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (guint64));
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    guint64 first = (guint64) valise_query_get_int (query, 0);
    guint64 last = (guint64) valise_query_get_int (query, 1);

    g_array_append_val (ranges, first);
    g_array_append_val (ranges, last);
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  return g_steal_pointer (&ranges);
}

static gboolean
put_stretches (ValiseStore *store, gint64 log, const GArray *stretches, GError **error)
{
  g_autoptr (ValiseQuery) drop = query_for (store, DROP, log, error);

  if (drop == NULL || !valise_query_run (drop, error))
    return FALSE;
  for (guint i = 0; i < stretches->len; i++) {
    const ValiseStretch *stretch = &g_array_index (stretches, ValiseStretch, i);
    g_autoptr (ValiseQuery) put = query_for (store, PUT, log, error);

    if (put == NULL)
      return FALSE;
    valise_query_int (put, 2, (gint64) stretch->first);
    valise_query_int (put, 3, (gint64) stretch->last);
    valise_query_text (put, 4, stretch->reason);
    if (!valise_query_run (put, error))
      return FALSE;
  }
  return TRUE;
}

/* The ids in the first column, for when the query is done. */
static gboolean
collect_ids (ValiseQuery *query, GHashTable *ids, GError **error)
{
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  while (row) {
    gsize size = 0;
    gconstpointer id = valise_query_get_blob (query, 0, &size);

    g_hash_table_add (ids, valise_hex_encode (id, size));
    if (!valise_query_step (query, &row, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
collect_changed (ValiseStore *store, gint64 log, const GArray *changed, GHashTable *ids,
                 GError **error)
{
  for (guint i = 0; i + 1 < changed->len; i += 2) {
    g_autoptr (ValiseQuery) query = query_for (store, RECORDS, log, error);

    if (query == NULL)
      return FALSE;
    valise_query_int (query, 2, (gint64) g_array_index (changed, guint64, i));
    valise_query_int (query, 3, (gint64) g_array_index (changed, guint64, i + 1));
    if (!collect_ids (query, ids, error))
      return FALSE;
  }
  return TRUE;
}

/* What a receipt said is added up over all of its device's receipts: when one
 * of them counts no more, they are added up anew. */
static gboolean
project_changed (ValiseStore *store, gint64 log, GHashTable *ids, GError **error)
{
  g_autoptr (ValiseQuery) receipts = query_for (store, RECEIPTS, log, error);
  GHashTableIter iter;
  gpointer id;

  if (!collect_ids (receipts, ids, error) || !valise_held_forget (store, log, error))
    return FALSE;
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!valise_projection_update (store, id, error))
      return FALSE;
  return TRUE;
}

static int
compare_stretches (gconstpointer a, gconstpointer b)
{
  const ValiseStretch *x = a, *y = b;

  return (x->first > y->first) - (x->first < y->first);
}

/* As pairs of guint64, ascending (transfer full). */
static GArray *
ranges_of (const GArray *stretches)
{
  g_autoptr (GArray) sorted = g_array_copy ((GArray *) stretches);
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (guint64));

  g_array_sort (sorted, compare_stretches);
  for (guint i = 0; i < sorted->len; i++) {
    const ValiseStretch *stretch = &g_array_index (sorted, ValiseStretch, i);

    g_array_append_val (ranges, stretch->first);
    g_array_append_val (ranges, stretch->last);
  }
  return ranges;
}

gboolean
valise_quarantine_replace (ValiseStore *store, gint64 log, const GArray *stretches, GError **error)
{
  g_autoptr (GArray) before = load_ranges (store, log, error), ranges = ranges_of (stretches);
  g_autoptr (GArray) more = NULL, less = NULL;
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (before == NULL)
    return FALSE;
  if (log == VALISE_LOG_OWN || (before->len == 0 && ranges->len == 0))
    return TRUE;
  more = valise_ranges_subtract (ranges, before);
  less = valise_ranges_subtract (before, ranges);
  if (!put_stretches (store, log, stretches, error) ||
      !collect_changed (store, log, more, ids, error) ||
      !collect_changed (store, log, less, ids, error))
    return FALSE;
  return g_hash_table_size (ids) == 0 || project_changed (store, log, ids, error);
}

gboolean
valise_quarantine_set (ValiseStore *store, gint64 log, const GArray *ranges, const char *reason,
                       GError **error)
{
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (ValiseStretch));

  for (guint i = 0; i + 1 < ranges->len; i += 2) {
    ValiseStretch stretch = { g_array_index (ranges, guint64, i),
                              g_array_index (ranges, guint64, i + 1), reason };

    g_array_append_val (stretches, stretch);
  }
  return valise_quarantine_replace (store, log, stretches, error);
}
