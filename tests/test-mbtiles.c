/* test-mbtiles.c - maps of the user's own are read, and nothing more than read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/mbtiles.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sqlcipher/sqlite3.h>
#include <string.h>

#include "core/error.h"
#include "tests/asserts.h"
#include "tests/fixture.h"

#define TABLES                                                                                                         \
  "CREATE TABLE metadata (name TEXT, value TEXT);"                                                                     \
  "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);"

typedef struct {
  char *folder, *path;
} Fixture;

static int
set_up (void **state)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->folder = g_dir_make_tmp ("valise-mbtiles-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "goma.mbtiles", NULL);
  *state = f;
  return 0;
}

static int
tear_down (void **state)
{
  Fixture *f = *state;

  fixture_remove_tree (f->folder);
  g_free (f->folder);
  g_free (f->path);
  g_free (f);
  return 0;
}

static void
make (Fixture *f, const char *sql)
{
  sqlite3 *handle = NULL;

  assert_int_equal (sqlite3_open (f->path, &handle), SQLITE_OK);
  assert_int_equal (sqlite3_exec (handle, sql, NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close (handle);
}

static void
assert_refused (Fixture *f, int code, const char *words)
{
  GError *error = NULL;

  assert_null (valise_mbtiles_open (f->path, &error));
  assert_true (g_error_matches (error, VALISE_ERROR, code));
  assert_non_null (strstr (error->message, words));
  g_clear_error (&error);
}

static void
a_map_says_its_name_and_gives_its_tiles_by_the_north (void **state)
{
  Fixture *f = *state;
  GError *error = NULL;
  g_autoptr (ValiseMbtiles) map = NULL;
  g_autoptr (GBytes) north = NULL, south = NULL;

  make (f, TABLES "INSERT INTO metadata VALUES ('name', 'Goma 1:50 000'), ('format', 'png'), ('minzoom', '1'), ('maxzoom', '9'),"
                  " ('attribution', 'Made in the field');"
                  "INSERT INTO tiles VALUES (1, 0, 1, 'north'), (1, 0, 0, 'south');"
                  "UPDATE tiles SET tile_data = CAST (tile_data AS BLOB);");
  map = valise_mbtiles_open (f->path, &error);
  assert_no_error (error);
  assert_string_equal (valise_mbtiles_get_name (map), "Goma 1:50 000");
  assert_string_equal (valise_mbtiles_get_attribution (map), "Made in the field");
  assert_int_equal (valise_mbtiles_get_min_zoom (map), 1);
  assert_int_equal (valise_mbtiles_get_max_zoom (map), 9);
  north = valise_mbtiles_get_tile (map, 1, 0, 0, &error);
  south = valise_mbtiles_get_tile (map, 1, 0, 1, &error);
  assert_no_error (error);
  assert_memory_equal (g_bytes_get_data (north, NULL), "north", 5);
  assert_memory_equal (g_bytes_get_data (south, NULL), "south", 5);
}

static void
where_there_is_no_tile_there_is_none_and_no_error (void **state)
{
  Fixture *f = *state;
  GError *error = NULL;
  g_autoptr (ValiseMbtiles) map = NULL;

  make (f, TABLES "INSERT INTO tiles VALUES (3, 1, 1, x'00');");
  map = valise_mbtiles_open (f->path, &error);
  assert_no_error (error);
  assert_int_equal (valise_mbtiles_get_max_zoom (map), 3);
  assert_string_equal (valise_mbtiles_get_name (map), "goma.mbtiles");
  assert_null (valise_mbtiles_get_tile (map, 3, 7, 7, &error));
  assert_null (valise_mbtiles_get_tile (map, 3, 8, 0, &error));
  assert_null (valise_mbtiles_get_tile (map, 40, 0, 0, &error));
  assert_no_error (error);
}

static void
what_is_no_map_is_refused_in_words (void **state)
{
  Fixture *f = *state;

  assert_refused (f, VALISE_ERROR_NOT_FOUND, "no map file");
  assert_true (g_file_set_contents (f->path, "not a database at all, but long enough to be one, one might think", -1, NULL));
  assert_refused (f, VALISE_ERROR_INVALID, "no map of picture tiles");
  g_remove (f->path);
  make (f, "CREATE TABLE other (a);");
  assert_refused (f, VALISE_ERROR_INVALID, "no map of picture tiles");
  g_remove (f->path);
  make (f, TABLES "INSERT INTO metadata VALUES ('format', 'pbf'); INSERT INTO tiles VALUES (0, 0, 0, x'00');");
  assert_refused (f, VALISE_ERROR_INVALID, "vector tiles");
  g_remove (f->path);
  make (f, TABLES);
  assert_refused (f, VALISE_ERROR_INVALID, "no tile");
}

static void
the_file_is_never_written_nor_is_anything_beside_it (void **state)
{
  Fixture *f = *state;
  g_autofree char *before = NULL, *after = NULL;
  gsize size_before, size_after;
  g_autoptr (GDir) folder = NULL;
  GError *error = NULL;

  make (f, "PRAGMA journal_mode = WAL;" TABLES "INSERT INTO tiles VALUES (0, 0, 0, x'01');");
  assert_true (g_file_get_contents (f->path, &before, &size_before, NULL));
  {
    g_autoptr (ValiseMbtiles) map = valise_mbtiles_open (f->path, &error);
    g_autoptr (GBytes) tile = valise_mbtiles_get_tile (map, 0, 0, 0, &error);

    assert_non_null (tile);
  }
  assert_true (g_file_get_contents (f->path, &after, &size_after, NULL));
  assert_int_equal (size_before, size_after);
  assert_memory_equal (before, after, size_before);
  folder = g_dir_open (f->folder, 0, NULL);
  assert_string_equal (g_dir_read_name (folder), "goma.mbtiles");
  assert_null (g_dir_read_name (folder));
}

static void
a_view_that_never_ends_is_given_up (void **state)
{
  Fixture *f = *state;

  make (f, "CREATE TABLE metadata (name TEXT, value TEXT);"
           "CREATE VIEW tiles AS WITH RECURSIVE endless (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless)"
           " SELECT n AS zoom_level, n AS tile_column, n AS tile_row, x'00' AS tile_data FROM endless;");
  assert_refused (f, VALISE_ERROR_INVALID, "no tile");
}

static void
a_tile_of_monstrous_size_is_refused (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseMbtiles) map = NULL;
  GError *error = NULL;

  make (f, TABLES "INSERT INTO metadata VALUES ('maxzoom', '0'); INSERT INTO tiles VALUES (0, 0, 0, zeroblob (5000000));");
  map = valise_mbtiles_open (f->path, &error);
  assert_no_error (error);
  assert_null (valise_mbtiles_get_tile (map, 0, 0, 0, &error));
  assert_true (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_LIMIT));
  g_clear_error (&error);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (a_map_says_its_name_and_gives_its_tiles_by_the_north, set_up, tear_down),
    cmocka_unit_test_setup_teardown (where_there_is_no_tile_there_is_none_and_no_error, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_is_no_map_is_refused_in_words, set_up, tear_down),
    cmocka_unit_test_setup_teardown (the_file_is_never_written_nor_is_anything_beside_it, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_view_that_never_ends_is_given_up, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_tile_of_monstrous_size_is_refused, set_up, tear_down),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
