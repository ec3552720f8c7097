/* relay.h - a bundle for somebody else, copied on as it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/session.h"

/* Into `folder`, read back there; errors as valise_relay(). The answer is the
 * path of the copy (transfer full). */
void  valise_relay_async (ValiseSession *session, const char *path, const char *folder, GAsyncReadyCallback callback, gpointer user);
char *valise_relay_finish (ValiseSession *session, GAsyncResult *result, GError **error);
