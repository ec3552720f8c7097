/* file-out.c - saving a file out, and making a redacted copy of a photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/file-out.h"

#include <unistd.h>

#include "core/files.h"
#include "core/pixels.h"
#include "core/record.h"
#include "core/save-out.h"
#include "ui/models/picture-load.h"

#define QUALITY 90

/* Saving out */

typedef struct {
  char *record, *path, *to, *why;
  ValiseAttachment *file;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_free (saving->record);
  g_free (saving->path);
  g_free (saving->to);
  g_free (saving->why);
  valise_attachment_free (saving->file);
  g_free (saving);
}

static gpointer
save (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Saving *saving = data;
  const ValiseSaving how = { .record = saving->record, .file = saving->file, .path = saving->path,
                             .to = saving->to, .why = saving->why };

  return GINT_TO_POINTER (valise_save_out (store, &how, cancellable, error));
}

static ValiseAttachment *
copy_of (const ValiseAttachment *file)
{
  return valise_attachment_new (file->name, file->media, &file->sha256, file->size);
}

void
valise_file_save_async (ValiseSession *session, const char *record, const ValiseAttachment *file, const char *path,
                        const char *to, const char *why, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_WRITE, .run = save, .free_data = saving_free };
  Saving *saving = g_new0 (Saving, 1);

  saving->record = g_strdup (record);
  saving->path = g_strdup (path);
  saving->to = g_strdup (to);
  saving->why = g_strdup (why);
  saving->file = copy_of (file);
  valise_session_run_async (session, &job, saving, NULL, callback, user);
}

gboolean
valise_file_save_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return GPOINTER_TO_INT (valise_session_run_finish (session, result, error));
}

/* A redacted copy: read, drawn, kept, each on the thread that may */

typedef struct {
  char *record, *name;
  ValiseHash original;
  GArray *marks;
  int fd;
  GBytes *jpeg;
} Redacting;

static void
redacting_free (gpointer data)
{
  Redacting *redacting = data;

  g_free (redacting->record);
  g_free (redacting->name);
  g_array_unref (redacting->marks);
  if (redacting->fd >= 0)
    close (redacting->fd);
  g_clear_pointer (&redacting->jpeg, g_bytes_unref);
  g_free (redacting);
}

static gpointer
fetch (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Redacting *redacting = g_task_get_task_data (data);

  redacting->fd = valise_picture_fetch (store, &redacting->original, error);
  return GINT_TO_POINTER (redacting->fd >= 0);
}

static GBytes *
draw (const Redacting *redacting, GError **error)
{
  g_autoptr (ValisePicture) picture = valise_picture_decode_any (redacting->fd, VALISE_REDACTED_EDGE, NULL, error);
  gsize size;
  g_autofree guint8 *rgb = NULL;

  if (picture == NULL)
    return NULL;
  rgb = g_bytes_unref_to_data (g_steal_pointer (&picture->rgb), &size);
  picture->rgb = g_bytes_new_static ("", 0);
  valise_redact (rgb, picture->width, picture->height, (const ValiseRedactMark *) (void *) redacting->marks->data,
                 redacting->marks->len);
  return valise_pixels_to_jpeg (rgb, picture->width, picture->height, QUALITY);
}

static gpointer
keep (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Redacting *redacting = g_task_get_task_data (data);
  g_autoptr (ValiseTransaction) change = valise_transaction_begin (valise_store_get_db (store), error);
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_bytes (redacting->jpeg);
  g_autoptr (ValiseAttachment) file = NULL;
  g_autofree char *value = NULL;
  ValiseAssignment field = { .name = "redacted" };
  ValiseKeptFile kept;

  if (change == NULL || !valise_files_keep (store, source, NULL, &kept, error))
    return NULL;
  file = valise_attachment_new (redacting->name, "image/jpeg", &kept.sha256, kept.size);
  value = valise_attachment_to_json (file);
  field.value = value;
  if (!valise_record_edit (store, redacting->record, &field, 1, error))
    return NULL;
  return GINT_TO_POINTER (valise_transaction_commit (change, error));
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GTask) task = user;
  GError *error = NULL;

  if (valise_session_run_finish (VALISE_SESSION (source), result, &error) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_drawn (GObject *source, GAsyncResult *result, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = keep,
    .free_data = g_object_unref,
    .changes = TRUE,
  };
  GTask *task = user;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error)) {
    valise_session_run_async (VALISE_SESSION (source), &job, g_object_ref (task), NULL, on_kept, task);
    return;
  }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
run_draw (GTask *drawing, gpointer source, gpointer data, GCancellable *cancellable)
{
  Redacting *redacting = g_task_get_task_data (data);
  GError *error = NULL;

  redacting->jpeg = draw (redacting, &error);
  if (redacting->jpeg != NULL)
    g_task_return_boolean (drawing, TRUE);
  else
    g_task_return_error (drawing, error);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user)
{
  GTask *task = user;
  g_autoptr (GTask) drawing = NULL;
  GError *error = NULL;

  if (valise_session_run_finish (VALISE_SESSION (source), result, &error) == NULL) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  drawing = g_task_new (source, NULL, on_drawn, task);
  g_task_set_task_data (drawing, g_object_ref (task), g_object_unref);
  g_task_run_in_thread (drawing, run_draw);
}

void
valise_redacted_make_async (ValiseSession *session, const char *record, const ValiseHash *original, const char *name,
                            const GArray *marks, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_READ, .run = fetch, .free_data = g_object_unref };
  GTask *task = g_task_new (session, NULL, callback, user);
  Redacting *redacting = g_new0 (Redacting, 1);

  redacting->record = g_strdup (record);
  redacting->name = g_strdup (name);
  redacting->original = *original;
  redacting->fd = -1;
  redacting->marks = g_array_sized_new (FALSE, FALSE, sizeof (ValiseRedactMark), marks->len);
  g_array_append_vals (redacting->marks, marks->data, marks->len);
  g_task_set_task_data (task, redacting, redacting_free);
  valise_session_run_async (session, &job, g_object_ref (task), NULL, on_fetched, task);
}

gboolean
valise_redacted_make_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
