/* record-view.c - one record, ready to be read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/record-view.h"

#include <string.h>

#include "core/projection.h"
#include "core/sealed.h"
#include "core/value.h"
#include "sync/arrived.h"
#include "ui/models/row-type.h"
#include "ui/models/view-history.h"

static void
value_free (gpointer data)
{
  ValiseViewValue *value = data;

  g_free (value->name);
  g_ptr_array_unref (value->texts);
  g_free (value->sealed_on);
  g_free (value->check);
  g_free (value);
}

static void
row_free (gpointer data)
{
  ValiseViewRow *row = data;

  g_free (row->record);
  g_ptr_array_unref (row->texts);
  g_free (row);
}

static void
link_free (gpointer data)
{
  ValiseViewLink *link = data;

  g_object_unref (link->item);
  g_free (link);
}

void
valise_record_view_free (ValiseRecordView *view)
{
  g_clear_object (&view->item);
  g_ptr_array_unref (view->values);
  g_ptr_array_unref (view->rows);
  g_ptr_array_unref (view->linked);
  g_ptr_array_unref (view->history);
  g_free (view->reason);
  g_free (view->withdrawn_on);
  g_free (view->classification);
  g_free (view);
}

/* Values */

static ValiseViewValue *
value_new (const char *name, const ValiseField *field)
{
  ValiseViewValue *value = g_new0 (ValiseViewValue, 1);

  value->field = field;
  value->name = g_strdup (name);
  value->texts = g_ptr_array_new_with_free_func (g_free);
  return value;
}

static void
add_aspect (ValiseRecordView *view, const ValiseStateField *standing, const ValiseField *field,
            ValiseViewAspect aspect, const char *text)
{
  ValiseViewValue *value;

  if (text[0] == '\0')
    return;
  value = value_new (standing->name, field);
  value->aspect = aspect;
  value->changed_since = standing->live[0].changed_since;
  g_ptr_array_add (value->texts, g_strdup (text));
  g_ptr_array_add (view->values, value);
}

/* What was told and what was measured are two things. */
static void
add_place (ValiseRecordView *view, const ValiseStateField *standing, const ValiseField *field)
{
  static const char measured[] = "measured: ", told[] = "told: ";
  g_autofree char *text = valise_view_text (field, standing->live[0].value);
  char *at = strstr (text, measured), *words = text;

  if (at != NULL)
    *at = '\0';
  if (g_str_has_suffix (text, "; "))
    text[strlen (text) - 2] = '\0';
  if (g_str_has_prefix (text, told))
    words = text + strlen (told);
  add_aspect (view, standing, field, VALISE_VIEW_TOLD, words);
  if (at != NULL)
    add_aspect (view, standing, field, VALISE_VIEW_MEASURED, at + strlen (measured));
}

static void
add_value (ValiseRecordView *view, const ValiseStateField *standing, const ValiseField *field)
{
  ValiseViewValue *value;
  ValiseHash handle;

  if (field != NULL && field->kind == VALISE_KIND_PLACE && !standing->conflict) {
    add_place (view, standing, field);
    return;
  }
  value = value_new (standing->name, field);
  for (guint i = 0; i < (standing->conflict ? standing->n_live : 1); i++)
    g_ptr_array_add (value->texts, valise_view_text (field, standing->live[i].value));
  value->sealed = valise_sealed_parse_handle (standing->live[0].value, &handle);
  if (value->sealed)
    value->sealed_on = valise_entry_dup_text (standing->live[0].entry, ".time");
  value->changed_since = standing->live[0].changed_since;
  if (field != NULL && field->kind == VALISE_KIND_IDENTIFIER && !field->many)
    valise_check_digit (field->check, value->texts->pdata[0], &value->check);
  g_ptr_array_add (view->values, value);
}

/* Links stand below, as buttons. */
static gboolean
is_value (const ValiseField *field)
{
  return !field->parent && field->kind != VALISE_KIND_LINK;
}

static void
load_values (ValiseRecordView *view, const ValiseRecord *record)
{
  ValiseDegrees at;

  for (const ValiseField *field = view->type != NULL ? view->type->fields : NULL;
       field != NULL && field->name != NULL; field++) {
    const ValiseStateField *standing = valise_state_find (record->state, field->name);

    if (standing != NULL && is_value (field))
      add_value (view, standing, field);
    if (standing != NULL && field->kind == VALISE_KIND_PLACE && valise_value_get_degrees (standing->live[0].value, &at))
      view->located = TRUE;
  }
  for (guint i = 0; i < record->state->n_fields; i++) {
    const ValiseStateField *standing = &record->state->fields[i];

    if (standing->name[0] != '.' && (view->type == NULL || valise_type_field (view->type, standing->name) == NULL))
      add_value (view, standing, NULL);
  }
  view->reason = record->state->withdrawn ? valise_state_dup_text (record->state, ".reason") : NULL;
  view->classification = valise_state_dup_text (record->state, ".class");
}

/* What is part of it, and what links here or from here */

static ValiseViewRow *
row_of (const ValiseRecord *child)
{
  ValiseViewRow *row = g_new0 (ValiseViewRow, 1);

  row->record = g_strdup (child->record);
  row->texts = g_ptr_array_new_with_free_func (g_free);
  row->withdrawn = child->state->withdrawn;
  row->conflicts = child->state->n_conflicts;
  for (const ValiseField *field = child->type->fields; field->name != NULL; field++) {
    const char *value = field->column != NULL ? valise_state_get (child->state, field->name) : NULL;

    if (field->column != NULL)
      g_ptr_array_add (row->texts, value != NULL ? valise_view_text (field, value) : g_strdup (""));
  }
  return row;
}

static void
add_link (ValiseStore *store, ValiseRecordView *view, ValiseStandings *standings, const ValiseRecord *other,
          const ValiseViewLink *how)
{
  ValiseViewLink *link;
  g_autoptr (ValiseListRow) row = valise_projection_get (store, other->record, NULL);

  if (row == NULL || (other->type != NULL && other->type->audience == VALISE_AUDIENCE_SYSTEM))
    return;
  link = g_new0 (ValiseViewLink, 1);
  *link = *how;
  link->item = valise_record_item_new (store, standings, other, row->incomplete);
  g_ptr_array_add (view->linked, link);
}

static gboolean
load_children (ValiseStore *store, ValiseRecordView *view, ValiseStandings *standings, const char *record,
               GError **error)
{
  g_autoptr (GPtrArray) children = valise_projection_children (store, record, error);
  const ValiseViewLink part = { 0 };

  view->row_type = view->type != NULL ? valise_row_type_of (view->type) : NULL;
  for (guint i = 0; children != NULL && i < children->len; i++) {
    g_autoptr (ValiseRecord) child = valise_record_load (store, ((const ValiseListRow *) children->pdata[i])->record, error);

    if (child == NULL)
      return FALSE;
    if (child->type != NULL && view->row_type == child->type)
      g_ptr_array_add (view->rows, row_of (child));
    else
      add_link (store, view, standings, child, &part);
  }
  return children != NULL;
}

/* Links of this record's own: each record that one of its fields names. */
static void
load_links_from (ValiseStore *store, ValiseRecordView *view, ValiseStandings *standings, const ValiseRecord *record)
{
  for (const ValiseField *field = view->type != NULL ? view->type->fields : NULL;
       field != NULL && field->name != NULL; field++) {
    const char *value = field->kind == VALISE_KIND_LINK ? valise_state_get (record->state, field->name) : NULL;
    g_auto (GStrv) ids = value != NULL ? valise_view_ids (value) : NULL;
    const ValiseViewLink how = { NULL, field, FALSE };

    for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
      g_autoptr (ValiseRecord) other = valise_record_load (store, ids[i], NULL);

      if (other != NULL)
        add_link (store, view, standings, other, &how);
    }
  }
}

/* The field of another record that names this one. */
static const ValiseField *
field_to (const ValiseRecord *other, const char *record)
{
  for (const ValiseField *field = other->type != NULL ? other->type->fields : NULL;
       field != NULL && field->name != NULL; field++) {
    const char *value = field->kind == VALISE_KIND_LINK ? valise_state_get (other->state, field->name) : NULL;

    if (value != NULL && strstr (value, record) != NULL)
      return field;
  }
  return NULL;
}

static gboolean
load_links_to (ValiseStore *store, ValiseRecordView *view, ValiseStandings *standings, const char *record, GError **error)
{
  g_auto (GStrv) ids = valise_projection_linked_from (store, record, error);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
    g_autoptr (ValiseRecord) other = valise_record_load (store, ids[i], NULL);
    const ValiseField *field = other != NULL ? field_to (other, record) : NULL;
    const ValiseViewLink how = { NULL, field, TRUE };

    if (field != NULL && !field->parent)
      add_link (store, view, standings, other, &how);
  }
  return ids != NULL;
}

static ValiseRecordView *
view_new (void)
{
  ValiseRecordView *view = g_new0 (ValiseRecordView, 1);

  view->values = g_ptr_array_new_with_free_func (value_free);
  view->rows = g_ptr_array_new_with_free_func (row_free);
  view->linked = g_ptr_array_new_with_free_func (link_free);
  view->history = g_ptr_array_new_with_free_func (valise_view_entry_free);
  return view;
}

static gpointer
load (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const char *id = data;
  g_autoptr (ValiseRecord) record = valise_record_load (store, id, error);
  g_autoptr (ValiseListRow) row = record != NULL ? valise_projection_get (store, id, error) : NULL;
  g_autoptr (ValiseStandings) standings = row != NULL ? valise_standings_load (store, error) : NULL;
  g_autoptr (ValiseRecordView) view = view_new ();

  if (standings == NULL)
    return NULL;
  view->type = record->type;
  view->item = valise_record_item_new (store, standings, record, row->incomplete);
  if (valise_record_item_get (view->item)->closed)
    return g_steal_pointer (&view);
  load_values (view, record);
  load_links_from (store, view, standings, record);
  if (!valise_view_history_load (store, view, standings, record, error) ||
      !load_children (store, view, standings, id, error) || !load_links_to (store, view, standings, id, error))
    return NULL;
  return g_steal_pointer (&view);
}

/* Custody: on the writing lane, whether or not somebody waits for the view. */

static gpointer
note_look (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (valise_record_note_custody (store, "looked", data, NULL, NULL, error));
}

static gpointer
note_read (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (valise_arrived_read (store, data, error));
}

void
valise_record_view_load_async (ValiseSession *session, const char *record, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob look = {
    .lane = VALISE_LANE_WRITE,
    .run = note_look,
    .free_data = g_free,
  };
  static const ValiseSessionJob read = {
    .lane = VALISE_LANE_DRAFT,
    .run = note_read,
    .free_data = g_free,
  };
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = load,
    .free_data = g_free,
    .free_result = (GDestroyNotify) valise_record_view_free,
  };

  valise_session_run_async (session, &read, g_strdup (record), NULL, NULL, NULL);
  if (valise_session_first_look (session, record))
    valise_session_run_async (session, &look, g_strdup (record), NULL, NULL, NULL);
  valise_session_run_async (session, &job, g_strdup (record), cancellable, callback, user);
}

ValiseRecordView *
valise_record_view_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}
