/* test-json.c - strict JSON in, canonical JSON out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/error.h"
#include "core/json.h"

static void
assert_canonical (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (yyjson_doc) doc = valise_json_parse (text, strlen (text), &error);
  g_autofree char *written = NULL;

  assert_no_error (error);
  written = valise_json_write (yyjson_doc_get_root (doc));
  assert_string_equal (written, expected);
}

static void
names_are_sorted_by_utf16_code_units_as_in_rfc_8785 (void **state)
{
  /* The example of RFC 8785 section 3.2.3. */
  assert_canonical ("{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,"
                    "\"\\u0080\":6,\"\\u00f6\":7}",
                    "{\"\\r\":2,\"1\":4,\"\xc2\x80\":6,\"\xc3\xb6\":7,\"\xe2\x82\xac\":1,"
                    "\"\xf0\x9f\x98\x80\":5,\"\xef\xac\xb3\":3}");
}

static void
control_characters_are_escaped_as_in_rfc_8785 (void **state)
{
  assert_canonical ("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"",
                    "\"\xe2\x82\xac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
}

static void
what_breaks_a_rule_is_refused_by_name (void **state)
{
  static const struct {
    const char *text, *rule;
  } cases[] = {
    { "{\"a\":1,\"a\":2}", "twice" },
    { "{\"a\":1,\"\\u0061\":2}", "twice" },
    { "1.5", "whole number" },
    { "1e3", "whole number" },
    { "9007199254740992", "too large" },
    { "-9007199254740992", "too small" },
    { "18446744073709551616", "whole number" },
    { "\"a\\u0000\"", "U+0000" },
    { "{\"\\u0000\":1}", "U+0000" },
    { "\"\\ud800\"", "JSON" },
    { "\"\xff\"", "JSON" },
    { "[1,]", "JSON" },
    { "1 2", "JSON" },
    { "", "JSON" },
    { "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "deep" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    assert_null (valise_json_parse (cases[i].text, strlen (cases[i].text), &error));
    assert_non_null (strstr (error->message, cases[i].rule));
  }
}

static void
text_that_is_not_canonical_is_refused_where_it_must_be (void **state)
{
  static const char *const cases[] = { "{\"b\":1,\"a\":2}", "{ \"a\":1}", "\"\\u0041\"", "[1]\n",
                                       "-0" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    assert_null (valise_json_parse_canonical (cases[i], strlen (cases[i]), &error));
    assert_error_code (error, VALISE_ERROR_INVALID);
  }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (names_are_sorted_by_utf16_code_units_as_in_rfc_8785),
    cmocka_unit_test (control_characters_are_escaped_as_in_rfc_8785),
    cmocka_unit_test (what_breaks_a_rule_is_refused_by_name),
    cmocka_unit_test (text_that_is_not_canonical_is_refused_where_it_must_be),
  };

  return cmocka_run_group_tests_name ("json", tests, NULL, NULL);
}
