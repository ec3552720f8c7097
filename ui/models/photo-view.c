/* photo-view.c - one photo, or one file of another record, ready to be looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/photo-view.h"

#include <string.h>

#include "core/custody-log.h"
#include "core/error.h"
#include "core/files.h"
#include "core/flag.h"
#include "core/json.h"
#include "core/photo-link.h"
#include "core/projection.h"
#include "core/value.h"
#include "sync/case.h"

void
valise_photo_view_free (ValisePhotoView *view)
{
  g_clear_object (&view->item);
  g_free (view->name);
  g_free (view->classification);
  valise_attachment_free (view->file);
  valise_attachment_free (view->redacted);
  g_ptr_array_unref (view->warnings);
  g_free (view->taken);
  g_free (view->zone);
  g_free (view->fix);
  g_free (view->imported);
  g_free (view->camera);
  g_free (view->serial);
  g_free (view->lens);
  g_free (view->caption);
  g_free (view->far_from);
  g_ptr_array_unref (view->linked);
  g_free (view);
}

typedef struct {
  char *record;
  gboolean has_file;
  ValiseHash sha256;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_free (asked->record);
  g_free (asked);
}

static Asked *
asked_new (const char *record, const ValiseHash *sha256)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->record = g_strdup (record);
  asked->has_file = sha256 != NULL;
  if (sha256 != NULL)
    asked->sha256 = *sha256;
  return asked;
}

/* Files */

static ValiseAttachment *
copy_of (const ValiseAttachment *file)
{
  return valise_attachment_new (file->name, file->media, &file->sha256, file->size);
}

/* The first of the field, or the one with this hash. */
static ValiseAttachment *
file_of (const ValiseRecord *record, const char *field, const ValiseHash *sha256)
{
  const char *value = valise_state_get (record->state, field);
  g_autoptr (GPtrArray) files = value != NULL ? valise_attachment_list (value) : NULL;

  for (guint i = 0; files != NULL && i < files->len; i++) {
    const ValiseAttachment *file = files->pdata[i];

    if (sha256 == NULL || valise_hash_equal (&file->sha256, sha256))
      return copy_of (file);
  }
  return NULL;
}

static ValiseAttachment *
any_file (const ValiseRecord *record, const ValiseHash *sha256)
{
  ValiseAttachment *found = NULL;

  for (const ValiseField *field = record->type != NULL ? record->type->fields : NULL;
       field != NULL && field->name != NULL && found == NULL; field++)
    if (field->kind == VALISE_KIND_FILE)
      found = file_of (record, field->name, sha256);
  return found;
}

static void
load_files (ValiseStore *store, ValisePhotoView *view, const ValiseRecord *record, const Asked *asked)
{
  view->file = asked->has_file ? any_file (record, &asked->sha256) : file_of (record, "original", NULL);
  view->redacted = view->is_photo ? file_of (record, "redacted", NULL) : NULL;
  view->file_here = view->file != NULL && valise_files_is_here (store, &view->file->sha256);
  view->redacted_here = view->redacted != NULL && valise_files_is_here (store, &view->redacted->sha256);
  if (view->file != NULL)
    view->name = g_strdup (view->file->name);
  else
    view->name = g_strdup (view->redacted != NULL ? view->redacted->name : valise_record_item_get (view->item)->title);
}

/* What the camera says */

static char *
member_of (const ValiseRecord *record, const char *field, const char *name)
{
  const char *value = valise_state_get (record->state, field);
  g_autoptr (yyjson_doc) doc = value != NULL ? valise_json_parse (value, strlen (value), NULL) : NULL;

  return doc != NULL ? g_strdup (valise_json_get_string (yyjson_doc_get_root (doc), name)) : NULL;
}

static guint
number_of (const ValiseRecord *record, const char *field)
{
  const char *value = valise_state_get (record->state, field);

  return value != NULL ? (guint) g_ascii_strtoull (value[0] == '"' ? value + 1 : value, NULL, 10) : 0;
}

static void
load_camera (ValisePhotoView *view, const ValiseRecord *record)
{
  g_autofree char *make = valise_state_dup_text (record->state, "make");
  g_autofree char *model = valise_state_dup_text (record->state, "model");
  const char *gps = valise_state_get (record->state, "gps");
  gboolean twice = make != NULL && model != NULL && g_str_has_prefix (model, make);

  view->taken = member_of (record, "taken", "time");
  view->zone = member_of (record, "taken", "zone");
  view->fix = member_of (record, "gps-time", "time");
  view->imported = member_of (record, "imported", "time");
  if (make != NULL && model != NULL && !twice)
    view->camera = g_strdup_printf ("%s %s", make, model);
  else
    view->camera = g_strdup (model != NULL ? model : make);
  view->serial = valise_state_dup_text (record->state, "serial");
  view->lens = valise_state_dup_text (record->state, "lens");
  view->caption = valise_state_dup_text (record->state, "caption");
  view->width = number_of (record, "width");
  view->height = number_of (record, "height");
  view->orientation = number_of (record, "orientation");
  view->has_place = gps != NULL && valise_value_get_degrees (gps, &view->place);
}

static void
load_warnings (ValiseStore *store, ValisePhotoView *view, const ValiseRecord *record)
{
  const char *value = valise_state_get (record->state, "warnings");
  g_auto (GStrv) codes = value != NULL ? valise_json_dup_strings (value) : NULL;
  g_autoptr (GHashTable) countries = valise_case_countries (store, NULL);
  g_autoptr (GPtrArray) far = countries != NULL ? valise_flag_places (record, countries) : NULL;
  g_autofree char *case_id = valise_state_dup_text (record->state, ".case");
  char *const *of_case = countries != NULL && case_id != NULL ? g_hash_table_lookup (countries, case_id) : NULL;

  for (guint i = 0; codes != NULL && codes[i] != NULL; i++)
    g_ptr_array_add (view->warnings, g_strdup (codes[i]));
  if (far == NULL || far->len == 0)
    return;
  view->far_from = of_case != NULL ? g_strjoinv (", ", (char **) of_case) : g_strdup ("");
  g_ptr_array_add (view->warnings, g_strdup (VALISE_FLAG_FAR));
}

/* What it belongs to */

static gboolean
load_links (ValiseStore *store, ValisePhotoView *view, ValiseStandings *standings, const ValiseRecord *record)
{
  const char *value = valise_state_get (record->state, "records");
  g_auto (GStrv) links = value != NULL ? valise_json_dup_strings (value) : NULL;

  for (guint i = 0; links != NULL && links[i] != NULL; i++) {
    g_autoptr (ValiseRecord) other = valise_record_load (store, links[i], NULL);
    g_autoptr (ValiseListRow) row = other != NULL ? valise_projection_get (store, links[i], NULL) : NULL;

    if (row == NULL)
      continue;
    g_ptr_array_add (view->linked, valise_record_item_new (store, standings, other, row->incomplete));
    if (!view->has_record_place && !valise_record_is_closed (store, other))
      view->has_record_place = valise_photo_place_around (store, other, &view->record_place);
  }
  if (view->has_place && view->has_record_place)
    view->apart = valise_grid_distance (view->place, view->record_place);
  return TRUE;
}

static gpointer
load (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  g_autoptr (ValiseRecord) record = valise_record_load (store, asked->record, error);
  g_autoptr (ValiseListRow) row = record != NULL ? valise_projection_get (store, asked->record, error) : NULL;
  g_autoptr (ValiseStandings) standings = row != NULL ? valise_standings_load (store, error) : NULL;
  g_autoptr (ValisePhotoView) view = NULL;

  if (standings == NULL) {
    if (record != NULL && row == NULL && (error == NULL || *error == NULL))
      g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND, "this record does not count here");
    return NULL;
  }
  view = g_new0 (ValisePhotoView, 1);
  view->warnings = g_ptr_array_new_with_free_func (g_free);
  view->linked = g_ptr_array_new_with_free_func (g_object_unref);
  view->item = valise_record_item_new (store, standings, record, row->incomplete);
  view->is_photo = g_strcmp0 (record->state->type, "photo") == 0 && !asked->has_file;
  if (valise_record_item_get (view->item)->closed) {
    view->name = g_strdup ("");
    return g_steal_pointer (&view);
  }
  view->classification = valise_state_dup_text (record->state, ".class");
  load_files (store, view, record, asked);
  if (view->is_photo) {
    load_camera (view, record);
    load_warnings (store, view, record);
    load_links (store, view, standings, record);
  }
  return g_steal_pointer (&view);
}

/* Custody: on the writing lane, whether or not somebody waits for the view. */

static gpointer
note_look (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (valise_record_note_custody (store, "looked", data, NULL, NULL, error));
}

void
valise_photo_view_load_async (ValiseSession *session, const char *record, const ValiseHash *sha256,
                              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob look = { .lane = VALISE_LANE_WRITE, .run = note_look, .free_data = g_free };
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = load,
    .free_data = asked_free,
    .free_result = (GDestroyNotify) valise_photo_view_free,
  };

  if (valise_session_first_look (session, record))
    valise_session_run_async (session, &look, g_strdup (record), NULL, NULL, NULL);
  valise_session_run_async (session, &job, asked_new (record, sha256), cancellable, callback, user);
}

ValisePhotoView *
valise_photo_view_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}

/* What was done to it */

static void
line_free (gpointer data)
{
  ValiseCustodyLine *line = data;

  g_free (line->time);
  g_free (line->author);
  g_free (line->action);
  g_free (line->what);
  g_free (line->to);
  g_free (line->why);
  g_free (line);
}

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
add_lines (ValiseStore *store, GPtrArray *lines, GHashTable *seen, const GPtrArray *events, const char *record)
{
  for (guint i = 0; events != NULL && i < events->len; i++) {
    const ValiseCustodyEvent *event = events->pdata[i];
    ValiseCustodyLine *line;

    if (!g_hash_table_add (seen, g_strdup_printf ("%s %" G_GUINT64_FORMAT, event->device, event->index)))
      continue;
    line = g_new0 (ValiseCustodyLine, 1);
    line->time = g_strdup (event->time);
    line->author = author_of (store, event->device);
    line->action = g_strdup (event->action);
    line->what = g_strdup (event->what);
    line->to = g_strdup (event->to);
    line->why = g_strdup (event->why);
    line->elsewhere = event->record != NULL && strcmp (event->record, record) != 0;
    g_ptr_array_add (lines, line);
  }
}

static gint
by_time (gconstpointer a, gconstpointer b)
{
  const ValiseCustodyLine *one = *(const ValiseCustodyLine *const *) a, *other = *(const ValiseCustodyLine *const *) b;

  return g_strcmp0 (one->time, other->time);
}

static gpointer
load_lines (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  g_autoptr (GPtrArray) of_record = valise_custody_events (store, asked->record, error);
  g_autoptr (GPtrArray) of_file =
      of_record != NULL && asked->has_file ? valise_custody_file_events (store, &asked->sha256, error) : NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *lines;

  if (of_record == NULL || (asked->has_file && of_file == NULL))
    return NULL;
  lines = g_ptr_array_new_with_free_func (line_free);
  add_lines (store, lines, seen, of_record, asked->record);
  add_lines (store, lines, seen, of_file, asked->record);
  g_ptr_array_sort (lines, by_time);
  return lines;
}

void
valise_custody_lines_load_async (ValiseSession *session, const char *record, const ValiseHash *sha256,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = load_lines,
    .free_data = asked_free,
    .free_result = (GDestroyNotify) g_ptr_array_unref,
  };

  valise_session_run_async (session, &job, asked_new (record, sha256), cancellable, callback, user);
}

GPtrArray *
valise_custody_lines_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}
