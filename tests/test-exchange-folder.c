/* test-exchange-folder.c - a folder that several stores share gives everybody everything, once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/error.h"
#include "core/outgoing.h"
#include "sync/exchange.h"
#include "sync/padme.h"
#include "sync/relay.h"
#include "sync/waiting.h"
#include "tests/exchange.h"
#include "tests/world.h"

static char *stick; /* the folder that they share */

static int
set_up (void **state)
{
  World *world = world_new ("b");

  stick = g_dir_make_tmp ("valise-stick-XXXXXX", NULL);
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  fixture_remove_tree (stick);
  g_clear_pointer (&stick, g_free);
  return world_tear_down (state);
}

static ValiseExchanged *
exchange_with (World *world, FixtureStore *store, gboolean tidy)
{
  ValiseExchangeOptions options = { .folder = stick, .tidy = tidy };
  g_autoptr (GError) error = NULL;
  ValiseExchanged *done = valise_exchange (store->store, &options, &error);

  assert_no_error (error);
  return done;
}

/* How many bundles it wrote. */
static guint
go (World *world, FixtureStore *store, gboolean tidy)
{
  g_autoptr (ValiseExchanged) done = exchange_with (world, store, tidy);
  guint written = 0;

  if (done->not_packed != NULL)
    fail_msg ("%s", done->not_packed);
  for (guint i = 0; done->packed != NULL && i < done->packed->len; i++)
    written += ((const ValisePacked *) done->packed->pdata[i])->path != NULL;
  return written;
}

static guint
count_files (World *world)
{
  g_autoptr (GDir) dir = g_dir_open (stick, 0, NULL);
  guint found = 0;

  while (g_dir_read_name (dir) != NULL)
    found++;
  return found;
}

static guint64
acknowledged (FixtureStore *store)
{
  ValiseWaiting waiting;

  assert_true (valise_waiting_count (store->store, &waiting, NULL));
  return waiting.acknowledged;
}

static void
everybody_gets_everything_and_then_nothing_is_written (void **state)
{
  World *world = *state;
  g_autofree char *id = exchange_add (world->adeko, "sighting", "title", "Cache", NULL);
  g_autofree char *there = NULL;

  go (world, world->headquarters, FALSE);
  assert_int_equal (go (world, world->adeko, FALSE), 1);
  go (world, world->headquarters, FALSE);
  go (world, world->brandt, FALSE);
  go (world, world->adeko, FALSE);
  there = exchange_value (world->brandt, id, "title");
  assert_string_equal (there, "\"Cache\"");
  assert_int_equal (acknowledged (world->adeko), 1);
  /* Receipts for receipts would go on for ever. */
  for (guint i = 0; i < 2; i++) {
    go (world, world->headquarters, FALSE);
    go (world, world->brandt, FALSE);
    go (world, world->adeko, FALSE);
  }
  assert_int_equal (go (world, world->headquarters, FALSE), 0);
  assert_int_equal (go (world, world->brandt, FALSE), 0);
  assert_int_equal (go (world, world->adeko, FALSE), 0);
}

static void
who_only_receives_is_not_sent_the_same_again (void **state)
{
  World *world = *state;
  g_autofree char *id = exchange_add (world->adeko, "sighting", "title", "Cache", NULL);

  exchange_send (world->adeko, world->headquarters, "headquarters");
  go (world, world->headquarters, FALSE);
  assert_int_equal (go (world, world->brandt, FALSE), 1); /* his receipt alone */
  go (world, world->headquarters, FALSE);
  assert_null (exchange_pack (world->headquarters, "A. Brandt"));
}

static void
what_lies_there_is_not_written_twice (void **state)
{
  World *world = *state;

  g_free (exchange_add (world->adeko, "sighting", "title", "Cache", NULL));
  assert_int_equal (go (world, world->adeko, FALSE), 1);
  assert_int_equal (go (world, world->adeko, FALSE), 0);
  assert_int_equal (count_files (world), 1);
  g_free (exchange_add (world->adeko, "sighting", "title", "Another", NULL));
  assert_int_equal (go (world, world->adeko, FALSE), 1);
  assert_int_equal (count_files (world), 2);
}

static void
tidying_removes_only_own_and_only_what_is_done_with (void **state)
{
  World *world = *state;

  g_free (exchange_add (world->brandt, "sighting", "title", "Other", NULL));
  assert_int_equal (go (world, world->brandt, FALSE), 1);
  g_free (exchange_add (world->adeko, "sighting", "title", "Cache", NULL));
  assert_int_equal (go (world, world->adeko, TRUE), 1);
  assert_int_equal (go (world, world->adeko, TRUE), 0);
  assert_int_equal (count_files (world), 2); /* not acknowledged: it stays */
  g_free (exchange_add (world->adeko, "sighting", "title", "Another", NULL));
  assert_int_equal (go (world, world->adeko, TRUE), 1);
  assert_int_equal (count_files (world), 2); /* the newer one holds both */
}

/* A bundle that lost its end is no bundle yet; when the rest comes it is taken. */
static void
a_file_that_is_still_being_copied_is_left_for_the_next_time (void **state)
{
  World *world = *state;
  g_autofree char *whole = NULL, *there = g_build_filename (stick, "abcd.valise", NULL);
  g_autofree char *bytes = NULL, *id = exchange_add (world->adeko, "note", "text", "x", NULL);
  g_autofree char *value = NULL;
  g_autoptr (ValiseExchanged) done = NULL;
  gsize size = 0;

  whole = exchange_pack (world->adeko, "headquarters");
  assert_true (g_file_get_contents (whole, &bytes, &size, NULL));
  assert_true (valise_padme_is_file (size));
  assert_true (g_file_set_contents (there, bytes, (gssize) size - 1000, NULL));
  done = exchange_with (world, world->headquarters, FALSE);
  assert_int_equal (done->taken->len, 0);
  assert_int_equal (done->left->len, 1);
  assert_non_null (strstr (done->left->pdata[0], "not whole yet"));
  assert_true (g_file_set_contents (there, bytes, (gssize) size, NULL));
  go (world, world->headquarters, FALSE);
  value = exchange_value (world->headquarters, id, "text");
  assert_string_equal (value, "\"x\"");
}

/* Another's half is being written at that moment, for all that can be known. */
static void
what_an_interruption_left_is_swept_by_who_left_it (void **state)
{
  World *world = *state;
  g_autoptr (GError) error = NULL;
  ValiseNewFile *own = valise_outgoing_open (world->adeko->store, stick, &error);
  ValiseNewFile *others = valise_outgoing_open (world->brandt->store, stick, &error);
  g_autofree char *own_path = g_strdup (valise_new_file_path (own));
  g_autofree char *others_path = g_strdup (valise_new_file_path (others));
  g_autofree char *foreign = g_build_filename (stick, ".new-0123456789abcdef", NULL);

  assert_no_error (error);
  valise_new_file_free (own);
  valise_new_file_free (others);
  assert_true (g_file_set_contents (own_path, "half", -1, NULL));
  assert_true (g_file_set_contents (others_path, "half", -1, NULL));
  assert_true (g_file_set_contents (foreign, "half", -1, NULL));
  go (world, world->adeko, FALSE);
  assert_int_equal (g_access (own_path, F_OK), -1);
  assert_int_equal (g_access (others_path, F_OK), 0);
  assert_int_equal (g_access (foreign, F_OK), 0);
  go (world, world->brandt, FALSE);
  assert_int_equal (g_access (others_path, F_OK), -1);
  assert_int_equal (g_access (foreign, F_OK), 0);
}

static void
links_folders_and_pipes_are_passed_over (void **state)
{
  World *world = *state;
  g_autofree char *link = g_build_filename (stick, "a.valise", NULL);
  g_autofree char *folder = g_build_filename (stick, "b.valise", NULL);
  g_autofree char *pipe = g_build_filename (stick, "c.valise", NULL);
  g_autofree char *bundle = NULL;
  g_autoptr (ValiseExchanged) done = NULL;

  g_free (exchange_add (world->adeko, "note", "text", "x", NULL));
  bundle = exchange_pack (world->adeko, "headquarters");
  assert_int_equal (symlink (bundle, link), 0);
  assert_int_equal (g_mkdir (folder, 0700), 0);
  assert_int_equal (mkfifo (pipe, 0600), 0);
  done = exchange_with (world, world->headquarters, FALSE);
  assert_int_equal (done->taken->len, 0);
  assert_int_equal (done->left->len, 3);
}

static void
bundles_for_others_are_carried_on_unchanged (void **state)
{
  World *world = *state;
  g_autofree char *bundle = NULL, *id = exchange_add (world->adeko, "note", "text", "x", NULL);
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseExchanged) done = NULL;
  ValiseRelayed *relayed;

  bundle = exchange_pack (world->adeko, "headquarters");
  relayed = valise_relay (world->brandt->store, bundle, stick, &error);
  assert_no_error (error);
  assert_false (relayed->for_us || relayed->known);
  valise_relayed_free (relayed);
  relayed = valise_relay (world->brandt->store, bundle, stick, &error);
  assert_true (relayed->known);
  done = exchange_with (world, world->brandt, TRUE);
  assert_int_equal (done->foreign, 1);
  exchange_take (world->headquarters, relayed->path, VALISE_OUTCOME_MERGED);
  value = exchange_value (world->headquarters, id, "text");
  assert_string_equal (value, "\"x\"");
  assert_true (g_file_set_contents (relayed->path, "other", -1, NULL));
  assert_null (valise_relay (world->brandt->store, bundle, stick, &error));
  assert_true (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_EXISTS));
  valise_relayed_free (relayed);
}

/* The hash of the database and the names of all files. */
static char *
fingerprint_of (FixtureStore *store)
{
  const char *const command[] = { "sh", "-c", "find . -type f ! -name lock -exec sha256sum {} + | sort", NULL };
  char *found;

  fixture_store_close (store);
  found = fixture_run (store->folder, command);
  fixture_store_reopen (store);
  return found;
}

static void
a_preview_tells_what_would_come_and_changes_no_byte (void **state)
{
  World *world = *state;
  g_autofree char *first = NULL, *second = NULL, *before = NULL, *after = NULL;
  g_autofree char *id = exchange_add (world->adeko, "sighting", "title", "Cache", NULL);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  const ValiseReconciled *one;
  const char *paths[3] = { NULL };

  first = exchange_pack (world->adeko, "headquarters");
  exchange_take (world->headquarters, first, VALISE_OUTCOME_MERGED);
  exchange_edit (world->adeko, id, "title", "Cache in a shed");
  g_free (exchange_add (world->adeko, "note", "text", "x", NULL));
  second = exchange_pack (world->adeko, "headquarters");
  before = fingerprint_of (world->headquarters);
  paths[0] = first;
  paths[1] = second;
  found = valise_reconcile_preview (world->headquarters->store, paths, &error);
  assert_no_error (error);
  one = found->pdata[0];
  assert_int_equal (one->added + one->records_new + one->records_changed, 0);
  one = found->pdata[1];
  assert_int_equal (one->outcome, VALISE_OUTCOME_MERGED);
  assert_int_equal (one->records_new, 1);
  assert_int_equal (one->records_changed, 1);
  after = fingerprint_of (world->headquarters);
  assert_string_equal (before, after);
}

/* An exchange that its own alarm kills after so many microseconds. */
static void
kill_after (World *world, FixtureStore *store, guint microseconds)
{
  pid_t child;

  fixture_store_close (store);
  child = fork ();
  assert_true (child >= 0);
  if (child == 0) {
    ValiseExchangeOptions options = { .folder = stick };
    const struct itimerval alarm = { .it_value = { .tv_usec = microseconds } };

    setitimer (ITIMER_REAL, &alarm, NULL);
    fixture_store_reopen (store);
    valise_exchanged_free (valise_exchange (store->store, &options, NULL));
    _exit (0);
  }
  assert_int_equal (waitpid (child, NULL, 0), child);
  fixture_store_reopen (store);
}

static void
killed_at_any_moment_it_ends_the_same (void **state)
{
  World *world = *state;
  g_autofree char *id = exchange_add (world->adeko, "sighting", "title", "Cache", NULL);
  g_autofree char *value = NULL;

  for (guint i = 0; i < 60; i++)
    g_free (exchange_add (world->adeko, "note", "text", "more", NULL));
  for (guint i = 0; i < 12; i++)
    kill_after (world, i % 2 == 0 ? world->adeko : world->headquarters, 3000 * (i + 1));
  go (world, world->adeko, FALSE);
  go (world, world->headquarters, FALSE);
  go (world, world->adeko, FALSE);
  go (world, world->brandt, FALSE);
  value = exchange_value (world->brandt, id, "title");
  assert_string_equal (value, "\"Cache\"");
  assert_int_equal (acknowledged (world->adeko), 61);
}

int
main (void)
{
#define WITH_WORLD(test) cmocka_unit_test_setup_teardown (test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    WITH_WORLD (everybody_gets_everything_and_then_nothing_is_written),
    WITH_WORLD (who_only_receives_is_not_sent_the_same_again),
    WITH_WORLD (what_lies_there_is_not_written_twice),
    WITH_WORLD (tidying_removes_only_own_and_only_what_is_done_with),
    WITH_WORLD (a_file_that_is_still_being_copied_is_left_for_the_next_time),
    WITH_WORLD (what_an_interruption_left_is_swept_by_who_left_it),
    WITH_WORLD (links_folders_and_pipes_are_passed_over),
    WITH_WORLD (bundles_for_others_are_carried_on_unchanged),
    WITH_WORLD (a_preview_tells_what_would_come_and_changes_no_byte),
    WITH_WORLD (killed_at_any_moment_it_ends_the_same),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
