/* world.c - who takes part in one history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/simulator/world.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/log.h"
#include "tests/asserts.h"
#include "tests/simulator/seeded.h"

/* Bundles go where this history's own things are. */
static FixtureStore *
borrow (World *world, guint seat)
{
  FixtureStore *fixture = g_new0 (FixtureStore, 1);
  FixtureStore *store = fleet_store (world->fleet, seat);

  fixture->root = world_new_folder (world, "sent");
  fixture->folder = store->folder;
  fixture->store = store->store;
  assert_int_equal (g_mkdir_with_parents (fixture->root, 0700), 0);
  return fixture;
}

static void
seat_device (World *world, guint at, guint seat)
{
  Device *device = &world->devices[at];
  const FleetSeat *found = fleet_seat (world->fleet, seat);

  device->name = found->name;
  device->role = found->role;
  device->cases = found->cases;
  device->seat = seat;
  device->clock = FIXTURE_NOW + 3600;
  device->taken = g_ptr_array_new ();
  device->fixture = borrow (world, seat);
  device->written = valise_log_size (device->fixture->store, VALISE_LOG_OWN);
}

World *
world_new (const Fleet *fleet, const char *folder, guint n_devices, guint32 *touched)
{
  World *world = g_new0 (World, 1);
  guint seat = 1;

  world->fleet = fleet;
  world->folder = g_strdup (folder);
  world->touched = touched;
  world->n_devices = n_devices;
  world->sent = g_ptr_array_new ();
  world->under_way = g_ptr_array_new ();
  world->records = g_ptr_array_new ();
  seat_device (world, WORLD_HEADQUARTERS, FLEET_HEADQUARTERS);
  /* Some of the fleet, each as likely as the other. */
  for (guint at = 1; at < n_devices; seat++)
    if (seeded_below (FLEET_SIZE - seat) < n_devices - at)
      seat_device (world, at++, seat);
  return world;
}

Device *
world_turn_to (World *world, guint device)
{
  Device *turned = &world->devices[device];

  *world->touched |= 1u << turned->seat;
  turned->clock += 60;
  valise_clock_stop_at (turned->clock);
  return turned;
}

gboolean
world_has_case (const Device *device, const char *in_case)
{
  g_auto (GStrv) cases = g_strsplit (device->cases, " ", -1);

  return g_strv_contains ((const char *const *) cases, in_case);
}

char *
world_new_folder (World *world, const char *what)
{
  return g_strdup_printf ("%s/%s-%u", world->folder, what, world->folders++);
}

/* What the fleet has open is never closed: its files must stay the same ones. */
void
world_go_on_from (World *world, guint at, const char *from)
{
  Device *device = &world->devices[at];
  char *folder = world_new_folder (world, "store");

  fleet_copy_folder (from, folder);
  if (device->moved)
    fixture_store_close (device->fixture);
  device->fixture->store = NULL;
  device->fixture->folder = folder;
  device->moved = TRUE;
  fixture_store_reopen (device->fixture);
}

FixtureStore *
world_twin (World *world)
{
  *world->touched |= 1u << FLEET_TWIN;
  return borrow (world, FLEET_TWIN);
}
