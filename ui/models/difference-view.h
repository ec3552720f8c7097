/* difference-view.h - one difference, ready to be decided
 *
 * Both sides have the same rows; who said a value is who said it first, also
 * where somebody else put it back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/difference.h"
#include "ui/models/record-item.h"

typedef struct {
  char *text;               /* for people, one line or more; "" where sealed or cleared */
  char *more;               /* coordinates in other notations, size of a file; NULL: nothing */
  char *value;              /* canonical JSON; NULL: of a withdrawal */
  gboolean sealed, cleared, provisional, own, changed_since;
  char *author, *device;    /* "I. Marwen"; the first digits of the id */
  char *time;               /* as the device claimed, or NULL */
  char *put_back_by;        /* who said it once more, or NULL */
  char *how_known;          /* label (N_()) or text; NULL: not said */
  guint knew;               /* bits: the sides whose values who wrote this had seen */
  ValiseStanding standing;
  GPtrArray *photos;        /* of ValiseRecordItem: pictures by the same member, of the record or of what it is part of */
  GPtrArray *links;         /* of ValiseRecordItem: where a value leads */
} ValiseDifferenceSide;

typedef struct {
  char *label, *text;       /* label as in the type's definition, N_() */
} ValiseDifferenceSame;

typedef struct {
  ValiseDifference *what;
  char *classification;     /* "confidential", or NULL */
  GPtrArray *sides;         /* of ValiseDifferenceSide, as “valise conflicts” numbers them; of a withdrawal: it, then the changes */
  ValiseDifferenceSide *before; /* what stood before all, or NULL */
  gboolean settles;         /* this member's word settles it; else it is a proposal */
  GPtrArray *same;          /* of ValiseDifferenceSame: what nobody differs about */
  GPtrArray *stood;         /* of ValiseStoodValue: to take the choice back */
  char *reason;             /* of the withdrawal, or NULL */
  double apart;             /* metres between the two places measured; negative: not known */
} ValiseDifferenceView;

/* A value that stood, with its field. */
typedef struct {
  char *name, *value;
  ValiseHash commit;
} ValiseStoodValue;

GPtrArray *valise_stood_copy (const GPtrArray *stood);   /* deep, transfer full */

void valise_difference_view_free (ValiseDifferenceView *view);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseDifferenceView, valise_difference_view_free)

/* On a worker (transfer full). NOT_FOUND: nobody differs about it any more. */
ValiseDifferenceView *valise_difference_view_load (ValiseStore *store, ValiseDifference *what, GError **error);

void                  valise_difference_view_async (ValiseSession *session, ValiseDifference *what, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
ValiseDifferenceView *valise_difference_view_finish (ValiseSession *session, GAsyncResult *result, GError **error);
