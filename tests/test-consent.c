/* test-consent.c - what a source agreed to, use by use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "tests/session-fixture.h"
#include "ui/models/consent.h"

static int
set_up (void **state)
{
  SessionFixture *f = session_fixture_new ();

  session_fixture_open (f);
  *state = f;
  return 0;
}

static int
tear_down (void **state)
{
  session_fixture_free (*state);
  return 0;
}

static const ValiseField *
field (const char *name)
{
  return valise_type_field (valise_type_find ("interview"), name);
}

static void
the_definition_says_what_a_consent_is_and_what_stands_beside_it (void **state)
{
  const ValiseType *interview = valise_type_find ("interview");

  assert_true (valise_consent_is (field ("consent.mission")));
  assert_false (valise_consent_is (field ("reprisal-risk")));
  assert_true (valise_consent_is_beside (interview, field ("consent.mission.date")));
  assert_true (valise_consent_is_beside (interview, field ("consent.mission.note")));
  assert_false (valise_consent_is_beside (interview, field ("consent.mission")));
  assert_false (valise_consent_is_beside (interview, field ("follow-up-due")));
}

static void
what_nobody_asked_counts_as_not_asked (void **state)
{
  g_autoptr (ValiseForm) form = valise_form_new (((SessionFixture *) *state)->session, valise_type_find ("interview"));

  assert_int_equal (valise_consent_count_not_asked (form), 8);
  assert_string_equal (valise_consent_answer (form, field ("consent.court")), "not-asked");
  valise_consent_set (form, field ("consent.court"), "no");
  assert_int_equal (valise_consent_count_not_asked (form), 7);
}

static void
an_answer_is_dated_today_unless_a_date_stands_there (void **state)
{
  g_autoptr (ValiseForm) form = valise_form_new (((SessionFixture *) *state)->session, valise_type_find ("interview"));
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  valise_form_set (form, "consent.panel.date", "2026-11-01");
  valise_consent_set (form, field ("consent.panel"), "yes");
  assert_string_equal (valise_form_get (form, "consent.panel.date"), "2026-11-01");
  valise_consent_set (form, field ("consent.panel"), "withdrawn"); /* taken back today */
  assert_string_equal (valise_form_get (form, "consent.panel.date"), today);
  valise_consent_set (form, field ("consent.panel"), "not-asked");
  assert_string_equal (valise_form_get (form, "consent.panel.date"), "");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (the_definition_says_what_a_consent_is_and_what_stands_beside_it, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_nobody_asked_counts_as_not_asked, set_up, tear_down),
    cmocka_unit_test_setup_teardown (an_answer_is_dated_today_unless_a_date_stands_there, set_up, tear_down),
  };

  valise_secret_start ();
  return cmocka_run_group_tests (tests, NULL, NULL);
}
