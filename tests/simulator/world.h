/* world.h - a headquarters and its members at the start of a history, and what they have sent
 *
 * Making stores and enrolling them takes longer than a history, so it is done
 * once; every history begins with copies of those stores.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/exchange.h"

#define WORLD_HEADQUARTERS 0
#define WORLD_MOST 11            /* headquarters and ten devices */

typedef struct {
  const char *name, *role, *cases;
  FixtureStore *fixture;
  gboolean taking_part;
  gint64 clock;                  /* seconds; each device has its own, and it jumps */
  guint64 written;               /* entries of its own log that it was told are durable */
  guint64 held;                  /* entries of all logs that were here after the last step */
  GHashTable *taken;             /* paths of bundles that it was given */
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
  Device devices[WORLD_MOST];
  guint n_devices;               /* that take part, headquarters included */
  GPtrArray *sent;               /* of Sent: all bundles ever written */
  GPtrArray *under_way;          /* of Sent, lent: not lost, not yet given for good */
  GPtrArray *records;            /* of Known */
  char *folder;
  guint step;
} World;

/* Once: the stores that every history begins with, in a temporary folder. */
void   world_prepare (void);
void   world_forget (void);

World *world_new (guint n_devices);
void   world_free (World *world);

/* Turns to a device: its clock is the clock. */
Device *world_turn_to (World *world, guint device);

/* Has somebody who comes from here the case? */
gboolean world_has_case (const Device *device, const char *in_case);

/* A copy of a store's folder as it lies on the disk now, as a crash leaves it. */
void   world_copy_store (const char *from, const char *to);

/* A fresh store of a device as it was at the start, in a folder of its own. */
FixtureStore *world_twin (World *world, guint device);
