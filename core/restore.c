/* restore.c - a store from its backup
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/restore.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/backup-folder.h"
#include "core/error.h"
#include "core/files.h"
#include "core/folder.h"
#include "core/wipe.h"

typedef struct {
  const char *backup, *copy, *folder;
  ValiseRestored *restored;
} Restoring;

/* "copy-000007/key.age" is the store's key.age; the rest keeps its path. */
static const char *
place_of (const Restoring *restoring, const char *path)
{
  gsize length = strlen (restoring->copy);

  return strncmp (path, restoring->copy, length) == 0 && path[length] == '/'
             ? path + length + 1
             : path;
}

static gboolean
copy_checked (const Restoring *restoring, const char *path, const ValiseHash *hash,
              GError **error)
{
  g_autofree char *source = g_build_filename (restoring->backup, path, NULL);
  g_autofree char *target =
      g_build_filename (restoring->folder, place_of (restoring, path), NULL);
  ValiseHash found;
  guint64 size = 0;

  if (!valise_backup_copy_file (source, target, error) ||
      !valise_backup_hash_file (target, &found, &size, error))
    return FALSE;
  if (valise_hash_equal (&found, hash)) {
    restoring->restored->files++;
    restoring->restored->bytes += size;
    return TRUE;
  }
  unlink (target);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               _ ("%s was altered since it was written"), source);
  return FALSE;
}

static gboolean
visit_line (const char *path, const ValiseHash *hash, gpointer user, GError **error)
{
  Restoring *restoring = user;
  g_autoptr (GError) local = NULL;

  if (copy_checked (restoring, path, hash, &local))
    return TRUE;
  /* Without one photo the rest is still evidence; without room nothing goes on. */
  if (g_str_has_prefix (path, "files/") &&
      !g_error_matches (local, VALISE_ERROR, VALISE_ERROR_NO_SPACE)) {
    g_ptr_array_add (restoring->restored->missing, g_strdup (local->message));
    return TRUE;
  }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

ValiseRestored *
valise_restore_copy (const char *backup, const char *folder, GError **error)
{
  g_autoptr (ValiseRestored) restored = g_new0 (ValiseRestored, 1);
  g_autofree char *copy = NULL, *files = g_build_filename (folder, "files", NULL);
  Restoring restoring = { .backup = backup, .folder = folder, .restored = restored };
  guint number;

  restored->missing = g_ptr_array_new_with_free_func (g_free);
  copy = valise_backup_folder_newest (backup, &number, error);
  restoring.copy = copy;
  if (copy == NULL || !valise_folder_make (folder, error) ||
      !valise_folder_make (files, error) ||
      !valise_backup_read_manifest (backup, copy, visit_line, &restoring, error) ||
      !valise_folder_sync (folder, error))
    return NULL;
  return g_steal_pointer (&restored);
}

/* The new device may never write into the old one's backup. */
static gboolean
finish_store (const char *folder, const ValiseSecret *passphrase,
              ValiseRestored *restored, ValiseRestoreFinish finish, gpointer user,
              GError **error)
{
  g_autoptr (ValiseStore) store = valise_store_open (folder, passphrase, error);

  if (store == NULL)
    return FALSE;
  restored->time = valise_store_dup_meta (store, "backup_begun");
  return valise_store_set_meta (store, "backup_mark", NULL, error) &&
         valise_store_set_meta (store, "backup_done", NULL, error) &&
         valise_store_set_meta (store, "backup_folder", NULL, error) &&
         (finish == NULL || finish (store, user, error));
}

static void
remove_attempt (const char *attempt)
{
  g_autoptr (ValiseWiped) wiped = valise_wipe (attempt, NULL, NULL);

  if (wiped == NULL)
    rmdir (attempt);
}

ValiseRestored *
valise_restore (const char *backup, const char *folder, const ValiseSecret *passphrase,
                ValiseRestoreFinish finish, gpointer user, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *parent = g_path_get_dirname (absolute);
  g_autofree char *attempt = g_strconcat (absolute, ".restoring", NULL);
  g_autoptr (ValiseRestored) restored = NULL;

  if (access (absolute, F_OK) == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
                 _ ("%s exists; name a new folder for the restored store"), folder);
    return NULL;
  }
  remove_attempt (attempt);
  restored = valise_restore_copy (backup, attempt, error);
  if (restored == NULL ||
      !finish_store (attempt, passphrase, restored, finish, user, error)) {
    remove_attempt (attempt);
    return NULL;
  }
  if (rename (attempt, absolute) != 0) {
    valise_error_errno (error, errno, _ ("naming the store %s"), folder);
    remove_attempt (attempt);
    return NULL;
  }
  return valise_folder_sync (parent, error) ? g_steal_pointer (&restored) : NULL;
}

void
valise_restored_free (ValiseRestored *restored)
{
  if (restored == NULL)
    return;
  g_free (restored->time);
  g_clear_pointer (&restored->missing, g_ptr_array_unref);
  g_free (restored);
}
