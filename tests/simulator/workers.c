/* workers.c - many histories, each in a process of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/simulator/workers.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/asserts.h"

#define TELL_EVERY (60 * G_USEC_PER_SEC)
#define GIVE_UP_AFTER G_N_ELEMENTS (((Tally *) NULL)->broken_seeds)

typedef struct {
  guint64 first, count;
  guint workers, number;
  PlayHistory play;
  Tally *tally;
  Fleet *fleets[FLEETS];
} Worker;

static const Fleet *
fleet_for (Worker *worker, guint64 seed)
{
  guint number = (guint) (seed % FLEETS);

  if (worker->fleets[number] == NULL)
    worker->fleets[number] = fleet_new (number);
  return worker->fleets[number];
}

static char *
make_folder (void)
{
  char *folder = g_dir_make_tmp ("valise-history-XXXXXX", NULL);

  assert_non_null (folder);
  return folder;
}

/* One history */

static void
put_back (Worker *worker, const Fleet *fleet)
{
  for (guint i = 0; i <= FLEET_TWIN; i++)
    if (worker->tally->touched & (1u << i))
      fleet_put_back (fleet, i);
  worker->tally->touched = 0;
}

static void
note_broken (Worker *worker, guint64 seed, int status)
{
  Tally *tally = worker->tally;

  if (WIFSIGNALED (status))
    fprintf (stderr, "simulator: seed %" G_GUINT64_FORMAT " ended by signal %d\n", seed, WTERMSIG (status));
  if (tally->broken < GIVE_UP_AFTER)
    tally->broken_seeds[tally->broken] = seed;
  tally->broken++;
}

static void
play_in_child (Worker *worker, guint64 seed)
{
  const Fleet *fleet = fleet_for (worker, seed);
  g_autofree char *folder = make_folder ();
  int status = 0;
  pid_t child;

  fflush (NULL);
  child = fork ();
  assert_true (child >= 0);
  if (child == 0) {
    worker->play (seed, fleet, folder, worker->tally);
    fflush (NULL);
    _exit (0);
  }
  assert_int_equal (waitpid (child, &status, 0), child);
  worker->tally->played++;
  if (status != 0)
    note_broken (worker, seed, status);
  put_back (worker, fleet);
  fixture_remove_tree (folder);
}

static void
tell (const Worker *worker, gint64 since)
{
  const Tally *tally = worker->tally;
  time_t now = time (NULL);
  char at[16];

  strftime (at, sizeof at, "%H:%M:%S", gmtime (&now));
  printf ("%s worker %u: %" G_GUINT64_FORMAT " histories, %" G_GUINT64_FORMAT
          " steps, %" G_GUINT64_FORMAT " broken; %.1f ms each\n",
          at, worker->number, tally->played, tally->steps, tally->broken,
          (double) (g_get_monotonic_time () - since) / 1000.0 / (double) tally->played);
  fflush (stdout);
}

static void
work (Worker *worker)
{
  gint64 since = g_get_monotonic_time (), told = since;

  for (guint64 i = worker->number; i < worker->count; i += worker->workers) {
    play_in_child (worker, worker->first + i);
    if (g_get_monotonic_time () - told >= TELL_EVERY) {
      told = g_get_monotonic_time ();
      tell (worker, since);
    }
    if (worker->tally->broken >= GIVE_UP_AFTER)
      break;
  }
  for (guint i = 0; i < FLEETS; i++)
    fleet_free (worker->fleets[i]);
}

/* All of them */

static void
add_up (Tally *all, const Tally *one)
{
  for (guint i = 0; i < one->broken && i < GIVE_UP_AFTER; i++)
    if (all->broken + i < GIVE_UP_AFTER)
      all->broken_seeds[all->broken + i] = one->broken_seeds[i];
  all->played += one->played;
  all->broken += one->broken;
  all->steps += one->steps;
  all->longest = MAX (all->longest, one->longest);
  for (guint i = 0; i < WORKERS_KINDS; i++)
    all->kinds[i] += one->kinds[i];
}

static gboolean
all_ended_well (guint workers)
{
  gboolean well = TRUE;

  for (guint i = 0; i < workers; i++) {
    int status = 0;

    well &= wait (&status) > 0 && status == 0;
  }
  return well;
}

static void
play_here (Worker *worker)
{
  g_autofree char *folder = make_folder ();
  const Fleet *fleet = fleet_for (worker, worker->first);

  worker->play (worker->first, fleet, folder, worker->tally);
  worker->tally->played++;
}

gboolean
workers_play (guint64 first, guint64 count, guint workers, PlayHistory play, Tally *all)
{
  Tally *tallies = mmap (NULL, sizeof (Tally) * WORKERS_MOST, PROT_READ | PROT_WRITE,
                         MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  gboolean well;

  assert_true (tallies != MAP_FAILED && workers <= WORKERS_MOST);
  for (guint i = 0; i < MAX (workers, 1); i++) {
    Worker worker = { .first = first, .count = count, .workers = workers, .number = i, .play = play, .tally = &tallies[i] };

    if (workers == 0)
      play_here (&worker);
    else if (fork () == 0) {
      work (&worker);
      fflush (NULL);
      _exit (0);
    }
  }
  well = all_ended_well (workers);
  for (guint i = 0; i < MAX (workers, 1); i++)
    add_up (all, &tallies[i]);
  munmap (tallies, sizeof (Tally) * WORKERS_MOST);
  return well && all->broken == 0;
}
