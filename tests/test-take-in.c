/* test-take-in.c - bundles taken in by hand: a dry run first, then words for what came of it
 *
 * Through the session and its threads, as the desktop does it, with bundles
 * that members of a panel really pack.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "core/error.h"
#include "core/projection.h"
#include "sync/opening.h"
#include "sync/waiting.h"
#include "tests/exchange.h"
#include "tests/hostile.h"
#include "tests/world.h"
#include "ui/models/bundle-words.h"
#include "ui/models/take-in.h"

typedef struct {
  World *world;
  ValiseSession *session; /* headquarters' */
  ValiseTakeIn *model;
} Fixture;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user)
{
  *(GAsyncResult **) user = g_object_ref (result);
}

static void
until_state (Fixture *f, ValiseTakeInState state)
{
  while (valise_take_in_get_state (f->model) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
until_items (Fixture *f, guint n)
{
  while (g_list_model_get_n_items (G_LIST_MODEL (f->model)) != n)
    g_main_context_iteration (NULL, TRUE);
}

/* Headquarters' laptop is unlocked by a person, not by a test. */
static void
sit_down (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fixture_store_close (f->world->headquarters);
  f->session = valise_session_new (f->world->headquarters->folder);
  valise_session_open_async (f->session, fixture_passphrase (), NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  assert_true (valise_session_open_finish (f->session, result, &error));
  f->model = valise_take_in_new (f->session);
}

static int
set_up (void **state)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->world = world_new ("bjr");
  *state = f;
  return 0;
}

static int
tear_down (void **state)
{
  Fixture *f = *state;

  g_clear_object (&f->model);
  if (f->session != NULL) {
    valise_session_close (f->session);
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_clear_object (&f->session);
    fixture_store_reopen (f->world->headquarters);
  }
  world_free (f->world);
  g_free (f);
  return 0;
}

static const ValiseBundleFacts *
facts_at (Fixture *f, guint at)
{
  g_autoptr (ValiseBundleItem) item = g_list_model_get_item (G_LIST_MODEL (f->model), at);

  assert_non_null (item);
  return valise_bundle_item_get (item); /* the list keeps it */
}

static void
assert_says (char *words, const char *expected)
{
  assert_string_equal (words, expected);
  g_free (words);
}

/* The promises */

static void
a_dry_run_says_what_would_come_and_changes_nothing (void **state)
{
  Fixture *f = *state;
  g_autofree char *one = exchange_add (f->world->adeko, "note", "title", "One", "text", "Heard", NULL);
  g_autofree char *two = exchange_add (f->world->adeko, "note", "title", "Two", "text", "Seen", NULL);
  g_autofree char *path = exchange_pack (f->world->adeko, "headquarters");
  g_autofree char *before = exchange_snapshot (f->world->headquarters), *after = NULL;
  const char *const paths[] = { path, NULL };

  sit_down (f);
  valise_take_in_look (f->model, paths);
  until_state (f, VALISE_TAKE_IN_LOOKED);
  assert_int_equal (valise_take_in_get_n_new (f->model), 1);
  assert_says (valise_bundle_words_title (facts_at (f, 0)), "Ready to take in");
  assert_says (valise_bundle_words_meaning (facts_at (f, 0)), "2 new records, 0 records change. Nothing has been changed yet.");
  valise_take_in_drop (f->model);
  assert_int_equal (valise_take_in_get_n_new (f->model), 0);
  g_clear_object (&f->model);
  valise_session_close (f->session);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&f->session);
  fixture_store_reopen (f->world->headquarters);
  after = exchange_snapshot (f->world->headquarters);
  assert_string_equal (before, after);
}

static void
what_is_taken_in_stands_in_the_list_with_counts_that_add_up (void **state)
{
  Fixture *f = *state;
  g_autofree char *one = exchange_add (f->world->adeko, "note", "title", "One", "text", "Heard", NULL);
  g_autofree char *path = exchange_pack (f->world->adeko, "headquarters");
  const char *const paths[] = { path, NULL };
  const ValiseReconciled *what;

  sit_down (f);
  valise_take_in_look (f->model, paths);
  until_state (f, VALISE_TAKE_IN_LOOKED);
  valise_take_in_apply (f->model);
  until_state (f, VALISE_TAKE_IN_IDLE);
  until_items (f, 1);
  what = facts_at (f, 0)->what;
  assert_int_equal (what->added + what->opened + what->known + what->aside, what->entries);
  assert_true (what->added > 0);
  assert_string_equal (what->sender, "T. Adeko");
  assert_says (valise_bundle_words_title (facts_at (f, 0)), "Taken in");
  /* Once more: nothing new, and the last word stands alone. */
  valise_take_in_look (f->model, paths);
  until_state (f, VALISE_TAKE_IN_LOOKED);
  assert_says (valise_bundle_words_line (facts_at (f, 0)), "Known: nothing new in it");
}

static void
a_damaged_bundle_and_one_for_others_say_what_to_do (void **state)
{
  Fixture *f = *state;
  g_autofree char *note = exchange_add (f->world->adeko, "note", "title", "One", "text", "Heard", NULL);
  g_autofree char *path = exchange_pack (f->world->adeko, "headquarters");
  g_autofree char *foreign = exchange_pack (f->world->adeko, "A. Brandt"), *damaged = NULL, *data = NULL, *sum = NULL, *request = NULL;
  gsize size = 0;

  assert_true (g_file_get_contents (path, &data, &size, NULL));
  data[size / 2] ^= 1;
  damaged = hostile_write_bytes (f->world->headquarters, data, size);
  sit_down (f);
  valise_take_in_look (f->model, (const char *const[]){ path, damaged, foreign, NULL });
  until_state (f, VALISE_TAKE_IN_LOOKED);
  sum = valise_bundle_words_sum (G_LIST_MODEL (f->model), 0, 3);
  assert_string_equal (sum, "1 with something new + 2 refused = 3 bundles");
  valise_take_in_apply (f->model);
  until_state (f, VALISE_TAKE_IN_IDLE);
  until_items (f, 3);
  assert_says (valise_bundle_words_title (facts_at (f, 0)), "This bundle is not addressed to this laptop");
  assert_says (valise_bundle_words_meaning (facts_at (f, 0)), "Give it to the person it is for; it cannot be opened here.");
  assert_null (valise_bundle_words_request (facts_at (f, 0)));
  assert_says (valise_bundle_words_title (facts_at (f, 1)), "This bundle is damaged");
  request = valise_bundle_words_request (facts_at (f, 1));
  assert_true (g_str_has_suffix (request, "It arrived damaged."));
  assert_says (valise_bundle_words_title (facts_at (f, 2)), "Taken in");
}

static void
a_run_that_is_stopped_leaves_what_is_left_for_the_next_time (void **state)
{
  Fixture *f = *state;
  g_autofree char *note = exchange_add (f->world->adeko, "note", "title", "One", "text", "Heard", NULL);
  g_autofree char *path = exchange_pack (f->world->adeko, "headquarters");
  const char *const paths[] = { path, NULL };

  sit_down (f);
  valise_take_in_look (f->model, paths);
  until_state (f, VALISE_TAKE_IN_LOOKED);
  valise_take_in_apply (f->model);
  valise_take_in_cancel (f->model);
  until_state (f, VALISE_TAKE_IN_IDLE);
  assert_int_equal (valise_take_in_get_n_new (f->model), 1);
  assert_says (valise_bundle_words_title (facts_at (f, 0)), "You stopped it");
  valise_take_in_look (f->model, paths);
  until_state (f, VALISE_TAKE_IN_LOOKED);
  valise_take_in_apply (f->model);
  until_state (f, VALISE_TAKE_IN_IDLE);
  until_items (f, 1);
  assert_says (valise_bundle_words_title (facts_at (f, 0)), "Taken in");
}

/* Words for what is hard to bring about */

static const struct {
  ValiseReconciled what;
  const char *ended, *title, *first_step;
} cases[] = {
  { { .outcome = VALISE_OUTCOME_HELD, .code = VALISE_ERROR_HELD, .reason = (char *) VALISE_HELD_SENDER }, NULL, "The sender is not on your roster", "Take in the newest roster from headquarters" },
  { { .outcome = VALISE_OUTCOME_HELD, .code = VALISE_ERROR_HELD, .reason = (char *) VALISE_HELD_NEWER }, NULL, "This bundle is from a newer Valise", "Update Valise on this laptop" },
  { { .outcome = VALISE_OUTCOME_HELD, .code = VALISE_ERROR_HELD, .reason = (char *) VALISE_HELD_ENDED }, NULL, "This bundle waits for headquarters", "Take in headquarters’ next bundle" },
  { { .outcome = VALISE_OUTCOME_REFUSED, .code = VALISE_ERROR_DAMAGED, .part = (char *) "2 of 3" }, NULL, "Part 2 of 3 is damaged", "Copy it again from the stick" },
  { { .outcome = VALISE_OUTCOME_REFUSED, .code = VALISE_ERROR_LIMIT }, NULL, "Larger than this laptop accepts (4.0\u00a0GiB)", "Ask for parts of 1 GB" },
  { { .outcome = VALISE_OUTCOME_REFUSED, .code = VALISE_ERROR_REFUSED, .reason = (char *) "refused: it comes from a training store; practice never mixes with evidence" }, NULL, "Practice and evidence do not mix", NULL },
  { { .outcome = VALISE_OUTCOME_MERGED, .added = 3, .forks = 1 }, NULL, "Two different histories carry the same number", "Headquarters decides" },
  { { .outcome = VALISE_OUTCOME_MERGED, .added = 3, .closed = (char *) "ab" }, NULL, "This store is a copy of an older one", "Hand in this laptop’s request at headquarters" },
  { { .outcome = VALISE_OUTCOME_MERGED, .aside = 12 }, "2026-10-03", "The sender’s access ended on 3 Oct 2026", "Headquarters decides" },
};

static void
every_outcome_has_a_title_and_a_next_step (void **state)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    ValiseBundleFacts facts = { .what = (ValiseReconciled *) &cases[i].what, .ended = (char *) cases[i].ended, .limit = G_GUINT64_CONSTANT (4) << 30 };
    g_auto (GStrv) steps = valise_bundle_words_steps (&facts);
    g_autofree char *meaning = valise_bundle_words_meaning (&facts), *line = valise_bundle_words_line (&facts);

    assert_says (valise_bundle_words_title (&facts), cases[i].title);
    assert_true (strlen (meaning) > 20 && strlen (line) > 5);
    if (cases[i].first_step != NULL)
      assert_string_equal (steps[0], cases[i].first_step);
  }
}

static void
entries_that_are_missing_are_counted_from_one_and_asked_for (void **state)
{
  ValiseReconciled what = { .outcome = VALISE_OUTCOME_MERGED, .sender = (char *) "T. Adeko", .added = 4, .entries = 4 };
  ValiseGap gap = { .member = (char *) "T. Adeko", .first = 40, .last = 48 };
  g_autoptr (GPtrArray) gaps = g_ptr_array_new ();
  ValiseBundleFacts facts = { .what = &what, .gaps = gaps };

  g_ptr_array_add (gaps, &gap);
  assert_says (valise_bundle_words_missing (&facts), "Entries 41 to 49 of \u2068T. Adeko\u2069 have not come yet");
  assert_says (valise_bundle_words_request (&facts), "Please pack again: entries 41 to 49 of your log have not come.");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (a_dry_run_says_what_would_come_and_changes_nothing, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_is_taken_in_stands_in_the_list_with_counts_that_add_up, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_damaged_bundle_and_one_for_others_say_what_to_do, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_run_that_is_stopped_leaves_what_is_left_for_the_next_time, set_up, tear_down),
    cmocka_unit_test (every_outcome_has_a_title_and_a_next_step),
    cmocka_unit_test (entries_that_are_missing_are_counted_from_one_and_asked_for),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
