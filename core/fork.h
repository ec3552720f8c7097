/* fork.h - which branch of a forked log counts
 *
 * What all branches share stands. Beyond it nothing counts until a judgement
 * (admission.h) names a branch, by a checkpoint that it contains: then that
 * branch counts, as far as it is not forked again. Of the branches one is held
 * out as the log that counts; the others are set aside whole, with what they
 * share with it.
 *
 * What must stay true:
 *  1. The answer follows from what is held of the branches and from the
 *     checkpoint that was named, whatever came first.
 *  2. A branch that is the beginning of another contradicts nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/checkpoint.h"
#include "core/log-branch.h"

/* Why a stretch of a log is set aside (quarantine.h). The second is no loss:
 * the same entries count in another branch. */
#define VALISE_ASIDE_FORK "fork"
#define VALISE_ASIDE_SHARED "counts in another branch"

typedef struct {
  gint64 log;
  guint64 size;
  ValiseHash root;       /* of its newest checkpoint */
  gboolean chosen;       /* contains the checkpoint that was named */
  guint64 shared;        /* its first entries that stand in the branch that counts too */
} ValiseBranch;

typedef struct {
  GArray *branches;      /* of ValiseBranch, by their roots; at least two */
  guint counting;        /* which of them is the log that counts */
  guint64 counts_to;     /* its entries below this count; G_MAXUINT64: all */
  guint64 common;        /* entries that all branches share */
  gboolean contradicts;  /* FALSE: one merely is the beginning of the other */
  gboolean decided;      /* the checkpoint that was named is in one of them */
} ValiseFork;

/* `named` may be NULL. NULL without error: the log has one branch. */
ValiseFork *valise_fork_load (ValiseStore *store, const char *device, const ValiseCheckpoint *named, GError **error);
void        valise_fork_free (ValiseFork *fork);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseFork, valise_fork_free)

/* After something of a forked log came: what is known of the common parts is
 * made known of all branches. The records (ids in hex) of which something came
 * are added to `records`. Within the caller's transaction. */
gboolean valise_fork_share (ValiseStore *store, const char *device, GHashTable *records, GError **error);
