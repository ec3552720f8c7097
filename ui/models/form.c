/* form.c - a record as it is being typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/form.h"

#include <string.h>

#include "core/error.h"
#include "core/value.h"
#include "ui/models/form-finish.h"
#include "ui/models/form-private.h"
#include "ui/models/row-type.h"

#define KEEP_MS 400 /* after the first key: well within a second, with the write */

enum {
  CHANGED,
  KEPT,
  NOT_KEPT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseForm, valise_form, G_TYPE_OBJECT)

/* Keeping */

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
  valise_session_run_async (self->session, &keep_job, valise_form_to_draft (self), NULL, on_kept, g_object_ref (self));
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
  kept = GPOINTER_TO_INT (valise_session_run (self->session, &keep_job, valise_form_to_draft (self), error));
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

ValiseSession *
valise_form_get_session (ValiseForm *self)
{
  return self->session;
}

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

const char *
valise_form_get_sealed_on (ValiseForm *self, const char *field)
{
  return valise_form_texts_sealed_on (self->texts, field);
}

ValiseUnsealed *
valise_form_new_unsealed (ValiseForm *self)
{
  return valise_unsealed_new (self->session, self->texts->record);
}

ValiseFinder *
valise_form_new_finder (ValiseForm *self)
{
  return valise_finder_new (self->session);
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
  ValiseFormTexts *texts = g_ptr_array_steal_index (self->rows, row);

  g_clear_pointer (&self->removed, valise_form_texts_free);
  if (texts->before != NULL)
    g_ptr_array_add (self->gone, g_strdup (texts->record));
  self->removed = texts;
  self->removed_at = row;
  note_change (self, self->row_type->name);
}

gboolean
valise_form_row_put_back (ValiseForm *self)
{
  guint at = G_MAXUINT;

  if (self->removed == NULL)
    return FALSE;
  if (g_ptr_array_find_with_equal_func (self->gone, self->removed->record, g_str_equal, &at))
    g_ptr_array_remove_index (self->gone, at);
  g_ptr_array_insert (self->rows, (int) MIN (self->removed_at, self->rows->len), g_steal_pointer (&self->removed));
  note_change (self, self->row_type->name);
  return TRUE;
}

gboolean
valise_form_row_move (ValiseForm *self, guint row, int by)
{
  gint64 to = (gint64) row + by;

  if (to < 0 || to >= self->rows->len)
    return FALSE;
  g_ptr_array_insert (self->rows, (int) to, g_ptr_array_steal_index (self->rows, row));
  note_change (self, self->row_type->name);
  return TRUE;
}

/* Correcting */

gboolean
valise_form_is_correction (ValiseForm *self)
{
  return self->texts->before != NULL;
}

const char *
valise_form_get_other (ValiseForm *self)
{
  return self->other;
}

const char *
valise_form_get_why (ValiseForm *self)
{
  return self->why;
}

void
valise_form_set_why (ValiseForm *self, const char *why)
{
  if (strcmp (self->why, why) == 0)
    return;
  g_free (self->why);
  self->why = g_strdup (why);
  note_change (self, "");
}

gboolean
valise_form_was_sent (ValiseForm *self)
{
  return self->sent;
}

guint
valise_form_count_gone (ValiseForm *self)
{
  return self->gone->len;
}

const GPtrArray *
valise_form_get_photos (ValiseForm *self)
{
  return self->photos;
}

void
valise_form_add_photo (ValiseForm *self, const char *photo)
{
  if (g_ptr_array_find_with_equal_func (self->photos, photo, g_str_equal, NULL))
    return;
  g_ptr_array_add (self->photos, g_strdup (photo));
  note_change (self, "photos");
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

/* What others changed is what the person has now been told of. */
static void
take_before (ValiseForm *self, ValiseFinishing *finishing)
{
  g_clear_pointer (&self->texts->before, g_hash_table_unref);
  self->texts->before = g_steal_pointer (&finishing->texts->before);
  for (guint i = 0; i < finishing->rows->len; i++)
    for (guint j = 0; j < self->rows->len; j++) {
      ValiseFormTexts *from = finishing->rows->pdata[i], *to = self->rows->pdata[j];

      if (from->before == NULL || strcmp (from->record, to->record) != 0)
        continue;
      g_clear_pointer (&to->before, g_hash_table_unref);
      to->before = g_steal_pointer (&from->before);
    }
}

static GError *
moved_error (const GPtrArray *moved)
{
  GString *names = g_string_new (NULL);
  GError *error;

  for (guint i = 0; i < moved->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", ((const ValiseField *) moved->pdata[i])->label);
  error = g_error_new (VALISE_ERROR, VALISE_ERROR_HELD, "%s", names->str);
  g_string_free (names, TRUE);
  return error;
}

static void
on_finished (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GTask) task = user;
  ValiseForm *self = g_task_get_source_object (task);
  GError *error = NULL;
  ValiseFinishing *finishing = valise_session_run_finish (VALISE_SESSION (source), result, &error);

  if (finishing != NULL && finishing->moved->len > 0) {
    take_before (self, finishing);
    error = moved_error (finishing->moved);
  }
  g_clear_pointer (&finishing, valise_finishing_release);
  if (error == NULL) {
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
    .run = valise_finishing_run,
    .free_data = valise_finishing_release,
    .free_result = valise_finishing_release,
    .changes = TRUE,
  };
  GTask *task = g_task_new (self, NULL, callback, user);

  g_clear_handle_id (&self->timer, g_source_remove);
  self->finished = TRUE; /* no draft is written any more */
  valise_session_run_async (self->session, &job,
                            valise_finishing_new (self->texts, self->rows, self->gone, self->photos, self->why), NULL,
                            on_finished, task);
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
  g_clear_pointer (&self->removed, valise_form_texts_free);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->photos);
  g_ptr_array_unref (self->gone);
  g_free (self->why);
  g_free (self->other);
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
  self->photos = g_ptr_array_new_with_free_func (g_free);
  self->gone = g_ptr_array_new_with_free_func (g_free);
  self->why = g_strdup ("");
}

ValiseForm *
valise_form_make (ValiseSession *session, const ValiseType *type, const char *record)
{
  ValiseForm *self = g_object_new (VALISE_TYPE_FORM, NULL);

  self->session = g_object_ref (session);
  self->texts = valise_form_texts_new (type, record);
  self->row_type = valise_row_type_of (type);
  return self;
}

ValiseForm *
valise_form_new (ValiseSession *session, const ValiseType *type)
{
  return valise_form_make (session, type, NULL);
}
