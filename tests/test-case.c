/* test-case.c - cases, and the countries that they are about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "core/error.h"
#include "sync/case.h"
#include "sync/roster-note.h"
#include "tests/panel.h"

static void
cases_are_added_by_the_registry_once (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (GPtrArray) cases = valise_case_list (hq->store, NULL);
  const ValiseCase *first = cases->pdata[0];
  GError *error = NULL;

  assert_int_equal (cases->len, 2);
  assert_string_equal (first->id, PANEL_CASE);
  assert_string_equal (first->basis, "S/RES/1533 (2004)");
  assert_false (first->closed);
  assert_false (valise_case_add (hq->store, PANEL_CASE, "Again", "S/RES/1", &error));
  assert_error_code (error, VALISE_ERROR_EXISTS);
  assert_false (valise_case_add (hq->store, "Upper Case", "T", "B", &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_case_add (hq->store, "unassigned", "T", "B", &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_case_add (adeko->store, "new", "T", "B", &error));
  assert_error_code (error, VALISE_ERROR_NOT_ALLOWED);
}

static void
countries_of_a_case_that_are_no_sorted_codes_are_refused (void **state)
{
  static const char *const wrong[] = { "cd", "CDX", "RW CD", "CD CD", "C1" };
  static const char *const right[] = { "CD", "RW", NULL };
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (ValiseSecret) seed = valise_store_dup_signing_key (hq->store, "roster", NULL);
  g_autofree char *text = NULL;
  g_autoptr (ValiseRosterNote) note = NULL;
  ValiseCase *one;
  GError *error = NULL;

  assert_true (valise_case_set_countries (hq->store, PANEL_CASE, right, &error));
  text = panel_issue (hq, adeko);
  note = valise_roster_note_read (text, strlen (text), NULL, "2026-11-21", &error);
  one = note->cases->pdata[0];
  assert_string_equal (one->countries[1], "RW");
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *forged = NULL;

    g_strfreev (one->countries);
    one->countries = g_strsplit (wrong[i], " ", -1);
    forged = valise_roster_note_sign (note, seed, NULL);
    assert_null (valise_roster_note_read (forged, strlen (forged), NULL, "2026-11-21", &error));
    assert_error_code (error, VALISE_ERROR_REFUSED);
  }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (cases_are_added_by_the_registry_once),
    cmocka_unit_test (countries_of_a_case_that_are_no_sorted_codes_are_refused),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
