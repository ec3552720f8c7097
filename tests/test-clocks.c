/* test-clocks.c - wrong clocks are written down, seen by everybody, and order nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/clock.h"
#include "core/json.h"
#include "core/log.h"
#include "core/projection.h"
#include "core/verify.h"
#include "sync/clocks.h"
#include "tests/exchange.h"
#include "tests/hostile.h"

#define TEN_YEARS (G_GINT64_CONSTANT (3652) * FIXTURE_DAY)

typedef struct {
  FixtureStore *headquarters, *adeko, *brandt, *mara, *petra;
} World;

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);

  world->headquarters = panel_headquarters_new ();
  world->adeko = panel_member_new (world->headquarters, "T. Adeko", "expert", PANEL_CASE);
  world->brandt = panel_member_new (world->headquarters, "L. Brandt", "expert", PANEL_CASE);
  world->mara = panel_member_new (world->headquarters, "Mara", "coordinator", PANEL_CASE);
  world->petra = panel_member_new (world->headquarters, "Petra", "coordinator", PANEL_CASE);
  panel_take (world->headquarters, world->adeko);
  panel_take (world->headquarters, world->brandt);
  panel_take (world->headquarters, world->mara);
  valise_store_set_meta (world->adeko->store, "case", PANEL_CASE, NULL);
  valise_store_set_meta (world->brandt->store, "case", PANEL_CASE, NULL);
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  fixture_store_free (world->headquarters);
  fixture_store_free (world->adeko);
  fixture_store_free (world->brandt);
  fixture_store_free (world->mara);
  fixture_store_free (world->petra);
  g_free (world);
  valise_clock_stop_at (-1);
  return 0;
}

/* The newest entry of a log, as this store has it. */
static ValiseEntry *
newest (FixtureStore *store)
{
  guint64 size = valise_log_size (store->store, VALISE_LOG_OWN);

  return valise_log_get (store->store, VALISE_LOG_OWN, size - 1, NULL);
}

static char *
add_at (FixtureStore *store, const char *title, gint64 clock)
{
  valise_clock_stop_at (clock);
  return exchange_add (store, "sighting", "title", title, NULL);
}

/* What an entry that is written at this time says of its clock; NULL: nothing. */
static char *
said_at (FixtureStore *store, gint64 clock)
{
  g_autofree char *record = add_at (store, "x", clock);
  g_autoptr (ValiseEntry) entry = newest (store);
  const ValiseValue *said = valise_entry_find (entry, ".clock");
  g_autofree char *time = valise_entry_dup_text (entry, ".time"), *now = valise_clock_to_text (clock);

  assert_string_equal (time, now); /* what the clock says is written down as it is */
  return said != NULL ? g_strdup (said->value) : NULL;
}

static void
assert_said (FixtureStore *store, gint64 clock, const char *expected)
{
  g_autofree char *said = said_at (store, clock);

  if (g_strcmp0 (said, expected) != 0)
    fail_msg ("%s instead of %s", said, expected);
}

/* What speaks against the time of an entry, on a store. */
static void
find (FixtureStore *on, FixtureStore *author, guint64 index, ValiseClockFinding *finding)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseClocks) clocks = valise_clocks_new (on->store, &error);
  gint64 log = valise_log_find (on->store, exchange_device (author), NULL);
  g_autoptr (ValiseEntry) entry = valise_log_get (on->store, log, index, NULL);

  assert_no_error (error);
  assert_non_null (entry);
  valise_clocks_judge (clocks, entry, finding);
}

static void
assert_doubts (FixtureStore *on, FixtureStore *author, guint64 index, guint expected)
{
  ValiseClockFinding finding;

  find (on, author, index, &finding);
  assert_int_equal (finding.doubts, expected);
}

/* ---- What a store writes ---- */

static void
a_right_clock_says_nothing (void **state)
{
  World *world = *state;

  assert_said (world->adeko, FIXTURE_NOW, NULL);
  assert_said (world->adeko, FIXTURE_NOW + FIXTURE_DAY, NULL);
  assert_said (world->adeko, FIXTURE_NOW + FIXTURE_DAY - 60, NULL); /* set right by a minute */
  assert_int_equal (valise_log_count_clock (world->adeko->store, NULL), 0);
}

static void
a_clock_ten_years_back_says_what_was_known (void **state)
{
  World *world = *state;

  assert_said (world->adeko, FIXTURE_NOW, NULL);
  assert_said (world->adeko, FIXTURE_NOW - TEN_YEARS,
               "{\"last\":\"2026-11-21T09:00:00Z\",\"program\":\"2026-11-01T00:00:00Z\"}");
  assert_said (world->adeko, FIXTURE_NOW - TEN_YEARS + 60,
               "{\"program\":\"2026-11-01T00:00:00Z\"}");
  assert_said (world->adeko, FIXTURE_NOW + FIXTURE_DAY, NULL);
  assert_int_equal (valise_log_count_clock (world->adeko->store, NULL), 2);
}

static void
a_clock_ten_years_ahead_is_told_when_it_is_right_again (void **state)
{
  World *world = *state;

  assert_said (world->adeko, FIXTURE_NOW, NULL);
  assert_said (world->adeko, FIXTURE_NOW + TEN_YEARS, NULL); /* nobody can know yet */
  assert_said (world->adeko, FIXTURE_NOW + TEN_YEARS + 60, NULL);
  assert_said (world->adeko, FIXTURE_NOW + FIXTURE_DAY, "{\"last\":\"2036-11-20T09:01:00Z\"}");
  assert_said (world->adeko, FIXTURE_NOW + FIXTURE_DAY + 60, NULL);
  assert_doubts (world->adeko, world->adeko, 0, 0);
  assert_doubts (world->adeko, world->adeko, 1, VALISE_CLOCK_TURNED_BACK);
  assert_doubts (world->adeko, world->adeko, 2, VALISE_CLOCK_TURNED_BACK);
  assert_doubts (world->adeko, world->adeko, 3, VALISE_CLOCK_SAID);
  assert_doubts (world->adeko, world->adeko, 4, 0);
}

static void
a_clock_that_jumps_every_day_says_so_each_time_it_goes_back (void **state)
{
  World *world = *state;

  for (guint day = 0; day < 10; day++) {
    g_autofree char *ahead = said_at (world->adeko, FIXTURE_NOW + (3 * day + 2) * FIXTURE_DAY);
    g_autofree char *back = said_at (world->adeko, FIXTURE_NOW + 3 * day * FIXTURE_DAY);

    assert_null (ahead);
    assert_non_null (strstr (back, "{\"last\":\""));
  }
  assert_int_equal (valise_log_count_clock (world->adeko->store, NULL), 10);
}

static void
a_dead_battery_says_1970_and_more_beside_it (void **state)
{
  World *world = *state;

  assert_said (world->adeko, 0, "{\"program\":\"2026-11-01T00:00:00Z\"}");
  assert_said (world->adeko, 60, "{\"program\":\"2026-11-01T00:00:00Z\"}");
  assert_said (world->adeko, FIXTURE_NOW, NULL);
  assert_said (world->adeko, 0,
               "{\"last\":\"2026-11-21T09:00:00Z\",\"program\":\"2026-11-01T00:00:00Z\"}");
}

static void
another_time_zone_is_no_trouble (void **state)
{
  static const char *const zones[] = { "Pacific/Kiritimati", "Etc/GMT+12", "Africa/Kinshasa", "UTC" };
  World *world = *state;
  g_autofree char *before = g_strdup (g_getenv ("TZ"));

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++) {
    g_setenv ("TZ", zones[i], TRUE);
    tzset ();
    assert_said (world->adeko, FIXTURE_NOW + (gint64) i, NULL);
  }
  if (before != NULL)
    g_setenv ("TZ", before, TRUE);
  else
    g_unsetenv ("TZ");
  tzset ();
}

static void
what_headquarters_signed_is_known_to_be_past (void **state)
{
  World *world = *state;

  valise_clock_stop_at (FIXTURE_NOW + 20 * FIXTURE_DAY);
  exchange_pass (world->headquarters, world->adeko);
  valise_clock_stop_at (FIXTURE_NOW);
  fixture_store_reopen (world->adeko);
  {
    g_autofree char *said = said_at (world->adeko, FIXTURE_NOW);

    assert_non_null (strstr (said, "\"headquarters\":\"2026-12-11T09:00:00Z\""));
  }
  assert_doubts (world->adeko, world->adeko, valise_log_size (world->adeko->store, VALISE_LOG_OWN) - 1,
                 VALISE_CLOCK_SAID | VALISE_CLOCK_TOO_EARLY);
}

/* ---- What all can see ---- */

static void
headquarters_and_the_author_see_the_same_doubts (void **state)
{
  World *world = *state;
  g_autofree char *ahead = add_at (world->adeko, "Ahead", FIXTURE_NOW + TEN_YEARS), *right = NULL;
  ValiseClockFinding at_headquarters, at_author;

  right = add_at (world->adeko, "Right", FIXTURE_NOW + FIXTURE_DAY);
  valise_clock_stop_at (FIXTURE_NOW + 2 * FIXTURE_DAY);
  exchange_pass (world->adeko, world->headquarters);
  exchange_pass (world->headquarters, world->adeko);
  for (guint64 index = 0; index < 2; index++) {
    find (world->headquarters, world->adeko, index, &at_headquarters);
    find (world->adeko, world->adeko, index, &at_author);
    assert_memory_equal (&at_headquarters, &at_author, sizeof at_author);
    assert_int_equal (at_author.before, FIXTURE_NOW + 2 * FIXTURE_DAY);
  }
  assert_doubts (world->headquarters, world->adeko, 0, VALISE_CLOCK_TURNED_BACK | VALISE_CLOCK_TOO_LATE);
  assert_doubts (world->headquarters, world->adeko, 1, VALISE_CLOCK_SAID);
  assert_int_equal (valise_log_count_clock (world->headquarters->store, NULL), 1);
}

static void
headquarters_word_clears_what_the_clock_was_right_about (void **state)
{
  World *world = *state;
  g_autofree char *right = add_at (world->adeko, "Right", FIXTURE_NOW), *back = NULL;

  valise_clock_stop_at (FIXTURE_NOW + FIXTURE_DAY);
  exchange_pass (world->adeko, world->headquarters);
  back = add_at (world->adeko, "A week back", FIXTURE_NOW - 7 * FIXTURE_DAY);
  assert_doubts (world->adeko, world->adeko, 0, VALISE_CLOCK_TURNED_BACK);
  valise_clock_stop_at (FIXTURE_NOW + 2 * FIXTURE_DAY);
  exchange_pass (world->headquarters, world->adeko);
  assert_doubts (world->adeko, world->adeko, 0, 0);
}

static ValiseEntry *
backdated (HostileLog *log, const char *time)
{
  g_autofree char *id = valise_record_id_new (), *value = g_strdup_printf ("\"%s\"", time);
  const ValiseAssignment fields[] = {
    { ".case", "\"drc-1533\"" }, { ".class", "\"confidential\"" }, { ".time", value },
    { ".type", "\"sighting/1\"" }, { "title", "\"Long ago\"" },
  };
  const ValiseEntryDraft draft = { .device = exchange_device (log->store), .index = log->tree.size,
                                   .record = id, .fields = fields, .n_fields = G_N_ELEMENTS (fields) };
  g_autoptr (GError) error = NULL;
  ValiseEntry *entry = valise_entry_new (&draft, &error);

  assert_no_error (error);
  return entry;
}

static void
take_backdated (World *world, const char *const *times)
{
  g_autoptr (HostileLog) log = hostile_log_new (world->brandt);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->brandt, world->headquarters);
  g_autofree char *path = NULL;

  for (; *times != NULL; times++) {
    g_autoptr (ValiseEntry) entry = backdated (log, *times);

    hostile_log_add (log, entry);
  }
  hostile_add_log (bundle, log);
  path = hostile_write (bundle);
  exchange_take (world->headquarters, path, VALISE_OUTCOME_MERGED);
}

static void
who_dates_back_and_says_nothing_is_found_by_his_log (void **state)
{
  World *world = *state;

  take_backdated (world, (const char *const[]){ "2026-11-20T09:00:00Z", "2026-11-03T09:00:00Z",
                                                "2026-11-20T10:00:00Z", "2026-12-24T10:00:00Z", NULL });
  assert_doubts (world->headquarters, world->brandt, 0, 0);
  assert_doubts (world->headquarters, world->brandt, 1, VALISE_CLOCK_UNSAID);
  assert_doubts (world->headquarters, world->brandt, 2, 0);
  assert_doubts (world->headquarters, world->brandt, 3, VALISE_CLOCK_TOO_LATE);
}

static void
a_time_that_is_none_breaks_a_rule (void **state)
{
  World *world = *state;

  take_backdated (world, (const char *const[]){ "2026-11-20T09:00:00Z", "9999-99-99T99:99:99Z", "zzz", NULL });
  assert_int_equal (valise_log_count_aside (world->headquarters->store, NULL), 2);
}

/* ---- What no clock decides ---- */

static void
a_later_change_stands_whatever_the_clocks_say (void **state)
{
  static const gint64 clocks[] = { FIXTURE_NOW, FIXTURE_NOW + TEN_YEARS, 0, FIXTURE_NOW - TEN_YEARS,
                                   FIXTURE_NOW + FIXTURE_DAY, FIXTURE_NOW - FIXTURE_DAY };
  World *world = *state;
  g_autofree char *record = add_at (world->adeko, "0", FIXTURE_NOW), *here = NULL, *there = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++) {
    g_autofree char *title = g_strdup_printf ("%u", i + 1);

    valise_clock_stop_at (clocks[i]);
    exchange_edit (world->adeko, record, "title", title);
  }
  exchange_pass (world->adeko, world->headquarters);
  here = exchange_value (world->adeko, record, "title");
  there = exchange_value (world->headquarters, record, "title");
  assert_string_equal (here, "\"6\"");
  assert_string_equal (there, "\"6\"");
  assert_int_equal (exchange_count_values (world->headquarters, record, "title"), 1);
}

static char *
state_of (FixtureStore *store, const char *record)
{
  g_autoptr (ValiseRecord) loaded = valise_record_load (store->store, record, NULL);

  return valise_state_to_json (loaded->state);
}

static void
wrong_clocks_merge_the_same_in_both_orders (void **state)
{
  World *world = *state;
  g_autofree char *record = add_at (world->adeko, "Kasira", FIXTURE_NOW);
  g_autofree char *one = NULL, *two = NULL, *three = NULL, *four = NULL;

  panel_take (world->headquarters, world->petra);
  exchange_pass (world->adeko, world->brandt);
  valise_clock_stop_at (FIXTURE_NOW + TEN_YEARS);
  exchange_edit (world->adeko, record, "title", "Ten years ahead");
  valise_clock_stop_at (0);
  exchange_edit (world->brandt, record, "title", "1970");
  valise_clock_stop_at (FIXTURE_NOW - TEN_YEARS);
  exchange_edit (world->brandt, record, "title", "Ten years back");
  valise_clock_stop_at (FIXTURE_NOW);
  one = exchange_pack (world->adeko, "Mara");
  two = exchange_pack (world->brandt, "Mara");
  three = exchange_pack (world->adeko, "Petra");
  four = exchange_pack (world->brandt, "Petra");
  exchange_take (world->mara, one, VALISE_OUTCOME_MERGED);
  exchange_take (world->mara, two, VALISE_OUTCOME_MERGED);
  exchange_take (world->petra, four, VALISE_OUTCOME_MERGED);
  exchange_take (world->petra, three, VALISE_OUTCOME_MERGED);
  {
    g_autofree char *a = state_of (world->mara, record), *b = state_of (world->petra, record);
    g_autofree char *shown = exchange_value (world->mara, record, "title");

    assert_string_equal (a, b);
    assert_string_equal (shown, "\"Ten years ahead\""); /* for now: people decide */
    assert_int_equal (exchange_count_values (world->mara, record, "title"), 2);
  }
}

/* ---- What is checked ---- */

static void
count_doubt (gint64 log, const ValiseEntry *entry, gpointer user)
{
  ValiseClockFinding finding;

  valise_clocks_judge (((gpointer *) user)[0], entry, &finding);
  *(guint *) ((gpointer *) user)[1] += finding.doubts != 0;
}

static void
verify_lists_what_is_in_doubt_and_calls_it_no_fault (void **state)
{
  World *world = *state;
  g_autoptr (GError) error = NULL;
  g_autofree char *one = add_at (world->adeko, "One", FIXTURE_NOW), *two = NULL;
  g_autoptr (ValiseClocks) clocks = NULL;
  g_autoptr (ValiseVerified) verified = NULL;
  guint doubts = 0;
  gpointer user[2] = { NULL, &doubts };
  ValiseVerifyHow how = { .entry = count_doubt, .entry_user = user };

  two = add_at (world->adeko, "Two", FIXTURE_NOW - TEN_YEARS);
  user[0] = clocks = valise_clocks_new (world->adeko->store, &error);
  assert_no_error (error);
  verified = valise_verify (world->adeko->store, &how, &error);
  assert_no_error (error);
  assert_int_equal (doubts, 1);
  assert_true (valise_verified_is_sound (verified));
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (a_right_clock_says_nothing),
    TEST (a_clock_ten_years_back_says_what_was_known),
    TEST (a_clock_ten_years_ahead_is_told_when_it_is_right_again),
    TEST (a_clock_that_jumps_every_day_says_so_each_time_it_goes_back),
    TEST (a_dead_battery_says_1970_and_more_beside_it),
    TEST (another_time_zone_is_no_trouble),
    TEST (what_headquarters_signed_is_known_to_be_past),
    TEST (headquarters_and_the_author_see_the_same_doubts),
    TEST (headquarters_word_clears_what_the_clock_was_right_about),
    TEST (who_dates_back_and_says_nothing_is_found_by_his_log),
    TEST (a_time_that_is_none_breaks_a_rule),
    TEST (a_later_change_stands_whatever_the_clocks_say),
    TEST (wrong_clocks_merge_the_same_in_both_orders),
    TEST (verify_lists_what_is_in_doubt_and_calls_it_no_fault),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
