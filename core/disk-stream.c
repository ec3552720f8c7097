/* disk-stream.c - an output stream whose errors say what to do about the disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/disk-stream.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "core/error.h"

#define STEP (8 * 1024 * 1024)

#define DISK_TYPE_STREAM (disk_stream_get_type ())
G_DECLARE_FINAL_TYPE (DiskStream, disk_stream, DISK, STREAM, GOutputStream)

struct _DiskStream {
  GOutputStream parent;
  int fd;
  char *folder;
  guint64 written, begun; /* bytes; those that the disk was told to begin with */
};

G_DEFINE_FINAL_TYPE (DiskStream, disk_stream, G_TYPE_OUTPUT_STREAM)

/* So that the disk works while more is made, and little is left to wait for when
 * the file is flushed. Only a hint: what fails here, the flush will say. */
static void
begin_writing (DiskStream *disk)
{
  if (disk->written - disk->begun < STEP)
    return;
  sync_file_range (disk->fd, (off64_t) disk->begun, (off64_t) (disk->written - disk->begun),
                   SYNC_FILE_RANGE_WRITE);
  disk->begun = disk->written;
}

static gssize
disk_stream_write (GOutputStream *stream, const void *data, gsize size, GCancellable *cancellable,
                   GError **error)
{
  DiskStream *disk = DISK_STREAM (stream);
  gssize done;

  do
    done = write (disk->fd, data, size);
  while (done < 0 && errno == EINTR);
  if (done < 0) {
    valise_error_errno (error, errno, _ ("writing in %s"), disk->folder);
    return -1;
  }
  disk->written += (guint64) done;
  begin_writing (disk);
  return done;
}

static void
disk_stream_finalize (GObject *object)
{
  g_free (DISK_STREAM (object)->folder);
  G_OBJECT_CLASS (disk_stream_parent_class)->finalize (object);
}

static void
disk_stream_class_init (DiskStreamClass *class)
{
  G_OBJECT_CLASS (class)->finalize = disk_stream_finalize;
  G_OUTPUT_STREAM_CLASS (class)->write_fn = disk_stream_write;
}

static void
disk_stream_init (DiskStream *disk)
{
  disk->fd = -1;
}

GOutputStream *
valise_disk_stream_new (int fd, const char *folder)
{
  DiskStream *disk = g_object_new (DISK_TYPE_STREAM, NULL);

  disk->fd = fd;
  disk->folder = g_strdup (folder);
  return G_OUTPUT_STREAM (disk);
}
