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

/* Was it, or what it is part of, told in an interview that he does not get? */
static gboolean
told_in_confidence (const World *world, guint at, const Known *known)
{
  for (const Known *up = known; up != NULL; up = up->linked)
    if (strcmp (up->type, "interview") == 0 && !clearance_reaches (world, at, up) &&
        !world_same_member (world, at, up->author))
      return TRUE;
  return FALSE;
}

/* The mission's column. */
static gboolean
mission_gets (const World *world, guint at, const Known *known)
{
  if (strcmp (known->type, "interview") == 0)
    return known->consents;
  if (is_one_of (known->type, "sighting item"))
    return !told_in_confidence (world, at, known);
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
