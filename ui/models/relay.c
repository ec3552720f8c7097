/* relay.c - a bundle for somebody else, copied on as it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/relay.h"

#include "sync/relay.h"

typedef struct {
  char *path, *folder;
} Passing;

static void
passing_free (gpointer data)
{
  Passing *passing = data;

  g_free (passing->path);
  g_free (passing->folder);
  g_free (passing);
}

static gpointer
pass_on (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Passing *passing = data;
  ValiseRelayed *done = valise_relay (store, passing->path, passing->folder, error);
  char *path = done != NULL ? g_strdup (done->path) : NULL;

  g_clear_pointer (&done, valise_relayed_free);
  return path;
}

void
valise_relay_async (ValiseSession *session, const char *path, const char *folder, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = pass_on,
    .free_data = passing_free,
    .free_result = g_free,
    .changes = TRUE,
  };
  Passing *passing = g_new0 (Passing, 1);

  passing->path = g_strdup (path);
  passing->folder = g_strdup (folder);
  valise_session_run_async (session, &job, passing, NULL, callback, user);
}

char *
valise_relay_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return valise_session_run_finish (session, result, error);
}
