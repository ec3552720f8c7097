/* log.c - the append-only logs: appending and taking in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/clock.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include "core/error.h"
#include "core/json.h"
#include "core/log-private.h"

#define NODE_STEP 4 /* of the own tree every fourth level is kept: a node is at most 16 look-ups away */

enum {
  FIND_LOG,
  ADD_LOG,
  GET_DEVICE,
  ALL_LOGS,
  SET_OWNER,
  GET_TREE,
  SET_TREE,
  PUT_ENTRY,
  OPEN_ENTRY,
  IS_ASIDE,
  COUNT_AGAIN,
  UNDERSTAND_ENTRY,
  GET_LEAF,
  PUT_NODE,
  SEEN_ROOT,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [FIND_LOG] = "SELECT id FROM log WHERE device = ?1 AND branch = 0",
  [ADD_LOG] = "INSERT INTO log (device) VALUES (?1)",
  [GET_DEVICE] = "SELECT device FROM log WHERE id = ?1",
  [ALL_LOGS] = "SELECT id FROM log ORDER BY id",
  [SET_OWNER] = "UPDATE log SET member = ?2, role = ?3"
                " WHERE device = (SELECT device FROM log WHERE id = ?1)",
  [GET_TREE] = "SELECT tree FROM log WHERE id = 1",
  [SET_TREE] = "UPDATE log SET tree = ?1, size = ?2 WHERE id = 1",
  [PUT_ENTRY] = "INSERT INTO entry (id, record, leaf, header, disclosure, opened, aside)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
  [OPEN_ENTRY] = "UPDATE entry SET disclosure = ?2, opened = ?3 WHERE id = ?1",
  [IS_ASIDE] = "SELECT 1 FROM entry WHERE id = ?1 AND aside IS NOT NULL",
  [COUNT_AGAIN] = "UPDATE entry SET aside = NULL WHERE id = ?1",
  [UNDERSTAND_ENTRY] = "UPDATE entry SET record = ?2, leaf = ?3, header = ?4, disclosure = ?5,"
                       " opened = ?6, aside = ?7 WHERE id = ?1",
  [GET_LEAF] = "SELECT leaf FROM entry WHERE id = ?1",
  [PUT_NODE] = "INSERT OR IGNORE INTO node (log, level, position, hash) VALUES (?1, ?2, ?3, ?4)",
  [SEEN_ROOT] = "SELECT c.root FROM checkpoint c JOIN log l ON l.id = c.log"
                " JOIN meta m ON m.name = 'registry' AND m.value = l.device"
                " ORDER BY c.size DESC LIMIT 1",
};

static ValiseQuery *
query_for (ValiseStore *store, int statement, GError **error)
{
  return valise_query (valise_store_get_db (store), sql[statement], error);
}

/* Logs */

gint64
valise_log_find (ValiseStore *store, const char *device, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, FIND_LOG, error);
  gint64 log = 0;

  if (query == NULL)
    return -1;
  valise_query_text (query, 1, device);
  return valise_query_number (query, &log, 0, error) ? log : -1;
}

gint64
valise_log_open (ValiseStore *store, const char *device, GError **error)
{
  gint64 log = valise_log_find (store, device, error);
  g_autoptr (ValiseQuery) query = NULL;

  if (log != 0)
    return log;
  query = query_for (store, ADD_LOG, error);
  if (query == NULL)
    return -1;
  valise_query_text (query, 1, device);
  if (!valise_query_run (query, error))
    return -1;
  return valise_db_last_id (valise_store_get_db (store));
}

char *
valise_log_dup_device (ValiseStore *store, gint64 log)
{
  g_autoptr (ValiseQuery) query = query_for (store, GET_DEVICE, NULL);
  gboolean row = FALSE;

  if (query == NULL)
    return NULL;
  valise_query_int (query, 1, log);
  return valise_query_step (query, &row, NULL) && row
             ? g_strdup (valise_query_get_text (query, 0))
             : NULL;
}

/* Collects the first column of a query that is bound already. */
GArray *
valise_log_collect (ValiseQuery *query, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row = FALSE;

  if (!valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    gint64 number = valise_query_get_int (query, 0);

    g_array_append_val (numbers, number);
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  return g_steal_pointer (&numbers);
}

GArray *
valise_log_all (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, ALL_LOGS, error);

  return query != NULL ? valise_log_collect (query, error) : NULL;
}

gboolean
valise_log_set_owner (ValiseStore *store, gint64 log, const char *member, const char *role,
                      GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, SET_OWNER, error);

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, log);
  valise_query_text (query, 2, member);
  valise_query_text (query, 3, role);
  valise_store_forget_owners (store);
  return valise_query_run (query, error);
}

/* Appending */

gboolean
valise_log_load_tree (ValiseStore *store, ValiseTree *tree, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, GET_TREE, error);
  gboolean row = FALSE;
  gconstpointer data;
  gsize size = 0;

  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  data = valise_query_get_blob (query, 0, &size);
  if (valise_tree_from_bytes (tree, data, size))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               _ ("the tree of this device's log is damaged; stop writing and run “valise verify”"));
  return FALSE;
}

static gboolean
save_tree (ValiseStore *store, const ValiseTree *tree, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, SET_TREE, error);
  g_autoptr (GBytes) bytes = valise_tree_to_bytes (tree);

  if (query == NULL)
    return FALSE;
  valise_query_blob (query, 1, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  valise_query_int (query, 2, (gint64) tree->size);
  return valise_query_run (query, error);
}

typedef struct {
  ValiseStore *store;
  gboolean failed;
  GError **error;
} Completed;

static void
keep_completed (guint level, guint64 position, const ValiseHash *hash, gpointer user)
{
  Completed *completed = user;

  if (level > 0 && level % NODE_STEP == 0 && !completed->failed)
    completed->failed = !valise_log_put_node (completed->store, VALISE_LOG_OWN, level, position,
                                              hash, completed->error);
}

static gboolean
find_seen (ValiseStore *store, ValiseHash *seen, gboolean *has, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, SEEN_ROOT, error);
  gboolean row = FALSE;

  *has = FALSE;
  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  *has = row && valise_query_get_hash (query, 0, seen);
  return TRUE;
}

/* What was erased here need not come any more: it counts as open. */
gint64
valise_log_opened (const ValiseEntry *entry, guint gone)
{
  guint opened = entry->n_values + gone;

  return opened >= entry->n_commits ? -1 : (gint64) opened;
}

static gboolean
put_entry (ValiseStore *store, int statement, gint64 log, const ValiseEntry *entry,
           guint gone, const char *aside, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, statement, error);
  g_autofree char *disclosure = valise_entry_write_disclosure (entry, NULL, NULL);
  guint8 record[VALISE_RECORD_ID_LENGTH / 2];

  if (query == NULL)
    return FALSE;
  valise_hex_decode_exact (entry->record, -1, record, sizeof record);
  valise_query_int (query, 1, valise_log_entry_id (log, entry->index));
  valise_query_blob (query, 2, record, sizeof record);
  valise_query_blob (query, 3, entry->leaf.bytes, VALISE_HASH_SIZE);
  valise_query_blob (query, 4, entry->bytes, entry->size);
  valise_query_text (query, 5, disclosure);
  valise_query_int (query, 6, valise_log_opened (entry, gone));
  valise_query_text (query, 7, aside);
  return valise_query_run (query, error);
}

static ValiseEntry *
make_entry (ValiseStore *store, const char *record, const GArray *after, const GArray *fields,
            guint64 index, GError **error)
{
  ValiseHash seen;
  gboolean has_seen = FALSE;
  ValiseEntryDraft draft = {
    .device = valise_store_get_device (store),
    .index = index,
    .record = record,
    .after = after != NULL ? (const ValiseHash *) (void *) after->data : NULL,
    .n_after = after != NULL ? after->len : 0,
    .fields = (const ValiseAssignment *) (void *) fields->data,
    .n_fields = fields->len,
  };

  if (!find_seen (store, &seen, &has_seen, error))
    return NULL;
  draft.seen = has_seen ? &seen : NULL;
  return valise_entry_new (&draft, error);
}

/* `all` holds .type and .time. */
static ValiseEntry *
append_all (ValiseStore *store, const char *record, const GArray *after, const GArray *all,
            GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);
  Completed completed = { store, FALSE, error };
  g_autoptr (ValiseEntry) entry = NULL;
  ValiseTree tree;

  if (change == NULL || !valise_log_load_tree (store, &tree, error))
    return NULL;
  entry = make_entry (store, record, after, all, tree.size, error);
  if (entry == NULL || !put_entry (store, PUT_ENTRY, VALISE_LOG_OWN, entry, 0, NULL, error))
    return NULL;
  valise_tree_append (&tree, &entry->leaf, keep_completed, &completed);
  if (completed.failed || !save_tree (store, &tree, error) ||
      !valise_transaction_commit (change, error))
    return NULL;
  return g_steal_pointer (&entry);
}

ValiseEntry *
valise_log_append (ValiseStore *store, const char *record, const GArray *after,
                   const ValiseAssignment *fields, guint n_fields, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  g_autofree char *now = valise_clock_now_text (), *now_json = valise_json_string (now);
  g_autofree char *note = NULL;
  ValiseAssignment time = { ".time", now_json }, clock = { ".clock", NULL };

  if (!valise_log_check_clock (store, valise_clock_from_text (now), &note, error))
    return NULL;
  clock.value = note;
  g_array_append_vals (all, fields, n_fields);
  g_array_append_val (all, time);
  if (note != NULL)
    g_array_append_val (all, clock);
  return append_all (store, record, after, all, error);
}

ValiseEntry *
valise_log_append_again (ValiseStore *store, const ValiseEntry *entry, const GArray *after,
                         GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));

  for (guint i = 0; i < entry->n_values; i++) {
    ValiseAssignment field = { entry->values[i].name, entry->values[i].value };

    g_array_append_val (all, field);
  }
  return append_all (store, entry->record, after, all, error);
}

/* Taking in */

/* It was set aside for what came with it, not for what it is: now that all of
 * it that is open has come soundly, it counts. */
static gboolean
count_again (ValiseStore *store, gint64 log, const ValiseEntry *known, const ValiseEntry *entry,
             ValiseInsert *done, GError **error)
{
  g_autoptr (ValiseQuery) is_aside = query_for (store, IS_ASIDE, error);
  g_autoptr (ValiseQuery) query = NULL;
  gint64 aside = 0;

  if (is_aside == NULL)
    return FALSE;
  valise_query_int (is_aside, 1, valise_log_entry_id (log, entry->index));
  if (!valise_query_number (is_aside, &aside, 0, error))
    return FALSE;
  if (aside == 0 || known->n_values != entry->n_values)
    return TRUE;
  query = query_for (store, COUNT_AGAIN, error);
  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, valise_log_entry_id (log, entry->index));
  *done = VALISE_INSERT_OPENED;
  return valise_query_run (query, error);
}

static gboolean
open_further (ValiseStore *store, gint64 log, ValiseEntry *known, const ValiseEntry *entry,
              guint gone, ValiseInsert *done, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, OPEN_ENTRY, error);
  g_autofree char *disclosure = NULL;
  guint before = known->n_values;

  if (query == NULL)
    return FALSE;
  for (guint i = 0; i < entry->n_values; i++)
    if (!valise_entry_open_field (known, entry->values[i].name, entry->values[i].value,
                                  &entry->values[i].k, error))
      return FALSE;
  if (entry->has_key && !known->has_key && gone == 0) {
    memcpy (known->key, entry->key, sizeof known->key);
    known->has_key = TRUE;
  }
  if (known->n_values > before)
    *done = VALISE_INSERT_OPENED;
  else if (*done == VALISE_INSERT_KNOWN)
    return TRUE;
  disclosure = valise_entry_write_disclosure (known, NULL, NULL);
  valise_query_int (query, 1, valise_log_entry_id (log, entry->index));
  valise_query_text (query, 2, disclosure);
  valise_query_int (query, 3, valise_log_opened (known, gone));
  return valise_query_run (query, error);
}

/* Is there an entry here? Then its content must be this leaf's. */
static gboolean
find_leaf (ValiseStore *store, gint64 log, guint64 index, const ValiseHash *leaf, gboolean *found,
           GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, GET_LEAF, error);
  ValiseHash here;

  if (query == NULL)
    return FALSE;
  if (index >= VALISE_LOG_MAX_SIZE) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
                 _ ("entry %" PRIu64 " is beyond the largest log that is accepted"), index);
    return FALSE;
  }
  valise_query_int (query, 1, valise_log_entry_id (log, index));
  if (!valise_query_step (query, found, error))
    return FALSE;
  if (!*found || (valise_query_get_hash (query, 0, &here) && valise_hash_equal (&here, leaf)))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               _ ("entry %" PRIu64 " of a log is here with other content"), index);
  return FALSE;
}

gboolean
valise_log_insert (ValiseStore *store, gint64 log, ValiseEntry *entry, const char *aside,
                   ValiseInsert *done, GError **error)
{
  g_autoptr (ValiseEntry) known = NULL;
  GError *local = NULL;
  gboolean found = FALSE, more = FALSE;
  guint gone = 0;

  if (!find_leaf (store, log, entry->index, &entry->leaf, &found, error) ||
      !valise_log_strip_erased (store, log, entry, &gone, &more, error))
    return FALSE;
  *done = VALISE_INSERT_NEW;
  if (!found)
    return put_entry (store, PUT_ENTRY, log, entry, gone, aside, error);
  known = valise_log_get (store, log, entry->index, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (known != NULL && aside != NULL) { /* what breaks a rule opens nothing */
    *done = VALISE_INSERT_KNOWN;
    return TRUE;
  }
  *done = more ? VALISE_INSERT_OPENED : VALISE_INSERT_KNOWN;
  if (known != NULL)
    return open_further (store, log, known, entry, gone, done, error) &&
           count_again (store, log, known, entry, done, error);
  /* It was set aside, and this program understands it. */
  *done = VALISE_INSERT_OPENED;
  return put_entry (store, UNDERSTAND_ENTRY, log, entry, gone, aside, error);
}

gboolean
valise_log_insert_aside (ValiseStore *store, gint64 log, guint64 index, GBytes *bytes,
                         const char *rule, ValiseInsert *done, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, PUT_ENTRY, error);
  gboolean found = FALSE;
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  ValiseHash leaf;

  if (query == NULL)
    return FALSE;
  valise_leaf_hash (data, size, &leaf);
  if (!find_leaf (store, log, index, &leaf, &found, error))
    return FALSE;
  *done = found ? VALISE_INSERT_KNOWN : VALISE_INSERT_NEW;
  if (found)
    return TRUE;
  valise_query_int (query, 1, valise_log_entry_id (log, index));
  valise_query_blob (query, 2, NULL, 0);
  valise_query_blob (query, 3, leaf.bytes, sizeof leaf.bytes);
  valise_query_blob (query, 4, size > 0 ? data : "", size);
  valise_query_text (query, 5, "{}");
  valise_query_int (query, 6, 0);
  valise_query_text (query, 7, rule);
  return valise_query_run (query, error);
}

gboolean
valise_log_put_node (ValiseStore *store, gint64 log, guint level, guint64 position,
                     const ValiseHash *hash, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, PUT_NODE, error);

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, log);
  valise_query_int (query, 2, level);
  valise_query_int (query, 3, (gint64) position);
  valise_query_blob (query, 4, hash->bytes, sizeof hash->bytes);
  return valise_query_run (query, error);
}
