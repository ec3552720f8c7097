/* test-roster.c - who is who, by headquarters' word
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/panel.h"

#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "core/sealed.h"
#include "sync/case.h"
#include "sync/enrol.h"
#include "sync/fingerprint.h"
#include "sync/roster-private.h"
#include "tests/asserts.h"
#include "tests/roster-fixture.h"

static gboolean
take (FixtureStore *member, const char *text, gboolean *changed, GError **error)
{
  return valise_roster_take (member->store, text, strlen (text), changed, error);
}

static void
assert_refused (FixtureStore *member, const char *text, const char *why)
{
  guint64 number = valise_roster_number (member->store);
  GError *error = NULL;
  gboolean changed;

  assert_false (take (member, text, &changed, &error));
  assert_false (changed);
  if (why != NULL && strstr (error->message, why) == NULL)
    fail_msg ("“%s” does not say “%s”", error->message, why);
  assert_error_code (error, VALISE_ERROR_REFUSED);
  assert_int_equal (valise_roster_number (member->store), number);
}

/* tests/data/roster holds one signed by known keys; its fingerprint was
 * computed apart from this program. */
static void
a_roster_of_format_1_still_reads (void **state)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("VALISE_SOURCE"), "tests", "data", "roster", "roster-1.txt", NULL);
  g_autofree char *text = NULL, *names = NULL, *fingerprint = NULL, *body = NULL;
  g_autoptr (ValiseRosterNote) note = NULL;
  GError *error = NULL;

  valise_secret_start ();
  g_file_get_contents (path, &text, NULL, &error);
  assert_no_error (error);
  note = read_note (text);
  names = names_in (note);
  fingerprint = valise_fingerprint_of_headquarters (valise_roster_note_find (note, note->registry),
                                                    note->roster_key, note->rows);
  body = valise_roster_note_body (note);
  assert_int_equal (note->number, 3);
  assert_string_equal (names, "A. Lund, K. Ito, N. Roy, Registry, T. Adeko");
  assert_string_equal (fingerprint, "0315 4451 4313 1836 6877 4284 8498 6402 9514 4315");
  assert_true (g_str_has_prefix (text, body)); /* written as it was read */
}

/* Membership changes, so that the next roster for the cases' members does. */
static FixtureStore *
change_something (FixtureStore *headquarters, const char *name)
{
  return panel_member_new (headquarters, name, "analyst", PANEL_CASE);
}

static void
each_device_sees_headquarters_the_custodians_itself_and_who_shares_a_case (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (FixtureStore) sow = panel_member_new (hq, "B. Sow", "expert", PANEL_OTHER_CASE);
  g_autoptr (FixtureStore) lead =
      panel_member_new (hq, "C. Lead", "coordinator", PANEL_CASE " " PANEL_OTHER_CASE);
  g_autoptr (FixtureStore) ito = panel_member_new (hq, "K. Ito", "custodian", PANEL_OTHER_CASE);
  g_autofree char *text = panel_issue (hq, adeko), *names = NULL;
  g_autoptr (ValiseRosterNote) note = read_note (text);
  const ValiseMember *row;

  names = names_in (note);
  assert_string_equal (names, "C. Lead, K. Ito, Registry, T. Adeko");
  row = valise_roster_note_find (note, valise_store_get_device (lead->store));
  assert_string_equal (row->cases[0], PANEL_CASE);
  assert_null (row->cases[1]); /* his other case is not Adeko's business */
  assert_int_equal (note->cases->len, 1);
  assert_string_equal (((ValiseCase *) note->cases->pdata[0])->title, "DRC arms embargo");
}

static void
the_same_note_is_issued_while_nothing_changes (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autofree char *first = panel_issue (hq, adeko), *second = NULL, *third = NULL, *fourth = NULL;
  g_autoptr (FixtureStore) sow = NULL, roy = NULL;
  g_autoptr (ValiseRosterNote) before = read_note (first), after = NULL;
  ValiseHash hash;

  valise_clock_stop_at (FIXTURE_NOW + FIXTURE_DAY);
  sow = panel_member_new (hq, "B. Sow", "expert", PANEL_OTHER_CASE);
  valise_clock_stop_at (FIXTURE_NOW + FIXTURE_DAY);
  second = panel_issue (hq, adeko);
  assert_string_equal (second, first); /* another case: nothing for Adeko */
  roy = change_something (hq, "N. Roy");
  third = panel_issue (hq, adeko);
  assert_string_not_equal (third, first);
  after = read_note (third);
  assert_true (after->number > before->number);
  valise_sha256 (first, strlen (first), &hash);
  assert_true (valise_hash_equal (&hash, &after->previous));

  valise_clock_stop_at (FIXTURE_NOW + 300 * FIXTURE_DAY); /* it runs out in two months */
  fourth = panel_issue (hq, adeko);
  assert_string_not_equal (fourth, third);
}

static void
a_newer_roster_is_taken_and_a_known_or_older_one_changes_nothing (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autofree char *first = panel_issue (hq, adeko), *second = NULL;
  g_autoptr (FixtureStore) roy = change_something (hq, "N. Roy");
  g_autoptr (GPtrArray) rows = NULL;
  GError *error = NULL;
  gboolean changed;
  guint64 number;

  second = panel_issue (hq, adeko);
  assert_true (take (adeko, second, &changed, &error));
  assert_true (changed);
  number = valise_roster_number (adeko->store);
  assert_true (take (adeko, second, &changed, &error));
  assert_false (changed);
  assert_true (take (adeko, first, &changed, &error));
  assert_false (changed);
  assert_int_equal (valise_roster_number (adeko->store), number);
  rows = valise_roster_all (adeko->store, &error);
  assert_int_equal (rows->len, 3);
}

static void
a_roster_altered_anywhere_is_refused (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (FixtureStore) roy = change_something (hq, "N. Roy");
  g_autofree char *text = panel_issue (hq, adeko);

  for (gsize i = 0; i < strlen (text); i += 61) {
    g_autofree char *altered = g_strdup (text);

    altered[i] ^= 1;
    assert_refused (adeko, altered, NULL);
  }
  for (gsize size = 0; size < strlen (text); size += 97) {
    g_autofree char *cut = g_strndup (text, size);

    assert_refused (adeko, cut, NULL);
  }
}

static void
two_rosters_of_one_number_are_an_alarm (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autofree char *text = panel_issue (hq, adeko), *other = NULL;
  g_autoptr (ValiseRosterNote) note = read_note (text);

  g_free (note->until);
  note->until = g_strdup ("2030-01-01");
  other = sign (hq, note);
  assert_refused (adeko, other, "two rosters of one number");
}

static void
a_roster_that_leaves_out_one_held_here_is_an_alarm (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autofree char *first = panel_issue (hq, adeko), *second = NULL, *forked = NULL;
  g_autofree char *anew = NULL, *beyond = NULL;
  g_autoptr (FixtureStore) roy = change_something (hq, "N. Roy");
  g_autoptr (ValiseRosterNote) note = NULL;
  GError *error = NULL;
  gboolean changed;

  second = panel_issue (hq, adeko);
  assert_true (take (adeko, second, &changed, &error));
  note = read_note (second);
  note->number += 5;
  note->has_previous = TRUE;
  valise_sha256 (first, strlen (first), &note->previous);
  forked = sign (hq, note);
  assert_refused (adeko, forked, "leaves out");
  note->has_previous = FALSE;
  anew = sign (hq, note);
  assert_refused (adeko, anew, "begin anew");

  /* one that follows a roster which never came is fine */
  note->has_previous = TRUE;
  memset (note->previous.bytes, 7, sizeof note->previous.bytes);
  beyond = sign (hq, note);
  assert_true (take (adeko, beyond, &changed, &error));
  assert_true (changed);
}

static void
another_devices_roster_and_another_headquarters_are_refused (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new (), elsewhere = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (FixtureStore) roy = change_something (hq, "N. Roy");
  g_autofree char *roys = panel_issue (hq, roy), *foreign = NULL;

  assert_refused (adeko, roys, "another device");
  panel_enrol (elsewhere, adeko, PANEL_CASE);
  foreign = panel_issue (elsewhere, adeko);
  assert_refused (adeko, foreign, "another headquarters");
}

static void
a_row_with_other_keys_for_this_device_is_refused (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autofree char *text = panel_issue (hq, adeko), *changed = NULL;
  g_autoptr (ValiseRosterNote) note = read_note (text);

  for (guint i = 0; i < note->rows->len; i++) {
    ValiseMember *row = note->rows->pdata[i];

    if (strcmp (row->device, note->device) != 0)
      continue;
    memset (row->age.bytes, 9, sizeof row->age.bytes);
    valise_member_rewrite (row);
  }
  note->number++;
  changed = sign (hq, note);
  assert_refused (adeko, changed, "another device");
}

static void
rosters_wait_until_the_store_has_joined (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = fixture_store_new ("T. Adeko", "expert");
  g_autofree char *text = NULL;
  GError *error = NULL;
  gboolean changed;

  panel_enrol (hq, adeko, PANEL_CASE);
  text = panel_issue (hq, adeko);
  assert_false (valise_roster_is_joined (adeko->store));
  assert_false (take (adeko, text, &changed, &error));
  assert_error_code (error, VALISE_ERROR_HELD);
}

static void
only_the_registry_issues_and_it_takes_none (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autofree char *text = panel_issue (hq, adeko);
  GError *error = NULL;
  gboolean changed;

  assert_null (valise_roster_issue (adeko->store, valise_store_get_device (adeko->store), &error));
  assert_error_code (error, VALISE_ERROR_NOT_ALLOWED);
  assert_false (take (hq, text, &changed, &error));
  assert_error_code (error, VALISE_ERROR_NOT_ALLOWED);
  assert_null (valise_roster_issue (hq->store, "0123", &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_true (valise_roster_is_joined (hq->store));
}

static guint
count_matches (FixtureStore *fixture, const char *who)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = valise_roster_match (fixture->store, who, &error);

  assert_no_error (error);
  return rows->len;
}

static void
a_member_is_found_by_name_device_or_headquarters (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (FixtureStore) second = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (FixtureStore) lead = panel_member_new (hq, "C. Lead", "coordinator", PANEL_CASE);
  g_autoptr (FixtureStore) far = panel_member_new (hq, "F. Ar", "coordinator", PANEL_OTHER_CASE);
  g_autofree char *digits = g_strndup (valise_store_get_device (lead->store), 8);
  GError *error = NULL;

  panel_take (hq, adeko);
  assert_int_equal (count_matches (hq, "T. Adeko"), 2); /* both devices */
  assert_int_equal (count_matches (hq, "t. adeko"), 2);
  assert_int_equal (count_matches (adeko, "T. Adeko"), 1); /* the other one */
  assert_int_equal (count_matches (adeko, "c. lead"), 1);
  assert_int_equal (count_matches (adeko, digits), 1);
  assert_int_equal (count_matches (adeko, "headquarters"), 2); /* registry, coordinator */
  assert_int_equal (count_matches (lead, "headquarters"), 1);
  assert_int_equal (count_matches (hq, "headquarters"), 2); /* both coordinators */
  assert_null (valise_roster_match (adeko->store, "nobody", &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
}

static void
a_member_is_found_by_the_number_of_his_bundle_key (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (GBytes) key = valise_store_get_public_key (adeko->store, "bundle", NULL);
  const guint8 *bytes = g_bytes_get_data (key, NULL);
  g_autoptr (ValiseMember) found = valise_roster_find_keynum (hq->store, bytes + 2, NULL);
  GError *error = NULL;

  assert_string_equal (found->member, "T. Adeko");
  assert_null (valise_roster_find_keynum (hq->store, (const guint8 *) "12345678", &error));
  assert_no_error (error);
  assert_null (valise_roster_find_device (hq->store, "00", &error));
  assert_no_error (error);
}

static void
the_author_of_a_log_has_a_name_once_the_roster_says_it (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (FixtureStore) lead = panel_member_new (hq, "C. Lead", "coordinator", PANEL_CASE);
  const char *device = valise_store_get_device (lead->store);
  ValiseLogOwner owner;

  valise_log_open (adeko->store, device, NULL);
  valise_store_get_owner (adeko->store, device, &owner);
  assert_null (owner.member);
  panel_take (hq, adeko);
  valise_store_get_owner (adeko->store, device, &owner);
  assert_string_equal (owner.member, "C. Lead");
  assert_string_equal (owner.role, "coordinator");
}

/* Custodians */

static guint
count_custodians (FixtureStore *fixture)
{
  g_auto (GStrv) custodians = valise_sealed_dup_custodians (fixture->store);

  return g_strv_length (custodians);
}

static gboolean
is_trusted (FixtureStore *fixture, FixtureStore *custodian)
{
  g_autoptr (ValiseMember) row = valise_roster_find_device (
      fixture->store, valise_store_get_device (custodian->store), NULL);

  assert_non_null (row);
  return row->trusted;
}

/* What no command does yet: a custodian's signature goes into a row. */
static void
vouch (FixtureStore *hq, FixtureStore *by, FixtureStore *for_whom)
{
  g_autoptr (ValiseMember) row = valise_roster_find_device (
      hq->store, valise_store_get_device (for_whom->store), NULL);
  g_autoptr (ValiseSecret) seed = valise_store_dup_signing_key (by->store, "bundle", NULL);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  char *json = valise_member_vouch (row, valise_store_get_device (by->store), seed, NULL);

  g_free (row->json);
  row->json = json;
  g_ptr_array_add (rows, row);
  assert_true (valise_roster_put_rows (hq->store, rows, NULL));
  assert_true (valise_roster_bump (hq->store, NULL));
}

static void
headquarters_alone_cannot_add_a_custodian (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) ito = panel_member_new (hq, "K. Ito", "custodian", PANEL_CASE);
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (FixtureStore) roy = NULL, lund = NULL;

  assert_true (is_trusted (adeko, ito));
  assert_int_equal (count_custodians (adeko), 1);
  roy = panel_member_new (hq, "N. Roy", "custodian", PANEL_CASE);
  lund = panel_member_new (hq, "A. Lund", "custodian", PANEL_CASE);
  panel_take (hq, adeko);
  assert_false (is_trusted (adeko, roy));
  assert_int_equal (count_custodians (adeko), 1);

  vouch (hq, roy, lund); /* by one who does not count */
  panel_take (hq, adeko);
  assert_false (is_trusted (adeko, lund));
  vouch (hq, ito, roy); /* now both do */
  panel_take (hq, adeko);
  assert_true (is_trusted (adeko, roy));
  assert_true (is_trusted (adeko, lund));
  assert_int_equal (count_custodians (adeko), 3);
}

static void
joining_again_counts_the_new_custodians_for_fingerprints_were_compared (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (FixtureStore) roy = panel_member_new (hq, "N. Roy", "custodian", PANEL_CASE);

  panel_take (hq, adeko);
  assert_false (is_trusted (adeko, roy));
  panel_join (hq, adeko);
  assert_true (is_trusted (adeko, roy));
}

static void
nothing_is_sealed_to_a_custodian_who_ended_or_has_other_cases (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) ito = panel_member_new (hq, "K. Ito", "custodian", PANEL_CASE);
  g_autoptr (FixtureStore) roy = panel_member_new (hq, "N. Roy", "custodian", PANEL_OTHER_CASE);
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  GError *error = NULL;

  assert_int_equal (count_custodians (adeko), 1);
  assert_true (valise_enrol_revoke (hq->store, "K. Ito", &error));
  panel_take (hq, adeko);
  assert_int_equal (count_custodians (adeko), 0);
}

static void
a_custodians_new_key_does_not_inherit_his_trust (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) ito = panel_member_new (hq, "K. Ito", "custodian", PANEL_CASE);
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autofree char *text = panel_issue (hq, adeko), *changed = NULL;
  g_autoptr (ValiseRosterNote) note = read_note (text);
  GError *error = NULL;
  gboolean done;

  for (guint i = 0; i < note->rows->len; i++) {
    ValiseMember *row = note->rows->pdata[i];

    if (row->role != VALISE_ROLE_CUSTODIAN)
      continue;
    row->vault = row->age;
    valise_member_rewrite (row);
  }
  note->number++;
  valise_sha256 (text, strlen (text), &note->previous);
  note->has_previous = TRUE;
  changed = sign (hq, note);
  assert_true (take (adeko, changed, &done, &error));
  assert_false (is_trusted (adeko, ito));
  assert_int_equal (count_custodians (adeko), 0);
}

/* Ending */

static void
who_is_revoked_is_not_found_but_stays_the_author (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (FixtureStore) roy = panel_member_new (hq, "N. Roy", "expert", PANEL_CASE);
  const char *device = valise_store_get_device (roy->store);
  g_autoptr (ValiseMember) row = NULL;
  ValiseLogOwner owner;
  GError *error = NULL;

  assert_true (valise_enrol_revoke (hq->store, "N. Roy", &error));
  panel_take (hq, adeko);
  valise_clock_stop_at (FIXTURE_NOW - 30 * FIXTURE_DAY); /* a clock that lags brings nobody back */
  row = valise_roster_find_device (adeko->store, device, &error);
  assert_true (row->ended);
  assert_null (valise_roster_match (adeko->store, "N. Roy", &error));
  assert_error_code (error, VALISE_ERROR_NOT_ALLOWED);
  valise_store_get_owner (adeko->store, device, &owner);
  assert_string_equal (owner.member, "N. Roy");
  valise_clock_stop_at (FIXTURE_NOW);
  assert_false (valise_enrol_revoke (hq->store, "N. Roy", &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_false (valise_enrol_revoke (hq->store, "nobody", &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_false (valise_enrol_revoke (adeko->store, "N. Roy", &error));
  assert_error_code (error, VALISE_ERROR_NOT_ALLOWED);
}

/* Headquarters' clock was ten years ahead that day. */
static void
who_was_revoked_stays_so_when_the_clock_is_set_right (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (FixtureStore) roy = panel_member_new (hq, "N. Roy", "expert", PANEL_CASE);
  g_autofree char *device = g_strdup (valise_store_get_device (roy->store));
  g_autoptr (GPtrArray) found = NULL;
  GError *error = NULL;

  valise_clock_stop_at (FIXTURE_NOW + 3650 * FIXTURE_DAY);
  assert_true (valise_enrol_revoke (hq->store, "N. Roy", &error));
  valise_clock_stop_at (FIXTURE_NOW);
  panel_take (hq, adeko);
  assert_null (valise_roster_match (hq->store, device, &error));
  assert_error_code (error, VALISE_ERROR_NOT_ALLOWED);
  assert_null (valise_roster_match (adeko->store, device, &error));
  assert_error_code (error, VALISE_ERROR_NOT_ALLOWED);
  panel_enrol (hq, roy, PANEL_CASE);
  found = valise_roster_match (hq->store, device, &error);
  assert_no_error (error);
}

static void
a_new_role_reaches_the_members_own_store (void **state)
{
  g_autoptr (FixtureStore) hq = panel_headquarters_new ();
  g_autoptr (FixtureStore) adeko = panel_member_new (hq, "T. Adeko", "expert", PANEL_CASE);
  g_autofree char *request = valise_enrol_request (adeko->store, NULL);
  g_autofree char *fingerprint = panel_fingerprint (adeko), *until = NULL;
  static const char *const cases[] = { PANEL_CASE, PANEL_OTHER_CASE, NULL };
  ValiseEnrolment enrolment = { .cases = cases, .role = "coordinator" };
  g_autoptr (GPtrArray) known = NULL;

  assert_true (valise_enrol_accept (hq->store, request, strlen (request), fingerprint, &enrolment,
                                    NULL, NULL));
  panel_take (hq, adeko);
  assert_string_equal (valise_store_get_role (adeko->store), "coordinator");
  known = valise_case_list (adeko->store, NULL);
  assert_int_equal (known->len, 2);
  until = valise_roster_until (adeko->store);
  assert_string_equal (until, "2027-11-21");
  fixture_store_reopen (adeko);
  assert_string_equal (valise_store_get_role (adeko->store), "coordinator");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_roster_of_format_1_still_reads),
    cmocka_unit_test (each_device_sees_headquarters_the_custodians_itself_and_who_shares_a_case),
    cmocka_unit_test (the_same_note_is_issued_while_nothing_changes),
    cmocka_unit_test (a_newer_roster_is_taken_and_a_known_or_older_one_changes_nothing),
    cmocka_unit_test (a_roster_altered_anywhere_is_refused),
    cmocka_unit_test (two_rosters_of_one_number_are_an_alarm),
    cmocka_unit_test (a_roster_that_leaves_out_one_held_here_is_an_alarm),
    cmocka_unit_test (another_devices_roster_and_another_headquarters_are_refused),
    cmocka_unit_test (a_row_with_other_keys_for_this_device_is_refused),
    cmocka_unit_test (rosters_wait_until_the_store_has_joined),
    cmocka_unit_test (only_the_registry_issues_and_it_takes_none),
    cmocka_unit_test (a_member_is_found_by_name_device_or_headquarters),
    cmocka_unit_test (a_member_is_found_by_the_number_of_his_bundle_key),
    cmocka_unit_test (the_author_of_a_log_has_a_name_once_the_roster_says_it),
    cmocka_unit_test (headquarters_alone_cannot_add_a_custodian),
    cmocka_unit_test (joining_again_counts_the_new_custodians_for_fingerprints_were_compared),
    cmocka_unit_test (nothing_is_sealed_to_a_custodian_who_ended_or_has_other_cases),
    cmocka_unit_test (a_custodians_new_key_does_not_inherit_his_trust),
    cmocka_unit_test (who_is_revoked_is_not_found_but_stays_the_author),
    cmocka_unit_test (who_was_revoked_stays_so_when_the_clock_is_set_right),
    cmocka_unit_test (a_new_role_reaches_the_members_own_store),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
