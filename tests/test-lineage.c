/* test-lineage.c - where values that differ come from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/lineage.h"
#include "tests/history.h"

typedef struct {
  GPtrArray *entries;
  ValiseState *state;
  ValiseLineage *lineage;
} World;

static void
tell (World *world, const History *history)
{
  world->entries = history_entries (history);
  world->state = history_merge (world->entries);
  world->lineage = valise_lineage_new (world->state, "colour");
}

static void
forget (World *world)
{
  valise_lineage_free (world->lineage);
  valise_state_free (world->state);
  g_ptr_array_unref (world->entries);
}

static const ValiseEntry *
entry (const World *world, guint step)
{
  return world->entries->pdata[step];
}

static const ValiseStateField *
colour (const World *world)
{
  return valise_state_find (world->state, "colour");
}

static gboolean
may (const World *world, const char *member, gboolean coordinator)
{
  const ValiseAuthor who = { member, coordinator };

  return valise_lineage_may_settle (world->lineage, colour (world), &who, history_author, NULL);
}

static void
what_both_changed_stood_before_both (void **state)
{
  static const History history = { "two changes of one value",
    { { 'a', 0, "colour=1" }, { 'a', 1, "colour=2", "0.colour" }, { 'd', 0, "colour=3", "1.colour" },
      { 'b', 0, "colour=4", "1.colour" } }, "" };
  World world;

  tell (&world, &history);
  assert_ptr_equal (valise_lineage_ancestor (world.lineage, colour (&world)), entry (&world, 1));
  forget (&world);
}

static void
a_proposal_has_its_own_value_beside_it_and_none_before_both (void **state)
{
  static const History history = { "a colleague saw it and proposes another",
    { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2", "0.colour" } }, "" };
  World world;

  tell (&world, &history);
  assert_null (valise_lineage_ancestor (world.lineage, colour (&world)));
  assert_true (valise_lineage_had_seen (world.lineage, entry (&world, 1), entry (&world, 0)));
  assert_false (valise_lineage_had_seen (world.lineage, entry (&world, 0), entry (&world, 1)));
  assert_true (may (&world, "ann", FALSE));
  assert_false (may (&world, "ben", FALSE));
  assert_true (may (&world, "cora", TRUE));
  forget (&world);
}

static void
two_who_knew_nothing_of_each_other_have_nothing_before_them (void **state)
{
  static const History history = { "two first values",
    { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2" } }, "" };
  World world;

  tell (&world, &history);
  assert_null (valise_lineage_ancestor (world.lineage, colour (&world)));
  assert_false (valise_lineage_had_seen (world.lineage, entry (&world, 1), entry (&world, 0)));
  assert_false (may (&world, "ann", FALSE));
  assert_false (may (&world, NULL, FALSE));
  forget (&world);
}

static void
a_value_put_back_is_still_that_of_who_read_it (void **state)
{
  static const History history = { "settled, and the settlement taken back",
    { { 'a', 0, "colour=1" }, { 'a', 1, "colour=2", "0.colour" }, { 'b', 0, "colour=3", "0.colour" },
      { 'c', 0, "colour=2", "1.colour 2.colour" }, { 'c', 1, "colour=2", "3.colour 1.colour" },
      { 'c', 2, "colour=3", "3.colour 2.colour" } }, "" };
  World world;

  tell (&world, &history);
  assert_int_equal (colour (&world)->n_live, 2);
  assert_ptr_equal (valise_lineage_origin (world.lineage, entry (&world, 4)), entry (&world, 1));
  assert_ptr_equal (valise_lineage_origin (world.lineage, entry (&world, 5)), entry (&world, 2));
  assert_ptr_equal (valise_lineage_ancestor (world.lineage, colour (&world)), entry (&world, 0));
  forget (&world);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (what_both_changed_stood_before_both),
    cmocka_unit_test (a_proposal_has_its_own_value_beside_it_and_none_before_both),
    cmocka_unit_test (two_who_knew_nothing_of_each_other_have_nothing_before_them),
    cmocka_unit_test (a_value_put_back_is_still_that_of_who_read_it),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
