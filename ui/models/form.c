/* form.c - a record as it is being typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/form.h"

#include <string.h>

#include "core/error.h"
#include "core/json.h"
#include "core/value.h"

#define KEEP_MS 400 /* after the first key: well within a second, with the write */

struct _ValiseForm {
  GObject parent;

  ValiseSession *session;
  ValiseFormTexts *texts;
  const ValiseType *row_type;
  GPtrArray *rows; /* of ValiseFormTexts */
  guint timer;
  gboolean writing, again; /* a write is on its way; something changed meanwhile */
  gboolean finished;
  GDateTime *kept;
};

enum {
  CHANGED,
  KEPT,
  NOT_KEPT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseForm, valise_form, G_TYPE_OBJECT)

/* Keeping: as JSON, {"texts":{…},"rows":[{"record":"…","texts":{…}},…]} */

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
  json = valise_json_write_mut (root);
  yyjson_mut_doc_free (doc);
  return json;
}

static ValiseDraft *
to_draft (ValiseForm *self)
{
  ValiseDraft *draft = g_new0 (ValiseDraft, 1);

  draft->record = g_strdup (self->texts->record);
  draft->type = g_strdup (self->texts->type->name);
  draft->title = valise_form_dup_title (self);
  draft->is_new = TRUE;
  draft->content = to_json (self);
  return draft;
}

static gpointer
keep (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (valise_draft_keep (store, data, error));
}

static const ValiseSessionJob keep_job = {
  .lane = VALISE_LANE_DRAFT,
  .run = keep,
  .free_data = (GDestroyNotify) valise_draft_free,
};

static void
note_kept (ValiseForm *self)
{
  g_clear_pointer (&self->kept, g_date_time_unref);
  self->kept = g_date_time_new_now_local ();
  g_signal_emit (self, signals[KEPT], 0);
}

static void start_timer (ValiseForm *self);

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (ValiseForm) self = user;
  g_autoptr (GError) error = NULL;
  gboolean kept = GPOINTER_TO_INT (valise_session_run_finish (VALISE_SESSION (source), result, &error));

  self->writing = FALSE;
  if (kept)
    note_kept (self);
  else
    g_signal_emit (self, signals[NOT_KEPT], 0, error->message);
  if (self->again || !kept)
    start_timer (self);
  self->again = FALSE;
}

static gboolean
on_timer (gpointer user)
{
  ValiseForm *self = user;

  self->timer = 0;
  if (self->writing) {
    self->again = TRUE;
    return G_SOURCE_REMOVE;
  }
  self->writing = TRUE;
  valise_session_run_async (self->session, &keep_job, to_draft (self), NULL, on_kept, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
start_timer (ValiseForm *self)
{
  if (self->timer == 0 && !self->finished)
    self->timer = g_timeout_add (KEEP_MS, on_timer, self);
}

gboolean
valise_form_keep_now (ValiseForm *self, GError **error)
{
  gboolean kept;

  if (self->finished || (self->timer == 0 && !self->writing))
    return TRUE; /* all of it is written */
  g_clear_handle_id (&self->timer, g_source_remove);
  kept = GPOINTER_TO_INT (valise_session_run (self->session, &keep_job, to_draft (self), error));
  if (kept)
    note_kept (self);
  return kept;
}

static void
note_change (ValiseForm *self, const char *field)
{
  g_signal_emit (self, signals[CHANGED], 0, field);
  start_timer (self);
}

/* Reading and setting */

const ValiseType *
valise_form_get_type_row (ValiseForm *self)
{
  return self->texts->type;
}

const char *
valise_form_get_record (ValiseForm *self)
{
  return self->texts->record;
}

GDateTime *
valise_form_get_kept (ValiseForm *self)
{
  return self->kept;
}

const char *
valise_form_get (ValiseForm *self, const char *field)
{
  return valise_form_texts_get (self->texts, field);
}

void
valise_form_set (ValiseForm *self, const char *field, const char *text)
{
  if (valise_form_texts_set (self->texts, field, text))
    note_change (self, field);
}

const ValiseType *
valise_form_get_row_type (ValiseForm *self)
{
  return self->row_type;
}

guint
valise_form_get_n_rows (ValiseForm *self)
{
  return self->rows->len;
}

const char *
valise_form_row_get (ValiseForm *self, guint row, const char *field)
{
  return valise_form_texts_get (self->rows->pdata[row], field);
}

void
valise_form_row_set (ValiseForm *self, guint row, const char *field, const char *text)
{
  if (valise_form_texts_set (self->rows->pdata[row], field, text))
    note_change (self, field);
}

/* What one thing has alone is not repeated: an identifier, and notes on it. */
static gboolean
is_repeated (const ValiseField *field, gboolean exactly)
{
  return exactly ? field->kind != VALISE_KIND_IDENTIFIER
                 : field->column != NULL && field->kind != VALISE_KIND_IDENTIFIER;
}

guint
valise_form_row_add (ValiseForm *self, gboolean like_last, gboolean exactly)
{
  ValiseFormTexts *row = valise_form_texts_new (self->row_type, NULL);
  const ValiseFormTexts *last = like_last && self->rows->len > 0 ? self->rows->pdata[self->rows->len - 1] : NULL;

  for (const ValiseField *field = self->row_type->fields; last != NULL && field->name != NULL; field++)
    if (is_repeated (field, exactly) || field->required)
      valise_form_texts_set (row, field->name, valise_form_texts_get (last, field->name));
  g_ptr_array_add (self->rows, row);
  note_change (self, self->row_type->name);
  return self->rows->len - 1;
}

void
valise_form_row_remove (ValiseForm *self, guint row)
{
  g_ptr_array_remove_index (self->rows, row);
  note_change (self, self->row_type->name);
}

static gboolean
is_answered (const ValiseField *field, const char *text)
{
  g_autofree char *value = text[0] != '\0' ? valise_value_parse (field, text, NULL) : NULL;

  return value != NULL && strcmp (value, "null") != 0;
}

GPtrArray *
valise_form_missing (ValiseForm *self)
{
  GPtrArray *missing = g_ptr_array_new ();

  for (const ValiseField *field = self->texts->type->fields; field->name != NULL; field++)
    if (field->required && !is_answered (field, valise_form_get (self, field->name)))
      g_ptr_array_add (missing, (gpointer) field);
  return missing;
}

char *
valise_form_dup_title (ValiseForm *self)
{
  g_auto (GStrv) names = g_strsplit (self->texts->type->title, " ", -1);

  for (guint i = 0; names[i] != NULL; i++) {
    const ValiseField *field = valise_type_field (self->texts->type, names[i]);
    const char *text = valise_form_get (self, names[i]);
    g_autofree char *value = text[0] != '\0' && !field->sealed ? valise_value_parse (field, text, NULL) : NULL;

    if (value != NULL && strcmp (value, "null") != 0)
      return valise_value_to_text (field, value);
  }
  return g_strdup ("");
}

/* Finishing */

typedef struct {
  ValiseFormTexts *texts;
  GPtrArray *rows; /* of ValiseFormTexts */
} Finishing;

static void
finishing_free (gpointer data)
{
  Finishing *finishing = data;

  valise_form_texts_free (finishing->texts);
  g_ptr_array_unref (finishing->rows);
  g_free (finishing);
}

static gpointer
finish (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Finishing *finishing = data;
  g_autoptr (ValiseTransaction) change = valise_transaction_begin (valise_store_get_db (store), error);

  if (change == NULL || !valise_form_texts_append (store, finishing->texts, NULL, error))
    return NULL;
  for (guint i = 0; i < finishing->rows->len; i++)
    if (!valise_form_texts_append (store, finishing->rows->pdata[i], finishing->texts->record, error))
      return NULL;
  if (!valise_draft_drop (store, finishing->texts->record, error))
    return NULL;
  return GINT_TO_POINTER (valise_transaction_commit (change, error));
}

static void
on_finished (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GTask) task = user;
  ValiseForm *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (GPOINTER_TO_INT (valise_session_run_finish (VALISE_SESSION (source), result, &error))) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  self->finished = FALSE;
  start_timer (self);
  g_task_return_error (task, error);
}

void
valise_form_finish_async (ValiseForm *self, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = finish,
    .free_data = finishing_free,
    .changes = TRUE,
  };
  GTask *task = g_task_new (self, NULL, callback, user);
  Finishing *finishing = g_new0 (Finishing, 1);

  g_clear_handle_id (&self->timer, g_source_remove);
  self->finished = TRUE; /* no draft is written any more */
  finishing->texts = valise_form_texts_copy (self->texts);
  finishing->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_form_texts_free);
  for (guint i = 0; i < self->rows->len; i++)
    g_ptr_array_add (finishing->rows, valise_form_texts_copy (self->rows->pdata[i]));
  valise_session_run_async (self->session, &job, finishing, NULL, on_finished, task);
}

gboolean
valise_form_finish_finish (ValiseForm *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Life */

static void
dispose (GObject *object)
{
  ValiseForm *self = VALISE_FORM (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (valise_form_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  ValiseForm *self = VALISE_FORM (object);

  valise_form_texts_free (self->texts);
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->kept, g_date_time_unref);
  G_OBJECT_CLASS (valise_form_parent_class)->finalize (object);
}

static void
valise_form_class_init (ValiseFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[CHANGED] = g_signal_new ("changed", VALISE_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[KEPT] = g_signal_new ("kept", VALISE_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  signals[NOT_KEPT] = g_signal_new ("not-kept", VALISE_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
valise_form_init (ValiseForm *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) valise_form_texts_free);
}

/* The first type with columns whose parent may be this one. */
static const ValiseType *
find_row_type (const ValiseType *type)
{
  for (const ValiseType *const *all = valise_type_all (); *all != NULL; all++)
    for (const ValiseField *field = (*all)->fields; field->name != NULL; field++) {
      g_auto (GStrv) targets = field->parent && field->target != NULL ? g_strsplit (field->target, " ", -1) : NULL;

      /* the first target is the one that it is made for */
      if (targets != NULL && g_strcmp0 (targets[0], type->name) == 0 && *all != type)
        return *all;
    }
  return NULL;
}

static ValiseForm *
form_new (ValiseSession *session, const ValiseType *type, const char *record)
{
  ValiseForm *self = g_object_new (VALISE_TYPE_FORM, NULL);

  self->session = g_object_ref (session);
  self->texts = valise_form_texts_new (type, record);
  self->row_type = find_row_type (type);
  return self;
}

ValiseForm *
valise_form_new (ValiseSession *session, const ValiseType *type)
{
  return form_new (session, type, NULL);
}

ValiseForm *
valise_form_new_from_draft (ValiseSession *session, const ValiseDraft *draft)
{
  const ValiseType *type = valise_type_find (draft->type);
  yyjson_doc *doc = valise_json_parse (draft->content, strlen (draft->content), NULL);
  yyjson_val *root = yyjson_doc_get_root (doc), *rows = yyjson_obj_get (root, "rows"), *row;
  yyjson_arr_iter iter = yyjson_arr_iter_with (rows);
  ValiseForm *self = type != NULL && doc != NULL ? form_new (session, type, draft->record) : NULL;

  if (self != NULL)
    valise_form_texts_read (self->texts, root);
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
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND, "this draft is not here any more");
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
                 "this draft was written by a newer Valise; use that one to finish it");
  return form;
}
