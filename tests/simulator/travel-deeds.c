/* travel-deeds.c - bundles: written, lost, repeated, misdelivered, carried on, taken in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/error.h"
#include "core/log.h"
#include "sync/exchange.h"
#include "sync/relay.h"
#include "tests/asserts.h"
#include "tests/simulator/deeds.h"
#include "tests/simulator/laws.h"
#include "tests/simulator/seeded.h"

#define SMALL_BUDGET (300 * 1024)

static void
send (World *world, char *path, const char *device, guint from, guint to)
{
  Sent *sent = g_new0 (Sent, 1);

  sent->path = path;
  sent->device = g_strdup (device);
  sent->from = from;
  sent->to = to;
  g_ptr_array_add (world->sent, sent);
  g_ptr_array_add (world->under_way, sent);
}

/* Packing */

void
deed_pack_for (World *world, guint from, guint to, guint64 max_bytes)
{
  const char *device = valise_store_get_device (world->devices[to].fixture->store);
  FixtureStore *store = world->devices[from].fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) recipients = valise_roster_match (store->store, device, NULL);
  ValisePackOptions options = { .folder = store->root, .max_bytes = max_bytes };
  g_autoptr (GPtrArray) packed = NULL;

  if (recipients == NULL) /* a row that has ended, or is not known there yet */
    return;
  packed = valise_pack (store->store, recipients, &options, &error);
  if (packed == NULL && world->devices[from].to_enrol && error->code == VALISE_ERROR_NOT_ALLOWED)
    return;
  law (packed != NULL, "%s packing for %s: %s", world->devices[from].name, world->devices[to].name,
       error->message);
  for (guint i = 0; i < packed->len; i++) {
    const ValisePacked *one = packed->pdata[i];

    law (from != WORLD_HEADQUARTERS || !world->devices[to].ended, "headquarters packed for %s, whose membership it ended",
         world->devices[to].name);
    law (max_bytes == 0 || one->path == NULL || one->size <= max_bytes, "a part is larger than the budget");
    if (one->path != NULL)
      send (world, g_strdup (one->path), valise_store_get_device (store->store), from, to);
  }
}

static void
pack_some (World *world, guint at, guint64 max_bytes)
{
  guint to = WORLD_HEADQUARTERS;

  if (at == WORLD_HEADQUARTERS)
    to = 1 + seeded_below (world->n_devices - 1);
  else if (seeded_chance (25))
    to = seeded_below (world->n_devices);
  if (to != at)
    deed_pack_for (world, at, to, max_bytes);
}

guint
deed_pack (World *world, guint at)
{
  pack_some (world, at, 0);
  return at;
}

guint
deed_pack_parts (World *world, guint at)
{
  pack_some (world, at, SMALL_BUDGET);
  return at;
}

/* Giving a bundle to somebody */

typedef struct {
  const char *from;
  char *image;
  guint at, calls;
} Crash;

/* What a crash at this moment would leave on the disk. */
static void
maybe_crash (guint64 done, guint64 total, gpointer user)
{
  Crash *crash = user;

  if (crash->calls++ == crash->at)
    fleet_copy_folder (crash->from, crash->image);
}

static void
come_back (World *world, guint at, const Crash *crash)
{
  world_go_on_from (world, at, crash->image);
  world->devices[at].held = 0; /* what was not told yet may be gone */
}

static void
look_at_result (World *world, const ValiseReconciled *result, const Sent *sent, guint to)
{
  const Device *device = &world->devices[to];

  law (result->outcome != VALISE_OUTCOME_MERGED ||
           result->entries == result->added + result->opened + result->known + result->aside,
       "the counts of a bundle do not add up");
  law (to == sent->to || result->outcome == VALISE_OUTCOME_REFUSED,
       "%s took in what was not for him", device->name);
  law (to != sent->to || result->outcome != VALISE_OUTCOME_REFUSED || world_may_alarm (world, result->reason),
       "%s refused what was his: %s", device->name, result->reason);
}

void
deed_go_on_with_kept (World *world, guint at)
{
  g_autoptr (GError) error = NULL;
  Device *device = &world->devices[at];
  g_autofree char *before = g_strdup (valise_store_get_device (device->fixture->store));
  g_autoptr (GPtrArray) kept = valise_reconcile_kept (device->fixture->store, &error);

  law (kept != NULL, "going on with what was kept: %s", error != NULL ? error->message : "no reason");
  if (strcmp (before, valise_store_get_device (device->fixture->store)) != 0)
    world_came_back (world, at);
}

/* From here on nothing of him counts, whatever headquarters' clock says later. */
static void
note_expired (World *world, const Sent *sent, const ValiseReconciled *result, guint64 size)
{
  Device *device = &world->devices[sent->from];

  if (sent->to != WORLD_HEADQUARTERS || device->shut_out || result->outcome != VALISE_OUTCOME_MERGED ||
      result->added + result->aside == 0 || !deed_has_expired (world, sent->from) ||
      strcmp (sent->device, valise_store_get_device (device->fixture->store)) != 0)
    return;
  device->shut_out = TRUE;
  device->ended_at = size;
}

static guint64
size_of_log (ValiseStore *store, const char *device)
{
  gint64 log = valise_log_find (store, device, NULL);

  return log > 0 ? valise_log_size (store, log) : 0;
}

ValiseOutcome
deed_give (World *world, const Sent *sent, guint to, gboolean with_crash)
{
  Device *device = world_turn_to (world, to);
  Crash crash = { device->fixture->folder, world_new_folder (world, "crashed"), seeded_below (4), 0 };
  g_autoptr (GError) error = NULL;
  guint64 size = size_of_log (device->fixture->store, sent->device);
  ValiseOutcome outcome;
  ValiseReconciled *result =
      valise_reconcile (device->fixture->store, sent->path, with_crash ? maybe_crash : NULL, &crash, &error);

  law (result != NULL, "taking a bundle in: %s", error != NULL ? error->message : "no reason");
  look_at_result (world, result, sent, to);
  if (crash.calls > crash.at)
    come_back (world, to, &crash);
  else if (result->closed != NULL)
    world_came_back (world, to);
  if (crash.calls <= crash.at && to == sent->to)
    note_expired (world, sent, result, size);
  outcome = result->outcome;
  valise_reconciled_free (result);
  deed_go_on_with_kept (world, to);
  if (to == sent->to)
    g_ptr_array_add (device->taken, sent->path);
  return outcome;
}

/* To whom it is for, to another, twice, or to nobody. */
guint
deed_deliver (World *world, guint at)
{
  guint chosen, fate = seeded_below (100);
  const Sent *sent;
  guint to;

  if (world->under_way->len == 0)
    return deed_pack (world, at);
  chosen = seeded_below (world->under_way->len);
  sent = world->under_way->pdata[chosen];
  to = fate < 8 ? seeded_below (world->n_devices) : sent->to;
  if (to == sent->from)
    to = sent->to;
  if (fate >= 8 && fate < 15) {
    g_ptr_array_remove_index (world->under_way, chosen); /* lost */
    return sent->from;
  }
  if (fate >= 30 && to == sent->to)
    g_ptr_array_remove_index (world->under_way, chosen);
  deed_give (world, sent, to, seeded_chance (15));
  return to;
}

guint
deed_replay (World *world, guint at)
{
  const Sent *sent = world->sent->len > 0
                         ? world->sent->pdata[seeded_below (world->sent->len)]
                         : NULL;

  if (sent == NULL)
    return at;
  deed_give (world, sent, sent->to, FALSE);
  return sent->to;
}

/* Carrying on */

guint
deed_relay (World *world, guint at)
{
  const Sent *sent = world->under_way->len > 0
                         ? world->under_way->pdata[seeded_below (world->under_way->len)]
                         : NULL;
  Device *device = &world->devices[at];
  g_autoptr (GError) error = NULL;
  ValiseRelayed *relayed;

  if (sent == NULL || sent->from == at)
    return at;
  relayed = valise_relay (device->fixture->store, sent->path, device->fixture->root, &error);
  law (relayed != NULL, "%s carrying a bundle on: %s", device->name, error != NULL ? error->message : "");
  law (relayed->for_us == (at == sent->to), "%s does not know whose a bundle is", device->name);
  send (world, g_strdup (relayed->path), sent->device, sent->from, sent->to);
  valise_relayed_free (relayed);
  return at;
}

/* A folder */

static void
note_exchanged (World *world, guint at, const ValiseExchanged *exchanged)
{
  for (guint i = 0; i < exchanged->taken->len; i++) {
    const ValiseReconciled *taken = exchanged->taken->pdata[i];

    if (taken->closed != NULL)
      world_came_back (world, at);
    g_ptr_array_add (world->devices[at].taken, g_strdup (taken->path));
  }
}

guint
deed_exchange (World *world, guint at)
{
  Device *device = &world->devices[at];
  ValiseExchangeOptions options = { .folder = world->shared };
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseExchanged) exchanged = valise_exchange (device->fixture->store, &options, &error);

  law (exchanged != NULL, "%s exchanging: %s", device->name, error != NULL ? error->message : "");
  law (exchanged->left->len == 0 || world->devices[WORLD_HEADQUARTERS].cloned, "%s left a bundle: %s", device->name,
       (const char *) exchanged->left->pdata[0]);
  note_exchanged (world, at, exchanged);
  return at;
}
