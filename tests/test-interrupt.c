/* test-interrupt.c - a bundle that is taken in ends the same, however often it is cut short
 *
 * The process that takes it in is killed: at every step that it reports, and
 * in the middle of writing to the disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/attach.h"
#include "core/clock.h"
#include "core/held.h"
#include "core/log.h"
#include "core/verify.h"
#include "sync/incoming.h"
#include "tests/exchange.h"

#define RECORDS 1100 /* more than one slice */

typedef struct {
  FixtureStore *headquarters, *adeko;
  char *bundle, *expected; /* what headquarters should hold in the end */
  GPtrArray *files;        /* of ValiseHash */
} World;

/* ---- A world to be interrupted ---- */

static void
add_photo (World *world, guint number)
{
  g_autofree char *path = g_build_filename (world->adeko->root, "photo.jpg", NULL);
  g_autofree char *text = g_strnfill (40000 + number, (char) ('a' + number)), *value = NULL;
  g_autoptr (GError) error = NULL;
  ValiseAttachment *attachment = NULL;

  assert_true (g_file_set_contents (path, text, -1, &error));
  valise_attach (world->adeko->store, path, &attachment, &error);
  assert_no_error (error);
  value = valise_attachment_to_json (attachment);
  g_ptr_array_add (world->files, g_memdup2 (&attachment->sha256, sizeof (ValiseHash)));
  g_free (fixture_add (world->adeko, "photo", "caption", "\"A crate\"", "original", value, NULL));
  valise_attachment_free (attachment);
}

/* The same store again in a folder of its own. */
static FixtureStore *
copy_store (FixtureStore *store)
{
  FixtureStore *copy = g_new0 (FixtureStore, 1);
  const char *const arguments[] = { "cp", "-a", store->folder, NULL, NULL };
  const char *command[G_N_ELEMENTS (arguments)];
  g_autofree char *output = NULL;

  copy->root = g_dir_make_tmp ("valise-copy-XXXXXX", NULL);
  copy->folder = g_build_filename (copy->root, "store", NULL);
  memcpy (command, arguments, sizeof command);
  command[3] = copy->folder;
  fixture_store_close (store);
  output = fixture_run (copy->root, command);
  return copy;
}

/* What the receipts of this store name of Adeko's log and files. */
static void
append_acknowledged (World *world, FixtureStore *store, GString *out)
{
  const char *device = valise_store_get_device (world->adeko->store);
  gint64 log = valise_log_find (store->store, device, NULL);
  g_autoptr (ValiseHeld) held = valise_held_load (store->store, VALISE_LOG_OWN, log, NULL);

  for (guint64 i = 0; i < valise_log_size (store->store, log); i++)
    g_string_append_printf (out, "%d ", valise_held_opened (held, i));
  for (guint i = 0; i < world->files->len; i++)
    g_string_append_printf (out, "%d", valise_held_has_bytes (store->store, VALISE_LOG_OWN,
                                                              world->files->pdata[i]));
}

/* The projection without the receipts, which have ids of their own, and what
 * these say. */
static char *
describe (World *world, FixtureStore *store)
{
  g_autofree char *dump = exchange_dump (store);
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "\"type\":\"receipt\"") == NULL)
      g_string_append_printf (out, "%s\n", lines[i]);
  append_acknowledged (world, store, out);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);
  g_autoptr (FixtureStore) whole = NULL;

  valise_clock_stop_at (FIXTURE_NOW);
  world->files = g_ptr_array_new_with_free_func (g_free);
  world->headquarters = panel_headquarters_new ();
  world->adeko = panel_member_new (world->headquarters, "T. Adeko", "expert", PANEL_CASE);
  fixture_store_make_vault (world->adeko);
  for (guint i = 0; i < RECORDS; i++) {
    g_autofree char *title = g_strdup_printf ("Sighting %u", i);

    g_free (exchange_add (world->adeko, "sighting", "title", title, i % 200 == 0 ? "who-told" : NULL,
                          "A source", NULL));
  }
  for (guint i = 0; i < 3; i++)
    add_photo (world, i);
  world->bundle =
      exchange_pack (world->adeko, valise_store_get_device (world->headquarters->store));
  whole = copy_store (world->headquarters);
  fixture_store_reopen (whole);
  exchange_take (whole, world->bundle, VALISE_OUTCOME_MERGED);
  world->expected = describe (world, whole);
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  fixture_store_free (world->headquarters);
  fixture_store_free (world->adeko);
  g_ptr_array_unref (world->files);
  g_free (world->bundle);
  g_free (world->expected);
  g_free (world);
  valise_clock_stop_at (-1);
  return 0;
}

/* ---- Killing ---- */

static void
on_progress (guint64 done, guint64 total, gpointer user)
{
  guint *left = user;

  if (--*left == 0)
    raise (SIGKILL);
}

/* In a child: takes the bundle in, and dies at step `step` (0: none), or once
 * it writes a file beyond `size` bytes (0: no limit). TRUE when it was killed. */
static gboolean
take_and_die (World *world, FixtureStore *store, guint step, rlim_t size)
{
  int status = 0;
  pid_t child;

  fixture_store_close (store);
  child = fork ();
  assert_true (child >= 0);
  if (child == 0) {
    const struct rlimit limit = { size, size }, no_core = { 0, 0 };

    fixture_store_reopen (store);
    setrlimit (RLIMIT_CORE, &no_core);
    if (size > 0)
      setrlimit (RLIMIT_FSIZE, &limit);
    valise_reconcile (store->store, world->bundle, step > 0 ? on_progress : NULL, &step, NULL);
    _exit (0);
  }
  assert_int_equal (waitpid (child, &status, 0), child);
  fixture_store_reopen (store);
  return WIFSIGNALED (status);
}

static void
assert_as_if_uninterrupted (World *world, FixtureStore *store)
{
  g_autofree char *found = describe (world, store);
  g_autoptr (GPtrArray) kept = valise_incoming_list (store->store, NULL);

  assert_string_equal (found, world->expected);
  assert_int_equal (kept->len, 0);
}

/* As it stands, before anything goes on. */
static void
assert_verifies (FixtureStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseVerified) found = valise_verify (store->store, NULL, &error);

  assert_no_error (error);
  if (!valise_verified_is_sound (found))
    fail_msg ("cut short, it does not verify: %s",
              found->problems->len > 0 ? (const char *) found->problems->pdata[0] : "no reason given");
}

static void
what_was_interrupted_is_finished_at_the_next_start (void **state)
{
  World *world = *state;
  guint killed = 0;

  for (guint step = 1;; step++) {
    g_autoptr (FixtureStore) store = copy_store (world->headquarters);
    g_autoptr (GPtrArray) done = NULL;
    g_autoptr (GError) error = NULL;

    if (!take_and_die (world, store, step, 0)) {
      assert_as_if_uninterrupted (world, store);
      break;
    }
    killed++;
    assert_verifies (store);
    done = valise_reconcile_kept (store->store, &error);
    assert_no_error (error);
    assert_int_equal (done->len, 1);
    assert_int_equal (((const ValiseReconciled *) done->pdata[0])->outcome, VALISE_OUTCOME_MERGED);
    assert_as_if_uninterrupted (world, store);
  }
  assert_in_range (killed, 4, 50);
}

/* The limit grows until nothing is killed any more: each time another write,
 * of a database, a file or the copy that is kept, is the last one. */
static void
a_kill_in_the_middle_of_writing_leaves_a_store_that_goes_on (void **state)
{
  World *world = *state;
  g_autoptr (FixtureStore) store = copy_store (world->headquarters);
  gint64 before = 0;
  guint killed = 0;

  for (rlim_t size = 8192; take_and_die (world, store, 0, size); size += size / 2) {
    g_autoptr (GError) error = NULL;
    gint64 log = valise_log_find (store->store, valise_store_get_device (world->adeko->store), NULL);
    gint64 count = log > 0 ? valise_log_count (store->store, log, &error) : 0;

    killed++;
    assert_verifies (store);
    assert_no_error (error);
    assert_true (count >= before);
    before = count;
  }
  assert_in_range (killed, 3, 40);
  exchange_take (store, world->bundle, VALISE_OUTCOME_MERGED);
  assert_as_if_uninterrupted (world, store);
}

static void
taking_it_in_again_and_again_changes_nothing (void **state)
{
  World *world = *state;
  g_autoptr (FixtureStore) store = copy_store (world->headquarters);
  gint64 entries = 0;

  fixture_store_reopen (store);
  for (guint i = 0; i < 3; i++) {
    exchange_take (store, world->bundle, VALISE_OUTCOME_MERGED);
    if (i == 0)
      entries = valise_log_count (store->store, VALISE_LOG_OWN, NULL);
    assert_int_equal (valise_log_count (store->store, VALISE_LOG_OWN, NULL), entries);
    assert_as_if_uninterrupted (world, store);
  }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (what_was_interrupted_is_finished_at_the_next_start),
    cmocka_unit_test (a_kill_in_the_middle_of_writing_leaves_a_store_that_goes_on),
    cmocka_unit_test (taking_it_in_again_and_again_changes_nothing),
  };

  return cmocka_run_group_tests_name ("interrupt", tests, set_up, tear_down);
}
