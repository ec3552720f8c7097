/* memory-file.c - memfd_create(2), filled and sealed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/memory-file.h"

#include <glib/gi18n.h>

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define BUFFER_SIZE (64 * 1024)

static int
make (void)
{
  return memfd_create ("valise", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
}

/* FALSE: errno says why. */
static gboolean
write_whole (int fd, gconstpointer data, gsize size)
{
  const guint8 *bytes = data;

  while (size > 0) {
    gssize written = write (fd, bytes, size);

    if (written < 0 && errno != EINTR)
      return FALSE;
    bytes += MAX (written, 0);
    size -= (gsize) MAX (written, 0);
  }
  return TRUE;
}

static gboolean
seal (int fd)
{
  return lseek (fd, 0, SEEK_SET) == 0 &&
         fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0;
}

int
valise_memory_file_new (gconstpointer data, gsize size, GError **error)
{
  g_autofd int fd = make ();

  g_return_val_if_fail (data != NULL || size == 0, -1);

  if (fd < 0 || !write_whole (fd, data, size) || !seal (fd)) {
    valise_error_errno (error, errno, _ ("Cannot hold %zu bytes in memory"), size);
    return -1;
  }
  return g_steal_fd (&fd);
}

static gboolean
copy (GInputStream *source, int fd, gsize max, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);
  gsize done = 0;
  gssize got;

  while ((got = g_input_stream_read (source, buffer, BUFFER_SIZE, NULL, error)) > 0) {
    done += (gsize) got;
    if (done > max) {
      g_set_error (error, VALISE_ERROR, VALISE_ERROR_LIMIT,
                   _ ("more than the %zu bytes that are held in memory"), max);
      got = -1;
    } else if (!write_whole (fd, buffer, (gsize) got)) {
      valise_error_errno (error, errno, _ ("Cannot hold %zu bytes in memory"), done);
      got = -1;
    }
    if (got < 0)
      break;
  }
  sodium_memzero (buffer, BUFFER_SIZE);
  return got == 0;
}

int
valise_memory_file_read (GInputStream *source, gsize max, GError **error)
{
  g_autofd int fd = make ();

  if (fd < 0) {
    valise_error_errno (error, errno, _ ("Cannot hold a file in memory"));
    return -1;
  }
  if (!copy (source, fd, max, error))
    return -1;
  if (!seal (fd)) {
    valise_error_errno (error, errno, _ ("Cannot hold a file in memory"));
    return -1;
  }
  return g_steal_fd (&fd);
}
