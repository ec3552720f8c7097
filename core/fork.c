/* fork.c - which branch of a forked log counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/fork.h"

#include <string.h>

/* How many entries each two of them share. */
typedef struct {
  guint n;
  guint64 common[VALISE_BRANCHES_MAX][VALISE_BRANCHES_MAX];
} Shared;

void
valise_fork_free (ValiseFork *fork)
{
  if (fork == NULL)
    return;
  g_array_unref (fork->branches);
  g_free (fork);
}

static ValiseBranch *
branch_at (const ValiseFork *fork, guint at)
{
  return &g_array_index (fork->branches, ValiseBranch, at);
}

/* Loading */

static int
by_root (gconstpointer a, gconstpointer b)
{
  const ValiseBranch *x = a, *y = b;
  int order = memcmp (x->root.bytes, y->root.bytes, sizeof x->root.bytes);

  return order != 0 ? order : (x->size > y->size) - (x->size < y->size);
}

static gboolean
load_branch (ValiseStore *store, gint64 log, const ValiseCheckpoint *named, ValiseBranch *branch,
             GError **error)
{
  GError *local = NULL;
  g_autofree char *note = valise_log_dup_checkpoint (store, log, 0, &local);
  ValiseCheckpoint newest = { 0 };

  *branch = (ValiseBranch){ .log = log, .size = valise_log_size (store, log) };
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (note != NULL && !valise_checkpoint_parse (note, strlen (note), &newest, error))
    return FALSE;
  branch->root = newest.root;
  branch->chosen = named != NULL && valise_branch_contains (store, log, named->size, &named->root);
  return TRUE;
}

static gboolean
load_branches (ValiseStore *store, const GArray *logs, const ValiseCheckpoint *named,
               ValiseFork *fork, GError **error)
{
  for (guint i = 0; i < logs->len && i < VALISE_BRANCHES_MAX; i++) {
    ValiseBranch branch;

    if (!load_branch (store, g_array_index (logs, gint64, i), named, &branch, error))
      return FALSE;
    g_array_append_val (fork->branches, branch);
    fork->decided |= branch.chosen;
  }
  g_array_sort (fork->branches, by_root);
  return TRUE;
}

/* What two share with a third they share with each other. */
static void
close_over (Shared *shared)
{
  for (guint k = 0; k < shared->n; k++)
    for (guint i = 0; i < shared->n; i++)
      for (guint j = 0; j < shared->n; j++)
        if (i != j && k != i && k != j)
          shared->common[i][j] =
              MAX (shared->common[i][j], MIN (shared->common[i][k], shared->common[k][j]));
}

static gboolean
load_shared (ValiseStore *store, const ValiseFork *fork, Shared *shared, GError **error)
{
  shared->n = fork->branches->len;
  for (guint i = 0; i < shared->n; i++)
    for (guint j = 0; j <= i; j++) {
      guint64 common = branch_at (fork, i)->size;

      if (j < i && !valise_branch_common (store, branch_at (fork, i)->log,
                                          branch_at (fork, j)->log, &common, error))
        return FALSE;
      shared->common[i][j] = shared->common[j][i] = common;
    }
  close_over (shared);
  return TRUE;
}

/* Deciding */

static gboolean
contradict (const ValiseFork *fork, const Shared *shared, guint i, guint j)
{
  return shared->common[i][j] < MIN (branch_at (fork, i)->size, branch_at (fork, j)->size);
}

static gboolean
may_count (const ValiseFork *fork, guint i)
{
  return !fork->decided || branch_at (fork, i)->chosen;
}

/* The longest of those that may count: what is but the beginning of another
 * lacks nothing there. */
static void
choose (ValiseFork *fork)
{
  gboolean any = FALSE;

  for (guint i = 0; i < fork->branches->len; i++)
    if (may_count (fork, i) &&
        (!any || branch_at (fork, i)->size > branch_at (fork, fork->counting)->size)) {
      fork->counting = i;
      any = TRUE;
    }
}

static void
find_limits (ValiseFork *fork, const Shared *shared)
{
  fork->common = G_MAXUINT64;
  fork->counts_to = G_MAXUINT64;
  for (guint i = 0; i < shared->n; i++)
    for (guint j = 0; j < i; j++) {
      fork->common = MIN (fork->common, shared->common[i][j]);
      if (!contradict (fork, shared, i, j))
        continue;
      fork->contradicts = TRUE;
      if (may_count (fork, i) && may_count (fork, j))
        fork->counts_to = MIN (fork->counts_to, shared->common[i][j]);
    }
  for (guint i = 0; i < shared->n; i++)
    branch_at (fork, i)->shared = MIN (shared->common[i][fork->counting], fork->counts_to);
}

ValiseFork *
valise_fork_load (ValiseStore *store, const char *device, const ValiseCheckpoint *named,
                  GError **error)
{
  g_autoptr (GArray) logs = valise_branch_list (store, device, error);
  g_autoptr (ValiseFork) fork = g_new0 (ValiseFork, 1);
  Shared shared;

  fork->branches = g_array_new (FALSE, TRUE, sizeof (ValiseBranch));
  if (logs == NULL || logs->len < 2)
    return NULL;
  if (!load_branches (store, logs, named, fork, error) ||
      !load_shared (store, fork, &shared, error))
    return NULL;
  choose (fork);
  find_limits (fork, &shared);
  return g_steal_pointer (&fork);
}

/* Sharing */

static gboolean
share_once (ValiseStore *store, const ValiseFork *fork, GHashTable *records, gboolean *changed,
            GError **error)
{
  Shared shared;

  if (!load_shared (store, fork, &shared, error))
    return FALSE;
  for (guint i = 0; i < shared.n; i++)
    for (guint j = 0; j < shared.n; j++)
      if (i != j && !valise_branch_share (store, branch_at (fork, i)->log, branch_at (fork, j)->log,
                                          shared.common[i][j], records, changed, error))
        return FALSE;
  return TRUE;
}

gboolean
valise_fork_share (ValiseStore *store, const char *device, GHashTable *records, GError **error)
{
  GError *local = NULL;
  g_autoptr (ValiseFork) fork = valise_fork_load (store, device, NULL, &local);
  gboolean changed = fork != NULL;

  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  /* What came from one may show that more is shared with another. */
  for (guint round = 0; changed && round < VALISE_BRANCHES_MAX; round++) {
    changed = FALSE;
    if (!share_once (store, fork, records, &changed, error))
      return FALSE;
  }
  return TRUE;
}
