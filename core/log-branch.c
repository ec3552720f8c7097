/* log-branch.c - the branches of a log that was forked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/log-branch.h"

#include <glib/gi18n.h>

#include "core/error.h"
#include "core/log-private.h"

enum {
  LIST,
  COUNT,
  ADD,
  ADD_ERASED,
  TO_THE_SIDE,
  TO_THE_FRONT,
  TO_THE_BACK,
  MISSING_RECORDS,
  COPY_ENTRIES,
  DIFFERENT,
  COPY_NODES,
  COPY_CHECKPOINTS,
  N_STATEMENTS,
};

#define LOG_SIZE "1099511627776" /* between one log's entry ids and the next log's */
#define BELOW " WHERE e.id >= ?1 * " LOG_SIZE " AND e.id < ?1 * " LOG_SIZE " + ?3"
#define TWIN "e.id + (?2 - ?1) * " LOG_SIZE
#define MISSING BELOW " AND NOT EXISTS (SELECT 1 FROM entry o WHERE o.id = " TWIN ")"

static const char *const sql[N_STATEMENTS] = {
  [LIST] = "SELECT id FROM log WHERE device = ?1 ORDER BY branch",
  [COUNT] = "SELECT count(*) FROM log WHERE device = (SELECT device FROM log WHERE id = ?1)",
  [ADD] = "INSERT INTO log (device, branch, member, role)"
          " SELECT device, (SELECT max(branch) + 1 FROM log WHERE device = ?1), member, role"
          " FROM log WHERE device = ?1 AND branch = 0",
  [ADD_ERASED] = "INSERT OR IGNORE INTO erased (entry, name, request, gone)"
                 " SELECT entry + (?2 - ?1) * " LOG_SIZE ", name, request, 0 FROM erased"
                 " WHERE entry >= ?1 * " LOG_SIZE " AND entry < (?1 + 1) * " LOG_SIZE,
  [TO_THE_SIDE] = "UPDATE log SET branch = -1 WHERE device = ?1 AND branch = 0",
  [TO_THE_FRONT] = "UPDATE log SET branch = 0 WHERE id = ?1",
  [TO_THE_BACK] = "UPDATE log SET branch = (SELECT max(branch) + 1 FROM log WHERE device = ?1)"
                  " WHERE device = ?1 AND branch = -1",
  [MISSING_RECORDS] = "SELECT DISTINCT e.record FROM entry e" MISSING " AND e.record IS NOT NULL",
  [COPY_ENTRIES] = "INSERT INTO entry (id, record, leaf, header, disclosure, opened, aside)"
                   " SELECT " TWIN ", record, leaf, header, disclosure, opened, aside FROM entry e" MISSING,
  [DIFFERENT] = "SELECT e.id & (" LOG_SIZE " - 1) FROM entry e JOIN entry o ON o.id = " TWIN BELOW
                " AND e.aside IS NULL AND (o.aside IS NOT NULL OR o.disclosure <> e.disclosure)",
  [COPY_NODES] = "INSERT OR IGNORE INTO node (log, level, position, hash)"
                 " SELECT ?2, level, position, hash FROM node"
                 " WHERE log = ?1 AND (position + 1) << level <= ?3",
  [COPY_CHECKPOINTS] = "INSERT OR IGNORE INTO checkpoint (log, size, root, note)"
                       " SELECT ?2, size, root, note FROM checkpoint WHERE log = ?1 AND size <= ?3",
};

static ValiseQuery *
query_for (ValiseStore *store, int statement, GError **error)
{
  return valise_query (valise_store_get_db (store), sql[statement], error);
}

static ValiseQuery *
query_device (ValiseStore *store, int statement, const char *device, GError **error)
{
  ValiseQuery *query = query_for (store, statement, error);

  if (query != NULL)
    valise_query_text (query, 1, device);
  return query;
}

static gboolean
run_device (ValiseStore *store, int statement, const char *device, GError **error)
{
  g_autoptr (ValiseQuery) query = query_device (store, statement, device, error);

  return query != NULL && valise_query_run (query, error);
}

/* Which there are */

GArray *
valise_branch_list (ValiseStore *store, const char *device, GError **error)
{
  g_autoptr (ValiseQuery) query = query_device (store, LIST, device, error);

  return query != NULL ? valise_log_collect (query, error) : NULL;
}

gboolean
valise_branch_is_forked (ValiseStore *store, gint64 log)
{
  g_autoptr (ValiseQuery) query = query_for (store, COUNT, NULL);
  gint64 count = 0;

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, log);
  return valise_query_number (query, &count, 0, NULL) && count > 1;
}

/* What was erased of this device stays out, whichever branch brings it. */
static gboolean
bar_erased (ValiseStore *store, gint64 from, gint64 to, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, ADD_ERASED, error);

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, from);
  valise_query_int (query, 2, to);
  return valise_query_run (query, error);
}

gint64
valise_branch_add (ValiseStore *store, const char *device, GError **error)
{
  g_autoptr (GArray) branches = valise_branch_list (store, device, error);
  gint64 log;

  if (branches == NULL)
    return -1;
  if (branches->len == 0)
    return valise_log_open (store, device, error);
  if (branches->len >= VALISE_BRANCHES_MAX) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
                 _ ("refused: this log was forked into %d branches already, and no more are kept; revoke"
                 " the device"),
                 VALISE_BRANCHES_MAX);
    return -1;
  }
  if (!run_device (store, ADD, device, error))
    return -1;
  log = valise_db_last_id (valise_store_get_db (store));
  return bar_erased (store, g_array_index (branches, gint64, 0), log, error) ? log : -1;
}

gboolean
valise_branch_put_first (ValiseStore *store, const char *device, gint64 log, GError **error)
{
  g_autoptr (GArray) branches = valise_branch_list (store, device, error);
  g_autoptr (ValiseQuery) query = NULL;

  if (branches == NULL)
    return FALSE;
  if (branches->len == 0 || g_array_index (branches, gint64, 0) == log)
    return TRUE;
  if (!run_device (store, TO_THE_SIDE, device, error))
    return FALSE;
  query = query_for (store, TO_THE_FRONT, error);
  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, log);
  return valise_query_run (query, error) && run_device (store, TO_THE_BACK, device, error);
}

/* What they share */

gboolean
valise_branch_contains (ValiseStore *store, gint64 log, guint64 size, const ValiseHash *root)
{
  ValiseHash here;

  return size <= valise_log_size (store, log) && valise_log_root (store, log, size, &here) &&
         valise_hash_equal (&here, root);
}

static gboolean
same_node (ValiseStore *store, gint64 a, gint64 b, guint level, guint64 position)
{
  ValiseLogView view_a = { store, a }, view_b = { store, b };
  ValiseHash hash_a, hash_b;

  return valise_merkle_node (level, position, valise_log_lookup, &view_a, &hash_a) &&
         valise_merkle_node (level, position, valise_log_lookup, &view_b, &hash_b) &&
         valise_hash_equal (&hash_a, &hash_b);
}

/* As far as the subtrees behind `from` are known of both, and the same. */
static guint64
follow (ValiseStore *store, gint64 a, gint64 b, guint64 from, guint64 end)
{
  while (from < end) {
    guint level = from == 0 ? VALISE_LOG_INDEX_BITS : (guint) __builtin_ctzll (from);

    while (level > 0 && (end - from < G_GUINT64_CONSTANT (1) << level ||
                         !same_node (store, a, b, level, from >> level)))
      level--;
    if (level == 0 && !same_node (store, a, b, 0, from))
      return from;
    from += G_GUINT64_CONSTANT (1) << level;
  }
  return end;
}

/* The largest size of a checkpoint of one at which both have the same root. */
static gboolean
find_agreed (ValiseStore *store, gint64 a, gint64 b, guint64 end, guint64 *agreed, GError **error)
{
  g_autoptr (GArray) sizes = valise_log_checkpoint_sizes (store, a, error);

  for (guint i = sizes != NULL ? sizes->len : 0; i-- > 0;) {
    guint64 size = (guint64) g_array_index (sizes, gint64, i);
    ValiseHash root;

    if (size <= *agreed)
      break;
    if (size <= end && valise_log_root (store, a, size, &root) &&
        valise_branch_contains (store, b, size, &root)) {
      *agreed = size;
      break;
    }
  }
  return sizes != NULL;
}

gboolean
valise_branch_common (ValiseStore *store, gint64 a, gint64 b, guint64 *common, GError **error)
{
  guint64 end = MIN (valise_log_size (store, a), valise_log_size (store, b)), agreed = 0;

  if (!find_agreed (store, a, b, end, &agreed, error) ||
      !find_agreed (store, b, a, end, &agreed, error))
    return FALSE;
  *common = follow (store, a, b, agreed, end);
  if (*common < end)
    *common = MAX (*common, follow (store, a, b, 0, end));
  return TRUE;
}

/* Sharing */

typedef struct {
  ValiseStore *store;
  gint64 from, to;
  guint64 common;
  GHashTable *records;
  gboolean *changed;
} Sharing;

static ValiseQuery *
query_pair (const Sharing *s, int statement, GError **error)
{
  ValiseQuery *query = query_for (s->store, statement, error);

  if (query != NULL) {
    valise_query_int (query, 1, s->from);
    valise_query_int (query, 2, s->to);
    valise_query_int (query, 3, (gint64) s->common);
  }
  return query;
}

static gboolean
copy (const Sharing *s, int statement, GError **error)
{
  g_autoptr (ValiseQuery) query = query_pair (s, statement, error);

  if (query == NULL || !valise_query_run (query, error))
    return FALSE;
  *s->changed |= valise_db_changes (valise_store_get_db (s->store)) > 0;
  return TRUE;
}

static gboolean
note_missing (const Sharing *s, GError **error)
{
  g_autoptr (ValiseQuery) query = query_pair (s, MISSING_RECORDS, error);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  while (row) {
    gsize size = 0;
    gconstpointer id = valise_query_get_blob (query, 0, &size);

    g_hash_table_add (s->records, valise_hex_encode (id, size));
    if (!valise_query_step (query, &row, error))
      return FALSE;
  }
  return TRUE;
}

/* An entry that is in both, and of which more is open in one. */
static gboolean
open_further (const Sharing *s, guint64 index, GError **error)
{
  GError *local = NULL;
  g_autoptr (ValiseEntry) entry = valise_log_get (s->store, s->from, index, &local);
  ValiseInsert done;

  if (entry == NULL) {
    if (local != NULL)
      g_propagate_error (error, local);
    return local == NULL;
  }
  if (!valise_log_insert (s->store, s->to, entry, NULL, &done, error))
    return FALSE;
  if (done == VALISE_INSERT_KNOWN)
    return TRUE;
  *s->changed = TRUE;
  g_hash_table_add (s->records, g_strdup (entry->record));
  return TRUE;
}

static gboolean
open_all_further (const Sharing *s, GError **error)
{
  g_autoptr (ValiseQuery) query = query_pair (s, DIFFERENT, error);
  g_autoptr (GArray) indexes = query != NULL ? valise_log_collect (query, error) : NULL;

  for (guint i = 0; indexes != NULL && i < indexes->len; i++)
    if (!open_further (s, (guint64) g_array_index (indexes, gint64, i), error))
      return FALSE;
  return indexes != NULL;
}

gboolean
valise_branch_share (ValiseStore *store, gint64 from, gint64 to, guint64 common,
                     GHashTable *records, gboolean *changed, GError **error)
{
  Sharing s = { store, from, to, common, records, changed };

  g_return_val_if_fail (to != VALISE_LOG_OWN && from != VALISE_LOG_OWN, FALSE);

  return common == 0 ||
         (open_all_further (&s, error) && note_missing (&s, error) &&
          copy (&s, COPY_ENTRIES, error) && valise_log_share_erased (store, from, to, common, error) &&
          copy (&s, COPY_NODES, error) && copy (&s, COPY_CHECKPOINTS, error));
}
