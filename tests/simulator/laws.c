/* laws.c - what must be true after every step, and at the end of every history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/simulator/laws.h"

#include <string.h>

#include "core/held.h"
#include "core/log.h"
#include "core/sealed.h"
#include "tests/asserts.h"
#include "tests/simulator/seeded.h"

static guint64
count_entries (ValiseStore *store)
{
  g_autoptr (GArray) logs = valise_log_all (store, NULL);
  guint64 count = 0;

  for (guint i = 0; i < logs->len; i++)
    count += (guint64) valise_log_count (store, g_array_index (logs, gint64, i), NULL);
  return count;
}

void
laws_after_step (World *world, guint at)
{
  Device *device = &world->devices[at];
  ValiseStore *store = device->fixture->store;
  guint64 size = valise_log_size (store, VALISE_LOG_OWN), held = count_entries (store);

  law (size >= device->written, "%s: %" G_GUINT64_FORMAT " entries were written, %" G_GUINT64_FORMAT
       " are there", device->name, device->written, size);
  law (held >= device->held, "%s held %" G_GUINT64_FORMAT " entries and holds %" G_GUINT64_FORMAT,
       device->name, device->held, held);
  device->written = size;
  device->held = held;
}

/* Law 3 */

static void
check_receipts (World *world, guint at)
{
  ValiseStore *store = world->devices[at].fixture->store;
  ValiseStore *headquarters = world->devices[WORLD_HEADQUARTERS].fixture->store;
  const char *own = valise_store_get_device (store);
  gint64 by = valise_log_find (store, valise_store_get_device (headquarters), NULL);
  gint64 there = valise_log_find (headquarters, own, NULL);
  g_autoptr (ValiseHeld) held = by > 0 ? valise_held_load (store, by, VALISE_LOG_OWN, NULL) : NULL;

  for (guint64 i = 0; held != NULL && i < valise_log_size (store, VALISE_LOG_OWN); i++) {
    g_autoptr (ValiseEntry) mine = NULL, theirs = NULL;

    if (valise_held_opened (held, i) == -2)
      continue;
    mine = valise_log_get (store, VALISE_LOG_OWN, i, NULL);
    theirs = there > 0 ? valise_log_get (headquarters, there, i, NULL) : NULL;
    law (mine != NULL && theirs != NULL && valise_hash_equal (&mine->leaf, &theirs->leaf),
         "headquarters' receipt names entry %" G_GUINT64_FORMAT " of %s, which is not there", i,
         world->devices[at].name);
  }
}

/* Law 4: a second opinion, much coarser than core/disclose.h. */

static gboolean
may_read (const World *world, guint at, const Known *known)
{
  const Device *device = &world->devices[at];

  if (at == known->author || strcmp (device->role, "headquarters") == 0)
    return TRUE;
  if (!world_has_case (device, known->in_case))
    return FALSE;
  if (strcmp (device->role, "jmac") == 0)
    return strcmp (known->type, "interview") != 0 || known->consents;
  return strcmp (device->role, "custodian") != 0;
}

static void
check_sealed (World *world, guint at, const Known *known, const ValiseValue *value)
{
  const Device *device = &world->devices[at];
  ValiseHash handle;

  if (!valise_sealed_parse_handle (value->value, &handle))
    return;
  law (at == known->author || strcmp (device->role, "headquarters") == 0 ||
           strcmp (device->role, "custodian") == 0,
       "%s has the handle of a sealed value of %s", device->name, known->id);
}

static void
check_clearance (World *world, guint at, const Known *known)
{
  const Device *device = &world->devices[at];
  const char *own = valise_store_get_device (device->fixture->store);
  g_autoptr (ValiseRecord) record = valise_record_load (device->fixture->store, known->id, NULL);

  for (guint i = 0; record != NULL && i < record->entries->len; i++) {
    const ValiseEntry *entry = record->entries->pdata[i];

    for (guint j = 0; j < entry->n_values; j++) {
      check_sealed (world, at, known, &entry->values[j]);
      law (strcmp (entry->device, own) == 0 || may_read (world, at, known) ||
               strcmp (device->role, "custodian") == 0,
           "%s (%s) reads %s of %s %s of %s", device->name, device->role, entry->values[j].name,
           known->type, known->id, known->in_case);
    }
  }
}

/* Law 5 */

static void
check_projection (Device *device)
{
  g_autofree char *before = exchange_dump (device->fixture), *after = NULL;

  law (valise_projection_rebuild (device->fixture->store, NULL, NULL, NULL),
       "%s: the projection cannot be made anew", device->name);
  after = exchange_dump (device->fixture);
  law (strcmp (before, after) == 0, "%s: made anew, the projection differs:\n%s\n%s", device->name,
       before, after);
}

void
laws_at_end (World *world)
{
  for (guint at = 0; at < world->n_devices; at++) {
    laws_after_step (world, at);
    if (at != WORLD_HEADQUARTERS)
      check_receipts (world, at);
    for (guint i = 0; i < world->records->len; i++)
      check_clearance (world, at, world->records->pdata[i]);
    check_projection (&world->devices[at]);
  }
}

/* Law 6 */

/* What the program writes about its own doings differs, the rest must not. The
 * twin is a registry that came back: it goes on as its own successor and says
 * its cases again. */
static char *
dump_of_members (FixtureStore *fixture)
{
  g_autofree char *all = exchange_dump (fixture);
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "\"type\":\"receipt\"") == NULL &&
        strstr (lines[i], "\"type\":\"custody\"") == NULL &&
        strstr (lines[i], "\"type\":\"case\"") == NULL)
      g_string_append_printf (out, "%s\n", lines[i]);
  return g_string_free (out, FALSE);
}

static void
give_in_another_order (World *world, FixtureStore *twin)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  const GPtrArray *taken = world->devices[WORLD_HEADQUARTERS].taken;

  for (guint i = 0; i < taken->len; i++) {
    g_ptr_array_insert (paths, (int) seeded_below (paths->len + 1), taken->pdata[i]);
    if (seeded_chance (20))
      g_ptr_array_insert (paths, (int) seeded_below (paths->len + 1), taken->pdata[i]);
  }
  for (guint i = 0; i < paths->len; i++)
    valise_reconciled_free (exchange_reconcile (twin, paths->pdata[i]));
  for (guint i = 0; i < paths->len; i++) {
    g_autoptr (GPtrArray) kept = valise_reconcile_kept (twin->store, NULL);

    law (kept != NULL, "held bundles could not be tried again");
    if (kept->len == 0)
      break;
  }
}

void
laws_of_order (World *world)
{
  FixtureStore *twin = world_twin (world);
  g_autofree char *here = NULL, *there = NULL;

  give_in_another_order (world, twin);
  here = dump_of_members (world->devices[WORLD_HEADQUARTERS].fixture);
  there = dump_of_members (twin);
  law (strcmp (here, there) == 0, "in another order headquarters says otherwise:\n%s\n%s", here, there);
}

/* Law 7 */

static char *
state_at (const Device *device, const char *record)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (device->fixture->store, record, NULL);

  return loaded != NULL ? valise_state_to_json (loaded->state) : g_strdup ("not here");
}

void
laws_of_agreement (World *world)
{
  for (guint i = 0; i < world->records->len; i++) {
    const Known *known = world->records->pdata[i];
    g_autofree char *said = state_at (&world->devices[WORLD_HEADQUARTERS], known->id);

    for (guint at = 1; at < world->n_devices; at++) {
      const Device *device = &world->devices[at];
      g_autofree char *here = NULL;

      if (known->seals || !world_has_case (device, known->in_case) ||
          strcmp (device->role, "jmac") == 0 || strcmp (device->role, "custodian") == 0)
        continue;
      here = state_at (device, known->id);
      law (strcmp (said, here) == 0, "of %s %s says\n%s\nand headquarters\n%s", known->id,
           device->name, here, said);
    }
  }
}
