/* test-folder.c - files that are there whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/error.h"
#include "core/folder.h"
#include "tests/fixture.h"

typedef struct {
  char *folder, *path;
} Fixture;

static int
set_up (void **state)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->folder = g_dir_make_tmp ("valise-folder-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "file", NULL);
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

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
assert_holds (const char *path, const char *text)
{
  g_autoptr (GBytes) bytes = valise_file_read (path, 4096, NULL);

  assert_non_null (bytes);
  assert_int_equal (g_bytes_get_size (bytes), strlen (text));
  assert_memory_equal (g_bytes_get_data (bytes, NULL), text, strlen (text));
}

static void
a_folder_is_made_once_for_its_owner_alone (void **state)
{
  Fixture *f = *state;
  GError *error = NULL;
  struct stat status;

  assert_true (valise_folder_make (f->path, &error));
  assert_int_equal (stat (f->path, &status), 0);
  assert_int_equal (status.st_mode & 0777, 0700);
  assert_false (valise_folder_make (f->path, &error));
  assert_error_code (error, VALISE_ERROR_EXISTS);
  assert_true (valise_folder_sync (f->path, &error));
}

static void
a_file_is_replaced_and_nothing_else_is_left (void **state)
{
  Fixture *f = *state;
  struct stat status;

  assert_true (valise_file_replace (f->path, "old", 3, NULL));
  assert_true (valise_file_replace (f->path, "newer", 5, NULL));
  assert_holds (f->path, "newer");
  assert_int_equal (count_files (f->folder), 1);
  assert_int_equal (stat (f->path, &status), 0);
  assert_int_equal (status.st_mode & 0777, 0600);
}

static void
a_write_that_fails_leaves_the_old_file (void **state)
{
  Fixture *f = *state;
  g_autofree char *big = g_malloc0 (100000);
  struct rlimit limit, small = { 1000, RLIM_INFINITY };
  GError *error = NULL;

  assert_true (valise_file_replace (f->path, "old", 3, NULL));
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &limit);
  small.rlim_max = limit.rlim_max;
  setrlimit (RLIMIT_FSIZE, &small);
  assert_false (valise_file_replace (f->path, big, 100000, &error));
  setrlimit (RLIMIT_FSIZE, &limit);
  assert_non_null (error);
  g_clear_error (&error);
  assert_holds (f->path, "old");
  assert_int_equal (count_files (f->folder), 1);
}

/* Whoever is killed while replacing leaves the old bytes or the new ones. */
static void
a_killed_writer_leaves_a_whole_file (void **state)
{
  Fixture *f = *state;
  g_autofree char *text = g_strnfill (50000, 'x');

  for (int round = 0; round < 20; round++) {
    g_autoptr (GBytes) bytes = NULL;
    pid_t child;

    assert_true (valise_file_replace (f->path, "old", 3, NULL));
    child = fork ();
    if (child == 0) {
      for (;;)
        valise_file_replace (f->path, text, 50000, NULL);
    }
    for (int i = 0; i < round * 50; i++)
      assert_true (access (f->path, F_OK) == 0);
    kill (child, SIGKILL);
    waitpid (child, NULL, 0);
    bytes = valise_file_read (f->path, 60000, NULL);
    assert_true (g_bytes_get_size (bytes) == 3 || g_bytes_get_size (bytes) == 50000);
  }
}

static void
a_new_file_that_is_not_kept_is_gone (void **state)
{
  Fixture *f = *state;

  {
    g_autoptr (ValiseNewFile) file = valise_new_file_open (f->folder, NULL);

    assert_true (g_output_stream_write_all (valise_new_file_stream (file), "a", 1, NULL, NULL, NULL));
    assert_true (valise_new_file_flush (file, NULL));
    assert_true (g_str_has_prefix (valise_new_file_path (file), f->folder));
    assert_holds (valise_new_file_path (file), "a");
  }
  assert_int_equal (count_files (f->folder), 0);
}

static void
keeping_never_overwrites (void **state)
{
  Fixture *f = *state;
  GError *error = NULL;

  for (int i = 0; i < 2; i++) {
    g_autoptr (ValiseNewFile) file = valise_new_file_open (f->folder, NULL);

    assert_true (g_output_stream_write_all (valise_new_file_stream (file), i == 0 ? "a" : "b", 1,
                                            NULL, NULL, NULL));
    assert_int_equal (valise_new_file_keep (file, f->path, &error), i == 0);
  }
  assert_error_code (error, VALISE_ERROR_EXISTS);
  assert_holds (f->path, "a");
  assert_int_equal (count_files (f->folder), 1);
}

static void
a_folder_that_is_not_there_is_told (void **state)
{
  Fixture *f = *state;
  GError *error = NULL;

  assert_null (valise_new_file_open (f->path, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_false (valise_folder_sync (f->path, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
}

static void
only_files_are_read_and_only_to_their_limit (void **state)
{
  Fixture *f = *state;
  g_autofree char *pipe_path = g_build_filename (f->folder, "pipe", NULL);
  GError *error = NULL;

  assert_null (valise_file_read (f->path, 10, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_null (valise_file_read (f->folder, 10, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_int_equal (mkfifo (pipe_path, 0600), 0);
  assert_null (valise_file_open (pipe_path, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_true (valise_file_replace (f->path, "0123456789", 10, NULL));
  assert_holds (f->path, "0123456789");
  assert_null (valise_file_read (f->path, 9, &error));
  assert_error_code (error, VALISE_ERROR_LIMIT);
}

static void
a_sweep_takes_what_a_crash_left_and_nothing_else (void **state)
{
  Fixture *f = *state;
  g_autofree char *left = g_build_filename (f->folder, ".new-0123456789abcdef", NULL);
  g_autofree char *other = g_build_filename (f->folder, ".new-somebody", NULL);
  g_autoptr (ValiseNewFile) written = NULL;
  g_autoptr (GError) error = NULL;

  assert_true (g_file_set_contents (left, "half of it", -1, NULL));
  assert_true (g_file_set_contents (other, "theirs", -1, NULL));
  written = valise_new_file_open (f->folder, &error);
  assert_no_error (error);
  valise_folder_sweep (f->folder);
  assert_int_equal (g_access (left, F_OK), -1);
  assert_int_equal (g_access (other, F_OK), 0);
  assert_true (valise_new_file_keep (written, f->path, &error)); /* by whoever writes it still */
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (a_folder_is_made_once_for_its_owner_alone),
    TEST (a_file_is_replaced_and_nothing_else_is_left),
    TEST (a_write_that_fails_leaves_the_old_file),
    TEST (a_killed_writer_leaves_a_whole_file),
    TEST (a_new_file_that_is_not_kept_is_gone),
    TEST (keeping_never_overwrites),
    TEST (a_folder_that_is_not_there_is_told),
    TEST (only_files_are_read_and_only_to_their_limit),
    TEST (a_sweep_takes_what_a_crash_left_and_nothing_else),
  };

  valise_secret_start ();
  return cmocka_run_group_tests_name ("folder", tests, NULL, NULL);
}
