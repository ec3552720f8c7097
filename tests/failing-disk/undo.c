/* undo.c - what a failing disk remembers, to lose it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#undef _FILE_OFFSET_BITS
#undef _FORTIFY_SOURCE

#include "undo.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SECTOR 512

/* One thing to undo. */
typedef struct Undo {
  struct Undo *next;
  enum { OLD_BYTES, MADE, GONE, RENAMED } what;
  int fd;                 /* OLD_BYTES: ours */
  off_t size, offset;     /* of the file before; of the bytes */
  size_t n_bytes;         /* of the old ones, */
  size_t n_written;       /* and of those that replace them */
  char *bytes;
  char *path, *from;      /* names; `from`: RENAMED: its old one */
  char *kept;             /* the old file at `path`, in the undo folder, or NULL */
  int is_folder;
} Undo;

/* A file whose bytes may have to be undone. */
typedef struct {
  dev_t device;
  ino_t inode;
  int fd;
} Open;

static Undo *undos; /* newest first */
static Open opened[4096];
static size_t n_opened;
static unsigned long n_kept;

How
undo_how (void)
{
  static const char *const names[] = { "", "crash", "power", "bytes", "torn", "io", "full", "readonly" };
  const char *wanted = getenv ("FAILING_DISK_HOW");

  for (size_t i = 1; wanted != NULL && i < sizeof names / sizeof *names; i++)
    if (strcmp (wanted, names[i]) == 0)
      return (How) i;
  return FINE;
}

/* ---- Undoing ---- */

static void
restore_bytes (const Undo *undo)
{
  ssize_t done = 0;

  if (undo->n_bytes > 0)
    done = syscall (SYS_pwrite64, undo->fd, undo->bytes, undo->n_bytes, undo->offset);
  if (done < 0 || syscall (SYS_ftruncate, undo->fd, undo->size) != 0)
    dprintf (2, "failing-disk: cannot undo bytes\n");
}

/* The same answer for the same sector of a file, so that of what was written
 * over and over all is undone or nothing. */
static int
reached_the_disk (const Undo *undo, off_t sector)
{
  const char *at = getenv ("FAILING_DISK_AT");
  unsigned long mixed = strtoul (at != NULL ? at : "0", NULL, 10) * 31 + (unsigned long) undo->fd;

  mixed = (mixed * 1000003 + (unsigned long) sector) * 2654435761UL;
  return (mixed >> 16 & 1) != 0;
}

/* The file stays as long as it is: what was not there before is empty. */
static void
restore_some (const Undo *undo)
{
  static const char nothing[SECTOR];
  off_t end = undo->offset + (off_t) undo->n_written;

  for (off_t at = undo->offset; at < end;) {
    off_t next = (at / SECTOR + 1) * SECTOR < end ? (at / SECTOR + 1) * SECTOR : end;
    size_t size = (size_t) (next - at), from = (size_t) (at - undo->offset);
    size_t old = from >= undo->n_bytes ? 0 : undo->n_bytes - from < size ? undo->n_bytes - from : size;

    if (!reached_the_disk (undo, at / SECTOR) &&
        ((old > 0 && syscall (SYS_pwrite64, undo->fd, undo->bytes + from, old, at) < 0) ||
         (old < size && syscall (SYS_pwrite64, undo->fd, nothing, size - old, at + (off_t) old) < 0)))
      dprintf (2, "failing-disk: cannot undo bytes\n");
    at = next;
  }
}

static void
undo_one (const Undo *undo, How what)
{
  if (undo->what == OLD_BYTES) {
    if (what == TORN)
      restore_some (undo);
    else
      restore_bytes (undo);
    return;
  }
  if (what == BYTES || what == TORN)
    return;
  if (undo->what == MADE)
    syscall (SYS_unlinkat, AT_FDCWD, undo->path, undo->is_folder ? AT_REMOVEDIR : 0);
  if (undo->what == RENAMED)
    syscall (SYS_renameat2, AT_FDCWD, undo->path, AT_FDCWD, undo->from, 0);
  if (undo->kept != NULL)
    syscall (SYS_renameat2, AT_FDCWD, undo->kept, AT_FDCWD, undo->path, 0);
  if (undo->what == GONE && undo->is_folder)
    syscall (SYS_mkdirat, AT_FDCWD, undo->path, 0700);
}

void
undo_and_die (How what)
{
  if (what != CRASH)
    for (const Undo *undo = undos; undo != NULL; undo = undo->next)
      undo_one (undo, what);
  kill (getpid (), SIGKILL);
  pause ();
}

static int
needs_undo (void)
{
  return undo_how () == POWER || undo_how () == BYTES || undo_how () == TORN;
}

static Undo *
add_undo (int what, const char *path)
{
  Undo *undo = calloc (1, sizeof *undo);

  undo->what = what;
  undo->path = path != NULL ? strdup (path) : NULL;
  undo->next = undos;
  undos = undo;
  return undo;
}

/* A descriptor of ours on the same file, readable and writable. */
static int
own_descriptor (int fd)
{
  struct stat status;
  char link[64];

  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    return -1;
  for (size_t i = 0; i < n_opened; i++)
    if (opened[i].device == status.st_dev && opened[i].inode == status.st_ino)
      return opened[i].fd;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  if (n_opened == sizeof opened / sizeof *opened)
    abort ();
  opened[n_opened].device = status.st_dev;
  opened[n_opened].inode = status.st_ino;
  opened[n_opened].fd = (int) syscall (SYS_openat, AT_FDCWD, link, O_RDWR | O_CLOEXEC, 0);
  return opened[n_opened++].fd;
}

void
undo_remember_bytes (int fd, off_t offset, size_t size, size_t written)
{
  int own = needs_undo () ? own_descriptor (fd) : -1;
  struct stat status;
  Undo *undo;
  ssize_t got;

  if (own < 0 || fstat (own, &status) != 0)
    return;
  undo = add_undo (OLD_BYTES, NULL);
  undo->fd = own;
  undo->size = status.st_size;
  undo->offset = offset;
  undo->n_written = written;
  if (offset >= status.st_size)
    return;
  undo->bytes = malloc (size);
  got = pread (own, undo->bytes, size, offset);
  undo->n_bytes = got > 0 ? (size_t) got : 0;
}

/* Keeps the file at `path`, if there is one, for its name's return. */
static char *
keep_old (const char *path)
{
  const char *folder = getenv ("FAILING_DISK_UNDO");
  char kept[PATH_MAX];

  if (folder == NULL)
    return NULL;
  snprintf (kept, sizeof kept, "%s/%d-%lu", folder, getpid (), n_kept++);
  return syscall (SYS_linkat, AT_FDCWD, path, AT_FDCWD, kept, 0) == 0 ? strdup (kept) : NULL;
}

/* The file's bytes are on the disk; or the names in a folder are. */
void
undo_forget (int fd, const char *folder)
{
  int own = folder == NULL ? own_descriptor (fd) : -1;
  size_t size = folder != NULL ? strlen (folder) : 0;

  for (Undo **at = &undos; *at != NULL;) {
    const Undo *undo = *at;
    const char *name = undo->path != NULL ? strrchr (undo->path, '/') : NULL;
    int flushed = undo->what == OLD_BYTES
                      ? own >= 0 && undo->fd == own
                      : folder != NULL && (size_t) (name - undo->path) == size &&
                            strncmp (undo->path, folder, size) == 0;

    if (flushed)
      *at = undo->next;
    else
      at = &(*at)->next;
  }
}

void
undo_remember_rename (const char *from, const char *to)
{
  Undo *undo;

  if (!needs_undo ())
    return;
  undo = add_undo (RENAMED, to);
  undo->from = strdup (from);
  undo->kept = keep_old (to);
}

void
undo_remember_gone (const char *path, int is_folder)
{
  Undo *undo;

  if (!needs_undo ())
    return;
  undo = add_undo (GONE, path);
  undo->is_folder = is_folder;
  undo->kept = is_folder ? NULL : keep_old (path);
}

void
undo_remember_made (const char *path, int is_folder)
{
  if (needs_undo ())
    add_undo (MADE, path)->is_folder = is_folder;
}
