/* cuts.c - the sizes at which the lines of a log are cut for one group
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/cuts.h"

#include <string.h>

#include "core/log-branch.h"

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* Where another branch of a log that was forked has a checkpoint, the two are
 * compared; and everybody is to see how much they share. */
static gboolean
add_branch (ValiseStore *store, gint64 log, gint64 branch, GArray *sizes, GArray *shared,
            GError **error)
{
  g_autoptr (GArray) known = valise_log_checkpoint_sizes (store, branch, error);
  guint64 common = 0;

  if (known == NULL || (branch != log && !valise_branch_common (store, log, branch, &common, error)))
    return FALSE;
  g_array_append_vals (sizes, known->data, known->len);
  if (branch != log)
    g_array_append_val (shared, common);
  return TRUE;
}

static GArray *
known_sizes (ValiseStore *store, gint64 log, GArray *shared, GError **error)
{
  g_autofree char *device = valise_log_dup_device (store, log);
  g_autoptr (GArray) branches = device != NULL ? valise_branch_list (store, device, error) : NULL;
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; branches != NULL && i < branches->len; i++)
    if (!add_branch (store, log, g_array_index (branches, gint64, i), all, shared, error))
      return NULL;
  g_array_sort (all, compare_sizes);
  return branches != NULL ? g_steal_pointer (&all) : NULL;
}

/* What its device gave away: to them, or to a registry that forwarded it and is
 * no more as it was then. */

/* Most entries are told from such an event by a look at their text. Whether it
 * counts (quarantine.h) is no matter, and what breaks a rule tells nothing. */
static gboolean
visit_given (const ValiseLogRow *row, gpointer user, GError **error)
{
  GArray *sizes = user;
  g_autoptr (ValiseEntry) entry = NULL;
  g_autofree char *action = NULL;
  const ValiseValue *value;
  gint64 size;

  if (row->disclosure == NULL || strstr (row->disclosure, "\"packed\"") == NULL ||
      strstr (row->disclosure, "\"custody/") == NULL)
    return TRUE;
  entry = valise_log_row_to_entry (row, NULL);
  if (entry == NULL)
    return TRUE;
  action = valise_entry_dup_text (entry, "action");
  value = valise_entry_find (entry, "size");
  size = value != NULL ? g_ascii_strtoll (value->value, NULL, 10) : 0;
  if (size > 0 && g_strcmp0 (action, "packed") == 0)
    g_array_append_val (sizes, size);
  return TRUE;
}

/* In all branches: he who had one of them compares the lines of each with it. */
static gboolean
add_given (ValiseStore *store, gint64 log, guint64 from, GArray *sizes, GError **error)
{
  g_autofree char *device = valise_log_dup_device (store, log);
  g_autoptr (GArray) branches = device != NULL ? valise_branch_list (store, device, error) : NULL;

  for (guint i = 0; branches != NULL && i < branches->len; i++)
    if (!valise_log_foreach (store, g_array_index (branches, gint64, i), from, G_MAXUINT64, visit_given, sizes, error))
      return FALSE;
  return branches != NULL;
}

GArray *
valise_cuts_find (ValiseStore *store, gint64 log, ValiseGroup *group, GError **error)
{
  g_autoptr (GArray) shared = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) sizes = known_sizes (store, log, shared, error);
  guint64 from = valise_group_acknowledged_size (group);
  guint first = 0;

  while (sizes != NULL && first < sizes->len &&
         (guint64) g_array_index (sizes, gint64, first) < from)
    first++;
  if (sizes == NULL)
    return NULL;
  if (first > 0)
    g_array_remove_range (sizes, 0, first);
  valise_group_append_sizes (group, sizes);
  g_array_append_vals (sizes, shared->data, shared->len);
  if (log != VALISE_LOG_OWN && !add_given (store, log, from, sizes, error))
    return NULL;
  g_array_sort (sizes, compare_sizes);
  return g_steal_pointer (&sizes);
}

gboolean
valise_cuts_has_inside (const GArray *cuts, guint64 from, guint64 to)
{
  guint low = 0, high = cuts->len; /* the first that is greater than `from` */

  while (low < high) {
    guint middle = (low + high) / 2;

    if ((guint64) g_array_index (cuts, gint64, middle) > from)
      high = middle;
    else
      low = middle + 1;
  }
  return low < cuts->len && (guint64) g_array_index (cuts, gint64, low) < to;
}
