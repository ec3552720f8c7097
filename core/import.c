/* import.c - records from a file, each row by itself, through the one door
 *
 * Rows go in by batches. When a row fails while it is written, its batch is
 * undone and done again row by row, so that only that row is refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/import.h"

#include <sodium.h>
#include <string.h>

#include "core/codes/codes.h"
#include "core/error.h"
#include "core/import-id.h"
#include "core/json.h"
#include "core/log.h"
#include "core/projection.h"

#define BATCH_ROWS 64
#define BATCH_BYTES (1024 * 1024)

typedef struct {
  ValiseImportRow *row;
  char *id;
  gboolean derived; /* the id stands for the content */
  gboolean has_sealed;
  ValiseImportOutcome outcome;
  GPtrArray *changed; /* lent names, NULL at the end when told */
  guint sealed_left, dangling;
} Item;

typedef struct {
  ValiseStore *store;
  const ValiseImportOptions *options;
  ValiseImportCounts *counts;
  ValiseImportIds ids;
  gboolean sealed_ready;
} Import;

static void
item_free (gpointer data)
{
  Item *item = data;

  valise_import_row_free (item->row);
  g_free (item->id);
  g_ptr_array_unref (item->changed);
  g_free (item);
}

/* -- one row -------------------------------------------------------------- */

static gboolean refuse (GError **error, ValiseError code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
refuse (GError **error, ValiseError code, const char *format, ...)
{
  va_list list;

  va_start (list, format);
  g_clear_error (error);
  *error = g_error_new_valist (VALISE_ERROR, (int)code, format, list);
  va_end (list);
  return FALSE;
}

/* Links to what is here lead to the right type; others may come later. */
static gboolean
check_link (Import *import, Item *item, const ValiseField *field, const char *value,
            GError **error)
{
  g_auto (GStrv) ids = valise_json_dup_strings (value);
  g_auto (GStrv) targets =
      g_strsplit (field->target != NULL ? field->target : "", " ", -1);

  for (guint i = 0; ids[i] != NULL; i++) {
    GError *problem = NULL;
    g_autoptr (ValiseListRow) target = NULL;

    if (field->parent && strcmp (ids[i], item->id) == 0)
      return refuse (error, VALISE_ERROR_INVALID, "%s: a record is no part of itself",
                     field->name);
    target = valise_projection_get (import->store, ids[i], &problem);
    if (problem != NULL) {
      g_propagate_error (error, problem);
      return FALSE;
    }
    item->dangling += target == NULL;
    if (target != NULL && target->type != NULL && field->target != NULL &&
        !g_strv_contains ((const char *const *)targets, target->type))
      return refuse (error, VALISE_ERROR_INVALID,
                     "%s leads to a record of type %s, and %s is of type %s",
                     field->name, field->target, ids[i], target->type);
  }
  return TRUE;
}

static gboolean
check_links (Import *import, Item *item, GError **error)
{
  const ValiseImportRow *row = item->row;

  for (guint i = 0; i < row->fields->len; i++) {
    const ValiseAssignment *given = &g_array_index (row->fields, ValiseAssignment, i);
    const ValiseField *field = valise_type_field (row->type, given->name);

    if (field != NULL && field->kind == VALISE_KIND_LINK &&
        !check_link (import, item, field, given->value, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_sealed (const ValiseImportRow *row, const char *name)
{
  const ValiseField *field = valise_type_field (row->type, name);

  return field != NULL && field->sealed;
}

/* Nothing is sealed for a dry run: there may be nobody to seal to yet. */
static GArray *
fields_to_write (const Import *import, const ValiseImportRow *row)
{
  GArray *fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));

  for (guint i = 0; i < row->fields->len; i++) {
    const ValiseAssignment *given = &g_array_index (row->fields, ValiseAssignment, i);

    if (!import->options->dry_run || !is_sealed (row, given->name))
      g_array_append_vals (fields, given, 1);
  }
  return fields;
}

static gboolean
has_field (const GArray *fields, const char *name)
{
  for (guint i = 0; i < fields->len; i++)
    if (strcmp (g_array_index (fields, ValiseAssignment, i).name, name) == 0)
      return TRUE;
  return FALSE;
}

static void
note_changed (Item *item, const GArray *fields)
{
  for (guint i = 0; i < fields->len; i++)
    g_ptr_array_add (item->changed,
                     (char *)g_array_index (fields, ValiseAssignment, i).name);
}

static void
take_defaults (const Import *import, ValiseImportRow *row)
{
  const char *const defaults[][2] = { { ".case", import->options->case_id },
                                      { ".class", import->options->class_code } };

  for (gsize i = 0; i < G_N_ELEMENTS (defaults); i++)
    if (defaults[i][1] != NULL && !has_field (row->fields, defaults[i][0]))
      valise_import_row_take (row, defaults[i][0], valise_json_string (defaults[i][1]));
}

static gboolean
add_new (Import *import, Item *item, GError **error)
{
  const ValiseImportRow *row = item->row;
  g_autoptr (GArray) fields = NULL;

  item->outcome = VALISE_IMPORT_NEW;
  take_defaults (import, item->row);
  fields = fields_to_write (import, row);
  note_changed (item, row->fields);
  if (!valise_record_add_known (import->store, item->id, row->type->name,
                                (const ValiseAssignment *)(void *)fields->data,
                                fields->len, error))
    return FALSE;
  return !row->withdrawn ||
         valise_record_withdraw (
             import->store, item->id,
             row->reason != NULL ? row->reason : "withdrawn where it came from", error);
}

/* Does the row say something else than stands here? */
static gboolean
differs (Item *item, const ValiseRecord *record, const ValiseAssignment *given)
{
  const char *here = valise_state_get (record->state, given->name);

  if (is_sealed (item->row, given->name) && here != NULL) {
    item->sealed_left++;
    return FALSE;
  }
  return strcmp (here != NULL ? here : "null", given->value) != 0;
}

static gboolean
check_here (Import *import, const Item *item, const ValiseRecord *record,
            GError **error)
{
  if (g_strcmp0 (record->state->type, item->row->type->name) != 0)
    return refuse (
        error, VALISE_ERROR_INVALID, "the record is a %s here, and the row says %s",
        record->state->type != NULL ? record->state->type
                                    : "record of a type that is not disclosed",
        item->row->type->name);
  if (valise_record_is_closed (import->store, record))
    return refuse (
        error, VALISE_ERROR_NOT_ALLOWED,
        "the record is closed here: the consent under which it came has ended");
  return TRUE;
}

/* A file from before knows nothing of it. Whoever really has the value anew
 * types it in. */
static gboolean
check_erased (Import *import, const Item *item, const ValiseRecord *record, GError **error)
{
  for (guint i = 0; i < item->row->fields->len; i++) {
    const ValiseAssignment *given = &g_array_index (item->row->fields, ValiseAssignment, i);
    const char *here = valise_state_get (record->state, given->name);

    if (strcmp (given->value, "null") != 0 && g_strcmp0 (here, given->value) != 0 &&
        (here == NULL || !is_sealed (item->row, given->name)) &&
        valise_log_has_erased (import->store, item->id, given->name))
      return refuse (error, VALISE_ERROR_NOT_ALLOWED,
                     "%s of this record was erased here, and the row would bring a value back; leave it out, "
                     "or “valise edit” it if it is to be there again",
                     given->name);
  }
  return TRUE;
}

static gboolean
update (Import *import, Item *item, const ValiseRecord *record, GError **error)
{
  const ValiseImportRow *row = item->row;
  g_autoptr (GArray) given = fields_to_write (import, row),
                     fields = g_array_new (FALSE, FALSE, sizeof (ValiseAssignment));

  item->outcome = VALISE_IMPORT_SAME;
  if (!check_here (import, item, record, error) ||
      (!item->derived && !check_erased (import, item, record, error)))
    return FALSE;
  for (guint i = 0; i < given->len && !item->derived; i++)
    if (differs (item, record, &g_array_index (given, ValiseAssignment, i)))
      g_array_append_vals (fields, &g_array_index (given, ValiseAssignment, i), 1);
  if (fields->len == 0)
    return TRUE;
  if (record->state->withdrawn)
    return refuse (error, VALISE_ERROR_NOT_ALLOWED,
                   "the record is withdrawn here; “valise reinstate” it first");
  item->outcome = VALISE_IMPORT_UPDATED;
  note_changed (item, fields);
  return valise_record_edit (import->store, item->id,
                             (const ValiseAssignment *)(void *)fields->data,
                             fields->len, error);
}

static gboolean
apply (Import *import, Item *item, GError **error)
{
  g_autoptr (ValiseRecord) record = NULL;
  g_autoptr (GError) problem = NULL;

  g_ptr_array_set_size (item->changed, 0);
  item->sealed_left = item->dangling = 0;
  if (!check_links (import, item, error))
    return FALSE;
  record = valise_record_load (import->store, item->id, &problem);
  if (record != NULL)
    return update (import, item, record, error);
  if (!g_error_matches (problem, VALISE_ERROR, VALISE_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  return add_new (import, item, error);
}

/* -- batches -------------------------------------------------------------- */

/* Is it this row that is wrong, and not the disk? */
static gboolean
is_rows_own (const GError *error)
{
  static const int codes[] = { VALISE_ERROR_INVALID, VALISE_ERROR_NOT_FOUND,
                               VALISE_ERROR_EXISTS,  VALISE_ERROR_NOT_ALLOWED,
                               VALISE_ERROR_LIMIT,   VALISE_ERROR_UNSUPPORTED };

  for (gsize i = 0; error->domain == VALISE_ERROR && i < G_N_ELEMENTS (codes); i++)
    if (error->code == codes[i])
      return TRUE;
  return FALSE;
}

/* Applies [from, to) in one transaction. */
static gboolean
apply_together (Import *import, const GPtrArray *items, guint from, guint to,
                GError **error)
{
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (import->store), error);

  if (change == NULL)
    return FALSE;
  for (guint i = from; i < to; i++) {
    Item *item = items->pdata[i];

    if (item->row->problem == NULL && !apply (import, item, error))
      return FALSE;
  }
  return valise_transaction_commit (change, error);
}

static gboolean
apply_singly (Import *import, const GPtrArray *items, GError **error)
{
  for (guint i = 0; i < items->len; i++) {
    Item *item = items->pdata[i];
    g_autoptr (GError) problem = NULL;

    if (apply_together (import, items, i, i + 1, &problem))
      continue;
    if (!is_rows_own (problem)) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    valise_import_row_refuse (item->row, NULL, "%s", problem->message);
  }
  return TRUE;
}

static void
tell (Import *import, Item *item)
{
  ValiseImportResult result = { item->row->number,
                                item->outcome,
                                item->id,
                                item->row->type != NULL ? item->row->type->name : NULL,
                                item->row->column,
                                item->row->problem,
                                NULL };

  if (item->row->problem != NULL) {
    result.outcome = VALISE_IMPORT_REFUSED;
    g_ptr_array_set_size (item->changed, 0);
  } else {
    import->counts->sealed_left += item->sealed_left;
    import->counts->not_told_apart += item->derived && item->outcome == VALISE_IMPORT_NEW && import->ids.erased;
    import->counts->dangling += item->dangling;
  }
  g_ptr_array_add (item->changed, NULL);
  result.changed = (const char *const *)item->changed->pdata;
  import->counts->outcomes[result.outcome]++;
  if (import->options->told != NULL)
    import->options->told (&result, import->options->user);
}

static gboolean
prepare_sealed (Import *import, const GPtrArray *items, GError **error)
{
  for (guint i = 0; i < items->len && !import->sealed_ready; i++) {
    const Item *item = items->pdata[i];

    if (!item->has_sealed || item->row->problem != NULL || import->options->dry_run)
      continue;
    if (import->options->before_sealed != NULL &&
        !import->options->before_sealed (import->options->user, error))
      return FALSE;
    import->sealed_ready = TRUE;
  }
  return TRUE;
}

static gboolean
apply_batch (Import *import, const GPtrArray *items, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (!prepare_sealed (import, items, error))
    return FALSE;
  /* a dry run is one transaction as a whole: nothing in it can be undone alone */
  if (import->options->dry_run ||
      !apply_together (import, items, 0, items->len, &problem)) {
    if (problem != NULL && !is_rows_own (problem)) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    if (!apply_singly (import, items, error))
      return FALSE;
  }
  for (guint i = 0; i < items->len; i++)
    tell (import, items->pdata[i]);
  return TRUE;
}

/* -- rows ----------------------------------------------------------------- */

/* Two values for one name would leave the choice to chance. */
static void
check_twice (ValiseImportRow *row)
{
  for (guint i = 0; i < row->fields->len; i++)
    for (guint j = 0; j < i; j++)
      if (strcmp (g_array_index (row->fields, ValiseAssignment, i).name,
                  g_array_index (row->fields, ValiseAssignment, j).name) == 0)
        valise_import_row_refuse (row,
                                  g_array_index (row->fields, ValiseAssignment, i).name,
                                  "is given twice");
}

/* A class is compared by its code. */
static void
tidy_class (ValiseImportRow *row)
{
  for (guint i = 0; i < row->fields->len; i++) {
    ValiseAssignment *given = &g_array_index (row->fields, ValiseAssignment, i);
    g_autofree char *text = strcmp (given->name, ".class") == 0
                                ? valise_json_dup_string (given->value)
                                : NULL;
    const ValiseChoice *class =
        text != NULL ? valise_code_list_match (&valise_codes_un_classification, text)
                     : NULL;

    if (class == NULL)
      continue;
    given->value = valise_json_string (class->code);
    g_ptr_array_add (row->texts, (char *)given->value);
  }
}

static Item *
item_new (Import *import, ValiseImportRow *row)
{
  Item *item = g_new0 (Item, 1);

  item->row = row;
  item->changed = g_ptr_array_new ();
  import->counts->rows++;
  if (row->type == NULL)
    valise_import_row_refuse (row, NULL, "the row says no type");
  if (import->counts->rows > VALISE_IMPORT_MAX_ROWS)
    valise_import_row_refuse (row, NULL, "a file has at most %d rows; split it",
                              VALISE_IMPORT_MAX_ROWS);
  check_twice (row);
  if (row->problem != NULL)
    return item;
  tidy_class (row);
  item->id = valise_import_ids_settle (&import->ids, item->row, &item->derived);
  for (guint i = 0; i < row->fields->len; i++)
    item->has_sealed |=
        is_sealed (row, g_array_index (row->fields, ValiseAssignment, i).name);
  return item;
}

/* Reads the next batch. */
static GPtrArray *
read_batch (Import *import, ValiseImportSource *source, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (item_free);
  gsize bytes = 0;

  while (items->len < BATCH_ROWS && bytes < BATCH_BYTES) {
    ValiseImportRow *row = NULL;

    if (!source->next (source, &row, error))
      return NULL;
    if (row == NULL)
      break;
    bytes += row->size;
    g_ptr_array_add (items, item_new (import, row));
  }
  return g_steal_pointer (&items);
}

static gboolean
import_all (Import *import, ValiseImportSource *source, GError **error)
{
  for (;;) {
    g_autoptr (GPtrArray) items = read_batch (import, source, error);

    if (items == NULL)
      return FALSE;
    if (items->len == 0)
      return TRUE;
    if (!apply_batch (import, items, error))
      return FALSE;
  }
}

gboolean
valise_import (ValiseStore *store, ValiseImportSource *source,
               const ValiseImportOptions *options, ValiseImportCounts *counts,
               GError **error)
{
  Import import = { .store = store, .options = options, .counts = counts };
  g_autoptr (ValiseTransaction) trial = NULL; /* never committed */
  gboolean done;

  memset (counts, 0, sizeof *counts);
  if (options->dry_run) {
    trial = valise_transaction_begin (valise_store_get_db (store), error);
    if (trial == NULL)
      return FALSE;
  }
  done = valise_import_ids_load (&import.ids, store, error) && import_all (&import, source, error);
  valise_import_ids_clear (&import.ids);
  return done;
}
