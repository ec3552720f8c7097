/* record-view.h - one record, ready to be read: values, the rows below it, its history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/record-item.h"
#include "ui/models/session.h"

typedef struct {
  const ValiseField *field; /* NULL: not known here, `name` says which */
  char *name;
  GPtrArray *texts;         /* of char *: the values that stand, the one that counts first; two or more: settle */
  gboolean sealed, changed_since;
  char *check;              /* what arithmetic says against an identifier, or NULL */
} ValiseViewValue;

typedef struct {
  char *author, *time;      /* "A. Diallo"; "2026-11-21T07:05:12Z" or NULL */
  GPtrArray *changes;       /* of char *: "Calibre: 7.62 × 39" */
  gboolean made, withdrew;
  ValiseStanding standing;
} ValiseViewEntry;

typedef struct {
  ValiseRecordItem *item;
  const ValiseType *type;   /* NULL: not known here */
  GPtrArray *values;        /* of ValiseViewValue, in the form's order */
  const ValiseType *row_type;
  GPtrArray *rows;          /* of GPtrArray of char *: texts by column of row_type */
  GPtrArray *linked;        /* of ValiseRecordItem: what it is part of, or links here */
  GPtrArray *history;       /* of ValiseViewEntry, newest first */
  char *reason;             /* why it was withdrawn, or NULL */
  char *classification;     /* "confidential" */
} ValiseRecordView;

void valise_record_view_free (ValiseRecordView *view);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseRecordView, valise_record_view_free)

/* Looking is a custody event, once for each record and unlocked session. */
void              valise_record_view_load_async (ValiseSession *session, const char *record, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
ValiseRecordView *valise_record_view_load_finish (ValiseSession *session, GAsyncResult *result, GError **error);
