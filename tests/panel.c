/* panel.c - a headquarters with its members
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/panel.h"

#include "sync/case.h"
#include "sync/enrol.h"
#include "tests/asserts.h"

FixtureStore *
panel_headquarters_new (void)
{
  FixtureStore *fixture = fixture_store_new ("Registry", "headquarters");
  GError *error = NULL;

  valise_case_add (fixture->store, PANEL_CASE, "DRC arms embargo", "S/RES/1533 (2004)", &error);
  assert_no_error (error);
  valise_case_add (fixture->store, PANEL_OTHER_CASE, "Darfur", "S/RES/1591 (2005)", &error);
  assert_no_error (error);
  return fixture;
}

char *
panel_fingerprint (FixtureStore *fixture)
{
  GError *error = NULL;
  char *fingerprint = valise_enrol_fingerprint (fixture->store, &error);

  assert_no_error (error);
  return fingerprint;
}

void
panel_enrol (FixtureStore *headquarters, FixtureStore *member, const char *cases)
{
  g_auto (GStrv) list = g_strsplit (cases, " ", -1);
  g_autofree char *request = NULL, *fingerprint = panel_fingerprint (member);
  ValiseEnrolment enrolment = { .cases = (const char *const *) list };
  GError *error = NULL;

  request = valise_enrol_request (member->store, &error);
  assert_no_error (error);
  valise_enrol_accept (headquarters->store, request, strlen (request), fingerprint, &enrolment,
                       NULL, &error);
  assert_no_error (error);
}

char *
panel_issue (FixtureStore *headquarters, FixtureStore *member)
{
  GError *error = NULL;
  char *roster = valise_roster_issue (headquarters->store,
                                      valise_store_get_device (member->store), &error);

  assert_no_error (error);
  return roster;
}

void
panel_join (FixtureStore *headquarters, FixtureStore *member)
{
  g_autofree char *roster = panel_issue (headquarters, member);
  g_autofree char *fingerprint = panel_fingerprint (headquarters);
  GError *error = NULL;

  valise_enrol_join (member->store, roster, strlen (roster), fingerprint, NULL, &error);
  assert_no_error (error);
}

void
panel_take (FixtureStore *headquarters, FixtureStore *member)
{
  g_autofree char *roster = panel_issue (headquarters, member);
  gboolean changed;
  GError *error = NULL;

  valise_roster_take (member->store, roster, strlen (roster), &changed, &error);
  assert_no_error (error);
}

FixtureStore *
panel_member_new (FixtureStore *headquarters, const char *name, const char *role,
                  const char *cases)
{
  FixtureStore *member = fixture_store_new (name, role);

  if (strcmp (role, "custodian") == 0)
    fixture_store_make_vault (member);
  panel_enrol (headquarters, member, cases);
  panel_join (headquarters, member);
  return member;
}
