/* folder.c - files that are there whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "core/bytes.h"
#include "core/disk-stream.h"
#include "core/error.h"

#define REREAD_SIZE (1024 * 1024)
#define NEW_PREFIX ".new-"

struct _ValiseNewFile {
  char *path;
  int fd;
  GOutputStream *stream;
  gboolean kept;
};

gboolean
valise_folder_make (const char *path, GError **error)
{
  if (mkdir (path, 0700) == 0)
    return TRUE;
  return valise_error_errno (error, errno, _ ("making the folder %s"), path);
}

gboolean
valise_folder_sync (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int result = fd < 0 ? -1 : fsync (fd), number = errno;

  if (fd >= 0)
    close (fd);
  return result == 0 ? TRUE : valise_error_errno (error, number, _ ("flushing the folder %s"), path);
}

gboolean
valise_folder_has_room (const char *path, guint64 needed, GError **error)
{
  struct statvfs there;
  guint64 room;
  g_autofree char *missing = NULL, *wanted = NULL;

  if (statvfs (path, &there) != 0 || there.f_blocks == 0)
    return TRUE;
  room = (guint64) there.f_bavail * there.f_frsize;
  if (needed <= room)
    return TRUE;
  missing = g_format_size (needed - room);
  wanted = g_format_size (needed);
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NO_SPACE,
               _ ("%s more are needed in %s, for %s in all; nothing was changed, make room and repeat"),
               missing, path, wanted);
  return FALSE;
}

ValiseNewFile *
valise_new_file_open (const char *folder, GError **error)
{
  guint8 random[VALISE_NEW_RANDOM];

  randombytes_buf (random, sizeof random);
  return valise_new_file_open_as (folder, random, error);
}

ValiseNewFile *
valise_new_file_open_as (const char *folder, const guint8 random[VALISE_NEW_RANDOM], GError **error)
{
  g_autoptr (ValiseNewFile) file = g_new0 (ValiseNewFile, 1);
  g_autofree char *suffix = valise_hex_encode (random, VALISE_NEW_RANDOM);

  file->path = g_strdup_printf ("%s/" NEW_PREFIX "%s", folder, suffix);
  file->fd = open (file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file->fd < 0) {
    valise_error_errno (error, errno, _ ("writing in %s"), folder);
    return NULL;
  }
  flock (file->fd, LOCK_EX | LOCK_NB); /* tells a sweep that somebody writes it */
  file->stream = valise_disk_stream_new (file->fd, folder);
  return g_steal_pointer (&file);
}

GOutputStream *
valise_new_file_stream (ValiseNewFile *file)
{
  return file->stream;
}

const char *
valise_new_file_path (ValiseNewFile *file)
{
  return file->path;
}

gboolean
valise_new_file_flush (ValiseNewFile *file, GError **error)
{
  return fsync (file->fd) == 0 ? TRUE
                               : valise_error_errno (error, errno, _ ("flushing %s"), file->path);
}

gboolean
valise_new_file_reread (ValiseNewFile *file, const ValiseHash *sha256, GError **error)
{
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  g_autofree guint8 *buffer = g_malloc (REREAD_SIZE);
  int fd = valise_new_file_flush (file, error) ? open (file->path, O_RDONLY | O_CLOEXEC) : -1;
  ssize_t got = fd < 0 ? -1 : 1;
  ValiseHash found;

  if (fd < 0)
    return FALSE;
  /* From the disk, where the system lets us, not from memory. */
  posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
  while (got > 0 && (got = read (fd, buffer, REREAD_SIZE)) > 0)
    valise_hasher_update (hasher, buffer, (gsize) got);
  close (fd);
  valise_hasher_finish (hasher, &found);
  if (got == 0 && valise_hash_equal (&found, sha256))
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED,
               _ ("what was just written to %s does not read back as it was; use another stick or disk"),
               file->path);
  return FALSE;
}

guint64
valise_new_file_get_size (ValiseNewFile *file)
{
  off_t at = lseek (file->fd, 0, SEEK_CUR);

  return at > 0 ? (guint64) at : 0;
}

/* Some file systems of sticks know no renaming without overwriting. */
static gboolean
rename_plainly (const char *from, const char *to)
{
  if (access (to, F_OK) == 0) {
    errno = EEXIST;
    return FALSE;
  }
  return rename (from, to) == 0;
}

static gboolean
keep (ValiseNewFile *file, const char *path, unsigned int flags, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (fsync (file->fd) != 0)
    return valise_error_errno (error, errno, _ ("flushing %s"), path);
  if (renameat2 (AT_FDCWD, file->path, AT_FDCWD, path, flags) != 0 &&
      (errno != EINVAL || !rename_plainly (file->path, path)))
    return valise_error_errno (error, errno, _ ("naming %s"), path);
  file->kept = TRUE;
  return valise_folder_sync (folder, error);
}

gboolean
valise_new_file_keep (ValiseNewFile *file, const char *path, GError **error)
{
  return keep (file, path, RENAME_NOREPLACE, error);
}

void
valise_new_file_free (ValiseNewFile *file)
{
  if (file == NULL)
    return;
  g_clear_object (&file->stream);
  if (file->fd >= 0)
    close (file->fd);
  if (file->fd >= 0 && !file->kept)
    unlink (file->path);
  g_free (file->path);
  g_free (file);
}

gboolean
valise_file_replace (const char *path, gconstpointer data, gsize size, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (ValiseNewFile) file = valise_new_file_open (folder, error);

  if (file == NULL)
    return FALSE;
  if (!g_output_stream_write_all (file->stream, data, size, NULL, NULL, error)) {
    g_prefix_error (error, _ ("writing %s: "), path);
    return FALSE;
  }
  return keep (file, path, 0, error);
}

static gboolean
is_new_name (const char *name, guint8 random[VALISE_NEW_RANDOM])
{
  return g_str_has_prefix (name, NEW_PREFIX) &&
         valise_hex_decode_exact (name + strlen (NEW_PREFIX), -1, random, VALISE_NEW_RANDOM);
}

gboolean
valise_folder_is_leftover (const char *name)
{
  guint8 random[VALISE_NEW_RANDOM];

  return is_new_name (name, random);
}

static gboolean
is_any (const guint8 random[VALISE_NEW_RANDOM], gpointer user)
{
  return TRUE;
}

void
valise_folder_sweep (const char *path)
{
  valise_folder_sweep_some (path, is_any, NULL);
}

void
valise_folder_sweep_some (const char *path,
                          gboolean (*is_meant) (const guint8 random[VALISE_NEW_RANDOM], gpointer user),
                          gpointer user)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *whole = g_build_filename (path, name, NULL);
    guint8 random[VALISE_NEW_RANDOM];
    int fd = is_new_name (name, random) && is_meant (random, user)
                 ? open (whole, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
                 : -1;

    if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
      unlink (whole);
    if (fd >= 0)
      close (fd);
  }
}

GInputStream *
valise_file_open (const char *path, GError **error)
{
  struct stat status;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0) {
    valise_error_errno (error, errno, _ ("opening %s"), path);
    return NULL;
  }
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode)) {
    close (fd);
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("%s is not a file; name a file"), path);
    return NULL;
  }
  return g_unix_input_stream_new (fd, TRUE);
}

GBytes *
valise_file_read (const char *path, gsize max, GError **error)
{
  g_autoptr (GInputStream) stream = valise_file_open (path, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[16384];
  gssize got = 1;

  if (stream == NULL)
    return NULL;
  while (got > 0) {
    got = g_input_stream_read (stream, buffer, sizeof buffer, NULL, error);
    if (got < 0) {
      g_prefix_error (error, _ ("reading %s: "), path);
      return NULL;
    }
    g_byte_array_append (bytes, buffer, (guint) got);
    if (bytes->len > max) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
                   _ ("%s is larger than the %zu bytes that are accepted here"), path,
                   max);
      return NULL;
    }
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
