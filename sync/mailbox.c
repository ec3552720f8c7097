/* mailbox.c - what this store has read of, and written into, shared folders
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/mailbox.h"

enum {
  GET_SEEN,
  PUT_SEEN,
  PUT_POSTED,
  LIST_POSTED,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [GET_SEEN] = "SELECT 1 FROM seen WHERE name = ?1 AND size = ?2 AND changed = ?3",
  [PUT_SEEN] = "INSERT OR REPLACE INTO seen (name, size, changed, outcome) VALUES (?1, ?2, ?3, ?4)",
  [PUT_POSTED] = "INSERT OR REPLACE INTO posted (name, recipients, content, size)"
                 " VALUES (?1, ?2, ?3, ?4)",
  [LIST_POSTED] = "SELECT name, recipients, content, size FROM posted ORDER BY name",
};

static ValiseQuery *
query_for (ValiseStore *store, int statement, GError **error)
{
  return valise_query (valise_store_get_db (store), sql[statement], error);
}

gboolean
valise_mailbox_has_seen (ValiseStore *store, const char *name, guint64 size, gint64 changed)
{
  g_autoptr (ValiseQuery) query = query_for (store, GET_SEEN, NULL);
  gboolean row = FALSE;

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, name);
  valise_query_int (query, 2, (gint64) size);
  valise_query_int (query, 3, changed);
  return valise_query_step (query, &row, NULL) && row;
}

gboolean
valise_mailbox_note_seen (ValiseStore *store, const char *name, guint64 size, gint64 changed,
                          const char *outcome, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, PUT_SEEN, error);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, name);
  valise_query_int (query, 2, (gint64) size);
  valise_query_int (query, 3, changed);
  valise_query_text (query, 4, outcome);
  return valise_query_run (query, error);
}

void
valise_posted_free (ValisePosted *posted)
{
  if (posted == NULL)
    return;
  g_free (posted->name);
  g_free (posted->recipients);
  g_free (posted);
}

gboolean
valise_mailbox_note_posted (ValiseStore *store, const ValisePosted *posted, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, PUT_POSTED, error);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, posted->name);
  valise_query_text (query, 2, posted->recipients);
  valise_query_blob (query, 3, posted->content.bytes, sizeof posted->content.bytes);
  valise_query_int (query, 4, (gint64) posted->size);
  return valise_query_run (query, error);
}

static ValisePosted *
read_posted (ValiseQuery *query)
{
  ValisePosted *posted = g_new0 (ValisePosted, 1);
  gsize size = 0;
  const void *content = valise_query_get_blob (query, 2, &size);

  posted->name = g_strdup (valise_query_get_text (query, 0));
  posted->recipients = g_strdup (valise_query_get_text (query, 1));
  if (content != NULL && size == sizeof posted->content.bytes)
    memcpy (posted->content.bytes, content, size);
  posted->size = (guint64) valise_query_get_int (query, 3);
  return posted;
}

GPtrArray *
valise_mailbox_posted (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, LIST_POSTED, error);
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_posted_free);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    g_ptr_array_add (list, read_posted (query));
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}
