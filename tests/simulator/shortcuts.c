/* shortcuts.c - what costs time and decides nothing in a history is left out
 *
 * These take the place of the same functions in the libraries, in this program
 * alone: nothing is flushed (a crash is a copy of the files as they lie),
 * nothing is locked (each store has one process, and its parent which waits),
 * secrets lie in plain memory, and pages of the database are not encrypted. That
 * a real disk, a real lock, guarded memory and SQLCipher do what they should is
 * for test-crash.c, test-store.c, test-secret.c and test-canary.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sodium.h>
#include <sqlcipher/sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Flushing */

int
fsync (int fd)
{
  return 0;
}

int
fdatasync (int fd)
{
  return 0;
}

/* Locks */

int
flock (int fd, int operation)
{
  return 0;
}

static int
without_locks (int fd, int command, void *argument)
{
  switch (command) {
  case F_SETLK:
  case F_SETLKW:
    return 0;
  case F_GETLK:
    ((struct flock *) argument)->l_type = F_UNLCK;
    return 0;
  default:
    return (int) syscall (SYS_fcntl, fd, command, argument);
  }
}

/* By the names that libraries call, which are no names to the compiler. */
int fcntl_of_libraries (int fd, int command, ...) __asm__("fcntl");
int fcntl64_of_libraries (int fd, int command, ...) __asm__("fcntl64");

int
fcntl_of_libraries (int fd, int command, ...)
{
  va_list list;
  void *argument;

  va_start (list, command);
  argument = va_arg (list, void *);
  va_end (list);
  return without_locks (fd, command, argument);
}

int
fcntl64_of_libraries (int fd, int command, ...)
{
  va_list list;
  void *argument;

  va_start (list, command);
  argument = va_arg (list, void *);
  va_end (list);
  return without_locks (fd, command, argument);
}

/* Guarded memory */

void *
sodium_malloc (const size_t size)
{
  return malloc (size);
}

void *
sodium_allocarray (size_t count, size_t size)
{
  return calloc (count, size);
}

void
sodium_free (void *memory)
{
  free (memory);
}

int
sodium_mlock (void *const memory, const size_t size)
{
  return 0;
}

int
sodium_munlock (void *const memory, const size_t size)
{
  return 0;
}

/* Pages */

int
sqlite3_key (sqlite3 *db, const void *key, int size)
{
  return 0;
}

int
sqlite3_rekey (sqlite3 *db, const void *key, int size)
{
  return 0;
}
