/* settings.h - what a person chose about this laptop, kept inside the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/session.h"

#define VALISE_TIMEOUT_MINUTES 5 /* proposed */

/* Minutes without a hand on the laptop before it locks. */
void  valise_settings_keep_timeout (ValiseSession *session, guint minutes);
void  valise_settings_load_timeout_async (ValiseSession *session, GAsyncReadyCallback callback, gpointer user);
guint valise_settings_load_timeout_finish (ValiseSession *session, GAsyncResult *result);
