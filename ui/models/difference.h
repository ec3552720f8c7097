/* difference.h - what people differ about: the list of it
 *
 * One item for each field of a record with values that differ, one for a
 * withdrawal that somebody changed the record beside, one for a record of two
 * types. What the sidebar counts and what the list shows are these.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/record.h"
#include "ui/models/session.h"

typedef enum {
  VALISE_DIFFERENCE_FIELD,
  VALISE_DIFFERENCE_WITHDRAWN, /* against what was changed */
  VALISE_DIFFERENCE_TYPE,      /* its entries name two types */
} ValiseDifferenceKind;

#define VALISE_TYPE_DIFFERENCE (valise_difference_get_type ())
G_DECLARE_FINAL_TYPE (ValiseDifference, valise_difference, VALISE, DIFFERENCE, GObject)

typedef struct {
  ValiseDifferenceKind kind;
  char *record, *type;      /* type NULL: not disclosed here */
  char *title, *above;      /* of the record, and of what it is part of; "": none */
  char *name;               /* of the field; "" for the other kinds */
  const ValiseField *field; /* NULL: none, or not known here */
  guint n_values;
} ValiseDifferenceFacts;

const ValiseDifferenceFacts *valise_difference_get (ValiseDifference *self);

/* Is it about the same? */
gboolean   valise_difference_is (ValiseDifference *self, const char *record, ValiseDifferenceKind kind, const char *name);

/* On a worker: all of them (of ValiseDifference, transfer full). `case_id`
 * NULL: of every case. */
GPtrArray *valise_difference_list (ValiseStore *store, const char *case_id, GError **error);

/* The live values that a withdrawal does not know of, as (name, value, commit)
 * of other fields than its own; where it names all, but without the right to,
 * all (of ValiseUnknown). */
typedef struct {
  const char *name;         /* lent from the state */
  const ValiseLive *live;
} ValiseUnknown;

GArray    *valise_difference_unknown (const ValiseState *state);

void       valise_difference_list_async (ValiseSession *session, const char *case_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
GPtrArray *valise_difference_list_finish (ValiseSession *session, GAsyncResult *result, GError **error);
