/* cell.c - starts valise-cell, listens with limits, and buries it
 *
 * posix_spawn() and not fork(): the caller may be large and have threads. The
 * environment is empty and only descriptors 0 to 3 pass, so that nothing of
 * the store's process reaches the one that may fall.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/cell.h"

#include <glib/gi18n.h>

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

/* Above what the child uses, so that moving one never covers another. */
#define LOWEST_SPARE_DESCRIPTOR 16

static char *cell_path;
static gint64 time_limit = VALISE_CELL_TIME_LIMIT;

typedef struct {
  pid_t pid;
  int process; /* pidfd: its end can be waited for together with its words */
  int output;
  gint64 deadline;
} Cell;

void
valise_cell_set_path (const char *path)
{
  g_free (cell_path);
  cell_path = g_strdup (path);
}

void
valise_cell_set_time_limit (gint64 limit)
{
  time_limit = limit > 0 ? limit : VALISE_CELL_TIME_LIMIT;
}

/* A build tree has its programs in app/ and its tests in tests/. */
static char *
find_cell (void)
{
  static const char *const places[] = { "valise-cell", "../app/valise-cell",
                                        "../../app/valise-cell" };
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = NULL;

  if (cell_path != NULL)
    return g_strdup (cell_path);
  if (program == NULL)
    return g_strdup (VALISE_LIBEXECDIR "/valise-cell");

  folder = g_path_get_dirname (program);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *path = g_build_filename (folder, places[i], NULL);

    if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&path);
  }
  return g_strdup (VALISE_LIBEXECDIR "/valise-cell");
}

static int
spawn (const char *path, const char *job, int input, int output, pid_t *pid)
{
  const char *const arguments[] = { "valise-cell", job, NULL };
  char *const environment[] = { NULL };
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t signals;
  int number;

  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_addopen (&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2 (&actions, output, 1);
  posix_spawn_file_actions_addopen (&actions, 2, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2 (&actions, input, VALISE_CELL_INPUT);
  posix_spawn_file_actions_addclosefrom_np (&actions, VALISE_CELL_INPUT + 1);

  posix_spawnattr_init (&attributes);
  posix_spawnattr_setflags (&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  sigemptyset (&signals);
  posix_spawnattr_setsigmask (&attributes, &signals);
  sigaddset (&signals, SIGPIPE);
  posix_spawnattr_setsigdefault (&attributes, &signals);

  number = posix_spawn (pid, path, &actions, &attributes, (char *const *) arguments, environment);
  posix_spawnattr_destroy (&attributes);
  posix_spawn_file_actions_destroy (&actions);
  return number;
}

static int
cell_bury (Cell *cell)
{
  int status = 0;

  kill (cell->pid, SIGKILL); /* not yet waited for, so it is still ours */
  while (waitpid (cell->pid, &status, 0) < 0 && errno == EINTR)
    ;
  close (cell->output);
  if (cell->process >= 0)
    close (cell->process);
  return status;
}

static gboolean
cell_start (Cell *cell, const char *job, int fd, GError **error)
{
  g_autofree char *path = find_cell ();
  g_autofd int input = fcntl (fd, F_DUPFD_CLOEXEC, LOWEST_SPARE_DESCRIPTOR);
  g_autofd int near = -1;
  g_autofd int far = -1;
  int ends[2] = { -1, -1 };
  int number;

  if (input < 0 || pipe2 (ends, O_CLOEXEC) != 0)
    return valise_error_errno (error, errno, _ ("Cannot start the parser"));
  near = ends[0];
  far = fcntl (ends[1], F_DUPFD_CLOEXEC, LOWEST_SPARE_DESCRIPTOR);
  number = far < 0 ? errno : 0;
  close (ends[1]);
  if (number == 0)
    number = spawn (path, job, input, far, &cell->pid);
  if (number != 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_FAILED,
                 _ ("Cannot start the parser %s: %s; install it beside valise"), path,
                 g_strerror (number));
    return FALSE;
  }
  cell->output = g_steal_fd (&near);
  cell->deadline = g_get_monotonic_time () + time_limit;
  cell->process = pidfd_open (cell->pid, 0);
  if (cell->process < 0) {
    valise_error_errno (error, errno, _ ("Cannot watch the parser"));
    cell_bury (cell);
    return FALSE;
  }
  return TRUE;
}

/* Waits until the descriptor has something to say. FALSE: the time is over. */
static gboolean
wait_for (const Cell *cell, int fd)
{
  for (;;) {
    gint64 left = cell->deadline - g_get_monotonic_time ();
    struct pollfd polled = { .fd = fd, .events = POLLIN };
    int ready;

    if (left <= 0)
      return FALSE;
    ready = poll (&polled, 1, (int) (left / 1000) + 1);
    if (ready > 0)
      return TRUE;
    if (ready < 0 && errno != EINTR)
      return FALSE;
  }
}

/* NULL when all is well, else why the listening was cut off. */
static const char *
cell_listen (Cell *cell, GByteArray *answer, gsize most)
{
  guint8 block[65536];

  while (wait_for (cell, cell->output)) {
    gssize got = read (cell->output, block, sizeof block);

    if (got == 0)
      return wait_for (cell, cell->process) ? NULL : "it took too long";
    if (got < 0 && errno != EINTR)
      return "its answer cannot be read";
    if (got > 0 && answer->len + (gsize) got > most)
      return "it said too much";
    if (got > 0)
      g_byte_array_append (answer, block, (guint) got);
  }
  return "it took too long";
}

static gboolean
cell_judge (int status, const char *cut, GError **error)
{
  const char *why = cut;

  if (why == NULL && WIFEXITED (status) && WEXITSTATUS (status) == VALISE_CELL_DONE)
    return TRUE;
  if (why == NULL && WIFEXITED (status) && WEXITSTATUS (status) == VALISE_CELL_OPEN) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_FAILED,
                         _ ("The parser cannot lock itself in, so it reads nothing: this kernel "
                         "has no landlock or no seccomp"));
    return FALSE;
  }
  if (why == NULL && WIFEXITED (status) && WEXITSTATUS (status) == VALISE_CELL_TOO_LARGE)
    why = "the file is too large";
  if (why == NULL && WIFEXITED (status) && WEXITSTATUS (status) == VALISE_CELL_USAGE)
    why = "it does not know this job";
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED, _ ("Not parsed: %s"),
               why != NULL ? why : "the parser gave up on the file");
  return FALSE;
}

static GByteArray *
run (const char *job, int fd, gsize most, GError **error)
{
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  Cell cell = { 0 };
  const char *cut;

  if (!cell_start (&cell, job, fd, error))
    return NULL;
  cut = cell_listen (&cell, answer, most);
  if (!cell_judge (cell_bury (&cell), cut, error))
    return NULL;
  return g_steal_pointer (&answer);
}

char *
valise_cell_run (const char *job, int fd, GError **error)
{
  GByteArray *answer;

  g_return_val_if_fail (job != NULL, NULL);
  g_return_val_if_fail (fd >= 0, NULL);

  answer = run (job, fd, VALISE_CELL_MAX_OUTPUT, error);
  if (answer == NULL)
    return NULL;
  g_byte_array_append (answer, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (answer, FALSE);
}

GBytes *
valise_cell_run_bytes (const char *job, int fd, gsize most, GError **error)
{
  GByteArray *answer;

  g_return_val_if_fail (job != NULL, NULL);
  g_return_val_if_fail (fd >= 0, NULL);

  answer = run (job, fd, most, error);
  return answer != NULL ? g_byte_array_free_to_bytes (answer) : NULL;
}
