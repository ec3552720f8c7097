/* test-deed.c - what headquarters does to its roster from the desktop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "core/admission.h"
#include "sync/roster.h"
#include "tests/exchange.h"
#include "ui/models/roster.h"

static FixtureStore *headquarters;

static int
set_up (void **state)
{
  headquarters = panel_headquarters_new ();
  return 0;
}

static int
tear_down (void **state)
{
  fixture_store_free (headquarters);
  return 0;
}

/* The roster that comes of it, or NULL. */
static char *
do_it (ValiseDeed *given, GError **error)
{
  g_autoptr (ValiseDeed) deed = given;

  return valise_deed_do (headquarters->store, deed, error);
}

static ValiseMember *
row_of (FixtureStore *member)
{
  return valise_roster_find_device (headquarters->store, exchange_device (member), NULL);
}

static ValiseDeed *
enrolment (FixtureStore *member, const char *digits)
{
  ValiseDeed *deed = valise_deed_new (VALISE_DEED_ENROL);
  g_autoptr (GError) error = NULL;
  char *request = valise_enrol_request (member->store, &error);

  assert_non_null (request);
  deed->request = g_bytes_new_take (request, strlen (request));
  deed->digits = digits != NULL ? g_strdup (digits) : panel_fingerprint (member);
  deed->cases = g_strsplit (PANEL_CASE, " ", -1);
  return deed;
}

static void
who_is_enrolled_joins_with_the_roster_that_comes_of_it (void **state)
{
  g_autoptr (FixtureStore) adeko = fixture_store_new ("T. Adeko", "expert");
  g_autoptr (GError) error = NULL;
  g_autofree char *roster = do_it (enrolment (adeko, NULL), &error), *digits = panel_fingerprint (headquarters);

  assert_non_null (roster);
  assert_true (valise_enrol_join (adeko->store, roster, strlen (roster), digits, NULL, &error));
  assert_true (valise_roster_is_joined (adeko->store));
}

static void
other_digits_enrol_nobody (void **state)
{
  g_autoptr (FixtureStore) adeko = fixture_store_new ("T. Adeko", "expert");
  g_autofree char *wrong = g_strnfill (40, '1');
  g_autoptr (GError) error = NULL;
  g_autofree char *roster = do_it (enrolment (adeko, wrong), &error);
  g_autoptr (ValiseMember) row = row_of (adeko);

  assert_null (roster);
  assert_non_null (error);
  assert_null (row);
}

static void
a_change_keeps_the_keys_and_needs_no_digits (void **state)
{
  g_autoptr (FixtureStore) adeko = panel_member_new (headquarters, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (ValiseMember) before = row_of (adeko), after = NULL;
  ValiseDeed *deed = valise_deed_new (VALISE_DEED_CHANGE);
  g_autoptr (GError) error = NULL;
  g_autofree char *roster = NULL;

  deed->device = g_strdup (before->device);
  deed->role = g_strdup ("analyst");
  deed->cases = g_strsplit (PANEL_CASE " " PANEL_OTHER_CASE, " ", -1);
  roster = do_it (deed, &error);
  assert_non_null (roster);
  after = row_of (adeko);
  assert_int_equal (after->role, VALISE_ROLE_ANALYST);
  assert_true (valise_member_has_case (after, PANEL_OTHER_CASE));
  assert_true (valise_member_same_keys (before, after));
}

static void
nobody_becomes_a_custodian_without_a_vault (void **state)
{
  g_autoptr (FixtureStore) adeko = panel_member_new (headquarters, "T. Adeko", "expert", PANEL_CASE);
  ValiseDeed *deed = valise_deed_new (VALISE_DEED_CHANGE);
  g_autoptr (ValiseMember) row = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *roster = NULL;

  deed->device = g_strdup (exchange_device (adeko));
  deed->role = g_strdup ("custodian");
  roster = do_it (deed, &error);
  assert_null (roster);
  row = row_of (adeko);
  assert_int_equal (row->role, VALISE_ROLE_EXPERT);
}

static ValiseDeed *
revocation (FixtureStore *member)
{
  ValiseDeed *deed = valise_deed_new (VALISE_DEED_REVOKE);

  deed->device = g_strdup (exchange_device (member));
  deed->why = g_strdup ("laptop lost at the border");
  return deed;
}

static void
what_comes_after_the_end_waits_with_the_reason_until_it_is_admitted (void **state)
{
  g_autoptr (FixtureStore) adeko = panel_member_new (headquarters, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (GError) error = NULL;
  g_autofree char *done = do_it (revocation (adeko), &error), *note = exchange_add (adeko, "note", "text", "late", NULL), *admitted = NULL;
  g_autoptr (ValiseMember) row = row_of (adeko);
  g_autoptr (ValiseAdmission) admission = valise_admission_load (headquarters->store, exchange_device (adeko), &error);
  ValiseDeed *deed = valise_deed_new (VALISE_DEED_ADMIT);

  assert_non_null (done);
  assert_true (row->ended);
  assert_non_null (strstr (admission->reason, "laptop lost at the border"));
  exchange_send (adeko, headquarters, "headquarters");
  assert_null (valise_record_load (headquarters->store, note, NULL));
  deed->device = g_strdup (exchange_device (adeko));
  deed->last = 1000;
  admitted = do_it (deed, &error);
  assert_non_null (admitted);
  {
    g_autoptr (ValiseRecord) record = valise_record_load (headquarters->store, note, &error);

    assert_non_null (record);
  }
}

static const ValiseCase *
find_case (const GPtrArray *cases, const char *id)
{
  for (guint i = 0; i < cases->len; i++)
    if (strcmp (((const ValiseCase *) cases->pdata[i])->id, id) == 0)
      return cases->pdata[i];
  fail_msg ("there is no case %s", id);
  return NULL;
}

static void
a_case_is_added_closed_and_opened_again_with_all_it_said (void **state)
{
  ValiseDeed *deed = valise_deed_new (VALISE_DEED_ADD_CASE);
  g_autoptr (GError) error = NULL;
  g_autofree char *done = NULL;

  deed->id = g_strdup ("car-2745");
  deed->title = g_strdup ("Central African Republic");
  deed->basis = g_strdup ("S/RES/2745 (2024)");
  deed->cases = g_strsplit ("CF TD", " ", -1);
  done = do_it (deed, &error);
  assert_non_null (done);
  for (guint closed = 1; closed < 3; closed++) {
    g_autoptr (GPtrArray) cases = NULL;
    g_autofree char *changed = NULL;
    const ValiseCase *one;

    deed = valise_deed_new (closed == 1 ? VALISE_DEED_CLOSE : VALISE_DEED_REOPEN);
    deed->id = g_strdup ("car-2745");
    changed = do_it (deed, &error);
    assert_non_null (changed);
    cases = valise_case_list (headquarters->store, &error);
    one = find_case (cases, "car-2745");
    assert_int_equal (one->closed, closed == 1);
    assert_string_equal (one->basis, "S/RES/2745 (2024)");
    assert_int_equal (g_strv_length (one->countries), 2);
  }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (who_is_enrolled_joins_with_the_roster_that_comes_of_it, set_up, tear_down),
    cmocka_unit_test_setup_teardown (other_digits_enrol_nobody, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_change_keeps_the_keys_and_needs_no_digits, set_up, tear_down),
    cmocka_unit_test_setup_teardown (nobody_becomes_a_custodian_without_a_vault, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_comes_after_the_end_waits_with_the_reason_until_it_is_admitted, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_case_is_added_closed_and_opened_again_with_all_it_said, set_up, tear_down),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
