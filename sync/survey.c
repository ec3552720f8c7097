/* survey.c - what would go, record by record, before it is split into parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/survey.h"

#include <string.h>

struct _ValiseSurvey {
  GHashTable *by_id; /* id → ValiseSurveyed */
  GPtrArray *all;    /* the same, as told */
};

static void
surveyed_free (gpointer data)
{
  ValiseSurveyed *one = data;

  g_clear_pointer (&one->links, g_ptr_array_unref);
  g_free (one);
}

ValiseSurvey *
valise_survey_new (void)
{
  ValiseSurvey *survey = g_new0 (ValiseSurvey, 1);

  survey->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  survey->all = g_ptr_array_new_with_free_func (surveyed_free);
  return survey;
}

void
valise_survey_free (ValiseSurvey *survey)
{
  if (survey == NULL)
    return;
  g_hash_table_unref (survey->by_id);
  g_ptr_array_unref (survey->all);
  g_free (survey);
}

/* A link's value is one id or a list of them. */
static void
add_links (ValiseSurveyed *one, const char *json)
{
  for (const char *at = strchr (json, '"'); at != NULL; at = strchr (at, '"')) {
    const char *end = strchr (at + 1, '"');

    if (end == NULL)
      return;
    if (one->links == NULL)
      one->links = g_ptr_array_new_with_free_func (g_free);
    if (end - at - 1 == VALISE_RECORD_ID_LENGTH)
      g_ptr_array_add (one->links, g_strndup (at + 1, VALISE_RECORD_ID_LENGTH));
    at = end + 1;
  }
}

static ValiseSurveyed *
describe (const ValiseRecord *record)
{
  ValiseSurveyed *one = g_new0 (ValiseSurveyed, 1);
  const ValiseState *state = record->state;

  g_strlcpy (one->record, record->record, sizeof one->record);
  one->actionable =
      !state->withdrawn && g_strcmp0 (valise_state_get (state, "actionable"), "true") == 0;
  one->system = record->type != NULL && record->type->audience == VALISE_AUDIENCE_SYSTEM;
  for (guint i = 0; record->type != NULL && i < state->n_fields; i++) {
    const ValiseField *field = valise_type_field (record->type, state->fields[i].name);

    if (field != NULL && field->kind == VALISE_KIND_LINK)
      for (guint j = 0; j < state->fields[i].n_live; j++)
        add_links (one, state->fields[i].live[j].value);
  }
  return one;
}

void
valise_survey_add (ValiseSurvey *survey, const ValiseRecord *record, guint64 size)
{
  ValiseSurveyed *one = g_hash_table_lookup (survey->by_id, record->record);

  if (one == NULL) {
    one = describe (record);
    g_ptr_array_add (survey->all, one);
    g_hash_table_insert (survey->by_id, one->record, one);
  }
  one->size += size;
}

static gboolean
links_to_actionable (ValiseSurvey *survey, const ValiseSurveyed *one)
{
  for (guint i = 0; one->links != NULL && i < one->links->len; i++) {
    const ValiseSurveyed *other = g_hash_table_lookup (survey->by_id, one->links->pdata[i]);

    if (other != NULL && other->actionable)
      return TRUE;
  }
  return FALSE;
}

static void
raise_what_it_needs (ValiseSurvey *survey, const ValiseSurveyed *one)
{
  for (guint i = 0; one->links != NULL && i < one->links->len; i++) {
    ValiseSurveyed *other = g_hash_table_lookup (survey->by_id, one->links->pdata[i]);

    if (other != NULL)
      other->priority = 0;
  }
}

GPtrArray *
valise_survey_order (ValiseSurvey *survey)
{
  GPtrArray *order = g_ptr_array_new ();

  for (guint i = 0; i < survey->all->len; i++) {
    ValiseSurveyed *one = survey->all->pdata[i];

    one->priority = one->system ? 2 : 1;
    if (one->actionable || links_to_actionable (survey, one))
      one->priority = 0;
  }
  for (guint i = 0; i < survey->all->len; i++)
    if (((const ValiseSurveyed *) survey->all->pdata[i])->actionable)
      raise_what_it_needs (survey, survey->all->pdata[i]);
  for (guint priority = 0; priority <= 2; priority++)
    for (guint i = 0; i < survey->all->len; i++)
      if (((const ValiseSurveyed *) survey->all->pdata[i])->priority == priority)
        g_ptr_array_add (order, survey->all->pdata[i]);
  return order;
}

guint
valise_survey_priority (ValiseSurvey *survey, const char *record)
{
  const ValiseSurveyed *one = g_hash_table_lookup (survey->by_id, record);

  return one != NULL ? one->priority : 1;
}
