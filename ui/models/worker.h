/* worker.h - the threads that may touch the store
 *
 * Three lanes, each a thread with a connection of its own, so that one never
 * waits for another:
 *
 *   WRITE  records, bundles, roster: whatever appends; when nothing waits, the
 *          words of records that came in bundles are indexed (core/search.h)
 *   READ   lists, search, pages (query_only: a mistake cannot write)
 *   DRAFT  what is being typed: a long import never stands between a person
 *          and the disk (SQLite lets it in between two transactions of WRITE)
 *
 * Why threads of our own: the GTask pool keeps no order, and two jobs of one
 * lane must never overlap.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/store.h"

typedef enum {
  VALISE_LANE_WRITE,
  VALISE_LANE_READ,
  VALISE_LANE_DRAFT,
  VALISE_N_LANES,
} ValiseLane;

typedef struct _ValiseWorker ValiseWorker;

ValiseWorker *valise_worker_new (void);

/* Called on the lane's thread. `store` is NULL until valise_worker_take() was
 * called. What it returns goes back through the task; NULL sets error. */
typedef gpointer (*ValiseJob) (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error);

/* Queues a job whose `data` is the task's own. Takes `task`; its callback runs
 * in the context that the task was made in. A task that was cancelled before
 * its turn is not run. */
void          valise_worker_push (ValiseWorker *worker, ValiseLane lane, GTask *task, ValiseJob job, GDestroyNotify free_result);

/* From a job of lane WRITE: the store that is open from now on, with two more
 * connections beside it. Takes `store`, also on failure. */
gboolean      valise_worker_take (ValiseWorker *worker, ValiseStore *store, GError **error);

/* Cancels the jobs that run and can be cancelled, lets them come to their end,
 * drops those that wait, closes the store, ends the threads. Never from one of
 * them. */
void          valise_worker_stop (ValiseWorker *worker);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseWorker, valise_worker_stop)
