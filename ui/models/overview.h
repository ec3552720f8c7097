/* overview.h - what the first page and the sidebar count
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/session.h"
#include "ui/models/record-item.h"

typedef struct {
  GHashTable *types;      /* type → GUINT_TO_POINTER (count) */
  guint records;          /* of all types */
  guint own;              /* with an entry of this laptop's */
  guint held, sent, here; /* of these; they add up */
  guint64 incomplete, conflicts;
  guint64 files, file_bytes, files_held;
  GPtrArray *drafts;      /* of ValiseDraft */
  GPtrArray *actionable;  /* of ValiseRecordItem: marked so, and not held */
  GPtrArray *touched;     /* of ValiseRecordItem, newest first */
  guint64 arrived, unread, unread_actionable; /* of records of others that came: sync/arrived.h */
  char *last_receipt;     /* "2026-11-14T…", or NULL */
  char *case_id, *case_title, *case_basis; /* of the first case, or NULL */
  gboolean registry; /* headquarters' own store */
  gboolean joined;
} ValiseOverviewFacts;

void valise_overview_facts_free (ValiseOverviewFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseOverviewFacts, valise_overview_facts_free)

void                 valise_overview_load_async (ValiseSession *session, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
ValiseOverviewFacts *valise_overview_load_finish (ValiseSession *session, GAsyncResult *result, GError **error);
