/* arrived-list.h - what others recorded and sent, by sender, the actionable first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/record-item.h"
#include "ui/models/session.h"

#define VALISE_ARRIVED_SHOWN 300 /* rows; those that count come first */

typedef struct {
  ValiseRecordItem *item;
  char *time;      /* when it came here */
  gboolean actionable, unread;
} ValiseArrivedRow;

typedef struct {
  char *author;    /* "" : not on the roster */
  guint unread, actionable; /* of its rows; actionable and unread */
  GPtrArray *rows; /* of ValiseArrivedRow: actionable and unread first, then unread, then the rest */
} ValiseArrivedSender;

typedef struct {
  GPtrArray *senders; /* of ValiseArrivedSender: who has something actionable first, then who has something unread */
  guint64 all, unread, actionable; /* of everything, shown or not */
  guint shown;
} ValiseArrivals;

void            valise_arrivals_free (ValiseArrivals *arrivals);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseArrivals, valise_arrivals_free)

void            valise_arrivals_load_async (ValiseSession *session, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
ValiseArrivals *valise_arrivals_load_finish (ValiseSession *session, GAsyncResult *result, GError **error);

/* Nothing is unread any more; "changed" follows. */
void            valise_arrivals_read_all (ValiseSession *session);
