/* search.c - the words of records, and which are not in the index yet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/search.h"

#include <string.h>

#include "core/error.h"
#include "core/sealed.h"
#include "core/value.h"

#define STEP 512 /* records in one transaction */

enum {
  DROP_WORDS,
  PUT_WORDS,
  WAIT,
  DONE,
  COUNT_WAITING,
  NEXT_WAITING,
  ALL_WORDS,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [DROP_WORDS] = "DELETE FROM search WHERE rowid = ?1",
  [PUT_WORDS] = "INSERT INTO search (rowid, words) VALUES (?1, ?2)",
  [WAIT] = "INSERT OR IGNORE INTO unindexed (id) VALUES (?1)",
  [DONE] = "DELETE FROM unindexed WHERE id = ?1",
  [COUNT_WAITING] = "SELECT count(*) FROM unindexed",
  [NEXT_WAITING] = "SELECT u.id, r.record FROM unindexed u LEFT JOIN record r ON r.id = u.id"
                   " ORDER BY u.id LIMIT ?1",
  [ALL_WORDS] = "SELECT w.term, w.offset, r.record FROM temp.word w LEFT JOIN record r ON r.id = w.doc",
};

/* What the index holds, word by word: a view that fts5 has of it. */
static const char word_view[] = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab (main, search, instance)";

static ValiseQuery *
query_for (ValiseStore *store, int statement, GError **error)
{
  return valise_query (valise_store_get_db (store), sql[statement], error);
}

static gboolean
run_for_row (ValiseStore *store, int statement, gint64 row, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, statement, error);

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, row);
  return valise_query_run (query, error);
}

/* Nothing that was sealed is ever indexed, whatever the table says today. */
static void
append_words (GString *words, const ValiseField *field, const char *value)
{
  g_autofree char *text = NULL;
  ValiseHash handle;

  if (field->sealed || valise_sealed_parse_handle (value, &handle) || strcmp (value, "null") == 0)
    return;
  text = valise_value_to_search (field, value);
  if (text != NULL && text[0] != '\0')
    g_string_append_printf (words, "%s\n", text);
}

static void
collect_words (const ValiseRecord *record, GString *words)
{
  const ValiseState *state = record->state;

  for (guint i = 0; record->type != NULL && i < state->n_fields; i++) {
    const ValiseField *field = valise_type_field (record->type, state->fields[i].name);

    for (guint j = 0; field != NULL && j < state->fields[i].n_live; j++)
      append_words (words, field, state->fields[i].live[j].value);
  }
}

static gboolean
put_words (ValiseStore *store, const ValiseIndexed *indexed, GError **error)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (ValiseQuery) query = NULL;

  if (!indexed->closed)
    collect_words (indexed->record, words);
  if (words->len == 0)
    return TRUE;
  query = query_for (store, PUT_WORDS, error);
  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, indexed->row);
  valise_query_text (query, 2, words->str);
  return valise_query_run (query, error);
}

gboolean
valise_search_drop (ValiseStore *store, gint64 row, GError **error)
{
  return run_for_row (store, DROP_WORDS, row, error) && run_for_row (store, DONE, row, error);
}

gboolean
valise_search_put (ValiseStore *store, const ValiseIndexed *indexed, GError **error)
{
  /* The old words go at once: what was closed meanwhile must not be found. */
  if (!indexed->is_new && !valise_search_drop (store, indexed->row, error))
    return FALSE;
  return indexed->when == VALISE_INDEX_LATER
             ? run_for_row (store, WAIT, indexed->row, error)
             : put_words (store, indexed, error);
}

gint64
valise_search_waiting (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, COUNT_WAITING, error);
  gint64 count = -1;

  return query != NULL && valise_query_number (query, &count, 0, error) ? count : -1;
}

/* Catching up */

typedef struct {
  gint64 row;
  char *record; /* NULL: it is no more */
} Waiting;

static void
waiting_clear (gpointer data)
{
  g_free (((Waiting *) data)->record);
}

static GArray *
next_waiting (ValiseStore *store, guint64 most, GError **error)
{
  g_autoptr (GArray) next = g_array_new (FALSE, FALSE, sizeof (Waiting));
  g_autoptr (ValiseQuery) query = query_for (store, NEXT_WAITING, error);
  gboolean row = FALSE;

  g_array_set_clear_func (next, waiting_clear);
  if (query == NULL)
    return NULL;
  valise_query_int (query, 1, (gint64) most);
  if (!valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    gsize size = 0;
    gconstpointer id = valise_query_get_blob (query, 1, &size);
    Waiting one = { valise_query_get_int (query, 0),
                    id != NULL ? valise_hex_encode (id, size) : NULL };

    g_array_append_val (next, one);
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  return g_steal_pointer (&next);
}

static gboolean
index_waiting (ValiseStore *store, const Waiting *waiting, GError **error)
{
  g_autoptr (ValiseRecord) record = NULL;
  g_autoptr (GError) local = NULL;
  ValiseIndexed indexed = { .row = waiting->row, .is_new = TRUE, .when = VALISE_INDEX_NOW };

  if (waiting->record != NULL)
    record = valise_record_load (store, waiting->record, &local);
  if (local != NULL && !g_error_matches (local, VALISE_ERROR, VALISE_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (record != NULL) { /* else nothing of it counts any more */
    indexed.record = record;
    indexed.closed = valise_record_is_closed (store, record);
    if (!valise_search_put (store, &indexed, error))
      return FALSE;
  }
  return run_for_row (store, DONE, waiting->row, error);
}

gboolean
valise_search_catch_up (ValiseStore *store, guint64 most, ValiseProgress progress, gpointer user,
                        GError **error)
{
  gint64 waiting = valise_search_waiting (store, error);
  guint64 total = MIN (most, (guint64) MAX (waiting, 0)), done = 0;

  if (waiting < 0)
    return FALSE;
  while (done < total) {
    g_autoptr (ValiseTransaction) change =
        valise_transaction_begin (valise_store_get_db (store), error);
    g_autoptr (GArray) next =
        change != NULL ? next_waiting (store, MIN (STEP, total - done), error) : NULL;

    if (next == NULL)
      return FALSE;
    if (next->len == 0)
      return TRUE;
    for (guint i = 0; i < next->len; i++)
      if (!index_waiting (store, &g_array_index (next, Waiting, i), error))
        return FALSE;
    if (!valise_transaction_commit (change, error))
      return FALSE;
    done += next->len;
    if (progress != NULL)
      progress (done, total, user);
  }
  return TRUE;
}

/* Summing up */

/* FNV-1a: against mistakes, not against forgers, whom the pages' tags stop. */
static guint64
mix (guint64 hash, gconstpointer data, gsize size)
{
  const guint8 *bytes = data;

  for (gsize i = 0; i < size; i++)
    hash = (hash ^ bytes[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

static guint64
hash_word (ValiseQuery *query, guint64 seed)
{
  const char *term = valise_query_get_text (query, 0);
  gint64 offset = valise_query_get_int (query, 1);
  gsize size = 0;
  gconstpointer record = valise_query_get_blob (query, 2, &size);

  seed = mix (seed, term, term != NULL ? strlen (term) + 1 : 0);
  seed = mix (seed, &offset, sizeof offset);
  return mix (seed, record, size);
}

gboolean
valise_search_sum (ValiseStore *store, ValiseHash *sum, GError **error)
{
  ValiseDb *db = valise_store_get_db (store);
  g_autoptr (ValiseQuery) query = NULL;
  guint64 lanes[] = { 0, 0 };
  gboolean row = FALSE;

  if (!valise_db_execute (db, word_view, error))
    return FALSE;
  query = query_for (store, ALL_WORDS, error);
  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  while (row) {
    lanes[0] += hash_word (query, G_GUINT64_CONSTANT (0xcbf29ce484222325));
    lanes[1] += 1;
    if (!valise_query_step (query, &row, error))
      return FALSE;
  }
  valise_sha256 (lanes, sizeof lanes, sum);
  return TRUE;
}
