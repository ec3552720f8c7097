/* map-window.c - what the map shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/map-window.h"

#include <string.h>

void
valise_map_window_free (ValiseMapWindow *window)
{
  g_ptr_array_unref (window->clusters);
  g_clear_object (&window->list);
  g_free (window);
}

gboolean
valise_spot_window_holds (const ValiseSpotWindow *window, ValiseDegrees at)
{
  gboolean beside = window->west <= window->east
                        ? at.longitude >= window->west && at.longitude <= window->east
                        : at.longitude >= window->west || at.longitude <= window->east;

  return beside && at.latitude >= window->south && at.latitude <= window->north;
}

static double
turn (double longitude)
{
  return longitude < -180 ? longitude + 360 : longitude > 180 ? longitude - 360 : longitude;
}

ValiseSpotWindow
valise_spot_window_widen (const ValiseSpotWindow *window)
{
  double width = window->east - window->west + (window->west > window->east ? 360 : 0);
  double height = window->north - window->south;
  ValiseSpotWindow wide = { MAX (window->south - height / 2, -90), -180, MIN (window->north + height / 2, 90), 180 };

  if (width * 2 < 360) {
    wide.west = turn (window->west - width / 2);
    wide.east = turn (window->east + width / 2);
  }
  return wide;
}

/* On the worker */

typedef struct {
  ValiseMapQuery query;
  char *types;
  char **names;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_free (asked->types);
  g_strfreev (asked->names);
  g_free (asked);
}

/* A record in view, and what it is sorted by. */
typedef struct {
  gint64 number;
  int day;
  gboolean actionable;
} Seen;

typedef struct {
  const Asked *asked;
  ValiseClusters *clusters;
  GArray *seen; /* of Seen */
  GCancellable *cancellable;
} Collecting;

typedef struct {
  GPtrArray *clusters;
  GArray *order;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->clusters, g_ptr_array_unref);
  g_clear_pointer (&answer->order, g_array_unref);
  g_free (answer);
}

static gboolean
collect (const ValiseSpot *spot, gpointer user, GError **error)
{
  Collecting *collecting = user;
  const ValiseMapQuery *query = &collecting->asked->query;
  char **names = collecting->asked->names;
  Seen seen = { spot->number, query->told ? spot->told : spot->seen, spot->actionable };

  if (g_cancellable_set_error_if_cancelled (collecting->cancellable, error))
    return FALSE;
  if (seen.day == VALISE_SPOT_NO_DAY || seen.day < query->from || seen.day > query->to ||
      (names != NULL && !g_strv_contains ((const char *const *) names, spot->type)))
    return TRUE;
  valise_clusters_add (collecting->clusters, spot);
  if (valise_spot_window_holds (&query->view, spot->at))
    g_array_append_val (collecting->seen, seen);
  return TRUE;
}

static int
compare_seen (gconstpointer a, gconstpointer b)
{
  const Seen *one = a, *other = b;

  if (one->actionable != other->actionable)
    return one->actionable ? -1 : 1;
  if (one->day != other->day)
    return one->day > other->day ? -1 : 1;
  return one->number > other->number ? -1 : one->number < other->number;
}

static gpointer
run (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  ValiseSpotWindow wide = valise_spot_window_widen (&asked->query.view);
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (Seen));
  Collecting collecting = { asked, valise_clusters_new (asked->query.zoom), seen, cancellable };
  gboolean read = valise_spot_foreach (store, &wide, collect, &collecting, error);
  Answer *answer = g_new0 (Answer, 1);

  answer->clusters = valise_clusters_finish (collecting.clusters);
  if (!read) {
    answer_free (answer);
    return NULL;
  }
  g_array_sort (seen, compare_seen);
  answer->order = g_array_sized_new (FALSE, FALSE, sizeof (gint64), seen->len);
  for (guint i = 0; i < seen->len; i++)
    g_array_append_val (answer->order, g_array_index (seen, Seen, i).number);
  return answer;
}

static const ValiseSessionJob job = {
  .lane = VALISE_LANE_READ,
  .run = run,
  .free_data = asked_free,
  .free_result = answer_free,
};

void
valise_map_window_load_async (ValiseSession *session, const ValiseMapQuery *query, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->query = *query;
  asked->types = g_strdup (query->types);
  asked->names = query->types != NULL ? g_strsplit (query->types, " ", -1) : NULL;
  asked->query.types = asked->types;
  valise_session_run_async (session, &job, asked, cancellable, callback, user);
}

ValiseMapWindow *
valise_map_window_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  Answer *answer = valise_session_run_finish (session, result, error);
  ValiseMapWindow *window;

  if (answer == NULL)
    return NULL;
  window = g_new0 (ValiseMapWindow, 1);
  window->clusters = g_steal_pointer (&answer->clusters);
  window->list = valise_record_list_new (session, g_steal_pointer (&answer->order));
  answer_free (answer);
  return window;
}
