/* backup-folder.c - what a backup's folder is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/backup-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/folder.h"

#define MARK "valise-backup.txt"
#define FIRST_LINE "valise/backup/1"
#define BUFFER_SIZE (256 * 1024)
#define MANIFEST_MAX (64 * 1024 * 1024)

const char *const valise_backup_parts[] = { "key.age", "vault.age", "recovery.age",
                                            NULL };

static gboolean
is_copy (const char *name, guint *number)
{
  if (!g_str_has_prefix (name, "copy-") || strlen (name) != 11 ||
      strspn (name + 5, "0123456789") != 6)
    return FALSE;
  *number = (guint)g_ascii_strtoull (name + 5, NULL, 10);
  return TRUE;
}

/* The mark */

/* Or a first attempt was cut short before it had written its mark. */
static gboolean
is_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (!valise_folder_is_leftover (name))
      break;
  return dir != NULL && name == NULL;
}

static gboolean
write_mark (const char *folder, const char *mark, GError **error)
{
  g_autofree char *path = g_build_filename (folder, MARK, NULL);
  g_autofree char *text = g_strdup_printf (FIRST_LINE "\n%s\n", mark);

  return valise_file_replace (path, text, strlen (text), error);
}

static gboolean
check_mark (const char *folder, const char *mark, GError **error)
{
  g_autofree char *path = g_build_filename (folder, MARK, NULL);
  g_autofree char *expected = g_strdup_printf (FIRST_LINE "\n%s\n", mark);
  g_autoptr (GBytes) bytes = NULL;
  gsize size = 0;
  const char *data;

  if (access (path, F_OK) != 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
                 _ ("%s holds something that is no backup; name a folder of its own, such "
                 "as %s/valise-backup"),
                 folder, folder);
    return FALSE;
  }
  bytes = valise_file_read (path, 1024, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  if (size == strlen (expected) && memcmp (data, expected, size) == 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_EXISTS,
               _ ("%s is the backup of another store; name another folder"), folder);
  return FALSE;
}

/* Removing. What is below a backup was made by this program: folders two deep. */

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *inner = g_build_filename (path, name, NULL);

    unlink (inner);
  }
  rmdir (path);
}

static void
sweep_files (const char *folder, const char *prefix, GHashTable *named)
{
  g_autofree char *path = g_build_filename (folder, prefix, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *inner = g_build_filename (prefix, name, NULL);
    g_autofree char *full = g_build_filename (folder, inner, NULL);

    if (g_file_test (full, G_FILE_TEST_IS_DIR))
      sweep_files (folder, inner, named);
    else if (named == NULL ? g_str_has_prefix (name, ".new-")
                           : !g_hash_table_contains (named, inner))
      unlink (full);
  }
}

void
valise_backup_folder_sweep (const char *folder, const char *copy, GHashTable *named)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint number;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (is_copy (name, &number) && !g_str_equal (name, copy))
      remove_folder (path);
  }
  sweep_files (folder, "files", named);
  sweep_files (folder, "incoming", named);
}

gboolean
valise_backup_folder_prepare (const char *folder, const char *mark, GError **error)
{
  g_autofree char *begun = g_build_filename (folder, VALISE_BACKUP_NEW, NULL);

  if (access (folder, F_OK) != 0 && !valise_folder_make (folder, error))
    return FALSE;
  if (is_empty (folder) ? !write_mark (folder, mark, error)
                        : !check_mark (folder, mark, error))
    return FALSE;
  valise_folder_sweep (folder);
  remove_folder (begun);
  sweep_files (folder, "files", NULL);
  sweep_files (folder, "incoming", NULL);
  return TRUE;
}

char *
valise_backup_folder_newest (const char *folder, guint *number, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint one = 0;

  *number = 0;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_copy (name, &one))
      *number = MAX (*number, one);
  if (*number > 0)
    return g_strdup_printf ("copy-%06u", *number);
  g_set_error (
      error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND,
      _ ("there is no finished backup in %s; name the folder that “valise backup” wrote"),
      folder);
  return NULL;
}

/* Files */

static gboolean
make_above (const char *target, GError **error)
{
  g_autofree char *above = g_path_get_dirname (target);

  if (g_mkdir_with_parents (above, 0700) == 0)
    return TRUE;
  return valise_error_errno (error, errno, _ ("making the folder %s"), above);
}

gboolean
valise_backup_copy_file (const char *source, const char *target, GError **error)
{
  g_autofree char *above = g_path_get_dirname (target);
  g_autoptr (GInputStream) in = valise_file_open (source, error);
  g_autoptr (ValiseNewFile) out = NULL;

  if (in == NULL || !make_above (target, error))
    return FALSE;
  out = valise_new_file_open (above, error);
  if (out == NULL)
    return FALSE;
  if (g_output_stream_splice (valise_new_file_stream (out), in, 0, NULL, error) < 0) {
    g_prefix_error (error, _ ("copying %s to %s: "), source, target);
    return FALSE;
  }
  if (unlink (target) != 0 && errno != ENOENT)
    return valise_error_errno (error, errno, _ ("replacing %s"), target);
  return valise_new_file_keep (out, target, error);
}

static gboolean
hash_stream (GInputStream *stream, ValiseHash *hash, guint64 *size, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  gsize got = BUFFER_SIZE;

  *size = 0;
  while (got == BUFFER_SIZE) {
    if (!g_input_stream_read_all (stream, buffer, BUFFER_SIZE, &got, NULL, error))
      return FALSE;
    valise_hasher_update (hasher, buffer, got);
    *size += got;
  }
  valise_hasher_finish (hasher, hash);
  return TRUE;
}

gboolean
valise_backup_hash_file (const char *path, ValiseHash *hash, guint64 *size,
                         GError **error)
{
  g_autoptr (GInputStream) stream = valise_file_open (path, error);

  if (stream == NULL)
    return FALSE;
  /* Not what memory remembers of it: what the disk gives back. */
  posix_fadvise (g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (stream)), 0, 0,
                 POSIX_FADV_DONTNEED);
  if (hash_stream (stream, hash, size, error))
    return TRUE;
  g_prefix_error (error, _ ("reading %s: "), path);
  return FALSE;
}

/* The manifest */

static gboolean
is_within (const char *path)
{
  return path[0] != '/' && path[0] != '\0' && strstr (path, "..") == NULL;
}

static gboolean
read_line (const char *line, ValiseBackupLine visit, gpointer user, GError **error)
{
  ValiseHash hash;

  if (strlen (line) > 66 && memcmp (line + 64, "  ", 2) == 0 && is_within (line + 66) &&
      valise_hex_decode_exact (line, 64, hash.bytes, sizeof hash.bytes))
    return visit (line + 66, &hash, user, error);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               _ ("its list of files is damaged"));
  return FALSE;
}

gboolean
valise_backup_read_manifest (const char *folder, const char *copy,
                             ValiseBackupLine visit, gpointer user, GError **error)
{
  g_autofree char *path = g_build_filename (folder, copy, VALISE_BACKUP_MANIFEST, NULL);
  g_autoptr (GBytes) bytes = valise_file_read (path, MANIFEST_MAX, error);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (bytes == NULL)
    return FALSE;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0' && !read_line (lines[i], visit, user, error)) {
      g_prefix_error (error, _ ("the backup %s: "), folder);
      return FALSE;
    }
  return TRUE;
}
