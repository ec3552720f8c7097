/* sent.c - interviews that went to the mission, with or without a receipt
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/sent.h"

static const char put[] = "INSERT OR IGNORE INTO sent (device, record) VALUES (?1, ?2)";
static const char get[] = "SELECT 1 FROM sent WHERE device = ?1 AND record = ?2";

gboolean
valise_sent_note (ValiseStore *store, const char *device, const char *record, GError **error)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), put, error);

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, device);
  valise_query_text (query, 2, record);
  return valise_query_run (query, error);
}

gboolean
valise_sent_has (ValiseStore *store, const char *device, const char *record)
{
  g_autoptr (ValiseQuery) query = valise_query (valise_store_get_db (store), get, NULL);
  gboolean row = FALSE;

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, device);
  valise_query_text (query, 2, record);
  return valise_query_step (query, &row, NULL) && row;
}
