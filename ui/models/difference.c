/* difference.c - what people differ about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/difference.h"

#include <string.h>

#include "core/json.h"
#include "core/projection.h"

struct _ValiseDifference {
  GObject parent;

  ValiseDifferenceFacts facts;
};

G_DEFINE_FINAL_TYPE (ValiseDifference, valise_difference, G_TYPE_OBJECT)

static void
finalize (GObject *object)
{
  ValiseDifferenceFacts *facts = &VALISE_DIFFERENCE (object)->facts;

  g_free (facts->record);
  g_free (facts->type);
  g_free (facts->title);
  g_free (facts->above);
  g_free (facts->name);
  G_OBJECT_CLASS (valise_difference_parent_class)->finalize (object);
}

static void
valise_difference_class_init (ValiseDifferenceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
valise_difference_init (ValiseDifference *self)
{
}

const ValiseDifferenceFacts *
valise_difference_get (ValiseDifference *self)
{
  return &self->facts;
}

gboolean
valise_difference_is (ValiseDifference *self, const char *record, ValiseDifferenceKind kind, const char *name)
{
  return self->facts.kind == kind && strcmp (self->facts.record, record) == 0 &&
         strcmp (self->facts.name, name) == 0;
}

/* The list */

static char *
title_above (ValiseStore *store, const ValiseListRow *row)
{
  g_autoptr (ValiseListRow) above = row->parent != NULL ? valise_projection_get (store, row->parent, NULL) : NULL;

  return g_strdup (above != NULL && above->title != NULL ? above->title : "");
}

typedef struct {
  GPtrArray *list;
  const ValiseRecord *record;
  const char *title, *above; /* lent */
} Adding;

static void
add (const Adding *adding, ValiseDifferenceKind kind, const char *name, guint n_values)
{
  ValiseDifference *one = g_object_new (VALISE_TYPE_DIFFERENCE, NULL);
  ValiseDifferenceFacts *facts = &one->facts;

  facts->kind = kind;
  facts->record = g_strdup (adding->record->record);
  facts->type = g_strdup (adding->record->state->type);
  facts->title = g_strdup (adding->title != NULL ? adding->title : "");
  facts->above = g_strdup (adding->above);
  facts->name = g_strdup (name);
  facts->field = adding->record->type != NULL ? valise_type_field (adding->record->type, name) : NULL;
  facts->n_values = n_values;
  g_ptr_array_add (adding->list, one);
}

/* While a record has several cases it is listed under each. */
static gboolean
is_of_case (const ValiseState *state, const char *case_id)
{
  const ValiseStateField *field = valise_state_find (state, ".case");

  for (guint i = 0; field != NULL && i < field->n_live; i++) {
    g_autofree char *id = valise_json_dup_string (field->live[i].value);

    if (g_strcmp0 (id, case_id) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
add_record (ValiseStore *store, const ValiseListRow *row, const char *case_id, GPtrArray *list, GError **error)
{
  g_autoptr (ValiseRecord) record = valise_record_load (store, row->record, error);
  g_autofree char *above = NULL;
  Adding adding = { list, record, row->title, NULL };
  const ValiseState *state;

  if (record == NULL)
    return FALSE;
  state = record->state;
  if (valise_record_is_closed (store, record) || (case_id != NULL && !is_of_case (state, case_id)))
    return TRUE;
  adding.above = above = title_above (store, row);
  for (guint i = 0; i < state->n_fields; i++)
    if (state->fields[i].conflict)
      add (&adding, VALISE_DIFFERENCE_FIELD, state->fields[i].name, state->fields[i].n_live);
  if (state->withdrawn_conflict)
    add (&adding, VALISE_DIFFERENCE_WITHDRAWN, "", 2);
  if (state->type_conflict)
    add (&adding, VALISE_DIFFERENCE_TYPE, "", 2);
  return TRUE;
}

GPtrArray *
valise_difference_list (ValiseStore *store, const char *case_id, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) rows = valise_projection_conflicts (store, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (!add_record (store, rows->pdata[i], case_id, list, error))
      return NULL;
  return rows != NULL ? g_steal_pointer (&list) : NULL;
}

/* What a withdrawal does not know of */

static gboolean
is_named (const ValiseState *state, const ValiseHash *commit)
{
  for (guint i = 0; i < state->n_entries; i++) {
    const ValiseEntry *entry = state->entries[i];
    const ValiseValue *withdrawn = valise_entry_find (entry, ".withdrawn");

    if (withdrawn == NULL || strcmp (withdrawn->value, "true") != 0)
      continue;
    for (guint j = 0; j < entry->n_after; j++)
      if (valise_hash_equal (&entry->after[j], commit))
        return TRUE;
  }
  return FALSE;
}

static gboolean
is_of_withdrawal (const char *name)
{
  return strcmp (name, ".withdrawn") == 0 || strcmp (name, ".reason") == 0;
}

static GArray *
collect (const ValiseState *state, gboolean named_too)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (ValiseUnknown));

  for (guint i = 0; i < state->n_fields; i++)
    for (guint j = 0; !is_of_withdrawal (state->fields[i].name) && j < state->fields[i].n_live; j++) {
      ValiseUnknown one = { state->fields[i].name, &state->fields[i].live[j] };

      if (named_too || !is_named (state, &one.live->commit))
        g_array_append_val (found, one);
    }
  return found;
}

GArray *
valise_difference_unknown (const ValiseState *state)
{
  GArray *found = collect (state, FALSE);

  if (found->len > 0)
    return found;
  g_array_unref (found);
  return collect (state, TRUE);
}

/* For the main thread */

static gpointer
load (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return valise_difference_list (store, data, error);
}

void
valise_difference_list_async (ValiseSession *session, const char *case_id, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = load,
    .free_data = g_free,
    .free_result = (GDestroyNotify) g_ptr_array_unref,
  };

  valise_session_run_async (session, &job, g_strdup (case_id), cancellable, callback, user);
}

GPtrArray *
valise_difference_list_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}
