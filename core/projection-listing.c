/* projection-listing.c - lists of records as windows over the projection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/projection-listing.h"

#include <glib/gi18n.h>

#include "core/error.h"

/* As index record_by_time has it, to the word: else it would not be used. */
#define NOT_SYSTEM(type) "(" type " IS NULL OR (" type " <> 'receipt' AND " type " <> 'custody' AND " type \
                         " <> 'admission' AND " type " <> 'erasure' AND " type " <> 'case'))"
#define FLAGS " AND (?2 = 0 OR incomplete) AND (?3 = 0 OR conflicts > 0)"
#define NEWEST " ORDER BY last_time DESC, record LIMIT ?1"

enum {
  ALL,
  ONE_TYPE,
  WORDS,
  ROW,
  OWN,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [ALL] = "SELECT id FROM record WHERE " NOT_SYSTEM ("type") FLAGS NEWEST,
  [ONE_TYPE] = "SELECT id FROM record WHERE type IN (SELECT value FROM json_each (?4))" FLAGS NEWEST,
  /* By row number, as search finds them: bounded whatever the word. */
  [WORDS] = "SELECT r.id FROM search s JOIN record r ON r.id = s.rowid WHERE search MATCH ?5"
            " AND (?4 IS NULL OR r.type IN (SELECT value FROM json_each (?4)))" FLAGS
            " ORDER BY s.rowid DESC LIMIT ?1",
  [ROW] = "SELECT record, type, title, parent, last_time, incomplete, withdrawn, conflicts"
          " FROM record WHERE id = ?1",
  [OWN] = "SELECT r.id, e.id - (1 << 40), EXISTS (SELECT 1 FROM mention m WHERE m.record = e.record)"
          " FROM entry e JOIN record r ON r.record = e.record"
          " WHERE e.id >= 1 << 40 AND e.id < 2 << 40 AND e.aside IS NULL AND " NOT_SYSTEM ("r.type"),
};

#define MOST_FOUND 10000 /* by words: more is no list that a person reads */

/* "person organization" → ["person","organization"]; names hold no quotes. */
static char *
types_to_json (const char *types)
{
  g_auto (GStrv) names = types != NULL ? g_strsplit (types, " ", -1) : NULL;
  g_autofree char *list = names != NULL ? g_strjoinv ("\",\"", names) : NULL;

  return list != NULL ? g_strdup_printf ("[\"%s\"]", list) : NULL;
}

static GArray *
collect (ValiseQuery *query, GError **error)
{
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row = FALSE;

  if (!valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    gint64 number = valise_query_get_int (query, 0);

    g_array_append_val (order, number);
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  return g_steal_pointer (&order);
}

GArray *
valise_listing_order (ValiseStore *store, const ValiseListing *listing, guint most, GError **error)
{
  gboolean by_words = listing->words != NULL && listing->words[0] != '\0';
  g_autofree char *types = types_to_json (listing->types);
  g_autofree char *match = by_words ? valise_projection_match (listing->words) : NULL;
  int statement = by_words ? WORDS : types != NULL ? ONE_TYPE : ALL;
  gint64 limit = most > 0 ? (gint64) most : by_words ? MOST_FOUND : -1;
  g_autoptr (ValiseQuery) query = NULL;

  if (by_words && match[0] == '\0') {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("there is nothing to search for; give at least one word"));
    return NULL;
  }
  query = valise_query (valise_store_get_db (store), sql[statement], error);
  if (query == NULL)
    return NULL;
  valise_query_int (query, 1, limit);
  valise_query_int (query, 2, listing->incomplete);
  valise_query_int (query, 3, listing->conflicts);
  if (statement != ALL)
    valise_query_text (query, 4, types);
  if (by_words)
    valise_query_text (query, 5, match);
  return collect (query, error);
}

static char *
dup_id (ValiseQuery *query, int column)
{
  gsize size = 0;
  gconstpointer id = valise_query_get_blob (query, column, &size);

  return id != NULL ? valise_hex_encode (id, size) : NULL;
}

ValiseListRow *
valise_listing_row (ValiseStore *store, gint64 number, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[ROW], error);
  gboolean row = FALSE;
  ValiseListRow *found;

  if (query == NULL)
    return NULL;
  valise_query_int (query, 1, number);
  if (!valise_query_step (query, &row, error) || !row)
    return NULL;
  found = g_new0 (ValiseListRow, 1);
  found->record = dup_id (query, 0);
  found->type = g_strdup (valise_query_get_text (query, 1));
  found->title = g_strdup (valise_query_get_text (query, 2));
  found->parent = dup_id (query, 3);
  found->last_time = g_strdup (valise_query_get_text (query, 4));
  found->incomplete = valise_query_get_int (query, 5) != 0;
  found->withdrawn = valise_query_get_int (query, 6) != 0;
  found->conflicts = (guint) valise_query_get_int (query, 7);
  return found;
}

static int
by_row (gconstpointer a, gconstpointer b)
{
  const ValiseOwnEntry *one = a, *other = b;

  return (one->row > other->row) - (one->row < other->row);
}

GArray *
valise_listing_own (ValiseStore *store, GError **error)
{
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (ValiseOwnEntry));
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql[OWN], error);
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return NULL;
  while (row) {
    ValiseOwnEntry one = { valise_query_get_int (query, 0), (guint64) valise_query_get_int (query, 1),
                           valise_query_get_int (query, 2) != 0 };

    g_array_append_val (own, one);
    if (!valise_query_step (query, &row, error))
      return NULL;
  }
  g_array_sort (own, by_row);
  return g_steal_pointer (&own);
}
