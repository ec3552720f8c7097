/* fuzz-tar.c - whatever bytes come, reading them as a tar ends in order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>

#include "sync/bag-path.h"
#include "sync/tar-reader.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Every byte the reader announced is there, or it says why not. */
static gboolean
read_member (ValiseTarReader *reader, guint64 size, GError **error)
{
  char buffer[700];
  guint64 sum = 0;
  gssize got;

  while ((got = valise_tar_reader_read (reader, buffer, sizeof buffer, error)) > 0)
    sum += (guint64) got;
  g_assert (got < 0 || sum == size);
  return got == 0;
}

static gboolean
walk (ValiseTarReader *reader, GError **error)
{
  const char *name = NULL;
  guint64 size = 0;

  while (valise_tar_reader_next (reader, &name, &size, error)) {
    if (name == NULL)
      return valise_tar_reader_finish (reader, error);
    g_assert (valise_bag_path_check (name, NULL));
    /* some are read and some skipped, by a bit of the input's own */
    if (size % 2 == 0 && !read_member (reader, size, error))
      return FALSE;
  }
  return FALSE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const ValiseTarLimits limits = { 1 << 20, 1 << 22, 100 };
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (ValiseTarReader) reader = valise_tar_reader_new (stream, &limits);
  g_autoptr (GError) error = NULL;
  gboolean good = walk (reader, &error);

  g_assert (good == (error == NULL));
  return 0;
}
