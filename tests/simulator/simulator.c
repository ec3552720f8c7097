/* simulator.c - random histories of a headquarters and its members, held against laws
 *
 *   simulator FIRST-SEED COUNT [STEPS]
 *
 * Each seed is one history: 3 to 10 devices record, edit, withdraw, settle,
 * pack, lose, repeat and exchange bundles, with clocks that jump and stores
 * that crash; laws.h says what must hold. The seed of a history that breaks a
 * law is printed, and plays it again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/asserts.h"
#include "tests/simulator/laws.h"
#include "tests/simulator/seeded.h"
#include "tests/simulator/steps.h"

#define PREPARING G_MAXUINT64 /* the seed of the stores that all begin with */
#define MOST_STEPS 60

static guint64 seed, first = 1, count = 20;
static guint steps_each;
static const World *current;
static gboolean done;

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
  if (!done)
    fprintf (stderr, "simulator: seed %" G_GUINT64_FORMAT ", step %u\n", seed,
             current != NULL ? current->step : 0);
}

static void
play (guint64 of, guint steps)
{
  World *world;

  seed = of;
  seeded_start (of);
  world = world_new (4 + seeded_below (WORLD_MOST - 3));
  current = world;
  if (steps == 0)
    steps = 10 + seeded_below (MOST_STEPS - 10);
  for (guint i = 0; i < steps; i++)
    laws_after_step (world, steps_take (world));
  laws_at_end (world);
  laws_of_order (world);
  steps_settle_down (world);
  laws_at_end (world);
  laws_of_agreement (world);
  current = NULL;
  world_free (world);
}

static void
every_history_keeps_the_laws (void **state)
{
  seed = PREPARING;
  seeded_start (seed);
  world_prepare ();
  for (guint64 i = 0; i < count; i++)
    play (first + i, steps_each);
  done = TRUE;
  world_forget ();
  printf ("%" G_GUINT64_FORMAT " histories from seed %" G_GUINT64_FORMAT ", every law held\n", count,
          first);
  steps_print ();
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
    steps_each = (guint) g_ascii_strtoull (argv[3], NULL, 10);
  atexit (on_exit_tell);
  seeded_install ();
  return cmocka_run_group_tests (tests, NULL, NULL);
}
