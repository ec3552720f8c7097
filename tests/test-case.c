/* test-case.c - cases, and the countries that they are about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "core/error.h"
#include "core/projection.h"
#include "sync/case.h"
#include "sync/roster-note.h"
#include "tests/exchange.h"
#include "tests/hostile.h"

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

/* Headquarters writes a case's record again; what a member wrote there it must
 * not make its own. */
static void
what_a_member_writes_on_a_case_is_not_taken_over (void **state)
{
  static const char *const countries[] = { "CD", NULL };
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (GPtrArray) rows = valise_projection_list (hq->store, "case", 0, NULL), cases = NULL;
  g_autoptr (HostileLog) log = hostile_log_new (adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (adeko, hq);
  g_autofree char *path = NULL;

  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (ValiseEntry) entry =
        hostile_entry (log, "case", ((const ValiseListRow *) rows->pdata[i])->record, "title", "\"Closed for good\"");

    hostile_log_add (log, entry);
  }
  hostile_add_log (bundle, log);
  path = hostile_write (bundle);
  exchange_take (hq, path, VALISE_OUTCOME_MERGED);
  assert_true (valise_case_set_countries (hq->store, PANEL_CASE, countries, NULL));
  cases = valise_case_list (hq->store, NULL);
  assert_int_equal (cases->len, 2);
  assert_string_equal (((const ValiseCase *) cases->pdata[0])->title, "DRC arms embargo");
  assert_string_equal (((const ValiseCase *) cases->pdata[0])->countries[0], "CD");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (cases_are_added_by_the_registry_once),
    cmocka_unit_test (what_a_member_writes_on_a_case_is_not_taken_over),
    cmocka_unit_test (countries_of_a_case_that_are_no_sorted_codes_are_refused),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
