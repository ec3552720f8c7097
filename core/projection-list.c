/* projection-list.c - lists, search and counts over the projection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/error.h"

#include <glib/gi18n.h>
#include "core/json.h"
#include "core/projection.h"

/* As index record_by_time has it, to the word: else it would not be used. */
#define NOT_SYSTEM(type) "(" type " IS NULL OR (" type " <> 'receipt' AND " type " <> 'custody' AND " type \
                         " <> 'admission' AND " type " <> 'erasure' AND " type " <> 'case'))"
#define COLUMNS "r.record, r.type, r.title, r.parent, r.last_time, r.incomplete, r.withdrawn, r.conflicts"

enum {
  LIST_ALL,
  LIST_TYPE,
  LIST_TYPE_CONFLICTS,
  LIST_ONE,
  LIST_CONFLICTS,
  LIST_CHILDREN,
  SEARCH,
  LINKED_FROM,
  IDENTIFIED,
  EVENTS,
  MENTIONS,
  ALL_FILES,
  OWN_FILES,
  FIND_PREFIX,
  DUMP,
  COUNT_TYPES,
  COUNT_FLAGS,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [LIST_ALL] = "SELECT " COLUMNS " FROM record r WHERE " NOT_SYSTEM ("r.type")
               " ORDER BY r.last_time DESC, r.record LIMIT ?1",
  [LIST_TYPE] = "SELECT " COLUMNS " FROM record r WHERE r.type = ?2"
                " ORDER BY r.last_time DESC, r.record LIMIT ?1",
  [LIST_TYPE_CONFLICTS] = "SELECT " COLUMNS " FROM record r WHERE r.conflicts > 0 AND r.type IS NOT ?2"
                          " AND instr(r.state, '\"type_conflict\":true') > 0"
                          " ORDER BY r.last_time DESC, r.record LIMIT ?1",
  [LIST_ONE] = "SELECT " COLUMNS " FROM record r WHERE r.record = ?2 LIMIT ?1",
  [LIST_CONFLICTS] = "SELECT " COLUMNS " FROM record r WHERE r.conflicts > 0"
                     " ORDER BY r.last_time, r.record LIMIT ?1",
  [LIST_CHILDREN] = "SELECT " COLUMNS " FROM record r WHERE r.parent = ?2"
                    " ORDER BY r.first_time, r.record LIMIT ?1",
  /* Newest rows first by rowid: bounded work whatever the word. */
  [SEARCH] = "SELECT " COLUMNS " FROM search s JOIN record r ON r.id = s.rowid"
             " WHERE search MATCH ?2 ORDER BY s.rowid DESC LIMIT ?1",
  /* What the program notes about a record (custody) is no statement on it. */
  [LINKED_FROM] = "SELECT DISTINCT l.source FROM link l JOIN record r ON r.record = l.source"
                  " WHERE l.target = ?1 AND " NOT_SYSTEM ("r.type")
                  " ORDER BY l.source",
  /* The stretch that the first letters bound is read from the index. */
  [IDENTIFIED] = "SELECT DISTINCT i.record FROM identifier i JOIN record r ON r.record = i.record"
                 " WHERE i.folded >= ?1 AND i.folded < ?2 AND i.folded GLOB ?3 AND " NOT_SYSTEM ("r.type")
                 " LIMIT ?4",
  [EVENTS] = "SELECT " COLUMNS " FROM link l JOIN record r ON r.record = l.source"
             " WHERE l.target = ?2 AND l.name IN ('record', 'records')"
             " ORDER BY r.first_time, r.record LIMIT ?1",
  [MENTIONS] = "SELECT DISTINCT record FROM mention WHERE sha256 = ?1 ORDER BY record",
  [ALL_FILES] = "SELECT m.sha256, f.size, m.record, m.name FROM mention m"
                " JOIN file f ON f.sha256 = m.sha256 AND f.present = 1 ORDER BY m.sha256, m.record",
  [OWN_FILES] = "SELECT m.sha256, f.size, m.record, m.name FROM mention m"
                " JOIN file f ON f.sha256 = m.sha256 AND f.present = 1"
                " WHERE EXISTS (SELECT 1 FROM entry e WHERE e.record = m.record AND e.id < 2 << 40)"
                " ORDER BY m.sha256, m.record",
  [FIND_PREFIX] = "SELECT record FROM record WHERE record >= ?1 AND record <= ?2 LIMIT 2",
  [DUMP] = "SELECT record, state, title FROM record ORDER BY record",
  [COUNT_TYPES] = "SELECT coalesce(type, ''), count(*) FROM record WHERE " NOT_SYSTEM ("type")
                  " GROUP BY 1",
  [COUNT_FLAGS] = "SELECT coalesce(sum(incomplete), 0), coalesce(sum(conflicts), 0) FROM record",
};

void
valise_list_row_free (ValiseListRow *row)
{
  if (row == NULL)
    return;
  g_free (row->record);
  g_free (row->type);
  g_free (row->title);
  g_free (row->parent);
  g_free (row->last_time);
  g_free (row);
}

static char *
dup_id (ValiseQuery *query, int column)
{
  gsize size = 0;
  gconstpointer id = valise_query_get_blob (query, column, &size);

  return id != NULL ? valise_hex_encode (id, size) : NULL;
}

static GPtrArray *
collect_rows (ValiseQuery *query, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_list_row_free);
  gboolean found = FALSE;

  if (!valise_query_step (query, &found, error))
    return NULL;
  while (found) {
    ValiseListRow *row = g_new0 (ValiseListRow, 1);

    row->record = dup_id (query, 0);
    row->type = g_strdup (valise_query_get_text (query, 1));
    row->title = g_strdup (valise_query_get_text (query, 2));
    row->parent = dup_id (query, 3);
    row->last_time = g_strdup (valise_query_get_text (query, 4));
    row->incomplete = valise_query_get_int (query, 5) != 0;
    row->withdrawn = valise_query_get_int (query, 6) != 0;
    row->conflicts = (guint) valise_query_get_int (query, 7);
    g_ptr_array_add (rows, row);
    if (!valise_query_step (query, &found, error))
      return NULL;
  }
  return g_steal_pointer (&rows);
}

static ValiseQuery *
query_limit (ValiseStore *store, int statement, guint limit, GError **error)
{
  ValiseQuery *query = valise_query (valise_store_get_db (store), sql[statement], error);

  if (query != NULL)
    valise_query_int (query, 1, limit == 0 ? -1 : (gint64) limit);
  return query;
}

GPtrArray *
valise_projection_list (ValiseStore *store, const char *type, guint limit, GError **error)
{
  g_autoptr (ValiseQuery) query =
      query_limit (store, type != NULL ? LIST_TYPE : LIST_ALL, limit, error);

  if (query == NULL)
    return NULL;
  if (type != NULL)
    valise_query_text (query, 2, type);
  return collect_rows (query, error);
}

GPtrArray *
valise_projection_list_named (ValiseStore *store, const char *type, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_projection_list (store, type, 0, error), others = NULL;
  g_autoptr (ValiseQuery) query =
      rows != NULL ? query_limit (store, LIST_TYPE_CONFLICTS, 0, error) : NULL;

  if (query == NULL)
    return NULL;
  valise_query_text (query, 2, type);
  others = collect_rows (query, error);
  if (others == NULL)
    return NULL;
  g_ptr_array_extend_and_steal (rows, g_steal_pointer (&others));
  return g_steal_pointer (&rows);
}

GPtrArray *
valise_projection_conflicts (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = query_limit (store, LIST_CONFLICTS, 0, error);

  return query != NULL ? collect_rows (query, error) : NULL;
}

static gboolean
parse_id (const char *record, guint8 id[VALISE_RECORD_ID_LENGTH / 2], GError **error)
{
  if (valise_hex_decode_exact (record, -1, id, VALISE_RECORD_ID_LENGTH / 2))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
               _ ("“%s” is no record id; it has 32 hexadecimal digits"), record);
  return FALSE;
}

GPtrArray *
valise_projection_children (ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (ValiseQuery) query = query_limit (store, LIST_CHILDREN, 0, error);
  guint8 id[VALISE_RECORD_ID_LENGTH / 2];

  if (query == NULL || !parse_id (record, id, error))
    return NULL;
  valise_query_blob (query, 2, id, sizeof id);
  return collect_rows (query, error);
}

GPtrArray *
valise_projection_custody (ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (ValiseQuery) query = query_limit (store, EVENTS, 0, error);
  guint8 id[VALISE_RECORD_ID_LENGTH / 2];

  if (query == NULL || !parse_id (record, id, error))
    return NULL;
  valise_query_blob (query, 2, id, sizeof id);
  return collect_rows (query, error);
}

ValiseListRow *
valise_projection_get (ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (ValiseQuery) query = query_limit (store, LIST_ONE, 1, error);
  g_autoptr (GPtrArray) rows = NULL;
  guint8 id[VALISE_RECORD_ID_LENGTH / 2];

  if (query == NULL || !parse_id (record, id, error))
    return NULL;
  valise_query_blob (query, 2, id, sizeof id);
  rows = collect_rows (query, error);
  return rows != NULL && rows->len > 0 ? g_ptr_array_steal_index (rows, 0) : NULL;
}

/* What FTS5's unicode61 makes a word of. */
static gboolean
has_word (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);

    if (g_unichar_isalnum (c) || g_unichar_type (c) == G_UNICODE_PRIVATE_USE)
      return TRUE;
  }
  return FALSE;
}

/* Each word quoted, so that nothing of what is typed is FTS5 syntax; the last
 * one also finds what begins with it. */
char *
valise_projection_match (const char *words)
{
  g_autofree char *valid = g_utf8_make_valid (words, -1);
  g_auto (GStrv) parts = g_strsplit_set (valid, " \t\n", -1);
  GString *match = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++) {
    g_auto (GStrv) quoted = g_strsplit (parts[i], "\"", -1);
    g_autofree char *escaped = g_strjoinv ("\"\"", quoted);

    if (has_word (parts[i]))
      g_string_append_printf (match, "%s\"%s\"", match->len > 0 ? " " : "", escaped);
  }
  if (match->len > 0)
    g_string_append_c (match, '*');
  return g_string_free (match, FALSE);
}

GPtrArray *
valise_projection_search (ValiseStore *store, const char *words, guint limit, GError **error)
{
  g_autoptr (ValiseQuery) query = NULL;
  g_autofree char *match = valise_projection_match (words);

  if (match[0] == '\0') {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("there is nothing to search for; give at least one word"));
    return NULL;
  }
  query = query_limit (store, SEARCH, limit, error);
  if (query == NULL)
    return NULL;
  valise_query_text (query, 2, match);
  return collect_rows (query, error);
}

static char **
collect_ids (ValiseQuery *query, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gboolean row = FALSE;

  if (!valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    g_ptr_array_add (ids, dup_id (query, 0));
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

char **
valise_projection_linked_from (ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[LINKED_FROM], error);
  guint8 id[VALISE_RECORD_ID_LENGTH / 2];

  if (query == NULL || !parse_id (record, id, error))
    return NULL;
  valise_query_blob (query, 1, id, sizeof id);
  return collect_ids (query, error);
}

/* "31?77" asks for any character at that place, which GLOB says in the same way. */
char **
valise_projection_identified (ValiseStore *store, const char *folded, guint most, GError **error)
{
  g_autofree char *first = g_strndup (folded, strcspn (folded, "?")), *end = g_strconcat (first, "\U0010ffff", NULL);
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[IDENTIFIED], error);

  if (query == NULL)
    return NULL;
  valise_query_text (query, 1, first);
  valise_query_text (query, 2, end);
  valise_query_text (query, 3, folded);
  valise_query_int (query, 4, (gint64) most);
  return collect_ids (query, error);
}

char **
valise_projection_mentions (ValiseStore *store, const ValiseHash *sha256, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[MENTIONS], error);

  if (query == NULL)
    return NULL;
  valise_query_blob (query, 1, sha256->bytes, sizeof sha256->bytes);
  return collect_ids (query, error);
}

gboolean
valise_projection_foreach_file (ValiseStore *store, gboolean own_only, ValiseMentionVisit visit,
                                gpointer user, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[own_only ? OWN_FILES : ALL_FILES], error);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  while (row) {
    g_autofree char *record = dup_id (query, 2);
    ValiseHash sha256;

    if (valise_query_get_hash (query, 0, &sha256) &&
        !visit (&sha256, (guint64) valise_query_get_int (query, 1), record,
                valise_query_get_text (query, 3), user, error))
      return FALSE;
    if (!valise_query_step (query, &row, error))
      return FALSE;
  }
  return TRUE;
}

/* 8 to 32 digits → the lowest and highest id that begin so. */
static gboolean
prefix_bounds (const char *prefix, guint8 low[16], guint8 high[16])
{
  gsize length = strlen (prefix);
  g_autofree char *zeros = NULL, *ones = NULL, *from = NULL, *to = NULL;

  if (length < 8 || length > VALISE_RECORD_ID_LENGTH)
    return FALSE;
  zeros = g_strnfill (VALISE_RECORD_ID_LENGTH - length, '0');
  ones = g_strnfill (VALISE_RECORD_ID_LENGTH - length, 'f');
  from = g_strconcat (prefix, zeros, NULL);
  to = g_strconcat (prefix, ones, NULL);
  return valise_hex_decode_exact (from, -1, low, 16) && valise_hex_decode_exact (to, -1, high, 16);
}

char *
valise_record_find (ValiseStore *store, const char *prefix, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[FIND_PREFIX], error);
  g_auto (GStrv) ids = NULL;
  guint8 low[16], high[16];

  if (query == NULL)
    return NULL;
  if (!prefix_bounds (prefix, low, high)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("“%s” is no record id; give its 32 hexadecimal digits, or the first 8 or more"),
                 prefix);
    return NULL;
  }
  valise_query_blob (query, 1, low, sizeof low);
  valise_query_blob (query, 2, high, sizeof high);
  ids = collect_ids (query, error);
  if (ids == NULL)
    return NULL;
  if (ids[0] == NULL || ids[1] != NULL) {
    g_set_error (error, VALISE_ERROR,
                 ids[0] == NULL ? VALISE_ERROR_NOT_FOUND : VALISE_ERROR_INVALID,
                 ids[0] == NULL ? "there is no record %s in this store; “valise list” shows what there is"
                                : "several records begin with %s; give more digits",
                 prefix);
    return NULL;
  }
  return g_strdup (ids[0]);
}

/* What its entry says, where that is all that is said of it. */
static char *
dump_state (ValiseStore *store, ValiseQuery *row, GError **error)
{
  gsize size = 0;
  gconstpointer id = valise_query_get_blob (row, 0, &size);
  const char *state = valise_query_get_text (row, 1);
  g_autofree char *hex = NULL;
  g_autoptr (ValiseRecord) record = NULL;

  if (state != NULL && state[0] != '\0')
    return g_strdup (state);
  hex = valise_hex_encode (id, size);
  record = valise_record_load (store, hex, error);
  return record != NULL ? valise_state_to_json (record->state) : NULL;
}

char *
valise_projection_dump (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[DUMP], error);
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    const char *title = valise_query_get_text (query, 2);
    g_autofree char *state = dump_state (store, query, error);
    g_autofree char *text = title != NULL ? valise_json_string (title) : g_strdup ("null");

    if (state == NULL)
      return NULL;
    g_string_append_printf (out, "{\"state\":%s,\"title\":%s}\n", state, text);
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

GHashTable *
valise_projection_count_types (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[COUNT_TYPES], error);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    g_hash_table_insert (counts, g_strdup (valise_query_get_text (query, 0)),
                         GUINT_TO_POINTER ((guint) valise_query_get_int (query, 1)));
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  return g_steal_pointer (&counts);
}

gboolean
valise_projection_count (ValiseStore *store, guint64 *incomplete, guint64 *conflicts,
                         GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[COUNT_FLAGS], error);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  *incomplete = row ? (guint64) valise_query_get_int (query, 0) : 0;
  *conflicts = row ? (guint64) valise_query_get_int (query, 1) : 0;
  return TRUE;
}
