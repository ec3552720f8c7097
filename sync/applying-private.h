/* applying-private.h - what the files of applying.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/applying.h"

typedef struct {
  ValiseStore *store;
  const ValiseChecked *checked;
  ValiseReconciled *result;
  ValiseProgress progress;
  gpointer progress_user;
  guint64 octets;
  guint branch;               /* which branches of the logs are taken in now */
  gint64 sent;                /* the log here that the sender's own belongs to; 0: not met yet */
  GHashTable *owed;           /* logs that brought something that wants a receipt */
  GHashTable *actionable;     /* records that brought something to act on */
  gboolean repeated;          /* brought again what this store acknowledged */
  GArray *pieces;             /* of ValisePieceName, for the receipt */
  GPtrArray *files, *sealed;  /* hashes in hex, for the receipt */
} ValiseApplying;

/* One log of the bundle. */
gboolean valise_applying_log (ValiseApplying *applying, const ValiseBagFile *file, const char *device, GError **error);
