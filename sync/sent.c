/* sent.c - what left this store, with or without a receipt
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/sent.h"

#include <string.h>

#include "core/disclose.h"
#include "core/held.h"
#include "core/json.h"
#include "core/log.h"

#define READ_TO "sent_read" /* the own device, and the index that is read next */

enum {
  PUT,
  GET,
  PUT_BUNDLE,
  LIST_BUNDLES,
  PUT_RANGE,
  LIST_RANGES,
  PUT_FILE,
  GET_FILE,
  CLEAR_RANGES,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [PUT] = "INSERT OR IGNORE INTO sent (device, record) VALUES (?1, ?2)",
  [GET] = "SELECT 1 FROM sent WHERE device = ?1 AND record = ?2",
  [PUT_BUNDLE] = "INSERT OR REPLACE INTO sent_bundle (event, name, recipient, time, entries, files) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
  [LIST_BUNDLES] = "SELECT name, recipient, time, entries, files FROM sent_bundle ORDER BY time DESC, rowid DESC LIMIT ?1",
  [PUT_RANGE] = "INSERT INTO sent_range (first, last) VALUES (?1, ?2)"
                " ON CONFLICT (first) DO UPDATE SET last = max (last, excluded.last)",
  [LIST_RANGES] = "SELECT first, last FROM sent_range ORDER BY first",
  [PUT_FILE] = "INSERT OR IGNORE INTO sent_file (sha256) VALUES (?1)",
  [GET_FILE] = "SELECT 1 FROM sent_file WHERE sha256 = ?1",
  [CLEAR_RANGES] = "DELETE FROM sent_range",
};

static ValiseQuery *
query_for (ValiseStore *store, int statement, GError **error)
{
  return valise_query (valise_store_get_db (store), sql[statement], error);
}

/* Interviews */

gboolean
valise_sent_note (ValiseStore *store, const char *device, const char *record, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, PUT, error);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, device);
  valise_query_text (query, 2, record);
  return valise_query_run (query, error);
}

gboolean
valise_sent_has (ValiseStore *store, const char *device, const char *record)
{
  g_autoptr (ValiseQuery) query = query_for (store, GET, NULL);
  gboolean row = FALSE;

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, device);
  valise_query_text (query, 2, record);
  return valise_query_step (query, &row, NULL) && row;
}

/* Following the own log */

static gboolean
put_range (ValiseStore *store, guint64 first, guint64 last, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, PUT_RANGE, error);

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, (gint64) first);
  valise_query_int (query, 2, (gint64) last);
  return valise_query_run (query, error);
}

/* "DEVICE 0-41 43-43": of the own log alone. */
static gboolean
put_ranges (ValiseStore *store, const char *text, GError **error)
{
  const char *device = valise_store_get_device (store);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  if (words[0] == NULL || strcmp (words[0], device) != 0)
    return TRUE;
  for (guint i = 1; words[i] != NULL; i++) {
    guint64 first, last;
    int opened;

    if (valise_held_parse_range (words[i], &first, &last, &opened) && !put_range (store, first, last, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
put_file (ValiseStore *store, const char *hex, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, PUT_FILE, error);
  ValiseHash sha256;

  if (query == NULL)
    return FALSE;
  if (!valise_hex_decode_exact (hex, -1, sha256.bytes, sizeof sha256.bytes))
    return TRUE;
  valise_query_blob (query, 1, sha256.bytes, sizeof sha256.bytes);
  return valise_query_run (query, error);
}

static const char *
value_of (const ValiseEntry *entry, const char *name)
{
  const ValiseValue *value = valise_entry_find (entry, name);

  return value != NULL ? value->value : "[]";
}

static gboolean
is_headquarters (const char *to)
{
  g_autofree char *end = g_strdup_printf (" (%s)", valise_role_to_text (VALISE_ROLE_HEADQUARTERS));

  return g_str_has_suffix (to, end);
}

static gboolean
put_went (ValiseStore *store, const ValiseEntry *entry, GError **error)
{
  g_auto (GStrv) entries = valise_json_dup_strings (value_of (entry, "entries"));
  g_auto (GStrv) files = valise_json_dup_strings (value_of (entry, "files"));

  for (guint i = 0; entries[i] != NULL; i++)
    if (!put_ranges (store, entries[i], error))
      return FALSE;
  for (guint i = 0; files[i] != NULL; i++)
    if (!put_file (store, files[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
put_bundle (ValiseStore *store, const ValiseEntry *entry, const char *to, GError **error)
{
  g_autofree char *name = valise_entry_dup_text (entry, "what"), *time = valise_entry_dup_text (entry, ".time");
  g_autoptr (ValiseQuery) query = query_for (store, PUT_BUNDLE, error);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, entry->record);
  valise_query_text (query, 2, name != NULL ? name : "");
  valise_query_text (query, 3, to);
  valise_query_text (query, 4, time != NULL ? time : "");
  valise_query_text (query, 5, value_of (entry, "entries"));
  valise_query_text (query, 6, value_of (entry, "files"));
  return valise_query_run (query, error);
}

static gboolean
visit (const ValiseLogRow *row, gpointer user, GError **error)
{
  ValiseStore *store = user;
  g_autoptr (ValiseEntry) entry = NULL;
  g_autofree char *action = NULL, *to = NULL;

  if (strstr (row->disclosure, "\"packed\"") == NULL) /* most entries: not worth parsing */
    return TRUE;
  entry = valise_log_row_to_entry (row, error);
  if (entry == NULL)
    return FALSE;
  action = valise_entry_dup_text (entry, "action");
  to = valise_entry_dup_text (entry, "to");
  if (g_strcmp0 (action, "packed") != 0 || to == NULL)
    return TRUE;
  return put_bundle (store, entry, to, error) && (!is_headquarters (to) || put_went (store, entry, error));
}

/* Where to read on. A store that came back has a new log: what went of the old
 * one says nothing of it. */
static gboolean
find_start (ValiseStore *store, guint64 *from, GError **error)
{
  g_autofree char *text = valise_store_dup_meta (store, READ_TO);
  const char *device = valise_store_get_device (store);
  g_autoptr (ValiseQuery) clear = NULL;

  *from = 0;
  if (text != NULL && g_str_has_prefix (text, device) && text[strlen (device)] == ' ') {
    *from = g_ascii_strtoull (text + strlen (device) + 1, NULL, 10);
    return TRUE;
  }
  clear = query_for (store, CLEAR_RANGES, error);
  return clear != NULL && valise_query_run (clear, error);
}

gboolean
valise_sent_follow (ValiseStore *store, GError **error)
{
  guint64 size = valise_log_size (store, VALISE_LOG_OWN), from = 0;
  g_autofree char *read_to = g_strdup_printf ("%s %" G_GUINT64_FORMAT, valise_store_get_device (store), size);
  g_autofree char *before = valise_store_dup_meta (store, READ_TO);
  g_autoptr (ValiseTransaction) change = NULL;

  if (g_strcmp0 (before, read_to) == 0)
    return TRUE;
  change = valise_transaction_begin (valise_store_get_db (store), error);
  return change != NULL && find_start (store, &from, error) &&
         valise_log_foreach (store, VALISE_LOG_OWN, from, size, visit, store, error) &&
         valise_store_set_meta (store, READ_TO, read_to, error) && valise_transaction_commit (change, error);
}

/* Answers */

static void
add_range (GArray *ranges, guint64 first, guint64 last)
{
  guint64 *end = ranges->len > 0 ? &g_array_index (ranges, guint64, ranges->len - 1) : NULL;

  if (end != NULL && first <= *end + 1) {
    *end = MAX (*end, last);
    return;
  }
  g_array_append_val (ranges, first);
  g_array_append_val (ranges, last);
}

GArray *
valise_sent_ranges (ValiseStore *store, GError **error)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (ValiseQuery) query = query_for (store, LIST_RANGES, error);
  gboolean found = FALSE;

  if (query == NULL || !valise_query_step (query, &found, error))
    return NULL;
  while (found) {
    add_range (ranges, (guint64) valise_query_get_int (query, 0), (guint64) valise_query_get_int (query, 1));
    if (!valise_query_step (query, &found, error))
      return NULL;
  }
  return g_steal_pointer (&ranges);
}

gboolean
valise_sent_has_file (ValiseStore *store, const ValiseHash *sha256)
{
  g_autoptr (ValiseQuery) query = query_for (store, GET_FILE, NULL);
  gboolean row = FALSE;

  if (query == NULL)
    return FALSE;
  valise_query_blob (query, 1, sha256->bytes, sizeof sha256->bytes);
  return valise_query_step (query, &row, NULL) && row;
}

void
valise_sent_bundle_free (ValiseSentBundle *bundle)
{
  if (bundle == NULL)
    return;
  g_free (bundle->name);
  g_free (bundle->to);
  g_free (bundle->time);
  g_strfreev (bundle->entries);
  g_strfreev (bundle->files);
  g_free (bundle);
}

static ValiseSentBundle *
bundle_of (ValiseQuery *query)
{
  ValiseSentBundle *bundle = g_new0 (ValiseSentBundle, 1);

  bundle->name = g_strdup (valise_query_get_text (query, 0));
  bundle->to = g_strdup (valise_query_get_text (query, 1));
  bundle->time = g_strdup (valise_query_get_text (query, 2));
  bundle->entries = valise_json_dup_strings (valise_query_get_text (query, 3));
  bundle->files = valise_json_dup_strings (valise_query_get_text (query, 4));
  return bundle;
}

GPtrArray *
valise_sent_bundles (ValiseStore *store, guint limit, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_sent_bundle_free);
  g_autoptr (ValiseQuery) query = query_for (store, LIST_BUNDLES, error);
  gboolean found = FALSE;

  if (query == NULL)
    return NULL;
  valise_query_int (query, 1, limit == 0 ? -1 : (gint64) limit);
  if (!valise_query_step (query, &found, error))
    return NULL;
  while (found) {
    g_ptr_array_add (list, bundle_of (query));
    if (!valise_query_step (query, &found, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}
