/* exchange.h - everything that a shared folder has to give and to get
 *
 * A stick, a share, or a folder that another program synchronizes. It is flat:
 * bundles of everybody lie side by side under random names, so that nothing
 * can be told from it. Each store looks at the head of every bundle that it
 * has not seen, and takes in what is for it.
 *
 * What must stay true:
 *  1. Nothing that this store did not write is changed or removed.
 *  2. A bundle has its name only when all of it was read back.
 *  3. Doing it again, or after an interruption, gives the same in the end, and
 *     writes nothing that still lies there; but for a bundle that got its name
 *     just before an interruption, which is written once more, and harmless.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/pack.h"
#include "sync/reconcile.h"

typedef struct {
  const char *folder;       /* must exist */
  GPtrArray *recipients;    /* of ValiseMember; NULL: headquarters, or at headquarters everybody */
  guint64 max_bytes;        /* as in pack.h */
  gboolean tidy;            /* remove own bundles that were acknowledged or replaced */
} ValiseExchangeOptions;

typedef struct {
  GPtrArray *taken;         /* of ValiseReconciled */
  GPtrArray *packed;        /* of ValisePacked; path NULL: nothing waits, or it lies there already */
  GPtrArray *left;          /* of char *: "NAME: why it was left for another time" */
  guint64 known;            /* looked at before, or this store's own */
  guint64 foreign;          /* for other members: left as they are */
  guint64 removed;          /* own ones, tidied */
  char *not_packed;         /* why nothing could be written, or NULL */
} ValiseExchanged;

void valise_exchanged_free (ValiseExchanged *exchanged);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseExchanged, valise_exchanged_free)

/* NULL only when the store itself, or the whole folder, fails. */
ValiseExchanged *valise_exchange (ValiseStore *store, const ValiseExchangeOptions *options, GError **error);
