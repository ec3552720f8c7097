/* custodian-deeds.c - custodians vouch for each other, and seal again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/error.h"
#include "core/sealed.h"
#include "sync/enrol.h"
#include "sync/reseal.h"
#include "tests/asserts.h"
#include "tests/simulator/deeds.h"
#include "tests/simulator/laws.h"
#include "tests/simulator/seeded.h"

/* Another custodian than `but`, or headquarters when there is none. */
static guint
some_custodian (const World *world, guint but)
{
  guint from = seeded_below (world->n_devices);

  for (guint i = 0; i < world->n_devices; i++) {
    guint at = (from + i) % world->n_devices;

    if (at != but && strcmp (world->devices[at].role, "custodian") == 0)
      return at;
  }
  return WORLD_HEADQUARTERS;
}

/* The one compares the other's fingerprint, and headquarters gets his word. */
static void
vouch (World *world, guint at, guint candidate)
{
  ValiseStore *store = world->devices[at].fixture->store;
  FixtureStore *other = world->devices[candidate].fixture;
  g_autofree char *fingerprint = panel_fingerprint (other), *word = NULL, *by = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseMember) row = NULL;

  word = valise_enrol_vouch (store, valise_store_get_device (other->store), fingerprint, &error);
  law (word != NULL || error->domain == VALISE_ERROR, "vouching: %s", error->message);
  if (word == NULL) /* not known there, or no longer counted */
    return;
  world_turn_to (world, WORLD_HEADQUARTERS);
  law (valise_enrol_take_voucher (world->devices[WORLD_HEADQUARTERS].fixture->store, word, strlen (word), &row, &by,
                                  &error) || error->code == VALISE_ERROR_REFUSED,
       "headquarters taking a custodian's word: %s", error != NULL ? error->message : "");
  world->decided = TRUE;
}

guint
deed_vouch (World *world, guint at)
{
  guint voucher = some_custodian (world, WORLD_MOST), candidate = some_custodian (world, voucher);

  if (voucher == WORLD_HEADQUARTERS || candidate == WORLD_HEADQUARTERS)
    return at;
  world_turn_to (world, candidate);
  world_turn_to (world, voucher);
  deed_take_roster (world, voucher);
  vouch (world, voucher, candidate);
  return WORLD_HEADQUARTERS;
}

/* Whoever has a vault; here these are the custodians. */
guint
deed_reseal (World *world, guint at)
{
  guint custodian = some_custodian (world, WORLD_MOST);
  ValiseStore *store = world->devices[custodian].fixture->store;
  g_autoptr (ValiseSecret) passphrase = fixture_vault_passphrase (), vault = NULL;
  g_autoptr (GError) error = NULL;
  ValiseResealCount before, after;
  ValiseResealed done = { 0 };

  if (custodian == WORLD_HEADQUARTERS)
    return at;
  world_turn_to (world, custodian);
  vault = valise_vault_open (store, passphrase, &error);
  assert_no_error (error);
  law (valise_reseal_count (store, &before, &error), "counting what waits: %s", error != NULL ? error->message : "");
  if (!valise_reseal (store, vault, NULL, NULL, &done, &error)) {
    law (error->code == VALISE_ERROR_NOT_FOUND, "sealing again: %s", error->message);
    return custodian;
  }
  law (valise_reseal_count (store, &after, &error), "counting what waits: %s", error != NULL ? error->message : "");
  law (done.resealed + done.closed + done.full == before.waiting, "%s: what was sealed again does not add up",
       world->devices[custodian].name);
  law (after.waiting == done.closed + done.full, "%s: what was sealed again waits still", world->devices[custodian].name);
  return custodian;
}
