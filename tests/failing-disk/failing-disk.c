/* failing-disk.c - a disk that fails at one chosen call, for programs run under LD_PRELOAD
 *
 * Counts every call that changes a file below FAILING_DISK_ROOTS (paths, ":"
 * between them) and appends "NUMBER CALL PATH" to FAILING_DISK_TRACE. At call
 * FAILING_DISK_AT it does what FAILING_DISK_HOW says:
 *
 *   crash   the process dies before the call; all that was done before it stays
 *   power   the same, and what was not flushed is undone: bytes that were not
 *           fsynced since, names whose folder was not
 *   bytes   the same, but only bytes are undone: names outlive what they name
 *   torn    the same, but of the bytes that were not flushed some sectors of 512
 *           reached the disk and others did not; of a write, half was done
 *   io      the call fails with EIO, once
 *   full    from then on whatever needs room fails with ENOSPC
 *   readonly  from then on every call fails with EROFS
 *
 * What must stay true: what is undone is undone in reverse order, from images
 * taken before each call; old files that lost their name wait in
 * FAILING_DISK_UNDO, on the same file system. A descriptor that was opened here
 * is never closed: that would let go of the program's own record locks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
/* Both names of each call are to be had, and none of them an inline one. */
#undef _FILE_OFFSET_BITS
#undef _FORTIFY_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "undo.h"

#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned long calls;

/* ---- What is meant ---- */

static int
is_below_roots (const char *path)
{
  const char *root = getenv ("FAILING_DISK_ROOTS");
  size_t size;

  for (; root != NULL && *root != '\0'; root += size + (root[size] == ':')) {
    size = strcspn (root, ":");
    if (strncmp (path, root, size) == 0 && (path[size] == '/' || path[size] == '\0'))
      return 1;
  }
  return 0;
}

/* The index of a write-ahead log is shared memory, made anew after a crash. */
static int
is_meant (const char *path)
{
  size_t size = strlen (path);

  return is_below_roots (path) && (size < 4 || strcmp (path + size - 4, "-shm") != 0);
}

/* An absolute path without "." and the like in its folder; 0: not meant. */
static int
resolve (int at, const char *path, char out[PATH_MAX])
{
  char whole[PATH_MAX], folder[PATH_MAX], link[64];
  const char *name;
  ssize_t size = 0;

  if (getenv ("FAILING_DISK_ROOTS") == NULL || path == NULL)
    return 0;
  if (path[0] != '/' && at != AT_FDCWD) {
    snprintf (link, sizeof link, "/proc/self/fd/%d", at);
    size = readlink (link, whole, sizeof whole - 1);
  } else if (path[0] != '/' && getcwd (whole, sizeof whole) != NULL) {
    size = (ssize_t) strlen (whole);
  }
  if (size < 0 || (size_t) size + strlen (path) + 2 > sizeof whole)
    return 0;
  snprintf (whole + size, sizeof whole - (size_t) size, "%s%s", size > 0 ? "/" : "", path);
  name = strrchr (whole, '/');
  memcpy (folder, whole, (size_t) (name - whole));
  folder[name - whole] = '\0';
  if (realpath (folder[0] != '\0' ? folder : "/", out) == NULL)
    return 0;
  if (strlen (out) + strlen (name) + 1 > PATH_MAX)
    return 0;
  strcat (out, name);
  return is_meant (out);
}

static int
path_of (int fd, char out[PATH_MAX])
{
  char link[64];
  ssize_t size;

  if (getenv ("FAILING_DISK_ROOTS") == NULL)
    return 0;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  size = readlink (link, out, PATH_MAX - 1);
  if (size <= 0)
    return 0;
  out[size] = '\0';
  return is_meant (out);
}

/* ---- Counting ---- */

static void
trace (const char *call, const char *path)
{
  const char *file = getenv ("FAILING_DISK_TRACE");
  char line[PATH_MAX + 64];
  int size, fd;

  if (file == NULL)
    return;
  size = snprintf (line, sizeof line, "%lu %s %s\n", calls, call, path);
  fd = (int) syscall (SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0 || syscall (SYS_write, fd, line, size) != size)
    dprintf (2, "failing-disk: no trace\n");
  syscall (SYS_close, fd);
}

/* With the lock: 0, or the error with which this call fails. */
static int
begin (const char *call, const char *path, int needs_room)
{
  const char *at = getenv ("FAILING_DISK_AT");
  unsigned long wanted = at != NULL ? strtoul (at, NULL, 10) : 0;
  How what = undo_how ();

  calls++;
  trace (call, path);
  if (wanted == 0 || calls < wanted)
    return 0;
  if (what == IO)
    return calls == wanted ? EIO : 0;
  if (what == FULL)
    return needs_room ? ENOSPC : 0;
  if (what == READONLY)
    return EROFS;
  if (what != FINE)
    undo_and_die (what);
  return 0;
}

#define LOCKED pthread_mutex_lock (&lock)
#define UNLOCKED pthread_mutex_unlock (&lock)

/* Runs `call` counted, after `before`, unless it is to fail. */
#define COUNTED(type, name, path, needs_room, before, call)  \
  do {                                                       \
    type result_;                                            \
    int number_;                                             \
    LOCKED;                                                  \
    number_ = begin (name, path, needs_room);                \
    if (number_ != 0) {                                      \
      UNLOCKED;                                              \
      errno = number_;                                       \
      return -1;                                             \
    }                                                        \
    before;                                                  \
    result_ = call;                                          \
    number_ = errno;                                         \
    UNLOCKED;                                                \
    errno = number_;                                         \
    return result_;                                          \
  } while (0)

/* ---- Bytes ---- */

static off_t
position (int fd)
{
  struct stat status;

  if ((fcntl (fd, F_GETFL) & O_APPEND) != 0 && fstat (fd, &status) == 0)
    return status.st_size;
  return lseek (fd, 0, SEEK_CUR);
}

/* At the call that is torn, half of it is done. */
static void
tear (int fd, const void *data, size_t size, off_t offset)
{
  const char *at = getenv ("FAILING_DISK_AT");

  if (undo_how () != TORN || at == NULL)
    return;
  LOCKED;
  if (strtoul (at, NULL, 10) == calls + 1) {
    undo_remember_bytes (fd, offset, size / 2, size / 2);
    if (syscall (SYS_pwrite64, fd, data, size / 2, offset) < 0)
      dprintf (2, "failing-disk: nothing to tear\n");
  }
  UNLOCKED;
}

ssize_t
write (int fd, const void *data, size_t size)
{
  char path[PATH_MAX];

  if (!path_of (fd, path))
    return REAL (write) (fd, data, size);
  tear (fd, data, size, position (fd));
  COUNTED (ssize_t, "write", path, 1, undo_remember_bytes (fd, position (fd), size, size),
           REAL (write) (fd, data, size));
}

ssize_t
pwrite64 (int fd, const void *data, size_t size, off64_t offset)
{
  char path[PATH_MAX];

  if (!path_of (fd, path))
    return REAL (pwrite64) (fd, data, size, offset);
  tear (fd, data, size, offset);
  COUNTED (ssize_t, "pwrite", path, 1, undo_remember_bytes (fd, offset, size, size),
           REAL (pwrite64) (fd, data, size, offset));
}

ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  return pwrite64 (fd, data, size, offset);
}

int
ftruncate64 (int fd, off64_t size)
{
  char path[PATH_MAX];
  struct stat status = { 0 };

  if (!path_of (fd, path))
    return REAL (ftruncate64) (fd, size);
  fstat (fd, &status);
  COUNTED (int, "ftruncate", path, 0,
           undo_remember_bytes (fd, size, status.st_size > size ? (size_t) (status.st_size - size) : 0,
                                status.st_size > size ? (size_t) (status.st_size - size) : 0),
           REAL (ftruncate64) (fd, size));
}

int
ftruncate (int fd, off_t size)
{
  return ftruncate64 (fd, size);
}

static int
flush (const char *name, int fd, int (*real) (int))
{
  char path[PATH_MAX];
  struct stat status;

  if (!path_of (fd, path) || fstat (fd, &status) != 0)
    return real (fd);
  COUNTED (int, name, path, 0, undo_forget (fd, S_ISDIR (status.st_mode) ? path : NULL), real (fd));
}

int
fsync (int fd)
{
  return flush ("fsync", fd, REAL (fsync));
}

int
fdatasync (int fd)
{
  return flush ("fdatasync", fd, REAL (fdatasync));
}

/* ---- Names ---- */

static int
is_there (const char *path)
{
  struct stat status;

  return lstat (path, &status) == 0;
}

static int
open_counted (int at, const char *path, int flags, mode_t mode)
{
  char whole[PATH_MAX];
  int made, fd;

  if ((flags & (O_CREAT | O_TRUNC)) == 0 || !resolve (at, path, whole))
    return (int) syscall (SYS_openat, at, path, flags, mode);
  made = !is_there (whole);
  if (!made && (flags & O_TRUNC) != 0) {
    fd = (int) syscall (SYS_openat, at, path, flags & ~(O_TRUNC | O_CREAT | O_EXCL), mode);
    if (fd >= 0 && ftruncate (fd, 0) == 0)
      return fd;
    return -1;
  }
  if (!made)
    return (int) syscall (SYS_openat, at, path, flags, mode);
  COUNTED (int, "create", whole, 1, undo_remember_made (whole, 0),
           (int) syscall (SYS_openat, at, path, flags, mode));
}

#define OPEN(name, first, at)                                 \
  int name first                                              \
  {                                                           \
    mode_t mode = 0;                                          \
    va_list list;                                             \
    va_start (list, flags);                                   \
    if ((flags & (O_CREAT | __O_TMPFILE)) != 0)               \
      mode = va_arg (list, mode_t);                           \
    va_end (list);                                            \
    return open_counted (at, path, flags, mode);              \
  }

OPEN (open, (const char *path, int flags, ...), AT_FDCWD)
OPEN (open64, (const char *path, int flags, ...), AT_FDCWD)
OPEN (openat, (int at, const char *path, int flags, ...), at)
OPEN (openat64, (int at, const char *path, int flags, ...), at)

static int
rename_counted (int from_at, const char *from, int to_at, const char *to, unsigned flags)
{
  char old[PATH_MAX], new[PATH_MAX];
  int meant = resolve (from_at, from, old) + resolve (to_at, to, new);

  if (meant == 0 || ((flags & RENAME_NOREPLACE) != 0 && is_there (new)))
    return (int) syscall (SYS_renameat2, from_at, from, to_at, to, flags);
  COUNTED (int, "rename", new, 1, undo_remember_rename (old, new),
           (int) syscall (SYS_renameat2, from_at, from, to_at, to, flags));
}

int
rename (const char *from, const char *to)
{
  return rename_counted (AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
renameat (int from_at, const char *from, int to_at, const char *to)
{
  return rename_counted (from_at, from, to_at, to, 0);
}

int
renameat2 (int from_at, const char *from, int to_at, const char *to, unsigned flags)
{
  return rename_counted (from_at, from, to_at, to, flags);
}

int
unlinkat (int at, const char *path, int flags)
{
  char whole[PATH_MAX];

  if (!resolve (at, path, whole) || !is_there (whole))
    return (int) syscall (SYS_unlinkat, at, path, flags);
  COUNTED (int, "unlink", whole, 0, undo_remember_gone (whole, (flags & AT_REMOVEDIR) != 0),
           (int) syscall (SYS_unlinkat, at, path, flags));
}

int
unlink (const char *path)
{
  return unlinkat (AT_FDCWD, path, 0);
}

int
rmdir (const char *path)
{
  return unlinkat (AT_FDCWD, path, AT_REMOVEDIR);
}

int
remove (const char *path)
{
  struct stat status;

  return unlinkat (AT_FDCWD, path, lstat (path, &status) == 0 && S_ISDIR (status.st_mode) ? AT_REMOVEDIR : 0);
}

int
mkdirat (int at, const char *path, mode_t mode)
{
  char whole[PATH_MAX];

  if (!resolve (at, path, whole) || is_there (whole))
    return (int) syscall (SYS_mkdirat, at, path, mode);
  COUNTED (int, "mkdir", whole, 1, undo_remember_made (whole, 1),
           (int) syscall (SYS_mkdirat, at, path, mode));
}

int
mkdir (const char *path, mode_t mode)
{
  return mkdirat (AT_FDCWD, path, mode);
}
