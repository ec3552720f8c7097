/* test-exif.c - what a camera wrote is what Valise reads, and nothing more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"
#include "tests/photos.h"

#include "core/error.h"
#include "core/exif.h"
#include "core/memory-file.h"

#include <unistd.h>

#include <glib/gstdio.h>

static const char *const southern_tags[] = {
  "-Make=Fictional Optics", "-Model=Field 3", "-SerialNumber=0042-A", "-LensModel=28mm",
  "-DateTimeOriginal=2026:11:21 09:05:12", "-SubSecTimeOriginal=25", "-OffsetTimeOriginal=+02:00",
  "-GPSLatitude=1.6583", "-GPSLatitudeRef=S", "-GPSLongitude=29.2205", "-GPSLongitudeRef=E",
  "-GPSAltitude=1500.5", "-GPSAltitudeRef=0", "-GPSDateStamp=2026:11:21",
  "-GPSTimeStamp=07:05:12", "-GPSMapDatum=WGS-84", "-GPSHPositioningError=4.5",
  "-GPSImgDirection=91.25", "-GPSImgDirectionRef=T", "-Orientation=6", NULL,
};

static ValiseExif *
read_photo (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofd int fd = photos_open (&photos_for_all, name);
  ValiseExif *exif = valise_exif_read (fd, &error);

  assert_no_error (error);
  return exif;
}

static gboolean
warned (const ValiseExif *exif, ValiseExifWarning warning)
{
  return (exif->warnings & 1u << warning) != 0;
}

/* A fresh JPEG with these tags, read. */
static ValiseExif *
tagged (const char *const *tags)
{
  photos_draw (&photos_for_all, "tagged.jpg", 64, 48);
  photos_tag (&photos_for_all, "tagged.jpg", tags);
  return read_photo ("tagged.jpg");
}

static void
assert_southern (const char *name, const char *format)
{
  g_autoptr (ValiseExif) exif = NULL;

  photos_draw (&photos_for_all, name, 800, 600);
  photos_tag (&photos_for_all, name, southern_tags);
  exif = read_photo (name);

  assert_string_equal (exif->format, format);
  assert_true (exif->has_exif);
  assert_int_equal (exif->width, 800);
  assert_int_equal (exif->height, 600);
  assert_int_equal (exif->orientation, 6);
  assert_string_equal (exif->make, "Fictional Optics");
  assert_string_equal (exif->model, "Field 3");
  assert_string_equal (exif->serial, "0042-A");
  assert_string_equal (exif->lens, "28mm");
  assert_string_equal (exif->time, "2026-11-21T09:05:12");
  assert_string_equal (exif->time_source, "original");
  assert_string_equal (exif->subsec, "25");
  assert_string_equal (exif->offset, "+02:00");
  assert_string_equal (exif->latitude, "-1.6583");
  assert_string_equal (exif->longitude, "29.2205");
  assert_int_equal (exif->latitude_ref, 'S');
  assert_int_equal (exif->longitude_ref, 'E');
  assert_string_equal (exif->altitude, "1500.5");
  assert_int_equal (exif->altitude_ref, 0);
  assert_string_equal (exif->gps_time, "2026-11-21T07:05:12Z");
  assert_string_equal (exif->datum, "WGS-84");
  assert_string_equal (exif->accuracy, "4.5");
  assert_string_equal (exif->direction, "91.25");
  assert_int_equal (exif->direction_ref, 'T');
  assert_int_equal (exif->warnings, 0);
}

static void
a_jpeg_says_what_its_camera_wrote (void **state)
{
  assert_southern ("south.jpg", "jpeg");
}

static void
a_png_says_what_its_camera_wrote (void **state)
{
  assert_southern ("south.png", "png");
}

static void
a_heic_says_what_its_camera_wrote (void **state)
{
  assert_southern ("south.heic", "heic");
}

static void
a_tiff_with_its_directory_behind_a_megabyte_of_pixels_is_read (void **state)
{
  g_autofree char *path = g_build_filename (photos_for_all.folder, "south.tif", NULL);
  GStatBuf status;

  assert_southern ("south.tif", "tiff");
  assert_int_equal (g_stat (path, &status), 0);
  assert_true (status.st_size > 1024 * 1024);
}

static void
a_png_with_its_exif_behind_the_pixels_is_read (void **state)
{
  g_autoptr (ValiseExif) exif = NULL;

  photos_draw (&photos_for_all, "late.jpg", 64, 48);
  photos_tag (&photos_for_all, "late.jpg", southern_tags);
  g_free (photos_run (&photos_for_all, "convert", "late.jpg", "late.png", NULL)); /* writes it last */
  exif = read_photo ("late.png");
  assert_string_equal (exif->make, "Fictional Optics");
  assert_string_equal (exif->latitude, "-1.6583");
}

static void
a_format_is_told_by_content_and_not_by_name (void **state)
{
  g_autoptr (ValiseExif) exif = NULL;

  photos_draw (&photos_for_all, "honest.png", 64, 48);
  g_free (photos_run (&photos_for_all, "mv", "honest.png", "lying.jpg", NULL));
  exif = read_photo ("lying.jpg");
  assert_string_equal (exif->format, "png");
  assert_int_equal (exif->width, 64);
}

static void
west_is_negative (void **state)
{
  static const char *const tags[] = { "-GPSLatitude=9.5",     "-GPSLatitudeRef=N",
                                      "-GPSLongitude=13.7117", "-GPSLongitudeRef=W",
                                      "-GPSAltitude=12",      "-GPSAltitudeRef=1", NULL };
  g_autoptr (ValiseExif) exif = tagged (tags);

  assert_string_equal (exif->latitude, "9.5");
  assert_string_equal (exif->longitude, "-13.7117");
  assert_string_equal (exif->altitude, "-12");
}

static void
a_time_without_a_zone_stays_without_one (void **state)
{
  static const char *const tags[] = { "-DateTimeOriginal=2026:11:21 09:05:12", NULL };
  g_autoptr (ValiseExif) exif = tagged (tags);

  assert_string_equal (exif->time, "2026-11-21T09:05:12");
  assert_null (exif->offset);
}

static void
the_zone_of_another_time_is_not_borrowed (void **state)
{
  static const char *const tags[] = { "-CreateDate=2026:11:21 09:05:12",
                                      "-OffsetTimeOriginal=+05:00", NULL };
  g_autoptr (ValiseExif) exif = tagged (tags);

  assert_string_equal (exif->time_source, "digitized");
  assert_null (exif->offset);
}

static void
a_coordinate_without_its_letter_stays_unsigned_and_says_so (void **state)
{
  static const char *const tags[] = { "-GPSLatitude=1.5", "-GPSLongitude=29.25",
                                      "-GPSLongitudeRef=E", NULL };
  g_autoptr (ValiseExif) exif = tagged (tags);

  assert_string_equal (exif->latitude, "1.5");
  assert_int_equal (exif->latitude_ref, 0);
  assert_true (warned (exif, VALISE_EXIF_LATITUDE_UNREFERENCED));
  assert_false (warned (exif, VALISE_EXIF_LONGITUDE_UNREFERENCED));
}

static void
impossible_values_are_left_out_and_said (void **state)
{
  static const char *const tags[] = {
    "-DateTimeOriginal=0000:00:00 00:00:00", "-GPSLatitude=95", "-GPSLatitudeRef=N",
    "-GPSLongitude=20", "-GPSLongitudeRef=E", "-Orientation=17", "-GPSTimeStamp=07:05:12", NULL,
  };
  g_autoptr (ValiseExif) exif = tagged (tags);

  assert_null (exif->time);
  assert_true (warned (exif, VALISE_EXIF_TIME_IMPOSSIBLE));
  assert_null (exif->latitude);
  assert_null (exif->longitude);
  assert_true (warned (exif, VALISE_EXIF_GPS_IMPOSSIBLE));
  assert_int_equal (exif->orientation, 0);
  assert_true (warned (exif, VALISE_EXIF_ORIENTATION_IMPOSSIBLE));
  assert_null (exif->gps_time);
  assert_true (warned (exif, VALISE_EXIF_GPS_TIME_IMPOSSIBLE));
}

static void
a_receiver_without_a_fix_is_noticed (void **state)
{
  static const char *const tags[] = { "-GPSLatitude=0", "-GPSLatitudeRef=N", "-GPSLongitude=0",
                                      "-GPSLongitudeRef=E", "-GPSStatus=V", NULL };
  g_autoptr (ValiseExif) exif = tagged (tags);

  assert_string_equal (exif->latitude, "0");
  assert_true (warned (exif, VALISE_EXIF_GPS_ZERO));
  assert_true (warned (exif, VALISE_EXIF_GPS_VOID));
}

static void
text_is_made_fit_to_show (void **state)
{
  g_autofree char *fill = g_strnfill (400, 'x');
  g_autofree char *model = g_strconcat ("-Model=", fill, "\u00e9", NULL);
  const char *tags[] = { "-Make=  A\x1b[31mB  ", model, NULL };
  g_autoptr (ValiseExif) exif = tagged (tags);

  assert_string_equal (exif->make, "A[31mB");
  assert_int_equal (strlen (exif->model), VALISE_EXIF_MAX_TEXT);
  assert_true (warned (exif, VALISE_EXIF_TEXT_REPAIRED));
}

static void
a_picture_without_exif_still_has_its_size (void **state)
{
  g_autoptr (ValiseExif) exif = NULL;

  photos_draw (&photos_for_all, "plain.jpg", 120, 80);
  exif = read_photo ("plain.jpg");
  assert_false (exif->has_exif);
  assert_int_equal (exif->width, 120);
  assert_int_equal (exif->height, 80);
  assert_null (exif->time);
}

static void
a_file_cut_anywhere_is_read_without_harm (void **state)
{
  static const char *const names[] = { "south.jpg", "south.png", "south.heic", "south.tif" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (photos_for_all.folder, names[i], NULL);
    g_autofree char *data = NULL;
    gsize size;

    assert_true (g_file_get_contents (path, &data, &size, NULL));
    for (gsize cut = 0; cut < MIN (size, 1000); cut += 97) {
      g_autofd int fd = valise_memory_file_new (data, cut, NULL);
      g_autoptr (ValiseExif) exif = valise_exif_read (fd, NULL);

      assert_non_null (exif); /* the parsers themselves notice; none dies */
    }
  }
}

static void
what_is_no_picture_is_unknown (void **state)
{
  g_autofd int fd = valise_memory_file_new ("a page of text", 14, NULL);
  g_autoptr (ValiseExif) exif = valise_exif_read (fd, NULL);

  assert_string_equal (exif->format, "unknown");
  assert_false (exif->has_exif);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_jpeg_says_what_its_camera_wrote),
    cmocka_unit_test (a_png_says_what_its_camera_wrote),
    cmocka_unit_test (a_heic_says_what_its_camera_wrote),
    cmocka_unit_test (a_tiff_with_its_directory_behind_a_megabyte_of_pixels_is_read),
    cmocka_unit_test (a_png_with_its_exif_behind_the_pixels_is_read),
    cmocka_unit_test (a_format_is_told_by_content_and_not_by_name),
    cmocka_unit_test (west_is_negative),
    cmocka_unit_test (a_time_without_a_zone_stays_without_one),
    cmocka_unit_test (the_zone_of_another_time_is_not_borrowed),
    cmocka_unit_test (a_coordinate_without_its_letter_stays_unsigned_and_says_so),
    cmocka_unit_test (impossible_values_are_left_out_and_said),
    cmocka_unit_test (a_receiver_without_a_fix_is_noticed),
    cmocka_unit_test (text_is_made_fit_to_show),
    cmocka_unit_test (a_picture_without_exif_still_has_its_size),
    cmocka_unit_test (a_file_cut_anywhere_is_read_without_harm),
    cmocka_unit_test (what_is_no_picture_is_unknown),
  };

  return cmocka_run_group_tests_name ("exif", tests, photos_make_for_all, photos_remove_for_all);
}
