/* world.c - a headquarters and its members at the start of a history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/simulator/world.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/log.h"
#include "tests/asserts.h"

#define BOTH PANEL_CASE " " PANEL_OTHER_CASE

/* In this order they take part: the first few already need each other. */
static const Device cast[WORLD_MOST] = {
  { .name = "Registry", .role = "headquarters", .cases = BOTH },
  { .name = "T. Adeko", .role = "expert", .cases = PANEL_CASE },
  { .name = "Mara", .role = "coordinator", .cases = BOTH },
  { .name = "L. Brandt", .role = "expert", .cases = BOTH },
  { .name = "Okoye", .role = "jmac", .cases = PANEL_CASE },
  { .name = "Keeper", .role = "custodian", .cases = BOTH },
  { .name = "S. Idris", .role = "expert", .cases = PANEL_OTHER_CASE },
  { .name = "Petra", .role = "analyst", .cases = PANEL_CASE },
  { .name = "N. Diallo", .role = "expert", .cases = PANEL_CASE },
  { .name = "R. Haas", .role = "jmac", .cases = PANEL_OTHER_CASE },
  { .name = "Lind", .role = "coordinator", .cases = PANEL_OTHER_CASE },
};

static FixtureStore *originals[WORLD_MOST];

static guint
find_custodian (void)
{
  for (guint i = 0; i < WORLD_MOST; i++)
    if (strcmp (cast[i].role, "custodian") == 0)
      return i;
  g_assert_not_reached ();
}

void
world_prepare (void)
{
  guint custodian = find_custodian ();

  originals[WORLD_HEADQUARTERS] = panel_headquarters_new ();
  originals[custodian] = panel_member_new (originals[0], cast[custodian].name, "custodian",
                                           cast[custodian].cases);
  for (guint i = 1; i < WORLD_MOST; i++)
    if (i != custodian)
      originals[i] = panel_member_new (originals[0], cast[i].name, cast[i].role, cast[i].cases);
  for (guint i = 1; i < WORLD_MOST; i++)
    panel_take (originals[0], originals[i]);
  for (guint i = 0; i < WORLD_MOST; i++)
    fixture_store_close (originals[i]);
}

void
world_forget (void)
{
  for (guint i = 0; i < WORLD_MOST; i++)
    g_clear_pointer (&originals[i], fixture_store_free);
}

void
world_copy_store (const char *from, const char *to)
{
  g_autoptr (GDir) folder = g_dir_open (from, 0, NULL);
  const char *name;

  assert_non_null (folder);
  assert_int_equal (g_mkdir_with_parents (to, 0700), 0);
  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *source = g_build_filename (from, name, NULL);
    g_autofree char *target = g_build_filename (to, name, NULL);
    g_autofree char *bytes = NULL;
    gsize size = 0;

    if (g_file_test (source, G_FILE_TEST_IS_DIR)) {
      world_copy_store (source, target);
      continue;
    }
    /* The shared memory of a WAL is made again by who opens the database. */
    if (g_str_has_suffix (name, "-shm") || !g_file_get_contents (source, &bytes, &size, NULL))
      continue;
    assert_true (g_file_set_contents_full (target, bytes, (gssize) size, G_FILE_SET_CONTENTS_NONE,
                                           0600, NULL));
  }
}

static FixtureStore *
copy_original (World *world, guint device, const char *name)
{
  FixtureStore *fixture = g_new0 (FixtureStore, 1);

  fixture->root = g_build_filename (world->folder, name, NULL);
  fixture->folder = g_build_filename (fixture->root, "store", NULL);
  world_copy_store (originals[device]->folder, fixture->folder);
  fixture_store_reopen (fixture);
  return fixture;
}

FixtureStore *
world_twin (World *world, guint device)
{
  g_autofree char *name = g_strdup_printf ("twin-%u", device);

  return copy_original (world, device, name);
}

static void
sent_free (gpointer data)
{
  Sent *sent = data;

  g_free (sent->path);
  g_free (sent);
}

static void
known_free (gpointer data)
{
  Known *known = data;

  g_free (known->id);
  g_free (known);
}

World *
world_new (guint n_devices)
{
  World *world = g_new0 (World, 1);

  world->folder = g_dir_make_tmp ("valise-history-XXXXXX", NULL);
  world->n_devices = n_devices;
  world->sent = g_ptr_array_new_with_free_func (sent_free);
  world->under_way = g_ptr_array_new ();
  world->records = g_ptr_array_new_with_free_func (known_free);
  for (guint i = 0; i < n_devices; i++) {
    Device *device = &world->devices[i];

    *device = cast[i];
    device->taking_part = TRUE;
    device->clock = FIXTURE_NOW + 3600;
    device->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    device->fixture = copy_original (world, i, cast[i].name);
    device->written = valise_log_size (device->fixture->store, VALISE_LOG_OWN);
  }
  return world;
}

void
world_free (World *world)
{
  for (guint i = 0; i < world->n_devices; i++) {
    g_hash_table_unref (world->devices[i].taken);
    fixture_store_free (world->devices[i].fixture);
  }
  g_ptr_array_unref (world->under_way);
  g_ptr_array_unref (world->sent);
  g_ptr_array_unref (world->records);
  fixture_remove_tree (world->folder);
  g_free (world->folder);
  g_free (world);
}

Device *
world_turn_to (World *world, guint device)
{
  Device *turned = &world->devices[device];

  turned->clock += 60;
  valise_clock_stop_at (turned->clock);
  return turned;
}

gboolean
world_has_case (const Device *device, const char *in_case)
{
  g_auto (GStrv) cases = g_strsplit (device->cases, " ", -1);

  return g_strv_contains ((const char *const *) cases, in_case);
}
