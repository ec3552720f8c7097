/* difference-view.c - one difference, ready to be decided
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/difference-view.h"

#include <math.h>
#include <string.h>

#include "core/codes/codes.h"
#include "core/error.h"
#include "core/json.h"
#include "core/lineage.h"
#include "core/projection.h"
#include "core/sealed.h"
#include "core/value.h"
#include "ui/models/author.h"

#define MOST_SAME 10
#define MOST_PHOTOS 6
#define EARTH_RADIUS 6371008.8 /* metres */

static void
side_free (gpointer data)
{
  ValiseDifferenceSide *side = data;

  g_free (side->text);
  g_free (side->more);
  g_free (side->value);
  g_free (side->author);
  g_free (side->device);
  g_free (side->time);
  g_free (side->put_back_by);
  g_free (side->how_known);
  g_ptr_array_unref (side->photos);
  g_ptr_array_unref (side->links);
  g_free (side);
}

static void
same_free (gpointer data)
{
  ValiseDifferenceSame *same = data;

  g_free (same->label);
  g_free (same->text);
  g_free (same);
}

static void
stood_free (gpointer data)
{
  ValiseStoodValue *stood = data;

  g_free (stood->name);
  g_free (stood->value);
  g_free (stood);
}

static void
add_stood (GPtrArray *list, const char *name, const char *value, const ValiseHash *commit)
{
  ValiseStoodValue *stood = g_new0 (ValiseStoodValue, 1);

  stood->name = g_strdup (name);
  stood->value = g_strdup (value);
  stood->commit = *commit;
  g_ptr_array_add (list, stood);
}

GPtrArray *
valise_stood_copy (const GPtrArray *stood)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (stood_free);

  for (guint i = 0; i < stood->len; i++) {
    const ValiseStoodValue *one = stood->pdata[i];

    add_stood (copy, one->name, one->value, &one->commit);
  }
  return copy;
}

void
valise_difference_view_free (ValiseDifferenceView *view)
{
  g_clear_object (&view->what);
  g_free (view->classification);
  g_ptr_array_unref (view->sides);
  g_clear_pointer (&view->before, side_free);
  g_ptr_array_unref (view->same);
  g_ptr_array_unref (view->stood);
  g_free (view->reason);
  g_free (view);
}

/* What is at hand while one is made. */
typedef struct {
  ValiseStore *store;
  const ValiseRecord *record;
  ValiseStandings *standings;
  ValiseDifferenceView *view;
  ValiseRecord *above; /* what it is part of, or NULL */
} Making;

/* Values in words */

static char *
reserved_text (const char *name, const char *value)
{
  char *text = valise_json_dup_string (value);
  const ValiseChoice *choice =
      text != NULL && strcmp (name, ".class") == 0 ? valise_code_list_match (&valise_codes_un_classification, text) : NULL;

  if (choice == NULL)
    return text != NULL ? text : g_strdup (value);
  g_free (text);
  return g_strdup (choice->label);
}

static char *
text_of (const char *name, const ValiseField *field, const char *value)
{
  if (field == NULL)
    return reserved_text (name, value);
  if (field->kind == VALISE_KIND_LONG_TEXT && !field->many)
    return valise_json_dup_string (value);
  return valise_value_to_text (field, value);
}

static ValiseRecordItem *
item_of (const Making *making, const char *id)
{
  g_autoptr (ValiseListRow) row = valise_projection_get (making->store, id, NULL);
  g_autoptr (ValiseRecord) record = row != NULL ? valise_record_load (making->store, id, NULL) : NULL;

  return record != NULL ? valise_record_item_new (making->store, making->standings, record, row->incomplete) : NULL;
}

static void
add_links (const Making *making, ValiseDifferenceSide *side)
{
  g_auto (GStrv) ids = valise_json_dup_strings (side->value);

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
    ValiseRecordItem *item = item_of (making, ids[i]);

    if (item != NULL)
      g_ptr_array_add (side->links, item);
  }
}

static void
set_value (const Making *making, ValiseDifferenceSide *side, const char *name, const char *value)
{
  const ValiseField *field = valise_difference_get (making->view->what)->field;
  ValiseHash handle;

  side->value = g_strdup (value);
  side->sealed = valise_sealed_parse_handle (value, &handle) || (field != NULL && field->sealed);
  side->cleared = strcmp (value, "null") == 0;
  if (side->sealed || side->cleared)
    side->text = g_strdup ("");
  else
    side->text = text_of (name, field, value);
  if (side->text == NULL)
    side->text = g_strdup (value);
  if (field != NULL && field->kind == VALISE_KIND_PLACE && !side->cleared)
    side->more = valise_value_to_notations (value);
  if (field != NULL && field->kind == VALISE_KIND_LINK && !side->cleared)
    add_links (making, side);
}

/* Who, when, from where */

/* What that device said last of how it is known, here or where it is part of. */
static char *
how_known (const ValiseRecord *record, const char *device)
{
  const ValiseField *field = record != NULL && record->type != NULL ? valise_type_field (record->type, "how-known") : NULL;
  const ValiseValue *said = NULL;
  guint64 newest = 0;

  for (guint i = 0; field != NULL && i < record->entries->len; i++) {
    const ValiseEntry *entry = record->entries->pdata[i];
    const ValiseValue *value = strcmp (entry->device, device) == 0 ? valise_entry_find (entry, "how-known") : NULL;

    if (value != NULL && entry->index >= newest && strcmp (value->value, "null") != 0) {
      said = value;
      newest = entry->index;
    }
  }
  return said != NULL ? valise_value_to_text (field, said->value) : NULL;
}

static gboolean
is_by (ValiseStore *store, const ValiseRecord *record, const char *author)
{
  for (guint i = 0; i < record->entries->len; i++) {
    g_autofree char *by = valise_author_of (store, ((const ValiseEntry *) record->entries->pdata[i])->device);

    if (strcmp (by, author) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
add_photos (const Making *making, ValiseDifferenceSide *side, const char *of)
{
  g_auto (GStrv) ids = valise_projection_linked_from (making->store, of, NULL);

  for (guint i = 0; ids != NULL && ids[i] != NULL && side->photos->len < MOST_PHOTOS; i++) {
    g_autoptr (ValiseRecord) photo = valise_record_load (making->store, ids[i], NULL);
    ValiseRecordItem *item;

    if (photo == NULL || g_strcmp0 (photo->state->type, "photo") != 0 || !is_by (making->store, photo, side->author))
      continue;
    item = item_of (making, ids[i]);
    if (item != NULL)
      g_ptr_array_add (side->photos, item);
  }
}

static ValiseDifferenceSide *
side_new (const Making *making, const ValiseEntry *origin, const ValiseEntry *entry)
{
  ValiseDifferenceSide *side = g_new0 (ValiseDifferenceSide, 1);

  side->photos = g_ptr_array_new_with_free_func (g_object_unref);
  side->links = g_ptr_array_new_with_free_func (g_object_unref);
  side->author = valise_author_of (making->store, origin->device);
  side->device = g_strndup (origin->device, 8);
  side->own = strcmp (origin->device, valise_store_get_device (making->store)) == 0;
  side->time = valise_entry_dup_text (origin, ".time");
  side->standing = valise_standings_of_entry (making->standings, origin);
  side->how_known = how_known (making->record, origin->device);
  if (side->how_known == NULL)
    side->how_known = how_known (making->above, origin->device);
  if (entry != origin && strcmp (entry->device, origin->device) != 0)
    side->put_back_by = valise_author_of (making->store, entry->device);
  add_photos (making, side, making->record->record);
  if (side->photos->len == 0 && making->above != NULL)
    add_photos (making, side, making->above->record);
  return side;
}

/* A field that differs */

static gboolean
may_settle (const Making *making, const ValiseLineage *lineage, const ValiseStateField *field)
{
  ValiseAuthor own = { 0 };

  valise_record_look_up_author (valise_store_get_device (making->store), &own, making->store);
  return valise_lineage_may_settle (lineage, field, &own, valise_record_look_up_author, making->store);
}

static guint
seen_by (const ValiseLineage *lineage, const ValiseStateField *field, guint at)
{
  const ValiseEntry *own = valise_lineage_origin (lineage, field->live[at].entry);
  guint bits = 0;

  for (guint i = 0; i < MIN (field->n_live, 32); i++)
    if (i != at && valise_lineage_had_seen (lineage, own, valise_lineage_origin (lineage, field->live[i].entry)))
      bits |= 1u << i;
  return bits;
}

static void
measure_apart (ValiseDifferenceView *view)
{
  ValiseDegrees a, b;
  const ValiseDifferenceSide *one = view->sides->pdata[0], *other = view->sides->pdata[1];
  const ValiseField *field = valise_difference_get (view->what)->field;
  double from, to, north, east, half;

  if (field == NULL || field->kind != VALISE_KIND_PLACE || view->sides->len != 2 ||
      !valise_value_get_degrees (one->value, &a) || !valise_value_get_degrees (other->value, &b))
    return;
  from = a.latitude * G_PI / 180;
  to = b.latitude * G_PI / 180;
  north = to - from;
  east = (b.longitude - a.longitude) * G_PI / 180;
  half = pow (sin (north / 2), 2) + cos (from) * cos (to) * pow (sin (east / 2), 2);
  view->apart = 2 * EARTH_RADIUS * asin (sqrt (MIN (half, 1)));
}

static gboolean
load_field (const Making *making, GError **error)
{
  ValiseDifferenceView *view = making->view;
  const char *name = valise_difference_get (view->what)->name;
  const ValiseStateField *field = valise_state_find (making->record->state, name);
  g_autoptr (ValiseLineage) lineage = valise_lineage_new (making->record->state, name);
  const ValiseEntry *before;

  if (field == NULL || !field->conflict) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND, "nobody differs about “%s” any more", name);
    return FALSE;
  }
  for (guint i = 0; i < field->n_live; i++) {
    const ValiseLive *live = &field->live[i];
    ValiseDifferenceSide *side = side_new (making, valise_lineage_origin (lineage, live->entry), live->entry);

    set_value (making, side, name, live->value);
    side->provisional = i == 0;
    side->changed_since = live->changed_since;
    side->knew = seen_by (lineage, field, i);
    g_ptr_array_add (view->sides, side);
    add_stood (view->stood, name, live->value, &live->commit);
  }
  before = valise_lineage_ancestor (lineage, field);
  if (before != NULL) {
    view->before = side_new (making, before, before);
    set_value (making, view->before, name, valise_entry_find (before, name)->value);
  }
  view->settles = may_settle (making, lineage, field);
  measure_apart (view);
  return TRUE;
}

/* A withdrawal against what was changed */

static const ValiseEntry *
find_withdrawal (const ValiseRecord *record)
{
  const ValiseStateField *field = valise_state_find (record->state, ".withdrawn");

  return field != NULL ? field->live[0].entry : NULL;
}

static char *
tell_change (const Making *making, const ValiseUnknown *unknown)
{
  const ValiseField *field = making->record->type != NULL ? valise_type_field (making->record->type, unknown->name) : NULL;
  ValiseHash handle;
  g_autofree char *text = valise_sealed_parse_handle (unknown->live->value, &handle)
                              ? g_strdup ("•••")
                          : strcmp (unknown->live->value, "null") == 0
                              ? g_strdup ("–")
                              : text_of (unknown->name, field, unknown->live->value);

  return g_strdup_printf ("%s: %s", field != NULL ? field->label : unknown->name, text);
}

/* Of some values, at least one. */
static const ValiseUnknown *
newest_of (const GArray *unknown)
{
  const ValiseUnknown *newest = &g_array_index (unknown, ValiseUnknown, 0);
  g_autofree char *best = valise_entry_dup_text (newest->live->entry, ".time");

  for (guint i = 1; i < unknown->len; i++) {
    const ValiseUnknown *one = &g_array_index (unknown, ValiseUnknown, i);
    g_autofree char *time = valise_entry_dup_text (one->live->entry, ".time");

    if (g_strcmp0 (time, best) > 0) {
      newest = one;
      g_free (best);
      best = g_steal_pointer (&time);
    }
  }
  return newest;
}

static ValiseDifferenceSide *
changed_side (const Making *making, const GArray *unknown)
{
  const ValiseUnknown *newest = newest_of (unknown);
  g_autoptr (ValiseLineage) lineage = valise_lineage_new (making->record->state, newest->name);
  ValiseDifferenceSide *side = side_new (making, valise_lineage_origin (lineage, newest->live->entry), newest->live->entry);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < unknown->len; i++) {
    const ValiseUnknown *one = &g_array_index (unknown, ValiseUnknown, i);
    g_autofree char *line = tell_change (making, one);

    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    add_stood (making->view->stood, one->name, one->live->value, &one->live->commit);
  }
  side->text = g_string_free (text, FALSE);
  return side;
}

/* Who may put an end to it: a coordinator, and who wrote all of the record. */
static gboolean
may_settle_record (const Making *making)
{
  ValiseAuthor own = { 0 };

  valise_record_look_up_author (valise_store_get_device (making->store), &own, making->store);
  if (own.coordinator)
    return TRUE;
  for (guint i = 0; i < making->record->entries->len; i++) {
    const ValiseEntry *entry = making->record->entries->pdata[i];
    g_autofree char *author = valise_author_of (making->store, entry->device);

    if (strcmp (author, valise_store_get_member (making->store)) != 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
load_withdrawal (const Making *making, GError **error)
{
  ValiseDifferenceView *view = making->view;
  const ValiseEntry *withdrawal = find_withdrawal (making->record);
  g_autoptr (GArray) unknown = valise_difference_unknown (making->record->state);
  g_autoptr (ValiseLineage) lineage = valise_lineage_new (making->record->state, ".withdrawn");
  ValiseDifferenceSide *side;

  if (!making->record->state->withdrawn_conflict || withdrawal == NULL || unknown->len == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND, "nobody differs about this withdrawal any more");
    return FALSE;
  }
  view->reason = valise_state_dup_text (making->record->state, ".reason");
  side = side_new (making, valise_lineage_origin (lineage, withdrawal), withdrawal);
  side->text = g_strdup (view->reason != NULL ? view->reason : "");
  side->provisional = TRUE;
  g_ptr_array_add (view->sides, side);
  g_ptr_array_add (view->sides, changed_side (making, unknown));
  view->settles = may_settle_record (making);
  return TRUE;
}

/* What nobody differs about */

static void
add_same (const Making *making, const ValiseRecord *record)
{
  for (const ValiseField *field = record->type != NULL ? record->type->fields : NULL;
       field != NULL && field->name != NULL && making->view->same->len < MOST_SAME; field++) {
    const ValiseStateField *standing = valise_state_find (record->state, field->name);
    ValiseDifferenceSame *same;

    if (standing == NULL || standing->conflict || field->sealed || field->parent ||
        field->kind == VALISE_KIND_FILE || field->kind == VALISE_KIND_LINK || field->kind == VALISE_KIND_LONG_TEXT)
      continue;
    same = g_new0 (ValiseDifferenceSame, 1);
    same->label = g_strdup (field->label);
    same->text = valise_value_to_text (field, standing->live[0].value);
    g_ptr_array_add (making->view->same, same);
  }
}

static ValiseRecord *
load_above (ValiseStore *store, const char *record)
{
  g_autoptr (ValiseListRow) row = valise_projection_get (store, record, NULL);

  return row != NULL && row->parent != NULL ? valise_record_load (store, row->parent, NULL) : NULL;
}

ValiseDifferenceView *
valise_difference_view_load (ValiseStore *store, ValiseDifference *what, GError **error)
{
  const ValiseDifferenceFacts *facts = valise_difference_get (what);
  g_autoptr (ValiseRecord) record = valise_record_load (store, facts->record, error);
  g_autoptr (ValiseStandings) standings = record != NULL ? valise_standings_load (store, error) : NULL;
  g_autoptr (ValiseRecord) above = standings != NULL ? load_above (store, facts->record) : NULL;
  g_autoptr (ValiseDifferenceView) view = g_new0 (ValiseDifferenceView, 1);
  const Making making = { store, record, standings, view, above };

  view->what = g_object_ref (what);
  view->sides = g_ptr_array_new_with_free_func (side_free);
  view->same = g_ptr_array_new_with_free_func (same_free);
  view->stood = g_ptr_array_new_with_free_func (stood_free);
  view->apart = -1;
  if (standings == NULL)
    return NULL;
  view->classification = valise_state_dup_text (record->state, ".class");
  if ((facts->kind == VALISE_DIFFERENCE_FIELD && !load_field (&making, error)) ||
      (facts->kind == VALISE_DIFFERENCE_WITHDRAWN && !load_withdrawal (&making, error)))
    return NULL;
  add_same (&making, record);
  if (above != NULL)
    add_same (&making, above);
  return g_steal_pointer (&view);
}

/* For the main thread */

static gpointer
load (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return valise_difference_view_load (store, data, error);
}

void
valise_difference_view_async (ValiseSession *session, ValiseDifference *what, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = load,
    .free_data = g_object_unref,
    .free_result = (GDestroyNotify) valise_difference_view_free,
  };

  valise_session_run_async (session, &job, g_object_ref (what), cancellable, callback, user);
}

ValiseDifferenceView *
valise_difference_view_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}
