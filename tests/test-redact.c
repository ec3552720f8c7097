/* test-redact.c - what is covered cannot be read back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "core/redact.h"

#define WIDTH 60
#define HEIGHT 40

/* Every pixel says where it is. */
static guint8 *
picture (void)
{
  guint8 *rgb = g_malloc (3 * WIDTH * HEIGHT);

  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++) {
      guint8 *pixel = rgb + 3 * (y * WIDTH + x);

      pixel[0] = (guint8) (4 * x);
      pixel[1] = (guint8) (6 * y);
      pixel[2] = (x + y) % 2 == 0 ? 255 : 0;
    }
  return rgb;
}

static gboolean
is_at (const guint8 *rgb, guint x, guint y, guint8 r, guint8 g, guint8 b)
{
  const guint8 *pixel = rgb + 3 * (y * WIDTH + x);

  return pixel[0] == r && pixel[1] == g && pixel[2] == b;
}

static void
a_box_is_black_to_its_edges_and_nothing_beyond_them_changes (void **state)
{
  g_autofree guint8 *before = picture (), *after = picture ();
  const ValiseRedactMark mark = { VALISE_REDACT_BOX, 10.0 / WIDTH, 5.0 / HEIGHT, 20.0 / WIDTH, 10.0 / HEIGHT };

  valise_redact (after, WIDTH, HEIGHT, &mark, 1);
  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++) {
      gboolean inside = x >= 10 && x < 30 && y >= 5 && y < 15;
      const guint8 *was = before + 3 * (y * WIDTH + x);

      if (inside)
        assert_true (is_at (after, x, y, 0, 0, 0));
      else
        assert_true (is_at (after, x, y, was[0], was[1], was[2]));
    }
}

static void
a_mark_covers_every_pixel_that_it_touches (void **state)
{
  g_autofree guint8 *rgb = picture ();
  const ValiseRedactMark mark = { VALISE_REDACT_BOX, 10.9 / WIDTH, 5.9 / HEIGHT, 0.2 / WIDTH, 0.2 / HEIGHT };

  valise_redact (rgb, WIDTH, HEIGHT, &mark, 1);
  assert_true (is_at (rgb, 10, 5, 0, 0, 0));
  assert_true (is_at (rgb, 11, 6, 0, 0, 0));
}

static void
a_mark_is_cut_at_the_edges_of_the_picture (void **state)
{
  g_autofree guint8 *rgb = picture ();
  const ValiseRedactMark marks[] = { { VALISE_REDACT_BOX, -1, -1, 1.05, 1.05 },
                                     { VALISE_REDACT_BLUR, 0.95, 0.95, 7, 7 },
                                     { VALISE_REDACT_BLUR, 2, 2, 1, 1 } };

  valise_redact (rgb, WIDTH, HEIGHT, marks, G_N_ELEMENTS (marks));
  assert_true (is_at (rgb, 0, 0, 0, 0, 0));
}

/* Under a blur lie the means of a few squares: pictures that differ only in
 * what is finer than those look the same afterwards. */
static void
what_a_blur_covers_cannot_be_told_apart (void **state)
{
  g_autofree guint8 *one = picture (), *other = picture ();
  const ValiseRedactMark mark = { VALISE_REDACT_BLUR, 0, 0, 1, 1 };

  for (guint i = 2; i < 3 * WIDTH * HEIGHT; i += 3)
    other[i] = (guint8) (255 - other[i]); /* the letters of a plate, black for white */
  assert_memory_not_equal (one, other, 3 * WIDTH * HEIGHT);
  valise_redact (one, WIDTH, HEIGHT, &mark, 1);
  valise_redact (other, WIDTH, HEIGHT, &mark, 1);
  assert_memory_equal (one, other, 3 * WIDTH * HEIGHT);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_box_is_black_to_its_edges_and_nothing_beyond_them_changes),
    cmocka_unit_test (a_mark_covers_every_pixel_that_it_touches),
    cmocka_unit_test (a_mark_is_cut_at_the_edges_of_the_picture),
    cmocka_unit_test (what_a_blur_covers_cannot_be_told_apart),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
