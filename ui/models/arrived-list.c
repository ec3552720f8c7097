/* arrived-list.c - what others recorded and sent, by sender, the actionable first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/arrived-list.h"

#include <string.h>

#include "core/projection.h"
#include "sync/arrived.h"

static void
row_free (gpointer data)
{
  ValiseArrivedRow *row = data;

  g_clear_object (&row->item);
  g_free (row->time);
  g_free (row);
}

static void
sender_free (gpointer data)
{
  ValiseArrivedSender *sender = data;

  g_free (sender->author);
  g_ptr_array_unref (sender->rows);
  g_free (sender);
}

void
valise_arrivals_free (ValiseArrivals *arrivals)
{
  g_ptr_array_unref (arrivals->senders);
  g_free (arrivals);
}

static ValiseArrivedSender *
sender_of (ValiseArrivals *arrivals, const char *author)
{
  ValiseArrivedSender *sender;

  for (guint i = 0; i < arrivals->senders->len; i++)
    if (strcmp (((ValiseArrivedSender *) arrivals->senders->pdata[i])->author, author) == 0)
      return arrivals->senders->pdata[i];
  sender = g_new0 (ValiseArrivedSender, 1);
  sender->author = g_strdup (author);
  sender->rows = g_ptr_array_new_with_free_func (row_free);
  g_ptr_array_add (arrivals->senders, sender);
  return sender;
}

/* NULL: it is gone, or cannot be read. */
static ValiseRecordItem *
item_of (ValiseStore *store, ValiseStandings *standings, const char *id)
{
  g_autoptr (ValiseListRow) row = valise_projection_get (store, id, NULL);
  g_autoptr (ValiseRecord) record = row != NULL ? valise_record_load (store, id, NULL) : NULL;

  return record != NULL ? valise_record_item_new (store, standings, record, row->incomplete) : NULL;
}

static void
add (ValiseArrivals *arrivals, ValiseRecordItem *item, const ValiseArrived *arrived)
{
  ValiseArrivedSender *sender = sender_of (arrivals, arrived->author);
  ValiseArrivedRow *row = g_new0 (ValiseArrivedRow, 1);

  row->item = item;
  row->time = g_strdup (arrived->time);
  row->actionable = arrived->actionable;
  row->unread = arrived->unread;
  sender->unread += arrived->unread;
  sender->actionable += arrived->unread && arrived->actionable;
  g_ptr_array_add (sender->rows, row);
  arrivals->shown++;
}

/* Else as they came: the newest first. */
static int
compare_senders (gconstpointer a, gconstpointer b)
{
  const ValiseArrivedSender *x = *(const ValiseArrivedSender *const *) a, *y = *(const ValiseArrivedSender *const *) b;

  if ((x->actionable > 0) != (y->actionable > 0))
    return x->actionable > 0 ? -1 : 1;
  return (x->unread > 0) == (y->unread > 0) ? 0 : x->unread > 0 ? -1 : 1;
}

static gpointer
load (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (ValiseArrivals) arrivals = g_new0 (ValiseArrivals, 1);
  g_autoptr (ValiseStandings) standings = NULL;
  g_autoptr (GPtrArray) list = NULL;

  arrivals->senders = g_ptr_array_new_with_free_func (sender_free);
  standings = valise_standings_load (store, error);
  list = standings != NULL ? valise_arrived_list (store, VALISE_ARRIVED_SHOWN, error) : NULL;
  if (list == NULL || !valise_arrived_count (store, &arrivals->all, &arrivals->unread, &arrivals->actionable, error))
    return NULL;
  for (guint i = 0; i < list->len && !g_cancellable_is_cancelled (cancellable); i++) {
    const ValiseArrived *arrived = list->pdata[i];
    ValiseRecordItem *item = item_of (store, standings, arrived->record);

    if (item != NULL)
      add (arrivals, item, arrived);
  }
  g_ptr_array_sort (arrivals->senders, compare_senders);
  return g_steal_pointer (&arrivals);
}

void
valise_arrivals_load_async (ValiseSession *session, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = load,
    .free_result = (GDestroyNotify) valise_arrivals_free,
  };

  valise_session_run_async (session, &job, NULL, cancellable, callback, user);
}

ValiseArrivals *
valise_arrivals_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}

static gpointer
read_all (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (valise_arrived_read (store, NULL, error));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user)
{
  valise_session_run_finish (VALISE_SESSION (source), result, NULL);
}

void
valise_arrivals_read_all (ValiseSession *session)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_DRAFT, .run = read_all, .changes = TRUE };

  valise_session_run_async (session, &job, NULL, NULL, on_read, NULL);
}
