/* test-identifier.c - folded keys and check digits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/value.h"

static void
assert_fold (const char *as_read, const char *expected)
{
  g_autofree char *key = valise_identifier_fold (as_read);

  assert_string_equal (key, expected);
}

static void
characters_that_look_alike_give_one_key (void **state)
{
  assert_fold ("OQ0", "000");
  assert_fold ("IlL1", "1111");
  assert_fold ("S5B8Z2", "558822");
  assert_fold ("АВЕКМНОРСТХ", "A8EKMH0PCTX"); /* Cyrillic */
  assert_fold ("авекмнорстх", "A8EKMH0PCTX");
  assert_fold ("ab-12 34/5", "A812345");
  assert_fold ("٣١٨", "318");
}

static void
an_unreadable_character_stays_and_a_doubtful_one_counts (void **state)
{
  assert_fold ("31877[2]4", "3187724");
  assert_fold ("31?77 24", "31?7724");
  assert_fold ("", "");
  assert_fold ("[", "");
}

static void
a_key_is_the_same_in_capitals_and_small_letters (void **state)
{
  g_autofree char *capitals = valise_identifier_fold ("ABL-1O9Z");
  g_autofree char *small = valise_identifier_fold ("abl-1o9z");

  assert_string_equal (capitals, small);
}

static void
check_digits_follow_their_rules_and_say_no_more_than_they_know (void **state)
{
  static const struct {
    ValiseCheck check;
    const char *as_read;
    gboolean holds;
    const char *note;
  } cases[] = {
    { VALISE_CHECK_IMO, "9074729", TRUE, "arithmetically valid: fits the rule of ship numbers" },
    { VALISE_CHECK_IMO, "IMO 9321483", TRUE, "arithmetically valid: fits the rule of ship numbers" },
    { VALISE_CHECK_IMO, "imo9074729", TRUE, "arithmetically valid: fits the rule of ship numbers" },
    { VALISE_CHECK_IMO, "1790183", TRUE, "arithmetically valid: fits the rule of ship and of company numbers" },
    { VALISE_CHECK_IMO, "9074728", FALSE, "last digit would be 9 for a ship, 2 for a company; kept as read" },
    { VALISE_CHECK_IMO, "907472", FALSE, "seven digits are expected; kept as read" },
    { VALISE_CHECK_IMO, "90747?9", FALSE, "not checked: a character could not be read" },
    { VALISE_CHECK_IMO, "90747[2]9", TRUE, "arithmetically valid: fits the rule of ship numbers" },
    { VALISE_CHECK_ISO6346, "CSQU3054383", TRUE, "arithmetically valid" },
    { VALISE_CHECK_ISO6346, "csqu 305438 3", TRUE, "arithmetically valid" },
    { VALISE_CHECK_ISO6346, "CSQU 305438-3", TRUE, "arithmetically valid" },
    { VALISE_CHECK_ISO6346, "GESU3927660", TRUE, "arithmetically valid" },
    { VALISE_CHECK_ISO6346, "KSLU 412087 4", TRUE, "arithmetically valid" },
    { VALISE_CHECK_ISO6346, "MSCU1234567", FALSE, "last digit would be 6; kept as read" },
    { VALISE_CHECK_ISO6346, "CSQA3054383", FALSE, "the fourth letter would be U, J, Z or R; kept as read" },
    { VALISE_CHECK_ISO6346, "CSQ3054383", FALSE, "four letters and seven digits are expected; kept as read" },
    { VALISE_CHECK_ISO6346, "ÇSQU3054383", FALSE, "four letters and seven digits are expected; kept as read" },
    { VALISE_CHECK_AWB, "501-1234567 5", TRUE, "arithmetically valid" },
    { VALISE_CHECK_AWB, "12345675", TRUE, "arithmetically valid" },
    { VALISE_CHECK_AWB, "501-1234567 8", FALSE, "last digit would be 5; kept as read" },
    { VALISE_CHECK_AWB, "501-123456", FALSE, "eleven digits are expected, the airline's three and eight; kept as read" },
    { VALISE_CHECK_LUHN, "49-015420-323751-8", TRUE, "arithmetically valid" },
    { VALISE_CHECK_LUHN, "490154203237517", FALSE, "last digit would be 8; kept as read" },
    { VALISE_CHECK_LUHN, "", FALSE, "digits only are expected; kept as read" },
    { VALISE_CHECK_LUHN, "00000000000000000000000000000000000000000000", FALSE,
      "longer than such a number can be; kept as read" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *note = NULL;
    gboolean holds = valise_check_digit (cases[i].check, cases[i].as_read, &note);

    if (holds != cases[i].holds || g_strcmp0 (note, cases[i].note) != 0)
      fail_msg ("%s: %d, \"%s\"", cases[i].as_read, holds, note);
    assert_null (strstr (note, "exist"));
  }
}

static void
what_has_no_rule_is_not_judged (void **state)
{
  g_autofree char *note = NULL;

  assert_true (valise_check_digit (VALISE_CHECK_NONE, "anything", &note));
  assert_null (note);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (characters_that_look_alike_give_one_key),
    cmocka_unit_test (an_unreadable_character_stays_and_a_doubtful_one_counts),
    cmocka_unit_test (a_key_is_the_same_in_capitals_and_small_letters),
    cmocka_unit_test (check_digits_follow_their_rules_and_say_no_more_than_they_know),
    cmocka_unit_test (what_has_no_rule_is_not_judged),
  };

  return cmocka_run_group_tests_name ("identifier", tests, NULL, NULL);
}
