/* test-picture.c - pictures as pixels, also of what is cut short
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"
#include "tests/photos.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/error.h"
#include "core/memory-file.h"
#include "core/picture.h"

static gboolean
is_red (const ValisePicture *picture, guint x, guint y)
{
  const guint8 *pixel = (const guint8 *) g_bytes_get_data (picture->rgb, NULL) + 3 * ((gsize) y * picture->width + x);

  return pixel[0] > 200 && pixel[1] < 60 && pixel[2] < 60;
}

static ValisePicture *
decode_jpeg (const char *name, guint edge)
{
  g_autoptr (GError) error = NULL;
  g_autofd int fd = photos_open (&photos_for_all, name);
  ValisePicture *picture = valise_picture_decode_jpeg (fd, edge, &error);

  assert_no_error (error);
  return picture;
}

/* As much of a file as so many per cent of its bytes. */
static void
cut (const char *name, const char *as, guint percent)
{
  g_autofree char *from = g_build_filename (photos_for_all.folder, name, NULL);
  g_autofree char *to = g_build_filename (photos_for_all.folder, as, NULL);
  g_autofree char *data = NULL;
  gsize size;

  assert_true (g_file_get_contents (from, &data, &size, NULL));
  assert_true (g_file_set_contents (to, data, (gssize) (size * percent / 100), NULL));
}

static void
glycin_and_the_cell_see_the_same_picture (void **state)
{
  g_autofd int fd = -1;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValisePicture) one = NULL, other = NULL;

  photos_draw (&photos_for_all, "both.jpg", 640, 400);
  fd = photos_open (&photos_for_all, "both.jpg");
  one = valise_picture_decode (fd, 320, NULL, &error);
  assert_no_error (error);
  other = decode_jpeg ("both.jpg", 320);
  assert_int_equal (one->width, 320);
  assert_int_equal (one->height, 200);
  assert_int_equal (other->width, one->width);
  assert_int_equal (other->height, one->height);
  assert_true (is_red (one, 10, 100) && is_red (other, 10, 100));
  assert_false (is_red (one, 310, 100) || is_red (other, 310, 100));
  assert_int_equal (other->percent, 100);
}

static void
a_picture_is_never_larger_than_was_asked_nor_than_it_is (void **state)
{
  static const guint edges[] = { 1, 7, 100, 639, 640, 5000 };

  photos_draw (&photos_for_all, "edge.jpg", 640, 400);
  for (gsize i = 0; i < G_N_ELEMENTS (edges); i++) {
    g_autoptr (ValisePicture) picture = decode_jpeg ("edge.jpg", edges[i]);

    assert_in_range (picture->width, 1, MIN (edges[i], 640));
    assert_in_range (picture->height, 1, MIN (edges[i], 400));
    assert_int_equal (g_bytes_get_size (picture->rgb), 3 * picture->width * picture->height);
  }
}

static void
of_a_jpeg_that_is_cut_short_the_upper_part_is_there (void **state)
{
  g_autoptr (ValisePicture) picture = NULL;

  g_free (photos_run (&photos_for_all, "convert", "-size", "640x400", "plasma:red-red", "noisy.jpg", NULL));
  cut ("noisy.jpg", "cut.jpg", 50);
  picture = decode_jpeg ("cut.jpg", 1000);
  assert_int_equal (picture->width, 640);
  assert_in_range (picture->percent, 20, 80);
}

static void
what_is_no_jpeg_is_no_picture (void **state)
{
  static const char *const texts[] = { "", "\xff\xd8\xff", "\xff\xd8\xff\xe0 and nothing more", "P6\n1 1\n255\nabc" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autofd int fd = valise_memory_file_new (texts[i], strlen (texts[i]), NULL);

    assert_null (valise_picture_decode_jpeg (fd, 100, &error));
    assert_int_equal (error->code, VALISE_ERROR_UNSUPPORTED);
  }
}

static ValisePicture *
parse (const char *answer, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (answer, size);
  g_autoptr (GError) error = NULL;
  guint part, of;
  ValisePicture *picture = valise_picture_parse (bytes, &part, &of, &error);

  assert_true ((picture == NULL) == (error != NULL));
  return picture;
}

#define PARSE(text) parse (text, sizeof (text) - 1)

static void
an_answer_of_the_cell_that_is_not_as_agreed_is_refused (void **state)
{
  g_autoptr (ValisePicture) good = PARSE ("P6\n# part 1 of 2\n2 1\n255\nabcdef");

  assert_non_null (good);
  assert_int_equal (good->width, 2);
  assert_null (PARSE (""));
  assert_null (PARSE ("P6\n2 1\n255\nabcdef"));
  assert_null (PARSE ("P6\n# part 1 of 2\n2 1\n255\nabcde"));
  assert_null (PARSE ("P6\n# part 1 of 2\n2 1\n255\nabcdefg"));
  assert_null (PARSE ("P6\n# part 3 of 2\n2 1\n255\nabcdef"));
  assert_null (PARSE ("P6\n# part 0 of 0\n2 1\n255\nabcdef"));
  assert_null (PARSE ("P6\n# part 1 of 1\n0 1\n255\n"));
  assert_null (PARSE ("P6\n# part 1 of 1\n-2 1\n255\nabcdef"));
  assert_null (PARSE ("P6\n# part 1 of 1\n99999999999 1\n255\nabcdef"));
  assert_null (PARSE ("P6\n# part 1 of 1\n100000000 100000000\n255\nabcdef"));
  assert_null (PARSE ("P6\n# part 1 of 1\n2 1\n65535\nabcdef"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (glycin_and_the_cell_see_the_same_picture),
    cmocka_unit_test (a_picture_is_never_larger_than_was_asked_nor_than_it_is),
    cmocka_unit_test (of_a_jpeg_that_is_cut_short_the_upper_part_is_there),
    cmocka_unit_test (what_is_no_jpeg_is_no_picture),
    cmocka_unit_test (an_answer_of_the_cell_that_is_not_as_agreed_is_refused),
  };

  return cmocka_run_group_tests (tests, photos_make_for_all, photos_remove_for_all);
}
