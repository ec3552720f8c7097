/* time-range.h - how many records a day, and which days count: bars with two handles
 *
 * Runs with the reading direction. Signal "changed": the stretch between the
 * handles is another one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/models/timeline.h"

#define VALISE_TYPE_TIME_RANGE (valise_time_range_get_type ())
G_DECLARE_FINAL_TYPE (ValiseTimeRange, valise_time_range, VALISE, TIME_RANGE, GtkWidget)

GtkWidget *valise_time_range_new (void);

/* Takes `timeline`. The stretch stays as it was, as far as the days go; the
 * first time it is all of them. */
void       valise_time_range_set_timeline (ValiseTimeRange *self, ValiseTimeline *timeline);

const ValiseTimeline *valise_time_range_get_timeline (ValiseTimeRange *self); /* NULL: none yet */

/* Days, both within. */
void       valise_time_range_get (ValiseTimeRange *self, int *from, int *to);
void       valise_time_range_set (ValiseTimeRange *self, int from, int to);
gboolean   valise_time_range_is_whole (ValiseTimeRange *self);
void       valise_time_range_set_whole (ValiseTimeRange *self);

/* A day in words, "22 Nov 2026" (transfer full). */
char      *valise_time_range_say_day (int day);
