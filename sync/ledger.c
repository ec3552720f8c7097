/* ledger.c - what was done with every bundle, for ever
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/ledger.h"

#include <string.h>

#include "core/clock.h"
#include "core/error.h"
#include "core/json.h"

enum {
  ADD,
  LIST,
  COUNT_HELD,
  COUNT_REFUSED,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [ADD] = "INSERT INTO ledger (time, bundle, name, sender, outcome, reason, counts)"
          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
  [LIST] = "SELECT time, bundle, name, sender, outcome, reason, counts FROM ledger"
           " ORDER BY id DESC LIMIT ?1",
  [COUNT_HELD] = "SELECT count(*) FROM incoming",
  [COUNT_REFUSED] = "SELECT count(*) FROM ledger WHERE outcome = 'refused'",
};

void
valise_ledger_row_free (ValiseLedgerRow *row)
{
  if (row == NULL)
    return;
  g_free (row->time);
  g_free (row->bundle);
  g_free (row->name);
  g_free (row->sender);
  g_free (row->outcome);
  g_free (row->reason);
  g_free (row->counts);
  g_free (row);
}

/* What is counted of a bundle, by its name in the column "counts". */
static const struct {
  const char *name;
  gsize offset;
} counts[] = {
  { "added", G_STRUCT_OFFSET (ValiseReconciled, added) },
  { "again", G_STRUCT_OFFSET (ValiseReconciled, again) },
  { "aside", G_STRUCT_OFFSET (ValiseReconciled, aside) },
  { "actionable", G_STRUCT_OFFSET (ValiseReconciled, actionable) },
  { "entries", G_STRUCT_OFFSET (ValiseReconciled, entries) },
  { "files_added", G_STRUCT_OFFSET (ValiseReconciled, files_added) },
  { "files_known", G_STRUCT_OFFSET (ValiseReconciled, files_known) },
  { "forks", G_STRUCT_OFFSET (ValiseReconciled, forks) },
  { "known", G_STRUCT_OFFSET (ValiseReconciled, known) },
  { "opened", G_STRUCT_OFFSET (ValiseReconciled, opened) },
  { "pieces_added", G_STRUCT_OFFSET (ValiseReconciled, pieces_added) },
  { "pieces_known", G_STRUCT_OFFSET (ValiseReconciled, pieces_known) },
  { "sealed_added", G_STRUCT_OFFSET (ValiseReconciled, sealed_added) },
};

/* Of refusals that call for different next steps; by name, for codes move. */
static const struct {
  const char *name;
  ValiseError code;
} whys[] = {
  { "damaged", VALISE_ERROR_DAMAGED },       { "held", VALISE_ERROR_HELD },
  { "limit", VALISE_ERROR_LIMIT },           { "not for us", VALISE_ERROR_NOT_FOR_US },
  { "refused", VALISE_ERROR_REFUSED },       { "unsupported", VALISE_ERROR_UNSUPPORTED },
};

static void
put_text (yyjson_mut_doc *doc, yyjson_mut_val *root, const char *name, const char *text)
{
  if (text != NULL)
    yyjson_mut_obj_add_strcpy (doc, root, name, text);
}

static char *
counts_to_json (const ValiseReconciled *what)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    yyjson_mut_obj_add_uint (doc, root, counts[i].name, G_STRUCT_MEMBER (guint64, what, counts[i].offset));
  for (guint i = 0; i < G_N_ELEMENTS (whys); i++)
    if (what->outcome != VALISE_OUTCOME_MERGED && what->code == (int) whys[i].code)
      put_text (doc, root, "why", whys[i].name);
  put_text (doc, root, "closed", what->closed);
  put_text (doc, root, "part", what->part);
  if (what->roster_changed)
    yyjson_mut_obj_add_true (doc, root, "roster");
  if (what->receipt)
    yyjson_mut_obj_add_true (doc, root, "receipt");
  return valise_json_write_mut (root);
}

ValiseReconciled *
valise_ledger_row_to_reconciled (const ValiseLedgerRow *row)
{
  g_autoptr (yyjson_doc) doc = valise_json_parse (row->counts, strlen (row->counts), NULL);
  yyjson_val *root = doc != NULL ? yyjson_doc_get_root (doc) : NULL;
  const char *why = valise_json_get_string (root, "why");
  ValiseReconciled *what = g_new0 (ValiseReconciled, 1);

  what->path = g_strdup (row->name);
  what->name = g_strdup (row->name);
  what->sender = g_strdup (row->sender);
  what->reason = g_strdup (row->reason);
  for (int i = VALISE_OUTCOME_MERGED; i <= VALISE_OUTCOME_REFUSED; i++)
    if (strcmp (valise_outcome_to_text (i), row->outcome) == 0)
      what->outcome = i;
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    G_STRUCT_MEMBER (guint64, what, counts[i].offset) = (guint64) valise_json_get_integer (root, counts[i].name, 0);
  for (guint i = 0; i < G_N_ELEMENTS (whys); i++)
    if (g_strcmp0 (why, whys[i].name) == 0)
      what->code = whys[i].code;
  what->closed = g_strdup (valise_json_get_string (root, "closed"));
  what->part = g_strdup (valise_json_get_string (root, "part"));
  what->roster_changed = yyjson_is_true (yyjson_obj_get (root, "roster"));
  what->receipt = yyjson_is_true (yyjson_obj_get (root, "receipt"));
  return what;
}

gboolean
valise_ledger_add (ValiseStore *store, const char *bundle, const ValiseReconciled *what,
                   GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[ADD], error);
  g_autofree char *now = valise_clock_now_text (), *said = counts_to_json (what);
  g_autofree char *base = g_path_get_basename (what->path);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, now);
  valise_query_text (query, 2, bundle);
  valise_query_text (query, 3, what->name != NULL ? what->name : base);
  valise_query_text (query, 4, what->sender);
  valise_query_text (query, 5, valise_outcome_to_text (what->outcome));
  valise_query_text (query, 6, what->reason);
  valise_query_text (query, 7, said);
  return valise_query_run (query, error);
}

GPtrArray *
valise_ledger_list (ValiseStore *store, guint limit, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[LIST], error);
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) valise_ledger_row_free);
  gboolean found = FALSE;

  if (query == NULL)
    return NULL;
  valise_query_int (query, 1, limit == 0 ? -1 : (gint64) limit);
  if (!valise_query_step (query, &found, error))
    return NULL;
  while (found) {
    ValiseLedgerRow *row = g_new0 (ValiseLedgerRow, 1);

    row->time = g_strdup (valise_query_get_text (query, 0));
    row->bundle = g_strdup (valise_query_get_text (query, 1));
    row->name = g_strdup (valise_query_get_text (query, 2));
    row->sender = g_strdup (valise_query_get_text (query, 3));
    row->outcome = g_strdup (valise_query_get_text (query, 4));
    row->reason = g_strdup (valise_query_get_text (query, 5));
    row->counts = g_strdup (valise_query_get_text (query, 6));
    g_ptr_array_add (list, row);
    if (!valise_query_step (query, &found, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

static gboolean
count (ValiseStore *store, int statement, guint64 *number, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[statement], error);
  gint64 found = 0;

  if (query == NULL || !valise_query_number (query, &found, 0, error))
    return FALSE;
  *number = (guint64) found;
  return TRUE;
}

gboolean
valise_ledger_count_outcomes (ValiseStore *store, guint64 *held, guint64 *refused, GError **error)
{
  return count (store, COUNT_HELD, held, error) && count (store, COUNT_REFUSED, refused, error);
}
