/* settling.h - a person's decision between values, and taking it back
 *
 * What “valise resolve” does, off the main thread. Nothing is lost: a decision
 * is an entry, and so is taking it back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/difference-view.h"

typedef struct {
  guint keep;               /* from 1, as the sides stand; 0: a third value */
  char *value, *why;        /* the third value, canonical JSON, and its reason */
  char *note_title, *note;  /* both are kept in a note as well; NULL: no note */
} ValiseChoiceMade;

/* What was done, for taking it back. */
typedef struct _ValiseSettled ValiseSettled;

void     valise_settled_free (ValiseSettled *settled);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseSettled, valise_settled_free)

/* FALSE: it is a proposal beside the others, for who wrote them or a coordinator. */
gboolean valise_settled_is_final (const ValiseSettled *settled);

const char *valise_settled_get_record (const ValiseSettled *settled);
const char *valise_settled_get_name (const ValiseSettled *settled);    /* of the field, or "" */

/* On a worker; all or nothing (transfer full). */
ValiseSettled *valise_settle (ValiseStore *store, const ValiseDifferenceView *view, const ValiseChoiceMade *choice, GError **error);
gboolean       valise_settled_take_back (ValiseStore *store, const ValiseSettled *settled, GError **error);

/* For the main thread; what they need of the view is copied. */
void           valise_settle_async (ValiseSession *session, const ValiseDifferenceView *view, const ValiseChoiceMade *choice, GAsyncReadyCallback callback, gpointer user);
ValiseSettled *valise_settle_finish (ValiseSession *session, GAsyncResult *result, GError **error);
void           valise_settled_take_back_async (ValiseSession *session, ValiseSettled *settled, GAsyncReadyCallback callback, gpointer user); /* takes `settled` */
gboolean       valise_settled_take_back_finish (ValiseSession *session, GAsyncResult *result, GError **error);
