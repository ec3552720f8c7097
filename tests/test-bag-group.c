/* test-bag-group.c - parts of a bundle that must be small are taken in alone, in any order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "core/attach.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/files.h"
#include "core/folder.h"
#include "core/log.h"
#include "sync/inspect.h"
#include "sync/pieces.h"
#include "tests/exchange.h"
#include "tests/hostile.h"

#define BUDGET (300 * 1000)
#define PHOTO_SIZE (700 * 1000)

typedef struct {
  FixtureStore *headquarters, *adeko;
  GPtrArray *records;     /* of char *, in the order they were made */
  char *actionable, *item; /* made last */
  ValiseHash photo;       /* larger than the budget */
} World;

static void
add_photo (World *world)
{
  g_autofree char *path = g_build_filename (world->adeko->root, "photo.jpg", NULL);
  g_autofree char *bytes = g_malloc (PHOTO_SIZE), *value = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  ValiseAttachment *attachment = NULL;

  for (guint i = 0; i < PHOTO_SIZE; i++)
    bytes[i] = (char) g_rand_int (random);
  assert_true (g_file_set_contents (path, bytes, PHOTO_SIZE, &error));
  valise_attach (world->adeko->store, path, &attachment, &error);
  assert_no_error (error);
  value = valise_attachment_to_json (attachment);
  world->photo = attachment->sha256;
  g_free (fixture_add (world->adeko, "photo", "caption", "\"A crate\"", "original", value, NULL));
  valise_attachment_free (attachment);
}

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);

  valise_clock_stop_at (FIXTURE_NOW);
  world->headquarters = panel_headquarters_new ();
  world->adeko = panel_member_new (world->headquarters, "T. Adeko", "expert", PANEL_CASE);
  fixture_store_make_vault (world->adeko);
  world->records = g_ptr_array_new_with_free_func (g_free);
  add_photo (world);
  for (guint i = 0; i < 1000; i++)
    g_ptr_array_add (world->records, exchange_add (world->adeko, "sighting", "title", "A cache",
                                                   i % 100 == 0 ? "who-told" : NULL, "A source", NULL));
  for (guint i = 0; i < 1000; i += 3)
    exchange_edit (world->adeko, world->records->pdata[i], "title", "A cache in a shed");
  world->actionable = exchange_add (world->adeko, "sighting", "title", "Now", "actionable", "yes", NULL);
  world->item = exchange_add (world->adeko, "item", "parent", world->actionable, "model", "akm", NULL);
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  fixture_store_free (world->headquarters);
  fixture_store_free (world->adeko);
  g_ptr_array_unref (world->records);
  g_free (world->actionable);
  g_free (world->item);
  g_free (world);
  return 0;
}

/* Paths of the parts, in their order. */
static GPtrArray *
pack_parts (World *world, guint64 max_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) members = valise_roster_match (world->adeko->store, "headquarters", &error);
  ValisePackOptions options = { .folder = world->adeko->root, .max_bytes = max_bytes };
  g_autoptr (GPtrArray) packed = NULL;
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  assert_no_error (error);
  packed = valise_pack (world->adeko->store, members, &options, &error);
  assert_no_error (error);
  for (guint i = 0; i < packed->len; i++) {
    const ValisePacked *one = packed->pdata[i];
    struct stat status;

    if (one->path == NULL)
      continue;
    assert_int_equal (stat (one->path, &status), 0);
    assert_true ((guint64) status.st_size <= max_bytes);
    assert_int_equal ((guint64) status.st_size, one->size);
    assert_int_equal (one->part, i + 1);
    assert_int_equal (one->parts, packed->len);
    g_ptr_array_add (paths, g_strdup (one->path));
  }
  return paths;
}

/* The projection without receipts, which have ids of their own. */
static char *
describe (FixtureStore *store)
{
  g_autofree char *dump = exchange_dump (store);
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "\"type\":\"receipt\"") == NULL &&
        strstr (lines[i], "\"type\":\"custody\"") == NULL)
      g_string_append_printf (out, "%s\n", lines[i]);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
shuffle (GPtrArray *paths, GRand *random)
{
  for (guint i = paths->len; i > 1; i--) {
    guint j = (guint) g_rand_int_range (random, 0, (gint32) i);
    gpointer other = paths->pdata[j];

    paths->pdata[j] = paths->pdata[i - 1];
    paths->pdata[i - 1] = other;
  }
}

static void
every_order_of_the_parts_ends_as_the_whole (void **state)
{
  World *world = *state;
  g_autoptr (GPtrArray) parts = pack_parts (world, BUDGET);
  g_autoptr (FixtureStore) whole = fixture_store_copy (world->headquarters);
  g_autofree char *bundle = exchange_pack (world->adeko, "headquarters"), *expected = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  assert_true (parts->len >= 4);
  exchange_take (whole, bundle, VALISE_OUTCOME_MERGED);
  expected = describe (whole);
  for (guint round = 0; round < 4; round++) {
    g_autoptr (FixtureStore) store = fixture_store_copy (world->headquarters);
    g_autofree char *found = NULL;

    for (guint i = 0; i < parts->len; i++)
      exchange_take (store, parts->pdata[i], VALISE_OUTCOME_MERGED);
    found = describe (store);
    assert_string_equal (found, expected);
    assert_int_equal (valise_files_check (store->store, &world->photo), VALISE_FILE_SOUND);
    assert_int_equal (valise_pieces_count (store->store), 0);
    shuffle (parts, random);
  }
}

static void
what_can_be_acted_on_comes_first_and_alone (void **state)
{
  World *world = *state;
  g_autoptr (GPtrArray) parts = pack_parts (world, BUDGET);
  g_autofree char *title = NULL, *model = NULL;
  ValiseReconciled *first = exchange_reconcile (world->headquarters, parts->pdata[0]);

  assert_int_equal (first->outcome, VALISE_OUTCOME_MERGED);
  assert_int_equal (first->actionable, 1);
  title = exchange_value (world->headquarters, world->actionable, "title");
  model = exchange_value (world->headquarters, world->item, "model");
  assert_string_equal (title, "\"Now\"");
  assert_string_equal (model, "\"akm\"");
  valise_reconciled_free (first);
}

/* Each record is in one part, whole; so a lost part costs what was in it. */
static void
a_lost_part_costs_only_itself_and_comes_again (void **state)
{
  World *world = *state;
  g_autoptr (GPtrArray) parts = pack_parts (world, BUDGET), again = NULL;
  guint64 came = 0, lost;
  g_autoptr (GError) error = NULL;
  ValiseInspected *inside = valise_inspect (world->headquarters->store, parts->pdata[1], &error);
  const ValiseInspectedLog *log = inside->logs->pdata[0];
  g_autofree char *of = g_strdup_printf (" of %u", parts->len);

  assert_no_error (error);
  assert_string_equal (inside->part + 1, of);
  lost = log->entries;
  assert_true (lost > 0);
  valise_inspected_free (inside);
  for (guint i = 0; i < parts->len; i++)
    if (i != 1)
      exchange_take (world->headquarters, parts->pdata[i], VALISE_OUTCOME_MERGED);
  exchange_send (world->headquarters, world->adeko, "T. Adeko");
  again = pack_parts (world, BUDGET);
  for (guint i = 0; i < again->len; i++) {
    ValiseReconciled *one = exchange_reconcile (world->headquarters, again->pdata[i]);

    came += one->added;
    valise_reconciled_free (one);
  }
  assert_true (came >= lost);
  assert_true (came <= lost + 2 * parts->len + 2); /* and what was noted since */
}

static guint
count_files_of_pieces (FixtureStore *store)
{
  g_autofree char *folder = valise_store_path (store->store, "pieces");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint found = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    found++;
  return found;
}

static void
a_piece_that_nothing_names_is_swept_and_no_other (void **state)
{
  World *world = *state;
  g_autoptr (GPtrArray) parts = pack_parts (world, BUDGET), kept = NULL;
  g_autofree char *left = valise_store_path (world->headquarters->store, "pieces/0123456789abcdef");
  g_autoptr (GError) error = NULL;
  guint64 waiting;

  /* The last part holds pieces of the photo, which wait for the others. */
  exchange_take (world->headquarters, parts->pdata[parts->len - 1], VALISE_OUTCOME_MERGED);
  waiting = valise_pieces_count (world->headquarters->store);
  assert_true (waiting > 0);
  assert_true (g_file_set_contents (left, "of a crash", -1, NULL));
  assert_int_equal (count_files_of_pieces (world->headquarters), waiting + 1);
  kept = valise_reconcile_kept (world->headquarters->store, &error);
  assert_no_error (error);
  assert_int_equal (count_files_of_pieces (world->headquarters), waiting);
  assert_int_equal (valise_pieces_count (world->headquarters->store), waiting);
}

static guint64
count_pieces (World *world, const char *path)
{
  g_autoptr (GError) error = NULL;
  ValiseInspected *inside = valise_inspect (world->headquarters->store, path, &error);
  guint64 pieces;

  assert_no_error (error);
  pieces = inside->pieces;
  valise_inspected_free (inside);
  return pieces;
}

static void
only_missing_pieces_of_a_file_come_again (void **state)
{
  World *world = *state;
  g_autoptr (GPtrArray) parts = pack_parts (world, BUDGET), again = NULL;
  guint64 all = 0, lost = 0, resent = 0;
  guint last = parts->len - 1;

  for (guint i = 0; i < parts->len; i++) {
    guint64 pieces = count_pieces (world, parts->pdata[i]);

    all += pieces;
    if (i == last)
      lost = pieces;
    else
      exchange_take (world->headquarters, parts->pdata[i], VALISE_OUTCOME_MERGED);
  }
  assert_true (lost > 0 && all > lost);
  assert_false (valise_files_is_here (world->headquarters->store, &world->photo));
  assert_int_equal (valise_pieces_count (world->headquarters->store), all - lost);
  exchange_send (world->headquarters, world->adeko, "T. Adeko");
  again = pack_parts (world, BUDGET);
  for (guint i = 0; i < again->len; i++) {
    resent += count_pieces (world, again->pdata[i]);
    exchange_take (world->headquarters, again->pdata[i], VALISE_OUTCOME_MERGED);
  }
  assert_int_equal (resent, lost);
  assert_int_equal (valise_files_check (world->headquarters->store, &world->photo), VALISE_FILE_SOUND);
  assert_int_equal (valise_pieces_count (world->headquarters->store), 0);
}

static void
waiting_pieces_are_not_readable (void **state)
{
  World *world = *state;
  g_autoptr (GPtrArray) parts = pack_parts (world, BUDGET);
  g_autofree char *photo = g_build_filename (world->adeko->root, "photo.jpg", NULL), *bytes = NULL;
  g_autofree char *folder = g_build_filename (world->headquarters->folder, "pieces", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint found = 0;

  for (guint i = 0; i + 1 < parts->len; i++)
    exchange_take (world->headquarters, parts->pdata[i], VALISE_OUTCOME_MERGED);
  assert_true (g_file_get_contents (photo, &bytes, NULL, NULL));
  dir = g_dir_open (folder, 0, NULL);
  assert_non_null (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL), *kept = NULL;
    gsize size = 0;

    found++;
    assert_true (g_file_get_contents (path, &kept, &size, NULL));
    assert_true (g_str_has_prefix (kept, "age-encryption.org/v1"));
    assert_null (memmem (kept, size, bytes, 32));
  }
  assert_true (found > 0);
}

static void
too_small_a_budget_says_how_much_is_needed (void **state)
{
  World *world = *state;
  g_autoptr (GError) error = NULL, second = NULL;
  g_autoptr (GPtrArray) members = valise_roster_match (world->adeko->store, "headquarters", NULL);
  ValisePackOptions options = { .folder = world->adeko->root, .max_bytes = 100000 };
  g_autoptr (GPtrArray) packed = NULL;
  const char *number;

  assert_null (valise_pack (world->adeko->store, members, &options, &error));
  assert_true (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_LIMIT));
  number = strstr (error->message, "--max-bytes ");
  assert_non_null (number);
  options.max_bytes = g_ascii_strtoull (number + strlen ("--max-bytes "), NULL, 10);
  packed = valise_pack (world->adeko->store, members, &options, &second);
  assert_no_error (second);
}

static void
pieces_that_are_not_the_file_they_name_are_dropped (void **state)
{
  World *world = *state;
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autofree char *path = NULL;
  ValiseHash zero = { { 0 } };

  hostile_add_file (bundle, "data/files/0000000000000000000000000000000000000000000000000000000000000000.part-0001-of-0001",
                    "content", 7);
  path = hostile_write (bundle);
  exchange_take (world->headquarters, path, VALISE_OUTCOME_MERGED);
  assert_false (valise_files_is_here (world->headquarters->store, &zero));
  assert_int_equal (valise_pieces_count (world->headquarters->store), 0);
}

int
main (void)
{
#define WITH_WORLD(test) cmocka_unit_test_setup_teardown (test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    WITH_WORLD (every_order_of_the_parts_ends_as_the_whole),
    WITH_WORLD (what_can_be_acted_on_comes_first_and_alone),
    WITH_WORLD (a_lost_part_costs_only_itself_and_comes_again),
    WITH_WORLD (a_piece_that_nothing_names_is_swept_and_no_other),
    WITH_WORLD (only_missing_pieces_of_a_file_come_again),
    WITH_WORLD (waiting_pieces_are_not_readable),
    WITH_WORLD (pieces_that_are_not_the_file_they_name_are_dropped),
    WITH_WORLD (too_small_a_budget_says_how_much_is_needed),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
