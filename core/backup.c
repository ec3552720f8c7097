/* backup.c - a copy of the store on another disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/backup.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/backup-folder.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/files.h"
#include "core/folder.h"
#include "core/log.h"

#define MARK_BYTES 16

typedef struct {
  ValiseStore *store;
  const char *folder;
  ValiseBackup *backup;
  ValiseProgress progress;
  gpointer user;
  guint64 done, total;
  GString *manifest;
  GHashTable *named; /* paths in the manifest */
} Copying;

/* Whose backup */

static char *
dup_mark (ValiseStore *store, GError **error)
{
  char *mark = valise_store_dup_meta (store, "backup_mark");
  g_autoptr (ValiseSecret) random = NULL;

  if (mark != NULL)
    return mark;
  random = valise_secret_new_random (MARK_BYTES);
  mark = valise_hex_encode (valise_secret_peek (random), MARK_BYTES);
  if (!valise_store_set_meta (store, "backup_mark", mark, error))
    g_clear_pointer (&mark, g_free);
  return mark;
}

static gboolean
is_below (const char *path, const char *folder)
{
  return g_str_has_prefix (path, folder) &&
         (path[strlen (folder)] == '/' || path[strlen (folder)] == '\0');
}

static gboolean
check_place (ValiseStore *store, const char *folder, GError **error)
{
  g_autofree char *own =
      g_canonicalize_filename (valise_store_get_folder (store), NULL);
  g_autofree char *target = g_canonicalize_filename (folder, NULL);
  char *own_real = realpath (own, NULL), *target_real = realpath (target, NULL);
  gboolean inside = is_below (target_real != NULL ? target_real : target,
                              own_real != NULL ? own_real : own);

  free (own_real);
  free (target_real);
  if (inside)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("%s lies in the store itself; name a folder on another disk"), folder);
  return !inside;
}

/* Into the manifest, with what the other disk gives back. */
static gboolean
list_file (Copying *copying, const char *place, const char *path,
           const ValiseHash *expected, GError **error)
{
  g_autofree char *full = g_build_filename (copying->folder, place, NULL), *hex = NULL;
  ValiseHash hash;
  guint64 size;

  if (!valise_backup_hash_file (full, &hash, &size, error))
    return FALSE;
  if (expected != NULL && !valise_hash_equal (&hash, expected)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
                 _ ("%s does not give back what was written to it; use another disk"),
                 full);
    return FALSE;
  }
  hex = valise_hex_encode (hash.bytes, sizeof hash.bytes);
  g_string_append_printf (copying->manifest, "%s  %s\n", hex, path);
  g_hash_table_add (copying->named, g_strdup (path));
  copying->backup->bytes += size;
  return TRUE;
}

/* Attached files */

static gboolean
copy_attached (Copying *copying, const ValiseHash *sha256, const char *target,
               GError **error)
{
  g_autofree char *source = valise_files_path (copying->store, sha256);

  copying->backup->copied++;
  return valise_backup_copy_file (source, target, error);
}

/* There and sound, after copying if need be; one that the store itself has
 * lost is counted, and stops nothing. */
static gboolean
ensure_attached (Copying *copying, const ValiseHash *sha256, const char *target,
                 gboolean *there, GError **error)
{
  *there = TRUE;
  if (valise_files_check_at (copying->store, target, sha256) == VALISE_FILE_SOUND)
    return TRUE;
  if (valise_files_check (copying->store, sha256) != VALISE_FILE_SOUND) {
    copying->backup->lost++;
    *there = FALSE;
    return TRUE;
  }
  if (!copy_attached (copying, sha256, target, error))
    return FALSE;
  if (valise_files_check_at (copying->store, target, sha256) == VALISE_FILE_SOUND)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               _ ("%s does not give back what was written to it; use another disk"),
               target);
  return FALSE;
}

static gboolean
visit_file (const ValiseHash *sha256, guint64 size, gboolean present, gpointer user,
            GError **error)
{
  Copying *copying = user;
  g_autofree char *source = valise_files_path (copying->store, sha256);
  const char *path = source + strlen (valise_store_get_folder (copying->store)) + 1;
  g_autofree char *target = g_build_filename (copying->folder, path, NULL);
  gboolean there = FALSE;

  if (!present) {
    copying->backup->not_here++;
    return TRUE;
  }
  if (!ensure_attached (copying, sha256, target, &there, error) ||
      (there && !list_file (copying, path, path, NULL, error)))
    return FALSE;
  copying->backup->files += there;
  copying->done++;
  if (copying->progress != NULL)
    copying->progress (copying->done, copying->total, copying->user);
  return TRUE;
}

static gboolean
count_file (const ValiseHash *sha256, guint64 size, gboolean present, gpointer user,
            GError **error)
{
  *(guint64 *)user += present;
  return TRUE;
}

/* Bundles that wait: small in number, copied as they lie. */

static gboolean
copy_waiting (Copying *copying, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename ("incoming", name, NULL);
  g_autofree char *source = valise_store_path (copying->store, path);
  g_autofree char *target = g_build_filename (copying->folder, path, NULL);
  ValiseHash hash, there;
  guint64 size, other;

  if (!valise_backup_hash_file (source, &hash, &size, error))
    return FALSE;
  if ((!valise_backup_hash_file (target, &there, &other, NULL) ||
       !valise_hash_equal (&hash, &there)) &&
      !valise_backup_copy_file (source, target, error))
    return FALSE;
  return list_file (copying, path, path, &hash, error);
}

static gboolean
copy_incoming (Copying *copying, GError **error)
{
  g_autofree char *folder = valise_store_path (copying->store, "incoming");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (!g_str_has_prefix (name, ".new-") && !copy_waiting (copying, name, error))
      return FALSE;
  return TRUE;
}

/* The copy: keys and database */

static gboolean
copy_part (Copying *copying, const char *name, const char *copy, GError **error)
{
  g_autofree char *source = valise_store_path (copying->store, name);
  g_autofree char *place = g_build_filename (VALISE_BACKUP_NEW, name, NULL);
  g_autofree char *target = g_build_filename (copying->folder, place, NULL);
  g_autofree char *path = g_build_filename (copy, name, NULL);
  ValiseHash hash;
  guint64 size;

  if (access (source, F_OK) != 0)
    return TRUE;
  return valise_backup_hash_file (source, &hash, &size, error) &&
         valise_backup_copy_file (source, target, error) &&
         list_file (copying, place, path, &hash, error);
}

/* Opens the copy as a store and counts: what it cannot read it does not hold. */
static gboolean
read_copy (Copying *copying, const char *begun, GError **error)
{
  g_autoptr (ValiseStore) copy = valise_store_open_with (
      begun, valise_keys_dup (valise_store_get_keys (copying->store)), error);
  g_autoptr (GArray) logs = NULL;

  if (copy == NULL || !valise_db_check (valise_store_get_db (copy), error))
    return FALSE;
  logs = valise_log_all (copy, error);
  for (guint i = 0; logs != NULL && i < logs->len; i++) {
    gint64 count = valise_log_count (copy, g_array_index (logs, gint64, i), error);

    if (count < 0)
      return FALSE;
    copying->backup->entries += (guint64)count;
  }
  return logs != NULL;
}

static gboolean
copy_database (Copying *copying, const char *begun, const char *copy, GError **error)
{
  g_autofree char *target = g_build_filename (begun, "store.db", NULL);
  g_autofree char *place = g_build_filename (VALISE_BACKUP_NEW, "store.db", NULL);
  g_autofree char *path = g_build_filename (copy, "store.db", NULL);

  if (!valise_db_copy (valise_store_get_db (copying->store), target,
                       valise_store_get_keys (copying->store)->database, error) ||
      !read_copy (copying, begun, error)) {
    g_prefix_error (error, _ ("copying the database to %s: "), copying->folder);
    return FALSE;
  }
  return list_file (copying, place, path, NULL, error);
}

static gboolean
make_copy (Copying *copying, const char *copy, GError **error)
{
  g_autofree char *begun = g_build_filename (copying->folder, VALISE_BACKUP_NEW, NULL);
  g_autofree char *named = g_build_filename (copying->folder, copy, NULL);
  g_autofree char *manifest = g_build_filename (begun, VALISE_BACKUP_MANIFEST, NULL);

  if (!valise_folder_make (begun, error))
    return FALSE;
  for (guint i = 0; valise_backup_parts[i] != NULL; i++)
    if (!copy_part (copying, valise_backup_parts[i], copy, error))
      return FALSE;
  if (!copy_database (copying, begun, copy, error) ||
      !valise_file_replace (manifest, copying->manifest->str, copying->manifest->len,
                            error))
    return FALSE;
  if (rename (begun, named) != 0)
    return valise_error_errno (error, errno, _ ("naming %s"), named);
  return valise_folder_sync (copying->folder, error);
}

/* The event is not in the copy that it tells of, but in the next one. */
static gboolean
note_done (Copying *copying, const char *copy, GError **error)
{
  ValiseStore *store = copying->store;
  g_autoptr (ValiseTransaction) change =
      valise_transaction_begin (valise_store_get_db (store), error);

  return change != NULL &&
         valise_store_set_meta (store, "backup_folder", copying->folder, error) &&
         valise_store_set_meta (store, "backup_done", copying->backup->time, error) &&
         valise_record_note_custody (store, "backed-up", NULL, copy, copying->folder, error) &&
         valise_transaction_commit (change, error);
}

static gboolean
write_all (Copying *copying, GError **error)
{
  g_autofree char *mark = dup_mark (copying->store, error), *before = NULL,
                  *copy = NULL;
  guint number = 0;

  if (mark == NULL || !check_place (copying->store, copying->folder, error) ||
      !valise_backup_folder_prepare (copying->folder, mark, error) ||
      !valise_files_foreach (copying->store, count_file, &copying->total, error))
    return FALSE;
  before = valise_backup_folder_newest (copying->folder, &number, NULL);
  copy = g_strdup_printf ("copy-%06u", number + 1);
  copying->backup->time = valise_clock_now_text ();
  if (!valise_store_set_meta (copying->store, "backup_begun", copying->backup->time,
                              error) ||
      !valise_files_foreach (copying->store, visit_file, copying, error) ||
      !copy_incoming (copying, error) || !make_copy (copying, copy, error))
    return FALSE;
  valise_backup_folder_sweep (copying->folder, copy, copying->named);
  return note_done (copying, copy, error);
}

ValiseBackup *
valise_backup_write (ValiseStore *store, const char *folder, ValiseProgress progress,
                     gpointer user, GError **error)
{
  g_autoptr (ValiseBackup) backup = g_new0 (ValiseBackup, 1);
  g_autoptr (GHashTable) named =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  Copying copying = { store, absolute, backup, progress, user, .named = named };
  gboolean written;

  copying.manifest = g_string_new (NULL);
  written = write_all (&copying, error);
  g_string_free (copying.manifest, TRUE);
  return written ? g_steal_pointer (&backup) : NULL;
}

char *
valise_backup_dup_time (ValiseStore *store)
{
  return valise_store_dup_meta (store, "backup_done");
}

char *
valise_backup_dup_folder (ValiseStore *store)
{
  return valise_store_dup_meta (store, "backup_folder");
}

void
valise_backup_free (ValiseBackup *backup)
{
  if (backup == NULL)
    return;
  g_free (backup->time);
  g_free (backup);
}
