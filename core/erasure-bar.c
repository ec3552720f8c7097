/* erasure-bar.c - files and age files of erased values are not kept when they come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/erasure.h"

#include <string.h>

#include "core/attachment.h"
#include "core/files.h"
#include "core/projection.h"
#include "core/sealed.h"

enum {
  BAR_SEALED,
  IS_SEALED_BARRED,
  BAR_FILE,
  IS_FILE_BARRED,
  ANY_FILE_BARRED,
  N_STATEMENTS,
};

static const char *const sql[N_STATEMENTS] = {
  [BAR_SEALED] = "INSERT OR IGNORE INTO erased_sealed (handle) VALUES (?1)",
  [IS_SEALED_BARRED] = "SELECT 1 FROM erased_sealed WHERE handle = ?1",
  [BAR_FILE] = "INSERT OR IGNORE INTO erased_file (name) VALUES (?1)",
  [IS_FILE_BARRED] = "SELECT 1 FROM erased_file WHERE name = ?1",
  [ANY_FILE_BARRED] = "SELECT 1 FROM erased_file LIMIT 1",
};

static ValiseQuery *
query_for (ValiseStore *store, int statement, GError **error)
{
  return valise_query (valise_store_get_db (store), sql[statement], error);
}

/* Barring */

/* Under which name an erased file is remembered: not by its hash, which would
 * tell who has the file that it was here, nor as files/ names it, which a
 * change of keys changes. */
static char *
barred_name (ValiseStore *store, const ValiseHash *sha256, GError **error)
{
  g_autofree char *key = valise_store_dup_meta (store, "erased_files_key");
  g_autoptr (ValiseSecret) fresh = NULL;
  ValiseHash name;

  if (key == NULL) {
    fresh = valise_secret_new_random (32);
    key = valise_hex_encode (valise_secret_peek (fresh), 32);
    if (!valise_store_set_meta (store, "erased_files_key", key, error))
      return NULL;
  }
  valise_hmac_sha256 (key, strlen (key), sha256->bytes, sizeof sha256->bytes, &name);
  return valise_hex_encode (name.bytes, sizeof name.bytes);
}

static gboolean
bar_sealed (ValiseStore *store, const ValiseHash *handle, GError **error)
{
  g_autoptr (ValiseQuery) query = query_for (store, BAR_SEALED, error);

  if (query == NULL)
    return FALSE;
  valise_query_blob (query, 1, handle->bytes, sizeof handle->bytes);
  return valise_query_run (query, error);
}

static gboolean
bar_file (ValiseStore *store, const ValiseHash *sha256, GError **error)
{
  g_autofree char *name = barred_name (store, sha256, error);
  g_autoptr (ValiseQuery) query = name != NULL ? query_for (store, BAR_FILE, error) : NULL;

  if (query == NULL)
    return FALSE;
  valise_query_text (query, 1, name);
  return valise_query_run (query, error);
}

gboolean
valise_erasure_bar_value (ValiseStore *store, const char *value, GError **error)
{
  g_autoptr (GPtrArray) list = valise_attachment_list (value);
  ValiseHash handle;

  if (valise_sealed_parse_handle (value, &handle) && !bar_sealed (store, &handle, error))
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    if (!bar_file (store, &((const ValiseAttachment *) list->pdata[i])->sha256, error))
      return FALSE;
  return TRUE;
}

gboolean
valise_erasure_is_mentioned (ValiseStore *store, const ValiseHash *sha256)
{
  g_auto (GStrv) mentions = valise_projection_mentions (store, sha256, NULL);

  return mentions == NULL || mentions[0] != NULL;
}

/* What comes again */

static gboolean
has_row (ValiseQuery *query)
{
  gint64 found = 0;

  return valise_query_number (query, &found, 0, NULL) && found != 0;
}

gboolean
valise_erasure_bars_file (ValiseStore *store, const ValiseHash *sha256)
{
  g_autoptr (ValiseQuery) any = query_for (store, ANY_FILE_BARRED, NULL);
  g_autoptr (ValiseQuery) query = query_for (store, IS_FILE_BARRED, NULL);
  g_autofree char *name = NULL;

  if (any == NULL || query == NULL || !has_row (any))
    return FALSE;
  name = barred_name (store, sha256, NULL);
  valise_query_text (query, 1, name);
  return has_row (query) && !valise_erasure_is_mentioned (store, sha256);
}

gboolean
valise_erasure_bars_sealed (ValiseStore *store, const ValiseHash *handle)
{
  g_autoptr (ValiseQuery) query = query_for (store, IS_SEALED_BARRED, NULL);

  if (query == NULL)
    return FALSE;
  valise_query_blob (query, 1, handle->bytes, sizeof handle->bytes);
  return has_row (query) && !valise_sealed_is_used (store, handle);
}

/* What lies here already */

typedef struct {
  ValiseStore *store;
  GArray *files; /* of ValiseHash */
} Sweeping;

static gboolean
collect_barred (const ValiseHash *sha256, guint64 size, gboolean present, gpointer user, GError **error)
{
  Sweeping *sweeping = user;

  if (present && valise_erasure_bars_file (sweeping->store, sha256))
    g_array_append_val (sweeping->files, *sha256);
  return TRUE;
}

gboolean
valise_erasure_sweep (ValiseStore *store, GError **error)
{
  g_autoptr (ValiseQuery) any = query_for (store, ANY_FILE_BARRED, error);
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (ValiseHash));
  Sweeping sweeping = { store, files };
  guint removed = 0;

  if (any == NULL)
    return FALSE;
  if (!has_row (any))
    return TRUE;
  if (!valise_files_foreach (store, collect_barred, &sweeping, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    if (!valise_files_forget (store, &g_array_index (files, ValiseHash, i), error))
      return FALSE;
  return files->len == 0 || valise_files_sweep (store, &removed, error);
}
