/* world.c - a headquarters and the members of a panel
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/world.h"

#include <string.h>

#include "core/clock.h"

static FixtureStore *
member_if (World *world, const char *who, char letter, const char *name, const char *role)
{
  return strchr (who, letter) != NULL ? panel_member_new (world->headquarters, name, role, PANEL_CASE) : NULL;
}

World *
world_new (const char *who)
{
  World *world = g_new0 (World, 1);

  valise_clock_stop_at (FIXTURE_NOW);
  world->headquarters = panel_headquarters_new ();
  world->adeko = panel_member_new (world->headquarters, "T. Adeko", "expert", PANEL_CASE);
  world->brandt = member_if (world, who, 'b', "A. Brandt", "expert");
  world->mara = member_if (world, who, 'm', "Mara", "coordinator");
  world->jmac = member_if (world, who, 'j', "Okoye", "jmac");
  world->stranger = strchr (who, 's') != NULL ? fixture_store_new ("Stranger", "expert") : NULL;
  if (strchr (who, 'r') != NULL)
    panel_take (world->headquarters, world->adeko);
  return world;
}

void
world_free (World *world)
{
  fixture_store_free (world->headquarters);
  fixture_store_free (world->adeko);
  fixture_store_free (world->brandt);
  fixture_store_free (world->mara);
  fixture_store_free (world->jmac);
  fixture_store_free (world->stranger);
  g_free (world);
  valise_clock_stop_at (-1);
}

int
world_set_up (void **state)
{
  *state = world_new ("");
  return 0;
}

int
world_tear_down (void **state)
{
  world_free (*state);
  return 0;
}
