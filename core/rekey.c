/* rekey.c - new keys for the whole store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/rekey.h"

#include <glib/gstdio.h>

#include "core/files.h"
#include "core/folder.h"
#include "core/recovery.h"

static gboolean
collect (const ValiseHash *sha256, guint64 size, gboolean present, gpointer user, GError **error)
{
  GArray *files = user;

  if (present)
    g_array_append_val (files, *sha256);
  return TRUE;
}

static gboolean
add_size (const ValiseHash *sha256, guint64 size, gboolean present, gpointer user, GError **error)
{
  guint64 *needed = user;

  *needed += present ? size : 0;
  return TRUE;
}

/* Everything is there twice for a while; the database has a journal beside it. */
static gboolean
has_room (ValiseStore *store, GError **error)
{
  g_autofree char *folder = valise_store_path (store, ""), *database = valise_store_path (store, "store.db");
  guint64 needed = 0;
  GStatBuf status;

  if (g_stat (database, &status) == 0)
    needed += 2 * (guint64) status.st_size;
  return valise_files_foreach (store, add_size, &needed, error) && valise_folder_has_room (folder, needed, error);
}

static gboolean
copy_files (ValiseStore *store, const ValiseKeys *next, ValiseProgress progress, gpointer user,
            GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (ValiseHash));

  if (!valise_files_foreach (store, collect, files, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++) {
    if (!valise_files_copy_under (store, &g_array_index (files, ValiseHash, i), next, error))
      return FALSE;
    if (progress != NULL)
      progress (i + 1, files->len, user);
  }
  return TRUE;
}

gboolean
valise_store_rekey (ValiseStore *store, const ValiseSecret *passphrase, guint work_factor,
                    ValiseProgress progress, gpointer user, GError **error)
{
  g_autoptr (ValiseKeys) next = valise_keys_new ();
  g_autofree char *path = valise_store_path (store, VALISE_NEXT_KEYS);
  guint removed = 0;

  /* What an earlier attempt copied lies under names that nobody knows. */
  if (!valise_store_check_passphrase (store, passphrase, error) ||
      !valise_files_sweep (store, &removed, error) || !has_room (store, error))
    return FALSE;
  valise_secret_free (next->bundles);
  next->bundles = valise_secret_dup (valise_store_get_keys (store)->bundles);
  return valise_keys_write (next, path, passphrase,
                            work_factor != 0 ? work_factor : VALISE_WORK_FACTOR, error) &&
         copy_files (store, next, progress, user, error) &&
         valise_store_take_keys (store, g_steal_pointer (&next), error) &&
         valise_recovery_refresh (store, error) && valise_files_sweep (store, &removed, error);
}
