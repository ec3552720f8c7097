/* cmd-export.c - records for other programs, noted in the custody log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gi18n.h>
#include <string.h>

#include "app/commands.h"
#include "app/fields.h"
#include "app/json-out.h"
#include "app/print.h"
#include "core/error.h"
#include "core/export.h"

static const struct {
  const char *name;
  ValiseExportFormat format;
} formats[] = {
  { "jsonl", VALISE_EXPORT_LINES },
  { "csv", VALISE_EXPORT_CSV },
  { "geojson", VALISE_EXPORT_GEOJSON },
};

static gboolean
read_format (const ValiseRun *run, ValiseExportFormat *format, GError **error)
{
  const char *name = valise_arguments_get (run->given, "format");

  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (formats); i++)
    if (strcmp (formats[i].name, name) == 0) {
      *format = formats[i].format;
      return TRUE;
    }
  return valise_usage_error (error,
                             _ ("say in which format: --format jsonl, csv or geojson"));
}

static gboolean
read_order (const ValiseRun *run, ValiseExportOrder *order, GError **error)
{
  const char *type = valise_arguments_word (run->given, 0);

  if (!read_format (run, &order->format, error))
    return FALSE;
  order->to = valise_arguments_get (run->given, "to");
  order->why = valise_arguments_get (run->given, "why");
  order->case_id = valise_arguments_get (run->given, "case");
  if (order->to == NULL || *order->to == '\0' || order->why == NULL ||
      *order->why == '\0')
    return valise_usage_error (error,
                               _ ("an export is noted with whom it is for and why: "
                                  "--to \"Group of Experts\" --why \"annex 12\""));
  if (valise_arguments_get (run->given, "output") == NULL)
    return valise_usage_error (error, _ ("name the new file: -o FILE"));
  order->type = type != NULL ? valise_fields_find_type (type, error) : NULL;
  return type == NULL || order->type != NULL;
}

static gboolean
check_output (const char *path, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS) &&
      !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
               _ ("%s is there already and is not overwritten; name another"), path);
  return FALSE;
}

static void
put_exported (const char *path, const ValiseExported *exported)
{
  g_autoptr (yyjson_mut_doc) doc = valise_out_new ();
  yyjson_mut_val *root = valise_out_root (doc);
  g_autofree char *sha256 =
      valise_hex_encode (exported->sha256.bytes, VALISE_HASH_SIZE);

  valise_out_text (doc, root, "path", path);
  valise_out_text (doc, root, "sha256", sha256);
  valise_out_number (doc, root, "records", exported->records);
  valise_out_number (doc, root, "withdrawn", exported->withdrawn);
  valise_out_number (doc, root, "conflicts", exported->conflicts);
  valise_out_number (doc, root, "sealed", exported->sealed);
  valise_out_number (doc, root, "closed", exported->closed);
  valise_out_number (doc, root, "unknown", exported->unknown);
  valise_out_number (doc, root, "unplaced", exported->unplaced);
  valise_out_number (doc, root, "unknown_fields", exported->unknown_fields);
  valise_out_print (doc);
}

/* What is in it that should be known, and what is not. */
static void
say_left (const ValiseExported *exported)
{
  const struct {
    guint64 count;
    const char *text;
  } rows[] = {
    { exported->withdrawn, _ ("withdrawn, and marked so: %" G_GUINT64_FORMAT) },
    { exported->conflicts,
      _ ("with values in conflict, of which one is shown: %" G_GUINT64_FORMAT) },
    { exported->sealed,
      _ ("sealed values, which never leave by an export: %" G_GUINT64_FORMAT) },
    { exported->closed, _ ("left out, closed here: %" G_GUINT64_FORMAT) },
    { exported->unknown,
      _ ("left out, of a type that is not known here: %" G_GUINT64_FORMAT) },
    { exported->unplaced,
      _ ("left out, without a place measured in WGS 84: %" G_GUINT64_FORMAT) },
    { exported->unknown_fields,
      _ ("values of a newer version, left out: %" G_GUINT64_FORMAT) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, rows[i].count);
    const char *at = strstr (rows[i].text, "%" G_GUINT64_FORMAT);

    if (rows[i].count > 0 && at != NULL)
      valise_say ("  %.*s%s", (int)(at - rows[i].text), rows[i].text, number);
  }
}

static gboolean
run_export (ValiseRun *run, GError **error)
{
  ValiseExportOrder order = { 0 };
  const char *path = valise_arguments_get (run->given, "output");
  ValiseExported exported;
  g_autofree char *shown = path != NULL ? valise_safe (path) : NULL;

  if (!read_order (run, &order, error) || !check_output (path, error) ||
      valise_run_store (run, error) == NULL)
    return FALSE;
  if (!valise_export (run->store, &order, path, &exported, error)) {
    g_prefix_error (error, _ ("exporting to %s: "), shown);
    return FALSE;
  }
  if (valise_run_is_json (run)) {
    put_exported (path, &exported);
  } else {
    valise_say (
        _ ("Exported %" G_GUINT64_FORMAT " records to %s; the custody log names them."),
        exported.records, shown);
    say_left (&exported);
  }
  valise_warn (_ ("%s is not encrypted: whoever has the disk or the stick reads it; "
                  "remove it when it has served"),
               shown);
  return TRUE;
}

static const ValiseOption export_options[] = {
  { "format", 0, "FORMAT", FALSE, N_ ("jsonl, csv or geojson") },
  { "output", 'o', "FILE", FALSE, N_ ("the new file; never one that is there") },
  { "case", 0, "CASE", FALSE, N_ ("only what belongs to this case and no other") },
  { "to", 0, "WHOM", FALSE, N_ ("who gets it: noted in the custody log") },
  { "why", 0, "REASON", FALSE, N_ ("for what: noted too") },
  { NULL },
};

const ValiseCommand valise_command_export = {
  .name = "export",
  .usage = "[TYPE] --format FORMAT -o FILE --to WHOM --why REASON [--case CASE]",
  .summary = N_ ("write records as JSON Lines, CSV or GeoJSON"),
  .help = N_ ("Writes what this store shows, not encrypted, to a new file that only "
              "you may read. JSON Lines and CSV come back by “valise import” "
              "as they were. Sealed values and closed records are never in it; "
              "withdrawn records are, marked. "
              "In CSV a text that a spreadsheet would run as a formula (= + - @ in "
              "front) has an apostrophe before it, which import takes away "
              "again. GeoJSON holds what was measured in WGS 84. The custody log notes "
              "who got which records, and why."),
  .example = "valise export item --format csv -o items.csv --to \"Group of Experts\" "
             "--why \"annex 12\"\n"
             "valise export --format geojson --case drc-1533 -o map.geojson --to "
             "\"JMAC\" --why \"briefing\"",
  .options = export_options,
  .max_words = 1,
  .run = run_export,
};
