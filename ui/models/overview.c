/* overview.c - counts for the first page, in one pass over the records
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/overview.h"

#include <string.h>

#include "core/draft.h"
#include "core/files.h"
#include "core/projection-listing.h"
#include "sync/arrived.h"
#include "sync/case.h"
#include "sync/roster.h"
#include "sync/waiting.h"
#include "ui/models/difference.h"

#define TOUCHED 5
#define ACTIONABLE 5

void
valise_overview_facts_free (ValiseOverviewFacts *facts)
{
  g_clear_pointer (&facts->types, g_hash_table_unref);
  g_clear_pointer (&facts->drafts, g_ptr_array_unref);
  g_clear_pointer (&facts->actionable, g_ptr_array_unref);
  g_clear_pointer (&facts->touched, g_ptr_array_unref);
  g_free (facts->last_receipt);
  g_free (facts->case_id);
  g_free (facts->case_title);
  g_free (facts->case_basis);
  g_free (facts);
}

static void
count_standing (ValiseOverviewFacts *facts, ValiseStanding standing)
{
  facts->own++;
  facts->held += standing >= VALISE_STANDING_RECEIVED; /* all of its own entries are */
  facts->sent += standing == VALISE_STANDING_SENT;
  facts->here += standing == VALISE_STANDING_HERE;
}

/* Is an entry of it this laptop's? */
static gboolean
is_own (const ValiseRecord *record, const char *device)
{
  for (guint i = 0; i < record->entries->len; i++)
    if (strcmp (((const ValiseEntry *) record->entries->pdata[i])->device, device) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
load_records (ValiseStore *store, ValiseOverviewFacts *facts, GCancellable *cancellable, GError **error)
{
  g_autoptr (ValiseStandings) standings = valise_standings_load (store, error);
  const ValiseListing all = { 0 };
  g_autoptr (GArray) order = standings != NULL ? valise_listing_order (store, &all, 0, error) : NULL;

  if (order == NULL)
    return FALSE;
  facts->records = order->len;
  for (guint i = 0; i < order->len && !g_cancellable_is_cancelled (cancellable); i++) {
    g_autoptr (ValiseListRow) row = valise_listing_row (store, g_array_index (order, gint64, i), error);
    g_autoptr (ValiseRecord) record = row != NULL ? valise_record_load (store, row->record, error) : NULL;
    g_autoptr (ValiseRecordItem) item = NULL;
    const ValiseRecordFacts *one;

    if (record == NULL)
      return FALSE;
    item = valise_record_item_new (store, standings, record, row->incomplete);
    one = valise_record_item_get (item);
    if (is_own (record, valise_store_get_device (store)))
      count_standing (facts, one->standing);
    if (row->parent == NULL && facts->touched->len < TOUCHED)
      g_ptr_array_add (facts->touched, g_object_ref (item));
    if (one->actionable && one->standing == VALISE_STANDING_HERE && facts->actionable->len < ACTIONABLE)
      g_ptr_array_add (facts->actionable, g_object_ref (item));
  }
  return TRUE;
}

static gboolean
load_case (ValiseStore *store, ValiseOverviewFacts *facts, GError **error)
{
  g_autoptr (GPtrArray) cases = valise_case_list (store, error);
  const ValiseCase *first = cases != NULL && cases->len > 0 ? cases->pdata[0] : NULL;

  if (first != NULL) {
    facts->case_id = g_strdup (first->id);
    facts->case_title = g_strdup (first->title);
    facts->case_basis = g_strdup (first->basis);
  }
  return cases != NULL;
}

static gboolean
load_receipt (ValiseStore *store, ValiseOverviewFacts *facts, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_projection_list (store, "receipt", 1, error);

  if (rows != NULL && rows->len > 0)
    facts->last_receipt = g_strdup (((const ValiseListRow *) rows->pdata[0])->last_time);
  return rows != NULL;
}

/* What the list of differences will show. */
static gboolean
count_differences (ValiseStore *store, ValiseOverviewFacts *facts, GError **error)
{
  g_autoptr (GPtrArray) list = valise_difference_list (store, NULL, error);

  facts->conflicts = list != NULL ? list->len : 0;
  return list != NULL;
}

static gpointer
load (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (ValiseOverviewFacts) facts = g_new0 (ValiseOverviewFacts, 1);
  ValiseWaiting waiting = { 0 };

  facts->touched = g_ptr_array_new_with_free_func (g_object_unref);
  facts->actionable = g_ptr_array_new_with_free_func (g_object_unref);
  facts->types = valise_projection_count_types (store, error);
  facts->drafts = facts->types != NULL ? valise_draft_list (store, error) : NULL;
  if (facts->drafts == NULL || !load_records (store, facts, cancellable, error) ||
      !load_case (store, facts, error) || !load_receipt (store, facts, error) ||
      !valise_projection_count (store, &facts->incomplete, &facts->conflicts, error) ||
      !valise_arrived_count (store, &facts->arrived, &facts->unread, &facts->unread_actionable, error) ||
      !count_differences (store, facts, error) ||
      !valise_waiting_count (store, &waiting, error))
    return NULL;
  facts->files = waiting.files_present;
  facts->file_bytes = waiting.file_bytes;
  facts->files_held = waiting.files_held;
  facts->joined = valise_roster_is_joined (store);
  return g_steal_pointer (&facts);
}

void
valise_overview_load_async (ValiseSession *session, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = load,
    .free_result = (GDestroyNotify) valise_overview_facts_free,
  };

  valise_session_run_async (session, &job, NULL, cancellable, callback, user);
}

ValiseOverviewFacts *
valise_overview_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}
