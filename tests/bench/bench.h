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
double bench_percentile (GArray *times, guint percent); /* of double; sorts them */

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
void bench_enrol (BenchSide *headquarters, BenchSide *expert);

char *bench_text (gsize size);                          /* JSON: words of a report */

/* A bare SQLCipher database under the settings that a store has. */
sqlite3 *bench_bare_open (const char *folder, const char *name, const char *tables);

/* One shell command in a folder; its wall time in seconds. */
double bench_shell (const char *folder, const char *command);

/* The peer of pack and of opening: NAME in the folder through tar, zstd -3, age and
 * minisign, and back; wall time in seconds. bench_unpipe() comes second. */
double bench_pipe (const char *folder, const char *name);
double bench_unpipe (const char *folder, const char *name);

/* A bundle judged whole (decrypted, its signature and every hash checked), and
 * nothing of it taken in: wall time in seconds. */
double bench_opening (ValiseStore *store, const char *path);
