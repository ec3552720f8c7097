/* memory.c - what goes over very many records at once: its memory does not grow with them
 *
 *   memory FOLDER [RECORDS]
 *
 * Records read from JSON Lines, first as a dry run; then all of them exported,
 * and packed under a size budget. The peer is the same over a quarter of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/export.h"
#include "core/folder.h"
#include "core/import.h"
#include "core/import-sheet.h"
#include "sync/case.h"
#include "sync/pack.h"
#include "sync/roster.h"
#include "tests/bench/bench.h"

#define TEXT_SIZE 300
#define PART (4 * 1024 * 1024)

typedef struct {
  BenchSide side;
  const char *folder;
  char *rows;
} Place;

static void
write_rows (const Place *place, guint from, guint to)
{
  FILE *file = fopen (place->rows, "w");

  bench_must (file != NULL, NULL);
  for (guint i = from; i < to; i++) {
    g_autofree char *text = bench_text (TEXT_SIZE);

    fprintf (file,
             "{\"type\":\"sighting\",\"case\":\"" BENCH_CASE "\",\"class\":\"confidential\",\"fields\":"
             "{\"title\":\"Sighting %u\",\"description\":%s,\"how-known\":\"own-eyes\"}}\n",
             i, text);
  }
  bench_must (fclose (file) == 0, NULL);
}

static double
import_rows (const Place *place, gboolean dry_run)
{
  GError *error = NULL;
  g_autoptr (GInputStream) stream = valise_file_open (place->rows, &error);
  ValiseImportSource *source;
  ValiseImportOptions options = { .dry_run = dry_run };
  ValiseImportCounts counts;
  BenchMemory memory;

  bench_must (stream != NULL, error);
  source = valise_import_lines_new (stream);
  bench_memory_start (&memory);
  bench_must (valise_import (place->side.store, source, &options, &counts, &error), error);
  bench_must (counts.outcomes[VALISE_IMPORT_NEW] == counts.rows, NULL);
  source->free (source);
  return bench_memory_mib (&memory);
}

static double
export_all (const Place *place)
{
  GError *error = NULL;
  g_autofree char *path = g_build_filename (place->folder, "all.jsonl", NULL);
  ValiseExportOrder order = { .format = VALISE_EXPORT_LINES, .to = "the bench", .why = "to measure" };
  ValiseExported exported;
  BenchMemory memory;

  bench_memory_start (&memory);
  bench_must (valise_export (place->side.store, &order, path, &exported, &error), error);
  g_unlink (path);
  return bench_memory_mib (&memory);
}

static double
pack_in_parts (const Place *place)
{
  GError *error = NULL;
  g_autofree char *registry = valise_store_dup_meta (place->side.store, "registry");
  g_autoptr (GPtrArray) to = valise_roster_match (place->side.store, registry, &error), packed = NULL;
  ValisePackOptions options = { .folder = place->folder, .max_bytes = PART };
  BenchMemory memory;

  bench_must (to != NULL, error);
  bench_memory_start (&memory);
  packed = valise_pack (place->side.store, to, &options, &error);
  bench_must (packed != NULL, error);
  for (guint i = 0; i < packed->len; i++)
    g_unlink (((const ValisePacked *) packed->pdata[i])->path);
  return bench_memory_mib (&memory);
}

typedef struct {
  double dry, taken, exported, packed; /* MiB that each added */
} Added;

static Added
measure (Place *place, guint from, guint to)
{
  Added added;

  write_rows (place, from, to);
  added.dry = import_rows (place, TRUE);
  added.taken = import_rows (place, FALSE);
  added.exported = export_all (place);
  added.packed = pack_in_parts (place);
  return added;
}

/* Each beside the same with fewer records, and alone for the goal. */
static void
tell (const char *what, double all, double fewer)
{
  g_autofree char *beside = g_strdup_printf ("memory: %s", what);
  g_autofree char *alone = g_strndup (beside, strcspn (beside, ","));

  bench_beside (beside, "MiB", all, fewer, "");
  bench_alone (alone, "MiB", all, "at most 64");
}

int
main (int argc, char **argv)
{
  BenchSide headquarters = { 0 };
  Place place = { .folder = argc > 1 ? argv[1] : NULL };
  guint records = argc > 2 ? (guint) atoi (argv[2]) : 20000;
  GError *error = NULL;
  Added quarter, all;

  if (argc < 2) {
    fprintf (stderr, "usage: memory FOLDER [RECORDS]\n");
    return 2;
  }
  bench_start ();
  place.rows = g_build_filename (argv[1], "rows.jsonl", NULL);
  bench_side_make (&headquarters, argv[1], "Registry", "headquarters");
  bench_side_make (&place.side, argv[1], "Expert", "expert");
  bench_must (valise_case_add (headquarters.store, BENCH_CASE, "Bench", "none", &error), error);
  bench_enrol (&headquarters, &place.side);
  quarter = measure (&place, 0, records / 4);
  all = measure (&place, records / 4, records);
  tell ("import as a dry run, beside a third", all.dry, quarter.dry);
  tell ("import, beside a third", all.taken, quarter.taken);
  tell ("export, beside a quarter", all.exported, quarter.exported);
  tell ("pack in parts of 4 MB, beside a quarter", all.packed, quarter.packed);
  bench_side_close (&place.side);
  bench_side_close (&headquarters);
  g_free (place.rows);
  return 0;
}
