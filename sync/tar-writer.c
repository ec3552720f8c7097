/* tar-writer.c - writes ustar tars whose every byte is determined, by libarchive
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/tar-writer.h"

#include <glib/gi18n.h>

#include "core/error.h"

#include <archive.h>
#include <archive_entry.h>

struct _ValiseTarWriter {
  GOutputStream *stream;
  struct archive *archive;
  guint64 length; /* bytes written to the stream */
  guint64 left;   /* bytes the current file still needs */
  GError *failure;
  gboolean ended;
  gboolean abandoned; /* being freed: what libarchive still says goes nowhere */
};

/* Never tells libarchive of a failure, which would make it lose memory when
 * freed: from then on its bytes are swallowed, and the callers ask `failure`. */
static la_ssize_t
on_bytes (struct archive *archive, void *data, const void *bytes, size_t size)
{
  ValiseTarWriter *writer = data;

  if (!writer->abandoned && writer->failure == NULL &&
      g_output_stream_write_all (writer->stream, bytes, size, NULL, NULL, &writer->failure))
    writer->length += size;
  return (la_ssize_t) size;
}

ValiseTarWriter *
valise_tar_writer_new (GOutputStream *stream)
{
  ValiseTarWriter *writer = g_new0 (ValiseTarWriter, 1);

  writer->stream = g_object_ref (stream);
  writer->archive = archive_write_new ();
  archive_write_set_format_ustar (writer->archive);
  /* no blocks of 10 KiB: the tail is the caller's to shape */
  archive_write_set_bytes_per_block (writer->archive, 0);
  archive_write_set_bytes_in_last_block (writer->archive, 1);
  archive_write_open (writer->archive, writer, NULL, on_bytes, NULL);
  return writer;
}

void
valise_tar_writer_free (ValiseTarWriter *writer)
{
  if (writer == NULL)
    return;
  /* freeing closes, and closing writes an end mark */
  writer->abandoned = TRUE;
  archive_write_free (writer->archive);
  g_object_unref (writer->stream);
  g_clear_error (&writer->failure);
  g_free (writer);
}

static gboolean
fail (ValiseTarWriter *writer, GError **error)
{
  if (writer->failure == NULL)
    g_set_error (&writer->failure, VALISE_ERROR, VALISE_ERROR_FAILED, _ ("the tar cannot be written: %s"),
                 archive_error_string (writer->archive));
  if (error != NULL)
    *error = g_error_copy (writer->failure);
  return FALSE;
}

gboolean
valise_tar_writer_begin (ValiseTarWriter *writer, const char *name, guint64 size, GError **error)
{
  struct archive_entry *entry;
  int result;

  g_return_val_if_fail (writer->left == 0 && !writer->ended, FALSE);
  if (size > VALISE_TAR_MEMBER_MAX) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
                 _ ("%s is larger than the 8 GiB a ustar file can have: split it"), name);
    return FALSE;
  }
  entry = archive_entry_new ();
  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_mtime (entry, 0, 0);
  archive_entry_set_size (entry, (gint64) size);
  result = archive_write_header (writer->archive, entry);
  archive_entry_free (entry);
  if (writer->failure != NULL)
    return fail (writer, error);
  if (result != ARCHIVE_OK) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID, _ ("%s cannot stand in a ustar tar: %s"), name,
                 archive_error_string (writer->archive));
    return FALSE;
  }
  writer->left = size;
  return TRUE;
}

gboolean
valise_tar_writer_write (ValiseTarWriter *writer, gconstpointer data, gsize size, GError **error)
{
  la_ssize_t written;

  g_return_val_if_fail (size <= writer->left, FALSE);
  written = size == 0 ? 0 : archive_write_data (writer->archive, data, size);
  if (written != (la_ssize_t) size || writer->failure != NULL)
    return fail (writer, error);
  writer->left -= size;
  return TRUE;
}

gboolean
valise_tar_writer_end (ValiseTarWriter *writer, guint64 *length, GError **error)
{
  g_return_val_if_fail (writer->left == 0 && !writer->ended, FALSE);
  if (archive_write_close (writer->archive) != ARCHIVE_OK || writer->failure != NULL)
    return fail (writer, error);
  writer->ended = TRUE;
  *length = writer->length;
  return TRUE;
}
