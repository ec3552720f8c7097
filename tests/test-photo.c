/* test-photo.c - photos come in whole, and say no more than the camera did
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"
#include "tests/fixture.h"
#include "tests/photos.h"

#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/attachment.h"
#include "core/cell.h"
#include "core/error.h"
#include "core/exif.h"
#include "core/files.h"
#include "core/memory-file.h"
#include "core/photo.h"
#include "core/projection.h"
#include "core/record.h"
#include "core/verify.h"

#define MANY 20

static char *
path_of (const char *name)
{
  return g_build_filename (photos_for_all.folder, name, NULL);
}

static ValisePhotoImported *
import (FixtureStore *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of (name);
  ValisePhotoImported *imported =
      valise_photo_import (fixture->store, path, NULL, NULL, 0, &error);

  assert_no_error (error);
  return imported;
}

static ValiseRecord *
load (FixtureStore *fixture, const char *record)
{
  g_autoptr (GError) error = NULL;
  ValiseRecord *loaded = valise_record_load (fixture->store, record, &error);

  assert_no_error (error);
  return loaded;
}

/* NULL expected: the field is not there. */
static void
assert_field (FixtureStore *fixture, const char *record, const char *name, const char *expected)
{
  g_autoptr (ValiseRecord) loaded = load (fixture, record);
  const char *value = valise_state_get (loaded->state, name);

  if (expected == NULL)
    assert_null (value);
  else
    assert_string_equal (value != NULL ? value : "nothing", expected);
}

static gboolean
warns (const ValisePhotoImported *imported, const char *code)
{
  return g_ptr_array_find_with_equal_func (imported->warnings, code, g_str_equal, NULL);
}

static GBytes *
original_of (FixtureStore *fixture, const ValisePhotoImported *imported)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = valise_files_read (fixture->store, &imported->sha256, 64 * 1024 * 1024, &error);

  assert_no_error (error);
  return bytes;
}

static void
assert_comes_back (FixtureStore *fixture, const ValisePhotoImported *imported)
{
  g_autofree char *path = path_of (imported->name), *contents = NULL;
  g_autoptr (GBytes) bytes = original_of (fixture, imported);
  gsize size = 0;

  assert_true (g_file_get_contents (path, &contents, &size, NULL));
  assert_int_equal (g_bytes_get_size (bytes), size);
  assert_int_equal (imported->size, size);
  assert_memory_equal (g_bytes_get_data (bytes, NULL), contents, size);
}

static guint
count_records (FixtureStore *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) counts = valise_projection_count_types (fixture->store, &error);

  assert_no_error (error);
  return GPOINTER_TO_UINT (g_hash_table_lookup (counts, "photo"));
}

/* Files under files/, whatever their names. */
static guint
count_files (FixtureStore *fixture)
{
  g_autofree char *command = g_strdup_printf ("find %s/files -type f | wc -l", fixture->folder);
  g_autofree char *said = photos_run (&photos_for_all, "sh", "-c", command, NULL);

  return (guint) atoi (said);
}

static void
every_format_comes_back_byte_for_byte_with_a_preview (void **state)
{
  static const char *const names[] = { "a.jpg", "a.png", "a.tif", "a.heic" };
  static const char *const formats[] = { "jpeg", "png", "tiff", "heic" };
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (ValisePhotoImported) imported = NULL;

    photos_draw (&photos_for_all, names[i], 900, 600);
    imported = import (fixture, names[i]);
    assert_comes_back (fixture, imported);
    assert_string_equal (imported->format, formats[i]);
    assert_true (imported->parsed);
    assert_true (imported->thumbnail);
    assert_false (imported->known_file);
    assert_field (fixture, imported->record, "width", "900");
    assert_field (fixture, imported->record, "height", "600");
  }
}

static void
public_tools_alone_open_a_stored_photo (void **state)
{
  static const char script[] =
      "expect -c 'log_user 0; spawn age -d -o key.txt \"$env(STORE)/key.age\"; expect passphrase;"
      " send \"the quiet river at night\\r\"; expect eof' && "
      "sed -n 's/^files //p' key.txt >identity && "
      "for f in $(find \"$STORE/files\" -type f); do age -d -i identity \"$f\" | sha256sum; done | cut -c1-64";
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autofree char *store = g_strconcat ("STORE=", fixture->folder, NULL), *sums = NULL, *own = NULL;
  g_autoptr (ValisePhotoImported) imported = NULL;

  photos_draw (&photos_for_all, "evidence.jpg", 640, 480);
  imported = import (fixture, "evidence.jpg");
  own = photos_run (&photos_for_all, "sha256sum", "evidence.jpg", NULL);
  own[64] = '\0';
  sums = photos_run (&photos_for_all, "env", store, "sh", "-c", script, NULL);
  assert_non_null (strstr (sums, own));
}

static void
what_the_camera_says_stands_in_its_own_fields (void **state)
{
  static const char *const tags[] = { "-Make=Kestrel", "-Model=K2", "-SerialNumber=KS-20417",
                                      "-DateTimeOriginal=2026:11:21 09:05:12",
                                      "-OffsetTimeOriginal=-01:00", "-GPSLatitude=2.25",
                                      "-GPSLatitudeRef=S", "-GPSLongitude=9.5", "-GPSLongitudeRef=W",
                                      "-GPSMapDatum=WGS-84", "-Orientation=6", NULL };
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autoptr (ValisePhotoImported) imported = NULL;

  photos_draw (&photos_for_all, "camera.jpg", 640, 480);
  photos_tag (&photos_for_all, "camera.jpg", tags);
  imported = import (fixture, "camera.jpg");
  assert_field (fixture, imported->record, "make", "\"Kestrel\"");
  assert_field (fixture, imported->record, "model", "\"K2\"");
  assert_field (fixture, imported->record, "serial", "\"KS-20417\"");
  assert_field (fixture, imported->record, "orientation", "\"6\"");
  assert_field (fixture, imported->record, "taken", "{\"time\":\"2026-11-21T09:05:12\",\"zone\":\"-01:00\"}");
  assert_field (fixture, imported->record, "gps",
                "{\"datum\":\"WGS-84\",\"lat\":\"-2.25\",\"lon\":\"-9.5\",\"method\":\"photo\"}");
  assert_field (fixture, imported->record, "exif-state", "\"read\"");
  assert_field (fixture, imported->record, "place", NULL);
}

static void
a_time_without_a_zone_stays_without_one (void **state)
{
  static const char *const tags[] = { "-DateTimeOriginal=2026:11:21 09:05:12", NULL };
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autoptr (ValisePhotoImported) imported = NULL;

  photos_draw (&photos_for_all, "zoneless.jpg", 64, 48);
  photos_tag (&photos_for_all, "zoneless.jpg", tags);
  imported = import (fixture, "zoneless.jpg");
  assert_field (fixture, imported->record, "taken", "{\"time\":\"2026-11-21T09:05:12\"}");
}

static void
coordinates_without_a_hemisphere_are_no_place (void **state)
{
  static const char *const tags[] = { "-GPSLatitude=2.25", "-GPSLongitude=9.5",
                                      "-GPSLongitudeRef=W", NULL };
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autoptr (ValisePhotoImported) imported = NULL;

  photos_draw (&photos_for_all, "unreferenced.jpg", 64, 48);
  photos_tag (&photos_for_all, "unreferenced.jpg", tags);
  imported = import (fixture, "unreferenced.jpg");
  assert_field (fixture, imported->record, "gps", NULL);
  assert_true (warns (imported, "latitude-unreferenced"));
  assert_field (fixture, imported->record, "warnings", "[\"latitude-unreferenced\"]");
}

static void
the_laptop_s_folders_do_not_enter_the_record (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autoptr (ValisePhotoImported) imported = NULL;
  g_autofree char *base = g_path_get_basename (photos_for_all.folder);
  g_autofree char *expected = g_strdup_printf ("\"%s\"", base), *dump = NULL;

  photos_draw (&photos_for_all, "path.png", 64, 48);
  imported = import (fixture, "path.png");
  assert_field (fixture, imported->record, "import-path", expected);
  dump = valise_projection_dump (fixture->store, NULL);
  assert_null (strstr (dump, photos_for_all.folder));
}

static void
the_same_photo_twice_is_one_stored_file_and_two_records (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autoptr (ValisePhotoImported) first = NULL, second = NULL;
  g_auto (GStrv) mentions = NULL;
  guint files;

  photos_draw (&photos_for_all, "twice.jpg", 640, 480);
  first = import (fixture, "twice.jpg");
  files = count_files (fixture);
  g_free (photos_run (&photos_for_all, "cp", "twice.jpg", "again.jpg", NULL));
  second = import (fixture, "again.jpg");
  assert_int_equal (count_files (fixture), files);
  assert_false (first->known_file);
  assert_true (second->known_file);
  assert_string_not_equal (first->record, second->record);
  mentions = valise_projection_mentions (fixture->store, &first->sha256, NULL);
  assert_int_equal (g_strv_length (mentions), 2);
}

static void
a_photo_whose_parser_dies_is_taken_in_and_marked (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autofree char *killed = path_of ("valise-cell");
  g_autoptr (ValisePhotoImported) imported = NULL;

  photos_draw (&photos_for_all, "deadly.jpg", 64, 48);
  g_file_set_contents_full (killed, "#!/bin/sh\nkill -SEGV $$\n", -1, G_FILE_SET_CONTENTS_NONE,
                            0700, NULL);
  valise_cell_set_path (killed);
  imported = import (fixture, "deadly.jpg");
  valise_cell_set_path (NULL);
  assert_false (imported->parsed);
  assert_comes_back (fixture, imported);
  assert_field (fixture, imported->record, "exif-state", "\"not-parsed\"");
  assert_field (fixture, imported->record, "width", NULL);
}

static void
a_missing_parser_is_told_and_keeps_no_photo_out (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autoptr (ValisePhotoImported) imported = NULL;

  photos_draw (&photos_for_all, "parserless.jpg", 64, 48);
  valise_cell_set_path ("/nonexistent/valise-cell");
  imported = import (fixture, "parserless.jpg");
  valise_cell_set_path (NULL);
  assert_false (imported->parsed);
  assert_true (warns (imported, VALISE_PHOTO_PARSER_MISSING));
}

static void
a_damaged_photo_is_taken_in_as_it_is (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autoptr (ValisePhotoImported) cut = NULL, noise = NULL;

  photos_draw (&photos_for_all, "whole.jpg", 640, 480);
  g_free (photos_run (&photos_for_all, "sh", "-c", "head -c 300 whole.jpg >cut.jpg", NULL));
  g_free (photos_run (&photos_for_all, "sh", "-c", "tail -c +400 whole.jpg | head -c 2000 >noise.jpg", NULL));
  cut = import (fixture, "cut.jpg");
  assert_comes_back (fixture, cut);
  assert_string_equal (cut->format, "jpeg");
  noise = import (fixture, "noise.jpg");
  assert_comes_back (fixture, noise);
  assert_false (noise->parsed);
  assert_false (noise->thumbnail);
  assert_true (warns (noise, VALISE_PHOTO_NO_PREVIEW));
}

static void
a_photo_takes_case_and_class_of_what_it_is_linked_to (void **state)
{
  static const ValiseAssignment sighting[] = { { ".case", "\"belua-2731\"" },
                                               { ".class", "\"strictly-confidential\"" } };
  static const ValiseAssignment caption[] = { { "caption", "\"The third crate\"" } };
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("linked.jpg"), *link = NULL;
  g_autofree char *record = valise_record_add (fixture->store, "sighting", sighting, 2, &error);
  g_autoptr (ValisePhotoImported) imported = NULL;

  assert_no_error (error);
  photos_draw (&photos_for_all, "linked.jpg", 64, 48);
  imported = valise_photo_import (fixture->store, path, record, caption, 1, &error);
  assert_no_error (error);
  link = g_strdup_printf ("[\"%s\"]", record);
  assert_field (fixture, imported->record, "records", link);
  assert_field (fixture, imported->record, ".case", "\"belua-2731\"");
  assert_field (fixture, imported->record, ".class", "\"strictly-confidential\"");
  assert_field (fixture, imported->record, "caption", "\"The third crate\"");
}

static void
assert_refused (FixtureStore *fixture, const char *name, int code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of (name);

  assert_null (valise_photo_import (fixture->store, path, NULL, NULL, 0, &error));
  assert_non_null (strstr (error->message, name));
  assert_error_code (error, code);
}

static void
what_is_no_photo_leaves_nothing_behind (void **state)
{
  static const ValiseAssignment forged[] = { { "taken", "{\"time\":\"2026-11-21T09:05\"}" } };
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = path_of ("DCIM"), *path = path_of ("good.jpg");

  g_free (photos_run (&photos_for_all, "sh", "-c",
                      "mkdir DCIM; mkfifo pipe.jpg; : >empty.jpg; echo '%PDF-1.4' >paper.jpg;"
                      "echo seen >notes.txt", NULL));
  photos_draw (&photos_for_all, "good.jpg", 64, 48);
  assert_refused (fixture, "gone.jpg", VALISE_ERROR_NOT_FOUND);
  assert_refused (fixture, "DCIM", VALISE_ERROR_INVALID);
  assert_refused (fixture, "pipe.jpg", VALISE_ERROR_INVALID);
  assert_refused (fixture, "empty.jpg", VALISE_ERROR_INVALID);
  assert_refused (fixture, "paper.jpg", VALISE_ERROR_UNSUPPORTED);
  assert_refused (fixture, "notes.txt", VALISE_ERROR_UNSUPPORTED);
  assert_null (valise_photo_import (fixture->store, path, "0123456789abcdef0123456789abcdef", NULL,
                                    0, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_null (valise_photo_import (fixture->store, path, NULL, forged, 1, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_int_equal (count_records (fixture), 0);
  assert_int_equal (count_files (fixture), 0);
  g_rmdir (folder);
}

static void
a_name_that_is_no_text_is_repaired_and_told (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("IMG\xff\n1.png");
  g_autoptr (ValisePhotoImported) imported = NULL;

  photos_draw (&photos_for_all, "plain.png", 64, 48);
  g_free (photos_run (&photos_for_all, "cp", "plain.png", "IMG\xff\n1.png", NULL));
  imported = valise_photo_import (fixture->store, path, NULL, NULL, 0, &error);
  assert_no_error (error);
  assert_string_equal (imported->name, "IMG\uFFFD\uFFFD1.png");
  assert_true (warns (imported, VALISE_PHOTO_NAME_REPAIRED));
}

/* Many */

typedef struct {
  guint calls, failed, stop_after;
  char *names[MANY + 1];
} Told;

static gboolean
on_photo (guint index, const ValisePhotoImported *imported, const GError *failure, gpointer user)
{
  Told *told = user;

  assert_int_equal (index, told->calls);
  assert_true ((imported == NULL) != (failure == NULL));
  told->names[index] = g_strdup (imported != NULL ? imported->name : "failed");
  told->failed += failure != NULL;
  told->calls++;
  return told->calls != told->stop_after;
}

static void
told_clear (Told *told)
{
  for (guint i = 0; i < told->calls; i++)
    g_free (told->names[i]);
}

static void
draw_many (char *paths[MANY])
{
  for (guint i = 0; i < MANY; i++) {
    g_autofree char *name = g_strdup_printf ("many-%02u.%s", i, i % 5 == 3 ? "png" : "jpg");

    /* the first are the largest, and so the last to be prepared */
    photos_draw (&photos_for_all, name, 1000 - 40 * i, 700 - 30 * i);
    paths[i] = path_of (name);
  }
}

static void
import_many (FixtureStore *fixture, char *const *paths, Told *told)
{
  const ValisePhotoBatch batch = { .paths = (const char *const *) paths, .n_paths = MANY };
  g_autoptr (GError) error = NULL;

  assert_true (valise_photo_import_many (fixture->store, &batch, on_photo, told, &error));
  assert_no_error (error);
}

static void
many_photos_go_in_in_order_around_one_that_fails (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  char *paths[MANY];
  Told told = { 0 };

  draw_many (paths);
  g_unlink (paths[7]);
  import_many (fixture, paths, &told);
  assert_int_equal (told.calls, MANY);
  assert_int_equal (told.failed, 1);
  for (guint i = 0; i < MANY; i++) {
    g_autofree char *name = g_path_get_basename (paths[i]);

    assert_string_equal (told.names[i], i == 7 ? "failed" : name);
    g_free (paths[i]);
  }
  assert_int_equal (count_records (fixture), MANY - 1);
  assert_int_equal (count_files (fixture), 2 * (MANY - 1));
  told_clear (&told);
}

static void
a_stopped_import_keeps_what_was_told_and_nothing_else (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  Told told = { .stop_after = 3 };
  char *paths[MANY];

  draw_many (paths);
  import_many (fixture, paths, &told);
  assert_int_equal (told.calls, 3);
  assert_int_equal (count_records (fixture), 3);
  assert_int_equal (count_files (fixture), 6);
  for (guint i = 0; i < MANY; i++)
    g_free (paths[i]);
  told_clear (&told);
}

static void
a_stream_is_held_in_memory_up_to_its_limit (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) fits = g_memory_input_stream_new_from_data ("12345", 5, NULL);
  g_autoptr (GInputStream) does_not = g_memory_input_stream_new_from_data ("123456", 6, NULL);
  g_autofd int fd = valise_memory_file_read (fits, 5, &error);
  char bytes[8] = "";

  assert_no_error (error);
  assert_int_equal (read (fd, bytes, sizeof bytes), 5);
  assert_string_equal (bytes, "12345");
  assert_int_equal (valise_memory_file_read (does_not, 5, &error), -1);
  assert_error_code (error, VALISE_ERROR_LIMIT);
}

static void
a_photo_too_large_for_memory_is_read_all_the_same (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  g_autoptr (ValisePhotoImported) imported = NULL;

  photos_draw (&photos_for_all, "large.jpg", 640, 480);
  g_free (photos_run (&photos_for_all, "truncate", "-s", "32M", "large.jpg", NULL));
  imported = import (fixture, "large.jpg");
  assert_comes_back (fixture, imported);
  assert_true (imported->parsed);
  assert_true (imported->thumbnail);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_format_comes_back_byte_for_byte_with_a_preview),
    cmocka_unit_test (public_tools_alone_open_a_stored_photo),
    cmocka_unit_test (what_the_camera_says_stands_in_its_own_fields),
    cmocka_unit_test (a_time_without_a_zone_stays_without_one),
    cmocka_unit_test (coordinates_without_a_hemisphere_are_no_place),
    cmocka_unit_test (the_laptop_s_folders_do_not_enter_the_record),
    cmocka_unit_test (the_same_photo_twice_is_one_stored_file_and_two_records),
    cmocka_unit_test (a_photo_whose_parser_dies_is_taken_in_and_marked),
    cmocka_unit_test (a_missing_parser_is_told_and_keeps_no_photo_out),
    cmocka_unit_test (a_damaged_photo_is_taken_in_as_it_is),
    cmocka_unit_test (a_photo_takes_case_and_class_of_what_it_is_linked_to),
    cmocka_unit_test (what_is_no_photo_leaves_nothing_behind),
    cmocka_unit_test (a_name_that_is_no_text_is_repaired_and_told),
    cmocka_unit_test (many_photos_go_in_in_order_around_one_that_fails),
    cmocka_unit_test (a_stopped_import_keeps_what_was_told_and_nothing_else),
    cmocka_unit_test (a_stream_is_held_in_memory_up_to_its_limit),
    cmocka_unit_test (a_photo_too_large_for_memory_is_read_all_the_same),
  };

  return cmocka_run_group_tests (tests, photos_make_for_all, photos_remove_for_all);
}
