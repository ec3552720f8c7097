/* import.h - records from a file, each row by itself, through the one door
 *
 * What must stay true:
 *  1. new + updated + same + refused = rows.
 *  2. A row that is refused changes nothing and stops no other.
 *  3. The same file taken in again changes nothing: every row is the same. A
 *     row without an id gets one from a key of this store and its content
 *     (counted, where several rows say the same), so an import that was
 *     interrupted goes on where it stopped.
 *  4. A row that names a record here changes only the fields that it gives and
 *     that differ; it never withdraws and never reinstates one.
 *
 * A sealed value cannot be compared: where one stands, a row leaves it. A row
 * that would bring a value of a field of which one was erased here is refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/import-row.h"

#define VALISE_IMPORT_MAX_ROWS 1000000

typedef enum {
  VALISE_IMPORT_NEW,
  VALISE_IMPORT_UPDATED,
  VALISE_IMPORT_SAME,
  VALISE_IMPORT_REFUSED,
  VALISE_IMPORT_N_OUTCOMES,
} ValiseImportOutcome;

/* What became of one row; lent. */
typedef struct {
  guint64 number;
  ValiseImportOutcome outcome;
  const char *record; /* its id here; NULL when refused without one */
  const char *type;   /* or NULL */
  const char *column; /* refused: which, or NULL */
  const char *reason; /* refused: why */
  const char *const *changed; /* new and updated: names of fields, NULL at the end */
} ValiseImportResult;

typedef struct {
  guint64 rows, outcomes[VALISE_IMPORT_N_OUTCOMES];
  guint64 sealed_left; /* sealed values that were left as they stand */
  guint64 dangling;    /* links to records that are not here */
  guint64 not_told_apart; /* new, without id or reference, on a store that erased values: may be what was erased */
} ValiseImportCounts;

typedef struct {
  gboolean dry_run;        /* say what would change, and change nothing */
  const char *case_id;     /* of rows that say none, or NULL */
  const char *class_code;
  /* Told of each row after it is safe on the disk; FALSE stops. NULL: not told. */
  void (*told) (const ValiseImportResult *result, gpointer user);
  /* Asked once, outside any transaction, before the first sealed value is
   * written: makes a vault where there is nobody to seal to. NULL: not asked. */
  gboolean (*before_sealed) (gpointer user, GError **error);
  gpointer user;
} ValiseImportOptions;

/* Takes every row in, some tens in one transaction. FALSE: the file or the
 * store failed; what was told of before stays, and the rest may be taken in by
 * importing the file again. */
gboolean valise_import (ValiseStore *store, ValiseImportSource *source, const ValiseImportOptions *options,
                        ValiseImportCounts *counts, GError **error);
