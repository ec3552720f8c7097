/* test-standing.c - here only, sent, held by headquarters: by what was packed and what came back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/attach.h"
#include "sync/arrived.h"
#include "sync/sent.h"
#include "sync/standing.h"
#include "tests/exchange.h"
#include "tests/world.h"

static ValiseStanding
standing_of (FixtureStore *at, const char *record)
{
  g_autoptr (ValiseStandings) standings = valise_standings_load (at->store, NULL);
  g_autoptr (ValiseRecord) loaded = valise_record_load (at->store, record, NULL);

  assert_non_null (standings);
  assert_non_null (loaded);
  return valise_standings_of (standings, loaded);
}

static void
a_record_is_sent_when_a_bundle_for_headquarters_has_it_and_held_by_its_receipt (void **state)
{
  World *world = *state;
  g_autofree char *note = exchange_add (world->adeko, "note", "title", "One", "text", "Heard", NULL);

  assert_int_equal (standing_of (world->adeko, note), VALISE_STANDING_HERE);
  exchange_send (world->adeko, world->headquarters, "headquarters");
  assert_int_equal (standing_of (world->adeko, note), VALISE_STANDING_SENT);
  fixture_store_reopen (world->adeko);
  assert_int_equal (standing_of (world->adeko, note), VALISE_STANDING_SENT);
  exchange_pass (world->headquarters, world->adeko);
  assert_int_equal (standing_of (world->adeko, note), VALISE_STANDING_HELD);
  exchange_edit (world->adeko, note, "text", "Heard twice");
  assert_int_equal (standing_of (world->adeko, note), VALISE_STANDING_HERE);
}

static void
what_went_to_a_colleague_alone_is_still_here_only (void **state)
{
  World *world = *state;
  g_autofree char *note = exchange_add (world->adeko, "note", "title", "One", "text", "Heard", NULL);
  g_autofree char *path = exchange_pack (world->adeko, exchange_device (world->brandt));

  assert_non_null (path);
  assert_int_equal (standing_of (world->adeko, note), VALISE_STANDING_HERE);
}

static void
a_store_that_was_packed_from_before_it_remembered_reads_its_own_log (void **state)
{
  World *world = *state;
  g_autofree char *note = exchange_add (world->adeko, "note", "title", "One", "text", "Heard", NULL);
  g_autofree char *path = exchange_pack (world->adeko, "headquarters");
  g_autoptr (GArray) ranges = NULL;
  g_autoptr (GError) error = NULL;

  assert_non_null (path);
  assert_true (valise_db_execute (valise_store_get_db (world->adeko->store),
                               "DELETE FROM sent_range; DELETE FROM sent_bundle; DELETE FROM meta WHERE name = 'sent_read'", &error));
  assert_int_equal (standing_of (world->adeko, note), VALISE_STANDING_HERE);
  assert_true (valise_sent_follow (world->adeko->store, &error));
  assert_int_equal (standing_of (world->adeko, note), VALISE_STANDING_SENT);
}

/* A file of its own stands behind the words about it. */
static void
a_photo_is_held_only_when_its_file_is (void **state)
{
  World *world = *state;
  g_autofree char *path = g_build_filename (world->adeko->root, "deed.txt", NULL), *note = NULL, *json = NULL;
  g_autoptr (ValiseAttachment) file = NULL;
  g_autoptr (ValiseStandings) standings = NULL;

  assert_true (g_file_set_contents (path, "a deed of sale", -1, NULL));
  assert_true (valise_attach (world->adeko->store, path, &file, NULL));
  json = valise_attachment_to_json (file);
  note = fixture_add (world->adeko, "photo", "caption", "\"Deed\"", "original", json, NULL);
  standings = valise_standings_load (world->adeko->store, NULL);
  assert_int_equal (valise_standings_of_file (standings, &file->sha256), VALISE_STANDING_HERE);
  exchange_send (world->adeko, world->headquarters, "headquarters");
  assert_int_equal (standing_of (world->adeko, note), VALISE_STANDING_SENT);
  assert_int_equal (valise_standings_of_file (standings, &file->sha256), VALISE_STANDING_SENT);
  exchange_pass (world->headquarters, world->adeko);
  assert_int_equal (standing_of (world->adeko, note), VALISE_STANDING_HELD);
}

static void
bundles_that_were_written_are_listed_with_what_they_carried (void **state)
{
  World *world = *state;
  g_autofree char *note = exchange_add (world->adeko, "note", "title", "One", "text", "Heard", NULL);
  g_autofree char *path = exchange_pack (world->adeko, "headquarters"), *base = g_path_get_basename (path);
  g_autoptr (GPtrArray) bundles = valise_sent_bundles (world->adeko->store, 0, NULL);
  const ValiseSentBundle *bundle;

  assert_int_equal (bundles->len, 1);
  bundle = bundles->pdata[0];
  assert_string_equal (bundle->to, "Registry (headquarters)");
  assert_true (g_str_has_prefix (base, bundle->name));
  assert_int_equal (g_strv_length (bundle->entries), 1);
  assert_int_equal (g_strv_length (bundle->files), 0);
}

/* Arrived */

static void
what_a_colleague_recorded_arrives_unread_the_actionable_first (void **state)
{
  World *world = *state;
  g_autofree char *note = exchange_add (world->adeko, "note", "title", "One", "text", "Heard", NULL);
  g_autofree char *find = exchange_add (world->adeko, "sighting", "title", "Cache", "actionable", "true", NULL);
  g_autofree char *item = exchange_add (world->adeko, "item", "parent", find, NULL);
  g_autoptr (GPtrArray) list = NULL;
  guint64 all = 0, unread = 0, actionable = 0;

  exchange_send (world->adeko, world->headquarters, "headquarters");
  assert_true (valise_arrived_count (world->headquarters->store, &all, &unread, &actionable, NULL));
  assert_int_equal (all, 2); /* a part of a cache is no news of its own */
  assert_int_equal (unread, 2);
  assert_int_equal (actionable, 1);
  list = valise_arrived_list (world->headquarters->store, 0, NULL);
  assert_string_equal (((const ValiseArrived *) list->pdata[0])->record, find);
  assert_string_equal (((const ValiseArrived *) list->pdata[0])->author, "T. Adeko");
  assert_true (valise_arrived_read (world->headquarters->store, find, NULL));
  assert_true (valise_arrived_count (world->headquarters->store, &all, &unread, &actionable, NULL));
  assert_int_equal (unread, 1);
  assert_int_equal (actionable, 0);
}

static void
a_record_that_was_read_and_becomes_actionable_is_unread_again (void **state)
{
  World *world = *state;
  g_autofree char *find = exchange_add (world->adeko, "sighting", "title", "Cache", NULL);
  guint64 all = 0, unread = 0, actionable = 0;

  exchange_send (world->adeko, world->headquarters, "headquarters");
  assert_true (valise_arrived_read (world->headquarters->store, NULL, NULL));
  exchange_edit (world->adeko, find, "description", "Rifles");
  exchange_send (world->adeko, world->headquarters, "headquarters");
  assert_true (valise_arrived_count (world->headquarters->store, &all, &unread, &actionable, NULL));
  assert_int_equal (unread, 0);
  exchange_edit (world->adeko, find, "actionable", "true");
  exchange_send (world->adeko, world->headquarters, "headquarters");
  assert_true (valise_arrived_count (world->headquarters->store, &all, &unread, &actionable, NULL));
  assert_int_equal (actionable, 1);
}

static int
set_up (void **state)
{
  *state = world_new ("br");
  return 0;
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (a_record_is_sent_when_a_bundle_for_headquarters_has_it_and_held_by_its_receipt, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (what_went_to_a_colleague_alone_is_still_here_only, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_store_that_was_packed_from_before_it_remembered_reads_its_own_log, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_photo_is_held_only_when_its_file_is, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (bundles_that_were_written_are_listed_with_what_they_carried, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (what_a_colleague_recorded_arrives_unread_the_actionable_first, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_record_that_was_read_and_becomes_actionable_is_unread_again, set_up, world_tear_down),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
