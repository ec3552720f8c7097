/* member-deeds.c - who may take part, and stores that come back from a copy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gstdio.h>
#include <string.h>

#include "core/admission.h"
#include "core/backup.h"
#include "core/error.h"
#include "core/log.h"
#include "core/quarantine.h"
#include "core/restore.h"
#include "sync/came-back.h"
#include "sync/enrol.h"
#include "tests/asserts.h"
#include "tests/simulator/deeds.h"
#include "tests/simulator/laws.h"
#include "tests/simulator/seeded.h"

#define DAY G_GINT64_CONSTANT (86400)

/* Clocks and restarts */

guint
deed_jump (World *world, guint at)
{
  static const gint64 jumps[] = { -3650 * DAY, -DAY, -3600, 3600, 40 * DAY, 3650 * DAY };
  Device *device = &world->devices[at];

  device->clock += jumps[seeded_below (G_N_ELEMENTS (jumps))];
  device->clock = MAX (device->clock, FIXTURE_NOW - 3650 * DAY);
  return at;
}

/* Closed and opened again, not only found as it lay. */
guint
deed_restart (World *world, guint at)
{
  Device *device = &world->devices[at];
  g_autofree char *here = g_strdup (device->fixture->folder);

  if (!device->moved)
    world_go_on_from (world, at, here);
  fixture_store_reopen (device->fixture);
  return at;
}

/* Backups */

static GHashTable *
copy_numbers (GHashTable *numbers)
{
  GHashTable *copy = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer number;

  g_hash_table_iter_init (&iter, numbers);
  while (g_hash_table_iter_next (&iter, &number, NULL))
    g_hash_table_add (copy, number);
  return copy;
}

static void
save (World *world, guint at)
{
  Device *device = &world->devices[at];

  device->saved = g_new0 (Saved, WORLD_MOST);
  for (guint i = 0; i < world->n_devices; i++) {
    const Device *one = &world->devices[i];

    device->saved[i] = (Saved){ g_strdup (valise_store_get_device (one->fixture->store)),
                                copy_numbers (one->barred), one->ended, one->shut_out, one->ended_at };
  }
}

/* What a person confirmed since, or decided at headquarters, is not in it. */
static void
forget_since (World *world, guint at)
{
  const Saved *saved = world->devices[at].saved;

  world->devices[at].barred = copy_numbers (saved[at].barred);
  for (guint i = 1; at == WORLD_HEADQUARTERS && i < world->n_devices; i++) {
    Device *one = &world->devices[i];

    if (strcmp (saved[i].device, valise_store_get_device (one->fixture->store)) != 0) {
      one->to_enrol = TRUE;
      continue;
    }
    one->ended = saved[i].ended;
    one->shut_out = saved[i].shut_out;
    one->ended_at = saved[i].ended_at;
  }
}

guint
deed_backup (World *world, guint at)
{
  Device *device = &world->devices[at];
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseBackup) backup = NULL;

  if (device->backup == NULL)
    device->backup = world_new_folder (world, "backup");
  backup = valise_backup_write (device->fixture->store, device->backup, NULL, NULL, &error);
  law (backup != NULL, "backup of %s: %s", device->name, error != NULL ? error->message : "");
  save (world, at);
  law (backup->lost == 0, "backup of %s: %" G_GUINT64_FORMAT " files lost", device->name, backup->lost);
  return at;
}

static gboolean
go_on (ValiseStore *store, gpointer user, GError **error)
{
  ValiseSuccessor done;

  return valise_came_back (store, &done, error);
}

/* The laptop is lost, and all that it wrote since. */
guint
deed_restore (World *world, guint at)
{
  Device *device = &world->devices[at];
  g_autoptr (ValiseSecret) passphrase = fixture_passphrase ();
  char *folder = world_new_folder (world, "restored");
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseRestored) restored = NULL;

  if (device->backup == NULL)
    return deed_backup (world, at);
  restored = valise_restore (device->backup, folder, passphrase, go_on, NULL, &error);
  law (restored != NULL, "restoring %s: %s", device->name, error != NULL ? error->message : "");
  if (device->moved)
    fixture_store_close (device->fixture);
  device->fixture->store = NULL;
  device->fixture->folder = folder;
  device->moved = TRUE;
  fixture_store_reopen (device->fixture);
  world_came_back (world, at);
  forget_since (world, at);
  device->backup = NULL;
  return at;
}

/* Clones */

static Clone *
copy_laptop (World *world, guint at)
{
  Device *device = &world->devices[at];
  Clone *clone = g_new0 (Clone, 1);

  clone->fixture = g_new0 (FixtureStore, 1);
  clone->fixture->root = world_new_folder (world, "sent");
  clone->fixture->folder = world_new_folder (world, "clone");
  assert_int_equal (g_mkdir_with_parents (clone->fixture->root, 0700), 0);
  fleet_copy_folder (device->fixture->folder, clone->fixture->folder);
  fixture_store_reopen (clone->fixture);
  clone->moved = TRUE;
  clone->written = device->written;
  clone->barred = copy_numbers (device->barred);
  return clone;
}

/* From now on it is the other laptop's turn. */
guint
deed_clone (World *world, guint at)
{
  Device *device = &world->devices[at];
  Clone now = { device->fixture, device->moved, device->written, device->held, device->barred };

  if (at == WORLD_HEADQUARTERS)
    return at;
  if (device->clone == NULL)
    device->clone = copy_laptop (world, at);
  device->fixture = device->clone->fixture;
  device->moved = device->clone->moved;
  device->written = device->clone->written;
  device->held = device->clone->held;
  device->barred = device->clone->barred;
  *device->clone = now;
  device->cloned = TRUE;
  device->backup = NULL; /* each has its own */
  return at;
}

/* Enrolling who came back */

static void
enrol (World *world, guint at)
{
  FixtureStore *headquarters = world->devices[WORLD_HEADQUARTERS].fixture;
  Device *device = &world->devices[at];
  g_autoptr (GPtrArray) kept = NULL;

  panel_enrol (headquarters, device->fixture, device->cases);
  panel_join (headquarters, device->fixture);
  device->to_enrol = FALSE;
  device->ended = device->shut_out = FALSE;
  world->decided = TRUE;
  kept = valise_reconcile_kept (headquarters->store, NULL);
  law (kept != NULL, "what was held could not be tried again");
}

void
deed_enrol_all (World *world)
{
  for (guint at = 1; at < world->n_devices; at++)
    if (world->devices[at].to_enrol) {
      world_turn_to (world, at);
      world_turn_to (world, WORLD_HEADQUARTERS);
      enrol (world, at);
    }
}

guint
deed_enrol (World *world, guint at)
{
  for (guint i = 1; i < world->n_devices; i++)
    if (world->devices[i].to_enrol) {
      world_turn_to (world, i);
      world_turn_to (world, WORLD_HEADQUARTERS);
      enrol (world, i);
      return i;
    }
  return at;
}

/* Ending a membership */

static void
end_membership (World *world, guint of)
{
  Device *device = &world->devices[of];
  ValiseStore *headquarters = world->devices[WORLD_HEADQUARTERS].fixture->store;
  const char *id = valise_store_get_device (device->fixture->store);
  gint64 log = valise_log_find (headquarters, id, NULL);
  g_autoptr (GError) error = NULL;

  law (valise_enrol_revoke (headquarters, id, &error), "revoking %s: %s", device->name,
       error != NULL ? error->message : "");
  device->ended = device->shut_out = TRUE;
  device->ended_at = log > 0 ? valise_log_size (headquarters, log) : 0;
}

guint
deed_revoke (World *world, guint at)
{
  guint of = 1 + seeded_below (world->n_devices - 1);
  Device *device = &world->devices[of];

  if (device->to_enrol)
    return deed_enrol (world, of);
  world_turn_to (world, of);
  world_turn_to (world, WORLD_HEADQUARTERS);
  world->decided = device->judged = TRUE;
  if (device->ended)
    enrol (world, of);
  else
    end_membership (world, of);
  return WORLD_HEADQUARTERS;
}

/* Admitting what is set aside */

static gboolean
admit_from (World *world, guint at, gint64 log)
{
  ValiseStore *store = world->devices[at].fixture->store;
  g_autofree char *device = valise_log_dup_device (store, log);
  g_autoptr (GPtrArray) aside = valise_quarantine_list (store, log, NULL);
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GError) error = NULL;
  const ValiseSetAside *first;

  if (aside == NULL || aside->len == 0 || !valise_admission_may (store, device, NULL))
    return FALSE;
  first = aside->pdata[seeded_below (aside->len)];
  g_array_append_val (ranges, first->first);
  g_array_append_val (ranges, first->last);
  law (valise_admission_admit (store, device, ranges, NULL, &error), "admitting: %s",
       error != NULL ? error->message : "");
  for (guint i = 0; i < world->n_devices; i++)
    if (strcmp (valise_store_get_device (world->devices[i].fixture->store), device) == 0)
      world->devices[i].shut_out = FALSE;
  world->decided |= at == WORLD_HEADQUARTERS;
  return TRUE;
}

guint
deed_admit (World *world, guint at)
{
  g_autoptr (GArray) logs = valise_log_all (world->devices[at].fixture->store, NULL);

  for (guint i = 0; i < logs->len; i++)
    if (admit_from (world, at, g_array_index (logs, gint64, i)))
      break;
  return at;
}
