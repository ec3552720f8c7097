/* test-reseal.c - sealed values written again for the custodians of the day
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "core/sealed.h"
#include "core/verify.h"
#include "sync/enrol.h"
#include "sync/lines.h"
#include "sync/reseal.h"
#include "sync/waiting.h"
#include "tests/exchange.h"
#include "tests/hostile.h"

#define SECRET "Zephyrine of the third well"

typedef struct {
  FixtureStore *headquarters, *keeper, *adeko;
  char *record;      /* adeko's interview, written before joining */
  ValiseHash handle; /* of its source's name */
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

static void
find_handle (FixtureStore *store, const char *record, ValiseHash *handle)
{
  g_autofree char *text = exchange_value (store, record, "source-name");

  assert_non_null (text);
  assert_true (valise_sealed_parse_handle (text, handle));
}

static void
join_into_case (FixtureStore *headquarters, FixtureStore *member)
{
  g_autofree char *roster = NULL, *fingerprint = panel_fingerprint (headquarters);
  GError *error = NULL;

  panel_enrol (headquarters, member, PANEL_CASE);
  roster = panel_issue (headquarters, member);
  valise_enrol_join (member->store, roster, strlen (roster), fingerprint, PANEL_CASE, &error);
  assert_no_error (error);
}

/* Adeko wrote down a source before he was on a roster. */
static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);

  valise_clock_stop_at (FIXTURE_NOW);
  world->headquarters = panel_headquarters_new ();
  world->keeper = panel_member_new (world->headquarters, "Keeper", "custodian", PANEL_CASE);
  world->adeko = fixture_store_new ("T. Adeko", "expert");
  fixture_store_make_vault (world->adeko);
  world->record = exchange_add (world->adeko, "interview", "codename", "HERON", "source-name",
                                SECRET, NULL);
  find_handle (world->adeko, world->record, &world->handle);
  join_into_case (world->headquarters, world->adeko);
  panel_take (world->headquarters, world->keeper);
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
  g_free (world->record);
  g_free (world);
  valise_clock_stop_at (-1);
  return 0;
}

static guint64
waiting (FixtureStore *store)
{
  ValiseResealCount count;
  GError *error = NULL;

  valise_reseal_count (store->store, &count, &error);
  assert_no_error (error);
  return count.waiting;
}

static ValiseResealed
reseal (FixtureStore *store)
{
  g_autoptr (ValiseSecret) vault = fixture_store_open_vault (store);
  ValiseResealed done;
  GError *error = NULL;

  valise_reseal (store->store, vault, NULL, NULL, &done, &error);
  assert_no_error (error);
  return done;
}

static guint
versions (FixtureStore *store, const ValiseHash *handle)
{
  g_autoptr (GPtrArray) found = fixture_sealed_versions (store, handle);

  return found->len;
}

/* NULL: it does not open to this store's vault. */
static char *
read_source (FixtureStore *store, const char *record)
{
  g_autoptr (ValiseSecret) vault = fixture_store_open_vault (store), value = NULL;
  ValiseHash handle;

  find_handle (store, record, &handle);
  value = valise_sealed_open (store->store, &handle, record, "source-name", vault, NULL);
  return value != NULL ? g_strdup (valise_secret_text (value)) : NULL;
}

static void
assert_reads (FixtureStore *store, const char *record, const char *expected)
{
  g_autofree char *value = read_source (store, record);

  assert_string_equal (value, expected);
}

static void
assert_sound (FixtureStore *store)
{
  GError *error = NULL;
  g_autoptr (ValiseVerified) found = valise_verify (store->store, NULL, &error);

  assert_no_error (error);
  assert_true (valise_verified_is_sound (found));
}

/* ---- Its author ---- */

static void
what_was_sealed_before_joining_waits_until_its_author_seals_it_again (void **state)
{
  World *world = *state;
  ValiseResealed done;

  assert_int_equal (waiting (world->adeko), 1);
  done = reseal (world->adeko);
  assert_int_equal (done.resealed, 1);
  assert_int_equal (done.closed, 0);
  assert_int_equal (waiting (world->adeko), 0);
  done = reseal (world->adeko);
  assert_int_equal (done.resealed, 0);
  assert_int_equal (versions (world->adeko, &world->handle), 2);
  assert_reads (world->adeko, world->record, "\"" SECRET "\"");
}

static void
the_custodian_reads_it_then_and_headquarters_still_does_not (void **state)
{
  World *world = *state;
  g_autofree char *closed = NULL;

  send (world->adeko, world->headquarters);
  send (world->headquarters, world->keeper);
  closed = read_source (world->keeper, world->record);
  assert_null (closed);
  reseal (world->adeko);
  send (world->adeko, world->headquarters);
  send (world->headquarters, world->keeper);
  assert_reads (world->keeper, world->record, "\"" SECRET "\"");
  assert_false (fixture_folder_holds (world->headquarters->folder, "Zephyrine"));
  assert_int_equal (versions (world->headquarters, &world->handle), 2);
}

/* But for the event that tells of it. */
static void
the_log_is_not_changed_by_it (void **state)
{
  World *world = *state;
  guint64 before = valise_log_size (world->adeko->store, VALISE_LOG_OWN);
  g_autoptr (ValiseEntry) event = NULL;
  g_autofree char *type = NULL, *action = NULL;

  reseal (world->adeko);
  assert_int_equal (valise_log_size (world->adeko->store, VALISE_LOG_OWN), before + 1);
  event = valise_log_get (world->adeko->store, VALISE_LOG_OWN, before, NULL);
  type = valise_entry_dup_text (event, ".type");
  action = valise_entry_dup_text (event, "action");
  assert_string_equal (type, "custody/2");
  assert_string_equal (action, "resealed");
  assert_int_equal (exchange_count_values (world->adeko, world->record, "source-name"), 1);
  assert_sound (world->adeko);
}

static void
a_vault_that_is_not_the_authors_seals_nothing_again (void **state)
{
  World *world = *state;
  g_autoptr (ValiseSecret) other = fixture_store_open_vault (world->keeper);
  ValiseResealed done;
  GError *error = NULL;

  valise_reseal (world->adeko->store, other, NULL, NULL, &done, &error);
  assert_no_error (error);
  assert_int_equal (done.resealed, 0);
  assert_int_equal (done.closed, 1);
  assert_int_equal (versions (world->adeko, &world->handle), 1);
  assert_int_equal (waiting (world->adeko), 1);
}

static void
without_custodians_there_is_nobody_to_seal_for (void **state)
{
  g_autoptr (FixtureStore) alone = fixture_store_new ("Ann", "expert");
  g_autoptr (ValiseSecret) vault = NULL;
  g_autofree char *record = NULL;
  ValiseResealed done;
  GError *error = NULL;

  fixture_store_make_vault (alone);
  record = exchange_add (alone, "interview", "source-name", SECRET, NULL);
  vault = fixture_store_open_vault (alone);
  assert_int_equal (waiting (alone), 0);
  assert_false (valise_reseal (alone->store, vault, NULL, NULL, &done, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
}

/* ---- On its way ---- */

static void
both_versions_come_in_any_order_and_any_number_of_times (void **state)
{
  World *world = *state;
  g_autofree char *first = exchange_pack (world->adeko, device_of (world->headquarters));
  g_autofree char *second = NULL, *once = NULL, *again = NULL;

  reseal (world->adeko);
  second = exchange_pack (world->adeko, device_of (world->headquarters));
  exchange_take (world->headquarters, second, VALISE_OUTCOME_MERGED);
  assert_int_equal (versions (world->headquarters, &world->handle), 2);
  once = exchange_dump (world->headquarters);
  exchange_take (world->headquarters, first, VALISE_OUTCOME_MERGED);
  exchange_take (world->headquarters, second, VALISE_OUTCOME_MERGED);
  again = exchange_dump (world->headquarters);
  assert_int_equal (versions (world->headquarters, &world->handle), 2);
  assert_string_equal (once, again);
  assert_sound (world->headquarters);
}

static void
once_headquarters_has_said_that_it_holds_it_nothing_waits_to_be_sent (void **state)
{
  World *world = *state;
  g_autofree char *none = NULL;

  send (world->adeko, world->headquarters);
  send (world->headquarters, world->adeko);
  none = exchange_pack (world->adeko, device_of (world->headquarters));
  assert_null (none);
  reseal (world->adeko);
  send (world->adeko, world->headquarters);
  send (world->headquarters, world->adeko);
  none = exchange_pack (world->adeko, device_of (world->headquarters));
  assert_null (none);
}

/* ---- What is held ---- */

static void
assert_counts (FixtureStore *store, guint64 entries, guint64 acknowledged)
{
  ValiseWaiting counts;
  GError *error = NULL;

  valise_waiting_count (store->store, &counts, &error);
  assert_no_error (error);
  assert_int_equal (counts.entries, entries);
  assert_int_equal (counts.acknowledged, acknowledged);
}

static guint64
unread (FixtureStore *store)
{
  ValiseResealCount count;
  GError *error = NULL;

  valise_reseal_count (store->store, &count, &error);
  assert_no_error (error);
  return count.unread;
}

/* The interview has two entries: it was moved into its case. */
static void
what_no_custodian_can_read_is_not_held_though_headquarters_has_it (void **state)
{
  World *world = *state;
  g_autofree char *sighting = exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);

  send (world->adeko, world->headquarters);
  send (world->headquarters, world->adeko);
  assert_counts (world->adeko, 3, 1);
  assert_int_equal (unread (world->adeko), 1);
  assert_int_equal (unread (world->headquarters), 1);
  reseal (world->adeko);
  assert_counts (world->adeko, 3, 1);
  send (world->adeko, world->headquarters);
  send (world->headquarters, world->adeko);
  assert_counts (world->adeko, 3, 3);
  assert_int_equal (unread (world->adeko), 0);
  assert_int_equal (unread (world->headquarters), 0);
}

static void
what_was_held_is_so_no_longer_when_its_last_custodian_ends (void **state)
{
  World *world = *state;
  GError *error = NULL;

  reseal (world->adeko);
  send (world->adeko, world->headquarters);
  send (world->headquarters, world->adeko);
  assert_counts (world->adeko, 2, 2);
  assert_true (valise_enrol_revoke (world->headquarters->store, "Keeper", &error));
  panel_take (world->headquarters, world->adeko);
  assert_counts (world->adeko, 2, 0);
  assert_int_equal (unread (world->headquarters), 1);
}

/* ---- Another custodian ---- */

/* The custodian took in what Adeko sealed for him; then there is a second one,
 * whom all have joined again for. */
static FixtureStore *
second_custodian (World *world)
{
  FixtureStore *second;

  reseal (world->adeko);
  send (world->adeko, world->headquarters);
  send (world->headquarters, world->keeper);
  assert_int_equal (waiting (world->keeper), 0);
  second = panel_member_new (world->headquarters, "Second", "custodian", PANEL_CASE);
  panel_join (world->headquarters, world->adeko);
  panel_join (world->headquarters, world->keeper);
  return second;
}

static void
a_custodian_seals_others_values_again_for_who_comes_after_him (void **state)
{
  World *world = *state;
  g_autoptr (FixtureStore) second = second_custodian (world);
  g_autofree char *closed = NULL, *none = NULL;

  send (world->headquarters, second);
  closed = read_source (second, world->record);
  assert_null (closed);
  assert_int_equal (waiting (world->keeper), 1);
  assert_int_equal (reseal (world->keeper).resealed, 1);
  assert_int_equal (waiting (world->keeper), 0);
  send (world->keeper, world->headquarters);
  send (world->headquarters, second);
  assert_reads (second, world->record, "\"" SECRET "\"");
  assert_reads (world->keeper, world->record, "\"" SECRET "\"");
  send (world->headquarters, world->keeper);
  none = exchange_pack (world->keeper, device_of (world->headquarters));
  assert_null (none);
}

static void
a_new_custodian_is_told_by_the_lines_whom_a_value_still_waits_for (void **state)
{
  World *world = *state;
  g_autoptr (FixtureStore) second = second_custodian (world), third = NULL;

  reseal (world->keeper);
  send (world->keeper, world->headquarters);
  send (world->headquarters, second);
  assert_int_equal (waiting (second), 0);
  third = panel_member_new (world->headquarters, "Third", "custodian", PANEL_CASE);
  panel_join (world->headquarters, second);
  assert_int_equal (waiting (second), 1);
  assert_int_equal (reseal (second).resealed, 1);
  send (second, world->headquarters);
  send (world->headquarters, third);
  assert_reads (third, world->record, "\"" SECRET "\"");
}

/* ---- Who may not ---- */

static char *
line_for (const ValiseHash *handle, const char *content)
{
  g_autoptr (GBytes) age = g_bytes_new (content, strlen (content));
  GString *line = g_string_new (NULL);

  valise_line_write_sealed (line, handle, age, NULL);
  return g_string_free (line, FALSE);
}

static void
a_colleague_brings_no_version_of_anothers_value (void **state)
{
  World *world = *state;
  g_autoptr (FixtureStore) mara =
      panel_member_new (world->headquarters, "Mara", "coordinator", PANEL_CASE);
  g_autoptr (HostileLog) log = hostile_log_new (mara);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (mara, world->headquarters);
  g_autofree char *line = line_for (&world->handle, "rubbish"), *path = NULL;

  send (world->adeko, world->headquarters);
  hostile_log_add_sighting (log, "Kasira");
  hostile_add_log (bundle, log);
  hostile_add_sealed (bundle, device_of (mara), line);
  path = hostile_write (bundle);
  exchange_take (world->headquarters, path, VALISE_OUTCOME_MERGED);
  assert_int_equal (versions (world->headquarters, &world->handle), 1);
}

static void
an_author_who_floods_his_value_is_stopped_and_the_custodian_still_gets_through (void **state)
{
  World *world = *state;
  g_autoptr (FixtureStore) second = second_custodian (world);
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *path = NULL;

  for (int i = 0; i < 200; i++) {
    g_autofree char *content = g_strdup_printf ("rubbish %d", i);
    g_autofree char *line = line_for (&world->handle, content);

    g_string_append (lines, line);
  }
  hostile_add_log (bundle, log);
  hostile_add_sealed (bundle, device_of (world->adeko), lines->str);
  path = hostile_write (bundle);
  exchange_take (world->headquarters, path, VALISE_OUTCOME_MERGED);
  assert_int_equal (versions (world->headquarters, &world->handle), VALISE_SEALED_MAX_FROM);
  reseal (world->keeper);
  send (world->keeper, world->headquarters);
  send (world->headquarters, second);
  assert_reads (second, world->record, "\"" SECRET "\"");
}

#define RUN(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    RUN (what_was_sealed_before_joining_waits_until_its_author_seals_it_again),
    RUN (the_custodian_reads_it_then_and_headquarters_still_does_not),
    RUN (the_log_is_not_changed_by_it),
    RUN (a_vault_that_is_not_the_authors_seals_nothing_again),
    RUN (without_custodians_there_is_nobody_to_seal_for),
    RUN (both_versions_come_in_any_order_and_any_number_of_times),
    RUN (once_headquarters_has_said_that_it_holds_it_nothing_waits_to_be_sent),
    RUN (what_no_custodian_can_read_is_not_held_though_headquarters_has_it),
    RUN (what_was_held_is_so_no_longer_when_its_last_custodian_ends),
    RUN (a_custodian_seals_others_values_again_for_who_comes_after_him),
    RUN (a_new_custodian_is_told_by_the_lines_whom_a_value_still_waits_for),
    RUN (a_colleague_brings_no_version_of_anothers_value),
    RUN (an_author_who_floods_his_value_is_stopped_and_the_custodian_still_gets_through),
  };

  return cmocka_run_group_tests_name ("reseal", tests, NULL, NULL);
}
