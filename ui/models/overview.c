/* overview.c - counts for the first page, by queries: no record is read for being counted
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
#define LOOKED_AT 500 /* records at most, of however many there are */

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

static ValiseRecordItem *
load_item (ValiseStore *store, ValiseStandings *standings, gint64 row, GError **error)
{
  g_autoptr (ValiseListRow) found = valise_listing_row (store, row, error);
  g_autoptr (ValiseRecord) record = found != NULL ? valise_record_load (store, found->record, error) : NULL;

  return record != NULL ? valise_record_item_new (store, standings, record, found->incomplete) : NULL;
}

/* From the numbers of its own entries; only one that names files is read. */
static ValiseStanding
standing_of (ValiseStore *store, ValiseStandings *standings, const ValiseOwnEntry *entries, guint n)
{
  ValiseStanding least = VALISE_STANDING_HELD;

  if (entries[0].files) {
    g_autoptr (ValiseRecordItem) item = load_item (store, standings, entries[0].row, NULL);

    return item != NULL ? valise_record_item_get (item)->standing : VALISE_STANDING_HERE;
  }
  for (guint i = 0; i < n; i++) {
    ValiseStanding one = valise_standings_of_own (standings, entries[i].index);

    least = MIN (least, one);
  }
  return least;
}

/* Marked actionable, of the newest that are only here. */
static void
add_actionable (ValiseStore *store, ValiseStandings *standings, ValiseOverviewFacts *facts, gint64 row)
{
  g_autoptr (ValiseRecordItem) item = load_item (store, standings, row, NULL);

  if (item != NULL && valise_record_item_get (item)->actionable)
    g_ptr_array_add (facts->actionable, g_steal_pointer (&item));
}

static gboolean
count_own (ValiseStore *store, ValiseStandings *standings, ValiseOverviewFacts *facts, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) own = valise_listing_own (store, error);
  g_autoptr (GArray) here = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (own == NULL)
    return FALSE;
  for (guint i = 0, n; i < own->len && !g_cancellable_is_cancelled (cancellable); i += n) {
    const ValiseOwnEntry *first = &g_array_index (own, ValiseOwnEntry, i);
    ValiseStanding standing;

    for (n = 1; i + n < own->len && first[n].row == first->row;)
      n++;
    standing = standing_of (store, standings, first, n);
    count_standing (facts, standing);
    if (standing == VALISE_STANDING_HERE)
      g_array_append_val (here, first->row);
  }
  for (guint i = 0; i < MIN (here->len, LOOKED_AT) && facts->actionable->len < ACTIONABLE; i++)
    add_actionable (store, standings, facts, g_array_index (here, gint64, here->len - 1 - i));
  return TRUE;
}

/* What is part of another record is seen with that. */
static void
add_touched (ValiseStore *store, ValiseStandings *standings, ValiseOverviewFacts *facts, const GArray *order)
{
  for (guint i = 0; i < MIN (order->len, LOOKED_AT) && facts->touched->len < TOUCHED; i++) {
    gint64 number = g_array_index (order, gint64, i);
    g_autoptr (ValiseListRow) row = valise_listing_row (store, number, NULL);
    g_autoptr (ValiseRecordItem) item = row != NULL && row->parent == NULL ? load_item (store, standings, number, NULL) : NULL;

    if (item != NULL)
      g_ptr_array_add (facts->touched, g_steal_pointer (&item));
  }
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
  add_touched (store, standings, facts, order);
  return count_own (store, standings, facts, cancellable, error);
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
  facts->registry = g_strcmp0 (valise_store_get_role (store), "headquarters") == 0;
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
