/* test-leftovers.c - what waits beside the database is held against it, both ways
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <glib/gstdio.h>

#include "sync/incoming.h"
#include "sync/pieces.h"
#include "tests/fixture.h"

static int
set_up (void **state)
{
  *state = fixture_store_new ("Ann", "expert");
  return 0;
}

static int
tear_down (void **state)
{
  fixture_store_free (*state);
  return 0;
}

/* The only file in a folder of the store, or NULL (transfer full). */
static char *
only_file (FixtureStore *f, const char *folder)
{
  g_autofree char *path = valise_store_path (f->store, folder);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = dir != NULL ? g_dir_read_name (dir) : NULL;

  assert_true (name == NULL || g_dir_read_name (dir) == NULL);
  return name != NULL ? g_build_filename (path, name, NULL) : NULL;
}

static char *
keep_bundle (FixtureStore *f)
{
  g_autofree char *path = g_build_filename (f->root, "x.valise", NULL);
  GError *error = NULL;
  char *bundle;

  assert_true (g_file_set_contents (path, "no bundle, but some bytes", -1, NULL));
  bundle = valise_incoming_keep (f->store, path, &error);
  assert_no_error (error);
  return bundle;
}

static void
a_bundle_whose_copy_is_gone_is_named (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *bundle = keep_bundle (f), *copy = only_file (f, "incoming");
  g_autoptr (GPtrArray) whole = NULL, missing = NULL;
  GError *error = NULL;
  guint orphans = 0;

  assert_true (valise_incoming_set (f->store, bundle, "x.valise", FALSE, "waits", &error));
  whole = valise_incoming_compare (f->store, &orphans, &error);
  assert_int_equal (whole->len, 0);
  assert_int_equal (orphans, 0);
  assert_int_equal (g_unlink (copy), 0);
  missing = valise_incoming_compare (f->store, &orphans, &error);
  assert_int_equal (missing->len, 1);
  assert_string_equal (((ValiseIncoming *) missing->pdata[0])->name, "x.valise");
}

static void
a_copy_that_nothing_names_is_an_orphan (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *bundle = keep_bundle (f), *left = NULL;
  g_autoptr (GPtrArray) missing = NULL;
  guint orphans = 0;

  missing = valise_incoming_compare (f->store, &orphans, NULL);
  assert_int_equal (missing->len, 0);
  assert_int_equal (orphans, 1);
  valise_incoming_sweep (f->store);
  left = only_file (f, "incoming");
  assert_null (left);
}

static const ValisePieceName second_of_three = { .file = { .bytes = { 1, 2, 3 } }, .number = 2, .parts = 3 };

static void
keep_piece (FixtureStore *f)
{
  g_autoptr (GInputStream) content = g_memory_input_stream_new_from_data ("the middle", 10, NULL);
  GError *error = NULL;
  ValiseHash sha256;
  gboolean known;

  assert_true (valise_pieces_keep (f->store, &second_of_three, content, &sha256, &known, &error));
  assert_false (known);
}

static ValisePiecesCompared
compare_pieces (FixtureStore *f, gboolean repair)
{
  ValisePiecesCompared found;
  GError *error = NULL;

  assert_true (valise_pieces_compare (f->store, repair, &found, &error));
  return found;
}

static void
a_piece_that_is_gone_is_told_from_one_that_was_altered (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *path = NULL;

  keep_piece (f);
  path = only_file (f, "pieces");
  assert_int_equal (compare_pieces (f, FALSE).missing + compare_pieces (f, FALSE).altered, 0);
  assert_true (g_file_set_contents (path, "something else", -1, NULL));
  assert_int_equal (compare_pieces (f, FALSE).altered, 1);
  assert_int_equal (compare_pieces (f, FALSE).missing, 0);
  assert_int_equal (g_unlink (path), 0);
  assert_int_equal (compare_pieces (f, FALSE).missing, 1);
  assert_int_equal (compare_pieces (f, FALSE).altered, 0);
}

static void
a_piece_that_was_altered_is_forgotten_and_comes_again (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *path = NULL, *left = NULL;
  ValisePiecesCompared repaired;

  keep_piece (f);
  path = only_file (f, "pieces");
  assert_true (g_file_set_contents (path, "something else", -1, NULL));
  repaired = compare_pieces (f, TRUE);
  assert_int_equal (repaired.altered, 1);
  assert_int_equal (repaired.orphans, 0);
  left = only_file (f, "pieces");
  assert_null (left);
  keep_piece (f);
  assert_int_equal (compare_pieces (f, FALSE).altered, 0);
  assert_true (valise_pieces_is_here (f->store, &second_of_three));
}

static void
a_piece_that_no_row_names_is_an_orphan (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *path = NULL, *stray = NULL, *left = NULL;

  keep_piece (f);
  path = only_file (f, "pieces");
  stray = g_strconcat (path, "0", NULL);
  assert_true (g_file_set_contents (stray, "left", -1, NULL));
  assert_int_equal (compare_pieces (f, FALSE).orphans, 1);
  assert_int_equal (compare_pieces (f, TRUE).orphans, 1);
  left = only_file (f, "pieces");
  assert_string_equal (left, path);
}

int
main (void)
{
#define WITH_STORE(test) cmocka_unit_test_setup_teardown (test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    WITH_STORE (a_bundle_whose_copy_is_gone_is_named),
    WITH_STORE (a_copy_that_nothing_names_is_an_orphan),
    WITH_STORE (a_piece_that_is_gone_is_told_from_one_that_was_altered),
    WITH_STORE (a_piece_that_was_altered_is_forgotten_and_comes_again),
    WITH_STORE (a_piece_that_no_row_names_is_an_orphan),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
