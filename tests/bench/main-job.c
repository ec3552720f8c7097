/* main-job.c - how long the main job takes, beside its peers, in one process
 *
 *   main-job FOLDER [RECORDS [PHOTOS]]
 *
 * FOLDER gets the stores and bundles; it must be on a real disk. Prints lines
 * for tests/bench/table: of what is done many times the median, and the peer's,
 * measured in the same run. These machines are noisy: quote ratios, not seconds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlcipher/sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/cell.h"
#include "core/files.h"
#include "core/folder.h"
#include "core/photo.h"
#include "core/projection.h"
#include "sync/case.h"
#include "sync/pack.h"
#include "sync/reconcile.h"
#include "sync/roster.h"
#include "tests/bench/bench.h"

#define TEXT_SIZE 300 /* of a record's notes: about 600 bytes in all */

/* One record, and a bare insert of as many bytes */

static void
add_record (ValiseStore *store, guint number)
{
  g_autofree char *text = bench_text (TEXT_SIZE), *title = g_strdup_printf ("\"Sighting %u\"", number), *id = NULL;
  ValiseAssignment fields[] = { { "title", title }, { "description", text }, { "how-known", "\"own-eyes\"" } };
  GError *error = NULL;

  id = valise_record_add (store, "sighting", fields, G_N_ELEMENTS (fields), &error);
  bench_must (id != NULL, error);
}

static void
insert_bare (sqlite3_stmt *insert)
{
  guint8 data[600];

  randombytes_buf (data, sizeof data);
  sqlite3_bind_blob (insert, 1, data, sizeof data, SQLITE_STATIC);
  bench_must (sqlite3_step (insert) == SQLITE_DONE, NULL);
  sqlite3_reset (insert);
}

static void
note_since (GArray *times, gint64 from)
{
  double took = bench_seconds (from) * 1000;

  g_array_append_val (times, took);
}

/* In turn: the disk is as busy with others for the one as for the other. */
static void
bench_records (BenchSide *expert, const char *folder, guint count)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) bare = g_array_new (FALSE, FALSE, sizeof (double));
  sqlite3 *db = bench_bare_open (folder, "bare.db", "CREATE TABLE r (id INTEGER PRIMARY KEY, data BLOB)");
  sqlite3_stmt *insert = NULL;

  bench_must (sqlite3_prepare_v2 (db, "INSERT INTO r (data) VALUES (?1)", -1, &insert, NULL) == SQLITE_OK,
              NULL);
  for (guint i = 0; i < count; i++) {
    gint64 from = g_get_monotonic_time ();

    add_record (expert->store, i);
    note_since (ours, from);
    from = g_get_monotonic_time ();
    insert_bare (insert);
    note_since (bare, from);
  }
  sqlite3_finalize (insert);
  sqlite3_close (db);
  bench_beside ("one record, durable: p50", "ms", bench_percentile (ours, 50),
                bench_percentile (bare, 50), "at most 2.0");
  bench_beside ("one record, durable: p99", "ms", bench_percentile (ours, 99),
                bench_percentile (bare, 99), "");
}

/* Photos: real JPEG headers and incompressible data, 4 MB each */

static gboolean
note_imported (guint index, const ValisePhotoImported *imported, const GError *failure, gpointer user)
{
  bench_must (imported != NULL, (GError *) failure);
  return TRUE;
}

static void
import_all (BenchSide *expert, const char *folder, guint count)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  ValisePhotoBatch batch = { .n_paths = count };
  GError *error = NULL;

  for (guint i = 1; i <= count; i++)
    g_ptr_array_add (paths, g_strdup_printf ("%s/photos/p%u.jpg", folder, i));
  batch.paths = (const char *const *) paths->pdata;
  bench_must (valise_photo_import_many (expert->store, &batch, note_imported, NULL, &error), error);
}

static void
bench_photos (BenchSide *expert, const char *folder, guint count)
{
  g_autofree char *make = g_strdup_printf (
      "mkdir -p photos && cd photos && convert -size 2600x1950 plasma:tan-gray +noise Gaussian"
      " -quality 92 base.jpg && for i in $(seq %u); do { cat base.jpg; head -c 64 /dev/urandom; } >"
      " p$i.jpg; done && rm base.jpg && sync",
      count);
  double copy;
  gint64 from;

  bench_shell (folder, make);
  copy = bench_shell (folder, "cp -r photos copied && sync -f copied");
  from = g_get_monotonic_time ();
  import_all (expert, folder, count);
  bench_beside ("photos: taken in, beside cp", "s", bench_seconds (from), copy, "");
  bench_shell (folder, "rm -rf copied");
}

/* Bundles */

static void
bench_reconcile (BenchSide *headquarters, const char *path)
{
  GError *error = NULL;
  BenchMemory memory;
  ValiseReconciled *done;
  gint64 from;

  bench_memory_start (&memory);
  from = g_get_monotonic_time ();
  done = valise_reconcile (headquarters->store, path, NULL, NULL, &error);
  bench_must (done != NULL && done->outcome == VALISE_OUTCOME_MERGED, error);
  bench_alone ("photos: reconcile, kept, opened, stored, read back", "s", bench_seconds (from), "");
  bench_alone ("photos: reconcile, memory added", "MiB", bench_memory_mib (&memory), "at most 64");
  valise_reconciled_free (done);
}

int
main (int argc, char **argv)
{
  BenchSide headquarters = { 0 }, expert = { 0 };
  guint records = argc > 2 ? (guint) atoi (argv[2]) : 2000;
  guint photos = argc > 3 ? (guint) atoi (argv[3]) : 200;
  g_autofree char *bundle = NULL;
  GError *error = NULL;

  if (argc < 2) {
    fprintf (stderr, "usage: main-job FOLDER [RECORDS [PHOTOS]]\n");
    return 2;
  }
  bench_start ();
  bench_side_make (&headquarters, argv[1], "Registry", "headquarters");
  bench_side_make (&expert, argv[1], "T. Adeko", "expert");
  bench_must (valise_case_add (headquarters.store, BENCH_CASE, "Bench", "none", &error), error);
  bench_enrol (&headquarters, &expert);
  bench_records (&expert, argv[1], records);
  bench_photos (&expert, argv[1], photos);
  bench_pack (&expert, argv[1], "photos", &bundle);
  bench_open (headquarters.store, argv[1], "photos", bundle);
  bench_reconcile (&headquarters, bundle);
  bench_side_close (&expert);
  bench_side_close (&headquarters);
  return 0;
}
