/* bundle-item.h - one bundle, and what became or would become of it
 *
 * Never changes; what is known anew is a new item.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "sync/ledger.h"

#define VALISE_TYPE_BUNDLE_ITEM (valise_bundle_item_get_type ())
G_DECLARE_FINAL_TYPE (ValiseBundleItem, valise_bundle_item, VALISE, BUNDLE_ITEM, GObject)

/* What happened, as far as it calls for other words. */
typedef enum {
  VALISE_BUNDLE_TAKEN,      /* something new came */
  VALISE_BUNDLE_KNOWN,      /* all of it was here */
  VALISE_BUNDLE_ASIDE,      /* taken in, some of it set aside */
  VALISE_BUNDLE_ENDED,      /* the same, for its sender's access had ended */
  VALISE_BUNDLE_FORKED,     /* it brought another history of a log */
  VALISE_BUNDLE_CAME_BACK,  /* it showed that this store is older than what it sent */
  VALISE_BUNDLE_UNKNOWN,    /* held: the sender is not on the roster */
  VALISE_BUNDLE_NEWER,      /* held: from a newer Valise */
  VALISE_BUNDLE_WAITS,      /* held for headquarters' word, or for another reason */
  VALISE_BUNDLE_NOT_FOR_US,
  VALISE_BUNDLE_DAMAGED,
  VALISE_BUNDLE_TOO_LARGE,
  VALISE_BUNDLE_PRACTICE,   /* training and evidence do not mix */
  VALISE_BUNDLE_REFUSED,
  VALISE_BUNDLE_NO_ROOM,    /* this store's own trouble from here on; nothing was changed */
  VALISE_BUNDLE_STOPPED,
  VALISE_BUNDLE_FAILED,
} ValiseBundleCase;

typedef struct {
  ValiseReconciled *what;
  char *bundle;      /* SHA-256 of the file, or NULL: not read in */
  char *time;        /* when it was read; NULL: now */
  GError *failure;   /* of this store, or that a person stopped it; NULL: none */
  char *ended;       /* "2026-10-03": the sender's access ended then; or NULL */
  guint64 limit;     /* bytes that this store accepts */
  guint64 log_size;  /* headquarters: of the sender's log, so far as it is known; else 0 */
  GPtrArray *gaps;   /* headquarters: of ValiseGap, what is missing of it; or NULL */
} ValiseBundleFacts;

/* Takes what the facts own. */
ValiseBundleItem        *valise_bundle_item_new (ValiseBundleFacts *facts);
const ValiseBundleFacts *valise_bundle_item_get (ValiseBundleItem *self);
ValiseBundleCase         valise_bundle_case (const ValiseBundleFacts *facts);

/* Completes `ended`, `limit`, `log_size` and `gaps` from the store. */
void                     valise_bundle_facts_complete (ValiseBundleFacts *facts, ValiseStore *store, const GPtrArray *gaps);
