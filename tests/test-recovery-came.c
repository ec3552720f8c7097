/* test-recovery-came.c - recovery files that come to the registry, honest and hostile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "core/clock.h"
#include "core/recovery.h"
#include "sync/recovery-kept.h"
#include "tests/exchange.h"
#include "tests/hostile.h"

/* age inside age as FORMAT.md has it, to two keys that nobody has: from outside all there is to see. */
#define HONEST_TEXT "valise/key/1\n"

typedef struct {
  FixtureStore *headquarters, *adeko, *mara;
} World;

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);

  valise_clock_stop_at (FIXTURE_NOW);
  world->headquarters = panel_headquarters_new ();
  world->adeko = panel_member_new (world->headquarters, "T. Adeko", "expert", PANEL_CASE);
  world->mara = panel_member_new (world->headquarters, "Mara", "coordinator", PANEL_CASE);
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  fixture_store_free (world->headquarters);
  fixture_store_free (world->adeko);
  fixture_store_free (world->mara);
  g_free (world);
  valise_clock_stop_at (-1);
  return 0;
}

/* An age file of as many stanzas to keys that nobody has. */
static GBytes *
cover (const char *text, guint stanzas)
{
  g_autoptr (GOutputStream) sink = g_memory_output_stream_new_resizable (), plain = NULL;
  ValiseAgeRecipient recipients[4];
  GError *error = NULL;

  for (guint i = 0; i < stanzas; i++) {
    g_autoptr (ValiseSecret) nobody = valise_age_identity_new ();

    valise_age_identity_get_recipient (nobody, &recipients[i]);
  }
  plain = valise_age_encrypt_new (sink, recipients, stanzas, &error);
  assert_no_error (error);
  assert_true (g_output_stream_write_all (plain, text, strlen (text), NULL, NULL, NULL));
  assert_true (g_output_stream_close (plain, NULL, NULL));
  assert_true (g_output_stream_close (sink, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (sink));
}

static char *
path_for (FixtureStore *store)
{
  return g_strdup_printf ("data/recovery/%s.age", valise_store_get_device (store->store));
}

/* A bundle of Adeko's with the log as it stands and a file under a path. */
static char *
write_bundle (World *world, HostileLog *log, const char *path, GBytes *file)
{
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (file, &size);

  hostile_add_file (bundle, path, data, size);
  hostile_add_log (bundle, log);
  return hostile_write (bundle);
}

static ValiseReconciled *
send (World *world, const char *path, GBytes *file)
{
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autofree char *written = NULL;

  hostile_log_add_sighting (log, "Kasira");
  written = write_bundle (world, log, path, file);
  return exchange_reconcile (world->headquarters, written);
}

static void
assert_refused (World *world, const char *path, GBytes *file, const char *reason)
{
  ValiseReconciled *result = send (world, path, file);

  if (result->outcome != VALISE_OUTCOME_REFUSED || strstr (result->reason, reason) == NULL)
    fail_msg ("not refused for “%s”: %s: %s", reason, valise_outcome_to_text (result->outcome),
              result->reason);
  assert_int_equal (result->added, 0);
  valise_reconciled_free (result);
}

static void
assert_kept (World *world, GBytes *expected)
{
  g_autoptr (GBytes) kept = valise_recovery_kept_get (
      world->headquarters->store, valise_store_get_device (world->adeko->store), NULL);

  assert_non_null (kept);
  assert_true (g_bytes_equal (kept, expected));
}

static void
the_newest_that_came_is_kept_whatever_comes_once_more (void **state)
{
  World *world = *state;
  g_autofree char *path = path_for (world->adeko), *one = NULL, *two = NULL;
  g_autoptr (GBytes) first = cover (HONEST_TEXT, 1), second = cover (HONEST_TEXT, 1);
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);

  hostile_log_add_sighting (log, "Kasira");
  one = write_bundle (world, log, path, first);
  hostile_log_add_sighting (log, "Kasira again");
  two = write_bundle (world, log, path, second);
  exchange_take (world->headquarters, one, VALISE_OUTCOME_MERGED);
  assert_kept (world, first);
  exchange_take (world->headquarters, two, VALISE_OUTCOME_MERGED);
  assert_kept (world, second);
  exchange_take (world->headquarters, one, VALISE_OUTCOME_MERGED);
  assert_kept (world, second);
}

static void
one_that_is_too_large_is_refused_with_all_of_its_bundle (void **state)
{
  World *world = *state;
  g_autofree char *path = path_for (world->adeko), *much = g_strnfill (VALISE_RECOVERY_MAX, 'x');
  g_autoptr (GBytes) honest = cover (HONEST_TEXT, 1), large = cover (much, 1);
  ValiseReconciled *result = send (world, path, honest);

  valise_reconciled_free (result);
  assert_refused (world, path, large, "larger than 16 KiB");
  assert_kept (world, honest);
}

static void
what_is_no_age_file_to_one_key_is_refused (void **state)
{
  World *world = *state;
  g_autofree char *path = path_for (world->adeko);
  static const char scrypt[] = "age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 18\n"
                               "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
  g_autoptr (GBytes) honest = cover (HONEST_TEXT, 1);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0), text = g_bytes_new_static ("my keys", 7);
  g_autoptr (GBytes) passphrase = g_bytes_new_static (scrypt, sizeof scrypt - 1);
  g_autoptr (GBytes) two = cover (HONEST_TEXT, 2), cut = g_bytes_new_from_bytes (honest, 0, 60);
  GBytes *const wrong[] = { nothing, text, passphrase, two, cut };
  ValiseReconciled *result = send (world, path, honest);

  valise_reconciled_free (result);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    assert_refused (world, path, wrong[i], "");
    assert_kept (world, honest);
  }
}

/* Who could bring another's could keep him from being recovered. */
static void
one_of_another_device_is_refused (void **state)
{
  World *world = *state;
  g_autofree char *path = path_for (world->mara);
  g_autoptr (GBytes) honest = cover (HONEST_TEXT, 1), kept = NULL;

  assert_refused (world, path, honest, "its own device only");
  kept = valise_recovery_kept_get (world->headquarters->store,
                                   valise_store_get_device (world->mara->store), NULL);
  assert_null (kept);
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    TEST (the_newest_that_came_is_kept_whatever_comes_once_more),
    TEST (one_that_is_too_large_is_refused_with_all_of_its_bundle),
    TEST (what_is_no_age_file_to_one_key_is_refused),
    TEST (one_of_another_device_is_refused),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
