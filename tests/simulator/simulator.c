/* simulator.c - random histories of a headquarters and its members, held against laws
 *
 *   simulator FIRST-SEED COUNT [WORKERS [STEPS]]
 *
 * Each seed is one history: 3 to 10 devices record, edit, withdraw, settle,
 * pack, lose, repeat and exchange bundles, with clocks that jump and stores
 * that crash; laws.h says what must hold. The seed of a history that breaks a
 * law is printed, and plays it again; with 0 WORKERS in this very process, for
 * a debugger, every step told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/asserts.h"
#include "tests/simulator/laws.h"
#include "tests/simulator/seeded.h"
#include "tests/simulator/steps.h"
#include "tests/simulator/workers.h"

#define ORDER_PERCENT 25     /* of histories also look at this */
#define AGREEMENT_PERCENT 4

static guint64 seed;
static const World *current;
static guint64 first = 1, count = 20;
static guint workers = 1, steps_each;

void
law_broken (const char *format, ...)
{
  g_autofree char *broken = NULL;
  va_list list;

  va_start (list, format);
  broken = g_strdup_vprintf (format, list);
  va_end (list);
  fail_msg ("%s", broken);
  exit (1); /* not reached: what fails a test jumps out of it */
}

/* Also when something deep inside gave up. */
static void
on_exit_tell (void)
{
  if (current != NULL)
    fprintf (stderr, "simulator: seed %" G_GUINT64_FORMAT ", step %u\n", seed, current->step);
}

/* Most are short, so that there are many beginnings; some are long. */
static guint
some_length (void)
{
  guint kind = seeded_below (100);

  if (kind < 65)
    return 4 + seeded_below (9);
  return kind < 95 ? 12 + seeded_below (19) : 30 + seeded_below (61);
}

/* The same twice says that a seed plays the same history again. */
static void
tell_end (const World *world)
{
  GChecksum *sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint at = 0; at < world->n_devices; at++) {
    g_autofree char *dump = exchange_dump (world->devices[at].fixture);

    g_checksum_update (sum, (const guint8 *) dump, -1);
  }
  printf ("SHA-256 of all that the stores say: %s\n", g_checksum_get_string (sum));
  g_checksum_free (sum);
}

static void
play (guint64 of, const Fleet *fleet, const char *folder, Tally *tally)
{
  World *world;
  guint steps;

  seed = of;
  seeded_start (of);
  world = world_new (fleet, folder, 4 + seeded_below (WORLD_MOST - 3), &tally->touched);
  current = world;
  steps = some_length ();
  steps = steps_each > 0 ? steps_each : steps;
  for (guint i = 0; i < steps; i++)
    laws_after_step (world, steps_take (world, tally));
  laws_at_end (world);
  if (seeded_chance (ORDER_PERCENT))
    laws_of_order (world);
  if (seeded_chance (AGREEMENT_PERCENT)) {
    steps_settle_down (world, tally);
    laws_at_end (world);
    laws_of_agreement (world);
  }
  tally->longest = MAX (tally->longest, world->step);
  if (workers == 0)
    tell_end (world);
  current = NULL;
}

static void
every_history_keeps_the_laws (void **state)
{
  Tally all = { 0 };
  gboolean well = workers_play (first, count, workers, play, &all);

  printf ("%" G_GUINT64_FORMAT " histories from seed %" G_GUINT64_FORMAT ", %" G_GUINT64_FORMAT
          " steps, the longest of %" G_GUINT64_FORMAT "; broke a law: %" G_GUINT64_FORMAT "\n",
          all.played, first, all.steps, all.longest, all.broken);
  for (guint i = 0; i < all.broken && i < G_N_ELEMENTS (all.broken_seeds); i++)
    printf ("broken: seed %" G_GUINT64_FORMAT "\n", all.broken_seeds[i]);
  steps_print (&all);
  if (!well)
    fail ();
}

int
main (int argc, char **argv)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test (every_history_keeps_the_laws) };

  if (argc > 1)
    first = g_ascii_strtoull (argv[1], NULL, 10);
  if (argc > 2)
    count = g_ascii_strtoull (argv[2], NULL, 10);
  if (argc > 3)
    workers = (guint) g_ascii_strtoull (argv[3], NULL, 10);
  if (argc > 4)
    steps_each = (guint) g_ascii_strtoull (argv[4], NULL, 10);
  if (workers == 0)
    steps_tell ();
  atexit (on_exit_tell);
  mallopt (M_MMAP_THRESHOLD, 512 * 1024 * 1024); /* large buffers come and go: their pages stay */
  mallopt (M_ARENA_MAX, 1);
  mallopt (M_TRIM_THRESHOLD, 512 * 1024 * 1024);
  seeded_install ();
  return cmocka_run_group_tests (tests, NULL, NULL);
}
