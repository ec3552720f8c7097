/* fleet.h - a headquarters and its members, open and warm, as every history begins
 *
 * Making stores, enrolling them and opening them takes longer than a history.
 * So it is done once; a history is played by a child of this process on the
 * very same stores, and afterwards their files are put back as they were. The
 * keys differ from fleet to fleet, and so does who has which cases.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/panel.h"

#define FLEET_HEADQUARTERS 0
#define FLEET_SIZE 12            /* headquarters and eleven devices */
#define FLEET_TWIN FLEET_SIZE    /* headquarters once more, in a folder of its own */
#define FLEETS 3                 /* as many different ones */

typedef struct {
  const char *name, *role, *cases;
} FleetSeat;

typedef struct _Fleet Fleet;

/* Number 0 to FLEETS − 1: the same stores, to the byte, whenever it is made. */
Fleet           *fleet_new (guint number);
void             fleet_free (Fleet *fleet);

const FleetSeat *fleet_seat (const Fleet *fleet, guint at);

/* The open store of a seat, or of the twin (lent). */
FixtureStore    *fleet_store (const Fleet *fleet, guint at);

/* After a history: the files as they were. */
void             fleet_put_back (const Fleet *fleet, guint at);

/* All that is below a folder, as it lies there now, as a crash leaves them. */
void             fleet_copy_folder (const char *from, const char *to);
