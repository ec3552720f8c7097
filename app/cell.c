/* cell.c - valise-cell: reads one foreign file, can do nothing else
 *
 *   valise-cell JOB <FILE
 *
 * The file comes on descriptor 3, or on standard input where 3 is closed; the
 * answer is one JSON text on standard output. core/cell.h starts it and names
 * the exit codes. What must stay true:
 *   1. no byte of the file is read before cell_lock() has succeeded;
 *   2. a job gets bytes and returns text: it needs no descriptor and no path;
 *   3. one process serves one file.
 * A further job is one row in the table below.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cell-exif.h"
#include "app/cell-lock.h"
#include "app/cell-selftest.h"
#include "core/cell.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define FIRST_ROOM (1024 * 1024)

/* Returns (transfer full) the answer, or NULL: cannot be read at all. */
typedef char *(*JobFunc) (const guint8 *data, gsize size);

static const struct {
  const char *name;
  JobFunc function;
  gboolean takes_file;
} jobs[] = {
  { "exif", cell_exif, TRUE },
  { "selftest", cell_selftest, FALSE },
  { "selftest-killed", cell_selftest_killed, FALSE },
};

typedef struct {
  guint8 *data;
  gsize size;
} Bytes;

/* Room grows by realloc(), which moves pages instead of copying them: under
 * the limit on memory there is no space for two of the largest file. */
static ValiseCellExit
read_all (int fd, Bytes *bytes)
{
  gsize room = 0;

  for (;;) {
    gssize got;

    if (bytes->size == room) {
      if (room > VALISE_CELL_MAX_INPUT)
        return VALISE_CELL_TOO_LARGE;
      room = room == 0 ? FIRST_ROOM : MIN (2 * room, VALISE_CELL_MAX_INPUT + 1);
      bytes->data = g_realloc (bytes->data, room);
    }
    got = read (fd, bytes->data + bytes->size, room - bytes->size);
    if (got == 0)
      return VALISE_CELL_DONE;
    if (got < 0 && errno != EINTR)
      return VALISE_CELL_UNREADABLE;
    bytes->size += (gsize) MAX (got, 0);
  }
}

static gboolean
write_all (const char *text)
{
  for (gsize left = strlen (text); left > 0;) {
    gssize written = write (STDOUT_FILENO, text, left);

    if (written < 0 && errno != EINTR)
      return FALSE;
    text += MAX (written, 0);
    left -= (gsize) MAX (written, 0);
  }
  return TRUE;
}

static ValiseCellExit
work (JobFunc function, gboolean takes_file, int input)
{
  Bytes bytes = { 0 };
  ValiseCellExit result = takes_file ? read_all (input, &bytes) : VALISE_CELL_DONE;
  g_autofree char *answer = NULL;

  if (result == VALISE_CELL_DONE)
    answer = function (bytes.data, bytes.size);
  g_free (bytes.data);
  if (result == VALISE_CELL_DONE && (answer == NULL || !write_all (answer)))
    return VALISE_CELL_UNREADABLE;
  return result;
}

int
main (int argc, char **argv)
{
  int input = fcntl (VALISE_CELL_INPUT, F_GETFD) >= 0 ? VALISE_CELL_INPUT : STDIN_FILENO;

  for (gsize i = 0; argc == 2 && i < G_N_ELEMENTS (jobs); i++) {
    if (strcmp (argv[1], jobs[i].name) != 0)
      continue;
    if (!cell_lock (input))
      return VALISE_CELL_OPEN;
    return (int) work (jobs[i].function, jobs[i].takes_file, input);
  }
  return VALISE_CELL_USAGE;
}
