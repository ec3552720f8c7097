/* world.h - who takes part in one history, and what they have sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/exchange.h"
#include "tests/simulator/fleet.h"

#define WORLD_HEADQUARTERS 0
#define WORLD_MOST 11            /* headquarters and ten devices */

typedef struct {
  const char *name, *role, *cases;
  guint seat;                    /* in the fleet */
  FixtureStore *fixture;
  gboolean moved;                /* its folder is a copy of its own by now */
  gint64 clock;                  /* seconds; each device has its own, and it jumps */
  guint64 written;               /* entries of its own log that it was told are durable */
  guint64 held;                  /* entries of all logs that were here after the last step */
  GPtrArray *taken;              /* of char *, lent: bundles that it was given, in order */
} Device;

typedef struct {
  char *path;
  guint from, to;
} Sent;

typedef struct {
  char *id;
  guint author;                  /* device */
  const char *type, *in_case;
  gboolean consents;             /* an interview that may be shared with the mission */
  gboolean seals;                /* holds sealed values */
} Known;

typedef struct {
  const Fleet *fleet;
  Device devices[WORLD_MOST];
  guint n_devices;               /* that take part, headquarters included */
  GPtrArray *sent;               /* of Sent: all bundles ever written */
  GPtrArray *under_way;          /* of Sent, lent: not lost, not yet given for good */
  GPtrArray *records;            /* of Known */
  char *folder;                  /* for this history alone */
  guint step;
  guint folders;                 /* made in it so far */
  guint32 *touched;              /* bits of seats whose files are not as they were */
} World;

/* In a process that plays this history and nothing after it. `folder` exists
 * and is empty. Nothing is freed: the process ends. */
World  *world_new (const Fleet *fleet, const char *folder, guint n_devices, guint32 *touched);

/* Turns to a device: its clock is the clock. */
Device *world_turn_to (World *world, guint device);

/* Has somebody who comes from here the case? */
gboolean world_has_case (const Device *device, const char *in_case);

/* A folder of its own for something (transfer full); not made yet. */
char   *world_new_folder (World *world, const char *what);

/* Goes on from what lies in `from`, as after a crash or a restart. */
void    world_go_on_from (World *world, guint device, const char *from);

/* Headquarters' store as it was at the start. */
FixtureStore *world_twin (World *world);
