/* test-admission.c - headquarters says what counts, and everybody goes by it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "core/admission.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/quarantine.h"
#include "sync/enrol.h"
#include "sync/judging.h"
#include "tests/exchange.h"

typedef struct {
  FixtureStore *hq, *ann, *bob, *carol; /* ann, bob: experts of the case; carol: its coordinator */
} World;

static int
set_up (void **state)
{
  World *w = g_new0 (World, 1);

  w->hq = panel_headquarters_new ();
  w->ann = panel_member_new (w->hq, "Ann", "expert", PANEL_CASE);
  w->bob = panel_member_new (w->hq, "Bob", "expert", PANEL_CASE);
  w->carol = panel_member_new (w->hq, "Carol", "coordinator", PANEL_CASE);
  for (gsize i = 0; i < 3; i++)
    panel_take (w->hq, i == 0 ? w->ann : i == 1 ? w->bob : w->carol);
  *state = w;
  return 0;
}

static int
tear_down (void **state)
{
  World *w = *state;

  valise_clock_stop_at (-1);
  fixture_store_free (w->hq);
  fixture_store_free (w->ann);
  fixture_store_free (w->bob);
  fixture_store_free (w->carol);
  g_free (w);
  return 0;
}

static char *
note (FixtureStore *store, const char *title)
{
  return exchange_add (store, "note", "title", title, ".case", PANEL_CASE, NULL);
}

static const char *
device (FixtureStore *store)
{
  return valise_store_get_device (store->store);
}

static void
assert_counts (FixtureStore *store, const char *record, gboolean expected)
{
  g_autofree char *title = exchange_value (store, record, "title");

  if ((title != NULL) != expected)
    fail_msg ("%s: %s", record, expected ? "does not count" : "counts");
}

static guint64
count_aside (FixtureStore *store)
{
  return (guint64) valise_quarantine_count (store->store, NULL);
}

static void
end (World *w, const char *who)
{
  GError *error = NULL;

  valise_enrol_revoke (w->hq->store, who, &error);
  assert_no_error (error);
}

static void
admit (FixtureStore *by, FixtureStore *whose, guint64 first, guint64 last, GError **error)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (guint64));

  g_array_append_val (ranges, first);
  g_array_append_val (ranges, last);
  valise_admission_admit (by->store, device (whose), ranges, "read it, it is sound", error);
}

static void
assert_rebuilt_alike (FixtureStore *store)
{
  g_autofree char *before = exchange_dump (store), *after = NULL;
  GError *error = NULL;

  valise_projection_rebuild (store->store, NULL, NULL, &error);
  assert_no_error (error);
  after = exchange_dump (store);
  assert_string_equal (before, after);
}

static void
what_a_revoked_member_sends_is_kept_and_acknowledged_and_does_not_count (void **state)
{
  World *w = *state;
  g_autofree char *before = note (w->ann, "before"), *after = NULL, *path = NULL;
  ValiseReconciled *result;
  GError *error = NULL;

  exchange_send (w->ann, w->hq, device (w->hq));
  end (w, "Ann");
  after = note (w->ann, "after");
  path = exchange_pack (w->ann, device (w->hq));
  result = exchange_reconcile (w->hq, path);
  assert_int_equal (result->outcome, VALISE_OUTCOME_MERGED);
  assert_int_equal (result->entries, result->added + result->opened + result->known + result->aside);
  assert_true (result->aside >= 1);
  assert_true (result->receipt);
  valise_reconciled_free (result);
  assert_counts (w->hq, before, TRUE);
  assert_counts (w->hq, after, FALSE);
  assert_rebuilt_alike (w->hq);
  assert_counts (w->ann, after, TRUE);

  admit (w->hq, w->ann, 0, 99, &error);
  assert_no_error (error);
  assert_counts (w->hq, after, TRUE);
  assert_int_equal (count_aside (w->hq), 0);
  assert_rebuilt_alike (w->hq);
}

static void
an_expired_membership_is_judged_by_headquarters_clock (void **state)
{
  World *w = *state;
  g_autoptr (FixtureStore) dan = fixture_store_new ("Dan", "expert");
  g_autofree char *request = valise_enrol_request (dan->store, NULL);
  g_autofree char *print = panel_fingerprint (dan), *record = NULL, *later = NULL;
  const char *cases[] = { PANEL_CASE, NULL };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *today = valise_clock_to_text (now);
  ValiseEnrolment enrolment = { .cases = cases };
  GError *error = NULL;

  today[10] = '\0';
  enrolment.until = today;
  valise_enrol_accept (w->hq->store, request, strlen (request), print, &enrolment, NULL, &error);
  assert_no_error (error);
  panel_join (w->hq, dan);
  record = note (dan, "in time");
  exchange_send (dan, w->hq, device (w->hq));
  assert_counts (w->hq, record, TRUE);
  /* Written in time by its own date, but it comes after the end. */
  later = note (dan, "late");
  {
    g_autofree char *path = exchange_pack (dan, device (w->hq));

    valise_clock_stop_at (now + 3 * 24 * 60 * 60);
    exchange_take (w->hq, path, VALISE_OUTCOME_MERGED);
  }
  assert_counts (w->hq, record, TRUE);
  assert_counts (w->hq, later, FALSE);
}

static void
entries_of_a_foreign_case_are_set_aside_and_the_others_count (void **state)
{
  World *w = *state;
  g_autoptr (FixtureStore) eve = panel_member_new (w->hq, "Eve", "expert", PANEL_OTHER_CASE);
  g_autofree char *theirs = note (w->ann, "of the panel"), *foreign = NULL, *own = NULL,
                  *unassigned = NULL;
  const ValiseAssignment edit[] = { { ".type", "\"note/1\"" }, { "title", "\"eve was here\"" } };
  const ValiseAssignment claim[] = { { ".type", "\"note/1\"" }, { ".case", "\"" PANEL_OTHER_CASE "\"" } };
  g_autoptr (ValiseEntry) forged = NULL, claimed = NULL;

  exchange_send (w->ann, w->hq, device (w->hq));
  foreign = note (eve, "into a case that is not hers");
  claimed = valise_log_append (eve->store, theirs, NULL, claim, 2, NULL);
  forged = valise_log_append (eve->store, theirs, NULL, edit, 2, NULL);
  assert_true (forged != NULL && claimed != NULL);
  own = exchange_add (eve, "note", "title", "her own", ".case", PANEL_OTHER_CASE, NULL);
  unassigned = exchange_add (eve, "note", "title", "of none yet", ".case", "unassigned", NULL);
  exchange_send (eve, w->hq, device (w->hq));
  assert_counts (w->hq, foreign, FALSE);
  assert_counts (w->hq, own, TRUE);
  assert_counts (w->hq, unassigned, TRUE);
  assert_int_equal (exchange_count_values (w->hq, theirs, "title"), 1);
  assert_int_equal (exchange_count_values (w->hq, theirs, ".case"), 1);
  assert_int_equal (count_aside (w->hq), 3);
  assert_rebuilt_alike (w->hq);
}

static void
a_flood_is_taken_and_set_aside_beyond_its_bound (void **state)
{
  World *w = *state;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  guint counting = 0;

  valise_store_set_meta (w->hq->store, "limit_new_entries_day", "3", NULL);
  for (guint i = 0; i < 6; i++)
    g_ptr_array_add (notes, note (w->ann, "one of many"));
  exchange_send (w->ann, w->hq, device (w->hq));
  for (guint i = 0; i < notes->len; i++) {
    g_autofree char *title = exchange_value (w->hq, notes->pdata[i], "title");

    counting += title != NULL;
  }
  assert_int_equal (counting, 3);
  assert_true (count_aside (w->hq) >= 3);
  assert_rebuilt_alike (w->hq);
}

static void
colleagues_go_by_headquarters_word_in_any_order (void **state)
{
  World *w = *state;
  g_autofree char *before = note (w->ann, "before"), *after = NULL, *direct = NULL, *word = NULL;

  exchange_send (w->ann, w->hq, device (w->hq));
  end (w, "Ann");
  after = note (w->ann, "after");
  exchange_send (w->ann, w->hq, device (w->hq));
  direct = exchange_pack (w->ann, "Bob");
  word = exchange_pack (w->hq, "Bob");
  exchange_take (w->bob, word, VALISE_OUTCOME_MERGED);
  exchange_take (w->bob, direct, VALISE_OUTCOME_MERGED);
  assert_counts (w->bob, before, TRUE);
  assert_counts (w->bob, after, FALSE);
  assert_rebuilt_alike (w->bob);

  g_free (direct);
  g_free (word);
  direct = exchange_pack (w->ann, "Carol");
  word = exchange_pack (w->hq, "Carol");
  exchange_take (w->carol, direct, VALISE_OUTCOME_MERGED);
  assert_counts (w->carol, after, TRUE);
  exchange_take (w->carol, word, VALISE_OUTCOME_MERGED);
  assert_counts (w->carol, before, TRUE);
  assert_counts (w->carol, after, FALSE);
  assert_rebuilt_alike (w->carol);
}

static void
who_knows_of_the_end_but_not_of_the_judgement_holds_the_bundle (void **state)
{
  World *w = *state;
  g_autofree char *after = note (w->ann, "after"), *direct = exchange_pack (w->ann, "Bob"), *word = NULL;
  g_autoptr (GPtrArray) kept = NULL;

  end (w, "Ann");
  panel_take (w->hq, w->bob);
  exchange_take (w->bob, direct, VALISE_OUTCOME_HELD);
  word = exchange_pack (w->hq, "Bob");
  exchange_take (w->bob, word, VALISE_OUTCOME_MERGED);
  kept = valise_reconcile_kept (w->bob->store, NULL);
  g_ptr_array_set_free_func (kept, (GDestroyNotify) valise_reconciled_free);
  assert_int_equal (kept->len, 1);
  assert_int_equal (((ValiseReconciled *) kept->pdata[0])->outcome, VALISE_OUTCOME_MERGED);
  assert_counts (w->bob, after, FALSE);
}

static void
a_coordinator_may_admit_what_others_wrote_and_not_his_own (void **state)
{
  World *w = *state;
  g_autofree char *before = note (w->ann, "before"), *after = NULL;
  GError *error = NULL;

  exchange_send (w->ann, w->hq, device (w->hq));
  end (w, "Ann");
  after = note (w->ann, "after");
  exchange_send (w->ann, w->hq, device (w->hq));
  exchange_send (w->hq, w->carol, "Carol");
  admit (w->carol, w->ann, 0, 99, &error);
  assert_no_error (error);
  exchange_send (w->carol, w->hq, device (w->hq));
  assert_counts (w->hq, after, TRUE);
  admit (w->carol, w->carol, 0, 99, &error);
  assert_non_null (error);
  g_clear_error (&error);
  admit (w->bob, w->ann, 0, 99, &error);
  assert_non_null (error);
  g_clear_error (&error);
}

/* Writes without asking whether the member may. */
static void
forge (FixtureStore *by, const char *record, const char *type, const char *log, const char *size)
{
  g_autofree char *log_json = g_strdup_printf ("\"%s\"", log);
  const ValiseAssignment fields[] = { { ".type", type }, { "log", log_json }, { "size", size },
                                      { ".case", "\"" PANEL_CASE "\"" } };
  GError *error = NULL;
  g_autoptr (ValiseEntry) entry = valise_log_append (by->store, record, NULL, fields, 4, &error);

  assert_no_error (error);
  valise_projection_update (by->store, record, &error);
  assert_no_error (error);
}

static void
an_admission_that_a_member_forges_has_no_effect (void **state)
{
  World *w = *state;
  g_autofree char *victim = note (w->ann, "evidence"), *after = NULL;
  g_autofree char *record = valise_admission_record_id (device (w->ann));
  g_autofree char *elsewhere = valise_record_id_new ();

  exchange_send (w->ann, w->hq, device (w->hq));
  forge (w->bob, record, "\"admission/1\"", device (w->ann), "0");
  forge (w->bob, elsewhere, "\"admission/1\"", device (w->ann), "0");
  forge (w->bob, record, "\"sighting/1\"", device (w->ann), "0");
  assert_counts (w->bob, victim, FALSE); /* not come yet */
  exchange_send (w->bob, w->hq, device (w->hq));
  assert_counts (w->hq, victim, TRUE);
  assert_int_equal (count_aside (w->hq), 0);

  /* Nor can it keep headquarters' word from those whom it concerns. */
  end (w, "Ann");
  after = note (w->ann, "after");
  exchange_send (w->ann, w->hq, device (w->hq));
  exchange_send (w->hq, w->carol, "Carol");
  exchange_send (w->hq, w->bob, "Bob");
  assert_counts (w->hq, after, FALSE);
  assert_true (count_aside (w->hq) >= 1);
  assert_int_equal (valise_quarantine_has (
                        w->carol->store, valise_log_find (w->carol->store, device (w->ann), NULL), 99),
                    TRUE);
  assert_true (valise_quarantine_has (
      w->bob->store, valise_log_find (w->bob->store, device (w->ann), NULL), 99));
  assert_rebuilt_alike (w->hq);
  assert_rebuilt_alike (w->carol);
  assert_rebuilt_alike (w->bob);
}

static void
of_whom_he_does_not_know_nobody_hears_a_judgement (void **state)
{
  World *w = *state;
  g_autoptr (FixtureStore) eve = panel_member_new (w->hq, "Eve", "expert", PANEL_OTHER_CASE);
  g_autofree char *path = NULL;

  end (w, "Ann");
  path = exchange_pack (w->hq, "Eve");
  if (path != NULL)
    exchange_take (eve, path, VALISE_OUTCOME_MERGED);
  assert_int_equal (valise_log_find (eve->store, device (w->ann), NULL), 0);
}

static void
who_is_enrolled_again_counts_again_and_what_lay_between_waits (void **state)
{
  World *w = *state;
  g_autofree char *between = NULL, *again = NULL;

  end (w, "Ann");
  between = note (w->ann, "between");
  exchange_send (w->ann, w->hq, device (w->hq));
  panel_enrol (w->hq, w->ann, PANEL_CASE);
  again = note (w->ann, "again");
  exchange_send (w->ann, w->hq, device (w->hq));
  assert_counts (w->hq, between, FALSE);
  assert_counts (w->hq, again, TRUE);
}

/* Carol had it from Ann before either heard of the end. Of what made it nothing
 * counts, so that no case is known of it: her word alone goes to nobody. */
static void
a_record_whose_case_counts_nowhere_goes_to_nobody_till_it_does (void **state)
{
  World *w = *state;
  g_autofree char *record = NULL;
  GError *error = NULL;

  end (w, "Ann");
  record = note (w->ann, "made by Ann");
  exchange_pass (w->ann, w->carol);
  exchange_edit (w->carol, record, "title", "changed by Carol");
  exchange_pass (w->carol, w->hq);
  exchange_pass (w->ann, w->hq);
  assert_counts (w->hq, record, TRUE);
  exchange_pass (w->hq, w->bob);
  assert_counts (w->bob, record, FALSE);

  admit (w->hq, w->ann, 0, 99, &error);
  assert_no_error (error);
  exchange_pass (w->hq, w->bob);
  assert_counts (w->bob, record, TRUE);
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (what_a_revoked_member_sends_is_kept_and_acknowledged_and_does_not_count),
    TEST (an_expired_membership_is_judged_by_headquarters_clock),
    TEST (entries_of_a_foreign_case_are_set_aside_and_the_others_count),
    TEST (a_flood_is_taken_and_set_aside_beyond_its_bound),
    TEST (colleagues_go_by_headquarters_word_in_any_order),
    TEST (who_knows_of_the_end_but_not_of_the_judgement_holds_the_bundle),
    TEST (a_coordinator_may_admit_what_others_wrote_and_not_his_own),
    TEST (an_admission_that_a_member_forges_has_no_effect),
    TEST (of_whom_he_does_not_know_nobody_hears_a_judgement),
    TEST (who_is_enrolled_again_counts_again_and_what_lay_between_waits),
    TEST (a_record_whose_case_counts_nowhere_goes_to_nobody_till_it_does),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
