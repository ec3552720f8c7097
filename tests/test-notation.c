/* test-notation.c - one choice of how coordinates are written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "tests/fixture.h"
#include "ui/models/notation.h"
#include "ui/models/settings.h"

static const ValiseDegrees goma = { -1.6583, 29.22 };

static int
in_degrees (void **state)
{
  valise_notation_set (VALISE_NOTATION_DEGREES);
  return 0;
}

static void
a_place_is_written_as_it_was_chosen (void **state)
{
  static const char *const expected[VALISE_N_NOTATIONS] = { "-1.65830, 29.22000", "1°39'29.9\"S 29°13'12.0\"E", "35M 746988 9816568",
                                                            "35MQU 46988 16568" };

  for (guint i = 0; i < VALISE_N_NOTATIONS; i++) {
    g_autofree char *text = NULL, *all = NULL;
    g_auto (GStrv) parts = NULL;

    valise_notation_set ((ValiseNotation) i);
    text = valise_notation_write (goma);
    all = valise_notation_write_all (goma);
    assert_int_equal (strlen (text), strlen (expected[i]));
    assert_memory_equal (text, expected[i], 5);
    assert_true (g_str_has_prefix (all, text));
    parts = g_strsplit (all, "; ", -1);
    assert_int_equal (g_strv_length (parts), VALISE_N_NOTATIONS);
  }
}

/* Within a metre and a half: a person may type what the screen shows. */
static void
what_is_written_is_understood_again (void **state)
{
  const ValiseField *field = valise_type_field (valise_type_find ("sighting"), "place");

  for (guint i = 0; i < VALISE_N_NOTATIONS; i++) {
    g_autofree char *text = NULL, *at = NULL, *value = NULL;
    GError *error = NULL;
    ValiseDegrees back;

    valise_notation_set ((ValiseNotation) i);
    text = valise_notation_write (goma);
    at = g_strconcat ("at=", text, NULL);
    value = valise_value_parse (field, at, &error);
    assert_no_error (error);
    assert_true (valise_value_get_degrees (value, &back));
    assert_true (valise_grid_distance (goma, back) < 1.6);
  }
}

static void
what_was_told_stays_as_it_was_told (void **state)
{
  const ValiseField *field = valise_type_field (valise_type_find ("sighting"), "place");
  g_autofree char *text = NULL;

  valise_notation_set (VALISE_NOTATION_MGRS);
  text = valise_notation_to_text (field, "{\"accuracy\":\"8\",\"datum\":\"WGS 84\",\"lat\":\"-1.6583\",\"lon\":\"29.22\","
                                         "\"told\":\"he said measured: -1.6583, 29.22 or so\"}");
  assert_non_null (strstr (text, "told: he said measured: -1.6583, 29.22 or so"));
  assert_non_null (strstr (text, "measured: 35MQU"));
  assert_non_null (strstr (text, "±8 m"));
}

static void
where_a_grid_ends_degrees_are_written (void **state)
{
  g_autofree char *text = NULL;

  valise_notation_set (VALISE_NOTATION_DEGREES);
  text = valise_notation_write ((ValiseDegrees){ 90, 0 });
  assert_string_equal (text, "90.00000, 0.00000");
}

/* Through the store */

static void
on_done (GObject *source, GAsyncResult *result, gpointer user)
{
  *(GAsyncResult **) user = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
the_store_remembers_the_notation_and_the_map_files (void **state)
{
  g_autoptr (FixtureStore) fixture = fixture_store_new ("I. Marwen", "expert");
  g_autoptr (ValiseSession) session = NULL;
  g_autoptr (GAsyncResult) opened = NULL, loaded = NULL;
  const char *const files[] = { "+/maps/goma.mbtiles", "-/maps/old ones/bunia.mbtiles", NULL };
  g_auto (GStrv) back = NULL;

  fixture_store_close (fixture);
  session = valise_session_new (fixture->folder);
  valise_session_open_async (session, fixture_passphrase (), NULL, on_done, &opened);
  wait_for (&opened);
  assert_true (valise_session_open_finish (session, opened, NULL));
  valise_settings_keep_notation (session, VALISE_NOTATION_UTM);
  valise_settings_keep_map_files (session, files);
  valise_notation_set (VALISE_NOTATION_DEGREES);
  valise_settings_load_notation (session);
  valise_settings_load_map_files_async (session, on_done, &loaded);
  wait_for (&loaded);
  back = valise_settings_load_map_files_finish (session, loaded);
  assert_int_equal (valise_notation_get (), VALISE_NOTATION_UTM);
  assert_int_equal (g_strv_length (back), 2);
  assert_string_equal (back[0], files[0]);
  assert_string_equal (back[1], files[1]);
  valise_session_close (session);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_teardown (a_place_is_written_as_it_was_chosen, in_degrees),
    cmocka_unit_test_teardown (what_is_written_is_understood_again, in_degrees),
    cmocka_unit_test_teardown (what_was_told_stays_as_it_was_told, in_degrees),
    cmocka_unit_test_teardown (where_a_grid_ends_degrees_are_written, in_degrees),
    cmocka_unit_test_teardown (the_store_remembers_the_notation_and_the_map_files, in_degrees),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
