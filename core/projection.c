/* projection.c - current state and index, derived from the log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/projection.h"

#include <string.h>

#include "core/admission.h"
#include "core/attachment.h"
#include "core/error.h"
#include "core/files.h"
#include "core/flag.h"
#include "core/held.h"
#include "core/json.h"
#include "core/log.h"
#include "core/quarantine.h"
#include "core/sealed.h"
#include "core/search.h"
#include "core/spot.h"
#include "core/value.h"

enum {
  GET_ID,
  PUT_RECORD,
  DROP_LINKS,
  PUT_LINK,
  DROP_IDENTIFIERS,
  PUT_IDENTIFIER,
  DROP_MENTIONS,
  PUT_MENTION,
  DROP_SEALED,
  PUT_SEALED,
  ALL_RECORDS,
  COUNT_RECORDS,
  LOG_RECORDS,
  DROP_RECORD,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [GET_ID] = "SELECT id FROM record WHERE record = ?1",
  [PUT_RECORD] =
      "INSERT INTO record (record, type, parent, title, first_time, last_time, incomplete,"
      " conflicts, withdrawn, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
      " ON CONFLICT (record) DO UPDATE SET type = ?2, parent = ?3, title = ?4, first_time = ?5,"
      " last_time = ?6, incomplete = ?7, conflicts = ?8, withdrawn = ?9, state = ?10",
  [DROP_LINKS] = "DELETE FROM link WHERE source = ?1",
  [PUT_LINK] = "INSERT OR IGNORE INTO link (source, name, target) VALUES (?1, ?2, ?3)",
  [DROP_IDENTIFIERS] = "DELETE FROM identifier WHERE record = ?1",
  [PUT_IDENTIFIER] = "INSERT OR IGNORE INTO identifier (record, name, folded) VALUES (?1, ?2, ?3)",
  [DROP_MENTIONS] = "DELETE FROM mention WHERE record = ?1",
  [PUT_MENTION] = "INSERT OR IGNORE INTO mention (record, name, sha256) VALUES (?1, ?2, ?3)",
  [DROP_SEALED] = "DELETE FROM sealed_use WHERE record = ?1",
  [PUT_SEALED] = "INSERT OR IGNORE INTO sealed_use (record, name, handle, log) VALUES (?1, ?2, ?3, ?4)",
  /* In the order in which they came, which search shows from its end. */
  [ALL_RECORDS] = "SELECT record FROM entry WHERE record IS NOT NULL AND aside IS NULL AND" VALISE_QUARANTINE_COUNTS
                  " GROUP BY record ORDER BY min(id)",
  [COUNT_RECORDS] = "SELECT count(DISTINCT record) FROM entry WHERE record IS NOT NULL"
                    " AND aside IS NULL AND" VALISE_QUARANTINE_COUNTS,
  [DROP_RECORD] = "DELETE FROM record WHERE record = ?1",
  [LOG_RECORDS] = "SELECT DISTINCT record FROM entry WHERE id >= ?1 << 40 AND id < (?1 + 1) << 40"
                  " AND record IS NOT NULL AND aside IS NULL",
};

typedef struct {
  ValiseStore *store;
  const ValiseRecord *record;
  guint8 id[VALISE_RECORD_ID_LENGTH / 2];
  gint64 row;
  gboolean is_new;
  gboolean closed; /* see valise_record_is_closed() */
} Projecting;

static gboolean
run_with_id (Projecting *p, int statement, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (p->store), sql[statement], error);

  if (query == NULL)
    return FALSE;
  valise_query_blob (query, 1, p->id, sizeof p->id);
  return valise_query_run (query, error);
}

/* One row of link, identifier or mention: (record, name, what). */
static gboolean
put_part (Projecting *p, int statement, const char *name, gconstpointer what, gsize size,
          GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (p->store), sql[statement], error);

  if (query == NULL)
    return FALSE;
  valise_query_blob (query, 1, p->id, sizeof p->id);
  valise_query_text (query, 2, name);
  if (statement == PUT_IDENTIFIER)
    valise_query_text (query, 3, what);
  else
    valise_query_blob (query, 3, what, size);
  return valise_query_run (query, error);
}

static gboolean
index_link (Projecting *p, const char *name, const char *value, GError **error)
{
  g_auto (GStrv) targets = valise_json_dup_strings (value);

  for (guint i = 0; targets[i] != NULL; i++) {
    guint8 target[VALISE_RECORD_ID_LENGTH / 2];

    if (valise_hex_decode_exact (targets[i], -1, target, sizeof target) &&
        !put_part (p, PUT_LINK, name, target, sizeof target, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
index_identifier (Projecting *p, const char *name, const char *value, GError **error)
{
  g_auto (GStrv) texts = valise_json_dup_strings (value);

  for (guint i = 0; texts[i] != NULL; i++) {
    g_autofree char *folded = valise_identifier_fold (texts[i]);

    if (folded[0] != '\0' && !put_part (p, PUT_IDENTIFIER, name, folded, 0, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
index_files (Projecting *p, const char *name, const char *value, GError **error)
{
  g_autoptr (GPtrArray) list = valise_attachment_list (value);

  for (guint i = 0; i < list->len; i++) {
    const ValiseAttachment *file = list->pdata[i];

    if (!put_part (p, PUT_MENTION, name, file->sha256.bytes, VALISE_HASH_SIZE, error) ||
        !valise_files_expect (p->store, &file->sha256, file->size, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
index_value (Projecting *p, const ValiseField *field, const char *value, GError **error)
{
  ValiseHash handle;

  /* Nothing that was sealed is ever indexed, whatever the table says today. */
  if (field->sealed || valise_sealed_parse_handle (value, &handle) || strcmp (value, "null") == 0)
    return TRUE;
  if (p->closed) /* its links tell what else is closed, or opened again, with it */
    return field->kind != VALISE_KIND_LINK || index_link (p, field->name, value, error);
  if (field->trace && !index_identifier (p, field->name, value, error))
    return FALSE;
  if (field->kind == VALISE_KIND_LINK)
    return index_link (p, field->name, value, error);
  return field->kind == VALISE_KIND_FILE ? index_files (p, field->name, value, error) : TRUE;
}

/* By whatever type: who calls a record something else takes none of its links,
 * identifiers and files out of the index. */
static const ValiseField *
find_field (const GPtrArray *types, const char *name)
{
  const ValiseField *field = NULL;

  for (guint i = 0; field == NULL && i < types->len; i++)
    field = valise_type_field (types->pdata[i], name);
  return field;
}

static gboolean
index_values (Projecting *p, GError **error)
{
  const ValiseState *state = p->record->state;
  g_autoptr (GPtrArray) types = valise_record_types (p->record);

  for (guint i = 0; i < state->n_fields; i++) {
    const ValiseField *field = find_field (types, state->fields[i].name);

    for (guint j = 0; field != NULL && j < state->fields[i].n_live; j++)
      if (!index_value (p, field, state->fields[i].live[j].value, error))
        return FALSE;
  }
  return TRUE;
}

/* Every handle that an entry names, replaced or not: its age file stays part
 * of the evidence. */
static gboolean
index_handle (Projecting *p, const ValiseEntry *entry, const ValiseValue *value, GError **error)
{
  g_autoptr (ValiseQuery) query = NULL;
  ValiseHash handle;
  gint64 log;

  if (!valise_sealed_parse_handle (value->value, &handle))
    return TRUE;
  log = valise_log_find (p->store, entry->device, error);
  query = log > 0 ? valise_query (valise_store_get_db (p->store), sql[PUT_SEALED], error) : NULL;
  if (query == NULL)
    return FALSE;
  valise_query_blob (query, 1, p->id, sizeof p->id);
  valise_query_text (query, 2, value->name);
  valise_query_blob (query, 3, handle.bytes, sizeof handle.bytes);
  valise_query_int (query, 4, log);
  return valise_query_run (query, error);
}

static gboolean
index_sealed (Projecting *p, GError **error)
{
  for (guint i = 0; i < p->record->entries->len; i++) {
    const ValiseEntry *entry = p->record->entries->pdata[i];

    for (guint j = 0; j < entry->n_values; j++)
      if (!index_handle (p, entry, &entry->values[j], error))
        return FALSE;
  }
  return TRUE;
}

/* The record's own row */

char *
valise_projection_title (const ValiseRecord *record)
{
  g_auto (GStrv) names =
      g_strsplit (record->type != NULL && record->type->title != NULL ? record->type->title : "",
                  " ", -1);

  for (guint i = 0; names[i] != NULL; i++) {
    const ValiseField *field =
        names[i][0] != '\0' ? valise_type_field (record->type, names[i]) : NULL;
    const char *value = field != NULL ? valise_state_get (record->state, names[i]) : NULL;

    if (value != NULL && !field->sealed)
      return valise_value_to_text (field, value);
  }
  return NULL;
}

static gboolean
is_incomplete (const ValiseRecord *record)
{
  if (record->type == NULL || record->type->audience == VALISE_AUDIENCE_SYSTEM ||
      record->state->withdrawn || record->state->incomplete_disclosure)
    return FALSE;
  for (const ValiseField *field = record->type->fields; field->name != NULL; field++)
    if (field->required && valise_state_get (record->state, field->name) == NULL)
      return TRUE;
  return FALSE;
}

static gboolean
find_parent (const ValiseRecord *record, guint8 parent[VALISE_RECORD_ID_LENGTH / 2])
{
  for (const ValiseField *field = record->type != NULL ? record->type->fields : NULL;
       field != NULL && field->name != NULL; field++) {
    g_autofree char *id =
        field->parent ? valise_state_dup_text (record->state, field->name) : NULL;

    if (id != NULL && valise_hex_decode_exact (id, -1, parent, VALISE_RECORD_ID_LENGTH / 2))
      return TRUE;
  }
  return FALSE;
}

static gboolean
find_row (Projecting *p, GError **error)
{
  g_autoptr (ValiseQuery) query = NULL;

  if (p->is_new) /* so the caller says */
    return TRUE;
  query = valise_query (valise_store_get_db (p->store), sql[GET_ID], error);
  if (query == NULL)
    return FALSE;
  valise_query_blob (query, 1, p->id, sizeof p->id);
  if (!valise_query_number (query, &p->row, 0, error))
    return FALSE;
  p->is_new = p->row == 0;
  return TRUE;
}

static gboolean
put_record (Projecting *p, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (p->store), sql[PUT_RECORD], error);
  const ValiseState *state = p->record->state;
  g_autofree char *title = p->closed ? NULL : valise_projection_title (p->record);
  /* Of a record with one entry that entry says all: no need to write it twice. */
  g_autofree char *json = state->n_entries > 1 ? valise_state_to_json (state) : NULL;
  guint8 parent[VALISE_RECORD_ID_LENGTH / 2];
  gboolean has_parent = find_parent (p->record, parent);

  if (query == NULL)
    return FALSE;
  valise_query_blob (query, 1, p->id, sizeof p->id);
  valise_query_text (query, 2, state->type);
  valise_query_blob (query, 3, has_parent ? parent : NULL, sizeof parent);
  valise_query_text (query, 4, title);
  valise_query_text (query, 5, state->first_time);
  valise_query_text (query, 6, state->last_time);
  valise_query_int (query, 7, is_incomplete (p->record));
  valise_query_int (query, 8, state->n_conflicts);
  valise_query_int (query, 9, state->withdrawn);
  valise_query_text (query, 10, json != NULL ? json : "");
  if (!valise_query_run (query, error))
    return FALSE;
  if (p->is_new)
    p->row = valise_db_last_id (valise_store_get_db (p->store));
  return TRUE;
}

static gboolean
drop_parts (Projecting *p, GError **error)
{
  return run_with_id (p, DROP_LINKS, error) && run_with_id (p, DROP_IDENTIFIERS, error) &&
         run_with_id (p, DROP_MENTIONS, error) && run_with_id (p, DROP_SEALED, error);
}

static gboolean
project (Projecting *p, ValiseIndexing when, GError **error)
{
  ValiseIndexed indexed = { .record = p->record, .closed = p->closed, .when = when };

  if (!find_row (p, error) || !put_record (p, error))
    return FALSE;
  if (!p->is_new && !drop_parts (p, error))
    return FALSE;
  indexed.row = p->row;
  indexed.is_new = p->is_new;
  return index_values (p, error) && index_sealed (p, error) &&
         valise_flag_project (p->store, p->record, p->is_new, p->closed, error) &&
         valise_spot_project (p->store, p->record, p->row, p->is_new, p->closed, error) &&
         valise_search_put (p->store, &indexed, error) &&
         valise_held_project (p->store, p->record, error) &&
         valise_admission_project (p->store, p->record, error);
}

static gboolean
update_loaded (ValiseStore *store, const ValiseRecord *loaded, ValiseIndexing when, gboolean is_new,
               GError **error)
{
  Projecting p = { .store = store, .record = loaded, .is_new = is_new };

  valise_hex_decode_exact (loaded->record, -1, p.id, sizeof p.id);
  p.closed = valise_record_is_closed (store, loaded);
  return project (&p, when, error);
}

/* At the mission's store, with an interview closes or opens what was told in
 * it: all that leads there, however far. */
static gboolean
update_what_leads_to (ValiseStore *store, const char *interview, GError **error)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_ptr_array_add (waiting, g_strdup (interview));
  g_hash_table_add (seen, waiting->pdata[0]);
  for (guint i = 0; i < waiting->len; i++) {
    g_auto (GStrv) linked = valise_projection_linked_from (store, waiting->pdata[i], error);
    g_autoptr (ValiseRecord) loaded = NULL;

    if (linked == NULL)
      return FALSE;
    for (guint j = 0; linked[j] != NULL; j++)
      if (!g_hash_table_contains (seen, linked[j])) {
        g_ptr_array_add (waiting, g_strdup (linked[j]));
        g_hash_table_add (seen, waiting->pdata[waiting->len - 1]);
      }
    loaded = i > 0 ? valise_record_load (store, waiting->pdata[i], error) : NULL;
    if (i > 0 && (loaded == NULL || !update_loaded (store, loaded, VALISE_INDEX_NOW, FALSE, error)))
      return FALSE;
  }
  return TRUE;
}

/* No entry of it counts any more. */
static gboolean
forget (ValiseStore *store, const char *record, GError **error)
{
  Projecting p = { .store = store };

  if (!valise_hex_decode_exact (record, -1, p.id, sizeof p.id) || !find_row (&p, error))
    return FALSE;
  return p.is_new || (drop_parts (&p, error) && valise_flag_forget (store, record, error) &&
                      valise_search_drop (store, p.row, error) &&
                      valise_spot_forget (store, p.row, error) &&
                      run_with_id (&p, DROP_RECORD, error));
}

static gboolean
update (ValiseStore *store, const ValiseRecord *loaded, ValiseIndexing when, gboolean is_new,
        GError **error)
{
  if (!update_loaded (store, loaded, when, is_new, error))
    return FALSE;
  return strcmp (valise_store_get_role (store), "jmac") != 0 || loaded->type == NULL ||
         loaded->type->audience != VALISE_AUDIENCE_INTERVIEW ||
         update_what_leads_to (store, loaded->record, error);
}

gboolean
valise_projection_update (ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ValiseRecord) loaded = valise_record_load (store, record, &local);

  if (g_error_matches (local, VALISE_ERROR, VALISE_ERROR_NOT_FOUND))
    return forget (store, record, error);
  if (loaded == NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return update (store, loaded, VALISE_INDEX_NOW, FALSE, error);
}

gboolean
valise_projection_add (ValiseStore *store, ValiseEntry *entry, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_entry_free);
  g_autofree char *id = g_strdup (entry->record);
  g_autoptr (ValiseRecord) record = NULL;

  g_ptr_array_add (entries, entry);
  record = valise_record_merge (store, id, entries);
  return record == NULL || update (store, record, VALISE_INDEX_NOW, TRUE, error);
}

gboolean
valise_projection_follow (ValiseStore *store, const ValiseRecord *loaded, gboolean is_new,
                          GError **error)
{
  return update (store, loaded, VALISE_INDEX_LATER, is_new, error);
}

/* Rebuilding */

static gboolean
update_each (ValiseStore *store, ValiseQuery *query, ValiseProgress progress, gpointer user,
             guint64 total, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gboolean row = FALSE;

  if (!valise_query_step (query, &row, error))
    return FALSE;
  while (row) {
    gsize size = 0;
    gconstpointer id = valise_query_get_blob (query, 0, &size);

    g_ptr_array_add (ids, valise_hex_encode (id, size));
    if (!valise_query_step (query, &row, error))
      return FALSE;
  }
  for (guint i = 0; i < ids->len; i++) {
    if (!valise_projection_update (store, ids->pdata[i], error))
      return FALSE;
    if (progress != NULL && (i % 256 == 0 || i + 1 == ids->len))
      progress (i + 1, total, user);
  }
  return TRUE;
}

gboolean
valise_projection_rebuild (ValiseStore *store, ValiseProgress progress, gpointer user,
                           GError **error)
{
  ValiseDb *db = valise_store_get_db (store);
  g_autoptr (ValiseTransaction) change = valise_transaction_begin (db, error);
  g_autoptr (ValiseQuery) all = NULL, count = NULL;
  gint64 total = 0;

  if (change == NULL || !valise_admission_project_all (store, error) ||
      !valise_db_execute (db,
                          "DELETE FROM record; DELETE FROM link; DELETE FROM identifier;"
                          "DELETE FROM mention; DELETE FROM sealed_use; DELETE FROM search; DELETE FROM unindexed;"
                          "DELETE FROM flag; DELETE FROM place; DELETE FROM spot;"
                          "DELETE FROM held_log; DELETE FROM held_range; DELETE FROM held_partly;"
                          "DELETE FROM held_bytes; DELETE FROM held_size;",
                          error))
    return FALSE;
  count = valise_query (db, sql[COUNT_RECORDS], error);
  all = valise_query (db, sql[ALL_RECORDS], error);
  return count != NULL && all != NULL && valise_query_number (count, &total, 0, error) &&
         update_each (store, all, progress, user, (guint64) total, error) &&
         valise_transaction_commit (change, error);
}

gboolean
valise_projection_compact (ValiseStore *store, GError **error)
{
  return valise_db_execute (valise_store_get_db (store),
                            "INSERT INTO search (search) VALUES ('optimize')", error);
}

gboolean
valise_projection_update_log (ValiseStore *store, gint64 log, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[LOG_RECORDS], error);

  if (query == NULL)
    return FALSE;
  valise_query_int (query, 1, log);
  return update_each (store, query, NULL, NULL, 0, error);
}
