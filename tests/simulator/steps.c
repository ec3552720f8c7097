/* steps.c - what happens in a history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/simulator/steps.h"

#include <stdio.h>

#include "tests/simulator/deeds.h"
#include "tests/simulator/laws.h"
#include "tests/simulator/seeded.h"

typedef guint (*Deed) (World *world, guint at);

/* At headquarters only: whoever's turn it is, it is headquarters' instead. */
static const struct {
  const char *name;
  Deed deed;
  guint weight;
  gboolean at_headquarters;
} kinds[] = {
  { "add", deed_add, 140, FALSE },
  { "edit", deed_edit, 150, FALSE },
  { "withdraw", deed_withdraw, 30, FALSE },
  { "settle", deed_settle, 50, FALSE },
  { "reclassify", deed_reclassify, 40, FALSE },
  { "attach", deed_attach, 20, FALSE },
  { "pack", deed_pack, 210, FALSE },
  { "headquarters pack", deed_pack, 70, TRUE },
  { "pack in parts", deed_pack_parts, 20, FALSE },
  { "deliver", deed_deliver, 270, FALSE },
  { "replay", deed_replay, 25, FALSE },
  { "relay", deed_relay, 20, FALSE },
  { "exchange", deed_exchange, 25, FALSE },
  { "jump", deed_jump, 30, FALSE },
  { "restart", deed_restart, 15, FALSE },
  { "back up", deed_backup, 15, FALSE },
  { "restore", deed_restore, 12, FALSE },
  { "clone", deed_clone, 12, FALSE },
  { "enrol", deed_enrol, 15, TRUE },
  { "revoke", deed_revoke, 10, TRUE },
  { "admit", deed_admit, 15, FALSE },
  { "choose a branch", deed_choose_branch, 10, FALSE },
  { "enrol to a day", deed_expire, 8, TRUE },
  { "vouch", deed_vouch, 5, FALSE },
  { "seal again", deed_reseal, 8, FALSE },
  { "ask to erase", deed_ask_erasure, 20, FALSE },
  { "erase", deed_erase, 30, FALSE },
  { "forge", deed_forge, 30, FALSE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) <= WORKERS_KINDS);

static gboolean told;

static guint
some_kind (void)
{
  guint total = 0, chosen, i = 0;

  for (i = 0; i < G_N_ELEMENTS (kinds); i++)
    total += kinds[i].weight;
  chosen = seeded_below (total);
  for (i = 0; chosen >= kinds[i].weight; i++)
    chosen -= kinds[i].weight;
  return i;
}

void
steps_tell (void)
{
  told = TRUE;
}

guint
steps_take (World *world, Tally *tally)
{
  guint kind = some_kind (), at = seeded_below (world->n_devices);

  if (kinds[kind].at_headquarters)
    at = WORLD_HEADQUARTERS;
  world->step++;
  tally->steps++;
  tally->kinds[kind]++;
  world_turn_to (world, at);
  if (told)
    printf ("%u: %s, %s (%s, %s)\n", world->step, kinds[kind].name, world->devices[at].name,
            world->devices[at].role, world->devices[at].cases);
  return kinds[kind].deed (world, at);
}

/* What headquarters sends is taken in when what came before is known on both sides. */
static gboolean
exchange_once (World *world, guint from, guint to, guint round)
{
  guint before = world->under_way->len;
  ValiseOutcome outcome;
  const Sent *sent;

  world_turn_to (world, from);
  deed_pack_for (world, from, to, 0);
  if (world->under_way->len == before)
    return FALSE;
  sent = world->under_way->pdata[before];
  g_ptr_array_remove_index (world->under_way, before);
  outcome = deed_give (world, sent, to, FALSE);
  law (round == 0 || outcome == VALISE_OUTCOME_MERGED || world->devices[from].ended || world->devices[from].may_expire,
       "what %s sent waits at %s", world->devices[from].name, world->devices[to].name);
  laws_after_step (world, to);
  return TRUE;
}

#define ROUNDS 6 /* to headquarters, back, and what comes of it */

void
steps_settle_down (World *world, Tally *tally)
{
  deed_end_registry_clone (world);
  deed_enrol_all (world);
  for (guint round = 0; round < ROUNDS; round++) {
    gboolean moved = FALSE;

    for (guint i = 1; i < world->n_devices; i++)
      moved |= exchange_once (world, i, WORLD_HEADQUARTERS, round);
    for (guint i = 1; i < world->n_devices; i++)
      moved |= exchange_once (world, WORLD_HEADQUARTERS, i, round);
    if (!moved)
      return;
  }
}

void
steps_print (const Tally *tally)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    printf ("%s%s %" G_GUINT64_FORMAT, i > 0 ? ", " : "steps: ", kinds[i].name, tally->kinds[i]);
  printf ("\n");
}
