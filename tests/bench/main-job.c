/* main-job.c - how long the main job takes, beside its peers, in one process
 *
 *   main-job FOLDER [RECORDS [PHOTOS]]
 *
 * FOLDER gets the stores and bundles; it must be on a real disk. Prints a line
 * for each step: its median (and 99th percentile where it is done many times)
 * and that of the peer, measured in the same run, and their ratio. These
 * machines are noisy: quote ratios, not seconds.
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

static GArray *
add_records (ValiseStore *store, guint count)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < count; i++) {
    g_autofree char *text = bench_text (TEXT_SIZE), *title = g_strdup_printf ("\"Sighting %u\"", i), *id = NULL;
    ValiseAssignment fields[] = { { "title", title }, { "description", text }, { "how-known", "\"own-eyes\"" } };
    GError *error = NULL;
    gint64 from = g_get_monotonic_time ();
    double took;

    id = valise_record_add (store, "sighting", fields, G_N_ELEMENTS (fields), &error);
    bench_must (id != NULL, error);
    took = bench_seconds (from) * 1000;
    g_array_append_val (times, took);
  }
  return times;
}

static GArray *
insert_bare (const char *folder, guint count)
{
  sqlite3 *db = bench_bare_open (folder, "bare.db", "CREATE TABLE r (id INTEGER PRIMARY KEY, data BLOB)");
  sqlite3_stmt *insert = NULL;
  GArray *times = g_array_new (FALSE, FALSE, sizeof (double));
  guint8 data[600];

  randombytes_buf (data, sizeof data);
  bench_must (sqlite3_prepare_v2 (db, "INSERT INTO r (data) VALUES (?1)", -1, &insert, NULL) == SQLITE_OK,
        NULL);
  for (guint i = 0; i < count; i++) {
    gint64 from = g_get_monotonic_time ();
    double took;

    sqlite3_bind_blob (insert, 1, data, sizeof data, SQLITE_STATIC);
    bench_must (sqlite3_step (insert) == SQLITE_DONE, NULL);
    sqlite3_reset (insert);
    took = bench_seconds (from) * 1000;
    g_array_append_val (times, took);
  }
  sqlite3_finalize (insert);
  sqlite3_close (db);
  return times;
}

static void
bench_records (BenchSide *expert, const char *folder, guint count)
{
  g_autoptr (GArray) ours = add_records (expert->store, count);
  g_autoptr (GArray) bare = insert_bare (folder, count);

  printf ("one record, durable   p50 / p99    %8.2f / %.2f ms · bare SQLCipher insert %.2f / %.2f ms · ratio %.1f\n",
          bench_percentile (ours, 50), bench_percentile (ours, 99), bench_percentile (bare, 50),
          bench_percentile (bare, 99), bench_percentile (ours, 50) / bench_percentile (bare, 50));
}

static void
bench_search (BenchSide *side, guint count)
{
  static const char *const queries[] = { "crate1", "rifle", "depot mar", "se", "bridge500" };
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < 200; i++) {
    GError *error = NULL;
    gint64 from = g_get_monotonic_time ();
    g_autoptr (GPtrArray) rows = valise_projection_search (
        side->store, queries[i % G_N_ELEMENTS (queries)], 50, &error);
    double took = bench_seconds (from) * 1000;

    bench_must (rows != NULL, error);
    g_array_append_val (times, took);
  }
  printf ("search, first 50 of %-8u p50 / p99 %6.2f / %.2f ms\n", count, bench_percentile (times, 50),
          bench_percentile (times, 99));
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
  printf ("import %u photos                  %8.2f s · cp and sync %.2f s · a photo %.0f ms\n", count,
          bench_seconds (from), copy, bench_seconds (from) * 1000 / count);
}

/* Bundles */

static char *
bench_pack (BenchSide *expert, const char *folder)
{
  GError *error = NULL;
  g_autofree char *registry = valise_store_dup_meta (expert->store, "registry");
  g_autoptr (GPtrArray) to = valise_roster_match (expert->store, registry, &error), packed = NULL;
  ValisePackOptions options = { .folder = folder };
  gint64 from = g_get_monotonic_time ();
  double ours, peer;
  const ValisePacked *one;

  bench_must (to != NULL, error);
  packed = valise_pack (expert->store, to, &options, &error);
  bench_must (packed != NULL, error);
  ours = bench_seconds (from);
  one = packed->pdata[0];
  peer = bench_shell (folder, "age-keygen -o id 2>/dev/null; R=$(age-keygen -y id); tar -c photos | zstd -q -3 -T1 |"
                     " age -r $R > peer.age && sync -f peer.age");
  printf ("pack, %.0f MB                       %8.2f s · tar | zstd -3 | age, photos alone %.2f s · ratio %.2f\n",
          (double) one->size / 1e6, ours, peer, ours / peer);
  return g_strdup (one->path);
}

static void
bench_reconcile (BenchSide *headquarters, const char *path, const char *folder)
{
  GError *error = NULL;
  gint64 from = g_get_monotonic_time ();
  ValiseReconciled *done = valise_reconcile (headquarters->store, path, NULL, NULL, &error);
  double ours = bench_seconds (from), peer;

  bench_must (done != NULL && done->outcome == VALISE_OUTCOME_MERGED, error);
  peer = bench_shell (folder, "mkdir out && age -d -i id peer.age | zstd -q -d | tar -x -C out && sync -f out");
  printf ("reconcile, %" G_GUINT64_FORMAT " entries, %" G_GUINT64_FORMAT
          " files   %8.2f s · age -d | zstd -d | tar -x, photos alone %.2f s · ratio %.2f\n",
          done->entries, done->files_added, ours, peer, ours / peer);
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
  bench_search (&expert, records);
  bench_photos (&expert, argv[1], photos);
  bundle = bench_pack (&expert, argv[1]);
  bench_reconcile (&headquarters, bundle, argv[1]);
  bench_search (&headquarters, records);
  bench_side_close (&expert);
  bench_side_close (&headquarters);
  return 0;
}
