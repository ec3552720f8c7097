/* import-row.h - one row of a file that is being imported, and where rows come from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/record.h"

typedef struct {
  guint64 number;     /* as the file counts: rows of a spreadsheet, lines */
  char *record;       /* its id here and elsewhere, or NULL */
  char *key;          /* the file's own reference for it, or NULL */
  const ValiseType *type;
  gboolean withdrawn;
  char *reason;       /* of the withdrawal, or NULL */
  GArray *fields;     /* of ValiseAssignment, canonical; ".case" and ".class" too */
  GPtrArray *texts;   /* owns them */
  gsize size;         /* bytes of them */
  char *column;       /* that is refused, or NULL */
  char *problem;      /* why the row is refused, or NULL */
} ValiseImportRow;

ValiseImportRow *valise_import_row_new (guint64 number);
void             valise_import_row_free (ValiseImportRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseImportRow, valise_import_row_free)

/* Adds a field; takes the value. */
void     valise_import_row_take (ValiseImportRow *row, const char *name, char *value);

/* The row is refused, for this column (or NULL); the first reason stands. */
void     valise_import_row_refuse (ValiseImportRow *row, const char *column, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* Sets the record's id; refuses what is none. */
void     valise_import_row_set_record (ValiseImportRow *row, const char *column, const char *text);

/* Sets the type by its name; refuses what people do not record. */
void     valise_import_row_set_type (ValiseImportRow *row, const char *column, const char *name);

/* Where rows come from. next gives *row NULL at the end (transfer full);
 * FALSE: the file cannot be read further. */
typedef struct _ValiseImportSource ValiseImportSource;

struct _ValiseImportSource {
  gboolean (*next) (ValiseImportSource *source, ValiseImportRow **row, GError **error);
  void (*free) (ValiseImportSource *source);
};

void valise_import_source_free (ValiseImportSource *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseImportSource, valise_import_source_free)

/* import-lines.c: JSON Lines, as export writes them: {"case":…,"class":…,
 * "fields":{…},"record":…,"type":…,"withdrawn":true,"reason":…}, of which only
 * "type" and "fields" must be there. A field's value is of its kind's shape
 * (type.h); a string where another shape belongs is read as typed. */
ValiseImportSource *valise_import_lines_new (GInputStream *stream);
