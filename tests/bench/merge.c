/* merge.c - many records from ten devices: taken in, searched, listed
 *
 *   merge FOLDER [ENTRIES [DEVICES]]
 *
 * Prints lines for tests/bench/table, and between them how far it is.
 *
 * Of every hundred entries 95 begin a record and five are concurrent edits of
 * one that another device began. The floor is what any store must do: one row
 * of a log and one of current state, in SQLCipher under the same settings,
 * without a check, an index or a hash.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/json.h"
#include "core/log.h"
#include "core/search.h"
#include "sync/case.h"
#include "sync/pack.h"
#include "sync/reconcile.h"
#include "sync/roster.h"
#include "tests/bench/bench.h"

#define DEVICES 10
#define TEXT_SIZE 300 /* of a record's description: an entry is about 600 bytes of content */
#define BATCH 4096
#define EDITED 20     /* every twentieth entry edits what another device began */

typedef struct {
  char id[VALISE_RECORD_ID_LENGTH + 1];
  ValiseHash description; /* its commitment */
} Begun;

/* What each device began, for the next one to edit: each record once. */
static GArray *begun_by[DEVICES];

static void
begin_record (ValiseStore *store, guint number, Begun *begun)
{
  g_autofree char *text = bench_text (TEXT_SIZE), *title = g_strdup_printf ("\"Sighting %u\"", number);
  g_autofree char *id = valise_record_id_new ();
  ValiseAssignment fields[] = { { ".type", "\"sighting/1\"" },    { ".case", "\"" BENCH_CASE "\"" },
                                { ".class", "\"confidential\"" }, { "title", title },
                                { "description", text },          { "how-known", "\"own-eyes\"" } };
  GError *error = NULL;
  g_autoptr (ValiseEntry) entry =
      valise_log_append (store, id, NULL, fields, G_N_ELEMENTS (fields), &error);

  bench_must (entry != NULL, error);
  g_strlcpy (begun->id, id, sizeof begun->id);
  begun->description = valise_entry_find (entry, "description")->commit;
}

static void
edit_record (ValiseStore *store, const Begun *begun)
{
  g_autofree char *text = bench_text (TEXT_SIZE);
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (ValiseHash));
  ValiseAssignment fields[] = { { ".type", "\"sighting/1\"" }, { "description", text } };
  GError *error = NULL;
  g_autoptr (ValiseEntry) entry = NULL;

  g_array_append_val (after, begun->description);
  entry = valise_log_append (store, begun->id, after, fields, G_N_ELEMENTS (fields), &error);
  bench_must (entry != NULL, error);
}

/* The device's own projection is not what is measured: only its log is written. */
static void
write_log (ValiseStore *store, guint device, guint entries)
{
  g_autoptr (ValiseTransaction) change = NULL;
  GError *error = NULL;

  begun_by[device] = g_array_new (FALSE, FALSE, sizeof (Begun));
  for (guint i = 0; i < entries; i++) {
    const GArray *others = device > 0 ? begun_by[device - 1] : NULL;

    if (change == NULL)
      change = valise_transaction_begin (valise_store_get_db (store), &error);
    if (i % EDITED == EDITED - 1 && others != NULL) {
      edit_record (store, &g_array_index (others, Begun, i / EDITED));
    } else {
      Begun begun;

      begin_record (store, i, &begun);
      g_array_append_val (begun_by[device], begun);
    }
    if (i % BATCH == BATCH - 1 || i + 1 == entries) {
      bench_must (valise_transaction_commit (change, &error), error);
      g_clear_pointer (&change, valise_transaction_free);
    }
  }
}

/* The peer of packing: as many records as JSON lines of about 600 bytes. */
static void
write_lines (const char *folder, guint entries)
{
  g_autofree char *path = g_build_filename (folder, "records", NULL);
  FILE *file = fopen (path, "w");

  bench_must (file != NULL, NULL);
  for (guint i = 0; i < entries; i++) {
    g_autofree char *text = bench_text (2 * TEXT_SIZE - 60);

    fprintf (file, "{\"title\":\"Sighting %u\",\"description\":%s,\"how-known\":\"own-eyes\"}\n", i, text);
  }
  bench_must (fclose (file) == 0, NULL);
}

/* What is not measured: nine of the ten bundles. */
static char *
pack_log (BenchSide *expert, const char *folder)
{
  GError *error = NULL;
  g_autofree char *registry = valise_store_dup_meta (expert->store, "registry");
  g_autoptr (GPtrArray) to = valise_roster_match (expert->store, registry, &error), packed = NULL;
  ValisePackOptions options = { .folder = folder };

  bench_must (to != NULL, error);
  packed = valise_pack (expert->store, to, &options, &error);
  bench_must (packed != NULL, error);
  return g_strdup (((ValisePacked *) packed->pdata[0])->path);
}

static double
floor_rate (const char *folder, guint entries)
{
  sqlite3 *db = bench_bare_open (folder, "floor.db",
                                 "CREATE TABLE op (id INTEGER PRIMARY KEY, record BLOB, data BLOB);"
                                 "CREATE TABLE state (record BLOB PRIMARY KEY, data BLOB) WITHOUT ROWID;");
  sqlite3_stmt *op = NULL, *state = NULL;
  guint8 data[600], id[16] = { 0 };
  g_autoptr (GRand) random = g_rand_new ();
  double took;
  gint64 from;

  sqlite3_prepare_v2 (db, "INSERT INTO op (record, data) VALUES (?1, ?2)", -1, &op, NULL);
  sqlite3_prepare_v2 (db, "INSERT INTO state (record, data) VALUES (?1, ?2)"
                          " ON CONFLICT DO UPDATE SET data = excluded.data", -1, &state, NULL);
  for (gsize i = 0; i < sizeof data; i++)
    data[i] = (guint8) g_rand_int (random);
  from = g_get_monotonic_time ();
  for (guint i = 0; i < entries; i++) {
    if (i % BATCH == 0)
      bench_must (sqlite3_exec (db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK, NULL);
    for (guint j = 0; i % EDITED != EDITED - 1 && j < sizeof id; j++)
      id[j] = (guint8) g_rand_int (random);
    sqlite3_bind_blob (op, 1, id, sizeof id, SQLITE_STATIC);
    sqlite3_bind_blob (op, 2, data, sizeof data, SQLITE_STATIC);
    sqlite3_bind_blob (state, 1, id, sizeof id, SQLITE_STATIC);
    sqlite3_bind_blob (state, 2, data, sizeof data, SQLITE_STATIC);
    bench_must (sqlite3_step (op) == SQLITE_DONE && sqlite3_step (state) == SQLITE_DONE, NULL);
    sqlite3_reset (op);
    sqlite3_reset (state);
    if (i % BATCH == BATCH - 1 || i + 1 == entries)
      bench_must (sqlite3_exec (db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK, NULL);
  }
  took = bench_seconds (from);
  sqlite3_finalize (op);
  sqlite3_finalize (state);
  sqlite3_close (db);
  bench_shell (folder, "rm -f floor.db*");
  return entries / took;
}

typedef struct {
  double rate, first, last, mib; /* entries a second: of all, of the first bundle and of the last */
} TakenIn;

static void
take_in (BenchSide *headquarters, char *const *bundles, guint devices, TakenIn *taken)
{
  guint64 entries = 0;
  BenchMemory memory;
  gint64 from = g_get_monotonic_time ();

  bench_memory_start (&memory);
  for (guint i = 0; i < devices; i++) {
    GError *error = NULL;
    gint64 begun = g_get_monotonic_time ();
    ValiseReconciled *done = valise_reconcile (headquarters->store, bundles[i], NULL, NULL, &error);

    bench_must (done != NULL, error);
    if (done->outcome != VALISE_OUTCOME_MERGED)
      g_error ("not merged: %s", done->reason);
    entries += done->entries;
    taken->last = (double) done->entries / bench_seconds (begun);
    if (i == 0)
      taken->first = taken->last;
    printf ("  after %8" G_GUINT64_FORMAT " entries: %.0f a second\n", entries, taken->last);
    valise_reconciled_free (done);
  }
  taken->mib = bench_memory_mib (&memory);
  taken->rate = (double) entries / bench_seconds (from);
}

/* Afterwards: what came becomes searchable */

static void
bench_index (ValiseStore *store)
{
  gint64 waiting = valise_search_waiting (store, NULL), from = g_get_monotonic_time ();
  BenchMemory memory;
  GError *error = NULL;

  bench_memory_start (&memory);
  bench_must (valise_search_catch_up (store, G_MAXUINT64, NULL, NULL, &error), error);
  bench_alone ("index following the log", "records/s", (double) waiting / bench_seconds (from), "");
  bench_alone ("index following the log, memory added", "MiB", bench_memory_mib (&memory), "at most 64");
}

/* Asking */

static double
search_p99 (ValiseStore *store, const char *words)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  guint found = 0;

  for (guint i = 0; i < 100; i++) {
    GError *error = NULL;
    gint64 from = g_get_monotonic_time ();
    g_autoptr (GPtrArray) rows = valise_projection_search (store, words, 50, &error);
    double took = bench_seconds (from) * 1000;

    bench_must (rows != NULL, error);
    found = rows->len;
    g_array_append_val (times, took);
  }
  printf ("  search “%s”, first 50 (%u found)   p50 %.2f, p99 %.2f ms\n", words, found,
          bench_percentile (times, 50), bench_percentile (times, 99));
  return bench_percentile (times, 99);
}

static double
list_p99 (ValiseStore *store, const char *type)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < 100; i++) {
    GError *error = NULL;
    gint64 from = g_get_monotonic_time ();
    g_autoptr (GPtrArray) rows = valise_projection_list (store, type, 50, &error);
    double took = bench_seconds (from) * 1000;

    bench_must (rows != NULL, error);
    g_array_append_val (times, took);
  }
  return bench_percentile (times, 99);
}

static void
ask (ValiseStore *store)
{
  static const char *const words[] = { "crate1",  "crate500", "the",  "the end", "t",   "cr",
                                       "cra",     "crat",     "rifle7 depot", "sighting t",
                                       "end crate", "zebra",   "the zebra" };
  double slowest = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    slowest = MAX (slowest, search_p99 (store, words[i]));
  bench_alone ("search as typed, first 50: slowest p99 of 13", "ms", slowest, "at most 20");
  bench_alone ("list, first 50 of all: p99", "ms", list_p99 (store, NULL), "at most 5");
  bench_alone ("list, first 50 of a type: p99", "ms", list_p99 (store, "sighting"), "at most 5");
}

int
main (int argc, char **argv)
{
  BenchSide headquarters = { 0 };
  guint entries = argc > 2 ? (guint) atoi (argv[2]) : 100000;
  guint devices = argc > 3 ? CLAMP ((guint) atoi (argv[3]), 1, DEVICES) : DEVICES;
  char *bundles[DEVICES] = { NULL };
  GError *error = NULL;
  double floor;
  TakenIn taken = { 0 };

  if (argc < 2) {
    fprintf (stderr, "usage: merge FOLDER [ENTRIES [DEVICES]]\n");
    return 2;
  }
  bench_start ();
  bench_side_make (&headquarters, argv[1], "Registry", "headquarters");
  bench_must (valise_case_add (headquarters.store, BENCH_CASE, "Bench", "none", &error), error);
  for (guint i = 0; i < devices; i++) {
    g_autofree char *name = g_strdup_printf ("Expert %u", i);
    BenchSide expert = { 0 };

    bench_side_make (&expert, argv[1], name, "expert");
    bench_enrol (&headquarters, &expert);
    write_log (expert.store, i, entries / devices);
    if (i + 1 < devices) {
      bundles[i] = pack_log (&expert, argv[1]);
    } else {
      write_lines (argv[1], entries / devices);
      bench_pack (&expert, argv[1], "records", &bundles[i]);
      bench_open (headquarters.store, argv[1], "records", bundles[i]);
    }
    bench_side_remove (&expert);
  }
  floor = floor_rate (argv[1], entries);
  take_in (&headquarters, bundles, devices, &taken);
  bench_beside ("merge, verified and durable", "entries/s", taken.rate, floor, "at least 0.6");
  bench_beside ("merge, the last tenth beside the first", "entries/s", taken.last, taken.first, "");
  bench_alone ("merge, memory added", "MiB", taken.mib, "at most 64");
  bench_index (headquarters.store);
  ask (headquarters.store);
  bench_side_close (&headquarters);
  for (guint i = 0; i < devices; i++)
    g_free (bundles[i]);
  for (guint i = 0; i < devices; i++)
    g_array_unref (begun_by[i]);
  return 0;
}
