/* session.h - one store, from unlocking to locking, for the main thread
 *
 * Everything here is asynchronous: the answer comes back to the main thread,
 * and never after the session was closed. Signal "changed": the log or what
 * is derived from it changed, lists may be out of date.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/worker.h"

#define VALISE_TYPE_SESSION (valise_session_get_type ())
G_DECLARE_FINAL_TYPE (ValiseSession, valise_session, VALISE, SESSION, GObject)

/* What was found out about the store when it was opened; it does not change. */
typedef struct {
  char *member, *role, *device;
  gboolean training;
} ValiseOwn;

ValiseSession *valise_session_new (const char *folder);
const char    *valise_session_get_folder (ValiseSession *self);
const ValiseOwn *valise_session_get_own (ValiseSession *self); /* NULL: not open */

/* Opens the store; with `setup` makes it first (member, role and training are
 * read, the passphrase is the other argument). Takes the passphrase. Errors as
 * valise_store_open() and valise_store_init(). */
void     valise_session_open_async (ValiseSession *self, ValiseSecret *passphrase, const ValiseStoreSetup *setup, GAsyncReadyCallback callback, gpointer user);
gboolean valise_session_open_finish (ValiseSession *self, GAsyncResult *result, GError **error);

/* One job; `data` and the result are freed by what is given for them. */
typedef struct {
  ValiseLane lane;
  ValiseJob run;
  GDestroyNotify free_data, free_result;
  gboolean changes; /* "changed" is emitted when it is done */
} ValiseSessionJob;

void     valise_session_run_async (ValiseSession *self, const ValiseSessionJob *job, gpointer data, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
gpointer valise_session_run_finish (ValiseSession *self, GAsyncResult *result, GError **error);

/* The same, waiting for it: for the last draft before the lock, and tests. */
gpointer valise_session_run (ValiseSession *self, const ValiseSessionJob *job, gpointer data, GError **error);

/* Is this the first look at a record since unlocking? Then it is from now on not. */
gboolean valise_session_first_look (ValiseSession *self, const char *record);

/* Closes the store; whatever is still asked is cancelled. */
void     valise_session_close (ValiseSession *self);
