/* ledger.h - what was done with every bundle, for ever
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/reconcile.h"

#define VALISE_LEDGER_UNREAD "" /* a file that was too large to be read at all */

typedef struct {
  char *time, *bundle /* SHA-256 of the file, or VALISE_LEDGER_UNREAD */, *name, *sender, *outcome, *reason, *counts /* JSON */;
} ValiseLedgerRow;

void       valise_ledger_row_free (ValiseLedgerRow *row);

/* What was answered then, as far as the row keeps it (transfer full). */
ValiseReconciled *valise_ledger_row_to_reconciled (const ValiseLedgerRow *row);
gboolean   valise_ledger_add (ValiseStore *store, const char *bundle, const ValiseReconciled *what, GError **error);
GPtrArray *valise_ledger_list (ValiseStore *store, guint limit, GError **error);           /* newest first */
gboolean   valise_ledger_count_outcomes (ValiseStore *store, guint64 *held, guint64 *refused, GError **error); /* held: kept now */
