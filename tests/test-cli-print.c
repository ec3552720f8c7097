/* test-cli-print.c - no value can lie about the terminal it is shown on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/command.h"
#include "app/print.h"
#include "tests/asserts.h"

static const struct {
  const char *raw, *safe;
} values[] = {
  { "plain, with é, Ж, 武 and 🛂", "plain, with é, Ж, 武 and 🛂" },
  { "two\nlines", "two\\nlines" },
  { "a\ttab and a bell\a", "a\\ttab and a bell\\x07" },
  { "\033[31mred\033[0m", "\\x1b[31mred\\x1b[0m" },
  { "return\rover", "return\\x0dover" },
  { "C1 \302\233 control", "C1 \\u009b control" },
  { "over\342\200\256ride", "over\\u202eride" },
  { "iso\342\201\246late\342\201\251", "iso\\u2066late\\u2069" },
  { "mark\342\200\217", "mark\\u200f" },
  { "line\342\200\250separator", "line\\u2028separator" },
  { "zero\342\200\213width", "zero\\u200bwidth" },
  { "می\342\200\214خواهم", "می\342\200\214خواهم" }, /* the joiner that Persian needs */
  { "not UTF-8 \377\300", "not UTF-8 \\xff\\xc0" },
  { "delete\177", "delete\\x7f" },
  { "", "" },
};

static void
whatever_moves_the_cursor_or_turns_the_text_is_escaped (void **state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autofree char *safe = valise_safe (values[i].raw);

    assert_string_equal (safe, values[i].safe);
  }
}

static void
no_line_of_a_text_can_pass_for_one_of_the_programs_own (void **state)
{
  g_autofree char *safe = valise_safe_lines ("first\nvalise: done\n\033[2J\n", "| ");

  assert_string_equal (safe, "first\n| valise: done\n| \\x1b[2J");
}

static void
columns_are_counted_as_a_terminal_shows_them (void **state)
{
  g_autofree char *wide = valise_pad ("武器", 6), *narrow = valise_pad ("e\314\201", 3);
  g_autofree char *full = valise_pad ("longer", 3);

  assert_string_equal (wide, "武器  ");
  assert_string_equal (narrow, "e\314\201  ");
  assert_string_equal (full, "longer");
}

static void
a_mistyped_name_finds_the_nearest_or_none (void **state)
{
  static const char *const names[] = { "show", "search", "status", NULL };

  assert_string_equal (valise_nearest ("shwo", names), "show");
  assert_string_equal (valise_nearest ("serach", names), "search");
  assert_string_equal (valise_nearest ("stats", names), "status");
  assert_null (valise_nearest ("frobnicate", names));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (whatever_moves_the_cursor_or_turns_the_text_is_escaped),
    cmocka_unit_test (no_line_of_a_text_can_pass_for_one_of_the_programs_own),
    cmocka_unit_test (columns_are_counted_as_a_terminal_shows_them),
    cmocka_unit_test (a_mistyped_name_finds_the_nearest_or_none),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
