/* workers.h - many histories, each in a process of its own
 *
 * Every worker has its own fleets. A history is played by its child, so that
 * it begins as all do, whatever the one before left behind or ran into.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/simulator/fleet.h"

#define WORKERS_MOST 8
#define WORKERS_KINDS 32       /* of steps, counted apart */

/* Counted by all processes together, but for `touched` in memory they share. */
typedef struct {
  guint64 played, broken, steps;
  guint64 kinds[WORKERS_KINDS];
  guint64 longest;             /* history, in steps */
  guint64 broken_seeds[16];    /* the first of them */
  guint32 touched;             /* seats that the history under way has used */
} Tally;

/* Plays one history in `folder`, or ends the process with anything but 0. */
typedef void (*PlayHistory) (guint64 seed, const Fleet *fleet, const char *folder, Tally *tally);

/* Plays `count` histories from seed `first` on with so many workers; 0: here,
 * without any other process, the first one alone. Prints how it goes. Sums up
 * in *all; TRUE when none was broken. */
gboolean workers_play (guint64 first, guint64 count, guint workers, PlayHistory play, Tally *all);
