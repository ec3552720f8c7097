/* test-settling.c - differences are listed, told, settled, and a decision is taken back
 *
 * Between a headquarters and two members, through bundles, as it comes about.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "core/projection.h"
#include "tests/exchange.h"
#include "ui/models/differing.h"
#include "ui/models/settling.h"

typedef struct {
  FixtureStore *headquarters, *ann, *ben;
  char *record;
} World;

static void
tell_all (World *w)
{
  exchange_send (w->ann, w->headquarters, "headquarters");
  exchange_send (w->ben, w->headquarters, "headquarters");
}

/* Ann records an item, everybody gets it. */
static int
set_up (void **state)
{
  World *w = g_new0 (World, 1);

  w->headquarters = panel_headquarters_new ();
  w->ann = panel_member_new (w->headquarters, "Ann", "expert", PANEL_CASE);
  w->ben = panel_member_new (w->headquarters, "Ben", "expert", PANEL_CASE);
  w->record = exchange_add (w->ann, "item", "kind", "weapon", "serial", "31877?4", "quantity", "1", NULL);
  exchange_send (w->ann, w->headquarters, "headquarters");
  exchange_pass (w->headquarters, w->ben);
  *state = w;
  return 0;
}

static int
tear_down (void **state)
{
  World *w = *state;

  fixture_store_free (w->headquarters);
  fixture_store_free (w->ann);
  fixture_store_free (w->ben);
  g_free (w->record);
  g_free (w);
  return 0;
}

/* Both read the mark again, neither having seen the other's reading. */
static void
differ (World *w)
{
  exchange_edit (w->ann, w->record, "serial", "3187724");
  exchange_edit (w->ben, w->record, "serial", "3187774");
  tell_all (w);
}

static ValiseDifference *
only_one (FixtureStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = valise_difference_list (store->store, NULL, &error);

  assert_non_null (list);
  assert_int_equal (list->len, 1);
  return g_object_ref (list->pdata[0]);
}

static guint
count (FixtureStore *store)
{
  g_autoptr (GPtrArray) list = valise_difference_list (store->store, NULL, NULL);

  return list->len;
}

static ValiseDifferenceView *
look (FixtureStore *store)
{
  g_autoptr (ValiseDifference) one = only_one (store);
  g_autoptr (GError) error = NULL;
  ValiseDifferenceView *view = valise_difference_view_load (store->store, one, &error);

  assert_null (error);
  return view;
}

static const ValiseDifferenceSide *
side_of (const ValiseDifferenceView *view, const char *author)
{
  for (guint i = 0; i < view->sides->len; i++) {
    const ValiseDifferenceSide *side = view->sides->pdata[i];

    if (strcmp (side->author, author) == 0)
      return side;
  }
  fail_msg ("no side is by %s", author);
  return NULL;
}

static guint
number_of (const ValiseDifferenceView *view, const char *author)
{
  guint at = 0;

  g_ptr_array_find (view->sides, side_of (view, author), &at);
  return at + 1;
}

static ValiseSettled *
keep (FixtureStore *store, const ValiseDifferenceView *view, guint number)
{
  const ValiseChoiceMade choice = { .keep = number };
  g_autoptr (GError) error = NULL;
  ValiseSettled *settled = valise_settle (store->store, view, &choice, &error);

  assert_null (error);
  return settled;
}

static void
both_sides_and_what_stood_before_them_are_told (void **state)
{
  World *w = *state;
  g_autoptr (ValiseDifferenceView) view = NULL;

  assert_int_equal (count (w->headquarters), 0);
  differ (w);
  view = look (w->headquarters);
  assert_int_equal (view->sides->len, 2);
  assert_string_equal (side_of (view, "Ann")->text, "3187724");
  assert_string_equal (side_of (view, "Ben")->text, "3187774");
  assert_non_null (view->before);
  assert_string_equal (view->before->text, "31877?4");
  assert_string_equal (view->before->author, "Ann");
  assert_true (view->settles);
}

static void
a_decision_settles_it_and_can_be_taken_back (void **state)
{
  World *w = *state;
  g_autoptr (ValiseDifferenceView) view = NULL, again = NULL;
  g_autoptr (ValiseSettled) settled = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  differ (w);
  view = look (w->headquarters);
  settled = keep (w->headquarters, view, number_of (view, "Ben"));
  assert_true (valise_settled_is_final (settled));
  assert_int_equal (count (w->headquarters), 0);
  kept = exchange_value (w->headquarters, w->record, "serial");
  assert_string_equal (kept, "\"3187774\"");

  assert_true (valise_settled_take_back (w->headquarters->store, settled, &error));
  again = look (w->headquarters);
  assert_int_equal (again->sides->len, 2);
  assert_string_equal (side_of (again, "Ann")->text, "3187724");
  assert_non_null (side_of (again, "Ann")->put_back_by);
  assert_string_equal (side_of (again, "Ben")->text, "3187774");
  assert_string_equal (again->before->text, "31877?4");
}

static void
what_was_taken_back_is_settled_for_good_in_every_store (void **state)
{
  World *w = *state;
  g_autoptr (ValiseDifferenceView) view = NULL, again = NULL;
  g_autoptr (ValiseSettled) settled = NULL, final = NULL;
  g_autofree char *at_ann = NULL, *at_ben = NULL;
  g_autoptr (GError) error = NULL;

  differ (w);
  view = look (w->headquarters);
  settled = keep (w->headquarters, view, number_of (view, "Ben"));
  assert_true (valise_settled_take_back (w->headquarters->store, settled, &error));
  again = look (w->headquarters);
  final = keep (w->headquarters, again, number_of (again, "Ann"));
  exchange_pass (w->headquarters, w->ann);
  exchange_pass (w->headquarters, w->ben);
  at_ann = exchange_value (w->ann, w->record, "serial");
  at_ben = exchange_value (w->ben, w->record, "serial");
  assert_string_equal (at_ann, "\"3187724\"");
  assert_string_equal (at_ben, "\"3187724\"");
  assert_int_equal (count (w->ann), 0);
  assert_int_equal (count (w->ben), 0);
}

static void
a_third_member_s_word_is_a_proposal (void **state)
{
  World *w = *state;
  g_autoptr (FixtureStore) cleo = panel_member_new (w->headquarters, "Cleo", "expert", PANEL_CASE);
  g_autoptr (ValiseDifferenceView) view = NULL;
  g_autoptr (ValiseSettled) settled = NULL;

  differ (w);
  exchange_pass (w->headquarters, cleo);
  view = look (cleo);
  assert_false (view->settles);
  settled = keep (cleo, view, 1);
  assert_false (valise_settled_is_final (settled));
  assert_int_equal (count (cleo), 1);
}

static void
the_author_decides_about_a_proposal (void **state)
{
  World *w = *state;
  g_autoptr (ValiseDifferenceView) view = NULL;
  g_autoptr (ValiseSettled) settled = NULL;

  exchange_edit (w->ben, w->record, "serial", "3187774");
  exchange_send (w->ben, w->headquarters, "headquarters");
  exchange_pass (w->headquarters, w->ann);
  view = look (w->ann);
  assert_null (view->before);
  assert_true (view->settles);
  assert_int_not_equal (side_of (view, "Ben")->knew, 0);
  assert_int_equal (side_of (view, "Ann")->knew, 0);
  settled = keep (w->ann, view, number_of (view, "Ben"));
  assert_true (valise_settled_is_final (settled));
}

static void
both_are_kept_in_a_note_beside_the_record (void **state)
{
  World *w = *state;
  g_autoptr (ValiseDifferenceView) view = NULL;
  g_autoptr (ValiseSettled) settled = NULL;
  const ValiseChoiceMade both = { .keep = 1, .note_title = (char *) "Two values: Serial number", .note = (char *) "3187724 and 3187774" };
  g_auto (GStrv) linked = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  differ (w);
  view = look (w->headquarters);
  settled = valise_settle (w->headquarters->store, view, &both, &error);
  assert_non_null (settled);
  assert_int_equal (count (w->headquarters), 0);
  linked = valise_projection_linked_from (w->headquarters->store, w->record, &error);
  assert_int_equal (g_strv_length (linked), 1);
  text = exchange_value (w->headquarters, linked[0], "text");
  assert_string_equal (text, "\"3187724 and 3187774\"");
  assert_true (valise_settled_take_back (w->headquarters->store, settled, &error));
  assert_int_equal (count (w->headquarters), 1);
}

static ValiseDifferenceView *
look_at_withdrawal (FixtureStore *store)
{
  g_autoptr (GPtrArray) list = valise_difference_list (store->store, NULL, NULL);

  for (guint i = 0; i < list->len; i++)
    if (valise_difference_get (list->pdata[i])->kind == VALISE_DIFFERENCE_WITHDRAWN)
      return valise_difference_view_load (store->store, list->pdata[i], NULL);
  fail_msg ("nobody differs about a withdrawal");
  return NULL;
}

static gboolean
is_withdrawn (FixtureStore *store, const char *id)
{
  g_autoptr (ValiseRecord) record = valise_record_load (store->store, id, NULL);

  return record->state->withdrawn;
}

static void
a_withdrawal_against_a_change_is_decided_both_ways_and_back (void **state)
{
  World *w = *state;
  g_autoptr (GError) error = NULL;

  assert_true (valise_record_withdraw (w->ann->store, w->record, "recorded twice", &error));
  exchange_edit (w->ben, w->record, "quantity", "2");
  tell_all (w);
  for (guint number = 1; number <= 2; number++) {
    g_autoptr (ValiseDifferenceView) view = look_at_withdrawal (w->headquarters);
    g_autoptr (ValiseSettled) settled = NULL;

    assert_string_equal (side_of (view, "Ann")->text, "recorded twice");
    assert_int_equal (number_of (view, "Ann"), 1);
    assert_int_equal (number_of (view, "Ben"), 2);
    settled = keep (w->headquarters, view, number);
    assert_true (valise_settled_is_final (settled));
    assert_int_equal (is_withdrawn (w->headquarters, w->record), number == 1);
    assert_true (valise_settled_take_back (w->headquarters->store, settled, &error));
    assert_true (is_withdrawn (w->headquarters, w->record));
  }
}

static void
settling_a_field_of_a_withdrawn_record_leaves_it_withdrawn (void **state)
{
  World *w = *state;
  g_autoptr (ValiseDifferenceView) withdrawal = NULL, view = NULL;
  g_autoptr (ValiseSettled) first = NULL, second = NULL;
  g_autoptr (GError) error = NULL;

  assert_true (valise_record_withdraw (w->ann->store, w->record, "recorded twice", &error));
  exchange_edit (w->ben, w->record, "quantity", "2");
  tell_all (w);
  withdrawal = look_at_withdrawal (w->headquarters);
  first = keep (w->headquarters, withdrawal, 1);
  view = look (w->headquarters);
  second = keep (w->headquarters, view, 1);
  assert_int_equal (count (w->headquarters), 0);
  assert_true (is_withdrawn (w->headquarters, w->record));
  assert_true (valise_settled_take_back (w->headquarters->store, second, &error));
  assert_int_equal (count (w->headquarters), 1);
}

static void
assert_differs (const char *text, const char *other, gboolean by_word, const char *marked)
{
  g_autoptr (GArray) found = valise_differing (text, other, by_word);
  g_autoptr (GString) out = g_string_new (text);

  for (guint i = found->len; i-- > 0;) {
    const ValiseDiffering *one = &g_array_index (found, ValiseDiffering, i);

    g_string_insert_c (out, one->end, ']');
    g_string_insert_c (out, one->first, '[');
  }
  assert_string_equal (out->str, marked);
}

static void
what_differs_is_marked_by_character_or_by_word (void **state)
{
  assert_differs ("3187724", "3187774", FALSE, "31877[2]4");
  assert_differs ("3187774", "3187724", FALSE, "31877[7]4");
  assert_differs ("", "x", FALSE, "");
  assert_differs ("x", "", FALSE, "[x]");
  assert_differs ("same", "same", FALSE, "same");
  assert_differs ("كلاشنيكوف ١٢", "كلاشنيكوف ١٣", FALSE, "كلاشنيكوف ١[٢]");
  assert_differs ("e\xcc\x81t", "et", FALSE, "[e\xcc\x81]t");
  assert_differs ("Forty crates stood behind the kiln, each of them with two seals of lead and wax on it.",
                  "Fifty crates stood behind the kiln, each of them with two seals of lead and wax on it.", FALSE,
                  "[Forty] crates stood behind the kiln, each of them with two seals of lead and wax on it.");
  assert_differs ("Armed people; Fire", "Booby trap; Fire", TRUE, "[Armed] [people;] Fire");
  assert_int_equal (valise_differing_place ("3187724", "3187774"), 6);
  assert_int_equal (valise_differing_place ("3187724", "318774"), 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (both_sides_and_what_stood_before_them_are_told, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_decision_settles_it_and_can_be_taken_back, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_was_taken_back_is_settled_for_good_in_every_store, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_third_member_s_word_is_a_proposal, set_up, tear_down),
    cmocka_unit_test_setup_teardown (the_author_decides_about_a_proposal, set_up, tear_down),
    cmocka_unit_test_setup_teardown (both_are_kept_in_a_note_beside_the_record, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_withdrawal_against_a_change_is_decided_both_ways_and_back, set_up, tear_down),
    cmocka_unit_test_setup_teardown (settling_a_field_of_a_withdrawn_record_leaves_it_withdrawn, set_up, tear_down),
    cmocka_unit_test (what_differs_is_marked_by_character_or_by_word),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
