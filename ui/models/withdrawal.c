/* withdrawal.c - taking a record back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/models/withdrawal.h"

#include "core/record.h"

typedef struct {
  char *record, *reason;
} Withdrawal;

static void
withdrawal_free (gpointer data)
{
  Withdrawal *withdrawal = data;

  g_free (withdrawal->record);
  g_free (withdrawal->reason);
  g_free (withdrawal);
}

static gpointer
run (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Withdrawal *withdrawal = data;
  gboolean done = withdrawal->reason != NULL ? valise_record_withdraw (store, withdrawal->record, withdrawal->reason, error)
                                             : valise_record_restore (store, withdrawal->record, error);

  return GINT_TO_POINTER (done);
}

void
valise_withdrawal_async (ValiseSession *session, const char *record, const char *reason,
                         GAsyncReadyCallback callback, gpointer user)
{
  static const ValiseSessionJob job = {
    .lane = VALISE_LANE_WRITE,
    .run = run,
    .free_data = withdrawal_free,
    .changes = TRUE,
  };
  Withdrawal *withdrawal = g_new0 (Withdrawal, 1);

  withdrawal->record = g_strdup (record);
  withdrawal->reason = g_strdup (reason);
  valise_session_run_async (session, &job, withdrawal, NULL, callback, user);
}

gboolean
valise_withdrawal_finish (ValiseSession *session, GAsyncResult *result, GError **error)
{
  return GPOINTER_TO_INT (valise_session_run_finish (session, result, error));
}
