/* log-pack.h - one log's lines for one group: entries, and subtrees over the rest
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/group.h"
#include "sync/spool.h"
#include "sync/survey.h"

typedef struct {
  guint64 entries;     /* sent */
  guint64 records;     /* of these, neither receipts nor custody events */
  guint64 withheld;    /* entries of records, here, that the group may not have */
  guint64 receipts_to; /* 1 + index of the newest receipt sent; 0: none */
  guint highest_class;
  GArray *went;          /* of guint64: first and last index of each stretch of entries sent, when not NULL */
  GHashTable *only;      /* set of record ids that may go; NULL: all */
  ValiseSurvey *survey;  /* is told of what goes, when not NULL */
  ValiseHasher *content; /* gets what people made of the entries sent, when not NULL */
  GHashTable *interviews; /* set of record ids that went out, when not NULL */
} ValiseLogPackCounts;

/* Writes lines that account for indexes 0 to `size` of the log, which the
 * group must have entered. FALSE with DAMAGED when the tree cannot be shown
 * to be whole from what is here. */
gboolean valise_log_pack (ValiseStore *store, gint64 log, guint64 size, ValiseGroup *group,
                          gboolean everything, ValiseSpool *spool, ValiseLogPackCounts *counts,
                          GError **error);
