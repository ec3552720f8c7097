/* picture-load.c - pictures out of the store, as pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/picture-load.h"

#include <unistd.h>

#include "core/attachment.h"
#include "core/error.h"
#include "core/files.h"
#include "core/media.h"
#include "core/memory-file.h"
#include "core/record.h"

#include <glib/gstdio.h>

/* glycin forks; under AddressSanitizer two at once may wait for each other. */
#ifdef __SANITIZE_ADDRESS__
#define THREADS 1
#else
#define THREADS 2
#endif

#define TINY_EDGE 64

typedef struct {
  char *record;      /* of a preview, or NULL: */
  ValiseHash sha256;
  guint edge;
  int fd;            /* -1: not fetched yet */
  gboolean is_preview; /* made by Valise: a JPEG, upright */
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  if (wanted->fd >= 0)
    close (wanted->fd);
  g_free (wanted->record);
  g_free (wanted);
}

/* Fetching, on the reading lane */

int
valise_picture_fetch (ValiseStore *store, const ValiseHash *sha256, GError **error)
{
  g_autoptr (GInputStream) stream = valise_files_open (store, sha256, error);

  return stream != NULL ? valise_memory_file_read (stream, VALISE_SHOWN_MAX, error) : -1;
}

/* The first file of this field that is here. */
static gboolean
find_file (ValiseStore *store, const ValiseRecord *record, const char *field, ValiseHash *sha256)
{
  const char *value = valise_state_get (record->state, field);
  g_autoptr (GPtrArray) files = value != NULL ? valise_attachment_list (value) : NULL;
  const ValiseAttachment *file = files != NULL && files->len > 0 ? files->pdata[0] : NULL;

  if (file == NULL || !valise_files_is_here (store, &file->sha256))
    return FALSE;
  *sha256 = file->sha256;
  return TRUE;
}

static gboolean
find_preview (ValiseStore *store, Wanted *wanted, GError **error)
{
  g_autoptr (ValiseRecord) record = valise_record_load (store, wanted->record, error);

  if (record == NULL)
    return FALSE;
  if (!valise_record_is_closed (store, record)) {
    wanted->is_preview = find_file (store, record, "thumbnail", &wanted->sha256);
    if (wanted->is_preview || find_file (store, record, "redacted", &wanted->sha256) ||
        find_file (store, record, "original", &wanted->sha256))
      return TRUE;
  }
  g_set_error_literal (error, VALISE_ERROR, VALISE_ERROR_NOT_FOUND, "no picture of it is on this laptop");
  return FALSE;
}

/* Answers with what it was asked: the task's data, which lives with the task. */
static gpointer
fetch (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Wanted *wanted = data;

  if (wanted->record != NULL && !find_preview (store, wanted, error))
    return NULL;
  wanted->fd = valise_picture_fetch (store, &wanted->sha256, error);
  return wanted->fd >= 0 ? wanted : NULL;
}

/* Decoding, on two threads */

/* glycin fills up what is missing of a JPEG that is cut short and says nothing
 * of it: how much of it there is, the cell tells from a tiny one. */
static void
find_damage (ValisePicture *picture, int fd)
{
  g_autoptr (ValisePicture) tiny = valise_picture_decode_jpeg (fd, TINY_EDGE, NULL);

  if (tiny != NULL)
    picture->percent = tiny->percent;
}

ValisePicture *
valise_picture_decode_any (int fd, guint edge, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) first = NULL;
  ValisePicture *picture = valise_picture_decode (fd, edge, cancellable, &first);
  gboolean is_jpeg = g_str_equal (valise_media_of_descriptor (fd), "image/jpeg");

  if (picture != NULL && is_jpeg)
    find_damage (picture, fd);
  if (picture == NULL && is_jpeg && !g_cancellable_is_cancelled (cancellable) &&
      !g_error_matches (first, VALISE_ERROR, VALISE_ERROR_LIMIT))
    picture = valise_picture_decode_jpeg (fd, edge, NULL);
  if (picture == NULL)
    g_propagate_error (error, g_steal_pointer (&first));
  return picture;
}

static ValisePicture *
decode (const Wanted *wanted, GCancellable *cancellable, GError **error)
{
  if (wanted->is_preview) {
    ValisePicture *picture = valise_picture_decode_jpeg (wanted->fd, wanted->edge, NULL);

    if (picture != NULL) {
      picture->upright = TRUE;
      return picture;
    }
  }
  return valise_picture_decode_any (wanted->fd, wanted->edge, cancellable, error);
}

static void
run_decoder (gpointer data, gpointer user)
{
  g_autoptr (GTask) task = data;
  const Wanted *wanted = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  ValisePicture *picture;

  if (g_task_return_error_if_cancelled (task))
    return;
  picture = decode (wanted, cancellable, &error);
  if (picture != NULL)
    g_task_return_pointer (task, picture, (GDestroyNotify) valise_picture_free);
  else
    g_task_return_error (task, error);
}

static GThreadPool *
decoders (void)
{
  static GThreadPool *pool;

  if (g_once_init_enter_pointer (&pool))
    g_once_init_leave_pointer (&pool, g_thread_pool_new (run_decoder, NULL, THREADS, FALSE, NULL));
  return pool;
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GTask) task = user;
  GError *error = NULL;
  Wanted *wanted = valise_session_run_finish (VALISE_SESSION (source), result, &error), *mine;

  if (wanted == NULL) {
    g_task_return_error (task, error);
    return;
  }
  mine = g_new0 (Wanted, 1);
  *mine = *wanted;
  mine->record = NULL;
  wanted->fd = -1; /* it is the decoder's now */
  g_task_set_task_data (task, mine, wanted_free);
  g_thread_pool_push (decoders (), g_steal_pointer (&task), NULL);
}

static void
load (ValiseSession *session, Wanted *wanted, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_READ, .run = fetch, .free_data = wanted_free };
  GTask *task = g_task_new (session, cancellable, callback, user);

  wanted->fd = -1;
  valise_session_run_async (session, &job, wanted, cancellable, on_fetched, task);
}

void
valise_preview_load_async (ValiseSession *session, const char *record, guint edge, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->record = g_strdup (record);
  wanted->edge = edge;
  load (session, wanted, cancellable, callback, user);
}

void
valise_picture_load_async (ValiseSession *session, const ValiseHash *sha256, guint edge, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->sha256 = *sha256;
  wanted->edge = edge;
  load (session, wanted, cancellable, callback, user);
}

ValisePicture *
valise_picture_load_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
