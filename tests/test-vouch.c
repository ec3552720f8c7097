/* test-vouch.c - custodians are not headquarters' to add
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/clock.h"
#include "core/error.h"
#include "core/sealed.h"
#include "sync/enrol.h"
#include "sync/reseal.h"
#include "tests/exchange.h"

#define SECRET "Zephyrine of the third well"

/* Everybody joined while Keeper was the only custodian; headquarters added
 * Second afterwards. */
typedef struct {
  FixtureStore *headquarters, *keeper, *adeko, *second;
} World;

static const char *
device_of (FixtureStore *store)
{
  return valise_store_get_device (store->store);
}

static void
send (FixtureStore *from, FixtureStore *to)
{
  exchange_send (from, to, device_of (to));
}

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);

  valise_clock_stop_at (FIXTURE_NOW);
  world->headquarters = panel_headquarters_new ();
  world->keeper = panel_member_new (world->headquarters, "Keeper", "custodian", PANEL_CASE);
  world->adeko = panel_member_new (world->headquarters, "T. Adeko", "expert", PANEL_CASE);
  world->second = panel_member_new (world->headquarters, "Second", "custodian", PANEL_CASE);
  fixture_store_make_vault (world->adeko);
  assert_true (valise_store_set_meta (world->adeko->store, "case", PANEL_CASE, NULL));
  panel_take (world->headquarters, world->keeper);
  panel_take (world->headquarters, world->adeko);
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  fixture_store_free (world->headquarters);
  fixture_store_free (world->keeper);
  fixture_store_free (world->adeko);
  fixture_store_free (world->second);
  g_free (world);
  valise_clock_stop_at (-1);
  return 0;
}

static guint
custodians (FixtureStore *store)
{
  g_auto (GStrv) known = valise_sealed_dup_custodians (store->store);

  return g_strv_length (known);
}

static char *
vouch (FixtureStore *by, FixtureStore *for_whom)
{
  g_autofree char *fingerprint = panel_fingerprint (for_whom);
  GError *error = NULL;
  char *word = valise_enrol_vouch (by->store, valise_store_get_member (for_whom->store), fingerprint,
                                   &error);

  assert_no_error (error);
  return word;
}

static gboolean
take_word (FixtureStore *headquarters, const char *word, GError **error)
{
  g_autoptr (ValiseMember) member = NULL;
  g_autofree char *by = NULL;

  return valise_enrol_take_voucher (headquarters->store, word, strlen (word), &member, &by, error);
}

static gboolean
reads_source (FixtureStore *store, const char *record)
{
  g_autoptr (ValiseSecret) vault = fixture_store_open_vault (store), value = NULL;
  g_autofree char *text = exchange_value (store, record, "source-name");
  ValiseHash handle;

  if (text == NULL || !valise_sealed_parse_handle (text, &handle))
    return FALSE;
  value = valise_sealed_open (store->store, &handle, record, "source-name", vault, NULL);
  return value != NULL;
}

static char *
interview (FixtureStore *store)
{
  return exchange_add (store, "interview", "codename", "HERON", "source-name", SECRET, NULL);
}

static void
nothing_is_sealed_to_a_custodian_that_headquarters_added_alone (void **state)
{
  World *world = *state;
  g_autofree char *record = NULL;

  assert_int_equal (custodians (world->adeko), 1);
  assert_int_equal (custodians (world->keeper), 1);
  record = interview (world->adeko);
  send (world->adeko, world->headquarters);
  send (world->headquarters, world->keeper);
  send (world->headquarters, world->second);
  assert_true (reads_source (world->keeper, record));
  assert_false (reads_source (world->second, record));
}

static void
one_who_is_vouched_for_counts_and_reads_old_values_once_they_are_sealed_again (void **state)
{
  World *world = *state;
  g_autofree char *old = interview (world->adeko), *new = NULL, *word = vouch (world->keeper, world->second);
  g_autoptr (ValiseSecret) vault = fixture_store_open_vault (world->adeko);
  ValiseResealed done;
  GError *error = NULL;

  assert_true (take_word (world->headquarters, word, &error));
  assert_no_error (error);
  send (world->adeko, world->headquarters);
  send (world->headquarters, world->adeko); /* the roster travels with it */
  assert_int_equal (custodians (world->adeko), 2);
  new = interview (world->adeko);
  valise_reseal (world->adeko->store, vault, NULL, NULL, &done, &error);
  assert_no_error (error);
  assert_int_equal (done.resealed, 1);
  send (world->adeko, world->headquarters);
  send (world->headquarters, world->second);
  assert_true (reads_source (world->second, new));
  assert_true (reads_source (world->second, old));
}

static void
who_was_vouched_for_vouches_for_the_next (void **state)
{
  World *world = *state;
  g_autofree char *word = vouch (world->keeper, world->second), *next = NULL;
  g_autoptr (FixtureStore) third = NULL;

  assert_true (take_word (world->headquarters, word, NULL));
  third = panel_member_new (world->headquarters, "Third", "custodian", PANEL_CASE);
  panel_take (world->headquarters, world->second);
  next = vouch (world->second, third);
  assert_true (take_word (world->headquarters, next, NULL));
  panel_take (world->headquarters, world->adeko);
  assert_int_equal (custodians (world->adeko), 3);
}

static void
headquarters_can_end_a_custodian_and_nothing_is_sealed_to_him_then (void **state)
{
  World *world = *state;
  g_autofree char *word = vouch (world->keeper, world->second), *record = NULL;
  GError *error = NULL;

  assert_true (take_word (world->headquarters, word, NULL));
  assert_true (valise_enrol_revoke (world->headquarters->store, "Keeper", &error));
  panel_take (world->headquarters, world->adeko);
  assert_int_equal (custodians (world->adeko), 1);
  record = interview (world->adeko);
  send (world->adeko, world->headquarters);
  send (world->headquarters, world->second);
  assert_true (reads_source (world->second, record));
}

static void
a_custodian_who_ended_vouches_for_nobody (void **state)
{
  World *world = *state;
  g_autofree char *word = vouch (world->keeper, world->second);
  GError *error = NULL;

  assert_true (valise_enrol_revoke (world->headquarters->store, "Keeper", &error));
  assert_false (take_word (world->headquarters, word, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
only_a_custodian_who_counts_vouches_and_only_with_the_others_fingerprint (void **state)
{
  World *world = *state;
  g_autofree char *right = panel_fingerprint (world->second), *wrong = panel_fingerprint (world->keeper);
  GError *error = NULL;

  assert_null (valise_enrol_vouch (world->adeko->store, "Second", right, &error));
  assert_error_code (error, VALISE_ERROR_NOT_ALLOWED);
  assert_null (valise_enrol_vouch (world->headquarters->store, "Second", right, &error));
  assert_error_code (error, VALISE_ERROR_NOT_ALLOWED);
  assert_null (valise_enrol_vouch (world->keeper->store, "Second", wrong, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  assert_null (valise_enrol_vouch (world->keeper->store, "T. Adeko", right, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_null (valise_enrol_vouch (world->keeper->store, "Keeper", wrong, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

/* Headquarters itself cannot make it up: what it signs with its own keys, or
 * alters after the custodian signed, no store believes, and nor does it. */
static void
a_word_that_was_altered_or_is_for_another_row_is_refused (void **state)
{
  World *world = *state;
  g_autofree char *word = vouch (world->keeper, world->second), *other = NULL, *broken = NULL;
  g_autoptr (GString) altered = g_string_new (word);
  GError *error = NULL;

  g_string_replace (altered, "\"role\":\"custodian\"", "\"role\":\"expert\"", 0);
  assert_false (take_word (world->headquarters, altered->str, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  broken = g_strconcat (word, "more\n", NULL);
  assert_false (take_word (world->headquarters, broken, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  panel_enrol (world->headquarters, world->second, PANEL_CASE " " PANEL_OTHER_CASE);
  assert_false (take_word (world->headquarters, word, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  panel_take (world->headquarters, world->keeper);
  other = vouch (world->keeper, world->second);
  assert_true (take_word (world->headquarters, other, &error));
}

static void
the_same_word_taken_twice_changes_nothing (void **state)
{
  World *world = *state;
  g_autofree char *word = vouch (world->keeper, world->second), *once = NULL, *twice = NULL;

  assert_true (take_word (world->headquarters, word, NULL));
  once = panel_issue (world->headquarters, world->adeko);
  assert_true (take_word (world->headquarters, word, NULL));
  twice = panel_issue (world->headquarters, world->adeko);
  assert_string_equal (once, twice);
}

#define RUN(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    RUN (nothing_is_sealed_to_a_custodian_that_headquarters_added_alone),
    RUN (one_who_is_vouched_for_counts_and_reads_old_values_once_they_are_sealed_again),
    RUN (who_was_vouched_for_vouches_for_the_next),
    RUN (headquarters_can_end_a_custodian_and_nothing_is_sealed_to_him_then),
    RUN (a_custodian_who_ended_vouches_for_nobody),
    RUN (only_a_custodian_who_counts_vouches_and_only_with_the_others_fingerprint),
    RUN (a_word_that_was_altered_or_is_for_another_row_is_refused),
    RUN (the_same_word_taken_twice_changes_nothing),
  };

  return cmocka_run_group_tests_name ("vouch", tests, NULL, NULL);
}
