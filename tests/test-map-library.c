/* test-map-library.c - the library of maps beside the store: SQLCipher answers both
 *
 * libshumate brings plain SQLite, whose functions have the names of
 * SQLCipher's. Linked as the desktop is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <dlfcn.h>
#include <shumate/shumate.h>
#include <sqlcipher/sqlite3.h>
#include <string.h>

#include "core/projection.h"
#include "tests/fixture.h"

static void
the_store_and_the_map_both_call_sqlcipher (void **state)
{
  void *plain = dlopen ("libsqlite3.so.0", RTLD_NOLOAD | RTLD_LAZY);
  Dl_info found;

  /* What would be dangerous is here, or the test says nothing. */
  assert_non_null (shumate_file_cache_new_full (1000000, "valise-test", g_get_tmp_dir ()));
  assert_non_null (plain);
  assert_true (dladdr (dlsym (RTLD_DEFAULT, "sqlite3_open_v2"), &found) != 0);
  assert_non_null (strstr (found.dli_fname, "sqlcipher"));
  assert_true (dladdr (dlsym (RTLD_DEFAULT, "sqlite3_prepare_v2"), &found) != 0);
  assert_non_null (strstr (found.dli_fname, "sqlcipher"));
  dlclose (plain);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user)
{
  *(GAsyncResult **) user = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
a_store_beside_it_is_encrypted_and_neither_disturbs_the_other (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("I. Marwen", "expert");
  g_autofree char *cache_folder = g_build_filename (fixture->root, "tiles", NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "store.db", NULL), *bytes = NULL;
  g_autoptr (ShumateFileCache) cache = shumate_file_cache_new_full (1000000, "valise-test", cache_folder);
  g_autoptr (GBytes) tile = g_bytes_new_static ("a tile", 6), back = NULL;
  g_autoptr (GAsyncResult) stored = NULL, found = NULL;
  g_autofree char *etag = NULL;
  GError *error = NULL;
  gsize size = 0;

  for (guint i = 0; i < 20; i++) {
    g_autofree char *id = fixture_add (fixture, "sighting", "title", "\"Cache under tarpaulin\"", NULL);

    assert_non_null (id);
  }
  shumate_file_cache_store_tile_async (cache, 1, 2, 3, tile, NULL, NULL, on_done, &stored);
  wait_for (&stored);
  assert_true (shumate_file_cache_store_tile_finish (cache, stored, &error));
  shumate_file_cache_get_tile_async (cache, 1, 2, 3, NULL, on_done, &found);
  wait_for (&found);
  back = shumate_file_cache_get_tile_finish (cache, &etag, NULL, found, &error);
  assert_no_error (error);
  assert_true (g_bytes_equal (back, tile));

  fixture_store_close (fixture);
  assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  assert_true (size > 4096);
  assert_memory_not_equal (bytes, "SQLite format 3", 15);
  assert_false (fixture_folder_holds (fixture->folder, "Cache under tarpaulin"));
  assert_false (fixture_folder_holds (fixture->folder, "CREATE TABLE"));
  fixture_store_reopen (fixture);
  assert_int_equal (valise_projection_list (fixture->store, "sighting", 0, &error)->len, 20);
}

static void
the_command_line_links_no_map_library (void **state)
{
  g_autofree char *program = g_build_filename (g_getenv ("VALISE_BUILD"), "app", "valise", NULL);
  g_autofree char *desktop = g_build_filename (g_getenv ("VALISE_BUILD"), "app", "valise-desktop", NULL);
  const char *const ask[] = { "ldd", program, NULL }, *const ask_desktop[] = { "ldd", desktop, NULL };
  g_autofree char *libraries = fixture_run (".", ask), *of_desktop = fixture_run (".", ask_desktop);

  assert_non_null (strstr (of_desktop, "libshumate"));
  assert_null (strstr (libraries, "libshumate"));
  assert_null (strstr (libraries, "libsqlite3"));
  assert_null (strstr (libraries, "libgtk"));
  /* Before plain SQLite, so that it answers. */
  assert_true (strstr (of_desktop, "libsqlcipher") < strstr (of_desktop, "libsqlite3"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_store_and_the_map_both_call_sqlcipher),
    cmocka_unit_test (the_command_line_links_no_map_library),
    cmocka_unit_test (a_store_beside_it_is_encrypted_and_neither_disturbs_the_other),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
