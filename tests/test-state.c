/* test-state.c - what a record says, whatever the order in which it was learnt
 *
 * Most of it is tables of histories (history.h says how they are written);
 * every history is merged in every order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/json.h"
#include "tests/history.h"

static void
an_author_corrects_his_own (void **state)
{
  static const History histories[] = {
    { "one value", { { 'a', 0, "colour=1 size=5" } }, "colour=1 size=5" },
    { "his correction replaces it",
      { { 'a', 0, "colour=1 size=5" }, { 'a', 1, "colour=2", "0.colour" } }, "colour=2 size=5" },
    { "from his second device too",
      { { 'a', 0, "colour=1" }, { 'd', 0, "colour=2", "0.colour" } }, "colour=2" },
    { "an old clock changes nothing about who replaces whom",
      { { 'a', 0, "colour=1", .hour = 9 }, { 'a', 1, "colour=2", "0.colour", .hour = 3 } },
      "colour=2" },
    { "what he did not name stands",
      { { 'a', 0, "colour=1" }, { 'a', 1, "colour=2" } }, "colour=2,1!" },
    { "a device on no roster is its own author",
      { { 'x', 0, "colour=1" }, { 'x', 1, "colour=2", "0.colour" } }, "colour=2" },
    { "and no other's",
      { { 'x', 0, "colour=1" }, { 'y', 0, "colour=2", "0.colour" } }, "colour=2,1!" },
    { "clearing leaves the field out",
      { { 'a', 0, "colour=1 size=5" }, { 'a', 1, "colour=null", "0.colour" } }, "size=5" },
    { "and the next value replaces the clearing",
      { { 'a', 0, "colour=1" }, { 'a', 1, "colour=null", "0.colour" },
        { 'a', 2, "colour=3", "1.colour" } }, "colour=3" },
    { "a clearing beside a value is a conflict",
      { { 'a', 0, "colour=1" }, { 'a', 1, "colour=null", "0.colour" },
        { 'd', 0, "colour=3", "0.colour" } }, "colour=3,null!" },
    { "a name of another field replaces nothing",
      { { 'a', 0, "colour=1" }, { 'a', 1, "size=2", "0.colour" } }, "colour=1 size=2" },
  };

  check_histories (histories);
}

static void
a_colleague_proposes_and_the_author_or_a_coordinator_decides (void **state)
{
  static const History histories[] = {
    { "a colleague's correction stands beside",
      { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2", "0.colour" } }, "colour=2,1!" },
    { "the author accepts it",
      { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2", "0.colour" },
        { 'a', 1, "colour=2", "0.colour 1.colour" } }, "colour=2" },
    { "the author accepts it from his second device",
      { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2", "0.colour" },
        { 'd', 0, "colour=2", "0.colour 1.colour" } }, "colour=2" },
    { "the author refuses it",
      { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2", "0.colour" },
        { 'a', 1, "colour=1", "0.colour 1.colour" } }, "colour=1" },
    { "the author may not settle what does not descend from his",
      { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2" },
        { 'a', 1, "colour=1", "0.colour 1.colour" } }, "colour=1,2!" },
    { "the author of the ancestor may, over two steps",
      { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2", "0.colour" },
        { 'b', 1, "colour=3", "1.colour" }, { 'a', 1, "colour=4", "0.colour 2.colour" } },
      "colour=4" },
    { "a coordinator settles",
      { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2" },
        { 'c', 0, "colour=2", "0.colour 1.colour" } }, "colour=2" },
    { "a third member does not",
      { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2" },
        { 'x', 0, "colour=2", "0.colour 1.colour" } }, "colour=2,2,1!" },
    { "two coordinators' words are a conflict again",
      { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2" },
        { 'c', 0, "colour=1", "0.colour 1.colour" }, { 'c', 1, "colour=2", "0.colour 1.colour" } },
      "colour=2,1!" },
    { "the author goes on from the settlement",
      { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2" },
        { 'c', 0, "colour=2", "0.colour 1.colour" }, { 'a', 1, "colour=3", "2.colour" } },
      "colour=3" },
    { "six entries by four hands",
      { { 'a', 0, "colour=1 size=5" }, { 'b', 0, "colour=2", "0.colour" },
        { 'd', 0, "colour=3 size=6", "0.colour 0.size" }, { 'x', 0, "site=1", "0.size" },
        { 'c', 0, "colour=3", "1.colour 2.colour" }, { 'b', 1, "size=7", "2.size" } },
      "colour=3 site=1 size=7,6!" },
    { "equal values are no conflict and both are kept",
      { { 'a', 0, "colour=1" }, { 'b', 0, "colour=1" } }, "colour=1,1" },
    { "equal values of another form are one",
      { { 'a', 0, "colour=\"1\"" }, { 'b', 0, "colour=1" } }, "colour=1,\"1\"!" },
    { "two sealed handles",
      { { 'a', 0, "name={\"sealed\":\"AA==\"}" }, { 'b', 0, "name={\"sealed\":\"BB==\"}" } },
      "name={\"sealed\":\"BB==\"},{\"sealed\":\"AA==\"}!" },
    { "are settled by copying one handle",
      { { 'a', 0, "name={\"sealed\":\"AA==\"}" }, { 'b', 0, "name={\"sealed\":\"BB==\"}" },
        { 'c', 0, "name={\"sealed\":\"AA==\"}", "0.name 1.name" } }, "name={\"sealed\":\"AA==\"}" },
    { "case and class merge like any other field",
      { { 'a', 0, ".case=\"unassigned\"" }, { 'a', 1, ".case=\"drc\"", "0..case" },
        { 'b', 0, ".case=\"car\"", "0..case" } }, ".case=\"car\",\"drc\"!" },
  };

  check_histories (histories);
}

static void
the_provisional_value_is_the_latest_by_its_own_clock (void **state)
{
  static const History histories[] = {
    { "later first",
      { { 'a', 0, "colour=1", .hour = 5 }, { 'b', 0, "colour=2", .hour = 4 } }, "colour=1,2!" },
    { "no time is earliest",
      { { 'a', 0, "colour=1", .hour = -1 }, { 'b', 0, "colour=2", .hour = 1 } }, "colour=2,1!" },
    { "a closed time is earliest",
      { { 'a', 0, "colour=1", .hour = 9, .closed = ".time" }, { 'b', 0, "colour=2", .hour = 1 } },
      "colour=2,1!" },
  };
  static const History tie = { "equal times",
                               { { 'a', 0, "colour=1", .hour = 5 },
                                 { 'b', 0, "colour=2", .hour = 5 } },
                               "" };
  g_autoptr (GPtrArray) entries = history_entries (&tie);
  g_autoptr (ValiseState) merged = history_merge (entries);
  const ValiseLive *live = valise_state_find (merged, "colour")->live;

  check_histories (histories);
  assert_true (valise_hash_compare (&live[0].entry->leaf, &live[1].entry->leaf) > 0);
}

static void
a_change_that_is_not_disclosed_is_told (void **state)
{
  static const History histories[] = {
    { "the correction stays behind",
      { { 'a', 0, "colour=1 size=5" }, { 'a', 1, "colour=2 site=7", "0.colour", "colour" } },
      "colour=1~ site=7 size=5" },
    { "nothing of it came",
      { { 'a', 0, "colour=1 size=5" }, { 'a', 1, "colour=2", "0.colour", "colour .time" } },
      "colour=1~ size=5" },
    { "a closed value that names nothing says nothing",
      { { 'a', 0, "colour=1" }, { 'a', 1, "colour=2 site=7", "", "colour" } },
      "colour=1 site=7" },
    { "a colleague's closed correction is no change",
      { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2", "0.colour", "colour" } }, "colour=1" },
    { "a coordinator's is",
      { { 'a', 0, "colour=1" }, { 'c', 0, "colour=2", "0.colour", "colour" } }, "colour=1~" },
    { "a replaced value is no longer marked",
      { { 'a', 0, "colour=1" }, { 'a', 1, "colour=2 site=7", "0.colour", "colour" },
        { 'a', 2, "colour=3", "0.colour" } }, "colour=3 site=7" },
    { "a withdrawal without its reason is no change of what it names",
      { { 'a', 0, "colour=1" },
        { 'a', 1, ".withdrawn=true .reason=\"x\"", "0.colour", ".reason" } },
      ".withdrawn=true colour=1 WITHDRAWN" },
    { "with more closed than its reason it may be",
      { { 'a', 0, "colour=1" },
        { 'a', 1, ".withdrawn=true .reason=\"x\" colour=2", "0.colour", ".reason colour" } },
      ".withdrawn=true colour=1~ WITHDRAWN" },
  };

  check_histories (histories);
}

static void
withdrawing_and_changing_at_once_is_a_conflict (void **state)
{
  static const History histories[] = {
    { "withdrawn",
      { { 'a', 0, "colour=1" }, { 'a', 1, ".withdrawn=true .reason=\"x\"", "0.colour" } },
      ".reason=\"x\" .withdrawn=true colour=1 WITHDRAWN" },
    { "a value that it does not name",
      { { 'a', 0, "colour=1" }, { 'a', 1, ".withdrawn=true", "0.colour" }, { 'd', 0, "size=5" } },
      ".withdrawn=true colour=1 size=5 WITHDRAWN BUT" },
    { "changed after it was withdrawn",
      { { 'a', 0, "colour=1" }, { 'a', 1, ".withdrawn=true", "0.colour" },
        { 'a', 2, "colour=2", "0.colour" } },
      ".withdrawn=true colour=2 WITHDRAWN BUT" },
    { "cleared by another at the same time",
      { { 'a', 0, "colour=1" }, { 'a', 1, ".withdrawn=true", "0.colour" },
        { 'd', 0, "colour=null", "0.colour" } },
      ".withdrawn=true WITHDRAWN BUT" },
    { "what the withdrawal sets itself is seen by it",
      { { 'a', 0, "colour=1" }, { 'a', 1, ".withdrawn=true size=5", "0.colour" } },
      ".withdrawn=true colour=1 size=5 WITHDRAWN" },
    { "two withdrawals, one of which saw everything",
      { { 'a', 0, "colour=1" }, { 'a', 1, ".withdrawn=true", "0.colour" }, { 'd', 0, "size=5" },
        { 'c', 0, ".withdrawn=true", "0.colour 2.size" } },
      ".withdrawn=true,true colour=1 size=5 WITHDRAWN" },
    { "restored",
      { { 'a', 0, "colour=1" }, { 'a', 1, ".withdrawn=true .reason=\"x\"", "0.colour" },
        { 'a', 2, ".withdrawn=null .reason=null", "1..withdrawn 1..reason" } },
      "colour=1" },
    { "restored by a colleague: a proposal",
      { { 'a', 0, "colour=1" }, { 'a', 1, ".withdrawn=true", "0.colour" },
        { 'b', 0, ".withdrawn=null", "1..withdrawn" } },
      ".withdrawn=null,true! colour=1 WITHDRAWN" },
    { "restored by a coordinator",
      { { 'a', 0, "colour=1" }, { 'a', 1, ".withdrawn=true", "0.colour" },
        { 'c', 0, ".withdrawn=null", "1..withdrawn" } },
      "colour=1" },
    { "and withdrawn again",
      { { 'a', 0, "colour=1" }, { 'a', 1, ".withdrawn=true", "0.colour" },
        { 'a', 2, ".withdrawn=null", "1..withdrawn" },
        { 'a', 3, ".withdrawn=true", "0.colour 2..withdrawn" } },
      ".withdrawn=true colour=1 WITHDRAWN" },
    { "a colleague's withdrawal is a proposal",
      { { 'a', 0, "colour=1" }, { 'b', 0, ".withdrawn=true", "0.colour" } },
      ".withdrawn=true colour=1 WITHDRAWN BUT" },
    { "that the author makes his own",
      { { 'a', 0, "colour=1" }, { 'b', 0, ".withdrawn=true", "0.colour" },
        { 'a', 1, ".withdrawn=true", "0.colour 1..withdrawn" } },
      ".withdrawn=true,true colour=1 WITHDRAWN" },
  };

  check_histories (histories);
}

static void
insiders_add_noise_and_remove_nothing (void **state)
{
  static const History histories[] = {
    { "a later value of the same log is not replaced by an earlier one",
      { { 'a', 0, "colour=1", "1.colour" }, { 'a', 1, "colour=2" } }, "colour=2,1!" },
    { "an entry does not replace itself",
      { { 'a', 0, "colour=1", "0.colour" } }, "colour=1" },
    { "two values that replace each other both stand",
      { { 'a', 0, "colour=1", "1.colour" }, { 'd', 0, "colour=2", "0.colour" } }, "colour=2,1!" },
    { "so do three in a ring",
      { { 'a', 0, "colour=1", "2.colour" }, { 'd', 0, "colour=2", "0.colour" },
        { 'c', 0, "colour=3", "1.colour" } }, "colour=3,2,1!" },
    { "what a ring replaces is gone, the ring is not",
      { { 'a', 0, "colour=1" }, { 'a', 1, "colour=2", "0.colour 2.colour" },
        { 'd', 0, "colour=3", "1.colour" } }, "colour=3,2!" },
    { "a ring is settled by who may",
      { { 'a', 0, "colour=1", "1.colour" }, { 'd', 0, "colour=2", "0.colour" },
        { 'a', 1, "colour=4", "0.colour 1.colour" } }, "colour=4" },
    { "naming oneself into the ancestry of another's value gives no right",
      { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2", "0.colour" },
        { 'b', 1, "colour=3", "0.colour 1.colour" } }, "colour=3,1!" },
    { "a colleague's ring does not close over the author's value",
      { { 'a', 0, "colour=1" }, { 'b', 0, "colour=2", "0.colour" },
        { 'x', 0, "colour=3", "0.colour 1.colour" }, { 'y', 0, "colour=4", "0.colour 2.colour" } },
      "colour=4,3,2,1!" },
  };

  check_histories (histories);
}

static void
a_copied_key_does_not_unsettle_a_settled_value (void **state)
{
  /* Who holds an entry's key can write its commitment again in his own log. */
  static const History honest = { "settled",
                                  { { 'a', 0, "colour=1" }, { 'a', 1, "colour=2", "0.colour" } },
                                  "" };
  g_autoptr (GPtrArray) entries = history_entries (&honest);
  ValiseEntry *first = entries->pdata[0];
  g_autoptr (GError) error = NULL;
  char device[VALISE_DEVICE_ID_LENGTH + 1];
  ValiseAssignment field = { "colour", "1" };
  ValiseEntryDraft draft = { .device = device, .record = HISTORY_RECORD, .fields = &field, .n_fields = 1,
                             .key = first->key };
  g_autoptr (ValiseState) merged = NULL;
  const ValiseStateField *colour;

  history_device (device, 'b');
  g_ptr_array_add (entries, valise_entry_new (&draft, &error));
  assert_no_error (error);
  merged = history_merge (entries);
  colour = valise_state_find (merged, "colour");
  assert_int_equal (colour->n_live, 2);
  assert_string_equal (colour->live[0].value, "2");
  assert_int_equal (colour->live[1].entry->device[0], 'b');
}

static void
the_same_entry_twice_is_one (void **state)
{
  static const History history = { "", { { 'a', 0, "colour=1" }, { 'a', 1, "size=1" } }, "" };
  g_autoptr (GPtrArray) entries = history_entries (&history);
  g_autoptr (ValiseState) once = history_merge (entries);
  g_autofree char *json = valise_state_to_json (once);

  g_ptr_array_add (entries, history_entry (&history, 0));
  assert_same_in_every_order (entries, 3, json);
}

static void
entries_of_two_types_are_a_conflict (void **state)
{
  static const History one = { "",
                               { { 'a', 0, ".type=\"sighting/3\" a=1" },
                                 { 'a', 1, ".type=\"sighting/4\" b=1" } },
                               "" };
  static const History two = { "",
                               { { 'a', 0, ".type=\"sighting/3\" a=1" },
                                 { 'b', 0, ".type=\"note/1\" b=1" } },
                               "" };
  static const History none = { "", { { 'a', 0, "a=1" } }, "" };
  g_autoptr (GPtrArray) agreed = history_entries (&one), split = history_entries (&two),
                        closed = history_entries (&none);
  g_autoptr (ValiseState) first = history_merge (agreed), second = history_merge (split), third = history_merge (closed);

  assert_string_equal (first->type, "sighting");
  assert_int_equal (first->type_version, 4);
  assert_false (first->type_conflict);
  assert_int_equal (first->n_conflicts, 0);
  assert_string_equal (second->type, "sighting");
  assert_int_equal (second->type_version, 3);
  assert_true (second->type_conflict);
  assert_int_equal (second->n_conflicts, 1);
  assert_null (third->type);
}

static void
a_record_is_of_the_type_that_it_was_made_as (void **state)
{
  static const struct {
    History history;
    const char *type;
  } cases[] = {
    { { "", { { 'a', 0, ".type=\"sighting/1\" a=1", .hour = 5 },
              { 'b', 0, ".type=\"note/1\" b=1", .after = "0.a", .hour = 1 } }, "" }, "sighting" },
    { { "", { { 'a', 3, ".type=\"sighting/1\" a=1", .hour = 5 },
              { 'a', 4, ".type=\"note/1\" b=1", .hour = 1 } }, "" }, "sighting" },
    { { "", { { 'a', 0, ".type=\"sighting/1\" a=1", .hour = 5 },
              { 'b', 0, ".type=\"custody/1\" action=1", .hour = 1 } }, "" }, "sighting" },
    { { "", { { 'a', 0, ".type=\"custody/1\" action=1", .hour = 5 },
              { 'b', 0, ".type=\"note/1\" b=1", .after = "0.action", .hour = 1 } }, "" }, "custody" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) entries = history_entries (&cases[i].history);
    g_autoptr (ValiseState) merged = history_merge (entries);

    assert_string_equal (merged->type, cases[i].type);
    assert_true (merged->type_conflict);
  }
}

static void
conflicts_are_counted_by_field (void **state)
{
  static const History history = { "",
                                   { { 'a', 0, "a=1 b=1 c=1" },
                                     { 'a', 1, ".withdrawn=true", "0.a 0.b 0.c" },
                                     { 'b', 0, "a=2 b=2 c=1" } },
                                   "" };
  g_autoptr (GPtrArray) entries = history_entries (&history);
  g_autoptr (ValiseState) merged = history_merge (entries);

  assert_int_equal (merged->n_conflicts, 3); /* a, b, and the withdrawal */
  assert_true (merged->withdrawn_conflict);
  assert_string_equal (merged->first_time, "2026-11-21T01:00:00Z");
  assert_string_equal (merged->last_time, "2026-11-21T03:00:00Z");
}

static void
what_stands_is_what_the_next_entry_names (void **state)
{
  static const History history = { "",
                                   { { 'a', 0, "a=1 b=\"two\" c=1" },
                                     { 'b', 0, "a=2" },
                                     { 'a', 1, "c=null", "0.c" } },
                                   "" };
  g_autoptr (GPtrArray) entries = history_entries (&history);
  g_autoptr (ValiseState) merged = history_merge (entries);
  g_autoptr (GArray) of_a = valise_state_live_commits (merged, "a");
  g_autoptr (GArray) of_c = valise_state_live_commits (merged, "c");
  g_autoptr (GArray) all = valise_state_live_commits (merged, NULL);
  g_autofree char *text = valise_state_dup_text (merged, "b");

  assert_int_equal (of_a->len, 2);
  assert_int_equal (of_c->len, 1); /* a clearing is named too */
  assert_int_equal (all->len, 4);  /* .type and .time are not */
  for (guint i = 1; i < all->len; i++)
    assert_true (valise_hash_compare (&g_array_index (all, ValiseHash, i - 1),
                                      &g_array_index (all, ValiseHash, i)) < 0);
  assert_string_equal (text, "two");
  assert_string_equal (valise_state_get (merged, "a"), "2");
  assert_null (valise_state_find (merged, "c"));
  assert_null (valise_state_get (merged, "c"));
  assert_null (valise_state_get (merged, "d"));
}

static void
the_json_is_canonical_and_says_who_and_when (void **state)
{
  static const History history = {
    "",
    { { 'a', 0, ".type=\"sighting/1\" colour=1" },
      { 'a', 1, "colour=2 size=\"\\n\"", "0.colour", "colour" },
      { 'b', 0, ".type=\"sighting/1\" colour=3" } },
    "",
  };
  g_autoptr (GPtrArray) entries = history_entries (&history);
  g_autoptr (ValiseState) merged = history_merge (entries);
  g_autofree char *json = valise_state_to_json (merged);
  g_autoptr (GError) error = NULL;
  g_autoptr (yyjson_doc) doc = valise_json_parse_canonical (json, strlen (json), &error);
  yyjson_val *root, *colour;

  assert_no_error (error);
  root = yyjson_doc_get_root (doc);
  colour = yyjson_obj_get (yyjson_obj_get (root, "fields"), "colour");
  assert_string_equal (valise_json_get_string (root, "record"), HISTORY_RECORD);
  assert_string_equal (valise_json_get_string (root, "type"), "sighting");
  assert_string_equal (yyjson_get_str (yyjson_arr_get (yyjson_obj_get (root, "conflicts"), 0)),
                       "colour");
  assert_int_equal (yyjson_arr_size (colour), 2);
  assert_int_equal (valise_json_get_integer (yyjson_arr_get (colour, 0), "value", 0), 3);
  assert_true (yyjson_get_bool (yyjson_obj_get (yyjson_arr_get (colour, 1), "changed")));
  assert_true (yyjson_get_bool (yyjson_obj_get (root, "incomplete_disclosure")));
}

static void
a_long_history_takes_time_in_proportion (void **state)
{
  /* Two members in turn, each naming all of the last ten: no author's right
   * may cost a walk through the whole history for each name. */
  enum { LENGTH = 4000 };
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_entry_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseState) merged = NULL;

  for (guint i = 0; i < LENGTH; i++) {
    char device[VALISE_DEVICE_ID_LENGTH + 1];
    ValiseAssignment field = { "colour", "1" };
    ValiseHash after[10];
    ValiseEntryDraft draft = { .device = device, .index = i, .record = HISTORY_RECORD, .after = after,
                               .fields = &field, .n_fields = 1 };

    history_device (device, i % 2 == 0 ? 'a' : 'b');
    for (; draft.n_after < MIN (i, 10); draft.n_after++)
      after[draft.n_after] = ((ValiseEntry *) entries->pdata[i - 1 - draft.n_after])->commits[0];
    g_ptr_array_add (entries, valise_entry_new (&draft, &error));
    assert_no_error (error);
  }
  merged = history_merge (entries);
  assert_int_equal (valise_state_find (merged, "colour")->n_live, 1);
}

static void
no_entries_say_nothing (void **state)
{
  g_autoptr (ValiseState) merged = valise_state_merge (NULL, 0, history_author, NULL);

  assert_int_equal (merged->n_fields, 0);
  assert_null (merged->type);
  assert_null (valise_state_find (merged, "a"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (an_author_corrects_his_own),
    cmocka_unit_test (a_colleague_proposes_and_the_author_or_a_coordinator_decides),
    cmocka_unit_test (the_provisional_value_is_the_latest_by_its_own_clock),
    cmocka_unit_test (a_change_that_is_not_disclosed_is_told),
    cmocka_unit_test (withdrawing_and_changing_at_once_is_a_conflict),
    cmocka_unit_test (insiders_add_noise_and_remove_nothing),
    cmocka_unit_test (a_copied_key_does_not_unsettle_a_settled_value),
    cmocka_unit_test (the_same_entry_twice_is_one),
    cmocka_unit_test (entries_of_two_types_are_a_conflict),
    cmocka_unit_test (a_record_is_of_the_type_that_it_was_made_as),
    cmocka_unit_test (conflicts_are_counted_by_field),
    cmocka_unit_test (what_stands_is_what_the_next_entry_names),
    cmocka_unit_test (the_json_is_canonical_and_says_who_and_when),
    cmocka_unit_test (a_long_history_takes_time_in_proportion),
    cmocka_unit_test (no_entries_say_nothing),
  };

  return cmocka_run_group_tests_name ("state", tests, NULL, NULL);
}
