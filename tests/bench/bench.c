/* bench.c - what the benchmarks share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/bench/bench.h"

#include <glib/gstdio.h>
#include <malloc.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "core/folder.h"
#include "core/secret.h"
#include "sync/case.h"
#include "sync/checking.h"
#include "sync/enrol.h"
#include "sync/pack.h"
#include "sync/roster.h"

#define ROUNDS 3
#define WORK_FACTOR 10 /* what the passphrase costs is not measured here */

void
bench_must (gboolean done, GError *error)
{
  if (!done)
    g_error ("%s", error != NULL ? error->message : "a step failed");
}

void
bench_start (void)
{
  valise_secret_start ();
  setvbuf (stdout, NULL, _IOLBF, 0);
}

/* Time */

double
bench_seconds (gint64 from)
{
  return (double) (g_get_monotonic_time () - from) / G_USEC_PER_SEC;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

double
bench_percentile (GArray *times, guint percent)
{
  g_array_sort (times, compare_doubles);
  return g_array_index (times, double, (times->len - 1) * percent / 100);
}

/* Ours, or those of the programs that ended. */
static double
processor_seconds_of (int whose)
{
  struct rusage usage;

  bench_must (getrusage (whose, &usage) == 0, NULL);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
}

double
bench_processor_seconds (void)
{
  return processor_seconds_of (RUSAGE_SELF);
}

static void
take_time (BenchStep step, gpointer user, int whose, GArray *wall, GArray *processor)
{
  double before = processor_seconds_of (whose), took;
  gint64 from = g_get_monotonic_time ();

  step (user);
  took = bench_seconds (from);
  g_array_append_val (wall, took);
  took = processor_seconds_of (whose) - before;
  g_array_append_val (processor, took);
}

void
bench_in_turn (const char *what, BenchStep ours, BenchStep peer, gpointer user, const char *goal)
{
  GArray *times[4];
  g_autofree char *processor = g_strdup_printf ("%s, processor time", what);

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    times[i] = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < ROUNDS; i++) {
    take_time (ours, user, RUSAGE_SELF, times[0], times[1]);
    take_time (peer, user, RUSAGE_CHILDREN, times[2], times[3]);
  }
  bench_beside (what, "s", bench_percentile (times[0], 50), bench_percentile (times[2], 50), goal);
  bench_beside (processor, "s", bench_percentile (times[1], 50), bench_percentile (times[3], 50), "");
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    g_array_unref (times[i]);
}

/* Telling */

void
bench_beside (const char *what, const char *unit, double ours, double peer, const char *goal)
{
  printf ("=\t%s\t%s\t%.4f\t%.4f\t%s\n", what, unit, ours, peer, goal);
}

void
bench_alone (const char *what, const char *unit, double ours, const char *goal)
{
  printf ("=\t%s\t%s\t%.4f\t-\t%s\n", what, unit, ours, goal);
}

/* Memory */

static guint64
peak_kib (void)
{
  g_autofree char *status = NULL;
  const char *line;

  bench_must (g_file_get_contents ("/proc/self/status", &status, NULL, NULL), NULL);
  line = strstr (status, "VmHWM:");
  return line != NULL ? g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10) : 0;
}

void
bench_memory_start (BenchMemory *memory)
{
  FILE *file = fopen ("/proc/self/clear_refs", "w");

  malloc_trim (0); /* what earlier steps freed is no room for this one */
  bench_must (file != NULL && fputs ("5", file) >= 0 && fclose (file) == 0, NULL);
  memory->before = peak_kib ();
}

double
bench_memory_mib (const BenchMemory *memory)
{
  return (double) (peak_kib () - memory->before) / 1024;
}

/* Stores */

void
bench_side_make (BenchSide *side, const char *folder, const char *name, const char *role)
{
  g_autoptr (ValiseSecret) passphrase = valise_secret_new_copy ("bench passphrase", 16);
  ValiseStoreSetup setup = { .member = name, .role = role, .passphrase = passphrase,
                             .work_factor = WORK_FACTOR };
  GError *error = NULL;

  side->folder = g_build_filename (folder, name, NULL);
  bench_must (valise_store_init (side->folder, &setup, &error), error);
  side->store = valise_store_open (side->folder, passphrase, &error);
  bench_must (side->store != NULL, error);
}

void
bench_side_close (BenchSide *side)
{
  g_clear_pointer (&side->store, valise_store_close);
  g_clear_pointer (&side->folder, g_free);
}

void
bench_side_remove (BenchSide *side)
{
  g_autofree char *folder = g_strdup (side->folder), *remove = g_strdup_printf ("rm -rf '%s'", folder);

  bench_side_close (side);
  bench_shell (".", remove);
}

void
bench_enrol (BenchSide *headquarters, BenchSide *expert)
{
  static const char *const cases[] = { BENCH_CASE, NULL };
  ValiseEnrolment enrolment = { .cases = cases };
  GError *error = NULL;
  g_autofree char *request = valise_enrol_request (expert->store, &error), *theirs = NULL;
  g_autofree char *ours = NULL, *roster = NULL;

  bench_must (request != NULL, error);
  theirs = valise_enrol_fingerprint (expert->store, &error);
  bench_must (valise_enrol_accept (headquarters->store, request, strlen (request), theirs,
                                   &enrolment, NULL, &error),
              error);
  roster =
      valise_roster_issue (headquarters->store, valise_store_get_device (expert->store), &error);
  ours = valise_enrol_fingerprint (headquarters->store, &error);
  bench_must (valise_enrol_join (expert->store, roster, strlen (roster), ours, NULL, &error),
              error);
}

/* The rest */

char *
bench_text (gsize size)
{
  static const char *const words[] = { "crate", "rifle",  "lot",  "depot", "market", "river", "truck",
                                       "serial", "mark", "night", "bridge", "port", "seal", "paper" };
  GString *text = g_string_new ("\"");

  while (text->len < size)
    g_string_append_printf (text, "%s%u ", words[randombytes_uniform (G_N_ELEMENTS (words))],
                            randombytes_uniform (1000));
  g_string_append (text, "the end\"");
  return g_string_free (text, FALSE);
}

sqlite3 *
bench_bare_open (const char *folder, const char *name, const char *tables)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  sqlite3 *db = NULL;

  bench_must (sqlite3_open (path, &db) == SQLITE_OK, NULL);
  bench_must (sqlite3_key (db,
                           "x'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'",
                           67) == SQLITE_OK,
              NULL);
  bench_must (sqlite3_exec (db,
                            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                            "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;",
                            NULL, NULL, NULL) == SQLITE_OK,
              NULL);
  bench_must (sqlite3_exec (db, tables, NULL, NULL, NULL) == SQLITE_OK, NULL);
  return db;
}

double
bench_shell (const char *folder, const char *command)
{
  g_autofree char *script =
      g_strdup_printf ("set -euo pipefail; cd '%s'; %s", folder, command);
  char *argv[] = { (char *) "bash", (char *) "-c", script, NULL };
  gint64 from = g_get_monotonic_time ();
  GError *error = NULL;
  int status = 0;

  bench_must (g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status,
                            &error),
              error);
  bench_must (g_spawn_check_wait_status (status, &error), error);
  return bench_seconds (from);
}

/* Bundles */

typedef struct {
  ValiseStore *store;
  const char *folder, *name;
  char *bundle;
  double mib; /* the most that packing added */
} Bundling;

static void
make_bundle (gpointer user)
{
  Bundling *b = user;
  GError *error = NULL;
  g_autofree char *registry = valise_store_dup_meta (b->store, "registry");
  g_autoptr (GPtrArray) to = valise_roster_match (b->store, registry, &error), packed = NULL;
  ValisePackOptions options = { .folder = b->folder };
  BenchMemory memory;

  bench_must (to != NULL, error);
  if (b->bundle != NULL)
    g_unlink (b->bundle);
  g_free (b->bundle);
  bench_memory_start (&memory);
  packed = valise_pack (b->store, to, &options, &error);
  bench_must (packed != NULL, error);
  b->bundle = g_strdup (((const ValisePacked *) packed->pdata[0])->path);
  b->mib = MAX (b->mib, bench_memory_mib (&memory));
}

static void
make_pipe (gpointer user)
{
  const Bundling *b = user;
  g_autofree char *pipe = g_strdup_printf (
      "tar -c %s | zstd -q -3 | age -R %s.to > %s.age;"
      " minisign -S -s %s.sec -m %s.age > /dev/null; sync -f %s.age",
      b->name, b->name, b->name, b->name, b->name, b->name);

  bench_shell (b->folder, pipe);
}

void
bench_pack (BenchSide *side, const char *folder, const char *name, char **bundle)
{
  Bundling b = { .store = side->store, .folder = folder, .name = name };
  g_autofree char *keys = g_strdup_printf ("age-keygen -o %s.id 2> /dev/null; age-keygen -y %s.id > %s.to;"
                                           "minisign -G -W -f -p %s.pub -s %s.sec > /dev/null",
                                           name, name, name, name, name);
  g_autofree char *what = g_strdup_printf ("%s: pack", name), *added = g_strdup_printf ("%s, memory added", what);

  bench_shell (folder, keys);
  bench_in_turn (what, make_bundle, make_pipe, &b, "at most 1.0");
  bench_alone (added, "MiB", b.mib, "at most 64");
  *bundle = b.bundle;
}

static void
judge_bundle (gpointer user)
{
  const Bundling *b = user;
  GError *error = NULL;
  g_autoptr (GInputStream) base = valise_file_open (b->bundle, &error), stream = NULL;
  g_autoptr (ValiseChecked) checked = NULL;

  bench_must (base != NULL, error);
  stream = g_buffered_input_stream_new_sized (base, 1024 * 1024);
  bench_must (valise_check_bundle (b->store, stream, FALSE, &checked, &error), error);
}

static void
open_pipe (gpointer user)
{
  const Bundling *b = user;
  g_autofree char *pipe = g_strdup_printf (
      "rm -rf %s.out; minisign -V -q -p %s.pub -m %s.age; mkdir %s.out;"
      " age -d -i %s.id %s.age | zstd -q -d | tar -x -C %s.out; sync -f %s.out",
      b->name, b->name, b->name, b->name, b->name, b->name, b->name, b->name);

  bench_shell (b->folder, pipe);
}

void
bench_open (ValiseStore *headquarters, const char *folder, const char *name, const char *bundle)
{
  Bundling b = { .store = headquarters, .folder = folder, .name = name, .bundle = (char *) bundle };
  g_autofree char *what = g_strdup_printf ("%s: reconcile, opening", name);
  g_autofree char *clean = g_strdup_printf ("rm -rf %s.out %s.age*", name, name);

  bench_in_turn (what, judge_bundle, open_pipe, &b, "at most 0.7");
  bench_shell (folder, clean);
}
