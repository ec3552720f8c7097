/* erasure.c - a source withdrew: values that go, for good, on each store that agrees
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/erasure-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/attachment.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/files.h"
#include "core/held.h"
#include "core/import-id.h"
#include "core/json.h"
#include "core/log-branch.h"
#include "core/projection.h"
#include "core/sealed.h"

enum {
  NOTE_DONE,
  WHEN_DONE,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [NOTE_DONE] = "INSERT OR IGNORE INTO erasure_done (request, at) VALUES (?1, ?2)",
  [WHEN_DONE] = "SELECT at FROM erasure_done WHERE request = ?1",
};

static ValiseQuery *
query_for (ValiseStore *store, int statement, GError **error)
{
  return valise_query (valise_store_get_db (store), sql[statement], error);
}

static void
entry_free (gpointer data)
{
  ValiseErasureEntry *entry = data;

  g_free (entry->device);
  g_free (entry);
}

void
valise_erasure_free (ValiseErasure *erasure)
{
  if (erasure == NULL)
    return;
  g_free (erasure->request);
  g_free (erasure->record);
  g_free (erasure->device);
  g_free (erasure->time);
  g_free (erasure->reason);
  g_free (erasure->done);
  g_strfreev (erasure->fields);
  g_ptr_array_unref (erasure->entries);
  g_free (erasure);
}

/* Rights */

static gboolean
may_erase (ValiseStore *store, const char *who, const char *whose)
{
  ValiseLogOwner by = { NULL, NULL }, author = { NULL, NULL };

  if (strcmp (who, whose) == 0)
    return TRUE;
  valise_store_get_owner (store, who, &by);
  valise_store_get_owner (store, whose, &author);
  return g_strcmp0 (by.role, "coordinator") == 0 || g_strcmp0 (by.role, "headquarters") == 0 ||
         (by.member != NULL && g_strcmp0 (by.member, author.member) == 0);
}

/* Receipts, rosters of cases and custody are no source's: they stay. */
static gboolean
is_the_programs (ValiseStore *store, const char *record)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (store, record, NULL);

  return loaded != NULL && loaded->type != NULL &&
         loaded->type->audience == VALISE_AUDIENCE_SYSTEM;
}

/* Asking */

typedef struct {
  GPtrArray *texts;
  GArray *fields;
} Draft;

static void
take (Draft *draft, const char *name, char *value)
{
  ValiseAssignment field = { name, value };

  g_ptr_array_add (draft->texts, value);
  g_array_append_val (draft->fields, field);
}

static char *
list_to_json (const GPtrArray *texts)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < texts->len; i++) {
    g_autofree char *one = valise_json_string (texts->pdata[i]);

    g_string_append_printf (json, "%s%s", i > 0 ? "," : "", one);
  }
  return g_string_free (g_string_append_c (json, ']'), FALSE);
}

/* An entry that is not wholly open here may set the field as well as one that is
 * seen to; of the reserved fields `.reason` and `.why` are a person's words. */
static gboolean
may_set (const ValiseEntry *entry, const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    if (valise_entry_find (entry, names->pdata[i]) != NULL)
      return TRUE;
  return !valise_entry_is_complete (entry);
}

static gboolean
choose_entries (ValiseStore *store, const ValiseRecord *record, const GPtrArray *names,
                GPtrArray *places, guint *others)
{
  const char *own = valise_store_get_device (store);
  gboolean seen = FALSE;

  *others = 0;
  for (guint i = 0; i < record->entries->len; i++) {
    const ValiseEntry *entry = record->entries->pdata[i];

    if (!may_set (entry, names))
      continue;
    seen = TRUE;
    if (may_erase (store, own, entry->device))
      g_ptr_array_add (places,
                       g_strdup_printf ("%s %" G_GUINT64_FORMAT, entry->device, entry->index));
    else
      (*others)++;
  }
  return seen;
}

static gboolean
choose_fields (const ValiseRecord *record, const char *const *fields, GPtrArray *names,
               GError **error)
{
  for (guint i = 0; fields[i] != NULL; i++) {
    const ValiseField *field =
        record->type != NULL ? valise_type_field (record->type, fields[i]) : NULL;

    if (!valise_field_name_is_valid (fields[i]) ||
        (fields[i][0] == '.' && strcmp (fields[i], ".reason") != 0 && strcmp (fields[i], ".why") != 0)) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                   _ ("“%s” is no field that can be erased"), fields[i]);
      return FALSE;
    }
    g_ptr_array_add (names, g_strdup (fields[i]));
    for (const ValiseField *made = field != NULL && field->original ? record->type->fields : NULL;
         made != NULL && made->name != NULL; made++)
      if (made->kind == VALISE_KIND_FILE && made != field)
        g_ptr_array_add (names, g_strdup (made->name));
  }
  return TRUE;
}

static gboolean
choose (ValiseStore *store, const ValiseRecord *loaded, const GPtrArray *names, GPtrArray *places,
        guint *others, GError **error)
{
  if (loaded->type != NULL && loaded->type->audience == VALISE_AUDIENCE_SYSTEM) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
                 _ ("record %s was made by the program and is never erased"), loaded->record);
    return FALSE;
  }
  if (!choose_entries (store, loaded, names, places, others)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("record %s never had such a field; “valise show %.8s --history” lists them"),
                 loaded->record, loaded->record);
    return FALSE;
  }
  if (places->len > 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
               _ ("only its author or a coordinator can ask to erase this; ask one of them"));
  return FALSE;
}

char *
valise_erasure_ask (ValiseStore *store, const char *record, const char *const *fields,
                    const char *reason, guint *others, GError **error)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (store, record, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));
  Draft draft = { texts, list };
  static const char *const compartment[] = { ".case", ".class" };

  if (loaded == NULL || !choose_fields (loaded, fields, names, error) ||
      !choose (store, loaded, names, places, others, error))
    return NULL;
  if (reason == NULL || reason[0] == '\0') {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, _ ("erasing needs a reason; say why"));
    return NULL;
  }
  take (&draft, "record", valise_json_string (record));
  take (&draft, "entries", list_to_json (places));
  take (&draft, "fields", list_to_json (names));
  take (&draft, "reason", valise_json_string (reason));
  for (gsize i = 0; i < G_N_ELEMENTS (compartment); i++)
    if (valise_state_get (loaded->state, compartment[i]) != NULL)
      take (&draft, compartment[i], g_strdup (valise_state_get (loaded->state, compartment[i])));
  return valise_record_add_system (store, "erasure", (const ValiseAssignment *) (void *) list->data,
                                   list->len, error);
}

/* Reading */

static void
read_entries (ValiseStore *store, ValiseErasure *erasure, const char *json)
{
  g_auto (GStrv) places = json != NULL ? valise_json_dup_strings (json) : g_new0 (char *, 1);

  for (guint i = 0; places[i] != NULL; i++) {
    g_auto (GStrv) parts = g_strsplit (places[i], " ", 2);
    ValiseErasureEntry *entry;
    guint64 index = 0;

    if (parts[0] == NULL || parts[1] == NULL || !valise_device_id_is_valid (parts[0]) ||
        !g_ascii_string_to_unsigned (parts[1], 10, 0, VALISE_LOG_MAX_SIZE - 1, &index, NULL))
      continue;
    if (!may_erase (store, erasure->device, parts[0])) {
      erasure->refused++;
      continue;
    }
    entry = g_new0 (ValiseErasureEntry, 1);
    entry->device = g_strdup (parts[0]);
    entry->index = index;
    g_ptr_array_add (erasure->entries, entry);
  }
}

static char *
when_done (ValiseStore *store, const char *request)
{
  g_autoptr (ValiseQuery) query = query_for (store, WHEN_DONE, NULL);
  guint8 id[VALISE_RECORD_ID_LENGTH / 2];
  gboolean row = FALSE;

  if (query == NULL || !valise_hex_decode_exact (request, -1, id, sizeof id))
    return NULL;
  valise_query_blob (query, 1, id, sizeof id);
  return valise_query_step (query, &row, NULL) && row ? g_strdup (valise_query_get_text (query, 0))
                                                      : NULL;
}

static const char *
value_of (const ValiseEntry *entry, const char *name)
{
  const ValiseValue *value = valise_entry_find (entry, name);

  return value != NULL ? value->value : NULL;
}

ValiseErasure *
valise_erasure_load (ValiseStore *store, const char *request, GError **error)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (store, request, error);
  const ValiseEntry *entry;
  ValiseErasure *erasure;

  if (loaded == NULL)
    return NULL;
  entry = valise_erasure_find_request (store, loaded->entries);
  if (entry == NULL) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("record %s is no request to erase; “valise erase --list” lists those that wait"),
                 request);
    return NULL;
  }
  erasure = g_new0 (ValiseErasure, 1);
  erasure->request = g_strdup (loaded->record);
  erasure->device = g_strdup (entry->device);
  erasure->record = valise_entry_dup_text (entry, "record");
  erasure->time = valise_entry_dup_text (entry, ".time");
  erasure->reason = valise_entry_dup_text (entry, "reason");
  erasure->fields = valise_json_dup_strings (value_of (entry, "fields"));
  erasure->entries = g_ptr_array_new_with_free_func (entry_free);
  erasure->done = when_done (store, request);
  read_entries (store, erasure, value_of (entry, "entries"));
  return erasure;
}

GPtrArray *
valise_erasure_list (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_projection_list_named (store, "erasure", error);
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_erasure_free);

  for (guint i = rows != NULL ? rows->len : 0; i-- > 0;) {
    ValiseErasure *one =
        valise_erasure_load (store, ((const ValiseListRow *) rows->pdata[i])->record, NULL);

    if (one != NULL && one->entries->len > 0)
      g_ptr_array_add (list, one);
    else
      valise_erasure_free (one);
  }
  return rows != NULL ? g_steal_pointer (&list) : NULL;
}

gint
valise_erasure_count_waiting (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) list = valise_erasure_list (store, error);
  gint count = 0;

  for (guint i = 0; list != NULL && i < list->len; i++)
    count += ((const ValiseErasure *) list->pdata[i])->done == NULL;
  return list != NULL ? count : -1;
}

/* Doing it */

typedef struct {
  ValiseStore *store;
  const ValiseErasure *erasure;
  ValiseErased *erased;
  GPtrArray *values;   /* of ValiseAssignment: what went */
  GHashTable *records; /* touched */
} Erasing;

static gboolean
erase_in_branch (Erasing *e, gint64 log, const ValiseErasureEntry *place, GError **error)
{
  g_autoptr (ValiseEntry) entry = valise_log_get (e->store, log, place->index, NULL);
  gboolean counts = valise_log_find (e->store, place->device, NULL) == log;

  if (entry != NULL && is_the_programs (e->store, entry->record))
    return TRUE;
  /* In another branch something else may stand in that place. */
  if (entry != NULL && !counts && g_strcmp0 (entry->record, e->erasure->record) != 0)
    return TRUE;
  if (entry != NULL)
    g_hash_table_add (e->records, g_strdup (entry->record));
  return valise_log_erase (e->store, log, place->index, (const char *const *) e->erasure->fields,
                           e->erasure->request, e->values, error);
}

/* Of a log that was forked, whatever stands there in any branch. */
static gboolean
erase_entry (Erasing *e, const ValiseErasureEntry *place, GError **error)
{
  gint64 log = valise_log_open (e->store, place->device, error);
  g_autoptr (GArray) branches =
      log > 0 ? valise_branch_list (e->store, place->device, error) : NULL;

  for (guint i = 0; branches != NULL && i < branches->len; i++)
    if (!erase_in_branch (e, g_array_index (branches, gint64, i), place, error))
      return FALSE;
  return branches != NULL;
}

static gboolean
project_records (Erasing *e, GError **error)
{
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, e->records);
  while (g_hash_table_iter_next (&iter, &record, NULL)) {
    g_autoptr (ValiseRecord) loaded = valise_record_load (e->store, record, NULL);

    /* One whose only entry was set aside is in no list. */
    if (loaded != NULL && !valise_projection_update (e->store, record, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
drop_sealed (Erasing *e, const char *value, GError **error)
{
  ValiseHash handle;

  if (!valise_sealed_parse_handle (value, &handle) || valise_sealed_is_used (e->store, &handle))
    return TRUE;
  e->erased->sealed += valise_sealed_is_here (e->store, &handle);
  return valise_sealed_forget (e->store, &handle, error);
}

static gboolean
drop_files (Erasing *e, const char *value, GError **error)
{
  g_autoptr (GPtrArray) list = valise_attachment_list (value);

  for (guint i = 0; i < list->len; i++) {
    const ValiseHash *sha256 = &((const ValiseAttachment *) list->pdata[i])->sha256;

    if (valise_erasure_is_mentioned (e->store, sha256))
      continue;
    e->erased->files += valise_files_is_here (e->store, sha256);
    if (!valise_files_forget (e->store, sha256, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
note_done (Erasing *e, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (e->store, NOTE_DONE, error);
  g_autofree char *now = valise_clock_now_text ();
  guint8 id[VALISE_RECORD_ID_LENGTH / 2];

  if (query == NULL || !valise_hex_decode_exact (e->erasure->request, -1, id, sizeof id))
    return FALSE;
  valise_query_blob (query, 1, id, sizeof id);
  valise_query_text (query, 2, now);
  return valise_query_run (query, error) &&
         valise_record_note_custody (e->store, "erased", e->erasure->record, e->erasure->request,
                                     NULL, error);
}

static gboolean
erase_all (Erasing *e, GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (e->store), error);

  if (change == NULL)
    return FALSE;
  for (guint i = 0; i < e->erasure->entries->len; i++)
    if (!erase_entry (e, e->erasure->entries->pdata[i], error))
      return FALSE;
  if (!project_records (e, error))
    return FALSE;
  for (guint i = 0; i < e->values->len; i++) {
    const ValiseAssignment *value = e->values->pdata[i];

    if (!valise_erasure_bar_value (e->store, value->value, error) ||
        !drop_sealed (e, value->value, error) || !drop_files (e, value->value, error))
      return FALSE;
  }
  e->erased->values = e->values->len;
  return valise_import_ids_forget_contents (e->store, error) && note_done (e, error) && valise_transaction_commit (change, error);
}

gboolean
valise_erasure_confirm (ValiseStore *store, const char *request, ValiseErased *erased,
                        GError **error)
{
  g_autoptr (ValiseErasure) erasure = valise_erasure_load (store, request, error);
  g_autoptr (GPtrArray) values = valise_log_erased_new ();
  g_autoptr (GHashTable) records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Erasing e = { store, erasure, erased, values, records };
  guint swept = 0;

  memset (erased, 0, sizeof *erased);
  if (erasure == NULL)
    return FALSE;
  if (erasure->entries->len == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED,
                 _ ("who asked for this wrote none of it and is no coordinator; nothing was erased"));
    return FALSE;
  }
  /* What was interrupted after its transaction is only cleared once more. */
  return (erasure->done != NULL || erase_all (&e, error)) &&
         valise_files_sweep (store, &swept, error) && valise_projection_compact (store, error) &&
         valise_db_clear_freed (valise_store_get_db (store), error);
}

/* Who has it */

static gboolean
holds_one_of (ValiseStore *store, gint64 by, const ValiseErasureEntry *place)
{
  g_autoptr (GArray) branches = valise_branch_list (store, place->device, NULL);

  for (guint i = 0; branches != NULL && i < branches->len; i++) {
    g_autoptr (ValiseHeld) held =
        valise_held_load (store, by, g_array_index (branches, gint64, i), NULL);

    if (held != NULL && valise_held_opened (held, place->index) != -2)
      return TRUE;
  }
  return FALSE;
}

static gboolean
holds_one (ValiseStore *store, gint64 by, const ValiseErasure *erasure)
{
  for (guint i = 0; i < erasure->entries->len; i++)
    if (holds_one_of (store, by, erasure->entries->pdata[i]))
      return TRUE;
  return FALSE;
}

char **
valise_erasure_holders (ValiseStore *store, const ValiseErasure *erasure, GError **error)
{
  g_autoptr (GArray) logs = valise_log_all (store, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_null_terminated (4, g_free, TRUE);

  if (logs == NULL)
    return NULL;
  for (guint i = 0; i < logs->len; i++) {
    gint64 log = g_array_index (logs, gint64, i);
    g_autofree char *device = valise_log_dup_device (store, log);
    ValiseLogOwner owner = { NULL, NULL };

    if (log == VALISE_LOG_OWN || device == NULL || !holds_one (store, log, erasure))
      continue;
    valise_store_get_owner (store, device, &owner);
    g_ptr_array_add (names, g_strdup (owner.member != NULL ? owner.member : device));
  }
  return (char **) g_ptr_array_steal (names, NULL);
}
