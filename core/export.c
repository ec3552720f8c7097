/* export.c - records as a file that other programs read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/export-private.h"

#include <string.h>
#include <unistd.h>

#include "core/custody.h"
#include "core/flag.h"
#include "core/json.h"
#include "core/outgoing.h"
#include "core/projection-listing.h"

#define BLOCK (256 * 1024)

typedef struct {
  ValiseStore *store;
  const ValiseExportOrder *order;
  ValiseExported *exported;
  ValiseNewFile *file;
  ValiseHasher *hasher;
  GString *text;      /* not written yet */
  GPtrArray *columns; /* CSV */
  GPtrArray *ids;     /* what went into it; lent by `texts` */
  GStringChunk *texts;
} Export;

const char *
valise_export_value (const ValiseRecord *record, const char *name)
{
  const ValiseField *field = valise_type_field (record->type, name);
  const char *value =
      field != NULL && !field->sealed ? valise_state_get (record->state, name) : NULL;

  return value != NULL && strcmp (value, "null") != 0 ? value : NULL;
}

char **
valise_export_conflicts (const ValiseRecord *record)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_null_terminated (1, g_free, TRUE);

  for (guint i = 0; i < record->state->n_fields; i++) {
    const ValiseStateField *field = &record->state->fields[i];

    if (field->conflict)
      g_ptr_array_add (names, g_strdup (field->name));
  }
  return (char **)g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

char **
valise_export_flags (const ValiseRecord *record)
{
  g_autoptr (GPtrArray) failed = valise_flag_checks (record);
  g_autoptr (GStrvBuilder) flags = g_strv_builder_new ();

  for (guint i = 0; i < failed->len; i++) {
    const ValiseFailedCheck *one = failed->pdata[i];

    g_strv_builder_take (flags, g_strdup_printf ("%s: %s: %s", one->name, one->value, one->note));
  }
  return g_strv_builder_end (flags);
}

/* -- writing -------------------------------------------------------------- */

static gboolean
write_out (Export *export, gsize above, GError **error)
{
  if (export->text->len <= above)
    return TRUE;
  if (!g_output_stream_write_all (valise_new_file_stream (export->file),
                                  export->text->str, export->text->len, NULL, NULL,
                                  error))
    return FALSE;
  valise_hasher_update (export->hasher, export->text->str, export->text->len);
  g_string_truncate (export->text, 0);
  return TRUE;
}

static gboolean
begin (Export *export, GError **error)
{
  switch (export->order->format) {
  case VALISE_EXPORT_CSV:
    export->columns =
        valise_export_csv_columns (export->store, export->order->type, error);
    if (export->columns == NULL)
      return FALSE;
    valise_export_csv_head (export->text, export->columns);
    return TRUE;
  case VALISE_EXPORT_GEOJSON:
    g_string_append (export->text, "{\"type\":\"FeatureCollection\",\"features\":[");
    return TRUE;
  case VALISE_EXPORT_LINES:
  default:
    return TRUE;
  }
}

/* FALSE: the format has no place for it. */
static gboolean
write_record (Export *export, const ValiseRecord *record)
{
  switch (export->order->format) {
  case VALISE_EXPORT_CSV:
    valise_export_csv_row (export->text, record, export->columns);
    return TRUE;
  case VALISE_EXPORT_GEOJSON:
    return valise_export_feature (export->text, record, export->ids->len == 0);
  case VALISE_EXPORT_LINES:
  default:
    valise_export_line (export->text, record);
    return TRUE;
  }
}

/* What stays here of a record that goes. */
static void
count_left (ValiseExported *exported, const ValiseRecord *record)
{
  exported->withdrawn += record->state->withdrawn;
  exported->conflicts += record->state->n_conflicts > 0;
  for (guint i = 0; i < record->state->n_fields; i++) {
    const char *name = record->state->fields[i].name;
    const ValiseField *field =
        name[0] != '.' ? valise_type_field (record->type, name) : NULL;

    if (field != NULL)
      exported->sealed += field->sealed;
    else if (name[0] != '.')
      exported->unknown_fields++;
  }
}

/* While a record has several cases, all of them bind. */
static gboolean
is_of_case (const ValiseRecord *record, const char *case_id)
{
  const ValiseStateField *field = valise_state_find (record->state, ".case");
  g_autofree char *json = valise_json_string (case_id);

  for (guint i = 0; field != NULL && i < field->n_live; i++)
    if (strcmp (field->live[i].value, json) != 0)
      return FALSE;
  return field != NULL;
}

static gboolean
export_one (Export *export, const char *id, GError **error)
{
  g_autoptr (ValiseRecord) record = valise_record_load (export->store, id, error);

  if (record == NULL)
    return FALSE;
  if (export->order->case_id != NULL && !is_of_case (record, export->order->case_id))
    return TRUE;
  if (record->type == NULL || record->type->audience == VALISE_AUDIENCE_SYSTEM)
    export->exported->unknown++;
  else if (valise_record_is_closed (export->store, record))
    export->exported->closed++;
  else if (!write_record (export, record))
    export->exported->unplaced++;
  else {
    g_ptr_array_add (export->ids, g_string_chunk_insert (export->texts, id));
    export->exported->records++;
    count_left (export->exported, record);
  }
  return write_out (export, BLOCK, error);
}

static gboolean
export_row (Export *export, gint64 number, GError **error)
{
  GError *problem = NULL;
  g_autoptr (ValiseListRow) row = valise_listing_row (export->store, number, &problem);

  if (problem != NULL) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  return row == NULL || export_one (export, row->record, error);
}

static gboolean
write_all (Export *export, GError **error)
{
  const ValiseType *type = export->order->type;
  const ValiseListing listing = { .types = type != NULL ? type->name : NULL };
  g_autoptr (GArray) order = valise_listing_order (export->store, &listing, 0, error);

  if (order == NULL || !begin (export, error))
    return FALSE;
  for (guint i = order->len; i > 0;
       i--) /* oldest first: what others are part of comes before them */
    if (!export_row (export, g_array_index (order, gint64, i - 1), error))
      return FALSE;
  if (export->order->format == VALISE_EXPORT_GEOJSON)
    g_string_append (export->text, "\n]}\n");
  if (!write_out (export, 0, error))
    return FALSE;
  valise_hasher_finish (export->hasher, &export->exported->sha256);
  return TRUE;
}

/* -- custody -------------------------------------------------------------- */

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static gboolean
note_export (const Export *export, const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path),
                  *shown = g_filename_display_name (name);
  ValiseCustodyNote note = { .action = "exported",
                             .records = export->ids,
                             .what = shown,
                             .file = &export->exported->sha256,
                             .to = export->order->to,
                             .why = export->order->why };

  g_ptr_array_sort (export->ids, compare_ids);
  return valise_custody_note (export->store, &note, error);
}

/* All that can fail has been done before the event is written, and nobody can
 * have the file before it is. */
static gboolean
keep (const Export *export, const char *path, GError **error)
{
  return valise_outgoing_is_free (path, error) && valise_new_file_flush (export->file, error) &&
         note_export (export, path, error) && valise_new_file_keep (export->file, path, error);
}

gboolean
valise_export (ValiseStore *store, const ValiseExportOrder *order, const char *path,
               ValiseExported *exported, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (ValiseNewFile) file = valise_outgoing_open (store, folder, error);
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GStringChunk) texts = g_string_chunk_new (4096);
  Export export = { .store = store,
                    .order = order,
                    .exported = exported,
                    .file = file,
                    .hasher = hasher,
                    .text = text,
                    .ids = ids,
                    .texts = texts };
  gboolean done;

  memset (exported, 0, sizeof *exported);
  if (file == NULL)
    return FALSE;
  valise_outgoing_sweep (store, folder); /* an interrupted one is readable by anybody */
  done = write_all (&export, error) && keep (&export, path, error);
  g_clear_pointer (&export.columns, g_ptr_array_unref);
  return done;
}
