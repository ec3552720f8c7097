/* test-disclose.c - what each recipient may see, as one table
 *
 * The table itself is in disclose-world.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "tests/disclose-world.h"

static void
everybody_gets_what_the_table_says (void **state)
{
  guint n_cases = 0, n_wrong = 0;

  for (gsize i = 0; i < world_n_lines; i++) {
    const char *at = world_lines[i].expected;

    for (const char *letter = RECIPIENTS; at != NULL && *letter != '\0'; letter++, at++) {
      g_auto (WorldAnswer) answer = { 0 };

      at += strspn (at, " ");
      world_ask (*state, valise_disclose, world_lines[i].record, *letter, &answer);
      n_cases++;
      if (world_answer_level (&answer) == *at)
        continue;
      n_wrong++;
      print_error ("%s for %c: %c instead of %c (%s)\n", world_lines[i].record, *letter,
                   world_answer_level (&answer), *at, valise_disclosure_reason (answer.disclosure));
    }
  }
  assert_int_equal (n_wrong, 0);
  assert_true (n_cases >= 80);
}

static void
whatever_stays_behind_has_a_reason_and_all_has_none (void **state)
{
  for (gsize i = 0; i < world_n_lines; i++)
    for (const char *letter = RECIPIENTS; *letter != '\0'; letter++) {
      g_auto (WorldAnswer) answer = { 0 };

      world_ask (*state, valise_disclose, world_lines[i].record, *letter, &answer);
      if (world_answer_level (&answer) == 'A')
        assert_null (valise_disclosure_reason (answer.disclosure));
      else
        assert_non_null (valise_disclosure_reason (answer.disclosure));
    }
}

/* The level and the answers for single values say the same. */
static void
all_means_every_value_and_nothing_means_none (void **state)
{
  World *all = *state;

  for (gsize i = 0; i < world_n_lines; i++)
    for (const char *letter = RECIPIENTS; *letter != '\0'; letter++) {
      const WorldRecord *record = world_find (all, world_lines[i].record);
      g_auto (WorldAnswer) answer = { 0 };
      guint n_values = 0, n_allowed = 0;

      world_ask (all, valise_disclose, world_lines[i].record, *letter, &answer);
      for (guint j = 0; j < record->entries->len; j++) {
        const ValiseEntry *entry = record->entries->pdata[j];

        for (guint k = 0; k < entry->n_values; k++, n_values++)
          n_allowed += (guint) valise_disclosure_allows (answer.disclosure, entry->values[k].name,
                                                         entry->values[k].value);
      }
      if (world_answer_level (&answer) == 'A')
        assert_int_equal (n_allowed, n_values);
      else if (world_answer_level (&answer) == 'S')
        assert_true (n_allowed > 0);
      else
        assert_int_equal (n_allowed, 0);
    }
}

static void
nobody_but_headquarters_custodians_and_authors_gets_a_sealed_handle (void **state)
{
  World *all = *state;

  for (gsize i = 0; i < world_n_lines; i++)
    for (const char *letter = "EACJFMN"; *letter != '\0'; letter++) {
      g_auto (WorldAnswer) answer = { 0 };

      if (world_lines[i].device == 'd') /* the JMAC officer's own */
        continue;
      world_ask (all, valise_disclose, world_lines[i].record, *letter, &answer);
      assert_false (valise_disclosure_allows_sealed (answer.disclosure));
      if (world_answer_level (&answer) == 'S')
        assert_false (valise_disclosure_allows (answer.disclosure, ".class",
                                                "{\"sealed\":\"AA==\"}"));
    }
}

static const struct {
  const char *record, *type;
  char to;
  const char *field, *value;
  gboolean allowed;
} fields[] = {
  { "i-full", "interview", 'J', "@plain", "x", TRUE },
  { "i-full", "interview", 'J', "@mission_consent", "yes", TRUE },
  { "i-full", "interview", 'J', "@withheld", "x", FALSE },
  { "i-full", "interview", 'J', "@sealed", "{\"sealed\":\"AA==\"}", FALSE },
  { "i-full", "interview", 'J', "@sealed", "null", FALSE },
  { "i-full", "interview", 'J', ".type", "interview/1", TRUE },
  { "i-full", "interview", 'J', ".case", "drc", TRUE },
  { "i-full", "interview", 'J', ".reason", "x", FALSE },
  { "i-full", "interview", 'J', ".x-new", "x", FALSE },
  { "i-full", "interview", 'J', ".time", "x", FALSE },
  { "i-full", "interview", 'E', ".time", "x", TRUE },
  { "i-full", "interview", 'E', "@withheld", "x", TRUE },
  { "i-full", "interview", 'E', "@sealed", "{\"sealed\":\"AA==\"}", FALSE },
  { "i-full", "interview", 'E', ".reason", "x", TRUE },
  { "i-full", "interview", 'E', "x-new", "x", TRUE },
  { "i-full", "interview", 'A', "@withheld", "x", TRUE },
  { "i-full", "interview", 'C', "@sealed", "{\"sealed\":\"AA==\"}", FALSE },
  { "i-full", "interview", 'K', "@sealed", "{\"sealed\":\"AA==\"}", TRUE },
  { "i-full", "interview", 'K', "@plain", "x", FALSE },
  { "i-full", "interview", 'K', ".type", "interview/1", FALSE },
  { "i-full", "interview", 'Q', "@sealed", "{\"sealed\":\"AA==\"}", TRUE },
  { "i-full", "interview", 'F', ".type", "interview/1", FALSE },
  { "item-of-strict", "item", 'J', "@parent", ">seen-strict", FALSE },
  { "item-of-strict", "item", 'J', "@parent", ">seen", TRUE },
  { "item-of-strict", "item", 'J', "@plain", "x", TRUE },
  { "item-of-strict", "item", 'E', "@parent", ">seen-strict", TRUE },
  { "item-of-elsewhere", "item", 'E', "@parent", ">seen-elsewhere", FALSE },
  { "item-of-elsewhere", "item", 'Q', "@parent", ">seen-elsewhere", TRUE },
  { "item-of-not-here", "item", 'C', "@parent", ">not-here", FALSE },
  { "item-of-seen", "item", 'E', "@parent", "null", TRUE },
  { "item-of-seen", "item", 'E', "@parent", "no-record", FALSE },
  { "paper-not-here", "document", 'E', "@link", ">seen", TRUE },
  { "paper-not-here", "document", 'E', "@link", ">seen,not-here", FALSE },
  { "told-corrected", "sighting", 'J', "@told_in", ">i-no", FALSE },
  { "told-corrected", "sighting", 'J', "@told_in", "null", TRUE },
  { "told-corrected", "sighting", 'J', "@told_in", ">i-yes", TRUE },
  { "seen-moved", "sighting", 'E', ".case", "car", FALSE },
  { "seen-moved", "sighting", 'E', ".case", "drc", TRUE },
  { "seen-moved", "sighting", 'Q', ".case", "car", TRUE },
  { "seen-withdrawn", "sighting", 'J', ".withdrawn", "true", TRUE },
  { "seen-withdrawn", "sighting", 'J', ".reason", "x", FALSE },
  { "seen-withdrawn", "sighting", 'A', ".reason", "x", TRUE },
  { "seen-handle", "sighting", 'K', "@plain", "{\"sealed\":\"AA==\"}", TRUE },
  { "seen-handle", "sighting", 'E', "@plain", "{\"sealed\":\"AA==\"}", FALSE },
  { "seen-new-field", "sighting", 'J', "x-new", "x", FALSE },
  { "seen-new-field", "sighting", 'A', "x-new", "x", TRUE },
  { "seen-new-link", "sighting", 'A', "x-new", ">seen-elsewhere", FALSE },
  { "seen-new-link", "sighting", 'A', "x-new", ">seen", TRUE },
};

static void
each_field_goes_where_it_may (void **state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_auto (WorldAnswer) answer = { 0 };
    g_autofree char *value = world_value (fields[i].value);

    world_ask (*state, valise_disclose, fields[i].record, fields[i].to, &answer);
    if (valise_disclosure_allows (answer.disclosure, world_field_name (fields[i].type, fields[i].field),
                                  value) != fields[i].allowed)
      fail_msg ("%s of %s for %c", fields[i].field, fields[i].record, fields[i].to);
  }
}

static void
a_name_that_some_type_seals_stays_sealed_in_a_record_of_two_types (void **state)
{
  g_auto (WorldAnswer) answer = { 0 };

  world_ask (*state, valise_disclose, "two-types", 'E', &answer);
  assert_false (valise_disclosure_allows (answer.disclosure, world_field_name ("interview", "@sealed"),
                                          "\"x\""));
}

static void
originals_and_sealed_files_go_to_few (void **state)
{
  static const struct {
    const char *record;
    const char *originals, *sealed; /* recipients who get them */
  } cases[] = {
    { "photo-of-seen", "EACJWQ", "KQ" },
    { "photo-of-told", "EACWQ", "KQ" },
    { "person-sealed", "EACWQ", "KQ" },    /* the JMAC officer does not see every field */
    { "seen-withdrawn", "EACWQ", "KQ" },
    { "seen-strict", "ECWQ", "KQ" },
    { "seen-elsewhere", "FMWQ", "Q" },
    { "not-here", "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (const char *letter = RECIPIENTS; *letter != '\0'; letter++) {
      g_auto (WorldAnswer) answer = { 0 };

      world_ask (*state, valise_disclose, cases[i].record, *letter, &answer);
      if (valise_disclosure_allows_original (answer.disclosure) !=
              (strchr (cases[i].originals, *letter) != NULL) ||
          valise_disclosure_allows_sealed (answer.disclosure) !=
              (strchr (cases[i].sealed, *letter) != NULL))
        fail_msg ("%s for %c", cases[i].record, *letter);
    }
}

static void
what_is_not_here_goes_to_nobody (void **state)
{
  for (const char *letter = RECIPIENTS; *letter != '\0'; letter++) {
    g_auto (WorldAnswer) answer = { 0 };

    world_ask (*state, valise_disclose, "not-here", *letter, &answer);
    assert_int_equal (world_answer_level (&answer), '-');
    assert_false (valise_disclosure_allows (answer.disclosure, ".type", "\"x\""));
  }
}

static void
a_notice_says_that_consent_was_withdrawn_and_no_more (void **state)
{
  static const struct {
    const char *field, *value;
    gboolean allowed;
  } cases[] = {
    { "@mission_consent", "withdrawn", TRUE }, { "@mission_consent", "yes", TRUE },
    { ".type", "interview/1", TRUE },          { ".time", "x", FALSE },
    { ".case", "drc", TRUE },                  { ".case", "car", FALSE },
    { ".class", "confidential", TRUE },        { ".withdrawn", "true", TRUE },
    { ".reason", "x", FALSE },                 { "@plain", "x", FALSE },
    { "@withheld", "x", FALSE },               { "@sealed", "x", FALSE },
    { "@mission_consent", "{\"sealed\":\"AA==\"}", FALSE },
  };
  g_auto (WorldAnswer) answer = { 0 };

  world_ask (*state, valise_disclose_notice, "i-changed-mind", 'J', &answer);
  assert_int_equal (world_answer_level (&answer), 'S');
  assert_non_null (valise_disclosure_reason (answer.disclosure));
  assert_false (valise_disclosure_allows_original (answer.disclosure));
  assert_false (valise_disclosure_allows_sealed (answer.disclosure));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *value = world_value (cases[i].value);

    if (valise_disclosure_allows (answer.disclosure, world_field_name ("interview", cases[i].field),
                                  value) != cases[i].allowed)
      fail_msg ("%s = %s", cases[i].field, cases[i].value);
  }
}

static void
a_notice_is_for_who_held_it_only (void **state)
{
  static const struct {
    const char *record;
    char to, level;
  } cases[] = {
    { "seen-elsewhere", 'E', 'S' }, /* moved away: his store must learn it */
    { "seen-strict", 'A', 'S' },
    { "seen-elsewhere", 'K', 'H' },
    { "seen-elsewhere", 'N', '-' },
    { "not-here", 'E', '-' },
    { "seen-strict", 'Q', 'A' },
    { "seen-strict", 'W', 'A' },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (WorldAnswer) answer = { 0 };

    world_ask (*state, valise_disclose_notice, cases[i].record, cases[i].to, &answer);
    assert_int_equal (world_answer_level (&answer), cases[i].level);
  }
}

static void
roles_are_read_as_they_are_written (void **state)
{
  for (ValiseRole role = VALISE_ROLE_NONE; role <= VALISE_ROLE_HEADQUARTERS; role++)
    assert_int_equal (valise_role_from_text (valise_role_to_text (role)), role);
  assert_int_equal (valise_role_from_text ("jmac"), VALISE_ROLE_JMAC);
  assert_int_equal (valise_role_from_text ("king"), VALISE_ROLE_NONE);
  assert_int_equal (valise_role_from_text (NULL), VALISE_ROLE_NONE);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (everybody_gets_what_the_table_says),
    cmocka_unit_test (whatever_stays_behind_has_a_reason_and_all_has_none),
    cmocka_unit_test (all_means_every_value_and_nothing_means_none),
    cmocka_unit_test (nobody_but_headquarters_custodians_and_authors_gets_a_sealed_handle),
    cmocka_unit_test (each_field_goes_where_it_may),
    cmocka_unit_test (a_name_that_some_type_seals_stays_sealed_in_a_record_of_two_types),
    cmocka_unit_test (originals_and_sealed_files_go_to_few),
    cmocka_unit_test (what_is_not_here_goes_to_nobody),
    cmocka_unit_test (a_notice_says_that_consent_was_withdrawn_and_no_more),
    cmocka_unit_test (a_notice_is_for_who_held_it_only),
    cmocka_unit_test (roles_are_read_as_they_are_written),
  };

  return cmocka_run_group_tests_name ("disclose", tests, world_set_up, world_tear_down);
}
