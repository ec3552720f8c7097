/* cell.h - has a foreign file read by a process that can do nothing else
 *
 * A parser of somebody else's format is where a hostile photo takes over a
 * program. valise-cell reads one file and prints one JSON text; before it sees
 * the first byte it gives up files, network, processes and most of the kernel
 * (app/cell-lock.c). One process per file, so that no file can reach another's
 * result. What comes back is still a stranger's word: callers check it.
 *
 * Thread-safe, but for the two setters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define VALISE_CELL_INPUT 3                           /* the descriptor that the file is on */
#define VALISE_CELL_MAX_INPUT (256 * 1024 * 1024)     /* bytes; larger files are not parsed */
#define VALISE_CELL_MAX_OUTPUT (1024 * 1024)          /* bytes of JSON */
#define VALISE_CELL_TIME_LIMIT (20 * G_TIME_SPAN_SECOND)

/* How valise-cell ends; anything else is a death. */
typedef enum {
  VALISE_CELL_DONE = 0,
  VALISE_CELL_USAGE = 2,
  VALISE_CELL_OPEN = 3,      /* it could not lock itself in, so it read nothing */
  VALISE_CELL_UNREADABLE = 4,
  VALISE_CELL_TOO_LARGE = 5,
} ValiseCellExit;

/* Runs one job of the cell over the file behind `fd`, from its present
 * position to its end; `fd` stays open and belongs to the caller. `job` is a
 * name from the table in app/cell.c, such as "exif", with the numbers that
 * the job takes behind it: "jpeg:512".
 *
 * Returns (transfer full) the cell's output, NUL-terminated, at most
 * VALISE_CELL_MAX_OUTPUT bytes, not checked in any way. On failure NULL and
 * - VALISE_ERROR_UNSUPPORTED: this file was not parsed (the cell died, took
 *   too long, said too much, or the file is too large): mark it, go on;
 * - VALISE_ERROR_FAILED: the cell does not run here at all (not installed, or
 *   a kernel without landlock and seccomp): say so once, go on without. */
char *valise_cell_run (const char *job, int fd, GError **error);

/* The same for answers that are no text (pictures): at most `most` bytes
 * (transfer full). */
GBytes *valise_cell_run_bytes (const char *job, int fd, gsize most, GError **error);

/* Where valise-cell is; NULL: as built. Else it is looked for beside the
 * running program (a build tree), then in libexecdir. */
void valise_cell_set_path (const char *path);

/* Microseconds until a cell is killed; 0: VALISE_CELL_TIME_LIMIT. */
void valise_cell_set_time_limit (gint64 limit);
