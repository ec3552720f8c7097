/* test-enrol.c - how a device comes onto the roster
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/panel.h"

#include "core/error.h"
#include "core/note.h"
#include "core/record.h"
#include "sync/case.h"
#include "sync/enrol.h"
#include "sync/roster-private.h"
#include "tests/asserts.h"

static const char *const one_case[] = { PANEL_CASE, NULL };
static const ValiseEnrolment for_one_case = { .cases = one_case };

static char *
request_of (FixtureStore *member)
{
  GError *error = NULL;
  char *request = valise_enrol_request (member->store, &error);

  assert_no_error (error);
  return request;
}

static gboolean
accept (FixtureStore *hq, const char *request, const char *fingerprint,
        const ValiseEnrolment *enrolment, GError **error)
{
  return valise_enrol_accept (hq->store, request, strlen (request), fingerprint, enrolment, NULL,
                              error);
}

static gboolean
join (FixtureStore *member, const char *roster, const char *fingerprint, const char *into,
      GError **error)
{
  return valise_enrol_join (member->store, roster, strlen (roster), fingerprint, into, error);
}

static char *
add_note (FixtureStore *fixture, const char *text)
{
  g_autofree char *value = g_strdup_printf ("\"%s\"", text);
  const ValiseAssignment fields[] = { { "title", value } };
  GError *error = NULL;
  char *record = valise_record_add (fixture->store, "note", fields, 1, &error);

  assert_no_error (error);
  return record;
}

static char *
case_of (FixtureStore *fixture, const char *record)
{
  GError *error = NULL;
  g_autoptr (ValiseRecord) loaded = valise_record_load (fixture->store, record, &error);

  assert_no_error (error);
  return valise_state_dup_text (loaded->state, ".case");
}

static void
a_device_asks_is_enrolled_and_joins (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = fixture_store_new ("T. Adeko", "expert");
  g_autofree char *request = request_of (adeko), *fingerprint = panel_fingerprint (adeko);
  ValiseEnrolment enrolment = { .cases = one_case, .role = "analyst", .until = "2027-05-31" };
  g_autofree char *roster = NULL, *theirs = NULL, *in = NULL;
  g_autoptr (ValiseMember) entered = NULL, own = NULL;
  GError *error = NULL;

  valise_enrol_accept (hq->store, request, strlen (request), fingerprint, &enrolment, &entered,
                       &error);
  assert_no_error (error);
  assert_string_equal (entered->member, "T. Adeko");
  assert_string_equal (entered->until, "2027-05-31");
  roster = panel_issue (hq, adeko);
  theirs = panel_fingerprint (hq);
  join (adeko, roster, theirs, NULL, &error);
  assert_no_error (error);
  assert_true (valise_roster_is_joined (adeko->store));
  assert_string_equal (valise_store_get_role (adeko->store), "analyst"); /* headquarters' word */
  own = valise_roster_find_device (adeko->store, valise_store_get_device (adeko->store), &error);
  assert_string_equal (own->cases[0], PANEL_CASE);
  in = valise_store_dup_meta (adeko->store, "case");
  assert_string_equal (in, PANEL_CASE);
}

static void
a_wrong_fingerprint_enrols_nobody_and_joins_nothing (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = fixture_store_new ("T. Adeko", "expert");
  g_autofree char *request = request_of (adeko), *right = panel_fingerprint (adeko);
  g_autofree char *wrong = g_strdup (right), *roster = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;

  wrong[48] = wrong[48] == '9' ? '0' : (char) (wrong[48] + 1);
  assert_false (accept (hq, request, wrong, &for_one_case, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  assert_false (accept (hq, request, NULL, &for_one_case, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  rows = valise_roster_all (hq->store, &error);
  assert_int_equal (rows->len, 1);
  assert_true (accept (hq, request, right, &for_one_case, &error));
  roster = panel_issue (hq, adeko);
  assert_false (join (adeko, roster, right, NULL, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  assert_false (valise_roster_is_joined (adeko->store));
}

static void
a_request_altered_anywhere_is_refused (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = fixture_store_new ("T. Adeko", "expert");
  g_autofree char *request = request_of (adeko), *fingerprint = panel_fingerprint (adeko);

  for (gsize i = 0; i < strlen (request); i += 13) {
    g_autofree char *altered = g_strdup (request);
    GError *error = NULL;

    altered[i] ^= 1;
    assert_false (accept (hq, altered, fingerprint, &for_one_case, &error));
    assert_error_code (error, VALISE_ERROR_REFUSED);
  }
}

static void
a_request_signed_by_another_device_is_refused (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = fixture_store_new ("T. Adeko", "expert");
  g_autoptr (FixtureStore) thief = fixture_store_new ("T. Adeko", "expert");
  g_autofree char *request = request_of (adeko), *fingerprint = panel_fingerprint (adeko);
  g_autofree char *name = g_strconcat ("valise/", valise_store_get_device (adeko->store), NULL);
  g_autoptr (ValiseSecret) seed = valise_store_dup_signing_key (thief->store, "checkpoint", NULL);
  g_autoptr (ValiseNote) note = valise_note_parse (request, strlen (request), NULL);
  g_autofree char *forged = valise_note_sign (valise_note_get_body (note), name, seed, NULL);
  GError *error = NULL;

  assert_false (accept (hq, forged, fingerprint, &for_one_case, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
enrolling_wants_known_cases_roles_and_days_to_come (void **state)
{
  static const char *const unknown[] = { "haiti-2653", NULL }, *const none[] = { NULL };
  static const struct {
    ValiseEnrolment enrolment;
    ValiseError code;
    const char *says;
  } wrong[] = {
    { { .cases = unknown }, VALISE_ERROR_NOT_FOUND, "valise case add" },
    { { .cases = none }, VALISE_ERROR_INVALID, "--case" },
    { { .cases = one_case, .role = "chief" }, VALISE_ERROR_INVALID, "chief" },
    { { .cases = one_case, .role = "headquarters" }, VALISE_ERROR_INVALID, "role" },
    { { .cases = one_case, .role = "custodian" }, VALISE_ERROR_INVALID, "vault" },
    { { .cases = one_case, .until = "2026-11-20" }, VALISE_ERROR_INVALID, "to come" },
    { { .cases = one_case, .until = "next May" }, VALISE_ERROR_INVALID, "2027-05-31" },
  };
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = fixture_store_new ("T. Adeko", "expert");
  g_autofree char *request = request_of (adeko), *fingerprint = panel_fingerprint (adeko);
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    assert_false (accept (hq, request, fingerprint, &wrong[i].enrolment, &error));
    assert_non_null (strstr (error->message, wrong[i].says));
    assert_error_code (error, wrong[i].code);
  }
  assert_false (accept (adeko, request, fingerprint, &for_one_case, &error));
  assert_error_code (error, VALISE_ERROR_NOT_ALLOWED);
}

static void
a_name_that_differs_by_capitals_or_is_headquarters_is_refused (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (FixtureStore) other = fixture_store_new ("t. adeko", "expert");
  g_autoptr (FixtureStore) false_one = fixture_store_new ("Headquarters", "expert");
  g_autofree char *request = request_of (other), *fingerprint = panel_fingerprint (other);
  g_autofree char *false_request = request_of (false_one);
  g_autofree char *false_fingerprint = panel_fingerprint (false_one);
  GError *error = NULL;

  assert_false (accept (hq, request, fingerprint, &for_one_case, &error));
  assert_error_code (error, VALISE_ERROR_EXISTS);
  assert_false (accept (hq, false_request, false_fingerprint, &for_one_case, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

static void
a_custodian_needs_a_vault_before_asking (void **state)
{
  g_autoptr (FixtureStore) ito = fixture_store_new ("K. Ito", "custodian");
  g_autofree char *request = NULL;
  GError *error = NULL;

  assert_null (valise_enrol_request (ito->store, &error));
  assert_non_null (strstr (error->message, "valise vault init"));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  fixture_store_make_vault (ito);
  request = request_of (ito);
}

static void
a_vault_made_after_asking_does_not_keep_from_joining (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = fixture_store_new ("T. Adeko", "expert");

  panel_enrol (hq, adeko, PANEL_CASE);
  fixture_store_make_vault (adeko);
  panel_join (hq, adeko);
  panel_enrol (hq, adeko, PANEL_CASE); /* and its key follows */
  panel_take (hq, adeko);
}

static void
joining_into_a_case_moves_what_was_recorded_before (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = fixture_store_new ("T. Adeko", "expert");
  g_autofree char *first = add_note (adeko, "one"), *second = add_note (adeko, "two");
  g_autofree char *before = case_of (adeko, first), *roster = NULL, *fingerprint = NULL;
  g_autofree char *after_first = NULL, *after_second = NULL;
  GError *error = NULL;

  assert_string_equal (before, "unassigned");
  panel_enrol (hq, adeko, PANEL_CASE " " PANEL_OTHER_CASE);
  roster = panel_issue (hq, adeko);
  fingerprint = panel_fingerprint (hq);
  assert_false (join (adeko, roster, fingerprint, "haiti-2653", &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_false (valise_roster_is_joined (adeko->store));
  join (adeko, roster, fingerprint, PANEL_OTHER_CASE, &error);
  assert_no_error (error);
  after_first = case_of (adeko, first);
  after_second = case_of (adeko, second);
  assert_string_equal (after_first, PANEL_OTHER_CASE);
  assert_string_equal (after_second, PANEL_OTHER_CASE);
}

static void
a_roster_for_another_device_is_not_joined (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (FixtureStore) other = fixture_store_new ("N. Roy", "expert");
  g_autofree char *roster = panel_issue (hq, adeko), *fingerprint = panel_fingerprint (hq);
  GError *error = NULL;

  assert_false (join (other, roster, fingerprint, NULL, &error));
  assert_non_null (strstr (error->message, "another device"));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  assert_false (join (hq, roster, fingerprint, NULL, &error));
  assert_error_code (error, VALISE_ERROR_NOT_ALLOWED);
}

static void
an_older_roster_is_not_joined_again (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autofree char *older = panel_issue (hq, adeko), *fingerprint = panel_fingerprint (hq);
  g_autoptr (FixtureStore) roy = panel_member_new (hq, "N. Roy", "expert", PANEL_CASE);
  GError *error = NULL;

  panel_take (hq, adeko);
  assert_false (join (adeko, older, fingerprint, NULL, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
another_roster_key_is_taken_by_joining_only (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new (), anew = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autofree char *roster = NULL, *registry = NULL;
  GError *error = NULL;
  gboolean changed;

  panel_enrol (anew, adeko, PANEL_CASE);
  roster = panel_issue (anew, adeko);
  assert_false (valise_roster_take (adeko->store, roster, strlen (roster), &changed, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  panel_join (anew, adeko);
  registry = valise_store_dup_meta (adeko->store, "registry");
  assert_string_equal (registry, valise_store_get_device (anew->store));
  panel_take (anew, adeko);
}

static void
training_and_real_do_not_mix (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) trainee = fixture_store_new_training ("T. Adeko", "expert");
  g_autoptr (FixtureStore) adeko = fixture_store_new ("T. Adeko", "expert");
  g_autofree char *request = request_of (trainee), *fingerprint = panel_fingerprint (trainee);
  g_autofree char *roster = NULL, *mixed = NULL, *theirs = NULL;
  g_autoptr (ValiseSecret) seed = valise_store_dup_signing_key (hq->store, "roster", NULL);
  g_autoptr (ValiseRosterNote) note = NULL;
  GError *error = NULL;

  assert_false (accept (hq, request, fingerprint, &for_one_case, &error));
  assert_non_null (strstr (error->message, "training"));
  assert_error_code (error, VALISE_ERROR_REFUSED);

  panel_enrol (hq, adeko, PANEL_CASE);
  roster = panel_issue (hq, adeko);
  theirs = panel_fingerprint (hq);
  note = valise_roster_note_read (roster, strlen (roster), NULL, "2026-11-21", &error);
  note->training = TRUE;
  mixed = valise_roster_note_sign (note, seed, &error);
  assert_false (join (adeko, mixed, theirs, NULL, &error));
  assert_non_null (strstr (error->message, "training"));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
a_training_panel_works_like_a_real_one (void **state)
{
  g_autoptr (FixtureStore) hq = fixture_store_new_training ("Registry", "headquarters");
  g_autoptr (FixtureStore) adeko = fixture_store_new_training ("T. Adeko", "expert");
  GError *error = NULL;

  valise_case_add (hq->store, PANEL_CASE, "DRC arms embargo", "S/RES/1533 (2004)", &error);
  assert_no_error (error);
  panel_enrol (hq, adeko, PANEL_CASE);
  panel_join (hq, adeko);
  panel_take (hq, adeko);
}

static void
both_sides_show_the_fingerprint_that_the_other_compares (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = fixture_store_new ("T. Adeko", "expert");
  g_autofree char *first = panel_fingerprint (hq), *again = NULL, *later = NULL;
  g_autoptr (FixtureStore) ito = NULL;

  panel_enrol (hq, adeko, PANEL_CASE);
  again = panel_fingerprint (hq);
  assert_string_equal (again, first); /* members are no part of it */
  ito = panel_member_new (hq, "K. Ito", "custodian", PANEL_OTHER_CASE);
  later = panel_fingerprint (hq);
  assert_string_not_equal (later, first);
  panel_join (hq, adeko);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_device_asks_is_enrolled_and_joins),
    cmocka_unit_test (a_wrong_fingerprint_enrols_nobody_and_joins_nothing),
    cmocka_unit_test (a_request_altered_anywhere_is_refused),
    cmocka_unit_test (a_request_signed_by_another_device_is_refused),
    cmocka_unit_test (enrolling_wants_known_cases_roles_and_days_to_come),
    cmocka_unit_test (a_name_that_differs_by_capitals_or_is_headquarters_is_refused),
    cmocka_unit_test (a_custodian_needs_a_vault_before_asking),
    cmocka_unit_test (a_vault_made_after_asking_does_not_keep_from_joining),
    cmocka_unit_test (joining_into_a_case_moves_what_was_recorded_before),
    cmocka_unit_test (a_roster_for_another_device_is_not_joined),
    cmocka_unit_test (an_older_roster_is_not_joined_again),
    cmocka_unit_test (another_roster_key_is_taken_by_joining_only),
    cmocka_unit_test (training_and_real_do_not_mix),
    cmocka_unit_test (a_training_panel_works_like_a_real_one),
    cmocka_unit_test (both_sides_show_the_fingerprint_that_the_other_compares),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
