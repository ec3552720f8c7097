/* test-reconcile.c - from the field to headquarters and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <unistd.h>

#include "core/error.h"
#include "core/sealed.h"
#include "sync/waiting.h"
#include "tests/exchange.h"
#include "tests/world.h"

static int
set_up (void **state)
{
  World *world = world_new ("mjr");

  panel_take (world->headquarters, world->mara);
  *state = world;
  return 0;
}

/* The registry alone: "headquarters" also means the coordinators. */
static char *
registry_of (FixtureStore *store)
{
  return valise_store_dup_meta (store->store, "registry");
}

static char *
pack_to_registry (FixtureStore *from)
{
  g_autofree char *registry = registry_of (from);

  return exchange_pack (from, registry);
}

static void
to_registry (World *world, FixtureStore *from)
{
  g_autofree char *path = pack_to_registry (from);

  assert_non_null (path);
  exchange_take (world->headquarters, path, VALISE_OUTCOME_MERGED);
}

static void
what_was_sent_is_held_only_after_the_receipt (void **state)
{
  World *world = *state;
  g_autoptr (GError) error = NULL;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Kasira depot", NULL);
  ValiseWaiting waiting;
  g_autofree char *title = NULL;

  to_registry (world, world->adeko);
  title = exchange_value (world->headquarters, record, "title");
  assert_string_equal (title, "\"Kasira depot\"");
  assert_true (valise_waiting_count (world->adeko->store, &waiting, &error));
  assert_int_equal (waiting.entries, 1);
  assert_int_equal (waiting.acknowledged, 0);
  exchange_send (world->headquarters, world->adeko, "T. Adeko");
  assert_true (valise_waiting_count (world->adeko->store, &waiting, &error));
  assert_int_equal (waiting.acknowledged, 1);
}

static void
what_is_held_is_not_sent_again (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  g_autofree char *again = NULL, *answer = NULL, *other = NULL;

  to_registry (world, world->adeko);
  exchange_send (world->headquarters, world->adeko, "T. Adeko");
  again = pack_to_registry (world->adeko);
  assert_null (again);
  /* The next record takes along the receipt for what headquarters sent; after
   * headquarters' own receipt for it, neither has anything left to say. */
  other = exchange_add (world->adeko, "sighting", "title", "Belua market", NULL);
  to_registry (world, world->adeko);
  exchange_send (world->headquarters, world->adeko, "T. Adeko");
  answer = exchange_pack (world->headquarters, "T. Adeko");
  assert_null (answer);
}

static void
a_bundle_applied_twice_changes_nothing (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  g_autofree char *path = pack_to_registry (world->adeko), *before = NULL, *after = NULL;
  ValiseReconciled *again;

  exchange_take (world->headquarters, path, VALISE_OUTCOME_MERGED);
  before = exchange_dump (world->headquarters);
  again = exchange_reconcile (world->headquarters, path);
  assert_int_equal (again->outcome, VALISE_OUTCOME_MERGED);
  assert_int_equal (again->added + again->opened + again->aside, 0);
  assert_int_equal (again->known, again->entries);
  assert_false (again->receipt);
  valise_reconciled_free (again);
  after = exchange_dump (world->headquarters);
  assert_string_equal (before, after);
}

static void
a_bundle_that_arrives_before_its_predecessor_merges (void **state)
{
  World *world = *state;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = exchange_add (world->adeko, "sighting", "title", "First", NULL);
  g_autofree char *one = pack_to_registry (world->adeko);
  g_autofree char *second = exchange_add (world->adeko, "sighting", "title", "Second", NULL);
  g_autofree char *two = pack_to_registry (world->adeko);
  g_autofree char *title = NULL;

  exchange_take (world->headquarters, two, VALISE_OUTCOME_MERGED);
  exchange_take (world->headquarters, one, VALISE_OUTCOME_MERGED);
  title = exchange_value (world->headquarters, second, "title");
  assert_string_equal (title, "\"Second\"");
  assert_no_error (error);
}

static void
a_bundle_that_came_late_does_not_stop_the_next_one (void **state)
{
  World *world = *state;
  g_autofree char *first = exchange_add (world->adeko, "sighting", "title", "First", NULL);
  g_autofree char *one = pack_to_registry (world->adeko);
  g_autofree char *second = exchange_add (world->adeko, "sighting", "title", "Second", NULL);
  g_autofree char *two = pack_to_registry (world->adeko);
  g_autofree char *third = NULL, *title = NULL;

  exchange_take (world->headquarters, two, VALISE_OUTCOME_MERGED);
  exchange_take (world->headquarters, one, VALISE_OUTCOME_MERGED);
  exchange_send (world->headquarters, world->adeko, "T. Adeko");
  third = exchange_add (world->adeko, "sighting", "title", "Third", NULL);
  to_registry (world, world->adeko);
  title = exchange_value (world->headquarters, third, "title");
  assert_string_equal (title, "\"Third\"");
}

static void
a_colleagues_correction_is_a_proposal_until_it_is_settled (void **state)
{
  World *world = *state;
  g_autoptr (GError) error = NULL;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  g_autofree char *settled = NULL;

  g_autoptr (FixtureStore) colleague =
      panel_member_new (world->headquarters, "L. Brandt", "expert", PANEL_CASE);

  panel_take (world->headquarters, world->adeko);
  to_registry (world, world->adeko);
  exchange_send (world->headquarters, colleague, "L. Brandt");
  exchange_edit (colleague, record, "title", "Kasira depot");
  to_registry (world, colleague);
  assert_int_equal (exchange_count_values (world->headquarters, record, "title"), 2);
  exchange_send (world->headquarters, world->adeko, "T. Adeko");
  assert_int_equal (exchange_count_values (world->adeko, record, "title"), 2);
  assert_true (valise_record_settle (world->adeko->store, record, "title", 0, "\"Kasira depot\"",
                                     &error));
  assert_no_error (error);
  to_registry (world, world->adeko);
  assert_int_equal (exchange_count_values (world->headquarters, record, "title"), 1);
  settled = exchange_value (world->headquarters, record, "title");
  assert_string_equal (settled, "\"Kasira depot\"");
}

static void
a_jmac_officer_gets_the_sighting_and_not_the_source (void **state)
{
  World *world = *state;
  g_autoptr (GError) error = NULL;
  g_autofree char *interview = NULL, *told = NULL, *seen = NULL;

  fixture_store_make_vault (world->adeko);
  interview = exchange_add (world->adeko, "interview", "codename", "HERON", "source-name",
                            "Jean Source", "consent.mission", "no", NULL);
  told = exchange_add (world->adeko, "sighting", "title", "Told", "told-in", interview, NULL);
  seen = exchange_add (world->adeko, "sighting", "title", "Seen", NULL);
  panel_take (world->headquarters, world->jmac);
  exchange_send (world->adeko, world->jmac, "Okoye");
  {
    g_autofree char *title = exchange_value (world->jmac, seen, "title");

    assert_string_equal (title, "\"Seen\"");
  }
  assert_null (exchange_value (world->jmac, told, "title"));
  assert_null (valise_record_load (world->jmac->store, interview, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
}

static void
a_withdrawn_consent_closes_the_interview_where_it_went (void **state)
{
  World *world = *state;
  g_autoptr (GError) error = NULL;
  g_autofree char *interview = exchange_add (world->adeko, "interview", "codename", "HERON",
                                             "consent.mission", "yes", NULL);
  g_autoptr (GPtrArray) before = NULL, after = NULL;

  panel_take (world->headquarters, world->jmac);
  exchange_send (world->adeko, world->jmac, "Okoye");
  before = valise_projection_search (world->jmac->store, "heron", 10, &error);
  assert_int_equal (before->len, 1);
  /* No receipt has come back: what was sent is enough to be told. */
  exchange_edit (world->adeko, interview, "consent.mission", "withdrawn");
  exchange_send (world->adeko, world->jmac, "Okoye");
  after = valise_projection_search (world->jmac->store, "heron", 10, &error);
  assert_int_equal (after->len, 0);
  {
    g_autoptr (ValiseRecord) loaded = valise_record_load (world->jmac->store, interview, &error);

    assert_true (valise_record_is_closed (world->jmac->store, loaded));
  }
}

static void
headquarters_holds_a_sealed_value_and_cannot_open_it (void **state)
{
  World *world = *state;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseRecord) loaded = NULL;
  g_autoptr (ValiseSecret) opened = NULL;
  g_autofree char *record = NULL, *none = NULL;
  const char *value;
  ValiseHash handle;
  ValiseWaiting waiting;

  fixture_store_make_vault (world->adeko);
  record = exchange_add (world->adeko, "interview", "codename", "HERON", "source-name", "Jean", NULL);
  to_registry (world, world->adeko);
  loaded = valise_record_load (world->headquarters->store, record, &error);
  assert_no_error (error);
  value = valise_state_get (loaded->state, "source-name");
  assert_non_null (value);
  assert_true (valise_sealed_parse_handle (value, &handle));
  assert_true (valise_sealed_is_here (world->headquarters->store, &handle));
  opened = valise_sealed_open (world->headquarters->store, &handle, record, "source-name",
                               valise_store_get_keys (world->headquarters->store)->bundles, &error);
  assert_null (opened);
  assert_error_code (error, VALISE_ERROR_NOT_FOR_US);
  exchange_send (world->headquarters, world->adeko, "T. Adeko");
  none = exchange_pack (world->adeko, valise_store_get_device (world->headquarters->store));
  assert_null (none); /* the receipt names it, */
  assert_true (valise_waiting_count (world->adeko->store, &waiting, &error));
  assert_int_equal (waiting.entries, 1); /* but there is no custodian who could read it */
  assert_int_equal (waiting.acknowledged, 0);
}

static void
a_bundle_for_somebody_else_is_refused_and_changes_nothing (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  g_autofree char *path = pack_to_registry (world->adeko);
  g_autofree char *before = exchange_dump (world->jmac), *after = NULL;
  ValiseReconciled *result = exchange_reconcile (world->jmac, path);

  assert_int_equal (result->outcome, VALISE_OUTCOME_REFUSED);
  assert_int_equal (result->code, VALISE_ERROR_NOT_FOR_US);
  valise_reconciled_free (result);
  after = exchange_dump (world->jmac);
  assert_string_equal (before, after);
}

static void
a_bundle_from_an_unknown_sender_is_held_and_merges_with_the_roster (void **state)
{
  World *world = *state;
  g_autoptr (GError) error = NULL;
  g_autoptr (FixtureStore) late =
      panel_member_new (world->headquarters, "L. Brandt", "expert", PANEL_CASE);
  g_autofree char *record = exchange_add (late, "sighting", "title", "Late", NULL);
  g_autofree char *path = NULL, *title = NULL;
  g_autoptr (GPtrArray) tried = NULL;

  panel_take (world->headquarters, late);
  path = exchange_pack (late, "T. Adeko");
  exchange_take (world->adeko, path, VALISE_OUTCOME_HELD);
  panel_take (world->headquarters, world->adeko);
  tried = valise_reconcile_kept (world->adeko->store, &error);
  assert_no_error (error);
  assert_int_equal (tried->len, 1);
  assert_int_equal (((const ValiseReconciled *) tried->pdata[0])->outcome, VALISE_OUTCOME_MERGED);
  title = exchange_value (world->adeko, record, "title");
  assert_string_equal (title, "\"Late\"");
}

static void
both_orders_give_the_same_projection (void **state)
{
  World *world = *state;
  g_autoptr (FixtureStore) other = NULL;
  g_autofree char *a = exchange_add (world->adeko, "sighting", "title", "A", NULL);
  g_autofree char *one = exchange_pack (world->adeko, "Mara");
  g_autofree char *two = NULL, *first = NULL, *second = NULL;

  other = panel_member_new (world->headquarters, "L. Brandt", "coordinator", PANEL_CASE);
  panel_take (world->headquarters, world->adeko);
  exchange_edit (world->adeko, a, "title", "A again");
  two = exchange_pack (world->adeko, "Mara");
  exchange_take (world->mara, two, VALISE_OUTCOME_MERGED);
  second = exchange_dump (world->mara);
  exchange_take (world->mara, one, VALISE_OUTCOME_MERGED);
  first = exchange_dump (world->mara);
  assert_string_equal (first, second);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (what_was_sent_is_held_only_after_the_receipt, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (what_is_held_is_not_sent_again, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_bundle_applied_twice_changes_nothing, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_bundle_that_arrives_before_its_predecessor_merges, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_bundle_that_came_late_does_not_stop_the_next_one, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_colleagues_correction_is_a_proposal_until_it_is_settled,
                                     set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_jmac_officer_gets_the_sighting_and_not_the_source, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_withdrawn_consent_closes_the_interview_where_it_went, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (headquarters_holds_a_sealed_value_and_cannot_open_it, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_bundle_for_somebody_else_is_refused_and_changes_nothing,
                                     set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (
        a_bundle_from_an_unknown_sender_is_held_and_merges_with_the_roster, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (both_orders_give_the_same_projection, set_up, world_tear_down),
  };

  return cmocka_run_group_tests_name ("reconcile", tests, NULL, NULL);
}
