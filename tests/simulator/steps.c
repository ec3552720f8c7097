/* steps.c - what happens in a history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/simulator/steps.h"

#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "tests/asserts.h"
#include "tests/simulator/laws.h"
#include "tests/simulator/seeded.h"

#define DAY G_GINT64_CONSTANT (86400)

/* Recording */

static const char *
some_case_of (const Device *device)
{
  g_auto (GStrv) cases = g_strsplit (device->cases, " ", -1);
  guint chosen = seeded_below (g_strv_length (cases));

  return strcmp (cases[chosen], PANEL_CASE) == 0 ? PANEL_CASE : PANEL_OTHER_CASE;
}

static void
remember (World *world, guint author, const char *type, const char *in_case, char *id)
{
  Known *known = g_new0 (Known, 1);

  known->id = id;
  known->author = author;
  known->type = type;
  known->in_case = in_case;
  g_ptr_array_add (world->records, known);
}

static void
add (World *world, guint at)
{
  FixtureStore *store = world->devices[at].fixture;
  const char *in_case = some_case_of (&world->devices[at]);
  g_autofree char *title = g_strdup_printf ("Depot %u", seeded_below (1000));
  Known *known;

  if (seeded_chance (70)) {
    remember (world, at, "sighting", in_case,
              exchange_add (store, "sighting", ".case", in_case, "title", title, "actionable",
                            seeded_chance (30) ? "yes" : "no", NULL));
    return;
  }
  remember (world, at, "interview", in_case,
            exchange_add (store, "interview", ".case", in_case, "summary", title,
                          "consent.mission", "no", "source-name", "Amina", NULL));
  known = world->records->pdata[world->records->len - 1];
  known->seals = TRUE;
}

/* A record that is here and open enough to be changed, or NULL. */
static Known *
some_record (World *world, guint at)
{
  for (guint tries = 0; world->records->len > 0 && tries < 5; tries++) {
    Known *known = world->records->pdata[seeded_below (world->records->len)];
    g_autoptr (ValiseRecord) record =
        valise_record_load (world->devices[at].fixture->store, known->id, NULL);

    if (record != NULL && record->type != NULL && record->state->n_fields > 0)
      return known;
  }
  return NULL;
}

static void
edit (World *world, guint at)
{
  Known *known = some_record (world, at);
  g_autofree char *text = g_strdup_printf ("Seen again %u", seeded_below (1000));

  if (known == NULL)
    add (world, at);
  else
    exchange_edit (world->devices[at].fixture, known->id,
                   strcmp (known->type, "sighting") == 0 ? "title" : "summary", text);
}

static void
withdraw (World *world, guint at)
{
  Known *known = some_record (world, at);
  g_autoptr (GError) error = NULL;
  ValiseStore *store = world->devices[at].fixture->store;
  g_autoptr (ValiseRecord) record =
      known != NULL ? valise_record_load (store, known->id, NULL) : NULL;

  if (record == NULL)
    return;
  if (record->state->withdrawn)
    valise_record_restore (store, known->id, &error);
  else
    valise_record_withdraw (store, known->id, "recorded twice", &error);
  law (error == NULL || error->domain == VALISE_ERROR, "withdrawing: %s", error->message);
}

static void
settle (World *world, guint at)
{
  Known *known = some_record (world, at);
  ValiseStore *store = world->devices[at].fixture->store;
  g_autoptr (ValiseRecord) record =
      known != NULL ? valise_record_load (store, known->id, NULL) : NULL;

  for (guint i = 0; record != NULL && i < record->state->n_fields; i++)
    if (record->state->fields[i].conflict) {
      g_autoptr (GError) error = NULL;

      valise_record_settle (store, known->id, record->state->fields[i].name, 1, NULL, &error);
      law (error == NULL || error->domain == VALISE_ERROR, "settling: %s", error->message);
      return;
    }
}

/* Clocks */

static void
jump (World *world, guint at)
{
  static const gint64 jumps[] = { -3650 * DAY, -DAY, -3600, 3600, 40 * DAY, 3650 * DAY };

  world->devices[at].clock += jumps[seeded_below (G_N_ELEMENTS (jumps))];
  world->devices[at].clock = MAX (world->devices[at].clock, FIXTURE_NOW - 3650 * DAY);
}

/* Sending */

static void
pack_for (World *world, guint from, guint to)
{
  const char *device = valise_store_get_device (world->devices[to].fixture->store);
  g_autofree char *path = exchange_pack (world->devices[from].fixture, device);
  Sent *sent;

  if (path == NULL)
    return;
  sent = g_new0 (Sent, 1);
  sent->path = g_steal_pointer (&path);
  sent->from = from;
  sent->to = to;
  g_ptr_array_add (world->sent, sent);
  g_ptr_array_add (world->under_way, sent);
}

/* A row that has ended, or is not known there yet, is no recipient. */
static gboolean
can_reach (World *world, guint from, guint to)
{
  g_autoptr (GPtrArray) found = valise_roster_match (
      world->devices[from].fixture->store,
      valise_store_get_device (world->devices[to].fixture->store), NULL);

  return found != NULL;
}

static void
pack (World *world, guint at)
{
  guint to = WORLD_HEADQUARTERS;

  if (at == WORLD_HEADQUARTERS)
    to = 1 + seeded_below (world->n_devices - 1);
  else if (seeded_chance (25))
    to = seeded_below (world->n_devices);
  if (to != at && can_reach (world, at, to))
    pack_for (world, at, to);
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

/* Closed and opened again, not only found as it lay. */
static void
restart (World *world, guint at)
{
  Device *device = &world->devices[at];
  g_autofree char *here = g_strdup (device->fixture->folder);

  if (!device->moved)
    world_go_on_from (world, at, here);
  fixture_store_reopen (device->fixture);
}

static void
give (World *world, const Sent *sent, guint to, gboolean with_crash)
{
  Device *device = world_turn_to (world, to);
  g_autofree char *image = world_new_folder (world, "crashed");
  Crash crash = { device->fixture->folder, image, seeded_below (4), 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) kept = NULL;
  ValiseReconciled *result =
      valise_reconcile (device->fixture->store, sent->path, with_crash ? maybe_crash : NULL, &crash, &error);

  law (result != NULL, "taking a bundle in: %s", error != NULL ? error->message : "no reason");
  law (result->outcome != VALISE_OUTCOME_MERGED ||
           result->entries == result->added + result->opened + result->known + result->aside,
       "the counts of a bundle do not add up");
  law (to == sent->to || result->outcome == VALISE_OUTCOME_REFUSED,
       "%s took in what was not for him", device->name);
  law (to != sent->to || result->outcome != VALISE_OUTCOME_REFUSED, "%s refused what was his: %s",
       device->name, result->reason);
  valise_reconciled_free (result);
  if (crash.calls > crash.at)
    come_back (world, to, &crash);
  kept = valise_reconcile_kept (device->fixture->store, &error);
  law (kept != NULL, "going on with what was kept: %s", error != NULL ? error->message : "no reason");
  if (to == sent->to)
    g_ptr_array_add (device->taken, sent->path);
}

/* To whom it is for, to another, twice, or to nobody. */
static guint
deliver (World *world)
{
  guint chosen, fate = seeded_below (100);
  const Sent *sent;
  guint to;

  if (world->under_way->len == 0)
    return WORLD_HEADQUARTERS;
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
  give (world, sent, to, seeded_chance (15));
  return to;
}

/* By chance */

enum { ADD, EDIT, WITHDRAW, SETTLE, JUMP, PACK, DELIVER, RESTART, N_KINDS };

static const struct {
  const char *name;
  guint weight;
} kinds[N_KINDS] = {
  [ADD] = { "add", 14 },   [EDIT] = { "edit", 18 }, [WITHDRAW] = { "withdraw", 4 }, [SETTLE] = { "settle", 6 },
  [JUMP] = { "jump", 3 },  [PACK] = { "pack", 25 }, [DELIVER] = { "deliver", 27 },  [RESTART] = { "restart", 3 },
};

static guint
some_kind (void)
{
  guint total = 0, chosen;

  for (guint i = 0; i < N_KINDS; i++)
    total += kinds[i].weight;
  chosen = seeded_below (total);
  for (guint i = 0; i < N_KINDS; i++) {
    if (chosen < kinds[i].weight)
      return i;
    chosen -= kinds[i].weight;
  }
  return N_KINDS - 1;
}

guint
steps_take (World *world, Tally *tally)
{
  guint kind = some_kind (), at = seeded_below (world->n_devices);
  gboolean records = at != WORLD_HEADQUARTERS && strcmp (world->devices[at].role, "custodian") != 0;

  world->step++;
  tally->steps++;
  tally->kinds[kind]++;
  world_turn_to (world, at);
  if (kind == DELIVER)
    return deliver (world);
  if (kind == PACK)
    pack (world, at);
  else if (kind == JUMP)
    jump (world, at);
  else if (kind == RESTART)
    restart (world, at);
  else if (records && kind == ADD)
    add (world, at);
  else if (records && kind == EDIT)
    edit (world, at);
  else if (records && kind == WITHDRAW)
    withdraw (world, at);
  else if (records && kind == SETTLE)
    settle (world, at);
  return at;
}

static gboolean
exchange_once (World *world, guint from, guint to)
{
  guint before = world->under_way->len;
  const Sent *sent;

  world_turn_to (world, from);
  pack_for (world, from, to);
  if (world->under_way->len == before)
    return FALSE;
  sent = world->under_way->pdata[before];
  g_ptr_array_remove_index (world->under_way, before);
  give (world, sent, to, FALSE);
  laws_after_step (world, to);
  return TRUE;
}

#define ROUNDS 6 /* to headquarters, back, and what comes of it */

void
steps_settle_down (World *world, Tally *tally)
{
  for (guint round = 0; round < ROUNDS; round++) {
    gboolean moved = FALSE;

    for (guint i = 1; i < world->n_devices; i++)
      moved |= exchange_once (world, i, WORLD_HEADQUARTERS);
    for (guint i = 1; i < world->n_devices; i++)
      moved |= exchange_once (world, WORLD_HEADQUARTERS, i);
    if (!moved)
      return;
  }
}

void
steps_print (const Tally *tally)
{
  for (guint i = 0; i < N_KINDS; i++)
    printf ("%s%s %" G_GUINT64_FORMAT, i > 0 ? ", " : "steps: ", kinds[i].name, tally->kinds[i]);
  printf ("\n");
}
