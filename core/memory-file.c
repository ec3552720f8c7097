/* memory-file.c - memfd_create(2), filled and sealed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/memory-file.h"

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gstdio.h>

int
valise_memory_file_new (gconstpointer data, gsize size, GError **error)
{
  const guint8 *bytes = data;
  g_autofd int fd = memfd_create ("valise", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
  gsize done = 0;

  g_return_val_if_fail (data != NULL || size == 0, -1);

  while (fd >= 0 && done < size) {
    gssize written = write (fd, bytes + done, size - done);

    if (written < 0 && errno != EINTR)
      break;
    done += written > 0 ? (gsize) written : 0;
  }
  if (fd < 0 || done < size || lseek (fd, 0, SEEK_SET) != 0 ||
      fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0) {
    valise_error_errno (error, errno, "Cannot hold %" G_GSIZE_FORMAT " bytes in memory", size);
    return -1;
  }
  return g_steal_fd (&fd);
}
