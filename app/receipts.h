/* receipts.h - which of headquarters' receipts names an entry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

typedef struct {
  char *record;    /* id of the receipt */
  char *time;      /* headquarters' clock */
  char *log;       /* device whose entries it names */
  GArray *ranges;  /* pairs of guint64: first, last */
  GArray *partly;  /* the same, of entries held with some values only */
} ValiseReceiptSeen;

/* All that headquarters wrote and that is here, oldest first (of
 * ValiseReceiptSeen, transfer full). */
GPtrArray *valise_receipts_load (ValiseStore *store, GError **error);

/* The oldest one that names this entry, lent; NULL: none does. *partly: it
 * holds some of the values only. */
const ValiseReceiptSeen *valise_receipts_find (const GPtrArray *receipts, const char *device, guint64 index,
                                               gboolean *partly);
