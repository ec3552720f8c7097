/* record-view.c - one record, ready to be read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/record-view.h"

#include <string.h>

#include "core/projection.h"
#include "core/sealed.h"
#include "core/value.h"

static void
value_free (gpointer data)
{
  ValiseViewValue *value = data;

  g_free (value->name);
  g_ptr_array_unref (value->texts);
  g_free (value->check);
  g_free (value);
}

static void
entry_free (gpointer data)
{
  ValiseViewEntry *entry = data;

  g_free (entry->author);
  g_free (entry->time);
  g_ptr_array_unref (entry->changes);
  g_free (entry);
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
  g_free (view->classification);
  g_free (view);
}

static char *
text_of (const ValiseField *field, const char *value)
{
  ValiseHash handle;

  if (valise_sealed_parse_handle (value, &handle))
    return g_strdup ("");
  return field != NULL ? valise_value_to_text (field, value) : g_strdup (value);
}

/* Values */

static void
add_value (ValiseRecordView *view, const ValiseStateField *standing, const ValiseField *field)
{
  ValiseViewValue *value = g_new0 (ValiseViewValue, 1);
  ValiseHash handle;

  value->field = field;
  value->name = g_strdup (standing->name);
  value->texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < (standing->conflict ? standing->n_live : 1); i++)
    g_ptr_array_add (value->texts, text_of (field, standing->live[i].value));
  value->sealed = valise_sealed_parse_handle (standing->live[0].value, &handle);
  value->changed_since = standing->live[0].changed_since;
  if (field != NULL && field->kind == VALISE_KIND_IDENTIFIER && !field->many)
    valise_check_digit (field->check, value->texts->pdata[0], &value->check);
  g_ptr_array_add (view->values, value);
}

static void
load_values (ValiseRecordView *view, const ValiseRecord *record)
{
  for (const ValiseField *field = view->type != NULL ? view->type->fields : NULL;
       field != NULL && field->name != NULL; field++) {
    const ValiseStateField *standing = valise_state_find (record->state, field->name);

    if (standing != NULL && !field->parent)
      add_value (view, standing, field);
  }
  for (guint i = 0; i < record->state->n_fields; i++) {
    const ValiseStateField *standing = &record->state->fields[i];

    if (standing->name[0] != '.' && (view->type == NULL || valise_type_field (view->type, standing->name) == NULL))
      add_value (view, standing, NULL);
  }
  view->reason = record->state->withdrawn ? valise_state_dup_text (record->state, ".reason") : NULL;
  view->classification = valise_state_dup_text (record->state, ".class");
}

/* What is part of it, and what links here */

static GPtrArray *
row_texts (const ValiseRecord *child)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (const ValiseField *field = child->type->fields; field->name != NULL; field++) {
    const char *value = field->column != NULL ? valise_state_get (child->state, field->name) : NULL;

    if (field->column != NULL)
      g_ptr_array_add (texts, value != NULL ? text_of (field, value) : g_strdup (""));
  }
  return texts;
}

static gboolean
load_children (ValiseStore *store, ValiseRecordView *view, ValiseStandings *standings, const char *record,
               GError **error)
{
  g_autoptr (GPtrArray) children = valise_projection_children (store, record, error);

  for (guint i = 0; children != NULL && i < children->len; i++) {
    const ValiseListRow *row = children->pdata[i];
    g_autoptr (ValiseRecord) child = valise_record_load (store, row->record, error);

    if (child == NULL)
      return FALSE;
    if (child->type != NULL && (view->row_type == NULL || view->row_type == child->type)) {
      view->row_type = child->type;
      g_ptr_array_add (view->rows, row_texts (child));
    } else {
      g_ptr_array_add (view->linked, valise_record_item_new (store, standings, child, row->incomplete));
    }
  }
  return children != NULL;
}

static gboolean
load_links (ValiseStore *store, ValiseRecordView *view, ValiseStandings *standings, const char *record, GError **error)
{
  g_auto (GStrv) ids = valise_projection_linked_from (store, record, error);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
    g_autoptr (ValiseListRow) row = valise_projection_get (store, ids[i], error);
    g_autoptr (ValiseRecord) other = row != NULL && g_strcmp0 (row->parent, record) != 0
                                         ? valise_record_load (store, ids[i], NULL)
                                         : NULL;

    if (other != NULL)
      g_ptr_array_add (view->linked, valise_record_item_new (store, standings, other, row->incomplete));
  }
  return ids != NULL;
}

/* History */

static char *
author_of (ValiseStore *store, const char *device)
{
  ValiseLogOwner owner = { NULL, NULL };

  if (strcmp (device, valise_store_get_device (store)) == 0)
    return g_strdup (valise_store_get_member (store));
  valise_store_get_owner (store, device, &owner);
  return owner.member != NULL ? g_strdup (owner.member) : g_strdup_printf ("%.8s", device);
}

static void
add_change (const ValiseRecordView *view, ValiseViewEntry *entry, const ValiseValue *value)
{
  const ValiseField *field = view->type != NULL ? valise_type_field (view->type, value->name) : NULL;
  g_autofree char *text = NULL;

  if (field == NULL || field->parent)
    return;
  text = strcmp (value->value, "null") == 0 ? g_strdup ("–") : text_of (field, value->value);
  g_ptr_array_add (entry->changes, g_strdup_printf ("%s\t%s", field->label, text));
}

static ValiseViewEntry *
view_entry (ValiseStore *store, const ValiseRecordView *view, ValiseStandings *standings, const ValiseEntry *entry)
{
  ValiseViewEntry *shown = g_new0 (ValiseViewEntry, 1);
  const ValiseValue *withdrawn = valise_entry_find (entry, ".withdrawn");

  shown->author = author_of (store, entry->device);
  shown->time = valise_entry_dup_text (entry, ".time");
  shown->changes = g_ptr_array_new_with_free_func (g_free);
  shown->made = entry->n_after == 0;
  shown->withdrew = withdrawn != NULL && strcmp (withdrawn->value, "true") == 0;
  shown->standing = valise_standings_of_entry (standings, entry);
  for (guint i = 0; i < entry->n_values; i++)
    add_change (view, shown, &entry->values[i]);
  return shown;
}

static gint
newest_first (gconstpointer a, gconstpointer b)
{
  const ValiseViewEntry *one = *(const ValiseViewEntry *const *) a, *other = *(const ValiseViewEntry *const *) b;

  return -g_strcmp0 (one->time, other->time);
}

static void
load_history (ValiseStore *store, ValiseRecordView *view, ValiseStandings *standings, const ValiseRecord *record)
{
  for (guint i = 0; i < record->entries->len; i++)
    g_ptr_array_add (view->history, view_entry (store, view, standings, record->entries->pdata[i]));
  g_ptr_array_sort (view->history, newest_first);
}

static ValiseRecordView *
view_new (void)
{
  ValiseRecordView *view = g_new0 (ValiseRecordView, 1);

  view->values = g_ptr_array_new_with_free_func (value_free);
  view->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  view->linked = g_ptr_array_new_with_free_func (g_object_unref);
  view->history = g_ptr_array_new_with_free_func (entry_free);
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
  load_history (store, view, standings, record);
  if (!load_children (store, view, standings, id, error) || !load_links (store, view, standings, id, error))
    return NULL;
  return g_steal_pointer (&view);
}

/* Custody: on the writing lane, whether or not somebody waits for the view. */

static gpointer
note_look (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (valise_record_note_custody (store, "looked", data, NULL, NULL, error));
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
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = load,
    .free_data = g_free,
    .free_result = (GDestroyNotify) valise_record_view_free,
  };

  if (valise_session_first_look (session, record))
    valise_session_run_async (session, &look, g_strdup (record), NULL, NULL, NULL);
  valise_session_run_async (session, &job, g_strdup (record), cancellable, callback, user);
}

ValiseRecordView *
valise_record_view_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}
