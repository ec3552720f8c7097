/* test-padme.c - how long a bundle is made to look
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "sync/padme.h"

static void
padme_gives_the_lengths_of_the_paper (void **state)
{
  /* By hand from the paper's definition: E = floor(log2 L),
   * S = floor(log2 E) + 1, the last E - S bits rounded up to zero. */
  static const struct {
    guint64 length, padded;
  } cases[] = {
    { 0, 0 },       { 1, 1 },         { 2, 2 },           { 7, 7 },
    { 8, 8 },       { 9, 10 },        { 15, 16 },         { 16, 16 },
    { 17, 18 },     { 100, 104 },     { 255, 256 },       { 1000, 1024 },
    { 1025, 1088 }, { 65537, 67584 }, { 262145, 270336 }, { 1000000, 1015808 },
    { G_GUINT64_CONSTANT (1) << 40, G_GUINT64_CONSTANT (1) << 40 },
    { (G_GUINT64_CONSTANT (1) << 40) + 1, (G_GUINT64_CONSTANT (1) << 40) + (G_GUINT64_CONSTANT (1) << 34) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_int_equal (valise_padme (cases[i].length), cases[i].padded);
}

static void
padme_costs_at_most_twelve_percent_and_is_stable (void **state)
{
  for (guint64 length = 1; length < 3000000; length += 1 + length / 7) {
    guint64 padded = valise_padme (length);

    assert_true (padded >= length);
    assert_true ((padded - length) * 100 <= length * 12);
    assert_int_equal (valise_padme (padded), padded);
  }
}

static void
a_bundle_has_at_least_256_kibibytes_in_whole_blocks (void **state)
{
  assert_int_equal (valise_padme_bundle (1024), 262144);
  assert_int_equal (valise_padme_bundle (262144), 262144);
  assert_int_equal (valise_padme_bundle (262144 + 512), 270336);
  for (guint64 length = 1024; length < 40000000; length += length / 512 * 100 + 512)
    assert_int_equal (valise_padme_bundle (length) % 512, 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (padme_gives_the_lengths_of_the_paper),
    cmocka_unit_test (padme_costs_at_most_twelve_percent_and_is_stable),
    cmocka_unit_test (a_bundle_has_at_least_256_kibibytes_in_whole_blocks),
  };

  return cmocka_run_group_tests_name ("padme", tests, NULL, NULL);
}
