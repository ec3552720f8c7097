/* test-map.c - marks, counts and bars of the map
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <math.h>
#include <string.h>

#include "ui/models/map-window.h"
#include "ui/models/timeline.h"

static void
add (ValiseClusters *clusters, double latitude, double longitude, const char *type, const char *method)
{
  ValiseSpot spot = { .at = { latitude, longitude }, .type = type, .method = method, .accuracy = 10 };

  valise_clusters_add (clusters, &spot);
}

static guint
sum_of (GPtrArray *clusters)
{
  guint sum = 0;

  for (guint i = 0; i < clusters->len; i++)
    sum += ((const ValiseCluster *) clusters->pdata[i])->count;
  return sum;
}

static const ValiseCluster *
first_of (GPtrArray *clusters)
{
  return clusters->pdata[0];
}

static void
records_at_one_place_are_one_mark_with_their_count_and_commonest_type (void **state)
{
  ValiseClusters *making = valise_clusters_new (6);
  g_autoptr (GPtrArray) clusters = NULL;

  add (making, -1.65, 29.22, "interview", "gps");
  add (making, -1.66, 29.23, "sighting", "gps");
  add (making, -1.64, 29.21, "sighting", "gps");
  clusters = valise_clusters_finish (making);
  assert_int_equal (clusters->len, 1);
  assert_int_equal (first_of (clusters)->count, 3);
  assert_string_equal (first_of (clusters)->type, "sighting");
  assert_true (first_of (clusters)->at.latitude < -1.645 && first_of (clusters)->at.latitude > -1.655);
}

static void
coming_closer_takes_them_apart (void **state)
{
  ValiseClusters *far = valise_clusters_new (5), *near = valise_clusters_new (14);
  g_autoptr (GPtrArray) few = NULL, many = NULL;

  for (int i = 0; i < 5; i++) {
    add (far, -1.65 + 0.02 * i, 29.22, "sighting", "gps");
    add (near, -1.65 + 0.02 * i, 29.22, "sighting", "gps");
  }
  few = valise_clusters_finish (far);
  many = valise_clusters_finish (near);
  assert_int_equal (few->len, 1);
  assert_int_equal (many->len, 5);
}

static void
what_is_actionable_stands_apart (void **state)
{
  ValiseClusters *making = valise_clusters_new (6);
  ValiseSpot actionable = { .at = { -1.65, 29.22 }, .type = "sighting", .method = "gps", .actionable = TRUE };
  g_autoptr (GPtrArray) clusters = NULL;
  guint marks[3] = { 0 };

  add (making, -1.65, 29.22, "sighting", "gps");
  add (making, -1.65, 29.22, "interview", "described");
  valise_clusters_add (making, &actionable);
  clusters = valise_clusters_finish (making);
  for (guint i = 0; i < clusters->len; i++)
    marks[((const ValiseCluster *) clusters->pdata[i])->mark] += ((const ValiseCluster *) clusters->pdata[i])->count;
  assert_int_equal (clusters->len, 2);
  assert_int_equal (marks[VALISE_MARK_PLAIN], 2);
  assert_int_equal (marks[VALISE_MARK_ACTIONABLE], 1);
}

static void
what_was_only_described_never_looks_measured (void **state)
{
  ValiseClusters *making = valise_clusters_new (6);
  g_autoptr (GPtrArray) clusters = NULL;

  add (making, -1.65, 29.22, "interview", "described");
  add (making, -1.66, 29.22, "interview", "described");
  clusters = valise_clusters_finish (making);
  assert_int_equal (clusters->len, 1);
  assert_int_equal (first_of (clusters)->mark, VALISE_MARK_DESCRIBED);
}

static void
a_mark_never_hides_an_actionable_one_of_the_same_place (void **state)
{
  ValiseClusters *making = valise_clusters_new (6);
  ValiseSpot actionable = { .at = { -1.65, 29.22 }, .type = "sighting", .method = "gps", .actionable = TRUE };
  g_autoptr (GPtrArray) clusters = NULL;
  double x[2], y[2], pixels = VALISE_TILE_SIZE * 64;

  add (making, -1.65, 29.22, "sighting", "gps");
  valise_clusters_add (making, &actionable);
  clusters = valise_clusters_finish (making);
  assert_int_equal (clusters->len, 2);
  for (guint i = 0; i < 2; i++) {
    const ValiseCluster *cluster = clusters->pdata[i];

    valise_mercator_project (cluster->at, &x[i], &y[i]);
    if (cluster->mark == VALISE_MARK_ACTIONABLE)
      assert_true (ABS (cluster->at.longitude - 29.22) < 0.0001 && ABS (cluster->at.latitude + 1.65) < 0.0001);
  }
  assert_true (hypot (x[0] - x[1], y[0] - y[1]) * pixels > 37);
}

static void
a_mark_has_a_name_only_where_all_its_records_share_it (void **state)
{
  ValiseClusters *same = valise_clusters_new (6), *other = valise_clusters_new (6);
  ValiseSpot belua = { .at = { 1, 1 }, .type = "sighting", .name = "Belua" };
  ValiseSpot tessali = { .at = { 1, 1.001 }, .type = "sighting", .name = "Tessali" };
  g_autoptr (GPtrArray) one = NULL, two = NULL;

  valise_clusters_add (same, &belua);
  valise_clusters_add (same, &belua);
  valise_clusters_add (other, &belua);
  valise_clusters_add (other, &tessali);
  valise_clusters_add (other, &belua);
  one = valise_clusters_finish (same);
  two = valise_clusters_finish (other);
  assert_string_equal (first_of (one)->name, "Belua");
  assert_int_equal (two->len, 1);
  assert_null (first_of (two)->name);
}

static void
a_hundred_thousand_records_are_few_marks_and_none_is_lost (void **state)
{
  static const double zooms[] = { 0, 2, 5, 9, 14 };
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint z = 0; z < G_N_ELEMENTS (zooms); z++) {
    ValiseClusters *making = valise_clusters_new (zooms[z]);
    g_autoptr (GPtrArray) clusters = NULL;

    for (guint i = 0; i < 100000; i++)
      add (making, g_rand_double_range (random, -90, 90), g_rand_double_range (random, -180, 180), "sighting",
           i % 3 == 0 ? "described" : "gps");
    clusters = valise_clusters_finish (making);
    assert_in_range (clusters->len, 1, VALISE_CLUSTERS_MOST);
    assert_int_equal (sum_of (clusters), 100000);
  }
}

static void
a_window_across_180_degrees_holds_both_sides (void **state)
{
  ValiseSpotWindow fiji = { -20, 175, -10, -175 }, wide = valise_spot_window_widen (&fiji);

  assert_true (valise_spot_window_holds (&fiji, (ValiseDegrees){ -15, 179 }));
  assert_true (valise_spot_window_holds (&fiji, (ValiseDegrees){ -15, -179 }));
  assert_false (valise_spot_window_holds (&fiji, (ValiseDegrees){ -15, 0 }));
  assert_true (valise_spot_window_holds (&wide, (ValiseDegrees){ -7, 171 }));
  assert_false (valise_spot_window_holds (&wide, (ValiseDegrees){ -7, 0 }));
}

static void
a_view_of_most_of_the_earth_widens_to_all_of_it (void **state)
{
  ValiseSpotWindow most = { -60, -100, 70, 120 }, wide = valise_spot_window_widen (&most);

  assert_true (valise_spot_window_holds (&wide, (ValiseDegrees){ 0, 180 }));
  assert_true (valise_spot_window_holds (&wide, (ValiseDegrees){ 0, -180 }));
}

/* Bars */

static void
bars_add_up_to_all_records_whatever_their_width (void **state)
{
  static const guint most[] = { 1, 10, 90, 5000 };
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  int days[1000];

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    days[i] = g_rand_int_range (random, 20000, 21000);
  for (guint m = 0; m < G_N_ELEMENTS (most); m++) {
    g_autoptr (ValiseTimeline) timeline = valise_timeline_new (days, G_N_ELEMENTS (days));
    g_autoptr (ValiseBars) bars = valise_timeline_bars (timeline, most[m]);
    guint sum = 0;

    for (guint i = 0; i < bars->n; i++)
      sum += bars->counts[i];
    assert_int_equal (sum, 1000);
    assert_in_range (bars->n, 1, most[m]);
  }
}

static void
a_short_case_has_a_bar_a_day_and_a_long_one_a_bar_a_week (void **state)
{
  int season[] = { 100, 130, 189 }, year[] = { 100, 700 };
  g_autoptr (ValiseTimeline) one = valise_timeline_new (season, 3), two = valise_timeline_new (year, 2);
  g_autoptr (ValiseBars) daily = valise_timeline_bars (one, 90), weekly = valise_timeline_bars (two, 90);

  assert_int_equal (daily->width, 1);
  assert_int_equal (daily->n, 90);
  assert_int_equal (daily->counts[30], 1);
  assert_int_equal (weekly->width, 7);
  assert_int_equal (weekly->n, 86);
}

static void
a_stretch_counts_both_of_its_ends (void **state)
{
  int days[] = { 5, 5, 7, 9 };
  g_autoptr (ValiseTimeline) timeline = valise_timeline_new (days, 4);

  assert_int_equal (valise_timeline_count (timeline, 5, 7), 3);
  assert_int_equal (valise_timeline_count (timeline, 7, 7), 1);
  assert_int_equal (valise_timeline_count (timeline, G_MININT, G_MAXINT), 4);
  assert_int_equal (valise_timeline_count (timeline, 6, 6), 0);
}

static void
a_case_without_a_day_has_no_bars (void **state)
{
  g_autoptr (ValiseTimeline) timeline = valise_timeline_new (NULL, 0);
  g_autoptr (ValiseBars) bars = valise_timeline_bars (timeline, 90);

  assert_int_equal (bars->n, 0);
  assert_int_equal (valise_timeline_count (timeline, G_MININT, G_MAXINT), 0);
}

static void
a_slip_of_two_thousand_years_costs_no_memory_and_no_record (void **state)
{
  int days[] = { -700000, 20000, 20001 };
  g_autoptr (ValiseTimeline) timeline = valise_timeline_new (days, 3);

  assert_int_equal (valise_timeline_count (timeline, timeline->first, timeline->last), 3);
  assert_in_range (timeline->last - timeline->first, 1, 400000);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (records_at_one_place_are_one_mark_with_their_count_and_commonest_type),
    cmocka_unit_test (coming_closer_takes_them_apart),
    cmocka_unit_test (what_is_actionable_stands_apart),
    cmocka_unit_test (what_was_only_described_never_looks_measured),
    cmocka_unit_test (a_mark_never_hides_an_actionable_one_of_the_same_place),
    cmocka_unit_test (a_mark_has_a_name_only_where_all_its_records_share_it),
    cmocka_unit_test (a_hundred_thousand_records_are_few_marks_and_none_is_lost),
    cmocka_unit_test (a_window_across_180_degrees_holds_both_sides),
    cmocka_unit_test (a_view_of_most_of_the_earth_widens_to_all_of_it),
    cmocka_unit_test (bars_add_up_to_all_records_whatever_their_width),
    cmocka_unit_test (a_short_case_has_a_bar_a_day_and_a_long_one_a_bar_a_week),
    cmocka_unit_test (a_stretch_counts_both_of_its_ends),
    cmocka_unit_test (a_case_without_a_day_has_no_bars),
    cmocka_unit_test (a_slip_of_two_thousand_years_costs_no_memory_and_no_record),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
