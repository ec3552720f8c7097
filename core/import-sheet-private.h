/* import-sheet-private.h - what the two files of a spreadsheet's import share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/csv.h"
#include "core/import-sheet.h"

typedef enum {
  COLUMN_NOTHING, COLUMN_FIELD, COLUMN_RECORD, COLUMN_KEY, COLUMN_TYPE, COLUMN_CASE, COLUMN_CLASS,
  COLUMN_WITHDRAWN, COLUMN_REASON,
} ValiseColumnKind;

typedef struct {
  const char *header;      /* lent from the sheet */
  ValiseColumnKind target_kind;
  char *target;            /* as in a plan: "serial", "place.lat", "record", "-" */
  char *name;              /* of the field, or NULL */
  const char *member;      /* of a place, lent from target, or NULL */
} ValiseColumn;

struct _ValiseSheet {
  ValiseImportSource source;
  ValiseStore *store;
  ValiseCsvReader *reader;
  char **headers;
  const ValiseType *type;
  GArray *columns;         /* of ValiseColumn, one for each header */
};

gboolean valise_sheet_next (ValiseImportSource *source, ValiseImportRow **row, GError **error);
