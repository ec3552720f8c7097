/* roster.c - headquarters' roster, read for the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/roster.h"

#include <string.h>

#include "core/admission.h"
#include "core/log-branch.h"
#include "core/quarantine.h"
#include "sync/fingerprint.h"
#include "sync/roster.h"

static void
row_free (gpointer data)
{
  ValiseRosterRow *row = data;

  valise_member_free (row->member);
  g_free (row->fingerprint);
  g_free (row);
}

static void
aside_free (gpointer data)
{
  ValiseRosterAside *aside = data;

  g_free (aside->device);
  g_free (aside->member);
  g_free (aside->reason);
  g_free (aside);
}

static void
fork_free (gpointer data)
{
  ValiseRosterFork *fork = data;

  g_free (fork->device);
  g_free (fork->member);
  g_ptr_array_unref (fork->branches);
  g_free (fork);
}

void
valise_roster_facts_free (ValiseRosterFacts *facts)
{
  g_free (facts->fingerprint);
  g_clear_pointer (&facts->members, g_ptr_array_unref);
  g_clear_pointer (&facts->cases, g_ptr_array_unref);
  g_clear_pointer (&facts->aside, g_ptr_array_unref);
  g_clear_pointer (&facts->forks, g_ptr_array_unref);
  g_free (facts);
}

static char *
name_of (ValiseStore *store, const char *device)
{
  ValiseLogOwner owner = { NULL, NULL };

  valise_store_get_owner (store, device, &owner);
  return g_strdup (owner.member);
}

/* What is set aside. What two branches share is told with the one that counts. */
static gboolean
load_log (ValiseStore *store, gint64 log, GPtrArray *list, GError **error)
{
  g_autoptr (GPtrArray) found = valise_quarantine_list (store, log, error);
  guint64 size = valise_log_size (store, log);

  for (guint i = 0; found != NULL && i < found->len; i++) {
    const ValiseSetAside *one = found->pdata[i];
    ValiseRosterAside *aside;

    if (one->entries == 0 || strcmp (one->reason, VALISE_ASIDE_SHARED) == 0)
      continue;
    aside = g_new0 (ValiseRosterAside, 1);
    aside->device = valise_log_dup_device (store, log);
    aside->member = name_of (store, aside->device);
    aside->first = one->first;
    aside->last = size > one->first ? MIN (one->last, size - 1) : one->last;
    aside->entries = one->entries;
    aside->reason = g_strdup (one->reason);
    g_ptr_array_add (list, aside);
  }
  return found != NULL;
}

static void
add_fork (ValiseStore *store, const char *device, const ValiseFork *found, GPtrArray *list)
{
  ValiseRosterFork *fork = g_new0 (ValiseRosterFork, 1);

  fork->device = g_strdup (device);
  fork->member = name_of (store, device);
  fork->common = found->common;
  fork->decided = found->decided;
  fork->branches = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < found->branches->len; i++) {
    const ValiseBranch *branch = &g_array_index (found->branches, ValiseBranch, i);
    ValiseRosterBranch *one = g_new0 (ValiseRosterBranch, 1);

    one->tip.size = branch->size;
    one->tip.root = branch->root;
    g_strlcpy (one->tip.device, device, sizeof one->tip.device);
    one->chosen = found->decided && branch->chosen;
    g_ptr_array_add (fork->branches, one);
  }
  g_ptr_array_add (list, fork);
}

static gboolean
load_fork (ValiseStore *store, gint64 log, GPtrArray *list, GError **error)
{
  g_autofree char *device = valise_log_dup_device (store, log);
  g_autoptr (ValiseFork) found = NULL;
  GError *local = NULL;

  if (device == NULL || valise_log_find (store, device, NULL) != log)
    return TRUE; /* told with the branch that counts */
  found = valise_admission_fork (store, device, &local);
  if (local != NULL) {
    g_propagate_error (error, local);
    return FALSE;
  }
  if (found != NULL && found->contradicts)
    add_fork (store, device, found, list);
  return TRUE;
}

static gboolean
load_logs (ValiseStore *store, ValiseRosterFacts *facts, GError **error)
{
  g_autoptr (GArray) logs = valise_log_all (store, error);

  for (guint i = 0; logs != NULL && i < logs->len; i++) {
    gint64 log = g_array_index (logs, gint64, i);

    if (!load_log (store, log, facts->aside, error) ||
        (valise_branch_is_forked (store, log) && !load_fork (store, log, facts->forks, error)))
      return FALSE;
  }
  return logs != NULL;
}

static guint64
count_aside (const ValiseRosterFacts *facts, const char *device)
{
  guint64 count = 0;

  for (guint i = 0; i < facts->aside->len; i++) {
    const ValiseRosterAside *aside = facts->aside->pdata[i];

    count += strcmp (aside->device, device) == 0 ? aside->entries : 0;
  }
  return count;
}

static gint
by_standing (gconstpointer a, gconstpointer b)
{
  const ValiseMember *one = (*(const ValiseRosterRow *const *) a)->member, *other = (*(const ValiseRosterRow *const *) b)->member;

  if (one->ended != other->ended)
    return one->ended ? 1 : -1;
  if ((one->role == VALISE_ROLE_HEADQUARTERS) != (other->role == VALISE_ROLE_HEADQUARTERS))
    return one->role == VALISE_ROLE_HEADQUARTERS ? -1 : 1;
  return g_utf8_collate (one->member, other->member);
}

static gboolean
load_members (ValiseStore *store, ValiseRosterFacts *facts, GError **error)
{
  g_autoptr (GPtrArray) all = valise_roster_all (store, error);

  for (guint i = 0; all != NULL && i < all->len; i++) {
    ValiseRosterRow *row = g_new0 (ValiseRosterRow, 1);

    row->member = valise_member_copy (all->pdata[i]);
    row->fingerprint = valise_fingerprint_of_member (row->member);
    row->aside = count_aside (facts, row->member->device);
    g_ptr_array_add (facts->members, row);
  }
  g_ptr_array_sort (facts->members, by_standing);
  return all != NULL;
}

/* On the writing lane: the registry makes its own row when first asked. */
static gpointer
load (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (ValiseRosterFacts) facts = g_new0 (ValiseRosterFacts, 1);

  facts->members = g_ptr_array_new_with_free_func (row_free);
  facts->aside = g_ptr_array_new_with_free_func (aside_free);
  facts->forks = g_ptr_array_new_with_free_func (fork_free);
  facts->fingerprint = valise_enrol_fingerprint (store, error);
  facts->cases = facts->fingerprint != NULL ? valise_case_list (store, error) : NULL;
  if (facts->cases == NULL || !load_logs (store, facts, error) || !load_members (store, facts, error))
    return NULL;
  facts->number = valise_roster_number (store);
  return g_steal_pointer (&facts);
}

void
valise_roster_load_async (ValiseSession *session, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = load,
    .free_result = (GDestroyNotify) valise_roster_facts_free,
  };

  valise_session_run_async (session, &job, NULL, cancellable, callback, user);
}

ValiseRosterFacts *
valise_roster_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}

static gpointer
read_request (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (data, &size);

  return valise_enrol_read_request (store, text != NULL ? text : "", size, error);
}

void
valise_roster_read_async (ValiseSession *session, GBytes *request, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = read_request,
    .free_data = (GDestroyNotify) g_bytes_unref,
    .free_result = (GDestroyNotify) valise_member_free,
  };

  valise_session_run_async (session, &job, g_bytes_ref (request), NULL, callback, user);
}

ValiseMember *
valise_roster_read_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}
