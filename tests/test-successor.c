/* test-successor.c - stores that came back: restored, copied, lied to by a disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/admission.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "core/projection.h"
#include "core/successor.h"
#include "sync/came-back.h"
#include "sync/enrol.h"
#include "sync/waiting.h"
#include "tests/exchange.h"
#include "tests/world.h"

static int
set_up (void **state)
{
  *state = world_new ("mr");
  return 0;
}

/* ROOT/NAME becomes a copy of the store's folder. */
static void
copy_aside (FixtureStore *fixture, const char *name)
{
  g_autofree char *to = g_build_filename (fixture->root, name, NULL);
  const char *const arguments[] = { "cp", "-a", fixture->folder, to, NULL };

  fixture_store_close (fixture);
  g_free (fixture_run (fixture->root, arguments));
  fixture_store_reopen (fixture);
}

/* The copy takes the place of the store. */
static void
put_back (FixtureStore *fixture, const char *name)
{
  g_autofree char *from = g_build_filename (fixture->root, name, NULL);
  const char *const arguments[] = { "cp", "-a", from, fixture->folder, NULL };

  fixture_store_close (fixture);
  fixture_remove_tree (fixture->folder);
  g_free (fixture_run (fixture->root, arguments));
  fixture_store_reopen (fixture);
}

static char *
pack_to_registry (FixtureStore *from)
{
  g_autofree char *registry = valise_store_dup_meta (from->store, "registry");

  return exchange_pack (from, registry);
}

static void
to_registry (World *world, FixtureStore *from)
{
  g_autofree char *path = pack_to_registry (from);

  assert_non_null (path);
  exchange_take (world->headquarters, path, VALISE_OUTCOME_MERGED);
}

static char *
pack_back (World *world, FixtureStore *to)
{
  return exchange_pack (world->headquarters, valise_store_get_device (to->store));
}

static void
from_registry (World *world, FixtureStore *to)
{
  g_autofree char *path = pack_back (world, to);

  assert_non_null (path);
  exchange_take (to, path, VALISE_OUTCOME_MERGED);
}

/* Takes a bundle in that makes a successor of the store. */
static void
take_and_succeed (FixtureStore *to, const char *path, ValiseOutcome outcome)
{
  g_autofree char *before = g_strdup (valise_store_get_device (to->store));
  ValiseReconciled *done = exchange_reconcile (to, path);

  if (done->outcome != outcome)
    fail_msg ("%s: %s", valise_outcome_to_text (done->outcome), done->reason);
  assert_non_null (done->closed);
  assert_string_equal (done->closed, before);
  assert_string_not_equal (valise_store_get_device (to->store), before);
  valise_reconciled_free (done);
}

/* As headquarters does: no cases, role or dates are given again. */
static void
enrol_successor (World *world, FixtureStore *member)
{
  panel_enrol (world->headquarters, member, "");
  from_registry (world, member);
}

static void
assert_title (FixtureStore *store, const char *record, const char *title)
{
  g_autofree char *value = exchange_value (store, record, "title");
  g_autofree char *expected = g_strdup_printf ("\"%s\"", title);

  assert_non_null (value);
  assert_string_equal (value, expected);
  assert_int_equal (exchange_count_values (store, record, "title"), 1);
}

static void
assert_sound (FixtureStore *fixture)
{
  g_autofree char *before = exchange_dump (fixture), *after = NULL;
  g_autoptr (GError) error = NULL;

  valise_projection_rebuild (fixture->store, NULL, NULL, &error);
  assert_no_error (error);
  after = exchange_dump (fixture);
  assert_string_equal (before, after);
}

static void
a_restored_store_goes_on_as_successor_and_nothing_is_lost (void **state)
{
  World *world = *state;
  g_autofree char *kept =
      exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  g_autofree char *lost = NULL, *fresh = NULL, *answer = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) before = NULL;
  ValiseWaiting waiting;

  to_registry (world, world->adeko);
  from_registry (world, world->adeko);
  copy_aside (world->adeko, "backup");
  lost = exchange_add (world->adeko, "sighting", "title", "Written after the backup",
                       NULL);
  to_registry (world, world->adeko);
  answer = pack_back (world, world->adeko);
  put_back (world->adeko, "backup");
  fresh = exchange_add (world->adeko, "sighting", "title", "First", NULL);
  exchange_edit (world->adeko, fresh, "title", "Second");

  take_and_succeed (world->adeko, answer, VALISE_OUTCOME_MERGED);
  assert_title (world->adeko, kept, "Kasira");
  assert_title (world->adeko, fresh, "Second");
  before = valise_successor_dup_predecessors (world->adeko->store);
  assert_non_null (before[0]);
  assert_null (before[1]);
  assert_false (valise_roster_is_joined (world->adeko->store));

  enrol_successor (world, world->adeko);
  assert_true (valise_roster_is_joined (world->adeko->store));
  assert_title (world->adeko, lost, "Written after the backup");
  to_registry (world, world->adeko);
  assert_title (world->headquarters, kept, "Kasira");
  assert_title (world->headquarters, lost, "Written after the backup");
  assert_title (world->headquarters, fresh, "Second");
  from_registry (world, world->adeko);
  valise_waiting_count (world->adeko->store, &waiting, &error);
  assert_no_error (error);
  assert_int_equal (waiting.acknowledged, waiting.entries);
  assert_sound (world->adeko);
  assert_sound (world->headquarters);
}

static void
a_successor_sends_nothing_before_it_is_enrolled (void **state)
{
  World *world = *state;
  g_autofree char *record =
      exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) recipients = NULL, packed = NULL;
  ValisePackOptions options = { .folder = world->adeko->root };
  ValiseSuccessor done;

  valise_successor_begin (world->adeko->store, 0, &done, &error);
  assert_no_error (error);
  assert_string_not_equal (done.device, valise_store_get_device (world->adeko->store));
  assert_true (done.again > 0);
  assert_title (world->adeko, record, "Kasira");
  recipients = valise_roster_match (world->adeko->store, "headquarters", &error);
  assert_no_error (error);
  packed = valise_pack (world->adeko->store, recipients, &options, &error);
  assert_null (packed);
  assert_int_equal (error->code, VALISE_ERROR_NOT_ALLOWED);
}

static void
the_common_part_cannot_be_more_than_there_is (void **state)
{
  World *world = *state;
  g_autofree char *device = g_strdup (valise_store_get_device (world->adeko->store));
  g_autoptr (GError) error = NULL;
  ValiseSuccessor done;

  assert_false (valise_successor_begin (world->adeko->store, 1000, &done, &error));
  assert_int_equal (error->code, VALISE_ERROR_INVALID);
  assert_string_equal (valise_store_get_device (world->adeko->store), device);
}

/* The newest checkpoint that headquarters has of the member's log. */
static void
find_branch (World *world, FixtureStore *member, ValiseCheckpoint *branch)
{
  ValiseStore *store = world->headquarters->store;
  g_autoptr (GError) error = NULL;
  gint64 log = valise_log_find (store, valise_store_get_device (member->store), &error);
  g_autofree char *note = valise_log_dup_checkpoint (store, log, 0, &error);

  assert_no_error (error);
  valise_checkpoint_parse (note, strlen (note), branch, &error);
  assert_no_error (error);
}

/* Two copies of one store are used; headquarters hears of one first. That log
 * was forked then: what the copy wrote comes again from its successor, and what
 * the other wrote, who is no more, counts when headquarters says so. */
static void
two_copies_in_use_both_reach_headquarters (void **state)
{
  World *world = *state;
  ValiseCheckpoint branch;
  g_autoptr (GError) error = NULL;
  g_autofree char *shared =
      exchange_add (world->adeko, "sighting", "title", "Before", NULL);
  g_autofree char *ours = NULL, *theirs = NULL, *answer = NULL, *late = NULL;

  to_registry (world, world->adeko);
  from_registry (world, world->adeko);
  copy_aside (world->adeko, "clone");
  ours = exchange_add (world->adeko, "sighting", "title", "Ours", NULL);
  exchange_edit (world->adeko, shared, "title", "Changed by us");
  to_registry (world, world->adeko);
  answer = pack_back (world, world->adeko);
  put_back (world->adeko, "clone");

  theirs = exchange_add (world->adeko, "sighting", "title", "Theirs", NULL);
  late = pack_to_registry (world->adeko);
  find_branch (world, world->adeko, &branch);
  exchange_take (world->headquarters, late, VALISE_OUTCOME_MERGED);
  take_and_succeed (world->adeko, answer, VALISE_OUTCOME_MERGED);
  enrol_successor (world, world->adeko);
  to_registry (world, world->adeko);
  from_registry (world, world->adeko);
  assert_title (world->headquarters, shared, "Before");
  valise_admission_choose (world->headquarters->store, branch.device, &branch, NULL, &error);
  assert_no_error (error);
  from_registry (world, world->adeko);
  assert_title (world->headquarters, ours, "Ours");
  assert_title (world->headquarters, theirs, "Theirs");
  assert_title (world->headquarters, shared, "Changed by us");
  assert_title (world->adeko, ours, "Ours");
  assert_title (world->adeko, shared, "Changed by us");
  assert_sound (world->headquarters);
}

static void
another_members_device_cannot_be_succeeded (void **state)
{
  World *world = *state;
  g_autofree char *request = NULL, *fingerprint = NULL;
  const char *const cases[] = { PANEL_CASE, NULL };
  ValiseEnrolment enrolment = { .cases = cases };
  g_autoptr (GError) error = NULL;

  valise_store_set_meta (world->adeko->store, "predecessors",
                         valise_store_get_device (world->mara->store), &error);
  assert_no_error (error);
  request = valise_enrol_request (world->adeko->store, &error);
  assert_no_error (error);
  fingerprint = panel_fingerprint (world->adeko);
  assert_false (valise_enrol_accept (world->headquarters->store, request,
                                     strlen (request), fingerprint, &enrolment, NULL,
                                     &error));
  assert_int_equal (error->code, VALISE_ERROR_REFUSED);
}

static guint64
acknowledged (FixtureStore *fixture)
{
  g_autoptr (GError) error = NULL;
  ValiseWaiting waiting;

  valise_waiting_count (fixture->store, &waiting, &error);
  assert_no_error (error);
  return waiting.acknowledged;
}

/* Headquarters' registry comes back from a backup, finds out by a member's
 * receipt, and gets again what it lost. */
static void
a_restored_registry_goes_on_as_successor_too (void **state)
{
  World *world = *state;
  g_autofree char *kept =
      exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  g_autofree char *lost = NULL, *more = NULL, *theirs = NULL, *path = NULL, *old = NULL,
                  *now = NULL;

  to_registry (world, world->adeko);
  from_registry (world, world->adeko);
  copy_aside (world->headquarters, "backup");
  old = g_strdup (valise_store_get_device (world->headquarters->store));
  lost = exchange_add (world->adeko, "sighting", "title", "Lost at headquarters", NULL);
  theirs = exchange_add (world->headquarters, "sighting", "title", "For all", ".case",
                         PANEL_CASE, NULL);
  to_registry (world, world->adeko);
  from_registry (world, world->adeko);
  assert_title (world->adeko, theirs, "For all");
  assert_int_equal (acknowledged (world->adeko), 2);
  put_back (world->headquarters, "backup");

  /* It cannot compare what follows on what it lost, until that is sent again. */
  more = exchange_add (world->adeko, "sighting", "title", "Later", NULL);
  path = pack_to_registry (world->adeko);
  take_and_succeed (world->headquarters, path, VALISE_OUTCOME_HELD);
  assert_title (world->headquarters, kept, "Kasira");

  panel_take (world->headquarters, world->adeko); /* by the roster key that is pinned */
  from_registry (world, world->adeko);
  now = valise_store_dup_meta (world->adeko->store, "registry");
  assert_string_equal (now, valise_store_get_device (world->headquarters->store));
  assert_string_not_equal (now, old);
  assert_int_equal (acknowledged (world->adeko),
                    1); /* the lost one is held no longer */
  to_registry (world, world->adeko);
  assert_title (world->headquarters, lost, "Lost at headquarters");
  assert_title (world->headquarters, more, "Later");
  from_registry (world, world->adeko);
  assert_int_equal (acknowledged (world->adeko), 3);
  assert_sound (world->headquarters);
  assert_sound (world->adeko);
}

/* What headquarters decided after the backup it does not know: Adeko was
 * revoked, and Mara has its judgement. */
static void
a_restored_registry_says_anew_what_counts (void **state)
{
  World *world = *state;
  g_autofree char *record = NULL;
  g_autoptr (GError) error = NULL;
  ValiseSuccessor done;

  copy_aside (world->headquarters, "backup");
  valise_enrol_revoke (world->headquarters->store, "T. Adeko", &error);
  assert_no_error (error);
  from_registry (world, world->mara);
  put_back (world->headquarters, "backup");
  valise_clock_stop_at (FIXTURE_NOW - FIXTURE_DAY); /* no clock decides it */
  valise_came_back (world->headquarters->store, &done, &error);
  assert_no_error (error);
  panel_take (world->headquarters, world->adeko);
  panel_take (world->headquarters, world->mara);
  record = exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  to_registry (world, world->adeko);
  assert_title (world->headquarters, record, "Kasira");
  from_registry (world, world->mara);
  assert_title (world->mara, record, "Kasira");
}

/* The registry of the backup never had the checkpoint that Mara has by it: the
 * custody events around it are covered, and cut where Adeko's bundle was. */
static void
a_restored_registry_cuts_lines_where_the_lost_one_did (void **state)
{
  World *world = *state;
  g_autofree char *record = NULL;
  g_autoptr (GError) error = NULL;
  ValiseSuccessor done;

  copy_aside (world->headquarters, "backup");
  record = exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  for (guint i = 0; i < 4; i++)
    valise_record_note_custody (world->adeko->store, "looked", record, NULL, NULL, &error);
  to_registry (world, world->adeko);
  from_registry (world, world->mara);
  put_back (world->headquarters, "backup");
  valise_came_back (world->headquarters->store, &done, &error);
  assert_no_error (error);
  panel_take (world->headquarters, world->adeko);
  panel_take (world->headquarters, world->mara);
  exchange_edit (world->adeko, record, "title", "Kasira airstrip");
  to_registry (world, world->adeko);
  from_registry (world, world->mara);
  assert_title (world->mara, record, "Kasira airstrip");
}

/* The laptop that the backup was put on was ten years ahead, until somebody saw
 * it: the registry before is over all the same. */
static void
a_registry_restored_on_a_wrong_clock_packs_when_it_is_set_right (void **state)
{
  World *world = *state;
  g_autoptr (GError) error = NULL;
  g_autofree char *now = NULL;
  ValiseSuccessor done;

  valise_clock_stop_at (FIXTURE_NOW + 3650 * FIXTURE_DAY);
  valise_came_back (world->headquarters->store, &done, &error);
  assert_no_error (error);
  valise_clock_stop_at (FIXTURE_NOW);
  panel_take (world->headquarters, world->adeko);
  now = valise_store_dup_meta (world->adeko->store, "registry");
  assert_string_equal (now, valise_store_get_device (world->headquarters->store));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (
        a_restored_store_goes_on_as_successor_and_nothing_is_lost, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_successor_sends_nothing_before_it_is_enrolled,
                                     set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (the_common_part_cannot_be_more_than_there_is,
                                     set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (two_copies_in_use_both_reach_headquarters, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (another_members_device_cannot_be_succeeded, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_restored_registry_goes_on_as_successor_too,
                                     set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_restored_registry_says_anew_what_counts, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_restored_registry_cuts_lines_where_the_lost_one_did, set_up, world_tear_down),
    cmocka_unit_test_setup_teardown (a_registry_restored_on_a_wrong_clock_packs_when_it_is_set_right, set_up,
                                     world_tear_down),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
