/* arrived.c - records of others that came, and which of them nobody here has looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/arrived.h"

#include <string.h>

#include "core/clock.h"

enum {
  ADD,
  CHANGE,
  LIST,
  COUNT,
  READ,
  READ_ALL,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [ADD] = "INSERT OR IGNORE INTO arrived (record, author, time, actionable, unread) VALUES (?1, ?2, ?3, ?4, 1)",
  [CHANGE] = "UPDATE arrived SET unread = max (unread, ?2 AND NOT actionable), actionable = ?2"
             " WHERE record = ?1 AND actionable <> ?2",
  [LIST] = "SELECT record, author, time, actionable, unread FROM arrived"
           " ORDER BY unread AND actionable DESC, unread DESC, time DESC, record LIMIT ?1",
  [COUNT] = "SELECT count(*), ifnull (sum (unread), 0), ifnull (sum (unread AND actionable), 0) FROM arrived",
  [READ] = "UPDATE arrived SET unread = 0 WHERE record = ?1 AND unread",
  [READ_ALL] = "UPDATE arrived SET unread = 0 WHERE unread",
};

static ValiseQuery *
query_for (ValiseStore *store, int statement, GError **error)
{
  return valise_query (valise_store_get_db (store), sql[statement], error);
}

void
valise_arrived_free (ValiseArrived *arrived)
{
  if (arrived == NULL)
    return;
  g_free (arrived->record);
  g_free (arrived->author);
  g_free (arrived->time);
  g_free (arrived);
}

/* A record of its own, for people? */
static gboolean
is_listed (const ValiseRecord *record)
{
  if (record->type == NULL)
    return TRUE;
  if (record->type->audience == VALISE_AUDIENCE_SYSTEM)
    return FALSE;
  for (const ValiseField *field = record->type->fields; field->name != NULL; field++)
    if (field->parent && valise_state_get (record->state, field->name) != NULL)
      return FALSE;
  return TRUE;
}

static gboolean
add (ValiseStore *store, const ValiseRecord *record, gboolean actionable, GError **error)
{
  const ValiseEntry *first = record->entries->pdata[0];
  g_autofree char *now = valise_clock_now_text ();
  g_autoptr (ValiseQuery) query = query_for (store, ADD, error);
  ValiseLogOwner owner;

  if (query == NULL)
    return FALSE;
  valise_store_get_owner (store, first->device, &owner);
  valise_query_text (query, 1, record->record);
  valise_query_text (query, 2, owner.member != NULL ? owner.member : "");
  valise_query_text (query, 3, now);
  valise_query_int (query, 4, actionable);
  return valise_query_run (query, error);
}

static gboolean
change (ValiseStore *store, const ValiseRecord *record, gboolean actionable, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, CHANGE, error);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, record->record);
  valise_query_int (query, 2, actionable);
  return valise_query_run (query, error);
}

gboolean
valise_arrived_note (ValiseStore *store, const ValiseRecord *record, gboolean is_new, GError **error)
{
  gboolean actionable = !record->state->withdrawn &&
                        g_strcmp0 (valise_state_get (record->state, "actionable"), "true") == 0;

  if (!is_listed (record))
    return TRUE;
  return is_new ? add (store, record, actionable, error) : change (store, record, actionable, error);
}

static ValiseArrived *
arrived_of (ValiseQuery *query)
{
  ValiseArrived *arrived = g_new0 (ValiseArrived, 1);

  arrived->record = g_strdup (valise_query_get_text (query, 0));
  arrived->author = g_strdup (valise_query_get_text (query, 1));
  arrived->time = g_strdup (valise_query_get_text (query, 2));
  arrived->actionable = valise_query_get_int (query, 3) != 0;
  arrived->unread = valise_query_get_int (query, 4) != 0;
  return arrived;
}

GPtrArray *
valise_arrived_list (ValiseStore *store, guint limit, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_arrived_free);
  g_autoptr (ValiseQuery) query = query_for (store, LIST, error);
  gboolean found = FALSE;

  if (query == NULL)
    return NULL;
  valise_query_int (query, 1, limit == 0 ? -1 : (gint64) limit);
  if (!valise_query_step (query, &found, error))
    return NULL;
  while (found) {
    g_ptr_array_add (list, arrived_of (query));
    if (!valise_query_step (query, &found, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

gboolean
valise_arrived_count (ValiseStore *store, guint64 *all, guint64 *unread, guint64 *actionable, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, COUNT, error);
  gboolean found = FALSE;

  if (query == NULL || !valise_query_step (query, &found, error))
    return FALSE;
  *all = found ? (guint64) valise_query_get_int (query, 0) : 0;
  *unread = found ? (guint64) valise_query_get_int (query, 1) : 0;
  *actionable = found ? (guint64) valise_query_get_int (query, 2) : 0;
  return TRUE;
}

gboolean
valise_arrived_read (ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, record != NULL ? READ : READ_ALL, error);

  if (query == NULL)
    return FALSE;
  if (record != NULL)
    valise_query_text (query, 1, record);
  return valise_query_run (query, error);
}
