/* timeline.h - how many records a day: the bars below the map
 *
 * Pure, once the days were counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/spot.h"
#include "ui/models/session.h"

typedef struct {
  int first, last;   /* days of the case, both within; first > last: no record has a place and a date */
  guint *days;       /* records of each day */
  guint placed;      /* their sum: records that have a place and a date */
  guint records;     /* all of the list */
  ValiseSpotWindow around; /* them all, when any is placed */
} ValiseTimeline;

void valise_timeline_free (ValiseTimeline *timeline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseTimeline, valise_timeline_free)

/* Records from one day to another, both within. */
guint valise_timeline_count (const ValiseTimeline *timeline, int from, int to);

/* Bars of equal width: days, weeks, four weeks, or twice as wide as often as it
 * takes for at most `most` of them. */
typedef struct {
  int width;         /* days of each */
  guint n, highest;
  guint *counts;     /* the first begins with the first day */
} ValiseBars;

ValiseBars *valise_timeline_bars (const ValiseTimeline *timeline, guint most);
void        valise_bars_free (ValiseBars *bars);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseBars, valise_bars_free)

/* From days that are at hand, in any order. */
ValiseTimeline *valise_timeline_new (const int *days, guint n);

/* Counts on the worker. `types`: names with blanks between them; NULL: all.
 * `told`: by the day when it was told, not when it was seen. */
void            valise_timeline_load_async (ValiseSession *session, const char *types, gboolean told, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
ValiseTimeline *valise_timeline_load_finish (ValiseSession *session, GAsyncResult *result, GError **error);
