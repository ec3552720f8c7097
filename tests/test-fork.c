/* test-fork.c - a device that signs two histories of its log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "core/erasure.h"
#include "core/error.h"
#include "core/quarantine.h"
#include "sync/judging.h"
#include "tests/fork-world.h"
#include "tests/hostile.h"

static void
what_both_branches_share_stands_and_the_rest_waits (void **state)
{
  World *world = *state;
  g_auto (Twins) twins = { 0 };
  g_autoptr (ValiseFork) fork = NULL;
  g_autofree char *ours = NULL;

  make_twins (world, &twins);
  take (world->headquarters, twins.first);
  assert_title (world->headquarters, twins.ours, "Ours");
  take (world->headquarters, twins.second);
  assert_title (world->headquarters, twins.shared, "Before");
  assert_title (world->headquarters, twins.ours, NULL);
  assert_title (world->headquarters, twins.theirs, NULL);
  assert_int_equal (branches_of (world->headquarters, world->device), 2);
  fork = fork_of (world->headquarters, world->device);
  assert_non_null (fork);
  assert_true (fork->contradicts);
  assert_false (fork->decided);
  assert_true (fork->common > 0);
  assert_true (valise_quarantine_count (world->headquarters->store, NULL) > 0);
  assert_sound (world->headquarters);
}

static void
branches_project_alike_whichever_came_first (void **state)
{
  World *world = *state;
  g_auto (Twins) twins = { 0 };
  FixtureStore *other;

  make_twins (world, &twins);
  other = copy_of (world, world->headquarters);
  take (world->headquarters, twins.first);
  take (world->headquarters, twins.second);
  take (other, twins.second);
  take (other, twins.first);
  assert_alike (world->headquarters, other);
  assert_int_equal (valise_quarantine_count (other->store, NULL),
                    valise_quarantine_count (world->headquarters->store, NULL));
  assert_sound (other);
}

static void
a_branch_that_is_admitted_counts_and_another_may_be_later (void **state)
{
  World *world = *state;
  g_auto (Twins) twins = { 0 };
  ValiseCheckpoint ours, theirs;

  make_twins (world, &twins);
  branch_of (world->adeko, &ours);
  branch_of (twins.clone, &theirs);
  take (world->headquarters, twins.second);
  take (world->headquarters, twins.first);
  admit (world->headquarters, world->device, &ours);
  assert_title (world->headquarters, twins.ours, "Ours");
  assert_title (world->headquarters, twins.shared, "Changed by us");
  assert_title (world->headquarters, twins.theirs, NULL);
  assert_sound (world->headquarters);
  admit (world->headquarters, world->device, &theirs);
  assert_title (world->headquarters, twins.ours, NULL);
  assert_title (world->headquarters, twins.shared, "Before");
  assert_title (world->headquarters, twins.theirs, "Theirs");
  assert_int_equal (branches_of (world->headquarters, world->device), 2);
  assert_sound (world->headquarters);
}

static void
take_in_every_order (World *world, char **paths, guint n, FixtureStore **stores, guint n_orders)
{
  for (guint order = 0; order < n_orders; order++) {
    guint left[4] = { 0, 1, 2, 3 }, rest = order;

    for (guint i = n; i > 0; i--) {
      guint at = rest % i;

      rest /= i;
      take (stores[order], paths[left[at]]);
      for (guint j = at; j + 1 < i; j++)
        left[j] = left[j + 1];
    }
  }
}

static void
three_branches_in_every_order_are_alike (void **state)
{
  World *world = *state;
  FixtureStore *second, *third, *stores[6];
  g_autofree char *before = NULL, *common = NULL;
  char *paths[3];

  before = exchange_add (world->adeko, "sighting", "title", "Before", NULL);
  send_up (world->adeko, world->headquarters);
  second = copy_of (world, world->adeko);
  common = exchange_add (world->adeko, "sighting", "title", "In two of them", NULL);
  third = copy_of (world, world->adeko);
  g_free (exchange_add (world->adeko, "sighting", "title", "First", NULL));
  g_free (exchange_add (second, "sighting", "title", "Second", NULL));
  g_free (exchange_add (third, "sighting", "title", "Third", NULL));
  paths[0] = up (world->adeko);
  paths[1] = up (second);
  paths[2] = up (third);
  stores[0] = world->headquarters;
  for (guint i = 1; i < 6; i++)
    stores[i] = copy_of (world, world->headquarters);
  take_in_every_order (world, paths, 3, stores, 6);
  for (guint i = 0; i < 6; i++) {
    assert_int_equal (branches_of (stores[i], world->device), 3);
    assert_title (stores[i], before, "Before");
    assert_title (stores[i], common, NULL);
    assert_alike (stores[i], stores[0]);
    assert_sound (stores[i]);
  }
  for (guint i = 0; i < 3; i++)
    g_free (paths[i]);
}

static void
of_three_branches_one_is_admitted_with_all_that_leads_to_it (void **state)
{
  World *world = *state;
  FixtureStore *second, *third;
  g_autofree char *common = NULL, *mine = NULL;
  ValiseCheckpoint branch;

  g_free (exchange_add (world->adeko, "sighting", "title", "Before", NULL));
  second = copy_of (world, world->adeko);
  common = exchange_add (world->adeko, "sighting", "title", "In two of them", NULL);
  third = copy_of (world, world->adeko);
  g_free (exchange_add (world->adeko, "sighting", "title", "First", NULL));
  g_free (exchange_add (second, "sighting", "title", "Second", NULL));
  mine = exchange_add (third, "sighting", "title", "Third", NULL);
  send_up (world->adeko, world->headquarters);
  send_up (second, world->headquarters);
  send_up (third, world->headquarters);
  branch_of (third, &branch);
  admit (world->headquarters, world->device, &branch);
  assert_title (world->headquarters, common, "In two of them");
  assert_title (world->headquarters, mine, "Third");
  assert_sound (world->headquarters);
}

static void
a_branch_grows_before_and_after_it_is_admitted (void **state)
{
  World *world = *state;
  g_auto (Twins) twins = { 0 };
  FixtureStore *other;
  g_autofree char *more = NULL, *later = NULL, *longer = NULL, *longest = NULL, *theirs = NULL,
                  *again = NULL;
  ValiseCheckpoint ours;

  make_twins (world, &twins);
  branch_of (world->adeko, &ours);
  more = exchange_add (world->adeko, "sighting", "title", "More", NULL);
  longer = up (world->adeko);
  again = exchange_add (twins.clone, "sighting", "title", "More of theirs", NULL);
  theirs = up (twins.clone);
  later = exchange_add (world->adeko, "sighting", "title", "Later", NULL);
  longest = up (world->adeko);
  other = copy_of (world, world->headquarters);

  take (world->headquarters, twins.first);
  take (world->headquarters, twins.second);
  take (world->headquarters, longer);
  assert_title (world->headquarters, more, NULL);
  admit (world->headquarters, world->device, &ours);
  assert_title (world->headquarters, more, "More");
  take (world->headquarters, theirs);
  take (world->headquarters, longest);
  assert_title (world->headquarters, later, "Later");
  assert_title (world->headquarters, again, NULL);

  take (other, longest);
  take (other, theirs);
  take (other, twins.second);
  take (other, longer);
  take (other, twins.first);
  assert_title (other, later, NULL);
  admit (other, world->device, &ours);
  assert_title (other, later, "Later");
  assert_title (other, twins.ours, "Ours");
  assert_title (other, again, NULL);
  assert_sound (world->headquarters);
  assert_sound (other);
}

static void
a_branch_from_a_revoked_device_does_not_touch_what_was_held (void **state)
{
  World *world = *state;
  g_auto (Twins) twins = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  make_twins (world, &twins);
  take (world->headquarters, twins.first);
  valise_judging_end (world->headquarters->store, world->device, VALISE_JUDGED_ENDED, &error);
  assert_no_error (error);
  take (world->headquarters, twins.second);
  assert_int_equal (branches_of (world->headquarters, world->device), 2);
  assert_title (world->headquarters, twins.ours, "Ours");
  assert_title (world->headquarters, twins.shared, "Changed by us");
  assert_title (world->headquarters, twins.theirs, NULL);
  assert_sound (world->headquarters);
}

static void
a_dry_run_tells_of_a_fork_and_changes_nothing (void **state)
{
  World *world = *state;
  g_auto (Twins) twins = { 0 };
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;

  make_twins (world, &twins);
  take (world->headquarters, twins.first);
  before = exchange_dump (world->headquarters);
  results = valise_reconcile_preview (world->headquarters->store,
                                      (const char *const[]){ twins.second, NULL }, &error);
  assert_no_error (error);
  assert_int_equal (((const ValiseReconciled *) results->pdata[0])->outcome, VALISE_OUTCOME_MERGED);
  assert_int_equal (((const ValiseReconciled *) results->pdata[0])->forks, 1);
  after = exchange_dump (world->headquarters);
  assert_string_equal (before, after);
  assert_int_equal (branches_of (world->headquarters, world->device), 1);
}

static void
the_ninth_branch_is_refused_and_the_eight_are_kept (void **state)
{
  World *world = *state;
  guint64 held = 0;

  for (guint i = 0; i < VALISE_BRANCHES_MAX + 1; i++) {
    g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
    g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
    g_autofree char *title = g_strdup_printf ("History %u", i), *path = NULL;
    ValiseReconciled *done;

    hostile_log_add_sighting (log, title);
    hostile_add_log (bundle, log);
    path = hostile_write (bundle);
    done = exchange_reconcile (world->headquarters, path);
    assert_int_equal (done->outcome,
                      i < VALISE_BRANCHES_MAX ? VALISE_OUTCOME_MERGED : VALISE_OUTCOME_REFUSED);
    held += done->outcome == VALISE_OUTCOME_MERGED;
    if (i == VALISE_BRANCHES_MAX)
      assert_non_null (strstr (done->reason, "revoke"));
    valise_reconciled_free (done);
  }
  assert_int_equal (held, VALISE_BRANCHES_MAX);
  assert_int_equal (branches_of (world->headquarters, world->device), VALISE_BRANCHES_MAX);
  assert_sound (world->headquarters);
}

/* What was erased stays out, whichever branch brings it, and takes nothing else
 * with it. */
static void
a_value_that_was_erased_comes_in_by_no_branch (void **state)
{
  static const char *const fields[] = { "title", NULL };
  World *world = *state;
  g_auto (Twins) twins = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *request = NULL, *whole = NULL, *registry = NULL;
  g_autoptr (GPtrArray) recipients = NULL, packed = NULL;
  ValisePackOptions options = { .everything = TRUE };
  ValiseCheckpoint theirs;
  ValiseErased erased;
  guint others = 0;

  make_twins (world, &twins);
  branch_of (twins.clone, &theirs);
  options.folder = twins.clone->root;
  registry = valise_store_dup_meta (twins.clone->store, "registry");
  recipients = valise_roster_match (twins.clone->store, registry, &error);
  assert_no_error (error);
  packed = valise_pack (twins.clone->store, recipients, &options, &error);
  assert_no_error (error);
  whole = g_strdup (((const ValisePacked *) packed->pdata[0])->path);
  request = valise_erasure_ask (world->headquarters->store, twins.shared, fields, "withdrew", &others, &error);
  assert_no_error (error);
  valise_erasure_confirm (world->headquarters->store, request, &erased, &error);
  assert_no_error (error);
  take (world->headquarters, twins.first);
  take (world->headquarters, whole);
  admit (world->headquarters, world->device, &theirs);
  assert_title (world->headquarters, twins.shared, NULL);
  assert_title (world->headquarters, twins.theirs, "Theirs");
  assert_sound (world->headquarters);
}

static void
the_same_bundles_again_change_nothing (void **state)
{
  World *world = *state;
  g_auto (Twins) twins = { 0 };
  g_autofree char *before = NULL, *after = NULL;
  ValiseReconciled *done;

  make_twins (world, &twins);
  take (world->headquarters, twins.first);
  take (world->headquarters, twins.second);
  before = seen (world->headquarters);
  done = exchange_reconcile (world->headquarters, twins.second);
  assert_int_equal (done->outcome, VALISE_OUTCOME_MERGED);
  assert_int_equal (done->known, done->entries);
  assert_int_equal (done->forks, 0);
  valise_reconciled_free (done);
  take (world->headquarters, twins.first);
  after = seen (world->headquarters);
  assert_string_equal (before, after);
}

#define RUN(name) cmocka_unit_test_setup_teardown (name, fork_set_up, fork_tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    RUN (what_both_branches_share_stands_and_the_rest_waits),
    RUN (branches_project_alike_whichever_came_first),
    RUN (a_branch_that_is_admitted_counts_and_another_may_be_later),
    RUN (three_branches_in_every_order_are_alike),
    RUN (of_three_branches_one_is_admitted_with_all_that_leads_to_it),
    RUN (a_branch_grows_before_and_after_it_is_admitted),
    RUN (a_branch_from_a_revoked_device_does_not_touch_what_was_held),
    RUN (a_dry_run_tells_of_a_fork_and_changes_nothing),
    RUN (the_ninth_branch_is_refused_and_the_eight_are_kept),
    RUN (a_value_that_was_erased_comes_in_by_no_branch),
    RUN (the_same_bundles_again_change_nothing),
  };

  return cmocka_run_group_tests_name ("fork", tests, NULL, NULL);
}
