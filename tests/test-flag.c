/* test-flag.c - what is odd is noticed and kept, never refused or changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/flag.h"

#include "core/projection.h"
#include "tests/asserts.h"
#include "tests/fixture.h"

#define GOMA "{\"datum\":\"WGS 84\",\"lat\":\"-1.6583\",\"lon\":\"29.2200\"}"
#define MIRRORED "{\"datum\":\"WGS 84\",\"lat\":\"1.6583\",\"lon\":\"-29.2200\"}"
#define CONTAINERS "[\"CSQU3054383\",\"MSCU1234567\",\"MSCU12?4567\"]"

static int
set_up (void **state)
{
  *state = fixture_store_new ("Ann", "expert");
  return 0;
}

static int
tear_down (void **state)
{
  fixture_store_free (*state);
  return 0;
}

/* "drc" is about the Congo, "libya" about Libya, "any" about no country. */
static GHashTable *
make_countries (void)
{
  GHashTable *countries =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);

  g_hash_table_insert (countries, g_strdup ("drc"), g_strsplit ("CD RW", " ", -1));
  g_hash_table_insert (countries, g_strdup ("libya"), g_strsplit ("LY", " ", -1));
  g_hash_table_insert (countries, g_strdup ("any"), g_new0 (char *, 1));
  return countries;
}

/* "record: code code" for each, one a line. */
static char *
list_flags (FixtureStore *f)
{
  g_autoptr (GHashTable) countries = make_countries ();
  GError *error = NULL;
  g_autoptr (GPtrArray) list = valise_flag_list (f->store, countries, &error);
  GString *text = g_string_new (NULL);

  assert_no_error (error);
  for (guint i = 0; i < list->len; i++) {
    const ValiseFlagged *one = list->pdata[i];
    g_autofree char *codes = g_strjoinv (" ", one->codes);

    g_string_append_printf (text, "%s: %s\n", one->record, codes);
  }
  return g_string_free (text, FALSE);
}

static guint
count_far (FixtureStore *f, const char *record)
{
  g_autoptr (GHashTable) countries = make_countries ();
  g_autoptr (ValiseRecord) loaded = valise_record_load (f->store, record, NULL);
  g_autoptr (GPtrArray) far = valise_flag_places (loaded, countries);

  return far->len;
}

static void
a_check_digit_that_fails_is_recorded_with_what_the_arithmetic_says (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *record = fixture_add (f, "sighting", "container", CONTAINERS, NULL);
  g_autofree char *sound = fixture_add (f, "package", "container", "\"CSQU3054383\"", NULL);
  g_autoptr (ValiseRecord) loaded = valise_record_load (f->store, record, NULL);
  g_autoptr (GPtrArray) failed = valise_flag_checks (loaded);
  g_autofree char *flags = list_flags (f), *expected = g_strdup_printf ("%s: check-digit\n", record);
  const ValiseFailedCheck *first = failed->pdata[0];

  assert_int_equal (failed->len, 1);
  assert_string_equal (first->name, "container");
  assert_string_equal (first->value, "MSCU1234567");
  assert_non_null (strstr (first->note, "kept as read"));
  assert_string_equal (flags, expected);
  assert_non_null (strstr (valise_state_get (loaded->state, "container"), "MSCU1234567"));
}

static void
a_corrected_number_is_flagged_no_more (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *record = fixture_add (f, "sighting", "container", "[\"MSCU1234567\"]", NULL);
  g_autofree char *flags = NULL;

  fixture_edit (f, record, "container", "[\"MSCU1234566\"]", NULL);
  flags = list_flags (f);
  assert_string_equal (flags, "");
}

static void
a_place_is_held_against_the_countries_of_its_case (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *near = fixture_add (f, "sighting", ".case", "\"drc\"", "place", GOMA, NULL);
  g_autofree char *mirrored = fixture_add (f, "sighting", ".case", "\"drc\"", "place", MIRRORED, NULL);
  g_autofree char *elsewhere = fixture_add (f, "sighting", ".case", "\"libya\"", "place", GOMA, NULL);
  g_autofree char *anywhere = fixture_add (f, "sighting", ".case", "\"any\"", "place", GOMA, NULL);
  g_autofree char *unknown = fixture_add (f, "sighting", "place", GOMA, NULL);

  assert_int_equal (count_far (f, near), 0);
  assert_int_equal (count_far (f, mirrored), 1);
  assert_int_equal (count_far (f, elsewhere), 1);
  assert_int_equal (count_far (f, anywhere), 0);
  assert_int_equal (count_far (f, unknown), 0);
}

static void
where_the_camera_says_it_was_is_held_against_them_too (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *photo = fixture_add (f, "photo", ".case", "\"drc\"", "gps", MIRRORED, NULL);
  g_autofree char *flags = list_flags (f), *expected = g_strdup_printf ("%s: far-from-countries\n", photo);

  assert_string_equal (flags, expected);
}

static void
where_a_company_has_its_seat_is_not (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *company = fixture_add (f, "organization", ".case", "\"libya\"", "place", GOMA, NULL);

  assert_int_equal (count_far (f, company), 0);
}

static void
a_record_that_moves_to_another_case_is_held_against_its_countries (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *record = fixture_add (f, "sighting", ".case", "\"libya\"", "place", GOMA, NULL);
  g_autofree char *before = list_flags (f), *after = NULL;

  fixture_edit (f, record, ".case", "\"drc\"", NULL);
  after = list_flags (f);
  assert_non_null (strstr (before, "far-from-countries"));
  assert_string_equal (after, "");
}

static void
rebuilding_finds_the_same_flags (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *one = fixture_add (f, "sighting", ".case", "\"libya\"", "place", GOMA, "container",
                                      CONTAINERS, NULL);
  g_autofree char *before = list_flags (f), *after = NULL;
  GError *error = NULL;

  assert_true (valise_projection_rebuild (f->store, NULL, NULL, &error));
  after = list_flags (f);
  assert_non_null (strstr (before, ": check-digit far-from-countries"));
  assert_string_equal (after, before);
}

int
main (void)
{
#define WITH_STORE(test) cmocka_unit_test_setup_teardown (test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    WITH_STORE (a_check_digit_that_fails_is_recorded_with_what_the_arithmetic_says),
    WITH_STORE (a_corrected_number_is_flagged_no_more),
    WITH_STORE (a_place_is_held_against_the_countries_of_its_case),
    WITH_STORE (where_the_camera_says_it_was_is_held_against_them_too),
    WITH_STORE (where_a_company_has_its_seat_is_not),
    WITH_STORE (a_record_that_moves_to_another_case_is_held_against_its_countries),
    WITH_STORE (rebuilding_finds_the_same_flags),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
