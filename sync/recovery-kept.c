/* recovery-kept.c - recovery files that came to the registry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/recovery-kept.h"

#include <glib/gi18n.h>

#include "core/clock.h"
#include "core/error.h"

enum {
  PUT,
  GET,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [PUT] =
      "INSERT INTO recovery_kept (device, age, taken, size) VALUES (?1, ?2, ?3, ?4)"
      " ON CONFLICT (device) DO UPDATE SET age = ?2, taken = ?3, size = ?4 WHERE size <= ?4",
  [GET] = "SELECT age FROM recovery_kept WHERE device = ?1",
};

gboolean
valise_recovery_kept_put (ValiseStore *store, const char *device, GBytes *file,
                          guint64 size, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[PUT], error);
  g_autofree char *now = valise_clock_now_text ();

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, device);
  valise_query_blob (query, 2, g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  valise_query_text (query, 3, now);
  valise_query_int (query, 4, (gint64) size);
  return valise_query_run (query, error);
}

GBytes *
valise_recovery_kept_get (ValiseStore *store, const char *device, GError **error)
{
  g_autoptr (ValiseQuery) query =
      valise_query (valise_store_get_db (store), sql[GET], error);
  gboolean row = FALSE;
  gconstpointer data;
  gsize size = 0;

  if (query == NULL)
    return NULL;
  valise_query_text (query, 1, device);
  if (!valise_query_step (query, &row, error))
    return NULL;
  if (!row) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
                 _ ("no recovery file came from the device %s"), device);
    return NULL;
  }
  data = valise_query_get_blob (query, 0, &size);
  return g_bytes_new (data, size);
}
