/* cell.c - valise-cell: reads one foreign file, can do nothing else
 *
 *   valise-cell JOB[:NUMBER[:NUMBER]] <FILE
 *
 * The file comes on descriptor 3, or on standard input where 3 is closed; the
 * answer is one JSON text, or a picture, on standard output. core/cell.h starts
 * it and names the exit codes. What must stay true:
 *   1. no byte of the file is read before cell_lock() has succeeded;
 *   2. a job gets bytes and returns bytes: it needs no descriptor and no path;
 *   3. one process serves one file.
 * A further job is one row in the table below.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cell-exif.h"
#include "app/cell-lock.h"
#include "app/cell-picture.h"
#include "app/cell-selftest.h"
#include "core/cell.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define FIRST_ROOM (1024 * 1024)

/* Returns (transfer full) the answer, or NULL: cannot be read at all. */
typedef char *(*TextFunc) (const guint8 *data, gsize size);
typedef GByteArray *(*PictureFunc) (const guint8 *data, gsize size, guint edge, guint number);

static const struct {
  const char *name;
  TextFunc text;       /* one of the two */
  PictureFunc picture;
  gboolean takes_file;
} jobs[] = {
  { "exif", cell_exif, NULL, TRUE },
  { "jpeg", NULL, cell_jpeg_picture, TRUE },
  { "selftest", cell_selftest, NULL, FALSE },
  { "selftest-killed", cell_selftest_killed, NULL, FALSE },
};

#define N_NUMBERS 2

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
write_all (const guint8 *data, gsize left)
{
  while (left > 0) {
    gssize written = write (STDOUT_FILENO, data, left);

    if (written < 0 && errno != EINTR)
      return FALSE;
    data += MAX (written, 0);
    left -= (gsize) MAX (written, 0);
  }
  return TRUE;
}

static GByteArray *
answer_of (gsize job, const Bytes *bytes, const guint numbers[N_NUMBERS])
{
  char *text;

  if (jobs[job].picture != NULL)
    return jobs[job].picture (bytes->data, bytes->size, numbers[0], numbers[1]);
  text = jobs[job].text (bytes->data, bytes->size);
  return text != NULL ? g_byte_array_new_take ((guint8 *) text, strlen (text)) : NULL;
}

static ValiseCellExit
work (gsize job, const guint numbers[N_NUMBERS], int input)
{
  Bytes bytes = { 0 };
  ValiseCellExit result = jobs[job].takes_file ? read_all (input, &bytes) : VALISE_CELL_DONE;
  g_autoptr (GByteArray) answer = result == VALISE_CELL_DONE ? answer_of (job, &bytes, numbers) : NULL;

  g_free (bytes.data);
  if (result == VALISE_CELL_DONE && (answer == NULL || !write_all (answer->data, answer->len)))
    return VALISE_CELL_UNREADABLE;
  return result;
}

/* "jpeg:512" is job "jpeg" with a number. FALSE: it is another job. */
static gboolean
is_job (const char *word, const char *name, guint numbers[N_NUMBERS])
{
  gsize length = strlen (name);

  if (strncmp (word, name, length) != 0)
    return FALSE;
  word += length;
  for (guint i = 0; i < N_NUMBERS && *word == ':'; i++) {
    char *end;

    numbers[i] = (guint) g_ascii_strtoull (word + 1, &end, 10);
    word = end;
  }
  return *word == '\0';
}

int
main (int argc, char **argv)
{
  int input = fcntl (VALISE_CELL_INPUT, F_GETFD) >= 0 ? VALISE_CELL_INPUT : STDIN_FILENO;
  guint numbers[N_NUMBERS] = { 0 };

  for (gsize i = 0; argc == 2 && i < G_N_ELEMENTS (jobs); i++) {
    if (!is_job (argv[1], jobs[i].name, numbers))
      continue;
    if (!cell_lock (input))
      return VALISE_CELL_OPEN;
    return (int) work (i, numbers, input);
  }
  return VALISE_CELL_USAGE;
}
