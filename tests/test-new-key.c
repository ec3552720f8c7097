/* test-new-key.c - the key that bundles are packed to changes each mandate
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/clock.h"
#include "core/error.h"
#include "core/sealed.h"
#include "sync/enrol.h"
#include "tests/exchange.h"

typedef struct {
  FixtureStore *headquarters, *keeper, *adeko;
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
  fixture_store_make_vault (world->adeko);
  assert_true (valise_store_set_meta (world->adeko->store, "case", PANEL_CASE, NULL));
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
  g_free (world);
  valise_clock_stop_at (-1);
  return 0;
}

static void
make_new_key (FixtureStore *store)
{
  GError *error = NULL;

  valise_enrol_new_key (store->store, &error);
  assert_no_error (error);
}

/* Asks with the new key; headquarters says nothing anew. */
static void
enrol_again (FixtureStore *headquarters, FixtureStore *member, const char *fingerprint, GError **error)
{
  g_autofree char *request = valise_enrol_request (member->store, NULL);
  const ValiseEnrolment nothing = { 0 };

  valise_enrol_accept (headquarters->store, request, strlen (request), fingerprint, &nothing, NULL, error);
}

/* The key that others are told to pack to, as `at` has it on its roster. */
static char *
packed_to (FixtureStore *at, FixtureStore *whose)
{
  g_autoptr (ValiseMember) row = valise_roster_find_device (at->store, device_of (whose), NULL);

  return valise_age_recipient_to_text (&row->age);
}

static gboolean
opens_with (const char *path, const ValiseSecret *identity)
{
  g_autofree char *data = NULL;
  gsize size = 0;
  const ValiseSecret *identities[] = { identity };
  ValiseAgeOpen how = { .identities = identities, .n_identities = 1 };
  g_autoptr (GInputStream) base = NULL, plain = NULL;

  assert_true (g_file_get_contents (path, &data, &size, NULL));
  base = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  plain = valise_age_decrypt_new (base, &how, NULL);
  return plain != NULL;
}

static void
what_was_packed_to_the_old_key_opens_after_a_device_has_a_new_one (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->headquarters, "note", "title", "Read this", ".case",
                                          PANEL_CASE, NULL);
  g_autofree char *early = exchange_pack (world->headquarters, device_of (world->adeko)), *title = NULL;

  make_new_key (world->adeko);
  exchange_take (world->adeko, early, VALISE_OUTCOME_MERGED);
  title = exchange_value (world->adeko, record, "title");
  assert_string_equal (title, "\"Read this\"");
}

static void
once_enrolled_others_pack_to_the_new_key_alone (void **state)
{
  World *world = *state;
  g_autofree char *before = packed_to (world->headquarters, world->adeko), *after = NULL;
  g_autofree char *fingerprint = NULL, *record = NULL, *bundle = NULL, *title = NULL;
  g_autoptr (GError) error = NULL;

  make_new_key (world->adeko);
  fingerprint = panel_fingerprint (world->adeko);
  enrol_again (world->headquarters, world->adeko, fingerprint, &error);
  assert_no_error (error);
  after = packed_to (world->headquarters, world->adeko);
  assert_string_not_equal (before, after);
  record = exchange_add (world->headquarters, "note", "title", "Read this", ".case", PANEL_CASE, NULL);
  bundle = exchange_pack (world->headquarters, device_of (world->adeko));
  assert_false (opens_with (bundle, valise_store_get_keys (world->adeko->store)->bundles));
  exchange_take (world->adeko, bundle, VALISE_OUTCOME_MERGED);
  title = exchange_value (world->adeko, record, "title");
  assert_string_equal (title, "\"Read this\"");
}

static void
cases_role_and_last_day_stay_when_only_the_key_is_new (void **state)
{
  World *world = *state;
  g_autoptr (ValiseMember) before = NULL, after = NULL;
  g_autofree char *fingerprint = NULL;
  g_autoptr (GError) error = NULL;

  before = valise_roster_find_device (world->headquarters->store, device_of (world->adeko), NULL);
  make_new_key (world->adeko);
  fingerprint = panel_fingerprint (world->adeko);
  enrol_again (world->headquarters, world->adeko, fingerprint, &error);
  assert_no_error (error);
  after = valise_roster_find_device (world->headquarters->store, device_of (world->adeko), NULL);
  assert_int_equal (after->role, before->role);
  assert_string_equal (after->cases[0], before->cases[0]);
  assert_string_equal (after->from, before->from);
  assert_true (g_strcmp0 (after->until, before->until) == 0);
}

static void
who_was_revoked_does_not_come_back_by_a_new_key (void **state)
{
  World *world = *state;
  g_autofree char *fingerprint = NULL;
  g_autoptr (GError) error = NULL;

  assert_true (valise_enrol_revoke (world->headquarters->store, "T. Adeko", &error));
  make_new_key (world->adeko);
  fingerprint = panel_fingerprint (world->adeko);
  enrol_again (world->headquarters, world->adeko, fingerprint, &error);
  assert_true (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_INVALID));
}

static void
the_new_key_is_not_enrolled_by_the_old_fingerprint (void **state)
{
  World *world = *state;
  g_autofree char *old = panel_fingerprint (world->adeko), *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;

  before = packed_to (world->headquarters, world->adeko);
  make_new_key (world->adeko);
  enrol_again (world->headquarters, world->adeko, old, &error);
  assert_true (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_REFUSED));
  after = packed_to (world->headquarters, world->adeko);
  assert_string_equal (before, after);
}

static void
there_is_no_second_new_key_before_the_first_is_enrolled (void **state)
{
  World *world = *state;
  g_autofree char *fingerprint = NULL;
  GError *error = NULL;

  make_new_key (world->adeko);
  assert_false (valise_enrol_new_key (world->adeko->store, &error));
  assert_error_code (error, VALISE_ERROR_EXISTS);
  fingerprint = panel_fingerprint (world->adeko);
  enrol_again (world->headquarters, world->adeko, fingerprint, &error);
  assert_no_error (error);
  panel_take (world->headquarters, world->adeko);
  make_new_key (world->adeko);
}

static void
headquarters_changes_its_key_and_members_learn_it_with_their_roster (void **state)
{
  World *world = *state;
  g_autofree char *first = exchange_add (world->adeko, "sighting", "title", "Kasira", NULL), *second = NULL;
  g_autofree char *early = exchange_pack (world->adeko, "headquarters"), *late = NULL, *value = NULL;

  make_new_key (world->headquarters);
  exchange_take (world->headquarters, early, VALISE_OUTCOME_MERGED);
  send (world->headquarters, world->adeko);
  second = exchange_add (world->adeko, "sighting", "title", "Goma", NULL);
  late = exchange_pack (world->adeko, "headquarters");
  assert_false (opens_with (late, valise_store_get_keys (world->headquarters->store)->bundles));
  exchange_take (world->headquarters, late, VALISE_OUTCOME_MERGED);
  value = exchange_value (world->headquarters, second, "title");
  assert_string_equal (value, "\"Goma\"");
}

static void
old_keys_outlive_closing_and_many_mandates (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  g_autofree char *early = exchange_pack (world->adeko, "headquarters"), *value = NULL;

  for (int mandate = 0; mandate < 12; mandate++)
    make_new_key (world->headquarters);
  fixture_store_close (world->headquarters);
  fixture_store_reopen (world->headquarters);
  exchange_take (world->headquarters, early, VALISE_OUTCOME_MERGED);
  value = exchange_value (world->headquarters, record, "title");
  assert_string_equal (value, "\"Kasira\"");
}

static void
a_custodian_still_counts_with_a_new_key_for_bundles (void **state)
{
  World *world = *state;
  g_autofree char *fingerprint = NULL;
  g_auto (GStrv) before = NULL, after = NULL;
  GError *error = NULL;

  panel_take (world->headquarters, world->adeko);
  before = valise_sealed_dup_custodians (world->adeko->store);
  make_new_key (world->keeper);
  fingerprint = panel_fingerprint (world->keeper);
  enrol_again (world->headquarters, world->keeper, fingerprint, &error);
  assert_no_error (error);
  panel_take (world->headquarters, world->adeko);
  after = valise_sealed_dup_custodians (world->adeko->store);
  assert_int_equal (g_strv_length (after), 1);
  assert_string_equal (before[0], after[0]);
}

#define RUN(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    RUN (what_was_packed_to_the_old_key_opens_after_a_device_has_a_new_one),
    RUN (once_enrolled_others_pack_to_the_new_key_alone),
    RUN (cases_role_and_last_day_stay_when_only_the_key_is_new),
    RUN (who_was_revoked_does_not_come_back_by_a_new_key),
    RUN (the_new_key_is_not_enrolled_by_the_old_fingerprint),
    RUN (there_is_no_second_new_key_before_the_first_is_enrolled),
    RUN (headquarters_changes_its_key_and_members_learn_it_with_their_roster),
    RUN (old_keys_outlive_closing_and_many_mandates),
    RUN (a_custodian_still_counts_with_a_new_key_for_bundles),
  };

  return cmocka_run_group_tests_name ("new-key", tests, NULL, NULL);
}
