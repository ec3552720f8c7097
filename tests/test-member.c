/* test-member.c - one row of the roster
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/bytes.h"
#include "core/checkpoint.h"
#include "core/ed25519.h"
#include "core/error.h"
#include "sync/member.h"

#define TODAY "2026-11-21"

static ValiseSecret *
seed_of (guint8 n)
{
  guint8 bytes[32];

  memset (bytes, n, sizeof bytes);
  return valise_secret_new_copy (bytes, sizeof bytes);
}

/* A row with real keys that depend on n alone (transfer full). */
static ValiseMember *
make_row (guint8 n, const char *name, ValiseRole role)
{
  ValiseMember *row = g_new0 (ValiseMember, 1);
  g_autoptr (ValiseSecret) seed = seed_of (n);

  valise_ed25519_public_key (seed, row->checkpoint);
  valise_ed25519_public_key (seed, row->cosignature);
  memcpy (row->bundle, "Ed", 2);
  memset (row->bundle + 2, n, 8);
  valise_ed25519_public_key (seed, row->bundle + 10);
  valise_age_identity_get_recipient (seed, &row->age);
  row->has_vault = TRUE;
  row->vault = row->age;
  row->device = valise_device_id (row->checkpoint);
  row->member = g_strdup (name);
  row->role = role;
  row->cases = g_strsplit ("sudan-1591 drc-1533", " ", -1);
  row->from = g_strdup (TODAY);
  row->json = valise_member_to_json (row);
  return row;
}

static ValiseMember *
read_row (const char *json)
{
  GError *error = NULL;
  ValiseMember *row = valise_member_parse (json, strlen (json), TODAY, &error);

  assert_no_error (error);
  return row;
}

/* The text with one part replaced (transfer full). */
static char *
replace (const char *text, const char *old, const char *new)
{
  g_auto (GStrv) parts = g_strsplit (text, old, 2);

  assert_non_null (parts[1]);
  return g_strjoinv (new, parts);
}

static void
a_row_reads_as_it_was_written (void **state)
{
  g_autoptr (ValiseMember) row = make_row (1, "T. Adéko", VALISE_ROLE_EXPERT);
  g_autoptr (ValiseMember) again = read_row (row->json);
  g_autofree char *written = valise_member_to_json (again);

  assert_string_equal (written, row->json);
  assert_string_equal (again->member, "T. Adéko");
  assert_string_equal (again->cases[0], "drc-1533"); /* sorted */
  assert_true (valise_member_same_keys (row, again));
  assert_int_equal (again->role, VALISE_ROLE_EXPERT);
  assert_false (again->ended);
  assert_non_null (strstr (row->json, "\"bundle\":\"RW"));
}

static void
names_from_a_newer_version_are_kept (void **state)
{
  g_autoptr (ValiseMember) row = make_row (1, "T. Adeko", VALISE_ROLE_EXPERT), again = NULL;
  g_autofree char *newer = replace (row->json, "\"until\":null", "\"unit\":\"GoE\",\"until\":null");
  g_autofree char *written = NULL;

  again = read_row (newer);
  g_free (again->until);
  again->until = g_strdup ("2027-05-31");
  written = valise_member_to_json (again);
  assert_non_null (strstr (written, "\"unit\":\"GoE\",\"until\":\"2027-05-31\""));
}

static void
what_breaks_a_rule_is_refused (void **state)
{
  static const char *const changes[][2] = {
    { "\"role\":\"expert\"", "\"role\":\"chief\"" },
    { "\"from\":\"2026-11-21\"", "\"from\":\"2026-02-30\"" },
    { "\"from\":\"2026-11-21\"", "\"from\":\"21.11.2026\"" },
    { "\"until\":null", "\"until\":7" },
    { "\"from\"", "\"ended\":false,\"from\"" },
    { "\"cases\":[\"drc-1533\",\"sudan-1591\"]", "\"cases\":[\"sudan-1591\",\"drc-1533\"]" },
    { "\"cases\":[\"drc-1533\",\"sudan-1591\"]", "\"cases\":[\"DRC\"]" },
    { "\"cases\":[\"drc-1533\",\"sudan-1591\"]", "\"cases\":\"drc-1533\"" },
    { "\"member\":\"T. Adeko\"", "\"member\":\"\"" },
    { "\"member\":\"T. Adeko\"", "\"member\":\"T.\\nAdeko\"" },
    { "\"bundle\":\"RW", "\"bundle\":\"AA" },
    { "\"age\":\"age1", "\"age\":\"age2" },
    { "\"device\":\"", "\"device\":\"0" },
    { "\"cosignature\":", "\"cosignatures\":" },
    { "{\"age\"", "{ \"age\"" },
  };
  g_autoptr (ValiseMember) row = make_row (1, "T. Adeko", VALISE_ROLE_EXPERT);

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree char *broken = replace (row->json, changes[i][0], changes[i][1]);
    GError *error = NULL;

    assert_null (valise_member_parse (broken, strlen (broken), TODAY, &error));
    assert_error_code (error, VALISE_ERROR_REFUSED);
  }
}

static void
a_row_must_hold_the_device_of_its_checkpoint_key (void **state)
{
  g_autoptr (ValiseMember) row = make_row (1, "T. Adeko", VALISE_ROLE_EXPERT);
  g_autoptr (ValiseMember) other = make_row (2, "T. Adeko", VALISE_ROLE_EXPERT);
  g_autofree char *broken = replace (row->json, row->device, other->device);
  GError *error = NULL;

  assert_null (valise_member_parse (broken, strlen (broken), TODAY, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
a_custodian_without_a_vault_is_refused (void **state)
{
  g_autoptr (ValiseMember) row = make_row (1, "K. Ito", VALISE_ROLE_CUSTODIAN);
  g_autofree char *without = NULL;
  GError *error = NULL;

  row->has_vault = FALSE;
  without = valise_member_to_json (row);
  assert_null (valise_member_parse (without, strlen (without), TODAY, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
the_last_day_counts_and_the_day_after_clears_for_nothing (void **state)
{
  g_autoptr (ValiseMember) row = make_row (1, "T. Adeko", VALISE_ROLE_EXPERT);
  g_autoptr (ValiseMember) on = NULL, after = NULL;
  g_autofree char *json = NULL;

  row->until = g_strdup (TODAY);
  json = valise_member_to_json (row);
  on = valise_member_parse (json, strlen (json), TODAY, NULL);
  after = valise_member_parse (json, strlen (json), "2026-11-22", NULL);
  assert_false (on->ended);
  assert_int_equal (valise_member_clearance (on).role, VALISE_ROLE_EXPERT);
  assert_string_equal (valise_member_clearance (on).cases[0], "drc-1533");
  assert_true (after->ended);
  assert_int_equal (valise_member_clearance (after).role, VALISE_ROLE_NONE);
  assert_null (valise_member_clearance (after).cases[0]);
}

static void
who_is_said_to_have_ended_has_whatever_the_day (void **state)
{
  g_autoptr (ValiseMember) row = make_row (1, "T. Adeko", VALISE_ROLE_EXPERT);
  g_autoptr (ValiseMember) before = NULL, again = NULL;

  valise_member_end (row, "2036-11-20");
  before = valise_member_parse (row->json, strlen (row->json), "2016-01-01", NULL);
  assert_true (before->ended);
  assert_string_equal (before->until, "2036-11-20");
  assert_int_equal (valise_member_clearance (before).role, VALISE_ROLE_NONE);
  before->says_ended = FALSE; /* enrolled again */
  valise_member_rewrite (before);
  again = read_row (before->json);
  assert_false (again->ended);
}

static void
a_voucher_holds_for_this_row_and_this_custodian_only (void **state)
{
  g_autoptr (ValiseMember) by = make_row (1, "K. Ito", VALISE_ROLE_CUSTODIAN);
  g_autoptr (ValiseMember) stranger = make_row (2, "N. Roy", VALISE_ROLE_CUSTODIAN);
  g_autoptr (ValiseMember) row = make_row (3, "A. Lund", VALISE_ROLE_CUSTODIAN);
  g_autoptr (ValiseSecret) seed = seed_of (1);
  g_autofree char *json = valise_member_vouch (row, by->device, seed, NULL), *changed = NULL;
  g_autoptr (ValiseMember) vouched = read_row (json), altered = NULL;

  assert_true (valise_member_is_vouched_by (vouched, by));
  assert_false (valise_member_is_vouched_by (vouched, stranger));
  assert_false (valise_member_is_vouched_by (row, by));
  changed = replace (json, "A. Lund", "B. Lund");
  altered = read_row (changed);
  assert_false (valise_member_is_vouched_by (altered, by));
}

static void
a_second_voucher_stands_beside_the_first_and_a_newer_takes_its_own_place (void **state)
{
  g_autoptr (ValiseMember) a = make_row (1, "K. Ito", VALISE_ROLE_CUSTODIAN);
  g_autoptr (ValiseMember) b = make_row (2, "N. Roy", VALISE_ROLE_CUSTODIAN);
  g_autoptr (ValiseMember) row = make_row (3, "A. Lund", VALISE_ROLE_CUSTODIAN);
  g_autoptr (ValiseSecret) seed_a = seed_of (1), seed_b = seed_of (2);
  g_autofree char *once = valise_member_vouch (row, a->device, seed_a, NULL), *twice = NULL;
  g_autofree char *again = NULL;
  g_autoptr (ValiseMember) first = read_row (once), both = NULL;

  twice = valise_member_vouch (first, b->device, seed_b, NULL);
  both = read_row (twice);
  assert_true (valise_member_is_vouched_by (both, a));
  assert_true (valise_member_is_vouched_by (both, b));
  again = valise_member_vouch (both, b->device, seed_b, NULL);
  assert_string_equal (again, twice);
}

static void
only_a_custodian_is_vouched_for (void **state)
{
  g_autoptr (ValiseMember) row = make_row (3, "A. Lund", VALISE_ROLE_EXPERT);
  g_autoptr (ValiseSecret) seed = seed_of (1);
  GError *error = NULL;

  assert_null (valise_member_vouch (row, row->device, seed, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_row_reads_as_it_was_written),
    cmocka_unit_test (names_from_a_newer_version_are_kept),
    cmocka_unit_test (what_breaks_a_rule_is_refused),
    cmocka_unit_test (a_row_must_hold_the_device_of_its_checkpoint_key),
    cmocka_unit_test (a_custodian_without_a_vault_is_refused),
    cmocka_unit_test (the_last_day_counts_and_the_day_after_clears_for_nothing),
    cmocka_unit_test (who_is_said_to_have_ended_has_whatever_the_day),
    cmocka_unit_test (a_voucher_holds_for_this_row_and_this_custodian_only),
    cmocka_unit_test (a_second_voucher_stands_beside_the_first_and_a_newer_takes_its_own_place),
    cmocka_unit_test (only_a_custodian_is_vouched_for),
  };

  valise_secret_start ();
  return cmocka_run_group_tests (tests, NULL, NULL);
}
