/* projection-digest.c - all that is derived from the log, as hashes to compare
 *
 * Equal logs give equal hashes, whatever came first: rows are read in an order
 * of their own, and the index of words, in which rows have no such order, is
 * summed up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/projection-digest.h"

#include <string.h>

#include "core/search.h"

/* One text for each row, in an order that does not depend on what came first. */
static const struct {
  const char *name, *sql;
} tables[] = {
  { "records", "SELECT json_array (hex (record), type, hex (parent), title, first_time, last_time, incomplete,"
               " conflicts, withdrawn, state) FROM record ORDER BY record" },
  { "links", "SELECT hex (source) || name || hex (target) FROM link ORDER BY source, name, target" },
  { "identifiers", "SELECT json_array (folded, hex (record), name) FROM identifier ORDER BY folded, record, name" },
  { "mentions of files", "SELECT hex (sha256) || hex (record) || name FROM mention ORDER BY sha256, record, name" },
  { "uses of sealed values", "SELECT hex (handle) || hex (record) || name || log FROM sealed_use"
                             " ORDER BY handle, record, name, log" },
  { "check digits", "SELECT json_array (hex (record), name, value, note) FROM flag ORDER BY record, name, value" },
  { "places", "SELECT json_array (hex (record), name, degrees, cases) FROM place ORDER BY record, name, degrees" },
  { "the map", "SELECT json_array (hex (r.record), s.cell, s.latitude, s.longitude, s.accuracy, s.seen, s.told, s.actionable,"
               " s.type, s.method, s.name) FROM spot s LEFT JOIN record r ON r.id = s.record ORDER BY r.record, s.cell" },
};

void
valise_digest_free (ValiseDigest *digest)
{
  g_array_unref (digest->hashes);
  g_free (digest);
}

static gboolean
hash_rows (ValiseStore *store, const char *sql, ValiseHash *hash, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), sql, error);
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  gboolean row = FALSE;

  if (query == NULL || !valise_query_step (query, &row, error))
    return FALSE;
  while (row) {
    const char *text = valise_query_get_text (query, 0);

    valise_hasher_update (hasher, text, strlen (text) + 1);
    if (!valise_query_step (query, &row, error))
      return FALSE;
  }
  valise_hasher_finish (hasher, hash);
  return TRUE;
}

ValiseDigest *
valise_digest_new (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseDigest) digest = g_new0 (ValiseDigest, 1);
  ValiseHash hash;

  digest->hashes = g_array_new (FALSE, FALSE, sizeof (ValiseHash));
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    if (!hash_rows (store, tables[i].sql, &hash, error))
      return NULL;
    g_array_append_val (digest->hashes, hash);
  }
  if (!valise_search_sum (store, &hash, error))
    return NULL;
  g_array_append_val (digest->hashes, hash);
  return g_steal_pointer (&digest);
}

char *
valise_digest_compare (const ValiseDigest *one, const ValiseDigest *other)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_null_terminated (2, NULL, TRUE);

  for (guint i = 0; i < one->hashes->len; i++)
    if (!valise_hash_equal (&g_array_index (one->hashes, ValiseHash, i),
                            &g_array_index (other->hashes, ValiseHash, i)))
      g_ptr_array_add (names, (gpointer) (i < G_N_ELEMENTS (tables) ? tables[i].name : "words to search by"));
  return names->len > 0 ? g_strjoinv (", ", (char **) names->pdata) : NULL;
}
