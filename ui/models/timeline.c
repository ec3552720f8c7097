/* timeline.c - how many records a day
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/timeline.h"

#include "core/projection-listing.h"

#define LONGEST 400000 /* days, more than a thousand years: a slip in a date costs no memory */

void
valise_timeline_free (ValiseTimeline *timeline)
{
  g_free (timeline->days);
  g_free (timeline);
}

void
valise_bars_free (ValiseBars *bars)
{
  g_free (bars->counts);
  g_free (bars);
}

ValiseTimeline *
valise_timeline_new (const int *days, guint n)
{
  ValiseTimeline *timeline = g_new0 (ValiseTimeline, 1);

  timeline->first = G_MAXINT;
  timeline->last = G_MININT;
  for (guint i = 0; i < n; i++) {
    timeline->first = MIN (timeline->first, days[i]);
    timeline->last = MAX (timeline->last, days[i]);
  }
  if (n == 0 || timeline->last - (gint64) timeline->first >= LONGEST)
    timeline->first = n == 0 ? 0 : timeline->last - LONGEST + 1;
  if (n == 0)
    timeline->last = -1;
  timeline->days = g_new0 (guint, (gsize) (timeline->last - timeline->first + 1) + 1);
  for (guint i = 0; i < n; i++) /* what is older than a thousand years stands at the beginning */
    timeline->days[MAX (days[i], timeline->first) - timeline->first]++;
  timeline->placed = n;
  timeline->records = n;
  return timeline;
}

guint
valise_timeline_count (const ValiseTimeline *timeline, int from, int to)
{
  guint count = 0;

  for (int day = MAX (from, timeline->first); day <= MIN (to, timeline->last); day++)
    count += timeline->days[day - timeline->first];
  return count;
}

ValiseBars *
valise_timeline_bars (const ValiseTimeline *timeline, guint most)
{
  ValiseBars *bars = g_new0 (ValiseBars, 1);
  int span = timeline->last - timeline->first + 1;

  bars->width = 1;
  while ((span + bars->width - 1) / bars->width > (int) MAX (most, 1))
    bars->width = bars->width == 1 ? 7 : bars->width == 7 ? 28 : bars->width * 2;
  bars->n = (guint) ((span + bars->width - 1) / bars->width);
  bars->counts = g_new0 (guint, bars->n + 1);
  for (int i = 0; i < span; i++)
    bars->counts[i / bars->width] += timeline->days[i];
  for (guint i = 0; i < bars->n; i++)
    bars->highest = MAX (bars->highest, bars->counts[i]);
  return bars;
}

/* On the worker */

typedef struct {
  char *types;
  char **names;  /* the same, apart; NULL: all */
  gboolean told;
  GArray *days;  /* of int, while it counts */
  ValiseSpotWindow around;
  GCancellable *cancellable;
} Counting;

static void
counting_free (gpointer data)
{
  Counting *counting = data;

  g_free (counting->types);
  g_strfreev (counting->names);
  g_free (counting);
}

static gboolean
count_spot (const ValiseSpot *spot, gpointer user, GError **error)
{
  Counting *counting = user;
  int day = counting->told ? spot->told : spot->seen;

  if (day != VALISE_SPOT_NO_DAY &&
      (counting->names == NULL || g_strv_contains ((const char *const *) counting->names, spot->type))) {
    g_array_append_val (counting->days, day);
    counting->around.south = MIN (counting->around.south, spot->at.latitude);
    counting->around.north = MAX (counting->around.north, spot->at.latitude);
    counting->around.west = MIN (counting->around.west, spot->at.longitude);
    counting->around.east = MAX (counting->around.east, spot->at.longitude);
  }
  return !g_cancellable_set_error_if_cancelled (counting->cancellable, error);
}

static gpointer
count (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Counting *counting = data;
  const ValiseListing listing = { .types = counting->types };
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GArray) order = valise_listing_order (store, &listing, 0, error);
  ValiseTimeline *timeline;

  counting->days = days;
  counting->around = (ValiseSpotWindow){ 90, 180, -90, -180 };
  counting->cancellable = cancellable;
  if (order == NULL || !valise_spot_foreach (store, &valise_spot_everywhere, count_spot, counting, error))
    return NULL;
  timeline = valise_timeline_new ((const int *) (gpointer) days->data, days->len);
  timeline->records = order->len;
  timeline->around = counting->around;
  return timeline;
}

void
valise_timeline_load_async (ValiseSession *session, const char *types, gboolean told, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = count,
    .free_data = counting_free,
    .free_result = (GDestroyNotify) valise_timeline_free,
  };
  Counting *counting = g_new0 (Counting, 1);

  counting->types = g_strdup (types);
  counting->names = types != NULL ? g_strsplit (types, " ", -1) : NULL;
  counting->told = told;
  valise_session_run_async (session, &job, counting, cancellable, callback, user);
}

ValiseTimeline *
valise_timeline_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}
