/* test-fork-judges.c - forks of a log that judges others, and forks of which nobody may see a value
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "tests/fork-world.h"

/* Mara's own log */

/* Adeko's store was copied, and so was Mara's: each of hers admitted another
 * branch of his. `first`, `second`: her bundles to the registry. */
typedef struct {
  Twins twins;
  FixtureStore *clone;
  ValiseCheckpoint hers, clones; /* newest checkpoints of the two logs of hers */
  char *first, *second;
} Judges;

static void
make_judges (World *world, Judges *judges)
{
  ValiseCheckpoint ours, theirs;

  make_twins (world, &judges->twins);
  take (world->headquarters, judges->twins.first);
  take (world->headquarters, judges->twins.second);
  branch_of (world->adeko, &ours);
  branch_of (judges->twins.clone, &theirs);
  send_down (world->headquarters, world->mara);
  judges->clone = copy_of (world, world->mara);
  admit (world->mara, world->device, &ours);
  admit (judges->clone, world->device, &theirs);
  judges->first = up (world->mara);
  judges->second = up (judges->clone);
  branch_of (world->mara, &judges->hers);
  branch_of (judges->clone, &judges->clones);
}

static void
judges_clear (Judges *judges)
{
  twins_clear (&judges->twins);
  g_free (judges->first);
  g_free (judges->second);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Judges, judges_clear)

static void
a_judgement_counts_as_far_as_its_authors_own_log_does (void **state)
{
  World *world = *state;
  g_auto (Judges) judges = { 0 };

  make_judges (world, &judges);
  take (world->headquarters, judges.first);
  assert_title (world->headquarters, judges.twins.ours, "Ours");
  take (world->headquarters, judges.second);
  assert_int_equal (branches_of (world->headquarters, exchange_device (world->mara)), 2);
  assert_title (world->headquarters, judges.twins.shared, "Before");
  assert_title (world->headquarters, judges.twins.ours, NULL);
  assert_title (world->headquarters, judges.twins.theirs, NULL);
  assert_sound (world->headquarters);

  admit (world->headquarters, exchange_device (world->mara), &judges.clones);
  assert_title (world->headquarters, judges.twins.ours, NULL);
  assert_title (world->headquarters, judges.twins.theirs, "Theirs");
  assert_sound (world->headquarters);
  admit (world->headquarters, exchange_device (world->mara), &judges.hers);
  assert_title (world->headquarters, judges.twins.ours, "Ours");
  assert_title (world->headquarters, judges.twins.shared, "Changed by us");
  assert_title (world->headquarters, judges.twins.theirs, NULL);
  assert_sound (world->headquarters);
}

static void
the_histories_of_a_coordinator_are_alike_whichever_came_first (void **state)
{
  World *world = *state;
  g_auto (Judges) judges = { 0 };
  FixtureStore *other;

  make_judges (world, &judges);
  other = copy_of (world, world->headquarters);
  take (world->headquarters, judges.first);
  take (world->headquarters, judges.second);
  take (other, judges.second);
  take (other, judges.first);
  assert_alike (world->headquarters, other);
  admit (world->headquarters, exchange_device (world->mara), &judges.clones);
  admit (other, exchange_device (world->mara), &judges.clones);
  assert_title (other, judges.twins.theirs, "Theirs");
  assert_sound (other);
}

static void
a_colleague_goes_by_the_branch_of_the_coordinator_that_headquarters_chose (void **state)
{
  World *world = *state;
  g_auto (Judges) judges = { 0 };

  make_judges (world, &judges);
  take (world->headquarters, judges.first);
  send_down (world->headquarters, world->bala);
  assert_title (world->bala, judges.twins.ours, "Ours");
  take (world->headquarters, judges.second);
  send_down (world->headquarters, world->bala);
  assert_title (world->bala, judges.twins.ours, NULL);
  admit (world->headquarters, exchange_device (world->mara), &judges.clones);
  send_down (world->headquarters, world->bala);
  assert_title (world->bala, judges.twins.theirs, "Theirs");
  assert_title (world->bala, judges.twins.ours, NULL);
  assert_title (world->bala, judges.twins.shared, "Before");
  assert_sound (world->bala);
}

/* Seen by nothing but hashes */

static FixtureStore *
mission_of (World *world)
{
  FixtureStore *okoye = panel_member_new (world->headquarters, "Okoye", "jmac", PANEL_CASE);

  world->copies[world->n_copies++] = okoye; /* freed with them */
  panel_take (world->headquarters, world->adeko);
  return okoye;
}

/* Of the mission's analysts nobody sees what is strictly confidential. */
static char *
add_closed (FixtureStore *store, const char *title)
{
  return exchange_add (store, "sighting", "title", title, ".class", "strictly-confidential", NULL);
}

static void
a_fork_is_known_to_who_sees_no_value_of_it (void **state)
{
  World *world = *state;
  FixtureStore *okoye = mission_of (world), *clone;
  g_autofree char *before = add_closed (world->adeko, "Before"), *open = NULL, *ours = NULL, *theirs = NULL;
  g_autoptr (ValiseFork) fork = NULL, known = NULL;

  open = exchange_add (world->adeko, "sighting", "title", "For all", NULL);
  send_up (world->adeko, world->headquarters);
  send_down (world->headquarters, okoye);
  clone = copy_of (world, world->adeko);
  ours = add_closed (world->adeko, "Ours");
  theirs = add_closed (clone, "Theirs");
  send_up (world->adeko, world->headquarters);
  send_up (clone, world->headquarters);
  send_down (world->headquarters, okoye);
  assert_int_equal (branches_of (okoye, world->device), 2);
  fork = fork_of (okoye, world->device);
  assert_true (fork->contradicts);
  known = fork_of (world->headquarters, world->device);
  assert_int_equal (fork->common, known->common);
  assert_title (okoye, open, "For all"); /* of what both share */
  assert_title (okoye, before, NULL);
  assert_title (okoye, ours, NULL);
  assert_title (okoye, theirs, NULL);
  assert_sound (okoye);
}

/* The class of what stands in one branch is lowered when that one was admitted. */
static void
what_was_but_hashes_counts_by_the_branch_that_is_admitted (void **state)
{
  World *world = *state;
  FixtureStore *okoye = mission_of (world), *clone;
  g_autofree char *before = exchange_add (world->adeko, "sighting", "title", "For all", NULL), *ours = NULL, *theirs = NULL;
  ValiseCheckpoint chosen;

  send_up (world->adeko, world->headquarters);
  send_down (world->headquarters, okoye);
  clone = copy_of (world, world->adeko);
  ours = add_closed (world->adeko, "Ours");
  theirs = add_closed (clone, "Theirs");
  send_up (world->adeko, world->headquarters);
  send_up (clone, world->headquarters);
  send_down (world->headquarters, okoye);
  branch_of (clone, &chosen);
  admit (world->headquarters, world->device, &chosen);
  exchange_edit (world->headquarters, theirs, ".class", "confidential");
  send_down (world->headquarters, okoye);
  assert_title (okoye, theirs, "Theirs");
  assert_title (okoye, ours, NULL);
  assert_title (okoye, before, "For all");
  assert_int_equal (branches_of (okoye, world->device), 2);
  assert_sound (okoye);
}

#define RUN(name) cmocka_unit_test_setup_teardown (name, fork_set_up, fork_tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    RUN (a_judgement_counts_as_far_as_its_authors_own_log_does),
    RUN (the_histories_of_a_coordinator_are_alike_whichever_came_first),
    RUN (a_colleague_goes_by_the_branch_of_the_coordinator_that_headquarters_chose),
    RUN (a_fork_is_known_to_who_sees_no_value_of_it),
    RUN (what_was_but_hashes_counts_by_the_branch_that_is_admitted),
  };

  return cmocka_run_group_tests_name ("fork-judges", tests, NULL, NULL);
}
