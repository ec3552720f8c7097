/* clearance.c - who may have a value, said a second time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/simulator/clearance.h"

#include <string.h>

static gboolean
is_one_of (const char *word, const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) list, word);
}

static gboolean
shares_case (const Device *device, const Known *known)
{
  return ((known->cases & WORLD_CASE_ONE) && world_has_case (device, PANEL_CASE)) ||
         ((known->cases & WORLD_CASE_OTHER) && world_has_case (device, PANEL_OTHER_CASE));
}

/* The mission's column. */
static gboolean
mission_gets (const World *world, guint at, const Known *known)
{
  if (strcmp (known->type, "interview") == 0)
    return known->consents;
  /* Told in an interview, part of a sighting, about whatever it is about. */
  return known->linked == NULL || world_same_member (world, at, known->linked->author) ||
         clearance_reaches (world, at, known->linked);
}

gboolean
clearance_reaches (const World *world, guint at, const Known *known)
{
  const Device *device = &world->devices[at];

  if (strcmp (device->role, "headquarters") == 0)
    return TRUE;
  if (!shares_case (device, known))
    return FALSE;
  if (!known->open && !is_one_of (device->role, "expert coordinator"))
    return FALSE;
  if (strcmp (device->role, "jmac") == 0)
    return mission_gets (world, at, known);
  return is_one_of (device->role, "coordinator expert analyst");
}

gboolean
clearance_allows (const World *world, guint at, const Token *token)
{
  const Device *device = &world->devices[at];

  if (token->sealed)
    return FALSE; /* only within its age file */
  if (world_same_member (world, at, token->author))
    return TRUE;
  if (token->withheld && strcmp (device->role, "jmac") == 0)
    return FALSE;
  return clearance_reaches (world, at, token->known);
}
