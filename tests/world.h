/* world.h - a headquarters and the members of a panel that most tests of bundles need
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/panel.h"

typedef struct {
  FixtureStore *headquarters; /* "Registry" */
  FixtureStore *adeko;        /* "T. Adeko", expert */
  FixtureStore *brandt;       /* "A. Brandt", expert */
  FixtureStore *mara;         /* "Mara", coordinator */
  FixtureStore *jmac;         /* "Okoye", of the mission's analysts */
  FixtureStore *stranger;     /* "Stranger", on no roster */
} World;

/* Headquarters and Adeko, and of the others those whose first letters are in
 * `who`: "bmjs"; with an "r" Adeko takes the roster with all of them on it. All
 * of PANEL_CASE; the clock stands at FIXTURE_NOW. */
World *world_new (const char *who);
void   world_free (World *world);            /* and lets the clock go */

/* cmocka's fixtures, with world_new ("") as the state. */
int    world_set_up (void **state);
int    world_tear_down (void **state);       /* of any World */
