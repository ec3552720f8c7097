/* cell-selftest.c - a burglar who reports how far he got
 *
 * The test of the cell is the cell: it runs after the lock, in the same
 * process and with the same rights as a parser that a photo took over. System
 * calls are made directly, so that no library's fallback hides a hole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cell-selftest.h"

#include "app/cell-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

static long
try_openat (void)
{
  return syscall (SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
}

static long
try_open (void)
{
#ifdef SYS_open /* newer architectures have openat alone */
  return syscall (SYS_open, "/etc/passwd", O_RDONLY);
#else
  return try_openat ();
#endif
}

static long
try_create (void)
{
  return syscall (SYS_openat, AT_FDCWD, "/tmp/valise-cell-was-here", O_WRONLY | O_CREAT, 0600);
}

static long
try_list (void)
{
  return syscall (SYS_openat, AT_FDCWD, "/", O_RDONLY | O_DIRECTORY);
}

static long
try_mkdir (void)
{
  return syscall (SYS_mkdirat, AT_FDCWD, "/tmp/valise-cell-was-here", 0700);
}

static long
try_execve (void)
{
  char *const nothing[] = { NULL };

  return syscall (SYS_execve, "/bin/true", nothing, nothing);
}

static long
try_inet_socket (void)
{
  return syscall (SYS_socket, AF_INET, SOCK_STREAM, 0);
}

static long
try_unix_socket (void)
{
  return syscall (SYS_socket, AF_UNIX, SOCK_STREAM, 0);
}

static long
try_connect (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = GUINT16_TO_BE (80) };
  int fd = (int) syscall (SYS_socket, AF_INET, SOCK_STREAM, 0);

  return syscall (SYS_connect, fd >= 0 ? fd : 1, &address, sizeof address);
}

/* A child that does come to life ends at once. */
static long
child (long pid)
{
  if (pid == 0)
    _exit (0);
  return pid;
}

static long
try_fork (void)
{
#ifdef SYS_fork
  return child (syscall (SYS_fork));
#else
  return child (syscall (SYS_clone, SIGCHLD, NULL, NULL, NULL, 0));
#endif
}

static long
try_clone (void)
{
  return child (syscall (SYS_clone, SIGCHLD, NULL, NULL, NULL, 0));
}

static long
try_kill (void)
{
  return syscall (SYS_kill, 1, 0); /* 0: may we, without doing it */
}

static long
try_ptrace (void)
{
  return ptrace (PTRACE_TRACEME, 0, NULL, NULL);
}

static long
try_more_time (void)
{
  struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };

  return syscall (SYS_prlimit64, 0, RLIMIT_CPU, &unlimited, NULL);
}

typedef struct {
  const char *name;
  long (*attempt) (void);
  gboolean by_filter; /* only the filter refuses it */
} Attempt;

static const Attempt attempts[] = {
  { "open", try_open, FALSE },
  { "openat", try_openat, FALSE },
  { "create", try_create, FALSE },
  { "list", try_list, FALSE },
  { "mkdir", try_mkdir, FALSE },
  { "execve", try_execve, FALSE },
  { "socket", try_inet_socket, TRUE },
  { "socket-unix", try_unix_socket, TRUE },
  { "connect", try_connect, FALSE },
  { "fork", try_fork, TRUE },
  { "clone", try_clone, TRUE },
  { "kill", try_kill, TRUE },
  { "ptrace", try_ptrace, TRUE },
  { "more-time", try_more_time, TRUE },
};

char *
cell_selftest (const guint8 *data, gsize size)
{
  GString *text = g_string_new (NULL);
  const char *comma = "";

  g_string_append_printf (text, "{\"filter\":%s,\"attempts\":[",
                          CELL_LOCK_FILTERS ? "true" : "false");
  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++) {
    long result;

    if (attempts[i].by_filter && !CELL_LOCK_FILTERS)
      continue;
    errno = 0;
    result = attempts[i].attempt ();
    g_string_append_printf (text, "%s{\"name\":\"%s\",\"error\":%d}", comma, attempts[i].name,
                            result < 0 ? errno : 0);
    comma = ",";
  }
  g_string_append (text, "]}");
  return g_string_free (text, FALSE);
}

char *
cell_selftest_killed (const guint8 *data, gsize size)
{
  struct utsname name;

  (void) uname (&name);
  return NULL;
}
