/* draft.c - owns the table `draft`
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/draft.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/clock.h"
#include "core/error.h"

#define MAX_CONTENT (1024 * 1024)

enum {
  KEEP,
  GET,
  LIST,
  DROP,
  N_STATEMENTS,
};

#define COLUMNS "record, type, title, is_new, content, changed"

static const char *const sql[N_STATEMENTS] = {
  [KEEP] = "INSERT OR REPLACE INTO draft (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
  [GET] = "SELECT " COLUMNS " FROM draft WHERE record = ?1",
  [LIST] = "SELECT " COLUMNS " FROM draft ORDER BY changed DESC, record",
  [DROP] = "DELETE FROM draft WHERE record = ?1",
};

void
valise_draft_free (ValiseDraft *draft)
{
  if (draft == NULL)
    return;
  if (draft->content != NULL) /* a person's words: not left in freed memory */
    explicit_bzero (draft->content, strlen (draft->content));
  g_free (draft->record);
  g_free (draft->type);
  g_free (draft->title);
  g_free (draft->content);
  g_free (draft->changed);
  g_free (draft);
}

gboolean
valise_draft_keep (ValiseStore *store, const ValiseDraft *draft, GError **error)
{
  g_autofree char *now = valise_clock_now_text ();
  g_autoptr (ValiseQuery) query = NULL;

  if (strlen (draft->content) > MAX_CONTENT) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
                 _ ("the draft is longer than 1 MiB; finish it and go on in another record"));
    return FALSE;
  }
  query = valise_query (valise_store_get_db (store), sql[KEEP], error);
  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, draft->record);
  valise_query_text (query, 2, draft->type);
  valise_query_text (query, 3, draft->title != NULL ? draft->title : "");
  valise_query_int (query, 4, draft->is_new);
  valise_query_text (query, 5, draft->content);
  valise_query_text (query, 6, now);
  return valise_query_run (query, error);
}

static ValiseDraft *
read_row (ValiseQuery *query)
{
  ValiseDraft *draft = g_new0 (ValiseDraft, 1);

  draft->record = g_strdup (valise_query_get_text (query, 0));
  draft->type = g_strdup (valise_query_get_text (query, 1));
  draft->title = g_strdup (valise_query_get_text (query, 2));
  draft->is_new = valise_query_get_int (query, 3) != 0;
  draft->content = g_strdup (valise_query_get_text (query, 4));
  draft->changed = g_strdup (valise_query_get_text (query, 5));
  return draft;
}

ValiseDraft *
valise_draft_get (ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[GET], error);
  gboolean row = FALSE;

  if (query == NULL)
    return NULL;
  valise_query_text (query, 1, record);
  if (!valise_query_step (query, &row, error) || !row)
    return NULL;
  return read_row (query);
}

GPtrArray *
valise_draft_list (ValiseStore *store, GError **error)
{
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_draft_free);
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[LIST], error);
  gboolean row = FALSE;

  if (query == NULL)
    return NULL;
  while (valise_query_step (query, &row, error) && row)
    g_ptr_array_add (drafts, read_row (query));
  return row ? NULL : g_steal_pointer (&drafts);
}

gboolean
valise_draft_drop (ValiseStore *store, const char *record, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[DROP], error);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, record);
  return valise_query_run (query, error);
}
