/* test-cell.c - the cell holds, and its death is nobody else's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/cell.h"
#include "core/error.h"
#include "core/exif.h"
#include "core/json.h"
#include "core/memory-file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gstdio.h>

static int
memory_file (const char *text)
{
  g_autoptr (GError) error = NULL;
  int fd = valise_memory_file_new (text, strlen (text), &error);

  assert_no_error (error);
  return fd;
}

/* A program in the cell's place that does as this script says. */
static char *
impostor (const char *script)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("valise-cell-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "valise-cell", NULL);
  g_autofree char *text = g_strconcat ("#!/bin/sh\n", script, "\n", NULL);

  assert_no_error (error);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, &error);
  assert_no_error (error);
  valise_cell_set_path (path);
  return folder;
}

static void
dismiss (char *folder)
{
  g_autofree char *path = g_build_filename (folder, "valise-cell", NULL);

  valise_cell_set_path (NULL);
  valise_cell_set_time_limit (0);
  g_unlink (path);
  g_rmdir (folder);
  g_free (folder);
}

static void
assert_not_parsed (const char *script, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofd int fd = memory_file ("a photo");
  char *folder = impostor (script);

  assert_null (valise_exif_read (fd, &error));
  assert_non_null (error);
  assert_non_null (strstr (error->message, reason));
  assert_error_code (error, VALISE_ERROR_UNSUPPORTED);
  dismiss (folder);
}

static void
inside_the_cell_no_file_socket_or_process_can_be_opened (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autofd int fd = memory_file ("");
  g_autofree char *text = valise_cell_run ("selftest", fd, &error);
  g_autoptr (yyjson_doc) doc = NULL;
  yyjson_val *attempts, *attempt;
  gsize i, n;

  assert_no_error (error);
  doc = valise_json_parse (text, strlen (text), &error);
  assert_no_error (error);
  attempts = yyjson_obj_get (yyjson_doc_get_root (doc), "attempts");
  assert_true (yyjson_arr_size (attempts) >= 7);
  yyjson_arr_foreach (attempts, i, n, attempt) {
    gint64 number = valise_json_get_integer (attempt, "error", 0);

    if (number != EPERM && number != EACCES)
      fail_msg ("%s: %s", valise_json_get_string (attempt, "name"), g_strerror ((int) number));
  }
#ifdef __SANITIZE_ADDRESS__
  assert_false (yyjson_get_bool (yyjson_obj_get (yyjson_doc_get_root (doc), "filter")));
#else
  assert_true (yyjson_get_bool (yyjson_obj_get (yyjson_doc_get_root (doc), "filter")));
#endif
}

static void
a_system_call_on_no_list_ends_the_cell (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autofd int fd = memory_file ("");

  assert_null (valise_cell_run ("selftest-killed", fd, &error));
  assert_error_code (error, VALISE_ERROR_UNSUPPORTED);
}

static void
a_cell_killed_half_way_leaves_the_photo_not_parsed (void **state)
{
  assert_not_parsed ("printf '{\"format\":\"jpeg\"'; kill -9 $$", "gave up");
}

static void
a_cell_that_hangs_is_cut_off (void **state)
{
  gint64 start = g_get_monotonic_time ();

  valise_cell_set_time_limit (200 * 1000);
  assert_not_parsed ("printf '{}'; read never < /proc/self/fd/1", "too long");
  assert_true (g_get_monotonic_time () - start < 5 * G_TIME_SPAN_SECOND);
}

static void
a_cell_that_closes_its_mouth_but_stays_is_cut_off (void **state)
{
  valise_cell_set_time_limit (200 * 1000);
  assert_not_parsed ("exec >&-; kill -STOP $$", "too long");
}

static void
a_cell_that_never_stops_talking_is_cut_off (void **state)
{
  assert_not_parsed ("while :; do printf '%01000d' 0; done", "too much");
}

static void
an_answer_that_breaks_a_rule_is_not_believed (void **state)
{
  static const char *const answers[] = {
    "",
    "[]",
    "{}",
    "{\"format\":\"gif\"}",
    "{\"format\":\"jpeg\",\"secret\":\"x\"}",
    "{\"format\":\"jpeg\",\"format\":\"jpeg\"}",
    "{\"format\":\"jpeg\",\"exif\":1}",
    "{\"format\":\"jpeg\",\"width\":0,\"height\":5}",
    "{\"format\":\"jpeg\",\"width\":5}",
    "{\"format\":\"jpeg\",\"width\":4294967296,\"height\":5}",
    "{\"format\":\"jpeg\",\"orientation\":9}",
    "{\"format\":\"jpeg\",\"make\":\"\"}",
    "{\"format\":\"jpeg\",\"make\":\"a\\u001bb\"}",
    "{\"format\":\"jpeg\",\"make\":5}",
    "{\"format\":\"jpeg\",\"time\":\"2026-11-21T09:05:12\"}",
    "{\"format\":\"jpeg\",\"time\":\"2026-02-30T09:05:12\",\"time_source\":\"original\"}",
    "{\"format\":\"jpeg\",\"time\":\"yesterday\",\"time_source\":\"original\"}",
    "{\"format\":\"jpeg\",\"offset\":\"+02:00\"}",
    "{\"format\":\"jpeg\",\"gps\":{\"latitude\":\"1\"}}",
    "{\"format\":\"jpeg\",\"gps\":{\"latitude\":\"91\",\"longitude\":\"1\"}}",
    "{\"format\":\"jpeg\",\"gps\":{\"latitude\":\"1e1\",\"longitude\":\"1\"}}",
    "{\"format\":\"jpeg\",\"gps\":{\"latitude\":\"1.00000001\",\"longitude\":\"1\"}}",
    "{\"format\":\"jpeg\",\"gps\":{\"latitude_ref\":\"E\"}}",
    "{\"format\":\"jpeg\",\"gps\":{\"gps\":{}}}",
    "{\"format\":\"jpeg\",\"warnings\":[\"all is well\"]}",
    "{\"format\":\"jpeg\"} {}",
  };
  g_autofree char *long_text = g_strnfill (VALISE_EXIF_MAX_TEXT + 1, 'x');
  g_autofree char *too_long = g_strdup_printf ("{\"format\":\"jpeg\",\"make\":\"%s\"}", long_text);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    if (valise_exif_parse (answers[i], strlen (answers[i]), &error) != NULL)
      fail_msg ("believed: %s", answers[i]);
    assert_error_code (error, VALISE_ERROR_UNSUPPORTED);
  }
  assert_null (valise_exif_parse (too_long, strlen (too_long), &error));
  assert_error_code (error, VALISE_ERROR_UNSUPPORTED);
}

static void
a_missing_cell_is_said_apart_from_a_bad_photo (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autofd int fd = memory_file ("a photo");

  valise_cell_set_path ("/nonexistent/valise-cell");
  assert_null (valise_exif_read (fd, &error));
  assert_non_null (strstr (error->message, "install"));
  assert_error_code (error, VALISE_ERROR_FAILED);
  valise_cell_set_path (NULL);
}

static void
the_cell_sees_no_environment_and_no_other_descriptor (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autofd int fd = memory_file ("the photo");
  g_autofd int secret = open ("/dev/null", O_RDONLY); /* not close-on-exec */
  char *folder = impostor ("read photo <&3; echo \"$photo|$(/usr/bin/ls -m /proc/self/fd)|\";"
                           "/usr/bin/env | /usr/bin/grep -v -e ^PWD= -e ^_= -e ^SHLVL=; exit 0");
  g_autofree char *said = NULL;

  assert_true (secret >= 0);
  said = valise_cell_run ("exif", fd, &error);
  dismiss (folder);
  assert_no_error (error);
  /* 10 is the script itself in some shells, 4 the listing of the folder */
  assert_true (g_regex_match_simple ("^the photo\\|0, 1, 2, 3, 4(, 10)?\\|\\n$", said, 0, 0));
}

static void
an_unknown_job_is_refused (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autofd int fd = memory_file ("a photo");

  assert_null (valise_cell_run ("open-the-door", fd, &error));
  assert_error_code (error, VALISE_ERROR_UNSUPPORTED);
}

static void
a_file_larger_than_the_limit_is_not_parsed (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autofd int fd = memfd_create ("large", MFD_CLOEXEC);

  assert_int_equal (ftruncate (fd, (off_t) VALISE_CELL_MAX_INPUT + 1), 0);
  assert_null (valise_exif_read (fd, &error));
  assert_non_null (strstr (error->message, "too large"));
  assert_error_code (error, VALISE_ERROR_UNSUPPORTED);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (inside_the_cell_no_file_socket_or_process_can_be_opened),
    cmocka_unit_test (a_system_call_on_no_list_ends_the_cell),
    cmocka_unit_test (a_cell_killed_half_way_leaves_the_photo_not_parsed),
    cmocka_unit_test (a_cell_that_hangs_is_cut_off),
    cmocka_unit_test (a_cell_that_closes_its_mouth_but_stays_is_cut_off),
    cmocka_unit_test (a_cell_that_never_stops_talking_is_cut_off),
    cmocka_unit_test (an_answer_that_breaks_a_rule_is_not_believed),
    cmocka_unit_test (a_missing_cell_is_said_apart_from_a_bad_photo),
    cmocka_unit_test (the_cell_sees_no_environment_and_no_other_descriptor),
    cmocka_unit_test (an_unknown_job_is_refused),
    cmocka_unit_test (a_file_larger_than_the_limit_is_not_parsed),
  };

  return cmocka_run_group_tests_name ("cell", tests, NULL, NULL);
}
