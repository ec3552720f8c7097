/* settings.c - facts named "desktop_…" of the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/settings.h"

#define TIMEOUT "desktop_lock_minutes"

static gpointer
keep_timeout (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u", GPOINTER_TO_UINT (data));

  return GINT_TO_POINTER (valise_store_set_meta (store, TIMEOUT, text, error));
}

void
valise_settings_keep_timeout (ValiseSession *session, guint minutes)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_DRAFT, .run = keep_timeout };

  valise_session_run_async (session, &job, GUINT_TO_POINTER (minutes), NULL, NULL, NULL);
}

static gpointer
load_timeout (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *text = valise_store_dup_meta (store, TIMEOUT);
  guint64 minutes = text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;

  return GUINT_TO_POINTER (minutes >= 1 && minutes <= 240 ? (guint) minutes : VALISE_TIMEOUT_MINUTES);
}

void
valise_settings_load_timeout_async (ValiseSession *session, GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_DRAFT, .run = load_timeout };

  valise_session_run_async (session, &job, NULL, NULL, callback, user);
}

guint
valise_settings_load_timeout_finish (ValiseSession *session, GAsyncResult *result)
{
  gpointer minutes = valise_session_run_finish (session, result, NULL);

  return minutes != NULL ? GPOINTER_TO_UINT (minutes) : VALISE_TIMEOUT_MINUTES;
}
