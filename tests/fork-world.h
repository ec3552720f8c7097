/* fork-world.h - a panel with a member whose store was copied
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/admission.h"
#include "tests/exchange.h"

#define COPIES_MAX 12

typedef struct {
  FixtureStore *headquarters, *adeko, *bala, *mara;
  char *device;                      /* Adeko's, before anything happened to it */
  FixtureStore *copies[COPIES_MAX];  /* made during a test */
  guint n_copies;
} World;

int fork_set_up (void **state);
int fork_tear_down (void **state);

/* The same store once more: both may be used, and neither knows of the other. */
FixtureStore *copy_of (World *world, FixtureStore *fixture);

/* Bundles to the registry and back (paths; transfer full). */
char *up (FixtureStore *from);
char *down (FixtureStore *headquarters, FixtureStore *to);
void  take (FixtureStore *to, const char *path);
void  send_up (FixtureStore *from, FixtureStore *headquarters);
void  send_down (FixtureStore *headquarters, FixtureStore *to);

/* What everybody sees, but for what each store notes by itself. */
char *seen (FixtureStore *fixture);
void  assert_alike (FixtureStore *a, FixtureStore *b);

/* Made anew from the logs it is the same. */
void  assert_sound (FixtureStore *fixture);
void  assert_title (FixtureStore *store, const char *record, const char *title); /* NULL: not to be seen */

ValiseFork *fork_of (FixtureStore *fixture, const char *device);
guint       branches_of (FixtureStore *fixture, const char *device);

/* The newest checkpoint of a store's own log: names its branch. */
void  branch_of (FixtureStore *fixture, ValiseCheckpoint *checkpoint);
void  admit (FixtureStore *by, const char *device, const ValiseCheckpoint *branch);

/* Adeko's store, copied after both sides held the first record. */
typedef struct {
  char *shared, *ours, *theirs;
  FixtureStore *clone;
  char *first, *second; /* bundles to the registry: of Adeko's store, of the clone */
} Twins;

void make_twins (World *world, Twins *twins);
void twins_clear (Twins *twins);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Twins, twins_clear)
