/* test-outlines.c - how far real places lie from real countries
 *
 * The coordinates are those of gazetteers, the distances were measured on a
 * globe; nothing here comes from the table itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/outlines.h"

#include "tests/asserts.h"

#define KM 1000.0

typedef struct {
  const char *what;
  double latitude, longitude;
  const char *country;
} Place;

static void
assert_far (const char *countries, double latitude, double longitude, ValiseFar *far)
{
  g_auto (GStrv) codes = g_strsplit (countries, " ", -1);

  assert_true (valise_outlines_far ((const char *const *) codes, (ValiseDegrees){ latitude, longitude }, far));
}

static void
assert_not_far (const char *countries, double latitude, double longitude)
{
  g_auto (GStrv) codes = g_strsplit (countries, " ", -1);
  ValiseFar far;

  assert_false (valise_outlines_far ((const char *const *) codes, (ValiseDegrees){ latitude, longitude }, &far));
}

static void
a_town_lies_in_its_country (void **state)
{
  static const Place inside[] = {
    { "Kisangani", 0.5153, 25.1911, "CD" },   { "Khartoum", 15.5007, 32.5599, "SD" },
    { "Bangui", 4.3947, 18.5582, "CF" },      { "Sabha", 27.0377, 14.4283, "LY" },
    { "Baidoa", 3.1138, 43.6498, "SO" },      { "Hargeysa", 9.5600, 44.0650, "SO" },
    { "Sana'a", 15.3694, 44.1910, "YE" },     { "Pyongyang", 39.0392, 125.7625, "KP" },
    { "Bunia", 1.5593, 30.2522, "CD" },       { "Juba", 4.8594, 31.5713, "SS" },
    { "Cayenne", 4.9224, -52.3135, "FR" },    { "Chukotka, beyond 180°", 66.0, -172.0, "RU" },
    { "the South Pole", -89.9, 0, "AQ" },     { "Maseru's inner land", -29.6, 28.2, "LS" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (inside); i++) {
    ValiseDegrees at = { inside[i].latitude, inside[i].longitude };

    if (valise_outlines_distance (inside[i].country, at) > 0 || !valise_outlines_is_land (at))
      fail_msg ("%s is not in %s", inside[i].what, inside[i].country);
  }
}

static void
a_border_or_coastal_town_lies_within_a_few_kilometres (void **state)
{
  static const Place near[] = {
    { "Goma", -1.6792, 29.2228, "CD" },          { "Goma, seen from Rwanda", -1.6792, 29.2228, "RW" },
    { "Tripoli", 32.8872, 13.1913, "LY" },       { "Kinmen", 24.4493, 118.3767, "TW" },
    { "Port-au-Prince", 18.5944, -72.3074, "HT" }, { "Hodeidah", 14.7978, 42.9545, "YE" },
    { "Bosaso", 11.2842, 49.1816, "SO" },        { "Suva", -18.1416, 178.4419, "FJ" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (near); i++) {
    double metres =
        valise_outlines_distance (near[i].country, (ValiseDegrees){ near[i].latitude, near[i].longitude });

    if (metres < 0 || metres > 6 * KM)
      fail_msg ("%s is %.1f km from %s", near[i].what, metres / KM, near[i].country);
  }
}

static void
a_hole_in_a_country_is_another_country (void **state)
{
  ValiseDegrees lesotho = { -29.6, 28.2 };

  assert_true (valise_outlines_distance ("ZA", lesotho) > 40 * KM);
  assert_true (valise_outlines_distance ("ZA", lesotho) < 120 * KM);
}

static void
distances_are_those_of_a_globe (void **state)
{
  /* A degree of latitude is 111.2 km: north of Libya's coast at Tripoli, the open sea. */
  double one = valise_outlines_distance ("LY", (ValiseDegrees){ 34.0, 13.1913 });
  double two = valise_outlines_distance ("LY", (ValiseDegrees){ 35.0, 13.1913 });
  /* From New York to Achill Head, Ireland's west, it is some 4,850 km. */
  double ireland = valise_outlines_distance ("IE", (ValiseDegrees){ 40.7128, -74.0060 });

  assert_true (two - one > 108 * KM && two - one < 113 * KM);
  assert_true (ireland > 4800 * KM && ireland < 4900 * KM);
}

static void
an_island_group_on_the_180th_meridian_is_one_country (void **state)
{
  /* Taveuni, which the meridian crosses, from both of its sides. */
  assert_true (valise_outlines_distance ("FJ", (ValiseDegrees){ -16.80, 179.99 }) < 10 * KM);
  assert_true (valise_outlines_distance ("FJ", (ValiseDegrees){ -16.80, -179.99 }) < 10 * KM);
  assert_true (valise_outlines_distance ("FJ", (ValiseDegrees){ -16.80, 180 }) < 10 * KM);
  assert_true (valise_outlines_distance ("FJ", (ValiseDegrees){ -16.80, -180 }) < 10 * KM);
  /* The Lau group, east of it, and the sea between them. */
  assert_not_far ("FJ", -18.2, -178.8);
  assert_not_far ("FJ", -17.5, -179.5);
  assert_not_far ("FJ", -17.0, 176.0);
}

static void
a_place_in_or_near_one_of_the_countries_is_not_flagged (void **state)
{
  assert_not_far ("CD", -1.6583, 29.2200);     /* Goma */
  assert_not_far ("CD", -1.9441, 30.0619);     /* Kigali, over the border */
  assert_not_far ("CD RW UG", 0.3476, 32.5825); /* Kampala */
  assert_not_far ("LY", 34.5, 13.2);           /* at sea, 180 km off Tripoli */
}

static void
land_far_from_all_of_the_countries_is_flagged (void **state)
{
  ValiseFar far;

  assert_far ("CD", -1.2921, 36.8219, &far); /* Nairobi */
  assert_string_equal (far.nearest, "CD");
  assert_true (far.metres > 700 * KM && far.metres < 850 * KM);
  assert_float_equal (far.limit, VALISE_FAR_ON_LAND, 0.1);
  assert_int_equal (far.slip, VALISE_SLIP_NONE);
  assert_far ("CD RW", 15.5007, 32.5599, &far); /* Khartoum */
}

static void
the_sea_is_held_against_200_nautical_miles (void **state)
{
  ValiseFar far;

  assert_not_far ("SO", 2.0, 48.5);  /* some 300 km off Mogadishu */
  assert_far ("SO", 0.0, 52.0, &far); /* far out in the Somali basin */
  assert_float_equal (far.limit, VALISE_FAR_AT_SEA, 0.1);
  assert_true (far.metres > 600 * KM && far.metres < 750 * KM);
}

static void
a_slip_of_sign_is_recognized (void **state)
{
  ValiseFar far;

  assert_far ("LY", 32.8872, -13.1913, &far); /* Tripoli with W for E: the Atlantic */
  assert_int_equal (far.slip, VALISE_SLIP_LONGITUDE);
  assert_far ("LY", 27.0377, -14.4283, &far); /* Sabha */
  assert_int_equal (far.slip, VALISE_SLIP_LONGITUDE);
  assert_far ("LY", -27.0377, 14.4283, &far);
  assert_int_equal (far.slip, VALISE_SLIP_LATITUDE);
  assert_far ("HT", -19.1, 72.3, &far);
  assert_int_equal (far.slip, VALISE_SLIP_BOTH);
  assert_far ("SO", 43.6498, 3.1138, &far); /* Baidoa, longitude first */
  assert_int_equal (far.slip, VALISE_SLIP_EXCHANGED);
  assert_far ("CD", 0, 0, &far); /* a camera that was never told */
}

static void
nothing_is_said_without_countries_or_without_an_outline (void **state)
{
  assert_not_far ("", 0, 0);
  assert_not_far ("CD GP", 60, 60); /* of Guadeloupe there is no outline */
  assert_true (valise_outlines_distance ("GP", (ValiseDegrees){ 0, 0 }) < 0);
  assert_true (valise_outlines_distance ("ZZ", (ValiseDegrees){ 0, 0 }) < 0);
}

static void
countries_have_names (void **state)
{
  assert_string_equal (valise_outlines_name ("CD"), "Democratic Republic of the Congo");
  assert_string_equal (valise_outlines_name ("KP"), "Democratic People’s Republic of Korea");
  assert_null (valise_outlines_name ("ZZ"));
  assert_null (valise_outlines_name ("cd"));
  assert_null (valise_outlines_name (""));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_town_lies_in_its_country),
    cmocka_unit_test (a_border_or_coastal_town_lies_within_a_few_kilometres),
    cmocka_unit_test (a_hole_in_a_country_is_another_country),
    cmocka_unit_test (distances_are_those_of_a_globe),
    cmocka_unit_test (an_island_group_on_the_180th_meridian_is_one_country),
    cmocka_unit_test (a_place_in_or_near_one_of_the_countries_is_not_flagged),
    cmocka_unit_test (land_far_from_all_of_the_countries_is_flagged),
    cmocka_unit_test (the_sea_is_held_against_200_nautical_miles),
    cmocka_unit_test (a_slip_of_sign_is_recognized),
    cmocka_unit_test (nothing_is_said_without_countries_or_without_an_outline),
    cmocka_unit_test (countries_have_names),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
