/* steps.h - what happens in a history: one step at a time, by chance
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/simulator/workers.h"
#include "tests/simulator/world.h"

/* One step of somebody; returns which device acted. */
guint steps_take (World *world, Tally *tally);

/* Everybody exchanges with headquarters until nothing is under way. */
void  steps_settle_down (World *world, Tally *tally);

/* From now on every step is printed before it is taken. */
void  steps_tell (void);

/* How often each kind of step was taken. */
void  steps_print (const Tally *tally);
