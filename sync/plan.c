/* plan.c - what valise_pack() would write, and what each recipient would see of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/plan.h"

#include <string.h>

#include "core/error.h"
#include "core/projection.h"
#include "sync/payload.h"
#include "sync/roster.h"
#include "sync/split.h"

typedef struct {
  ValiseStore *store;
  const ValisePackOptions *options;
  ValisePlan *plan;
  GHashTable *by_id; /* record id → ValisePlanRecord */
  GHashTable *files; /* set of hashes in hex that were counted */
} Planning;

static void
record_free (gpointer data)
{
  ValisePlanRecord *record = data;

  g_free (record->title);
  g_free (record);
}

static void
group_free (gpointer data)
{
  ValisePlanGroup *group = data;

  g_ptr_array_unref (group->members);
  g_clear_pointer (&group->views, g_array_unref);
  g_free (group);
}

void
valise_plan_free (ValisePlan *plan)
{
  if (plan == NULL)
    return;
  g_ptr_array_unref (plan->groups);
  g_ptr_array_unref (plan->records);
  g_free (plan);
}

static gboolean
go_on (GError **error)
{
  return !g_cancellable_set_error_if_cancelled (g_cancellable_get_current (), error);
}

/* What waits */

static void
add_sum (ValisePlanSum *sum, guint64 bytes)
{
  sum->count++;
  sum->bytes += bytes;
}

/* The same record may go to several groups: it is counted once, as the one
 * that gets most of it. */
static void
add_record (Planning *p, const ValiseSurveyed *one)
{
  ValisePlanRecord *record = g_hash_table_lookup (p->by_id, one->record);

  if (record == NULL) {
    record = g_new0 (ValisePlanRecord, 1);
    g_strlcpy (record->record, one->record, sizeof record->record);
    record->actionable = one->actionable;
    record->priority = one->priority;
    g_ptr_array_add (p->plan->records, record);
    g_hash_table_insert (p->by_id, record->record, record);
  }
  record->size = MAX (record->size, one->size);
}

static void
add_notes (Planning *p, const GPtrArray *order)
{
  for (guint i = 0; i < order->len; i++)
    if (((const ValiseSurveyed *) order->pdata[i])->system)
      add_sum (&p->plan->notes, ((const ValiseSurveyed *) order->pdata[i])->size);
}

static void
add_files (Planning *p, const ValisePayload *payload)
{
  for (guint i = 0; i < payload->items->len; i++) {
    const ValisePayloadItem *item = payload->items->pdata[i];

    if (item->file != NULL && g_hash_table_add (p->files, g_strdup (item->sha256)))
      add_sum (item->original ? &p->plan->originals : &p->plan->previews, item->size);
  }
}

static gboolean
count_parts (Planning *p, ValisePlanGroup *group, const ValisePayloadHow *how, const ValisePayload *whole, GError **error)
{
  guint64 most = p->options->max_bytes;
  g_autoptr (GPtrArray) parts = NULL;
  GError *local = NULL;

  group->size = valise_split_file_size (whole->items);
  group->parts = 1;
  if (most == 0 || group->size <= most)
    return TRUE;
  parts = valise_split_plan (p->store, group->members, how, whole, most, &local);
  group->parts = parts != NULL ? parts->len : 0;
  if (g_error_matches (local, VALISE_ERROR, VALISE_ERROR_LIMIT)) {
    g_clear_error (&local); /* an answer: too small */
    return TRUE;
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return parts != NULL;
}

static gboolean
plan_bundle (Planning *p, ValisePlanGroup *group, GError **error)
{
  g_autoptr (ValiseSurvey) survey = valise_survey_new ();
  ValisePayloadHow how = { .everything = p->options->everything, .receipts = p->options->receipts, .survey = survey };
  g_autoptr (ValisePayload) payload = go_on (error) ? valise_payload_collect (p->store, group->members, &how, error) : NULL;
  g_autoptr (GPtrArray) order = NULL;

  if (payload == NULL)
    return FALSE;
  group->waits = payload->worth_sending || p->options->everything;
  if (!group->waits)
    return TRUE;
  order = valise_survey_order (survey);
  for (guint i = 0; i < order->len; i++)
    if (!((const ValiseSurveyed *) order->pdata[i])->system)
      add_record (p, order->pdata[i]);
  add_notes (p, order);
  add_files (p, payload);
  group->records = payload->records;
  group->entries = payload->entries;
  group->files = payload->files;
  group->withheld = payload->withheld;
  group->sealed = payload->sealed;
  group->highest_class = payload->highest_class;
  valise_payload_order_files (payload, survey);
  return go_on (error) && count_parts (p, group, &how, payload, error);
}

static int
compare_priorities (gconstpointer a, gconstpointer b)
{
  const ValisePlanRecord *x = *(const ValisePlanRecord *const *) a, *y = *(const ValisePlanRecord *const *) b;

  return (x->priority > y->priority) - (x->priority < y->priority);
}

/* In the order in which they are packed; equals as they came. */
static void
order_records (Planning *p)
{
  g_ptr_array_sort (p->plan->records, compare_priorities);
  for (guint i = 0; i < p->plan->records->len; i++) {
    const ValisePlanRecord *record = p->plan->records->pdata[i];

    add_sum (record->priority == 0 ? &p->plan->actionable : &p->plan->others, record->size);
  }
}

/* What each sees */

static void
describe (ValisePlanRecord *record, const ValiseRecord *loaded)
{
  char *title = valise_projection_title (loaded);

  record->type = loaded->type;
  record->title = title != NULL ? title : g_strdup ("");
  record->withdrawn = loaded->state->withdrawn;
}

static gboolean
is_handle (const char *value)
{
  return g_str_has_prefix (value, "{\"sealed\":");
}

/* `record` gets what it has, `view` what of it goes. */
static void
look_at_field (ValisePlanRecord *record, ValisePlanView *view, const ValiseVerdict *verdict, const ValiseStateField *field)
{
  const ValiseField *row = record->type != NULL ? valise_type_field (record->type, field->name) : NULL;

  for (guint i = 0; i < field->n_live; i++) {
    const char *value = field->live[i].value;

    if (value == NULL || strcmp (value, "null") == 0)
      continue;
    if (is_handle (value)) {
      record->has_sealed = TRUE;
    } else if (row != NULL && row->kind == VALISE_KIND_PLACE) {
      record->has_places = TRUE;
      view->places |= valise_verdict_allows (verdict, field->name, value) != FALSE;
      view->shows |= view->places;
    } else if (row != NULL && row->kind == VALISE_KIND_FILE && row->original) {
      record->has_original = TRUE;
    } else if (!view->shows && field->name[0] != '.') {
      view->shows = valise_verdict_allows (verdict, field->name, value);
    }
  }
}

static void
look (ValisePlanRecord *record, ValisePlanView *view, const ValiseVerdict *verdict)
{
  const ValiseRecord *loaded = valise_verdict_record (verdict);

  if (record->title == NULL)
    describe (record, loaded);
  view->level = (guint8) valise_verdict_level (verdict);
  view->reason = valise_verdict_reason (verdict);
  for (guint i = 0; i < loaded->state->n_fields; i++)
    look_at_field (record, view, verdict, &loaded->state->fields[i]);
  view->original = view->level >= VALISE_DISCLOSE_SOME && valise_verdict_allows_original (verdict);
  view->sealed = valise_verdict_allows_sealed (verdict);
}

static gboolean
judge_group (Planning *p, ValisePlanGroup *group, GError **error)
{
  g_autoptr (ValiseGroup) judge = valise_group_new (p->store, group->members, error);

  if (judge == NULL)
    return FALSE;
  group->views = g_array_sized_new (FALSE, TRUE, sizeof (ValisePlanView), p->plan->records->len);
  for (guint i = 0; i < p->plan->records->len; i++) {
    ValisePlanRecord *record = p->plan->records->pdata[i];
    const ValiseVerdict *verdict = go_on (error) ? valise_group_judge (judge, record->record, error) : NULL;
    ValisePlanView view = { 0 };

    if (verdict == NULL)
      return FALSE;
    look (record, &view, verdict);
    g_array_append_val (group->views, view);
  }
  return TRUE;
}

/* Groups */

static guint
rank (ValiseRole role)
{
  static const ValiseRole order[] = { VALISE_ROLE_HEADQUARTERS, VALISE_ROLE_COORDINATOR, VALISE_ROLE_EXPERT,
                                      VALISE_ROLE_ANALYST, VALISE_ROLE_JMAC, VALISE_ROLE_CUSTODIAN };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (order[i] == role)
      return i;
  return G_N_ELEMENTS (order);
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const ValisePlanGroup *x = *(const ValisePlanGroup *const *) a, *y = *(const ValisePlanGroup *const *) b;
  const ValiseMember *first = x->members->pdata[0], *second = y->members->pdata[0];
  guint before = rank (first->role), after = rank (second->role);

  return before != after ? (before > after) - (before < after) : g_utf8_collate (first->member, second->member);
}

static void
add_groups (Planning *p, GPtrArray *members, GHashTable *chosen)
{
  g_autoptr (GPtrArray) groups = valise_pack_groups (p->store, members);

  for (guint i = 0; i < groups->len; i++) {
    const GPtrArray *one = groups->pdata[i];
    ValisePlanGroup *group = g_new0 (ValisePlanGroup, 1);

    group->members = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_member_free);
    for (guint j = 0; j < one->len; j++)
      g_ptr_array_add (group->members, valise_member_copy (one->pdata[j]));
    group->chosen = g_hash_table_contains (chosen, ((const ValiseMember *) one->pdata[0])->device);
    g_ptr_array_add (p->plan->groups, group);
  }
  g_ptr_array_sort (p->plan->groups, compare_groups);
}

static gboolean
plan_all (Planning *p, GError **error)
{
  for (guint i = 0; i < p->plan->groups->len; i++)
    if (((ValisePlanGroup *) p->plan->groups->pdata[i])->chosen && !plan_bundle (p, p->plan->groups->pdata[i], error))
      return FALSE;
  order_records (p);
  for (guint i = 0; i < p->plan->groups->len; i++)
    if (!judge_group (p, p->plan->groups->pdata[i], error))
      return FALSE;
  return TRUE;
}

ValisePlan *
valise_plan_new (ValiseStore *store, GPtrArray *members, GHashTable *chosen, const ValisePackOptions *options, GError **error)
{
  g_autoptr (ValisePlan) plan = g_new0 (ValisePlan, 1);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Planning p = { store, options, plan, by_id, files };
  g_autoptr (ValiseTransaction) nothing = NULL; /* never committed */

  plan->groups = g_ptr_array_new_with_free_func (group_free);
  plan->records = g_ptr_array_new_with_free_func (record_free);
  if (!valise_roster_is_joined (store)) {
    g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED, _ (VALISE_PACK_NOT_JOINED));
    return NULL;
  }
  nothing = valise_transaction_begin (valise_store_get_db (store), error);
  if (nothing == NULL)
    return NULL;
  add_groups (&p, members, chosen);
  return plan_all (&p, error) ? g_steal_pointer (&plan) : NULL;
}
