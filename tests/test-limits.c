/* test-limits.c - what asks too much is refused by a limit's name, and changes nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/clock.h"
#include "core/error.h"
#include "sync/ledger.h"
#include "sync/limits.h"
#include "tests/exchange.h"
#include "tests/hostile.h"
#include "tests/world.h"

static int
tear_down (void **state)
{
  valise_clock_hurry (0);
  return world_tear_down (state);
}

static void
set_limit (World *world, ValiseLimit limit, guint64 number)
{
  g_autoptr (GError) error = NULL;

  valise_limit_set (world->headquarters->store, limit, number, &error);
  assert_no_error (error);
}

/* Refused, by the limit's name, with what to do; and nothing is here that was
 * not before. */
static void
assert_refused (World *world, const char *path, const char *found, const char *command)
{
  g_autofree char *before = exchange_dump (world->headquarters), *after = NULL;
  g_autofree char *incoming = g_build_filename (world->headquarters->folder, "incoming", NULL);
  g_autoptr (GDir) dir = NULL;
  ValiseReconciled *result = exchange_reconcile (world->headquarters, path);

  assert_int_equal (result->outcome, VALISE_OUTCOME_REFUSED);
  assert_int_equal (result->code, VALISE_ERROR_LIMIT);
  if (strstr (result->reason, found) == NULL || strstr (result->reason, command) == NULL)
    fail_msg ("“%s” and “%s” are not in: %s", found, command, result->reason);
  valise_reconciled_free (result);
  after = exchange_dump (world->headquarters);
  assert_string_equal (before, after);
  dir = g_dir_open (incoming, 0, NULL);
  assert_true (dir == NULL || g_dir_read_name (dir) == NULL);
  {
    g_autoptr (GPtrArray) rows = valise_ledger_list (world->headquarters->store, 1, NULL);

    assert_string_equal (((const ValiseLedgerRow *) rows->pdata[0])->outcome, "refused");
  }
}

static char *
write_files (World *world, guint n)
{
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);

  hostile_log_add_sighting (log, "Kasira");
  hostile_add_log (bundle, log);
  for (guint i = 0; i < n; i++) {
    g_autofree char *text = g_strdup_printf ("file %u", i), *hex = NULL, *path = NULL;
    ValiseHash sha256;

    valise_sha256 (text, strlen (text), &sha256);
    hex = valise_hex_encode (sha256.bytes, sizeof sha256.bytes);
    path = g_strconcat ("data/files/", hex, NULL);
    hostile_add_file (bundle, path, text, strlen (text));
  }
  return hostile_write (bundle);
}

static void
too_many_bytes_are_refused_before_they_are_copied (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  g_autofree char *path = exchange_pack (world->adeko, "Registry");

  set_limit (world, VALISE_LIMIT_BYTES, 1000);
  assert_refused (world, path, "the limit “bytes” of this store is 1000", "“valise limit bytes NUMBER”");
  set_limit (world, VALISE_LIMIT_BYTES, 0);
  exchange_take (world->headquarters, path, VALISE_OUTCOME_MERGED);
}

static void
too_many_files_are_refused (void **state)
{
  World *world = *state;
  g_autofree char *path = write_files (world, 4); /* and two of the log */

  set_limit (world, VALISE_LIMIT_FILES, 5);
  assert_refused (world, path, "it holds 6 files, and the limit “files” of this store is 5",
                  "“valise limit files NUMBER”");
  set_limit (world, VALISE_LIMIT_FILES, 6);
  exchange_take (world->headquarters, path, VALISE_OUTCOME_MERGED);
}

static void
a_log_that_unpacks_to_far_more_than_its_size_is_refused (void **state)
{
  World *world = *state;
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autofree char *header = g_strnfill (100 * 1000, 'x'), *path = NULL;

  for (guint i = 0; i < 20; i++)
    hostile_log_add_text (log, header, "{}");
  hostile_add_log (bundle, log);
  path = hostile_write (bundle);
  set_limit (world, VALISE_LIMIT_RATIO, 20);
  assert_refused (world, path, "unpacks to more than 20 times its size, the limit “ratio”",
                  "“valise limit ratio NUMBER”");
  set_limit (world, VALISE_LIMIT_RATIO, 100000);
  exchange_take (world->headquarters, path, VALISE_OUTCOME_MERGED);
}

static void
what_takes_too_long_to_check_is_refused (void **state)
{
  World *world = *state;
  g_autofree char *path = write_files (world, 4);

  valise_clock_hurry (60); /* a minute goes by at each look */
  set_limit (world, VALISE_LIMIT_SECONDS, 120);
  assert_refused (world, path, "the limit “seconds” of this store is 120", "“valise limit seconds NUMBER”");
  set_limit (world, VALISE_LIMIT_SECONDS, 0);
  exchange_take (world->headquarters, path, VALISE_OUTCOME_MERGED);
}

static void
the_most_there_is_is_not_to_be_raised (void **state)
{
  World *world = *state;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < VALISE_N_LIMITS; i++) {
    const ValiseLimitRow *row = valise_limit_row ((ValiseLimit) i);

    assert_true (row->standard <= row->most);
    assert_int_equal (valise_limit_get (world->adeko->store, (ValiseLimit) i), row->standard);
    assert_false (valise_limit_set (world->adeko->store, (ValiseLimit) i, row->most + 1, &error));
    assert_error_code (error, VALISE_ERROR_INVALID);
    assert_true (valise_limit_set (world->adeko->store, (ValiseLimit) i, row->most, &error));
    assert_int_equal (valise_limit_get (world->adeko->store, (ValiseLimit) i), row->most);
  }
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, world_set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (too_many_bytes_are_refused_before_they_are_copied),
    TEST (too_many_files_are_refused),
    TEST (a_log_that_unpacks_to_far_more_than_its_size_is_refused),
    TEST (what_takes_too_long_to_check_is_refused),
    TEST (the_most_there_is_is_not_to_be_raised),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
