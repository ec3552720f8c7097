/* bench.c - how long the main job takes, beside its peers, in one process
 *
 *   bench FOLDER [RECORDS [PHOTOS]]
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
#include "core/secret.h"
#include "sync/case.h"
#include "sync/enrol.h"
#include "sync/pack.h"
#include "sync/reconcile.h"
#include "sync/roster.h"

#define CASE "belua-2713"
#define TEXT_SIZE 300 /* of a record's notes: about 600 bytes in all */

static void
must (gboolean done, GError *error)
{
  if (!done)
    g_error ("%s", error != NULL ? error->message : "a step failed");
}

static double
seconds (gint64 from)
{
  return (double) (g_get_monotonic_time () - from) / G_USEC_PER_SEC;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static double
percentile (GArray *times, guint percent)
{
  g_array_sort (times, compare_doubles);
  return g_array_index (times, double, (times->len - 1) * percent / 100);
}

/* Stores */

typedef struct {
  char *folder;
  ValiseStore *store;
} Side;

static void
make_side (Side *side, const char *folder, const char *name, const char *role)
{
  g_autoptr (ValiseSecret) passphrase = valise_secret_new_copy ("bench passphrase", 16);
  ValiseStoreSetup setup = { .member = name, .role = role, .passphrase = passphrase };
  GError *error = NULL;
  gint64 from = g_get_monotonic_time ();

  side->folder = g_build_filename (folder, role, NULL);
  must (valise_store_init (side->folder, &setup, &error), error);
  if (strcmp (role, "expert") == 0)
    printf ("init (scrypt log N 18)             %8.0f ms\n", seconds (from) * 1000);
  side->store = valise_store_open (side->folder, passphrase, &error);
  must (side->store != NULL, error);
}

static void
enrol (Side *headquarters, Side *expert)
{
  static const char *const cases[] = { CASE, NULL };
  ValiseEnrolment enrolment = { .cases = cases };
  GError *error = NULL;
  g_autofree char *request = NULL, *theirs = NULL, *ours = NULL, *roster = NULL;

  must (valise_case_add (headquarters->store, CASE, "Bench", "none", &error), error);
  request = valise_enrol_request (expert->store, &error);
  must (request != NULL, error);
  theirs = valise_enrol_fingerprint (expert->store, &error);
  must (valise_enrol_accept (headquarters->store, request, strlen (request), theirs, &enrolment,
                             NULL, &error),
        error);
  roster = valise_roster_issue (headquarters->store, valise_store_get_device (expert->store), &error);
  ours = valise_enrol_fingerprint (headquarters->store, &error);
  must (valise_enrol_join (expert->store, roster, strlen (roster), ours, NULL, &error), error);
}

/* One record, and a bare insert of as many bytes */

static char *
random_text (void)
{
  static const char *const words[] = { "crate", "rifle", "lot", "depot", "market", "river", "truck",
                                       "serial", "mark", "night", "bridge", "port", "seal", "paper" };
  GString *text = g_string_new ("\"");

  while (text->len < TEXT_SIZE)
    g_string_append_printf (text, "%s%u ", words[randombytes_uniform (G_N_ELEMENTS (words))],
                            randombytes_uniform (1000));
  g_string_append_c (text, '"');
  return g_string_free (text, FALSE);
}

static GArray *
add_records (ValiseStore *store, guint count)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < count; i++) {
    g_autofree char *text = random_text (), *title = g_strdup_printf ("\"Sighting %u\"", i), *id = NULL;
    ValiseAssignment fields[] = { { "title", title }, { "description", text }, { "how-known", "\"own-eyes\"" } };
    GError *error = NULL;
    gint64 from = g_get_monotonic_time ();
    double took;

    id = valise_record_add (store, "sighting", fields, G_N_ELEMENTS (fields), &error);
    must (id != NULL, error);
    took = seconds (from) * 1000;
    g_array_append_val (times, took);
  }
  return times;
}

static sqlite3 *
open_bare (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "bare.db", NULL);
  sqlite3 *db = NULL;

  must (sqlite3_open (path, &db) == SQLITE_OK, NULL);
  must (sqlite3_key (db, "x'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'", 67) ==
            SQLITE_OK, NULL);
  must (sqlite3_exec (db,
                      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                      "CREATE TABLE r (id INTEGER PRIMARY KEY, data BLOB)",
                      NULL, NULL, NULL) == SQLITE_OK, NULL);
  return db;
}

static GArray *
insert_bare (const char *folder, guint count)
{
  sqlite3 *db = open_bare (folder);
  sqlite3_stmt *insert = NULL;
  GArray *times = g_array_new (FALSE, FALSE, sizeof (double));
  guint8 data[600];

  randombytes_buf (data, sizeof data);
  must (sqlite3_prepare_v2 (db, "INSERT INTO r (data) VALUES (?1)", -1, &insert, NULL) == SQLITE_OK,
        NULL);
  for (guint i = 0; i < count; i++) {
    gint64 from = g_get_monotonic_time ();
    double took;

    sqlite3_bind_blob (insert, 1, data, sizeof data, SQLITE_STATIC);
    must (sqlite3_step (insert) == SQLITE_DONE, NULL);
    sqlite3_reset (insert);
    took = seconds (from) * 1000;
    g_array_append_val (times, took);
  }
  sqlite3_finalize (insert);
  sqlite3_close (db);
  return times;
}

static void
bench_records (Side *expert, const char *folder, guint count)
{
  g_autoptr (GArray) ours = add_records (expert->store, count);
  g_autoptr (GArray) bare = insert_bare (folder, count);

  printf ("one record, durable   p50 / p99    %8.2f / %.2f ms · bare SQLCipher insert %.2f / %.2f ms · ratio %.1f\n",
          percentile (ours, 50), percentile (ours, 99), percentile (bare, 50),
          percentile (bare, 99), percentile (ours, 50) / percentile (bare, 50));
}

static void
bench_search (Side *side, guint count)
{
  static const char *const queries[] = { "crate1", "rifle", "depot mar", "se", "bridge500" };
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < 200; i++) {
    GError *error = NULL;
    gint64 from = g_get_monotonic_time ();
    g_autoptr (GPtrArray) rows = valise_projection_search (
        side->store, queries[i % G_N_ELEMENTS (queries)], 50, &error);
    double took = seconds (from) * 1000;

    must (rows != NULL, error);
    g_array_append_val (times, took);
  }
  printf ("search, first 50 of %-8u p50 / p99 %6.2f / %.2f ms\n", count, percentile (times, 50),
          percentile (times, 99));
}

/* Photos: real JPEG headers and incompressible data, 4 MB each */

static void
run_shell (const char *command)
{
  int status = 0;
  g_autofree char *quoted = g_shell_quote (command);
  g_autofree char *line = g_strdup_printf ("bash -c %s", quoted);

  must (g_spawn_command_line_sync (line, NULL, NULL, &status, NULL) && status == 0, NULL);
}

static double
time_shell (const char *format, const char *folder)
{
  g_autofree char *command = g_strdup_printf ("cd '%s' && %s", folder, format);
  gint64 from = g_get_monotonic_time ();

  run_shell (command);
  return seconds (from);
}

static gboolean
note_imported (guint index, const ValisePhotoImported *imported, const GError *failure, gpointer user)
{
  must (imported != NULL, (GError *) failure);
  return TRUE;
}

static void
import_all (Side *expert, const char *folder, guint count)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  ValisePhotoBatch batch = { .n_paths = count };
  GError *error = NULL;

  for (guint i = 1; i <= count; i++)
    g_ptr_array_add (paths, g_strdup_printf ("%s/photos/p%u.jpg", folder, i));
  batch.paths = (const char *const *) paths->pdata;
  must (valise_photo_import_many (expert->store, &batch, note_imported, NULL, &error), error);
}

static void
bench_photos (Side *expert, const char *folder, guint count)
{
  g_autofree char *make = g_strdup_printf (
      "mkdir -p photos && cd photos && convert -size 2600x1950 plasma:tan-gray +noise Gaussian"
      " -quality 92 base.jpg && for i in $(seq %u); do { cat base.jpg; head -c 64 /dev/urandom; } >"
      " p$i.jpg; done && rm base.jpg && sync",
      count);
  double copy;
  gint64 from;

  time_shell (make, folder);
  copy = time_shell ("cp -r photos copied && sync -f copied", folder);
  from = g_get_monotonic_time ();
  import_all (expert, folder, count);
  printf ("import %u photos                  %8.2f s · cp and sync %.2f s · a photo %.0f ms\n", count,
          seconds (from), copy, seconds (from) * 1000 / count);
}

/* Bundles */

static char *
bench_pack (Side *expert, const char *folder)
{
  GError *error = NULL;
  g_autofree char *registry = valise_store_dup_meta (expert->store, "registry");
  g_autoptr (GPtrArray) to = valise_roster_match (expert->store, registry, &error), packed = NULL;
  ValisePackOptions options = { .folder = folder };
  gint64 from = g_get_monotonic_time ();
  double ours, peer;
  const ValisePacked *one;

  must (to != NULL, error);
  packed = valise_pack (expert->store, to, &options, &error);
  must (packed != NULL, error);
  ours = seconds (from);
  one = packed->pdata[0];
  peer = time_shell ("age-keygen -o id 2>/dev/null; R=$(age-keygen -y id); tar -c photos | zstd -q -3 -T1 |"
                     " age -r $R > peer.age && sync -f peer.age",
                     folder);
  printf ("pack, %.0f MB                       %8.2f s · tar | zstd -3 | age, photos alone %.2f s · ratio %.2f\n",
          (double) one->size / 1e6, ours, peer, ours / peer);
  return g_strdup (one->path);
}

static void
bench_reconcile (Side *headquarters, const char *path, const char *folder)
{
  GError *error = NULL;
  gint64 from = g_get_monotonic_time ();
  ValiseReconciled *done = valise_reconcile (headquarters->store, path, NULL, NULL, &error);
  double ours = seconds (from), peer;

  must (done != NULL && done->outcome == VALISE_OUTCOME_MERGED, error);
  peer = time_shell ("mkdir out && age -d -i id peer.age | zstd -q -d | tar -x -C out && sync -f out",
                     folder);
  printf ("reconcile, %" G_GUINT64_FORMAT " entries, %" G_GUINT64_FORMAT
          " files   %8.2f s · age -d | zstd -d | tar -x, photos alone %.2f s · ratio %.2f\n",
          done->entries, done->files_added, ours, peer, ours / peer);
  valise_reconciled_free (done);
}

int
main (int argc, char **argv)
{
  Side headquarters = { 0 }, expert = { 0 };
  guint records = argc > 2 ? (guint) atoi (argv[2]) : 2000;
  guint photos = argc > 3 ? (guint) atoi (argv[3]) : 200;
  g_autofree char *bundle = NULL;

  if (argc < 2) {
    fprintf (stderr, "usage: bench FOLDER [RECORDS [PHOTOS]]\n");
    return 2;
  }
  valise_secret_start ();
  setvbuf (stdout, NULL, _IOLBF, 0);
  make_side (&headquarters, argv[1], "Registry", "headquarters");
  make_side (&expert, argv[1], "T. Adeko", "expert");
  enrol (&headquarters, &expert);
  bench_records (&expert, argv[1], records);
  bench_search (&expert, records);
  bench_photos (&expert, argv[1], photos);
  bundle = bench_pack (&expert, argv[1]);
  bench_reconcile (&headquarters, bundle, argv[1]);
  bench_search (&headquarters, records);
  valise_store_close (expert.store);
  valise_store_close (headquarters.store);
  return 0;
}
