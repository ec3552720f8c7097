/* test-fork-exchange.c - what others learn of a fork, and who forked his log himself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "sync/waiting.h"
#include "tests/fork-world.h"

/* Custody events, which headquarters forwards to nobody. */
static void
look_at (FixtureStore *fixture, const char *record, guint times)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < times; i++)
    valise_record_note_custody (fixture->store, "looked", record, NULL, NULL, &error);
  assert_no_error (error);
}

static void
a_colleague_learns_of_it_from_headquarters (void **state)
{
  World *world = *state;
  g_auto (Twins) twins = { 0 };
  ValiseCheckpoint ours;

  make_twins (world, &twins);
  branch_of (world->adeko, &ours);
  take (world->headquarters, twins.first);
  send_down (world->headquarters, world->bala);
  assert_title (world->bala, twins.ours, "Ours");
  take (world->headquarters, twins.second);
  send_down (world->headquarters, world->bala); /* the fork alone is worth a bundle */
  assert_int_equal (branches_of (world->bala, world->device), 2);
  assert_title (world->bala, twins.ours, NULL);
  assert_title (world->bala, twins.shared, "Before");
  admit (world->headquarters, world->device, &ours);
  send_down (world->headquarters, world->bala);
  assert_title (world->bala, twins.ours, "Ours");
  assert_title (world->bala, twins.shared, "Changed by us");
  assert_title (world->bala, twins.theirs, NULL);
  assert_sound (world->bala);
}

static void
every_store_equals_every_other_however_it_heard (void **state)
{
  World *world = *state;
  g_auto (Twins) twins = { 0 };
  FixtureStore *other;
  g_autofree char *direct = NULL, *theirs = NULL, *there = NULL, *here = NULL;
  ValiseCheckpoint chosen;

  make_twins (world, &twins);
  direct = exchange_pack (world->adeko, "Bala");
  theirs = exchange_pack (twins.clone, "Bala");
  other = copy_of (world, world->bala);
  take (world->headquarters, twins.first);
  take (world->headquarters, twins.second);
  here = down (world->headquarters, world->bala);
  branch_of (twins.clone, &chosen);
  admit (world->headquarters, world->device, &chosen);
  there = down (world->headquarters, world->bala);

  take (world->bala, theirs);
  take (world->bala, direct);
  take (world->bala, here);
  take (world->bala, there);
  take (other, there);
  take (other, here);
  take (other, direct);
  take (other, theirs);
  assert_title (other, twins.theirs, "Theirs");
  assert_title (other, twins.ours, NULL);
  assert_alike (world->bala, other);
  assert_sound (world->bala);
  assert_sound (other);
}

static void
an_honest_store_that_came_back_loses_nothing_to_its_own_fork (void **state)
{
  World *world = *state;
  g_auto (Twins) twins = { 0 };
  g_autofree char *answer = NULL;

  make_twins (world, &twins);
  take (world->headquarters, twins.first);
  take (world->headquarters, twins.second);
  assert_title (world->headquarters, twins.theirs, NULL);
  send_down (world->headquarters, twins.clone);
  assert_string_not_equal (valise_store_get_device (twins.clone->store), world->device);
  panel_enrol (world->headquarters, twins.clone, "");
  send_down (world->headquarters, twins.clone);
  send_up (twins.clone, world->headquarters);
  assert_title (world->headquarters, twins.theirs, "Theirs");
  assert_title (world->headquarters, twins.shared, "Before");
  assert_int_equal (branches_of (world->headquarters, world->device), 2);
  assert_title (twins.clone, twins.theirs, "Theirs");
  assert_sound (world->headquarters);
  assert_sound (twins.clone);
}

static guint64
acknowledged (FixtureStore *fixture, guint64 *entries)
{
  g_autoptr (GError) error = NULL;
  ValiseWaiting waiting;

  valise_waiting_count (fixture->store, &waiting, &error);
  assert_no_error (error);
  *entries = waiting.entries;
  return waiting.acknowledged;
}

static void
both_clones_learn_what_happened_and_go_on_as_successors (void **state)
{
  World *world = *state;
  g_auto (Twins) twins = { 0 };
  g_autofree char *answer = NULL;
  FixtureStore *stores[2];

  make_twins (world, &twins);
  take (world->headquarters, twins.first);
  take (world->headquarters, twins.second);
  answer = down (world->headquarters, world->adeko);
  stores[0] = world->adeko;
  stores[1] = twins.clone;
  for (guint i = 0; i < 2; i++) {
    guint64 entries = 0, held;

    take (stores[i], answer);
    assert_string_not_equal (valise_store_get_device (stores[i]->store), world->device);
    panel_enrol (world->headquarters, stores[i], "");
    send_down (world->headquarters, stores[i]);
    send_up (stores[i], world->headquarters);
    send_down (world->headquarters, stores[i]);
    held = acknowledged (stores[i], &entries);
    assert_int_equal (held, entries);
    assert_sound (stores[i]);
  }
  assert_title (world->headquarters, twins.ours, "Ours");
  assert_title (world->headquarters, twins.theirs, "Theirs");
  assert_title (world->headquarters, twins.shared, "Changed by us");
  assert_int_equal (branches_of (world->headquarters, world->device), 2);
  send_down (world->headquarters, stores[0]);
  assert_alike (stores[0], stores[1]);
  assert_sound (world->headquarters);
}

static void
nothing_is_said_to_be_held_of_a_branch_that_is_not_here (void **state)
{
  World *world = *state;
  g_auto (Twins) twins = { 0 };
  g_autofree char *answer = NULL;
  guint64 entries = 0, held;

  make_twins (world, &twins);
  take (world->headquarters, twins.first);
  answer = down (world->headquarters, world->adeko);
  take (world->adeko, answer);
  held = acknowledged (world->adeko, &entries);
  assert_int_equal (held, entries);
  take (twins.clone, answer); /* what it wrote is nowhere but here */
  held = acknowledged (twins.clone, &entries);
  assert_true (held < entries || entries == 1);
  assert_title (twins.clone, twins.theirs, "Theirs");
}

/* Bala had the clone's branch from the clone: whose lines tell of what headquarters
 * withholds on both sides of that checkpoint, must be cut there in every branch. */
static void
who_had_a_branch_from_the_clone_takes_both_from_headquarters (void **state)
{
  World *world = *state;
  g_autofree char *shared = exchange_add (world->adeko, "sighting", "title", "Shared", NULL);
  g_autofree char *ours = NULL, *theirs = NULL;
  FixtureStore *clone;

  send_up (world->adeko, world->headquarters);
  clone = copy_of (world, world->adeko);
  look_at (world->adeko, shared, 4);
  ours = exchange_add (world->adeko, "sighting", "title", "Ours", NULL);
  look_at (clone, shared, 3);
  exchange_pass (clone, world->bala);
  theirs = exchange_add (clone, "sighting", "title", "Theirs", NULL);
  send_up (world->adeko, world->headquarters);
  send_up (clone, world->headquarters);
  send_down (world->headquarters, world->bala);
  assert_int_equal (branches_of (world->bala, world->device), 2);
  assert_title (world->bala, shared, "Shared");
}

static void
a_coordinator_admits_a_branch_and_headquarters_follows (void **state)
{
  World *world = *state;
  g_auto (Twins) twins = { 0 };
  ValiseCheckpoint theirs;

  make_twins (world, &twins);
  branch_of (twins.clone, &theirs);
  take (world->headquarters, twins.first);
  take (world->headquarters, twins.second);
  send_down (world->headquarters, world->mara);
  admit (world->mara, world->device, &theirs);
  send_up (world->mara, world->headquarters);
  assert_title (world->headquarters, twins.theirs, "Theirs");
  assert_title (world->headquarters, twins.ours, NULL);
  send_down (world->headquarters, world->bala);
  assert_title (world->bala, twins.theirs, "Theirs");
  assert_sound (world->headquarters);
  assert_sound (world->bala);
}

static void
a_registry_that_forked_its_log_goes_on_as_successor (void **state)
{
  World *world = *state;
  g_autofree char *first = NULL, *second = NULL, *before = NULL, *old = NULL, *path = NULL,
                  *seen_there = NULL;
  FixtureStore *restored;
  ValiseReconciled *done;

  before = exchange_add (world->headquarters, "sighting", "title", "Before", ".case", PANEL_CASE, NULL);
  send_down (world->headquarters, world->bala);
  old = g_strdup (valise_store_get_device (world->headquarters->store));
  restored = copy_of (world, world->headquarters);
  first = exchange_add (world->headquarters, "sighting", "title", "Lost", ".case", PANEL_CASE, NULL);
  send_down (world->headquarters, world->bala);
  second = exchange_add (restored, "sighting", "title", "Written anew", ".case", PANEL_CASE, NULL);
  send_down (restored, world->bala);
  assert_int_equal (branches_of (world->bala, old), 2);
  assert_title (world->bala, before, "Before");
  assert_title (world->bala, first, NULL);
  assert_title (world->bala, second, NULL);
  assert_sound (world->bala);

  /* Bala's receipts tell the registry, which says anew what it wrote. */
  seen_there = exchange_add (world->bala, "sighting", "title", "Seen", NULL);
  path = up (world->bala);
  done = exchange_reconcile (restored, path);
  assert_non_null (done->closed);
  assert_string_equal (done->closed, old);
  valise_reconciled_free (done);
  panel_take (restored, world->bala);
  send_down (restored, world->bala);
  assert_title (world->bala, second, "Written anew");
  assert_title (world->bala, before, "Before");
  assert_int_equal (branches_of (world->bala, old), 2);
  assert_title (restored, seen_there, "Seen");
  assert_sound (world->bala);
  assert_sound (restored);
}

#define RUN(name) cmocka_unit_test_setup_teardown (name, fork_set_up, fork_tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    RUN (a_colleague_learns_of_it_from_headquarters),
    RUN (every_store_equals_every_other_however_it_heard),
    RUN (an_honest_store_that_came_back_loses_nothing_to_its_own_fork),
    RUN (both_clones_learn_what_happened_and_go_on_as_successors),
    RUN (nothing_is_said_to_be_held_of_a_branch_that_is_not_here),
    RUN (who_had_a_branch_from_the_clone_takes_both_from_headquarters),
    RUN (a_coordinator_admits_a_branch_and_headquarters_follows),
    RUN (a_registry_that_forked_its_log_goes_on_as_successor),
  };

  return cmocka_run_group_tests_name ("fork-exchange", tests, NULL, NULL);
}
