/* bench.h - what the benchmarks share: stores that know each other, time, memory
 *
 * A step that fails ends the program: a benchmark of what does not work says
 * nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <sqlcipher/sqlite3.h>

#include "core/store.h"

#define BENCH_CASE "belua-2713"

void   bench_must (gboolean done, GError *error);
void   bench_start (void);

double bench_seconds (gint64 from);                     /* since a g_get_monotonic_time() */
double bench_processor_seconds (void);                  /* of all threads so far */
double bench_percentile (GArray *times, guint percent); /* of double; sorts them */

/* Ours and the peer's in turn, three times, and then two lines of the table:
 * the medians of wall time, and of the time of all processors with it. */
typedef void (*BenchStep) (gpointer user);
void bench_in_turn (const char *what, BenchStep ours, BenchStep peer, gpointer user, const char *goal);

/* How far the peak of resident memory rose over what was there at the start. */
typedef struct {
  guint64 before;
} BenchMemory;

void   bench_memory_start (BenchMemory *memory);
double bench_memory_mib (const BenchMemory *memory);

/* One line of the table (tests/bench/table). `goal` is words: "at most 2.0" or
 * "at least 0.6" of the peer, or in the unit where there is no peer; "": none. */
void bench_beside (const char *what, const char *unit, double ours, double peer, const char *goal);
void bench_alone (const char *what, const char *unit, double ours, const char *goal);

typedef struct {
  char *folder;
  ValiseStore *store;
} BenchSide;

void bench_side_make (BenchSide *side, const char *folder, const char *name, const char *role);
void bench_side_close (BenchSide *side);
void bench_side_remove (BenchSide *side);               /* closes it, and frees the disk */
void bench_enrol (BenchSide *headquarters, BenchSide *expert);

char *bench_text (gsize size);                          /* JSON: words of a report */

/* A bare SQLCipher database under the settings that a store has. */
sqlite3 *bench_bare_open (const char *folder, const char *name, const char *tables);

/* One shell command in a folder; its wall time in seconds. */
double bench_shell (const char *folder, const char *command);

/* The bundles of a side for headquarters, and as their peer NAME in the folder
 * through tar, zstd -3, age and minisign; then a bundle judged whole (decrypted,
 * its signature and every hash checked) with nothing of it taken in, beside the
 * way back. *bundle gets the path of the last bundle; the others are removed. */
void bench_pack (BenchSide *side, const char *folder, const char *name, char **bundle);
void bench_open (ValiseStore *headquarters, const char *folder, const char *name, const char *bundle);
