/* record-view.h - one record, ready to be read: values, the rows below it, its history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/record-item.h"
#include "ui/models/session.h"

typedef enum {
  VALISE_VIEW_WHOLE,
  VALISE_VIEW_TOLD,         /* of a place: its name and what was told */
  VALISE_VIEW_MEASURED,     /* of a place: degrees, accuracy, method */
} ValiseViewAspect;

typedef struct {
  const ValiseField *field; /* NULL: not known here, `name` says which */
  char *name;
  ValiseViewAspect aspect;
  GPtrArray *texts;         /* of char *: the values that stand, the one that counts first; two or more: settle */
  gboolean sealed, changed_since;
  char *sealed_on;          /* when the sealed value was written, "2026-11-21T07:05:12Z", or NULL */
  char *check;              /* what arithmetic says against an identifier, or NULL */
} ValiseViewValue;

typedef struct {
  const ValiseField *field; /* NULL: `name` says which */
  char *name;
  char *before, *after;     /* texts; before NULL: none stood there. "" after: cleared */
  gboolean sealed;          /* neither is shown */
} ValiseViewChange;

typedef struct {
  char *author, *time;      /* "A. Diallo"; "2026-11-21T07:05:12Z" or NULL */
  GPtrArray *changes;       /* of ValiseViewChange */
  char *why;                /* reason of a change or a withdrawal, or NULL */
  guint64 index;            /* in its author's log */
  gboolean made, withdrew, restored;
  ValiseStanding standing;
  char *after, *before;     /* headquarters' cosignatures that it was written between, as times; or NULL */
  gboolean time_in_doubt;   /* something speaks against `time` */
} ValiseViewEntry;

typedef struct {
  char *record;             /* id */
  GPtrArray *texts;         /* of char *: by column of the row type */
  gboolean withdrawn;
  guint conflicts;
} ValiseViewRow;

typedef struct {
  ValiseRecordItem *item;
  const ValiseType *type;   /* NULL: not known here */
  GPtrArray *values;        /* of ValiseViewValue, in the form's order */
  const ValiseType *row_type;
  GPtrArray *rows;          /* of ValiseViewRow */
  GPtrArray *linked;        /* of ValiseViewLink */
  GPtrArray *history;       /* of ValiseViewEntry, newest first */
  char *reason, *withdrawn_on; /* of a withdrawal, or NULL */
  char *classification;     /* "confidential" */
  gboolean located;         /* it has a measured place: it is on the map */
} ValiseRecordView;

typedef struct {
  ValiseRecordItem *item;
  const ValiseField *field; /* that leads there, or from there; NULL: it is a part */
  gboolean from_there;      /* it is the other record that names this one */
} ValiseViewLink;

void valise_record_view_free (ValiseRecordView *view);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseRecordView, valise_record_view_free)

/* Looking is a custody event, once for each record and unlocked session. */
void              valise_record_view_load_async (ValiseSession *session, const char *record, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
ValiseRecordView *valise_record_view_load_finish (ValiseSession *session, GAsyncResult *result, GError **error);
