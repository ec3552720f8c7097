/* seeded.h - all that is random in one history, from its seed
 *
 * Both what the simulator chooses and what the program draws (keys, record
 * ids, names of bundles) come from here, so that a seed alone plays a history
 * again, to the byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* Takes libsodium's place as the source of randomness; before sodium_init(). */
void  seeded_install (void);

void  seeded_start (guint64 seed);

/* The simulator's own choices: they do not move with what the program draws. */
guint seeded_below (guint limit);          /* 0 to limit − 1; limit above 0 */
gboolean seeded_chance (guint percent);
