/* test-contradiction.c - what a camera says against what is known around it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"
#include "tests/fixture.h"
#include "tests/photos.h"

#include "core/clock.h"
#include "core/photo.h"
#include "core/record.h"

static gboolean
warns (const ValisePhotoImported *imported, const char *code)
{
  return g_ptr_array_find_with_equal_func (imported->warnings, code, g_str_equal, NULL);
}

/* A record with a place, and a photo linked to it that a camera tagged so. */
static ValisePhotoImported *
import_beside_record (FixtureStore *fixture, const char *name, const char *const *tags)
{
  static const ValiseAssignment sighting[] = {
    { "place", "{\"datum\":\"WGS 84\",\"lat\":\"-1.6583\",\"lon\":\"29.2200\"}" },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *cache = valise_record_add (fixture->store, "sighting", sighting, 1, &error);
  g_autofree char *link = g_strdup_printf ("\"%s\"", cache), *item = NULL, *path = g_build_filename (photos_for_all.folder, name, NULL);
  ValiseAssignment part[] = { { "parent", link }, { "quantity", "1" } };
  ValisePhotoImported *imported;

  assert_no_error (error);
  item = valise_record_add (fixture->store, "item", part, 2, &error);
  assert_no_error (error);
  photos_draw (&photos_for_all, name, 64, 48);
  photos_tag (&photos_for_all, name, tags);
  imported = valise_photo_import (fixture->store, path, item, NULL, 0, &error);
  assert_no_error (error);
  return imported;
}

static void
a_mirrored_reference_letter_is_flagged_and_kept (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  const char *west[] = { "-GPSLatitude=1.65", "-GPSLatitudeRef=S", "-GPSLongitude=29.22", "-GPSLongitudeRef=W", NULL };
  const char *right[] = { "-GPSLatitude=1.65", "-GPSLatitudeRef=S", "-GPSLongitude=29.22", "-GPSLongitudeRef=E", NULL };
  const char *far[] = { "-GPSLatitude=48.85", "-GPSLatitudeRef=N", "-GPSLongitude=2.29", "-GPSLongitudeRef=E", NULL };
  g_autoptr (ValisePhotoImported) mirrored = import_beside_record (fixture, "west.jpg", west);
  g_autoptr (ValisePhotoImported) there = import_beside_record (fixture, "right.jpg", right);
  g_autoptr (ValisePhotoImported) elsewhere = import_beside_record (fixture, "far.jpg", far);
  g_autoptr (ValiseRecord) kept = valise_record_load (fixture->store, mirrored->record, NULL);

  assert_true (warns (mirrored, "gps-mirrored-longitude"));
  assert_non_null (strstr (valise_state_get (kept->state, "gps"), "\"lon\":\"-29.22\""));
  assert_string_equal (valise_state_get (kept->state, "warnings"), "[\"gps-mirrored-longitude\"]");
  assert_int_equal (there->warnings->len, 0);
  assert_true (warns (elsewhere, "gps-far-from-record"));
}

static void
clocks_that_contradict_each_other_are_flagged (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("Amara", "expert");
  const char *ahead[] = { "-DateTimeOriginal=2030:01:01 00:00:00", NULL };
  const char *fast[] = { "-DateTimeOriginal=2026:11:21 09:05:12", "-OffsetTimeOriginal=+02:00",
                         "-GPSDateStamp=2026:11:21", "-GPSTimeStamp=06:05:12", NULL };
  const char *local[] = { "-DateTimeOriginal=2026:11:21 09:05:12", "-GPSDateStamp=2026:11:21",
                          "-GPSTimeStamp=06:05:12", NULL };
  const char *later[] = { "-GPSDateStamp=2026:11:29", "-GPSTimeStamp=06:05:12", NULL };
  g_autoptr (ValisePhotoImported) future = NULL, not_gps = NULL, zoneless = NULL, behind = NULL;

  valise_clock_stop_at (1795305600); /* 2026-11-22T00:00:00Z */
  future = import_beside_record (fixture, "future.jpg", ahead);
  not_gps = import_beside_record (fixture, "fast.jpg", fast);
  zoneless = import_beside_record (fixture, "local.jpg", local);
  behind = import_beside_record (fixture, "later.jpg", later);
  valise_clock_stop_at (-1);
  assert_true (warns (future, "camera-clock-ahead"));
  assert_true (warns (not_gps, "camera-clock-not-gps"));
  assert_false (warns (zoneless, "camera-clock-not-gps"));
  assert_true (warns (behind, "laptop-clock-behind-gps"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_mirrored_reference_letter_is_flagged_and_kept),
    cmocka_unit_test (clocks_that_contradict_each_other_are_flagged),
  };

  return cmocka_run_group_tests (tests, photos_make_for_all, photos_remove_for_all);
}
