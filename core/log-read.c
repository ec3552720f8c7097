/* log-read.c - the append-only logs: reading, and what is here of each tree
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/error.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include "core/log-private.h"
#include "core/quarantine.h"

enum {
  GET_SIZE,
  GET_ENTRY,
  RECORD_ENTRIES,
  RECORD_ASIDE,
  RANGE_ENTRIES,
  RANGE_OWN,
  HAS_RECORD,
  COUNT_ENTRIES,
  COUNT_ASIDE,
  GET_LEAF,
  ALL_IDS,
  PARTLY,
  GET_NODE,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [GET_SIZE] = "SELECT size FROM log WHERE id = ?1",
  [GET_ENTRY] = "SELECT id, record, leaf, header, disclosure, opened, aside FROM entry WHERE id = ?1",
  [RECORD_ENTRIES] = "SELECT id, record, leaf, header, disclosure, opened, aside FROM entry"
                     " WHERE record = ?1 AND aside IS NULL AND" VALISE_QUARANTINE_COUNTS "ORDER BY id",
  [RECORD_ASIDE] = "SELECT id, record, leaf, header, disclosure, opened, coalesce(aside,"
                   " (SELECT q.reason FROM quarantine q WHERE q.log = entry.id >> 40"
                   " AND q.first <= (entry.id & 1099511627775) AND q.last >= (entry.id & 1099511627775)))"
                   " FROM entry WHERE record = ?1 AND (aside IS NOT NULL OR NOT (" VALISE_QUARANTINE_COUNTS
                   ")) ORDER BY id",
  [HAS_RECORD] = "SELECT 1 FROM entry WHERE record = ?1 LIMIT 1",
  [RANGE_ENTRIES] = "SELECT id, record, leaf, header, disclosure, opened, coalesce(aside,"
                    " CASE WHEN" VALISE_QUARANTINE_COUNTS "THEN NULL ELSE 'not admitted' END) FROM entry"
                    " WHERE id >= ?1 AND id < ?2 ORDER BY id",
  [RANGE_OWN] = "SELECT id, record, leaf, header, disclosure, opened, aside,"
                " NOT EXISTS (SELECT 1 FROM entry other WHERE other.record = entry.record AND other.id <> entry.id)"
                " FROM entry WHERE id >= ?1 AND id < ?2 ORDER BY id", /* which is never set aside */
  [COUNT_ENTRIES] = "SELECT count(*) FROM entry WHERE id >= ?1 AND id < ?2",
  [COUNT_ASIDE] = "SELECT count(*) FROM entry WHERE aside IS NOT NULL",
  [GET_LEAF] = "SELECT leaf FROM entry WHERE id = ?1",
  [ALL_IDS] = "SELECT id FROM entry WHERE id >= ?1 AND id < ?2 ORDER BY id",
  [PARTLY] = "SELECT id, opened FROM entry WHERE id >= ?1 AND id < ?2 AND opened >= 0 ORDER BY id",
  [GET_NODE] = "SELECT hash FROM node WHERE log = ?1 AND level = ?2 AND position = ?3",
};

static ValiseQuery *
query_for (ValiseStore *store, int statement, GError **error)
{
  return valise_query (valise_store_get_db (store), sql[statement], error);
}

static void
read_row (ValiseQuery *query, ValiseLogRow *row, ValiseHash *leaf)
{
  gsize size = 0;

  row->index = valise_log_index_of (valise_query_get_int (query, 0));
  row->record = valise_query_get_blob (query, 1, &size);
  valise_query_get_hash (query, 2, leaf);
  row->leaf = leaf;
  row->header = valise_query_get_blob (query, 3, &row->header_size);
  row->disclosure = valise_query_get_text (query, 4);
  row->opened = (int) valise_query_get_int (query, 5);
  row->aside = valise_query_get_text (query, 6);
}

ValiseEntry *
valise_log_row_to_entry (const ValiseLogRow *row, GError **error)
{
  g_autoptr (ValiseEntry) entry = valise_entry_parse (row->header, row->header_size, error);

  if (entry == NULL ||
      !valise_entry_read_disclosure (entry, row->disclosure, strlen (row->disclosure), error))
    return NULL;
  if (!valise_hash_equal (&entry->leaf, row->leaf)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                 _ ("entry %" PRIu64 " was altered on disk; run “valise verify”"), row->index);
    return NULL;
  }
  return g_steal_pointer (&entry);
}

ValiseEntry *
valise_log_get (ValiseStore *store, gint64 log, guint64 index, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, GET_ENTRY, error);
  ValiseLogRow row = { 0 };
  ValiseHash leaf;
  gboolean found = FALSE;

  if (query == NULL || index >= VALISE_LOG_MAX_SIZE)
    return NULL;
  valise_query_int (query, 1, valise_log_entry_id (log, index));
  if (!valise_query_step (query, &found, error) || !found)
    return NULL;
  read_row (query, &row, &leaf);
  return row.record != NULL ? valise_log_row_to_entry (&row, error) : NULL;
}

typedef guint8 RecordId[VALISE_RECORD_ID_LENGTH / 2];

/* A statement bound to a record, and at its first row if *found. What it is
 * bound to is lent, and kept in `id`. */
static ValiseQuery *
query_record (ValiseStore *store, int statement, const char *record, RecordId id, gboolean *found, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, statement, error);

  if (query == NULL)
    return NULL;
  if (!valise_hex_decode_exact (record, -1, id, sizeof (RecordId))) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("“%s” is no record id; it has 32 hexadecimal digits"), record);
    return NULL;
  }
  valise_query_blob (query, 1, id, sizeof (RecordId));
  return valise_query_step (query, found, error) ? g_steal_pointer (&query) : NULL;
}

GPtrArray *
valise_log_get_record (ValiseStore *store, const char *record, GError **error)
{
  RecordId id;
  gboolean found = FALSE;
  g_autoptr (ValiseQuery) query = query_record (store, RECORD_ENTRIES, record, id, &found, error);
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_entry_free);

  if (query == NULL)
    return NULL;
  while (found) {
    ValiseLogRow row = { 0 };
    ValiseHash leaf;
    ValiseEntry *entry;

    read_row (query, &row, &leaf);
    entry = valise_log_row_to_entry (&row, error);
    if (entry == NULL)
      return NULL;
    g_ptr_array_add (entries, entry);
    if (!valise_query_step (query, &found, error))
      return NULL;
  }
  return g_steal_pointer (&entries);
}

static void
log_aside_free (gpointer data)
{
  ValiseLogAside *aside = data;

  valise_entry_free (aside->entry);
  g_free (aside->why);
  g_free (aside);
}

/* What breaks a rule may not open; its header says who and where. */
GPtrArray *
valise_log_get_record_aside (ValiseStore *store, const char *record, GError **error)
{
  RecordId id;
  gboolean found = FALSE;
  g_autoptr (ValiseQuery) query = query_record (store, RECORD_ASIDE, record, id, &found, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (log_aside_free);

  if (query == NULL)
    return NULL;
  while (found) {
    ValiseLogRow row = { 0 };
    ValiseHash leaf;
    ValiseLogAside aside = { NULL, NULL };

    read_row (query, &row, &leaf);
    aside.entry = valise_log_row_to_entry (&row, NULL);
    if (aside.entry == NULL)
      aside.entry = valise_entry_parse (row.header, row.header_size, NULL);
    aside.why = aside.entry != NULL ? g_strdup (row.aside) : NULL;
    if (aside.entry != NULL)
      g_ptr_array_add (list, g_memdup2 (&aside, sizeof aside));
    if (!valise_query_step (query, &found, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

gboolean
valise_log_has_record (ValiseStore *store, const char *record, gboolean *has, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, HAS_RECORD, error);
  guint8 id[VALISE_RECORD_ID_LENGTH / 2];

  *has = FALSE;
  if (query == NULL || !valise_hex_decode_exact (record, -1, id, sizeof id))
    return query != NULL;
  valise_query_blob (query, 1, id, sizeof id);
  return valise_query_step (query, has, error);
}

static ValiseQuery *
query_range (ValiseStore *store, int statement, gint64 log, guint64 from, guint64 to,
             GError **error)
{
  ValiseQuery *query = query_for (store, statement, error);

  if (query != NULL) {
    gint64 first = valise_log_entry_id (log, 0);

    valise_query_int (query, 1, first + (gint64) MIN (from, VALISE_LOG_MAX_SIZE));
    valise_query_int (query, 2, first + (gint64) MIN (to, VALISE_LOG_MAX_SIZE));
  }
  return query;
}

gboolean
valise_log_foreach (ValiseStore *store, gint64 log, guint64 from, guint64 to, ValiseLogVisit visit,
                    gpointer user, GError **error)
{
  gboolean own = log == VALISE_LOG_OWN;
  g_autoptr (ValiseQuery) query = query_range (store, own ? RANGE_OWN : RANGE_ENTRIES, log, from, to, error);
  gboolean found = FALSE;

  if (query == NULL || !valise_query_step (query, &found, error))
    return FALSE;
  while (found) {
    ValiseLogRow row = { 0 };
    ValiseHash leaf;

    read_row (query, &row, &leaf);
    row.alone = own && valise_query_get_int (query, 7) == 1;
    if (!visit (&row, user, error) || !valise_query_step (query, &found, error))
      return FALSE;
  }
  return TRUE;
}

guint64
valise_log_size (ValiseStore *store, gint64 log)
{
  g_autoptr (ValiseQuery) query = query_for (store, GET_SIZE, NULL);
  gint64 size = 0;

  if (query != NULL) {
    valise_query_int (query, 1, log);
    valise_query_number (query, &size, 0, NULL);
  }
  return (guint64) size;
}

gint64
valise_log_count (ValiseStore *store, gint64 log, GError **error)
{
  g_autoptr (ValiseQuery) query = query_range (store, COUNT_ENTRIES, log, 0, G_MAXUINT64, error);
  gint64 count = -1;

  if (query != NULL)
    valise_query_number (query, &count, -1, error);
  return count;
}

gint64
valise_log_count_aside (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, COUNT_ASIDE, error);
  gint64 count = -1;

  if (query != NULL)
    valise_query_number (query, &count, -1, error);
  return count;
}

gboolean
valise_log_lookup (guint level, guint64 position, ValiseHash *hash, gpointer user)
{
  const ValiseLogView *view = user;
  g_autoptr (ValiseQuery) query = NULL;
  gboolean row = FALSE;

  if (level == 0 && position < VALISE_LOG_MAX_SIZE) {
    g_autoptr (ValiseQuery) leaf = query_for (view->store, GET_LEAF, NULL);

    if (leaf == NULL)
      return FALSE;
    valise_query_int (leaf, 1, valise_log_entry_id (view->log, position));
    if (valise_query_step (leaf, &row, NULL) && row)
      return valise_query_get_hash (leaf, 0, hash);
  }
  query = query_for (view->store, GET_NODE, NULL);
  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, view->log);
  valise_query_int (query, 2, level);
  valise_query_int (query, 3, (gint64) position);
  return valise_query_step (query, &row, NULL) && row && valise_query_get_hash (query, 0, hash);
}

gboolean
valise_log_root (ValiseStore *store, gint64 log, guint64 size, ValiseHash *root)
{
  ValiseLogView view = { store, log };

  return valise_merkle_root (size, valise_log_lookup, &view, root);
}

GArray *
valise_log_ranges (ValiseStore *store, gint64 log, GError **error)
{
  g_autoptr (ValiseQuery) query = query_range (store, ALL_IDS, log, 0, G_MAXUINT64, error);
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (guint64));
  gboolean found = FALSE;

  if (query == NULL || !valise_query_step (query, &found, error))
    return NULL;
  while (found) {
    guint64 index = valise_log_index_of (valise_query_get_int (query, 0));
    guint64 *last = ranges->len > 0 ? &g_array_index (ranges, guint64, ranges->len - 1) : NULL;

    if (last != NULL && *last + 1 == index) {
      *last = index;
    } else {
      g_array_append_val (ranges, index);
      g_array_append_val (ranges, index);
    }
    if (!valise_query_step (query, &found, error))
      return NULL;
  }
  return g_steal_pointer (&ranges);
}

GArray *
valise_log_partly (ValiseStore *store, gint64 log, GError **error)
{
  g_autoptr (ValiseQuery) query = query_range (store, PARTLY, log, 0, G_MAXUINT64, error);
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (guint64));
  gboolean found = FALSE;

  if (query == NULL || !valise_query_step (query, &found, error))
    return NULL;
  while (found) {
    guint64 index = valise_log_index_of (valise_query_get_int (query, 0));
    guint64 opened = (guint64) valise_query_get_int (query, 1);

    g_array_append_val (pairs, index);
    g_array_append_val (pairs, opened);
    if (!valise_query_step (query, &found, error))
      return NULL;
  }
  return g_steal_pointer (&pairs);
}
