/* session.c - one open store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/session.h"

#include "core/error.h"
#include "sync/sent.h"

struct _ValiseSession {
  GObject parent;

  char *folder;
  ValiseWorker *worker; /* NULL: closed */
  ValiseOwn *own;       /* NULL: not open */
  GHashTable *looked;   /* ids of records that were looked at */
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ValiseSession, valise_session, G_TYPE_OBJECT)

static void
own_free (ValiseOwn *own)
{
  g_free (own->member);
  g_free (own->role);
  g_free (own->device);
  g_free (own);
}

/* Opening: its data live until the job is done with them. */

typedef struct {
  ValiseWorker *worker; /* outlives its jobs */
  char *folder;
  ValiseSecret *passphrase;
  gboolean make, training;
  char *member, *role;
  guint work_factor;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->folder);
  g_free (opening->member);
  g_free (opening->role);
  g_clear_pointer (&opening->passphrase, valise_secret_free);
  g_free (opening);
}

static ValiseOwn *
own_of (ValiseStore *store)
{
  ValiseOwn *own = g_new0 (ValiseOwn, 1);

  own->member = g_strdup (valise_store_get_member (store));
  own->role = g_strdup (valise_store_get_role (store));
  own->device = g_strdup (valise_store_get_device (store));
  own->training = valise_store_is_training (store);
  return own;
}

static gpointer
run_open (ValiseStore *none, gpointer data, GCancellable *cancellable, GError **error)
{
  Opening *opening = data;
  ValiseStoreSetup setup = { opening->member, opening->role, opening->passphrase,
                             opening->work_factor, opening->training };
  ValiseOwn *own;
  ValiseStore *store;

  if (opening->make && !valise_store_init (opening->folder, &setup, error))
    return NULL;
  store = valise_store_open (opening->folder, opening->passphrase, error);
  if (store == NULL)
    return NULL;
  valise_sent_follow (store, NULL); /* another version may have packed from it; says "here only" at worst */
  own = own_of (store);
  if (valise_worker_take (opening->worker, store, error))
    return own;
  own_free (own);
  return NULL;
}

void
valise_session_open_async (ValiseSession *self, ValiseSecret *passphrase,
                           const ValiseStoreSetup *setup, GAsyncReadyCallback callback, gpointer user)
{
  Opening *opening = g_new0 (Opening, 1);
  GTask *task = g_task_new (self, NULL, callback, user);

  opening->worker = self->worker;
  opening->folder = g_strdup (self->folder);
  opening->passphrase = passphrase;
  if (setup != NULL) {
    opening->make = TRUE;
    opening->member = g_strdup (setup->member);
    opening->role = g_strdup (setup->role);
    opening->training = setup->training;
    opening->work_factor = setup->work_factor;
  }
  g_task_set_task_data (task, opening, opening_free);
  g_task_set_source_tag (task, valise_session_open_async);
  valise_worker_push (self->worker, VALISE_LANE_WRITE, task, run_open, (GDestroyNotify) own_free);
}

gboolean
valise_session_open_finish (ValiseSession *self, GAsyncResult *result, GError **error)
{
  ValiseOwn *own = g_task_propagate_pointer (G_TASK (result), error);

  if (own == NULL)
    return FALSE;
  g_clear_pointer (&self->own, own_free);
  self->own = own;
  return TRUE;
}

/* Jobs */

static GTask *
new_task (ValiseSession *self, const ValiseSessionJob *job, gpointer data, GCancellable *cancellable,
          GAsyncReadyCallback callback, gpointer user)
{
  GTask *task = g_task_new (self, cancellable, callback, user);

  g_task_set_task_data (task, data, job->free_data);
  g_task_set_source_tag (task, job->changes ? valise_session_run_async : NULL);
  return task;
}

void
valise_session_run_async (ValiseSession *self, const ValiseSessionJob *job, gpointer data,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  g_autoptr (GTask) task = new_task (self, job, data, cancellable, callback, user);

  if (self->worker != NULL)
    valise_worker_push (self->worker, job->lane, g_steal_pointer (&task), job->run, job->free_result);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the store was closed");
}

gpointer
valise_session_run_finish (ValiseSession *self, GAsyncResult *result, GError **error)
{
  GError *local = NULL;
  gpointer answer = g_task_propagate_pointer (G_TASK (result), &local);

  if (local == NULL && g_task_get_source_tag (G_TASK (result)) == valise_session_run_async)
    g_signal_emit (self, signals[CHANGED], 0);
  if (local != NULL)
    g_propagate_error (error, local);
  return answer;
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user)
{
  GAsyncResult **kept = user;

  *kept = g_object_ref (result);
}

gpointer
valise_session_run (ValiseSession *self, const ValiseSessionJob *job, gpointer data, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;

  g_main_context_push_thread_default (context);
  valise_session_run_async (self, job, data, NULL, on_answered, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  return valise_session_run_finish (self, result, error);
}

gboolean
valise_session_first_look (ValiseSession *self, const char *record)
{
  return g_hash_table_add (self->looked, g_strdup (record));
}

/* Life */

void
valise_session_close (ValiseSession *self)
{
  g_clear_pointer (&self->worker, valise_worker_stop);
  g_clear_pointer (&self->own, own_free);
}

static void
dispose (GObject *object)
{
  valise_session_close (VALISE_SESSION (object));
  G_OBJECT_CLASS (valise_session_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (VALISE_SESSION (object)->folder);
  g_hash_table_unref (VALISE_SESSION (object)->looked);
  G_OBJECT_CLASS (valise_session_parent_class)->finalize (object);
}

static void
valise_session_class_init (ValiseSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[CHANGED] = g_signal_new ("changed", VALISE_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
valise_session_init (ValiseSession *self)
{
  self->looked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

ValiseSession *
valise_session_new (const char *folder)
{
  ValiseSession *self = g_object_new (VALISE_TYPE_SESSION, NULL);

  self->folder = g_strdup (folder);
  self->worker = valise_worker_new ();
  return self;
}

const char *
valise_session_get_folder (ValiseSession *self)
{
  return self->folder;
}

const ValiseOwn *
valise_session_get_own (ValiseSession *self)
{
  return self->own;
}
