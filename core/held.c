/* held.c - what others hold, by their receipts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/held.h"

#include <string.h>

#include "core/checkpoint.h"
#include "core/error.h"
#include "core/json.h"
#include "core/log-branch.h"

enum {
  GET_AT, SET_AT, DROP_RANGES, DROP_PARTLY, PUT_RANGE, PUT_PARTLY, PUT_BYTES, PUT_SIZE,
  GET_RANGES, GET_PARTLY, GET_SIZE, HAS_BYTES,
  FORGET_LOGS, FORGET_RANGES, FORGET_PARTLY, FORGET_BYTES, FORGET_SIZES,
  DROP_ABOUT, DROP_ABOUT_RANGES, DROP_ABOUT_PARTLY, DROP_ABOUT_SIZES, RECEIPTS,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [GET_AT] = "SELECT at FROM held_log WHERE by = ?1 AND log = ?2",
  [SET_AT] = "INSERT OR REPLACE INTO held_log (by, log, at) VALUES (?1, ?2, ?3)",
  [DROP_RANGES] = "DELETE FROM held_range WHERE by = ?1 AND log = ?2",
  [DROP_PARTLY] = "DELETE FROM held_partly WHERE by = ?1 AND log = ?2",
  [PUT_RANGE] = "INSERT INTO held_range (by, log, first, last) VALUES (?1, ?2, ?3, ?4)"
                " ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
  [PUT_PARTLY] = "INSERT INTO held_partly (by, log, first, last, opened) VALUES (?1, ?2, ?3, ?4, ?5)"
                 " ON CONFLICT DO UPDATE SET last = max(last, excluded.last),"
                 " opened = min(opened, excluded.opened)",
  [PUT_BYTES] = "INSERT OR IGNORE INTO held_bytes (by, sha256) VALUES (?1, ?2)",
  [PUT_SIZE] = "INSERT OR IGNORE INTO held_size (by, log, size) VALUES (?1, ?2, ?3)",
  [GET_RANGES] = "SELECT first, last FROM held_range WHERE by = ?1 AND log = ?2 ORDER BY first",
  [GET_PARTLY] = "SELECT first, last, opened FROM held_partly WHERE by = ?1 AND log = ?2"
                 " ORDER BY first",
  [GET_SIZE] = "SELECT max(size) FROM held_size WHERE by = ?1 AND log = ?2",
  [HAS_BYTES] = "SELECT 1 FROM held_bytes WHERE by = ?1 AND sha256 = ?2",
  [FORGET_LOGS] = "DELETE FROM held_log WHERE by = ?1",
  [FORGET_RANGES] = "DELETE FROM held_range WHERE by = ?1",
  [FORGET_PARTLY] = "DELETE FROM held_partly WHERE by = ?1",
  [FORGET_BYTES] = "DELETE FROM held_bytes WHERE by = ?1",
  [FORGET_SIZES] = "DELETE FROM held_size WHERE by = ?1",
  [DROP_ABOUT] = "DELETE FROM held_log WHERE log = ?1",
  [DROP_ABOUT_RANGES] = "DELETE FROM held_range WHERE log = ?1",
  [DROP_ABOUT_PARTLY] = "DELETE FROM held_partly WHERE log = ?1",
  [DROP_ABOUT_SIZES] = "DELETE FROM held_size WHERE log = ?1",
  [RECEIPTS] = "SELECT record FROM record WHERE type = 'receipt'",
};

typedef struct {
  guint64 first, last;
  int opened;
} Range;

struct _ValiseHeld {
  GArray *whole, *partly; /* of Range, ascending */
  guint64 newest;
};

gboolean
valise_held_parse_range (const char *text, guint64 *first, guint64 *last, int *opened)
{
  char *end = NULL;
  guint64 number;

  if (!g_ascii_isdigit (text[0]))
    return FALSE;
  *first = g_ascii_strtoull (text, &end, 10);
  if (*end != '-' || !g_ascii_isdigit (end[1]))
    return FALSE;
  *last = g_ascii_strtoull (end + 1, &end, 10);
  *opened = -1;
  if (*end == ':' && g_ascii_isdigit (end[1])) {
    number = g_ascii_strtoull (end + 1, &end, 10);
    if (number > VALISE_ENTRY_MAX_FIELDS)
      return FALSE;
    *opened = (int) number;
  }
  return *end == '\0' && *first <= *last && *last < (guint64) VALISE_JSON_MAX_INTEGER;
}

char *
valise_held_write_range (guint64 first, guint64 last, int opened)
{
  return opened < 0 ? g_strdup_printf ("%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, first, last)
                    : g_strdup_printf ("%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT ":%d", first,
                                       last, opened);
}

/* Projecting */

typedef struct {
  ValiseStore *store;
  gint64 by, log;
} Pair;

static ValiseQuery *
query_pair (const Pair *pair, int statement, GError **error)
{
  ValiseQuery *query = valise_query (valise_store_get_db (pair->store), sql[statement], error);

  if (query != NULL) {
    valise_query_int (query, 1, pair->by);
    valise_query_int (query, 2, pair->log);
  }
  return query;
}

static gboolean
run_pair (const Pair *pair, int statement, gint64 third, GError **error)
{
  g_autoptr (ValiseQuery) query = query_pair (pair, statement, error);

  if (query == NULL)
    return FALSE;
  if (third >= 0)
    valise_query_int (query, 3, third);
  return valise_query_run (query, error);
}

static gboolean
put_ranges (const Pair *pair, int statement, const char *value, GError **error)
{
  g_auto (GStrv) texts = valise_json_dup_strings (value);

  for (guint i = 0; texts[i] != NULL; i++) {
    g_autoptr (ValiseQuery) query = query_pair (pair, statement, error);
    guint64 first, last;
    int opened;

    if (query == NULL)
      return FALSE;
    if (!valise_held_parse_range (texts[i], &first, &last, &opened))
      continue;
    valise_query_int (query, 3, (gint64) first);
    valise_query_int (query, 4, (gint64) last);
    if (statement == PUT_PARTLY)
      valise_query_int (query, 5, MAX (opened, 0));
    if (!valise_query_run (query, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
put_bytes (const Pair *pair, const char *value, GError **error)
{
  g_auto (GStrv) texts = valise_json_dup_strings (value);

  for (guint i = 0; texts[i] != NULL; i++) {
    g_autoptr (ValiseQuery) query =
        valise_query (valise_store_get_db (pair->store), sql[PUT_BYTES], error);
    ValiseHash sha256;

    if (query == NULL)
      return FALSE;
    if (!valise_hex_decode_exact (texts[i], -1, sha256.bytes, sizeof sha256.bytes))
      continue;
    valise_query_int (query, 1, pair->by);
    valise_query_blob (query, 2, sha256.bytes, sizeof sha256.bytes);
    if (!valise_query_run (query, error))
      return FALSE;
  }
  return TRUE;
}

static const char *
value_of (const ValiseEntry *entry, const char *name)
{
  const ValiseValue *value = valise_entry_find (entry, name);

  return value != NULL ? value->value : NULL;
}

/* The ranges of a newer receipt replace those of an older one. */
static gboolean
project_ranges (const Pair *pair, const ValiseEntry *entry, GError **error)
{
  g_autoptr (ValiseQuery) newest = NULL;
  const char *size = value_of (entry, "size");
  gint64 at = -1;

  if (size != NULL && !run_pair (pair, PUT_SIZE, MAX (0, g_ascii_strtoll (size, NULL, 10)), error))
    return FALSE;
  newest = query_pair (pair, GET_AT, error);
  if (newest == NULL || !valise_query_number (newest, &at, -1, error))
    return FALSE;
  if (at > (gint64) entry->index)
    return TRUE;
  return run_pair (pair, SET_AT, (gint64) entry->index, error) &&
         run_pair (pair, DROP_RANGES, -1, error) && run_pair (pair, DROP_PARTLY, -1, error) &&
         put_ranges (pair, PUT_RANGE, value_of (entry, "ranges"), error) &&
         put_ranges (pair, PUT_PARTLY, value_of (entry, "partial"), error);
}

/* Does the branch contain the checkpoint that the receipt names? */
static gboolean
is_about (ValiseStore *store, gint64 log, const ValiseEntry *entry)
{
  g_autofree char *note = valise_entry_dup_text (entry, "checkpoint");
  ValiseCheckpoint checkpoint;

  return note != NULL && valise_checkpoint_parse (note, strlen (note), &checkpoint, NULL) &&
         valise_branch_contains (store, log, checkpoint.size, &checkpoint.root);
}

static gboolean
project_about (Pair *pair, const ValiseEntry *entry, GError **error)
{
  g_autofree char *device = valise_entry_dup_text (entry, "log");
  g_autoptr (GArray) branches = NULL;

  if (device == NULL || !valise_device_id_is_valid (device))
    return TRUE;
  branches = valise_branch_list (pair->store, device, error);
  if (branches == NULL)
    return FALSE;
  if (branches->len < 2) {
    pair->log = valise_log_open (pair->store, device, error);
    return pair->log >= 0 && project_ranges (pair, entry, error);
  }
  for (guint i = 0; i < branches->len; i++) {
    pair->log = g_array_index (branches, gint64, i);
    if (is_about (pair->store, pair->log, entry) && !project_ranges (pair, entry, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
project_receipt (ValiseStore *store, const ValiseEntry *entry, GError **error)
{
  Pair pair = { .store = store };

  pair.by = valise_log_open (store, entry->device, error);
  return pair.by > 0 && project_about (&pair, entry, error) &&
         put_bytes (&pair, value_of (entry, "files"), error) &&
         put_bytes (&pair, value_of (entry, "sealed"), error);
}

/* Each entry that calls itself a receipt is one, of the store that wrote it:
 * what others write on the same record takes nothing from it. */
gboolean
valise_held_project (ValiseStore *store, const ValiseRecord *record, GError **error)
{
  for (guint i = 0; i < record->entries->len; i++) {
    const ValiseEntry *entry = record->entries->pdata[i];
    g_autofree char *type = valise_entry_dup_text (entry, ".type");

    if (type != NULL && g_str_has_prefix (type, "receipt/") &&
        !project_receipt (store, entry, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
valise_held_forget (ValiseStore *store, gint64 by, GError **error)
{
  for (int statement = FORGET_LOGS; statement <= FORGET_SIZES; statement++) {
    g_autoptr (ValiseQuery) query =
        valise_query (valise_store_get_db (store), sql[statement], error);

    if (query == NULL)
      return FALSE;
    valise_query_int (query, 1, by);
    if (!valise_query_run (query, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
drop_about (ValiseStore *store, gint64 log, GError **error)
{
  for (int statement = DROP_ABOUT; statement <= DROP_ABOUT_SIZES; statement++) {
    g_autoptr (ValiseQuery) query =
        valise_query (valise_store_get_db (store), sql[statement], error);

    if (query == NULL)
      return FALSE;
    valise_query_int (query, 1, log);
    if (!valise_query_run (query, error))
      return FALSE;
  }
  return TRUE;
}

/* The ids of all receipts (of char *). */
static GPtrArray *
list_receipts (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[RECEIPTS], error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    gsize size = 0;
    gconstpointer id = valise_query_get_blob (query, 0, &size);

    g_ptr_array_add (ids, valise_hex_encode (id, size));
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  return g_steal_pointer (&ids);
}

gboolean
valise_held_about (ValiseStore *store, const char *device, GError **error)
{
  g_autoptr (GArray) branches = valise_branch_list (store, device, error);
  g_autoptr (GPtrArray) ids = branches != NULL ? list_receipts (store, error) : NULL;

  for (guint i = 0; ids != NULL && i < branches->len; i++)
    if (!drop_about (store, g_array_index (branches, gint64, i), error))
      return FALSE;
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    g_autoptr (ValiseRecord) record = valise_record_load (store, ids->pdata[i], error);

    if (record == NULL || !valise_held_project (store, record, error))
      return FALSE;
  }
  return ids != NULL;
}

/* Reading */

/* Ranges come ascending by their first index. Overlapping ones become one, with
 * the least that any of them says is open. */
static void
add_range (GArray *ranges, const Range *range)
{
  Range *before = ranges->len > 0 ? &g_array_index (ranges, Range, ranges->len - 1) : NULL;

  if (before == NULL || range->first > before->last) {
    g_array_append_vals (ranges, range, 1);
    return;
  }
  before->last = MAX (before->last, range->last);
  before->opened = MIN (before->opened, range->opened);
}

static gboolean
load_ranges (const Pair *pair, int statement, GArray *ranges, GError **error)
{
  g_autoptr (ValiseQuery) query = query_pair (pair, statement, error);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  while (row) {
    Range range = { (guint64) valise_query_get_int (query, 0),
                    (guint64) valise_query_get_int (query, 1), -1 };

    if (statement == GET_PARTLY)
      range.opened = (int) valise_query_get_int (query, 2);
    add_range (ranges, &range);
    if (!valise_query_step (query, &row, error))
      return FALSE;
  }
  return TRUE;
}

ValiseHeld *
valise_held_load (ValiseStore *store, gint64 by, gint64 log, GError **error)
{
  g_autoptr (ValiseHeld) held = g_new0 (ValiseHeld, 1);
  Pair pair = { store, by, log };
  g_autoptr (ValiseQuery) size = query_pair (&pair, GET_SIZE, error);
  gint64 newest = 0;

  held->whole = g_array_new (FALSE, FALSE, sizeof (Range));
  held->partly = g_array_new (FALSE, FALSE, sizeof (Range));
  if (size == NULL || !valise_query_number (size, &newest, 0, error) ||
      !load_ranges (&pair, GET_RANGES, held->whole, error) ||
      !load_ranges (&pair, GET_PARTLY, held->partly, error))
    return NULL;
  held->newest = (guint64) newest;
  return g_steal_pointer (&held);
}

void
valise_held_free (ValiseHeld *held)
{
  if (held == NULL)
    return;
  g_array_unref (held->whole);
  g_array_unref (held->partly);
  g_free (held);
}

static const Range *
find_range (const GArray *ranges, guint64 index)
{
  guint low = 0, high = ranges->len;

  while (low < high) {
    guint middle = (low + high) / 2;
    const Range *range = &g_array_index (ranges, Range, middle);

    if (index < range->first)
      high = middle;
    else if (index > range->last)
      low = middle + 1;
    else
      return range;
  }
  return NULL;
}

int
valise_held_opened (const ValiseHeld *held, guint64 index)
{
  const Range *partly;

  if (find_range (held->whole, index) == NULL)
    return -2;
  partly = find_range (held->partly, index);
  return partly != NULL ? partly->opened : -1;
}

guint64
valise_held_newest_size (const ValiseHeld *held)
{
  return held->newest;
}

gboolean
valise_held_has_bytes (ValiseStore *store, gint64 by, const ValiseHash *sha256)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[HAS_BYTES], NULL);
  gboolean row = FALSE;

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, by);
  valise_query_blob (query, 2, sha256->bytes, sizeof sha256->bytes);
  return valise_query_step (query, &row, NULL) && row;
}
