/* fork-world.c - a panel with a member whose store was copied
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/fork-world.h"

#include <string.h>

#include "core/clock.h"
#include "core/projection.h"
#include "tests/asserts.h"

int
fork_set_up (void **state)
{
  World *world = g_new0 (World, 1);

  valise_clock_stop_at (FIXTURE_NOW);
  world->headquarters = panel_headquarters_new ();
  world->adeko = panel_member_new (world->headquarters, "T. Adeko", "expert", PANEL_CASE);
  world->bala = panel_member_new (world->headquarters, "Bala", "expert", PANEL_CASE);
  world->mara = panel_member_new (world->headquarters, "Mara", "coordinator", PANEL_CASE);
  panel_take (world->headquarters, world->adeko);
  panel_take (world->headquarters, world->bala);
  world->device = g_strdup (valise_store_get_device (world->adeko->store));
  *state = world;
  return 0;
}

int
fork_tear_down (void **state)
{
  World *world = *state;

  for (guint i = 0; i < world->n_copies; i++)
    fixture_store_free (world->copies[i]);
  fixture_store_free (world->headquarters);
  fixture_store_free (world->adeko);
  fixture_store_free (world->bala);
  fixture_store_free (world->mara);
  g_free (world->device);
  g_free (world);
  valise_clock_stop_at (-1);
  return 0;
}

FixtureStore *
copy_of (World *world, FixtureStore *fixture)
{
  FixtureStore *copy = g_new0 (FixtureStore, 1);
  const char *arguments[] = { "cp", "-a", fixture->folder, NULL, NULL };
  GError *error = NULL;

  copy->root = g_dir_make_tmp ("valise-test-XXXXXX", &error);
  assert_no_error (error);
  copy->folder = g_build_filename (copy->root, "store", NULL);
  arguments[3] = copy->folder;
  fixture_store_close (fixture);
  g_free (fixture_run (copy->root, arguments));
  fixture_store_reopen (fixture);
  fixture_store_reopen (copy);
  assert_true (world->n_copies < COPIES_MAX);
  world->copies[world->n_copies++] = copy;
  return copy;
}

char *
up (FixtureStore *from)
{
  g_autofree char *registry = valise_store_dup_meta (from->store, "registry");

  return exchange_pack (from, registry);
}

char *
down (FixtureStore *headquarters, FixtureStore *to)
{
  return exchange_pack (headquarters, valise_store_get_device (to->store));
}

void
take (FixtureStore *to, const char *path)
{
  assert_non_null (path);
  exchange_take (to, path, VALISE_OUTCOME_MERGED);
}

void
send_up (FixtureStore *from, FixtureStore *headquarters)
{
  g_autofree char *path = up (from);

  take (headquarters, path);
}

void
send_down (FixtureStore *headquarters, FixtureStore *to)
{
  g_autofree char *path = down (headquarters, to);

  take (to, path);
}

char *
seen (FixtureStore *fixture)
{
  g_autofree char *dump = exchange_dump (fixture);
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "\"type\":\"receipt\"") == NULL &&
        strstr (lines[i], "\"type\":\"custody\"") == NULL)
      g_string_append_printf (out, "%s\n", lines[i]);
  return g_string_free (out, FALSE);
}

void
assert_alike (FixtureStore *a, FixtureStore *b)
{
  g_autofree char *here = seen (a), *there = seen (b);

  assert_string_equal (here, there);
}

void
assert_sound (FixtureStore *fixture)
{
  g_autofree char *before = exchange_dump (fixture), *after = NULL;
  g_autoptr (GError) error = NULL;

  valise_projection_rebuild (fixture->store, NULL, NULL, &error);
  assert_no_error (error);
  after = exchange_dump (fixture);
  assert_string_equal (before, after);
}

void
assert_title (FixtureStore *store, const char *record, const char *title)
{
  g_autofree char *value = exchange_value (store, record, "title");
  g_autofree char *expected = g_strdup_printf ("\"%s\"", title);

  if (title == NULL) {
    assert_null (value);
    return;
  }
  assert_non_null (value);
  assert_string_equal (value, expected);
  assert_int_equal (exchange_count_values (store, record, "title"), 1);
}

ValiseFork *
fork_of (FixtureStore *fixture, const char *device)
{
  g_autoptr (GError) error = NULL;
  ValiseFork *fork = valise_admission_fork (fixture->store, device, &error);

  assert_no_error (error);
  return fork;
}

guint
branches_of (FixtureStore *fixture, const char *device)
{
  g_autoptr (GArray) branches = valise_branch_list (fixture->store, device, NULL);

  return branches->len;
}

void
branch_of (FixtureStore *fixture, ValiseCheckpoint *checkpoint)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = valise_log_dup_checkpoint (fixture->store, VALISE_LOG_OWN, 0, &error);

  assert_no_error (error);
  valise_checkpoint_parse (note, strlen (note), checkpoint, &error);
  assert_no_error (error);
}

void
admit (FixtureStore *by, const char *device, const ValiseCheckpoint *branch)
{
  g_autoptr (GError) error = NULL;

  valise_admission_choose (by->store, device, branch, NULL, &error);
  assert_no_error (error);
}

void
twins_clear (Twins *twins)
{
  g_free (twins->shared);
  g_free (twins->ours);
  g_free (twins->theirs);
  g_free (twins->first);
  g_free (twins->second);
}

void
make_twins (World *world, Twins *twins)
{
  twins->shared = exchange_add (world->adeko, "sighting", "title", "Before", NULL);
  send_up (world->adeko, world->headquarters);
  send_down (world->headquarters, world->adeko);
  twins->clone = copy_of (world, world->adeko);
  twins->ours = exchange_add (world->adeko, "sighting", "title", "Ours", NULL);
  exchange_edit (world->adeko, twins->shared, "title", "Changed by us");
  twins->theirs = exchange_add (twins->clone, "sighting", "title", "Theirs", NULL);
  twins->first = up (world->adeko);
  twins->second = up (twins->clone);
}
