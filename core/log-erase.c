/* log-erase.c - values that a person erased: gone from the log, and kept out of it
 *
 * The leaf stays, so that the tree verifies. The entry key goes with the first
 * value, because it gives every k; what is left keeps its own k.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <sodium.h>
#include <string.h>

#include "core/erasure.h"
#include "core/error.h"
#include "core/log-private.h"

enum {
  FORBID,
  NOTE_GONE,
  NAMES_OF,
  COUNT_GONE,
  COUNT_ALL,
  REWRITE,
  SHARE_GONE,
  ERASED_OF_RECORD,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [FORBID] = "INSERT OR IGNORE INTO erased (entry, name, request, gone) VALUES (?1, ?2, ?3, 0)",
  [NOTE_GONE] = "UPDATE erased SET gone = 1 WHERE entry = ?1 AND name = ?2 AND gone = 0",
  [NAMES_OF] = "SELECT name, gone FROM erased WHERE entry = ?1",
  [COUNT_GONE] = "SELECT count(*) FROM erased WHERE entry = ?1 AND gone = 1",
  [COUNT_ALL] = "SELECT count(*) FROM erased WHERE gone = 1",
  [SHARE_GONE] = "UPDATE erased SET gone = 1 WHERE gone = 0 AND entry >= ?2 << 40"
                 " AND entry < (?2 << 40) + ?3 AND EXISTS (SELECT 1 FROM erased o"
                 " WHERE o.entry = erased.entry - ((?2 - ?1) * 1099511627776)"
                 " AND o.name = erased.name AND o.gone = 1)",
  [ERASED_OF_RECORD] = "SELECT 1 FROM entry n JOIN erased e ON e.entry = n.id"
                       " WHERE n.record = ?1 AND e.name = ?2 AND e.gone = 1 LIMIT 1",
  [REWRITE] = "UPDATE entry SET disclosure = ?2, opened = ?3 WHERE id = ?1",
};

static ValiseQuery *
query_for (ValiseStore *store, int statement, GError **error)
{
  return valise_query (valise_store_get_db (store), sql[statement], error);
}

static void
value_free (gpointer data)
{
  ValiseAssignment *value = data;

  sodium_memzero ((char *) value->value, strlen (value->value));
  g_free ((char *) value->value);
  g_free ((char *) value->name);
  g_free (value);
}

GPtrArray *
valise_log_erased_new (void)
{
  return g_ptr_array_new_with_free_func (value_free);
}

static gboolean
forbid (ValiseStore *store, gint64 id, const char *name, const char *request, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, FORBID, error);
  guint8 bytes[VALISE_RECORD_ID_LENGTH / 2] = { 0 };

  if (query == NULL)
    return FALSE;
  valise_hex_decode_exact (request, -1, bytes, sizeof bytes);
  valise_query_int (query, 1, id);
  valise_query_text (query, 2, name);
  valise_query_blob (query, 3, bytes, sizeof bytes);
  return valise_query_run (query, error);
}

static gboolean
note_gone (ValiseStore *store, gint64 id, const char *name, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, NOTE_GONE, error);

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, id);
  valise_query_text (query, 2, name);
  return valise_query_run (query, error);
}

static gboolean
rewrite (ValiseStore *store, gint64 id, const ValiseEntry *entry, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, REWRITE, error);
  g_autofree char *disclosure = valise_entry_write_disclosure (entry, NULL, NULL);
  gint64 gone = valise_log_count_erased (store, id >> 40, entry->index, error);

  if (query == NULL || gone < 0)
    return FALSE;
  valise_query_int (query, 1, id);
  valise_query_text (query, 2, disclosure);
  valise_query_int (query, 3, valise_log_opened (entry, (guint) gone));
  return valise_query_run (query, error);
}

static void
add_value (GPtrArray *values, const ValiseValue *found)
{
  ValiseAssignment *value;

  if (values == NULL)
    return;
  value = g_new0 (ValiseAssignment, 1);
  value->name = g_strdup (found->name);
  value->value = g_strdup (found->value);
  g_ptr_array_add (values, value);
}

gboolean
valise_log_erase (ValiseStore *store, gint64 log, guint64 index, const char *const *names,
                  const char *request, GPtrArray *values, GError **error)
{
  GError *local = NULL;
  g_autoptr (ValiseEntry) entry = valise_log_get (store, log, index, &local);
  gint64 id = valise_log_entry_id (log, index);

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  for (guint i = 0; names[i] != NULL; i++) {
    const ValiseValue *found = entry != NULL ? valise_entry_find (entry, names[i]) : NULL;

    if (!forbid (store, id, names[i], request, error))
      return FALSE;
    if (found == NULL)
      continue;
    add_value (values, found);
    if (!note_gone (store, id, names[i], error))
      return FALSE;
    valise_entry_forget_field (entry, names[i]);
  }
  return entry == NULL || rewrite (store, id, entry, error);
}

gboolean
valise_log_strip_erased (ValiseStore *store, gint64 log, ValiseEntry *entry, guint *gone,
                         gboolean *more, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, NAMES_OF, error);
  g_autoptr (GPtrArray) came = g_ptr_array_new_with_free_func (g_free);
  gint64 id = valise_log_entry_id (log, entry->index);
  gboolean row = FALSE;

  *gone = 0;
  *more = FALSE;
  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, id);
  if (!valise_query_step (query, &row, error))
    return FALSE;
  while (row) {
    gboolean was_gone = valise_query_get_int (query, 1) != 0;
    const char *name = valise_query_get_text (query, 0);
    const ValiseValue *value = valise_entry_find (entry, name);
    gboolean comes = value != NULL;

    if (comes && (!valise_erasure_bar_value (store, value->value, error) ||
                  !valise_entry_forget_field (entry, name)))
      return FALSE;
    if (comes && !was_gone)
      g_ptr_array_add (came, g_strdup (name));
    *gone += was_gone || comes;
    if (!valise_query_step (query, &row, error))
      return FALSE;
  }
  *more = came->len > 0;
  for (guint i = 0; i < came->len; i++)
    if (!note_gone (store, id, came->pdata[i], error))
      return FALSE;
  return TRUE;
}

gint64
valise_log_count_erased (ValiseStore *store, gint64 log, guint64 index, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, COUNT_GONE, error);
  gint64 count = -1;

  if (query == NULL)
    return -1;
  valise_query_int (query, 1, valise_log_entry_id (log, index));
  valise_query_number (query, &count, -1, error);
  return count;
}

gboolean
valise_log_has_erased (ValiseStore *store, const char *record, const char *name)
{
  g_autoptr (ValiseQuery) query = query_for (store, ERASED_OF_RECORD, NULL);
  guint8 id[VALISE_RECORD_ID_LENGTH / 2] = { 0 };
  gint64 found = 1;

  if (query == NULL)
    return TRUE;
  valise_hex_decode_exact (record, -1, id, sizeof id);
  valise_query_blob (query, 1, id, sizeof id);
  valise_query_text (query, 2, name);
  return !valise_query_number (query, &found, 0, NULL) || found != 0;
}

gint64
valise_log_count_all_erased (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, COUNT_ALL, error);
  gint64 count = -1;

  if (query != NULL)
    valise_query_number (query, &count, -1, error);
  return count;
}

gboolean
valise_log_share_erased (ValiseStore *store, gint64 from, gint64 to, guint64 below, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, SHARE_GONE, error);

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, from);
  valise_query_int (query, 2, to);
  valise_query_int (query, 3, (gint64) below);
  return valise_query_run (query, error);
}
