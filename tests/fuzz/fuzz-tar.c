/* fuzz-tar.c - whatever bytes come, reading them as a tar ends in order
 *
 * A header's checksum would keep nearly every change from being read further,
 * so the bytes are read a second time with true ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
#include <string.h>

#include "sync/bag-path.h"
#include "sync/tar-reader.h"

#define BLOCK 512

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

static void
read_tar (const guint8 *data, gsize size)
{
  static const ValiseTarLimits limits = { 1 << 20, 1 << 22, 100 };
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (ValiseTarReader) reader = valise_tar_reader_new (stream, &limits);
  g_autoptr (GError) error = NULL;
  gboolean good = walk (reader, &error);

  g_assert (good == (error == NULL));
}

/* POSIX.1-1988: size at 124, checksum at 148, where it counts as blanks. */
static gsize
mend_header (guint8 *block)
{
  guint sum = 0;
  char text[8] = "";

  memset (block + 148, ' ', 8);
  for (int i = 0; i < BLOCK; i++)
    sum += block[i];
  g_snprintf (text, sizeof text, "%06o", sum);
  memcpy (block + 148, text, 7);
  memcpy (text, block + 128, 7); /* of the size's eleven digits the last seven */
  return (gsize) g_ascii_strtoull (text, NULL, 8);
}

static void
mend (guint8 *data, gsize size)
{
  static const guint8 zeros[BLOCK];

  for (gsize at = 0; size - at >= BLOCK && memcmp (data + at, zeros, BLOCK) != 0;) {
    gsize content = mend_header (data + at);

    at += MIN (size - at, BLOCK + (content + BLOCK - 1) / BLOCK * BLOCK);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree guint8 *mended = g_memdup2 (data, size);

  read_tar (data, size);
  mend (mended, size);
  read_tar (mended, size);
  return 0;
}
