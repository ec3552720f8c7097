/* erasing.c - confirming an erasure on this store, with all that still waits here
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/erasing.h"

#include "sync/incoming.h"
#include "sync/pieces.h"
#include "sync/reconcile.h"

static gboolean
drop_bundle (ValiseStore *store, const ValiseIncoming *incoming, GError **error)
{
  if (!valise_incoming_drop (store, incoming->bundle, error))
    return FALSE;
  valise_incoming_remove (store, incoming->bundle);
  return TRUE;
}

/* What was begun stays: it is applied in part, and goes on at the next start. */
static gboolean
settle_held (ValiseStore *store, gboolean drop_held, ValiseErasing *erasing, GError **error)
{
  g_autoptr (GPtrArray) list = valise_incoming_list (store, error);

  for (guint i = 0; list != NULL && i < list->len; i++) {
    const ValiseIncoming *incoming = list->pdata[i];

    if (!drop_held || incoming->applying) {
      erasing->held++;
      continue;
    }
    if (!drop_bundle (store, incoming, error))
      return FALSE;
    erasing->dropped++;
  }
  return list != NULL;
}

gboolean
valise_erasing_confirm (ValiseStore *store, const char *request, gboolean drop_held,
                        ValiseErasing *erasing, GError **error)
{
  g_autoptr (GPtrArray) kept = valise_reconcile_kept (store, error);

  *erasing = (ValiseErasing){ 0 };
  return kept != NULL && valise_erasure_confirm (store, request, &erasing->erased, error) &&
         valise_pieces_drop_erased (store, &erasing->pieces, error) &&
         settle_held (store, drop_held, erasing, error) &&
         (erasing->pieces + erasing->dropped == 0 ||
          valise_db_clear_freed (valise_store_get_db (store), error));
}
