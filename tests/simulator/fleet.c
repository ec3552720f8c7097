/* fleet.c - a headquarters and its members, open and warm
 *
 * What must stay true:
 *  1. The process that made a fleet never uses its stores again: what it has of
 *     them in memory fits the files that fleet_put_back() puts back.
 *  2. The files stay the same files (inodes), because it has them open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/simulator/fleet.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/projection.h"
#include "tests/asserts.h"
#include "tests/simulator/seeded.h"

#define BOTH PANEL_CASE " " PANEL_OTHER_CASE
#define PREPARING G_GUINT64_CONSTANT (0xF1EE7000) /* seeds of fleets; histories have others */

static const FleetSeat seats[FLEETS][FLEET_SIZE] = {
  {
      { "Registry", "headquarters", BOTH },
      { "Keeper", "custodian", BOTH },
      { "T. Adeko", "expert", PANEL_CASE },
      { "Mara", "coordinator", BOTH },
      { "L. Brandt", "expert", BOTH },
      { "Okoye", "jmac", PANEL_CASE },
      { "S. Idris", "expert", PANEL_OTHER_CASE },
      { "Petra", "analyst", PANEL_CASE },
      { "Second keeper", "custodian", BOTH },
      { "R. Haas", "jmac", PANEL_OTHER_CASE },
      { "Lind", "coordinator", PANEL_OTHER_CASE },
      { "T. Adeko", "expert", PANEL_CASE },
  },
  {
      { "Registry", "headquarters", BOTH },
      { "Keeper", "custodian", PANEL_CASE },
      { "Second keeper", "custodian", PANEL_OTHER_CASE },
      { "T. Adeko", "expert", PANEL_CASE },
      { "L. Brandt", "expert", PANEL_CASE },
      { "Okoye", "jmac", BOTH },
      { "Mara", "coordinator", PANEL_CASE },
      { "N. Diallo", "analyst", BOTH },
      { "S. Idris", "expert", PANEL_OTHER_CASE },
      { "R. Haas", "jmac", PANEL_CASE },
      { "Petra", "expert", BOTH },
      { "Lind", "coordinator", BOTH },
  },
  {
      { "Registry", "headquarters", BOTH },
      { "Keeper", "custodian", BOTH },
      { "Mara", "coordinator", BOTH },
      { "Mara", "coordinator", BOTH },
      { "T. Adeko", "expert", BOTH },
      { "Okoye", "jmac", PANEL_CASE },
      { "R. Haas", "jmac", PANEL_CASE },
      { "S. Idris", "expert", PANEL_OTHER_CASE },
      { "Petra", "analyst", PANEL_OTHER_CASE },
      { "N. Diallo", "expert", PANEL_CASE },
      { "L. Brandt", "expert", PANEL_CASE },
      { "Lind", "coordinator", PANEL_CASE },
  },
};

typedef struct {
  char *name;   /* within the folder */
  char *bytes;
  gsize size;
} Kept;

struct _Fleet {
  guint number;
  FixtureStore *stores[FLEET_SIZE + 1];
  GPtrArray *kept[FLEET_SIZE + 1];   /* of Kept */
};

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_free (kept->name);
  g_free (kept->bytes);
  g_free (kept);
}

/* Files below a folder, and the folders themselves made below `folders` */

typedef void (*EachFile) (const char *folder, const char *name, gpointer user);

static void
for_each_file (const char *folder, const char *below, const char *folders, EachFile each, gpointer user)
{
  g_autofree char *here = g_build_filename (folder, below, NULL);
  g_autoptr (GDir) dir = g_dir_open (here, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *inside = *below != '\0' ? g_build_filename (below, name, NULL) : g_strdup (name);
    g_autofree char *path = g_build_filename (folder, inside, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
      g_autofree char *twin = folders != NULL ? g_build_filename (folders, inside, NULL) : NULL;

      if (twin != NULL)
        g_mkdir_with_parents (twin, 0700);
      for_each_file (folder, inside, folders, each, user);
    } else
      each (folder, inside, user);
  }
}

static void
write_below (const char *folder, const char *name, const char *bytes, gsize size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL), *above = g_path_get_dirname (path);

  assert_int_equal (g_mkdir_with_parents (above, 0700), 0);
  assert_true (g_file_set_contents_full (path, bytes, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
copy_one (const char *folder, const char *name, gpointer user)
{
  g_autofree char *path = g_build_filename (folder, name, NULL), *bytes = NULL;
  gsize size = 0;

  /* The shared memory of a WAL is made again by who opens the database. */
  if (!g_str_has_suffix (name, "-shm") && g_file_get_contents (path, &bytes, &size, NULL))
    write_below (user, name, bytes, size);
}

void
fleet_copy_folder (const char *from, const char *to)
{
  for_each_file (from, "", to, copy_one, (gpointer) to);
}

/* Making one */

static FixtureStore *
open_twin (FixtureStore *headquarters)
{
  FixtureStore *fixture = g_new0 (FixtureStore, 1);

  fixture->root = g_dir_make_tmp ("valise-twin-XXXXXX", NULL);
  fixture->folder = g_build_filename (fixture->root, "store", NULL);
  fleet_copy_folder (headquarters->folder, fixture->folder);
  fixture_store_reopen (fixture);
  return fixture;
}

static void
keep_one (const char *folder, const char *name, gpointer user)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  Kept *kept = g_new0 (Kept, 1);

  kept->name = g_strdup (name);
  assert_true (g_file_get_contents (path, &kept->bytes, &kept->size, NULL));
  g_ptr_array_add (user, kept);
}

static void
enrol_all (Fleet *fleet, const char *role, gboolean same)
{
  for (guint i = 1; i < FLEET_SIZE; i++) {
    const FleetSeat *seat = fleet_seat (fleet, i);

    if (g_str_equal (seat->role, role) == same)
      fleet->stores[i] = panel_member_new (fleet->stores[0], seat->name, seat->role, seat->cases);
  }
}

/* Custodians first: who joins later trusts them from then on. */
static void
make_stores (Fleet *fleet)
{
  fleet->stores[FLEET_HEADQUARTERS] = panel_headquarters_new ();
  enrol_all (fleet, "custodian", TRUE);
  enrol_all (fleet, "custodian", FALSE);
  for (guint i = 1; i < FLEET_SIZE; i++)
    panel_take (fleet->stores[0], fleet->stores[i]);
}

Fleet *
fleet_new (guint number)
{
  Fleet *fleet = g_new0 (Fleet, 1);

  fleet->number = number;
  seeded_start (PREPARING + number);
  make_stores (fleet);
  fixture_store_reopen (fleet->stores[FLEET_HEADQUARTERS]); /* the WAL goes into the database */
  fleet->stores[FLEET_TWIN] = open_twin (fleet->stores[FLEET_HEADQUARTERS]);
  for (guint i = 0; i <= FLEET_SIZE; i++) {
    g_autofree char *warm = NULL;

    fixture_store_reopen (fleet->stores[i]);
    warm = valise_projection_dump (fleet->stores[i]->store, NULL);
    fleet->kept[i] = g_ptr_array_new_with_free_func (kept_free);
    for_each_file (fleet->stores[i]->folder, "", NULL, keep_one, fleet->kept[i]);
  }
  return fleet;
}

void
fleet_free (Fleet *fleet)
{
  if (fleet == NULL)
    return;
  for (guint i = 0; i <= FLEET_SIZE; i++) {
    fixture_store_free (fleet->stores[i]);
    g_ptr_array_unref (fleet->kept[i]);
  }
  g_free (fleet);
}

const FleetSeat *
fleet_seat (const Fleet *fleet, guint at)
{
  return &seats[fleet->number][at == FLEET_TWIN ? FLEET_HEADQUARTERS : at];
}

FixtureStore *
fleet_store (const Fleet *fleet, guint at)
{
  return fleet->stores[at];
}

/* Putting back */

static void
remove_if_new (const char *folder, const char *name, gpointer user)
{
  GPtrArray *all = user;
  g_autofree char *path = NULL;

  for (guint i = 0; i < all->len; i++)
    if (strcmp (((const Kept *) all->pdata[i])->name, name) == 0)
      return;
  path = g_build_filename (folder, name, NULL);
  g_unlink (path);
}

static void
write_back (const char *folder, const Kept *kept)
{
  g_autofree char *path = g_build_filename (folder, kept->name, NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  assert_true (fd >= 0);
  assert_int_equal (pwrite (fd, kept->bytes, kept->size, 0), kept->size);
  assert_int_equal (ftruncate (fd, (off_t) kept->size), 0);
  close (fd);
}

void
fleet_put_back (const Fleet *fleet, guint at)
{
  const char *folder = fleet->stores[at]->folder;

  for_each_file (folder, "", NULL, remove_if_new, fleet->kept[at]);
  for (guint i = 0; i < fleet->kept[at]->len; i++)
    write_back (folder, fleet->kept[at]->pdata[i]);
}
