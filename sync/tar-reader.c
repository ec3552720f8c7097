/* tar-reader.c - a strict streaming reader of ustar tars, by libarchive
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/tar-reader.h"

#include "core/error.h"
#include "sync/bag-path.h"
#include "sync/refuse.h"
#include "sync/tar-watch.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

#define CHUNK_SIZE (64 * 1024)

struct _ValiseTarReader {
  GInputStream *stream;
  ValiseTarLimits limits;
  ValiseTarWatch watch;
  struct archive *archive;
  GHashTable *names; /* folded names seen */
  char *name;        /* of the current file */
  char *top;         /* the one top folder */
  GError *failure;   /* what every further call reports */
  gboolean opened;
  gboolean ended;    /* libarchive has seen the end mark */
  guint8 chunk[CHUNK_SIZE];
};

ValiseTarReader *
valise_tar_reader_new (GInputStream *stream, const ValiseTarLimits *limits)
{
  ValiseTarReader *reader = g_new0 (ValiseTarReader, 1);

  reader->stream = g_object_ref (stream);
  reader->limits = *limits;
  valise_tar_watch_init (&reader->watch);
  reader->archive = archive_read_new ();
  reader->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return reader;
}

void
valise_tar_reader_free (ValiseTarReader *reader)
{
  if (reader == NULL)
    return;
  archive_read_free (reader->archive);
  g_object_unref (reader->stream);
  g_hash_table_unref (reader->names);
  g_free (reader->name);
  g_free (reader->top);
  g_clear_error (&reader->failure);
  g_free (reader);
}

/* Keeps the first failure and reports it. Returns FALSE. */
static gboolean
fail (ValiseTarReader *reader, GError *failure, GError **error)
{
  if (reader->failure == NULL)
    reader->failure = failure;
  else
    g_clear_error (&failure);
  if (error != NULL)
    *error = g_error_copy (reader->failure);
  return FALSE;
}

/* libarchive did not go on: because of what the watch or the stream said, or
 * for a reason of its own. */
static gboolean
fail_by_archive (ValiseTarReader *reader, GError **error)
{
  GError *failure = NULL;

  if (reader->failure == NULL)
    valise_refuse (&failure, "the tar cannot be read", archive_error_string (reader->archive));
  return fail (reader, failure, error);
}

/* Fills the chunk with bytes that the watch has let through. -1 on failure,
 * which is then kept in the reader; 0 at a proper end. */
static gssize
pull (ValiseTarReader *reader)
{
  gsize wanted = valise_tar_watch_wanted (&reader->watch, sizeof reader->chunk);
  gsize got = 0;

  if (reader->failure != NULL)
    return -1;
  if (!g_input_stream_read_all (reader->stream, reader->chunk, wanted, &got, NULL, &reader->failure))
    return -1;
  if (got > reader->limits.stream_size - reader->watch.offset) {
    valise_refuse_too_large (&reader->failure, "the bundle is longer than this program accepts", NULL);
    return -1;
  }
  if (!valise_tar_watch_feed (&reader->watch, reader->chunk, got, &reader->failure))
    return -1;
  if (got < wanted && !valise_tar_watch_finish (&reader->watch, &reader->failure))
    return -1;
  return (gssize) got;
}

static la_ssize_t
on_bytes_wanted (struct archive *archive, void *data, const void **bytes)
{
  ValiseTarReader *reader = data;
  gssize got = pull (reader);

  *bytes = reader->chunk;
  if (got < 0) {
    archive_set_error (archive, EIO, "%s", reader->failure->message);
    return ARCHIVE_FATAL;
  }
  return got;
}

static gboolean
open_archive (ValiseTarReader *reader)
{
  if (reader->opened)
    return TRUE;
  reader->opened = TRUE;
  return archive_read_support_format_tar (reader->archive) == ARCHIVE_OK &&
         archive_read_open2 (reader->archive, reader, NULL, on_bytes_wanted, NULL, NULL) == ARCHIVE_OK;
}

/* The first component must be that of the first file, and not the file. */
static gboolean
check_top (ValiseTarReader *reader, const char *name, GError **error)
{
  const char *slash = strchr (name, '/');

  if (slash == NULL)
    return valise_refuse (error, "a file stands outside the bundle's top folder", name);
  if (reader->top == NULL)
    reader->top = g_strndup (name, (gsize) (slash - name));
  if (strlen (reader->top) != (gsize) (slash - name) || !g_str_has_prefix (name, reader->top))
    return valise_refuse (error, "there is a second top folder", name);
  return TRUE;
}

static gboolean
check_name (ValiseTarReader *reader, const char *name, GError **error)
{
  if (name == NULL)
    return valise_refuse (error, "a name cannot be read", NULL);
  if (!valise_bag_path_check (name, error) || !check_top (reader, name, error))
    return FALSE;
  if (!g_hash_table_add (reader->names, valise_bag_path_fold (name)))
    return valise_refuse (error, "a name comes twice", name);
  return TRUE;
}

/* libarchive's own view must be the one the watch has, and within limits. */
static gboolean
check_entry (ValiseTarReader *reader, struct archive_entry *entry, GError **error)
{
  const char *name = archive_entry_pathname (entry);
  gint64 size = archive_entry_size (entry);

  if (archive_entry_filetype (entry) == AE_IFDIR)
    return valise_refuse (error, "a folder member is not allowed in a bundle", name);
  if (!check_name (reader, name, error))
    return FALSE;
  if (archive_format (reader->archive) != ARCHIVE_FORMAT_TAR_USTAR ||
      archive_entry_filetype (entry) != AE_IFREG || archive_entry_hardlink (entry) != NULL ||
      archive_entry_symlink (entry) != NULL || archive_entry_sparse_count (entry) != 0)
    return valise_refuse (error, "a member is not a plain ustar file", name);
  if (size < 0 || (guint64) size != reader->watch.size)
    return valise_refuse (error, "a size can be read in two ways", name);
  if ((guint64) size > reader->limits.member_size)
    return valise_refuse_too_large (error, "a file is larger than this program accepts", name);
  if (g_hash_table_size (reader->names) > reader->limits.members)
    return valise_refuse_too_large (error, "there are more files than this program accepts", name);
  return TRUE;
}

gboolean
valise_tar_reader_next (ValiseTarReader *reader, const char **name, guint64 *size, GError **error)
{
  struct archive_entry *entry = NULL;
  GError *failure = NULL;
  int result;

  *name = NULL;
  *size = 0;
  if (reader->failure != NULL)
    return fail (reader, NULL, error);
  if (reader->ended)
    return TRUE;
  if (!open_archive (reader))
    return fail_by_archive (reader, error);
  result = archive_read_next_header (reader->archive, &entry);
  if (result == ARCHIVE_EOF && reader->failure == NULL) {
    reader->ended = TRUE;
    return TRUE;
  }
  if (result != ARCHIVE_OK || reader->failure != NULL)
    return fail_by_archive (reader, error);
  if (!check_entry (reader, entry, &failure))
    return fail (reader, failure, error);
  g_free (reader->name);
  reader->name = g_strdup (archive_entry_pathname (entry));
  *name = reader->name;
  *size = reader->watch.size;
  return TRUE;
}

gssize
valise_tar_reader_read (ValiseTarReader *reader, gpointer buffer, gsize size, GError **error)
{
  la_ssize_t got;

  if (reader->failure != NULL) {
    fail (reader, NULL, error);
    return -1;
  }
  if (reader->name == NULL || reader->ended)
    return 0;
  got = archive_read_data (reader->archive, buffer, size);
  if (got < 0 || reader->failure != NULL) {
    fail_by_archive (reader, error);
    return -1;
  }
  return got;
}

gboolean
valise_tar_reader_finish (ValiseTarReader *reader, GError **error)
{
  gssize got = 1;

  g_return_val_if_fail (reader->ended || reader->failure != NULL, FALSE);
  while (got > 0)
    got = pull (reader);
  return got == 0 ? TRUE : fail (reader, NULL, error);
}
