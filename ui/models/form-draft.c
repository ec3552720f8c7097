/* form-draft.c - a form as the draft that it is kept as, and forms of what is there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/form-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/error.h"
#include "core/json.h"
#include "ui/models/correction.h"

/* Keeping: as JSON, {"texts":{…},"rows":[{"record":"…","texts":{…}},…],"photos":["…",…]}; of a
 * correction with "before" beside each "texts", "gone", "why" and "other" */

static void
put_correction (ValiseForm *self, yyjson_mut_doc *doc, yyjson_mut_val *root)
{
  yyjson_mut_val *gone = yyjson_mut_obj_add_arr (doc, root, "gone");

  for (guint i = 0; i < self->gone->len; i++)
    yyjson_mut_arr_add_strcpy (doc, gone, self->gone->pdata[i]);
  yyjson_mut_obj_add_strcpy (doc, root, "why", self->why);
  yyjson_mut_obj_add_bool (doc, root, "sent", self->sent != 0);
  if (self->other != NULL)
    yyjson_mut_obj_add_strcpy (doc, root, "other", self->other);
}

static char *
to_json (ValiseForm *self)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc), *rows;
  char *json;

  yyjson_mut_doc_set_root (doc, root);
  valise_form_texts_put (doc, root, self->texts);
  rows = yyjson_mut_obj_add_arr (doc, root, "rows");
  for (guint i = 0; i < self->rows->len; i++) {
    const ValiseFormTexts *row = self->rows->pdata[i];
    yyjson_mut_val *object = yyjson_mut_arr_add_obj (doc, rows);

    yyjson_mut_obj_add_strcpy (doc, object, "record", row->record);
    valise_form_texts_put (doc, object, row);
  }
  rows = yyjson_mut_obj_add_arr (doc, root, "photos");
  for (guint i = 0; i < self->photos->len; i++)
    yyjson_mut_arr_add_strcpy (doc, rows, self->photos->pdata[i]);
  if (valise_form_is_correction (self))
    put_correction (self, doc, root);
  json = valise_json_write_mut (root);
  yyjson_mut_doc_free (doc);
  return json;
}

ValiseDraft *
valise_form_to_draft (ValiseForm *self)
{
  ValiseDraft *draft = g_new0 (ValiseDraft, 1);

  draft->record = g_strdup (self->texts->record);
  draft->type = g_strdup (self->texts->type->name);
  draft->title = valise_form_dup_title (self);
  draft->is_new = !valise_form_is_correction (self);
  draft->content = to_json (self);
  return draft;
}

static void
read_ids (GPtrArray *ids, yyjson_val *list)
{
  yyjson_arr_iter iter = yyjson_arr_iter_with (list);
  yyjson_val *id;

  while ((id = yyjson_arr_iter_next (&iter)) != NULL)
    if (yyjson_is_str (id))
      g_ptr_array_add (ids, g_strdup (yyjson_get_str (id)));
}

static void
read_correction (ValiseForm *self, yyjson_val *root)
{
  const char *why = valise_json_get_string (root, "why");

  read_ids (self->gone, yyjson_obj_get (root, "gone"));
  g_free (self->why);
  self->why = g_strdup (why != NULL ? why : "");
  self->sent = yyjson_is_true (yyjson_obj_get (root, "sent"));
  self->other = g_strdup (valise_json_get_string (root, "other"));
}

ValiseForm *
valise_form_new_from_draft (ValiseSession *session, const ValiseDraft *draft)
{
  const ValiseType *type = valise_type_find (draft->type);
  yyjson_doc *doc = valise_json_parse (draft->content, strlen (draft->content), NULL);
  yyjson_val *root = yyjson_doc_get_root (doc), *rows = yyjson_obj_get (root, "rows"), *row;
  yyjson_arr_iter iter = yyjson_arr_iter_with (rows);
  ValiseForm *self = type != NULL && doc != NULL ? valise_form_make (session, type, draft->record) : NULL;

  if (self != NULL) {
    valise_form_texts_read (self->texts, root);
    read_correction (self, root);
    read_ids (self->photos, yyjson_obj_get (root, "photos"));
  }
  while (self != NULL && self->row_type != NULL && (row = yyjson_arr_iter_next (&iter)) != NULL) {
    ValiseFormTexts *texts = valise_form_texts_new (self->row_type, valise_json_get_string (row, "record"));

    valise_form_texts_read (texts, row);
    g_ptr_array_add (self->rows, texts);
  }
  yyjson_doc_free (doc);
  return self;
}

/* Opening a draft */

static gpointer
get_draft (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  ValiseDraft *draft = valise_draft_get (store, data, error);

  if (draft == NULL && (error == NULL || *error == NULL))
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND, _ ("this draft is not here any more"));
  return draft;
}

void
valise_form_open_draft_async (ValiseSession *session, const char *record, GAsyncReadyCallback callback,
                              gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_DRAFT,
    .run = get_draft,
    .free_data = g_free,
    .free_result = (GDestroyNotify) valise_draft_free,
  };

  valise_session_run_async (session, &job, g_strdup (record), NULL, callback, user);
}

ValiseForm *
valise_form_open_draft_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  g_autoptr (ValiseDraft) draft = valise_session_run_finish (session, result, error);
  ValiseForm *form = draft != NULL ? valise_form_new_from_draft (session, draft) : NULL;

  if (draft != NULL && form == NULL)
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_UNSUPPORTED,
                 _ ("this draft was written by a newer Valise; use that one to finish it"));
  return form;
}

/* Opening a record, to correct it */

static gpointer
read_record (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return valise_correction_read (store, data, error);
}

void
valise_form_correct_async (ValiseSession *session, const char *record, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_READ,
    .run = read_record,
    .free_data = g_free,
    .free_result = (GDestroyNotify) valise_correction_free,
  };

  valise_session_run_async (session, &job, g_strdup (record), NULL, callback, user);
}

ValiseForm *
valise_form_correct_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  g_autoptr (ValiseCorrection) read = valise_session_run_finish (session, result, error);
  ValiseForm *self;

  if (read == NULL)
    return NULL;
  if (read->draft != NULL)
    return valise_form_new_from_draft (session, read->draft);
  self = valise_form_make (session, read->texts->type, read->texts->record);
  valise_form_texts_free (self->texts);
  self->texts = g_steal_pointer (&read->texts);
  self->sent = read->sent;
  self->other = g_steal_pointer (&read->other);
  while (read->rows->len > 0)
    g_ptr_array_add (self->rows, g_ptr_array_steal_index (read->rows, 0));
  return self;
}
