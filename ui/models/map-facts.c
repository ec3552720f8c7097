/* map-facts.c - what the map asks of the store beside its records
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/map-facts.h"

#include "sync/case.h"

void
valise_map_facts_free (ValiseMapFacts *facts)
{
  g_strfreev (facts->countries);
  g_free (facts);
}

static gpointer
load (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) cases = valise_case_countries (store, error);
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  ValiseMapFacts *facts;
  GHashTableIter all;
  gpointer countries;

  if (cases == NULL)
    return NULL;
  g_hash_table_iter_init (&all, cases);
  while (g_hash_table_iter_next (&all, NULL, &countries))
    g_strv_builder_addv (codes, countries);
  facts = g_new0 (ValiseMapFacts, 1);
  facts->countries = g_strv_builder_end (codes);
  return facts;
}

void
valise_map_facts_load_async (ValiseSession *session, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = load,
    .free_result = (GDestroyNotify) valise_map_facts_free,
  };

  valise_session_run_async (session, &job, NULL, NULL, callback, user);
}

ValiseMapFacts *
valise_map_facts_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}

static gpointer
find (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  ValiseSpot spot;

  return valise_spot_find (store, data, &spot, error) ? g_memdup2 (&spot, sizeof spot) : NULL;
}

void
valise_map_facts_find_async (ValiseSession *session, const char *record, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = find,
    .free_data = g_free,
    .free_result = g_free,
  };

  valise_session_run_async (session, &job, g_strdup (record), NULL, callback, user);
}

ValiseSpot *
valise_map_facts_find_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}
