/* csv.h - comma-separated values: a strict reader with limits, and a writer
 *
 * RFC 4180, and what spreadsheets make of it: UTF-8 with or without a byte
 * order mark, UTF-16 with one; comma, semicolon or tab between cells, told by
 * the first row or by Excel's "sep=;" line; CRLF, LF or CR; line ends inside
 * quotes. The file is streamed: no more than one row is in memory.
 *
 * Why not in the cell (core/cell.h): the grammar has five states and no length,
 * count, offset or reference that a file could lie about, so a parser of
 * it has nothing to be led astray by; the cell's answer would be as large as the
 * file and would have to be parsed in turn. tests/fuzz/fuzz-csv.c feeds it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#define VALISE_CSV_MAX_ROW (4 * 1024 * 1024) /* bytes of one row, as UTF-8 */
#define VALISE_CSV_MAX_COLUMNS 1024

typedef struct _ValiseCsvReader ValiseCsvReader;

/* One row; lent until the next. A row that cannot be read has `problem`, what
 * is wrong in words, and no cells; the one after it may well be sound. */
typedef struct {
  guint64 number;      /* as a spreadsheet counts: from 1, blank rows too */
  const char *problem; /* N_(), or NULL */
  guint n_cells;
  char **cells;        /* valid UTF-8 */
} ValiseCsvRow;

ValiseCsvReader *valise_csv_reader_new (GInputStream *stream);
void             valise_csv_reader_free (ValiseCsvReader *reader);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseCsvReader, valise_csv_reader_free)

/* The next row that is not blank; *row NULL: there is none. FALSE: the stream failed. */
gboolean valise_csv_reader_next (ValiseCsvReader *reader, const ValiseCsvRow **row, GError **error);

/* Adds a cell to a row that is being written, quoted where it must be; rows end
 * with CRLF, which valise_csv_end_row() adds. */
void     valise_csv_add_cell (GString *out, const char *text, gboolean first);
void     valise_csv_end_row (GString *out);

/* A spreadsheet takes a cell that begins with = + - @ (or a tab, a line end, or
 * their full-width forms) for a formula and runs it. Guarding puts an
 * apostrophe before such a text, and before one that already begins with
 * apostrophes and then such a sign, so that unguarding gives exactly what was
 * there. Both transfer full. */
char    *valise_csv_guard (const char *text);
char    *valise_csv_unguard (const char *text);
