/* cmd-import.c - records from a spreadsheet or from JSON Lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "app/commands.h"
#include "app/fields.h"
#include "app/json-out.h"
#include "app/print.h"
#include "app/vault.h"
#include "core/error.h"
#include "core/folder.h"
#include "core/import-sheet.h"
#include "core/import.h"

#define MAX_TOLD 50 /* rows said one by one on a terminal; --json says all */

typedef struct {
  ValiseRun *run;
  yyjson_mut_doc *doc; /* NULL: text */
  yyjson_mut_val *rows;
  guint told;
} Telling;

/* -- telling -------------------------------------------------------------- */

static const char *
outcome_code (ValiseImportOutcome outcome)
{
  static const char *const codes[VALISE_IMPORT_N_OUTCOMES] = {
    [VALISE_IMPORT_NEW] = "new",
    [VALISE_IMPORT_UPDATED] = "updated",
    [VALISE_IMPORT_SAME] = "same",
    [VALISE_IMPORT_REFUSED] = "refused",
  };

  return codes[outcome];
}

static void
put_row (const Telling *telling, const ValiseImportResult *result)
{
  yyjson_mut_val *item = valise_out_item (telling->doc, telling->rows);

  valise_out_number (telling->doc, item, "row", result->number);
  valise_out_text (telling->doc, item, "outcome", outcome_code (result->outcome));
  valise_out_text (telling->doc, item, "record", result->record);
  valise_out_text (telling->doc, item, "type", result->type);
  valise_out_text (telling->doc, item, "column", result->column);
  valise_out_text (telling->doc, item, "reason", result->reason);
  valise_out_strings (telling->doc, item, "changed", result->changed);
}

/* Rows that are the same are counted only: nothing became of them. */
static void
say_row (Telling *telling, const ValiseImportResult *result)
{
  g_autofree char *column = valise_safe (result->column),
                  *reason = valise_safe (result->reason);
  g_autofree char *changed = NULL;

  if (result->outcome == VALISE_IMPORT_SAME)
    return;
  if (result->outcome != VALISE_IMPORT_REFUSED && telling->told++ >= MAX_TOLD) {
    if (telling->told == MAX_TOLD + 1)
      valise_say (_ ("… (--json tells of every row)"));
    return;
  }
  if (result->outcome == VALISE_IMPORT_REFUSED) {
    valise_say (_ ("row %" G_GUINT64_FORMAT "  refused  %s%s%s"), result->number,
                column, column[0] != '\0' ? ": " : "", reason);
    return;
  }
  changed = g_strjoinv (", ", (char **)result->changed);
  valise_say (result->outcome == VALISE_IMPORT_NEW
                  ? _ ("row %" G_GUINT64_FORMAT "  new      %s  %s")
                  : _ ("row %" G_GUINT64_FORMAT "  updated  %s  %s"),
              result->number, result->record,
              result->outcome == VALISE_IMPORT_NEW ? result->type : changed);
}

static void
told (const ValiseImportResult *result, gpointer user)
{
  Telling *telling = user;

  if (telling->doc != NULL)
    put_row (telling, result);
  else
    say_row (telling, result);
}

static void
put_counts (const Telling *telling, const ValiseImportCounts *counts, gboolean dry_run)
{
  yyjson_mut_val *root = valise_out_root (telling->doc);

  valise_out_flag (telling->doc, root, "dry_run", dry_run);
  valise_out_number (telling->doc, root, "read", counts->rows);
  for (guint i = 0; i < VALISE_IMPORT_N_OUTCOMES; i++)
    valise_out_number (telling->doc, root, outcome_code (i), counts->outcomes[i]);
  valise_out_number (telling->doc, root, "sealed_left", counts->sealed_left);
  valise_out_number (telling->doc, root, "dangling", counts->dangling);
  valise_out_number (telling->doc, root, "not_told_apart", counts->not_told_apart);
  valise_out_print (telling->doc);
}

static void
say_counts (const ValiseImportCounts *counts, gboolean dry_run)
{
  valise_say (dry_run ? _ ("Nothing was changed. Of %" G_GUINT64_FORMAT
                           " rows would be: new %" G_GUINT64_FORMAT
                           ", updated %" G_GUINT64_FORMAT ", same %" G_GUINT64_FORMAT
                           ", refused %" G_GUINT64_FORMAT ".")
                      : _ ("%" G_GUINT64_FORMAT " rows: new %" G_GUINT64_FORMAT
                           ", updated %" G_GUINT64_FORMAT ", same %" G_GUINT64_FORMAT
                           ", refused %" G_GUINT64_FORMAT "."),
              counts->rows, counts->outcomes[VALISE_IMPORT_NEW],
              counts->outcomes[VALISE_IMPORT_UPDATED],
              counts->outcomes[VALISE_IMPORT_SAME],
              counts->outcomes[VALISE_IMPORT_REFUSED]);
  if (counts->sealed_left > 0)
    valise_note (
        _ ("%" G_GUINT64_FORMAT " sealed values were left as they stand here: they "
                                "cannot be compared; “valise edit” replaces one"),
        counts->sealed_left);
  if (counts->dangling > 0)
    valise_note (
        _ ("%" G_GUINT64_FORMAT " links lead to records that are not here, or not yet"),
        counts->dangling);
  if (counts->not_told_apart > 0)
    valise_note (
        _ ("%" G_GUINT64_FORMAT " rows have neither an id nor a reference of their own, and values were erased on this "
           "store: nobody can tell whether they bring one back; look at them"),
        counts->not_told_apart);
}

/* -- mappings ------------------------------------------------------------- */

static char *
headers_name (const ValiseSheet *sheet)
{
  g_autofree char *signature = valise_sheet_signature (sheet);

  return g_strconcat ("import-headers:", signature, NULL);
}

/* The words after the file: COLUMN=FIELD. */
static GHashTable *
read_map (const ValiseRun *run, GError **error)
{
  g_autoptr (GHashTable) map =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 1; i < run->given->n_words; i++) {
    const char *word = valise_arguments_word (run->given, i),
               *equals = strrchr (word, '=');

    if (equals == NULL || equals == word || equals[1] == '\0') {
      valise_usage_error (
          error,
          _ ("“%s” maps no column; write COLUMN=FIELD, as in \"Serial No=serial\""),
          word);
      return NULL;
    }
    g_hash_table_insert (map, g_strndup (word, (gsize)(equals - word)),
                         g_strdup (equals + 1));
  }
  return g_steal_pointer (&map);
}

/* Adds what was saved under --mapping, else under these headers. *type is
 * replaced when the plan has one and none was given. */
static gboolean
load_plan (ValiseRun *run, const ValiseSheet *sheet, GHashTable *map,
           const ValiseType **type, GError **error)
{
  const char *given = valise_arguments_get (run->given, "mapping");
  g_autofree char *name =
      given != NULL ? g_strconcat ("import-plan:", given, NULL) : headers_name (sheet);
  g_autofree char *plan = valise_store_dup_meta (run->store, name);
  const ValiseType *saved;

  if (plan == NULL && given != NULL && g_hash_table_size (map) == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("no mapping is saved as “%s”; give it once, as in “valise import "
                    "FILE \"Serial No=serial\" --mapping %s”"),
                 given, given);
    return FALSE;
  }
  if (plan == NULL)
    return TRUE;
  saved = valise_sheet_read_plan (plan, map);
  if (*type == NULL)
    *type = saved;
  return TRUE;
}

static gboolean
save_plan (ValiseRun *run, const ValiseSheet *sheet, GError **error)
{
  const char *given = valise_arguments_get (run->given, "mapping");
  g_autofree char *plan = valise_sheet_plan (sheet), *by_headers = headers_name (sheet);
  g_autofree char *by_name =
      given != NULL ? g_strconcat ("import-plan:", given, NULL) : NULL;

  return valise_store_set_meta (run->store, by_headers, plan, error) &&
         (by_name == NULL || valise_store_set_meta (run->store, by_name, plan, error));
}

static ValiseImportSource *
open_sheet (ValiseRun *run, GInputStream *stream, const ValiseType *type,
            GError **error)
{
  g_autoptr (GHashTable) map = read_map (run, error);
  ValiseSheet *sheet =
      map != NULL ? valise_sheet_open (run->store, stream, error) : NULL;
  g_autoptr (ValiseImportSource) source = (ValiseImportSource *)sheet;
  gboolean mapped = map != NULL && (g_hash_table_size (map) > 0 ||
                                    valise_arguments_has (run->given, "mapping"));

  if (sheet == NULL || !load_plan (run, sheet, map, &type, error) ||
      !valise_sheet_match (sheet, type, map, error) ||
      (mapped && !valise_arguments_has (run->given, "dry-run") &&
       !save_plan (run, sheet, error)))
    return NULL;
  return g_steal_pointer (&source);
}

/* -- the file ------------------------------------------------------------- */

/* JSON Lines begin with a brace, which no column's name does. */
static gboolean
is_lines (GBufferedInputStream *stream)
{
  gsize size = 0;
  const char *data = g_buffered_input_stream_peek_buffer (stream, &size);
  gsize at = size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (at < size && g_ascii_isspace (data[at]))
    at++;
  return at < size && data[at] == '{';
}

static ValiseImportSource *
open_source (ValiseRun *run, const ValiseType *type, GError **error)
{
  const char *path = valise_arguments_word (run->given, 0);
  g_autoptr (GInputStream) file = valise_file_open (path, error);
  g_autoptr (GInputStream) stream = NULL;

  if (file == NULL) {
    valise_fields_claim_missing (path, error);
    return NULL;
  }
  stream = g_buffered_input_stream_new (file);
  if (g_buffered_input_stream_fill (G_BUFFERED_INPUT_STREAM (stream), -1, NULL, error) <
      0)
    return NULL;
  if (!is_lines (G_BUFFERED_INPUT_STREAM (stream)))
    return open_sheet (run, stream, type, error);
  if (run->given->n_words > 1 || type != NULL) {
    valise_usage_error (error,
                        _ ("%s is JSON Lines: each line says its type and names its "
                           "fields, so nothing is mapped"),
                        path);
    return NULL;
  }
  return valise_import_lines_new (stream);
}

static gboolean
before_sealed (gpointer user, GError **error)
{
  return valise_vault_prepare (((Telling *)user)->run, error);
}

static gboolean
import_all (ValiseRun *run, ValiseImportSource *source, GError **error)
{
  g_autoptr (yyjson_mut_doc) doc = valise_run_is_json (run) ? valise_out_new () : NULL;
  Telling telling = { .run = run, .doc = doc };
  ValiseImportOptions options = { .dry_run =
                                      valise_arguments_has (run->given, "dry-run"),
                                  .case_id = valise_arguments_get (run->given, "case"),
                                  .class_code =
                                      valise_arguments_get (run->given, "class"),
                                  .told = told,
                                  .before_sealed = before_sealed,
                                  .user = &telling };
  ValiseImportCounts counts;

  if (doc != NULL)
    telling.rows = valise_out_list (doc, valise_out_root (doc), "rows");
  if (!valise_import (run->store, source, &options, &counts, error)) {
    g_prefix_error (error,
                    _ ("the import stopped after %" G_GUINT64_FORMAT
                       " rows, which stay; give the file again to go on: "),
                    counts.outcomes[0] + counts.outcomes[1] + counts.outcomes[2] +
                        counts.outcomes[3]);
    return FALSE;
  }
  if (doc != NULL)
    put_counts (&telling, &counts, options.dry_run);
  else
    say_counts (&counts, options.dry_run);
  if (counts.outcomes[VALISE_IMPORT_REFUSED] > 0)
    run->exit = VALISE_EXIT_HELD;
  return TRUE;
}

static gboolean
run_import (ValiseRun *run, GError **error)
{
  const char *name = valise_arguments_get (run->given, "type");
  const ValiseType *type = name != NULL ? valise_fields_find_type (name, error) : NULL;
  g_autoptr (ValiseImportSource) source = NULL;

  if ((name != NULL && type == NULL) || valise_run_store (run, error) == NULL)
    return FALSE;
  source = open_source (run, type, error);
  if (source == NULL) {
    valise_usage_claim_invalid (error);
    return FALSE;
  }
  return import_all (run, source, error);
}

static const ValiseOption import_options[] = {
  { "type", 0, "TYPE", FALSE,
    N_ ("what the rows of a spreadsheet are, where no column says so") },
  { "mapping", 0, "NAME", FALSE,
    N_ ("save the mapping under this name, or use the one that is") },
  { "case", 0, "CASE", FALSE, N_ ("of new records whose row says none") },
  { "class", 0, "CLASS", FALSE, N_ ("the same for the classification") },
  { "dry-run", 0, NULL, FALSE, N_ ("say what would change, and change nothing") },
  { NULL },
};

const ValiseCommand valise_command_import = {
  .name = "import",
  .usage = "FILE [COLUMN=FIELD…] [--type TYPE] [--mapping NAME] [--case CASE] [--class "
           "CLASS] [--dry-run]",
  .summary = N_ ("take in records from a spreadsheet (CSV) or JSON Lines"),
  .help = N_ (
      "A row that names a record here by its id (column “record”) changes the fields "
      "that differ; any "
      "other row becomes a record. An empty cell says nothing; “json:null” clears a "
      "field. A row that is "
      "refused is told with its number, column and reason, and stops no other (then "
      "the command ends with 3). The same file "
      "again changes nothing, so an import that was interrupted is simply given "
      "again.\n\n"
      "The first row names the columns, by a field's name or label. Other names are "
      "mapped: COLUMN=FIELD, "
      "COLUMN=place.lat and COLUMN=place.lon for coordinates in columns of their own, "
      "COLUMN=key for a reference of your "
      "own by which the row is found again, COLUMN=- to leave a column out. A mapping "
      "is given once: it is remembered for files with these columns, and under "
      "--mapping NAME for any.\n\n"
      "CSV may be UTF-8 or UTF-16, with commas, semicolons or tabs. In JSON Lines each "
      "line is "
      "{\"type\":…,\"fields\":{…}}, as “valise export” writes it."),
  .example = "valise import seizures.csv \"Serial No=serial\" \"Ref=key\" "
             "\"Remarks=-\" --type item --case drc-1533\n"
             "valise import from-mission.jsonl --dry-run",
  .options = import_options,
  .min_words = 1,
  .max_words = G_MAXUINT,
  .run = run_import,
};
