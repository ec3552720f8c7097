/* withdrawal.h - taking a record back, and the way back from that
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/session.h"

/* `reason` NULL: takes the withdrawal back. Errors as valise_record_withdraw(). */
void     valise_withdrawal_async (ValiseSession *session, const char *record, const char *reason, GAsyncReadyCallback callback, gpointer user);
gboolean valise_withdrawal_finish (ValiseSession *session, GAsyncResult *result, GError **error);
