/* worker.c - three lanes of jobs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/worker.h"

#include "core/error.h"
#include "core/search.h"

#define INDEX_STEP 256 /* records: some 20 ms, in which a save waits at most */

typedef struct {
  GThread *thread;
  gboolean indexes;      /* when it has nothing else to do */
  GAsyncQueue *jobs; /* of Job; one without a task ends the thread */
  ValiseStore *store;
  GMutex lock;           /* of what follows */
  GCancellable *running; /* of the job that runs; NULL: none, or it cannot be cancelled */
} Lane;

struct _ValiseWorker {
  Lane lanes[VALISE_N_LANES];
};

typedef struct {
  GTask *task;
  ValiseJob run;
  GDestroyNotify free_result;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->task);
  g_free (job);
}

static void
set_running (Lane *lane, GCancellable *cancellable)
{
  g_mutex_lock (&lane->lock);
  g_set_object (&lane->running, cancellable);
  g_mutex_unlock (&lane->lock);
}

static void
cancel_running (Lane *lane)
{
  g_autoptr (GCancellable) running = NULL;

  g_mutex_lock (&lane->lock);
  g_set_object (&running, lane->running);
  g_mutex_unlock (&lane->lock);
  if (running != NULL)
    g_cancellable_cancel (running);
}

static void
run_job (Lane *lane, const Job *job)
{
  GCancellable *cancellable = g_task_get_cancellable (job->task);
  GError *error = NULL;
  gpointer result;

  if (g_task_return_error_if_cancelled (job->task))
    return;
  set_running (lane, cancellable);
  result = job->run (lane->store, g_task_get_task_data (job->task), cancellable, &error);
  set_running (lane, NULL);
  if (error == NULL)
    g_task_return_pointer (job->task, result, job->free_result);
  else
    g_task_return_error (job->task, error);
}

/* FALSE: nothing waits to be indexed, or it failed; then after the next job again. */
static gboolean
index_some (const Lane *lane)
{
  return lane->indexes && lane->store != NULL && valise_search_waiting (lane->store, NULL) > 0 &&
         valise_search_catch_up (lane->store, INDEX_STEP, NULL, NULL, NULL);
}

static Job *
next_job (Lane *lane)
{
  Job *job = g_async_queue_try_pop (lane->jobs);

  while (job == NULL && index_some (lane))
    job = g_async_queue_try_pop (lane->jobs);
  return job != NULL ? job : g_async_queue_pop (lane->jobs);
}

static gpointer
run_lane (gpointer data)
{
  Lane *lane = data;

  while (TRUE) {
    Job *job = next_job (lane);
    gboolean last = job->task == NULL;

    if (!last)
      run_job (lane, job);
    job_free (job);
    if (last)
      return NULL;
  }
}

ValiseWorker *
valise_worker_new (void)
{
  static const char *const names[VALISE_N_LANES] = { "write", "read", "draft" };
  ValiseWorker *worker = g_new0 (ValiseWorker, 1);

  for (guint i = 0; i < VALISE_N_LANES; i++) {
    Lane *lane = &worker->lanes[i];

    g_mutex_init (&lane->lock);
    lane->indexes = i == VALISE_LANE_WRITE;
    lane->jobs = g_async_queue_new_full (job_free);
    lane->thread = g_thread_new (names[i], run_lane, lane);
  }
  return worker;
}

void
valise_worker_push (ValiseWorker *worker, ValiseLane lane, GTask *task, ValiseJob run,
                    GDestroyNotify free_result)
{
  Job *job = g_new0 (Job, 1);

  job->task = task;
  job->run = run;
  job->free_result = free_result;
  g_async_queue_push (worker->lanes[lane].jobs, job);
}

gboolean
valise_worker_take (ValiseWorker *worker, ValiseStore *store, GError **error)
{
  g_autoptr (ValiseStore) write = store;
  g_autoptr (ValiseStore) read = valise_store_open_beside (store, VALISE_DB_READER, error);
  g_autoptr (ValiseStore) draft = read != NULL ? valise_store_open_beside (store, 0, error) : NULL;

  g_return_val_if_fail (g_thread_self () == worker->lanes[VALISE_LANE_WRITE].thread, FALSE);
  g_return_val_if_fail (worker->lanes[VALISE_LANE_WRITE].store == NULL, FALSE);
  if (draft == NULL)
    return FALSE;
  /* The other two threads have had no job yet: their queues order what follows. */
  worker->lanes[VALISE_LANE_READ].store = g_steal_pointer (&read);
  worker->lanes[VALISE_LANE_DRAFT].store = g_steal_pointer (&draft);
  worker->lanes[VALISE_LANE_WRITE].store = g_steal_pointer (&write);
  return TRUE;
}

void
valise_worker_stop (ValiseWorker *worker)
{
  for (guint i = 0; i < VALISE_N_LANES; i++)
    g_async_queue_push_front (worker->lanes[i].jobs, g_new0 (Job, 1));
  for (guint i = 0; i < VALISE_N_LANES; i++)
    cancel_running (&worker->lanes[i]);
  for (guint i = 0; i < VALISE_N_LANES; i++) {
    Job *job;

    g_thread_join (worker->lanes[i].thread);
    while ((job = g_async_queue_try_pop (worker->lanes[i].jobs)) != NULL) {
      g_task_return_new_error (job->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the store was closed");
      job_free (job);
    }
    g_async_queue_unref (worker->lanes[i].jobs);
    g_mutex_clear (&worker->lanes[i].lock);
  }
  /* The one that holds the lock goes last. */
  for (guint i = VALISE_N_LANES; i > 0; i--)
    g_clear_pointer (&worker->lanes[i - 1].store, valise_store_close);
  g_free (worker);
}
