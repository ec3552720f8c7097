/* test-spot.c - what has a place is found by where and when it was
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/spot.h"

#include "core/projection-digest.h"
#include "core/projection-listing.h"
#include "tests/asserts.h"
#include "tests/fixture.h"

#define PLACE(lat, lon) "{\"datum\":\"WGS 84\",\"lat\":\"" lat "\",\"lon\":\"" lon "\"}"
#define GOMA PLACE ("-1.6583", "29.2200")
#define BY_GPS                                                                                                       \
  "{\"accuracy\":\"8\",\"datum\":\"WGS 84\",\"lat\":\"-1.6583\",\"lon\":\"29.2200\",\"method\":\"gps\","             \
  "\"name\":\"Goma\",\"told\":\"by the lake\"}"

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

static gboolean
note_spot (const ValiseSpot *spot, gpointer user, GError **error)
{
  GString *text = user;

  g_string_append_printf (text, "%.4f %.4f ±%.0f %s %s %s %d %d%s\n", spot->at.latitude, spot->at.longitude,
                          spot->accuracy, spot->method != NULL ? spot->method : "-", spot->type,
                          spot->name != NULL ? spot->name : "-", spot->seen == VALISE_SPOT_NO_DAY ? -1 : spot->seen,
                          spot->told, spot->actionable ? " actionable" : "");
  return TRUE;
}

static char *
within (FixtureStore *f, double south, double west, double north, double east)
{
  ValiseSpotWindow window = { south, west, north, east };
  GString *text = g_string_new (NULL);
  GError *error = NULL;

  assert_true (valise_spot_foreach (f->store, &window, note_spot, text, &error));
  assert_no_error (error);
  return g_string_free (text, FALSE);
}

static char *
everywhere (FixtureStore *f)
{
  return within (f, -90, -180, 90, 180);
}

static void
assert_text (char *text, const char *expected)
{
  assert_string_equal (text, expected);
  g_free (text);
}

static void
days_count_from_1970_by_the_digits_that_were_written (void **state)
{
  assert_int_equal (valise_spot_day ("1970-01-01T23:59"), 0);
  assert_int_equal (valise_spot_day ("2026-11-21T09:05"), 20778);
  assert_int_equal (valise_spot_day ("2026-11"), 20758);
  assert_int_equal (valise_spot_day ("2026"), 20454);
  assert_int_equal (valise_spot_day ("1969-12-31"), -1);
  assert_int_equal (valise_spot_day ("2026-02-30"), VALISE_SPOT_NO_DAY);
  assert_int_equal (valise_spot_day ("soon"), VALISE_SPOT_NO_DAY);
  assert_int_equal (valise_spot_day (NULL), VALISE_SPOT_NO_DAY);
}

static void
a_record_says_where_when_and_how_it_was_measured (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "sighting", "place", BY_GPS, "seen", "{\"time\":\"2026-11-21T09:05\"}", "told",
                                     "{\"time\":\"2026-11-22\"}", "actionable", "true", NULL);

  assert_text (everywhere (f), "-1.6583 29.2200 ±8 gps sighting Goma 20778 20779 actionable\n");
}

static void
what_says_not_when_it_was_told_was_told_when_it_was_written_down (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "sighting", "place", GOMA, NULL);

  assert_text (everywhere (f), "-1.6583 29.2200 ±0 - sighting - -1 20778\n");
}

static void
a_place_that_was_only_told_is_not_on_the_map (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "sighting", "place", "{\"told\":\"behind the kiln\"}", NULL);
  ValiseSpot spot;
  GError *error = NULL;

  assert_text (everywhere (f), "");
  assert_false (valise_spot_find (f->store, id, &spot, &error));
  assert_no_error (error);
}

static void
a_correction_moves_it_and_clearing_takes_it_away (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "sighting", "place", GOMA, NULL);
  ValiseSpot spot;
  GError *error = NULL;

  fixture_edit (f, id, "place", PLACE ("4.5", "18.25"), NULL);
  assert_text (within (f, -2, 29, -1, 30), "");
  assert_text (within (f, 4, 18, 5, 19), "4.5000 18.2500 ±0 - sighting - -1 20778\n");
  assert_true (valise_spot_find (f->store, id, &spot, &error));
  assert_true (spot.at.longitude > 18.24 && spot.at.longitude < 18.26);
  fixture_edit (f, id, "place", "null", NULL);
  assert_text (everywhere (f), "");
}

static guint
count_within (FixtureStore *f, double south, double west, double north, double east)
{
  g_autofree char *text = within (f, south, west, north, east);
  guint lines = 0;

  for (const char *at = text; *at != '\0'; at++)
    lines += *at == '\n';
  return lines;
}

/* Against arithmetic that knows no Z curve. */
static void
a_window_holds_what_lies_in_it_and_nothing_else (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  double latitudes[60], longitudes[60];

  for (guint i = 0; i < G_N_ELEMENTS (latitudes); i++) {
    g_autofree char *place = NULL, *id = NULL;

    latitudes[i] = g_rand_int_range (random, -90, 91);
    longitudes[i] = g_rand_int_range (random, -180, 181);
    place = g_strdup_printf ("{\"datum\":\"WGS 84\",\"lat\":\"%.0f\",\"lon\":\"%.0f\"}", latitudes[i], longitudes[i]);
    id = fixture_add (f, "sighting", "place", place, NULL);
  }
  for (guint round = 0; round < 200; round++) {
    double south = g_rand_double_range (random, -90, 90), north = g_rand_double_range (random, south, 90);
    double west = g_rand_double_range (random, -180, 180), east = g_rand_double_range (random, -180, 180);
    guint expected = 0;

    for (guint i = 0; i < G_N_ELEMENTS (latitudes); i++)
      expected += latitudes[i] >= south && latitudes[i] <= north &&
                  (west <= east ? longitudes[i] >= west && longitudes[i] <= east
                                : longitudes[i] >= west || longitudes[i] <= east);
    assert_int_equal (count_within (f, south, west, north, east), expected);
  }
}

static void
what_is_rebuilt_is_the_same_and_what_was_changed_by_hand_is_noticed (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *one = fixture_add (f, "sighting", "place", BY_GPS, NULL);
  g_autofree char *two = fixture_add (f, "inspection", "place", GOMA, NULL);
  GError *error = NULL;
  g_autoptr (ValiseDigest) before = valise_digest_new (f->store, &error), after = NULL, altered = NULL;
  g_autofree char *names = NULL;

  assert_true (valise_projection_rebuild (f->store, NULL, NULL, &error));
  after = valise_digest_new (f->store, &error);
  assert_null (valise_digest_compare (before, after));
  assert_true (valise_db_execute (valise_store_get_db (f->store), "UPDATE spot SET latitude = latitude + 1", &error));
  altered = valise_digest_new (f->store, &error);
  names = valise_digest_compare (before, altered);
  assert_string_equal (names, "the map");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (days_count_from_1970_by_the_digits_that_were_written),
    cmocka_unit_test_setup_teardown (a_record_says_where_when_and_how_it_was_measured, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_says_not_when_it_was_told_was_told_when_it_was_written_down, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_place_that_was_only_told_is_not_on_the_map, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_correction_moves_it_and_clearing_takes_it_away, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_window_holds_what_lies_in_it_and_nothing_else, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_is_rebuilt_is_the_same_and_what_was_changed_by_hand_is_noticed, set_up,
                                     tear_down),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
