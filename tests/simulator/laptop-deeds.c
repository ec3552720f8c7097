/* laptop-deeds.c - stores that stop, come back from a copy, and are copied
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gstdio.h>
#include <string.h>

#include "core/backup.h"
#include "core/error.h"
#include "core/log.h"
#include "core/restore.h"
#include "sync/came-back.h"
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

static Saved *
look_around (const World *world)
{
  Saved *saved = g_new0 (Saved, WORLD_MOST);

  for (guint i = 0; i < world->n_devices; i++) {
    const Device *one = &world->devices[i];

    saved[i] = (Saved){ g_strdup (valise_store_get_device (one->fixture->store)), copy_numbers (one->barred),
                        one->to_enrol, one->ended, one->shut_out, one->ended_at, g_strdup (one->expires) };
  }
  return saved;
}

/* What a person confirmed since, or decided at headquarters, is not there. */
static void
go_back_to (World *world, guint at, const Saved *saved)
{
  world->devices[at].barred = copy_numbers (saved[at].barred);
  for (guint i = 1; at == WORLD_HEADQUARTERS && i < world->n_devices; i++) {
    Device *one = &world->devices[i];

    if (strcmp (saved[i].device, valise_store_get_device (one->fixture->store)) != 0) {
      one->to_enrol = TRUE;
      continue;
    }
    one->to_enrol = saved[i].to_enrol;
    one->ended = saved[i].ended;
    one->shut_out = saved[i].shut_out;
    one->ended_at = saved[i].ended_at;
    g_free (one->expires);
    one->expires = g_strdup (saved[i].expires);
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
  device->saved = look_around (world);
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
  go_back_to (world, at, device->saved);
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
  clone->saved = look_around (world);
  return clone;
}

/* From now on it is the other laptop's turn. */
guint
deed_clone (World *world, guint at)
{
  Device *device = &world->devices[at];
  Clone now = { device->fixture, device->moved, device->written, device->held, device->barred,
                look_around (world) };

  if (device->clone == NULL)
    device->clone = copy_laptop (world, at);
  device->fixture = device->clone->fixture;
  device->moved = device->clone->moved;
  device->written = device->clone->written;
  device->held = device->clone->held;
  device->barred = device->clone->barred;
  if (at == WORLD_HEADQUARTERS)
    go_back_to (world, at, device->clone->saved);
  world->decided |= at == WORLD_HEADQUARTERS;
  *device->clone = now;
  device->cloned = TRUE;
  device->backup = NULL; /* each has its own */
  return at;
}

/* Somebody noticed: headquarters' other laptop is put away. */
void
deed_end_registry_clone (World *world)
{
  Device *headquarters = world_turn_to (world, WORLD_HEADQUARTERS);
  g_autoptr (GError) error = NULL;

  if (headquarters->clone == NULL)
    return;
  law (go_on (headquarters->fixture->store, NULL, &error), "headquarters going on as successor: %s",
       error != NULL ? error->message : "");
  world_came_back (world, WORLD_HEADQUARTERS);
}
