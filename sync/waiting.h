/* waiting.h - what the world does not know yet, and what is missing here
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

typedef struct {
  guint64 entries;           /* of this device: made by its member, not receipts or custody */
  guint64 acknowledged;      /* of these, named by headquarters' receipts, with their sealed values, which a custodian of today reads */
  guint64 files_present, files_missing, file_bytes;
  guint64 files_held;        /* present here and named by headquarters' receipts */
} ValiseWaiting;

gboolean valise_waiting_count (ValiseStore *store, ValiseWaiting *waiting, GError **error);

/* Index ranges of known logs that are not here: withheld, or not come yet. */
typedef struct {
  char *device, *member;
  guint64 first, last;
} ValiseGap;

GPtrArray *valise_waiting_gaps (ValiseStore *store, GError **error);
void       valise_gap_free (ValiseGap *gap);
