/* sent-list.h - bundles that left this laptop, and what came back for each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/session.h"

typedef enum {
  VALISE_SENT_WRITTEN,  /* no receipt names all of it yet */
  VALISE_SENT_RECEIVED, /* its recipient holds all of it, by his receipts */
  VALISE_SENT_HELD,     /* the same, and he is headquarters' registry */
} ValiseSentState;

typedef struct {
  char *name, *to, *time; /* as sync/sent.h has them; `to` without the role */
  guint entries, records, files;
  ValiseSentState state;
} ValiseSentRow;

/* The newest first, at most `limit` (of ValiseSentRow). */
void       valise_sent_list_load_async (ValiseSession *session, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
GPtrArray *valise_sent_list_load_finish (ValiseSession *session, GAsyncResult *result, GError **error);
