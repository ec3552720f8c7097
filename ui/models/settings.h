/* settings.h - what a person chose about this laptop, kept inside the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/notation.h"
#include "ui/models/session.h"

#define VALISE_TIMEOUT_MINUTES 5 /* proposed */

/* Minutes without a hand on the laptop before it locks. */
void  valise_settings_keep_timeout (ValiseSession *session, guint minutes);
void  valise_settings_load_timeout_async (ValiseSession *session, GAsyncReadyCallback callback, gpointer user);
guint valise_settings_load_timeout_finish (ValiseSession *session, GAsyncResult *result);

/* How coordinates are written (notation.h). Keeping it also sets it, at once. */
void  valise_settings_keep_notation (ValiseSession *session, ValiseNotation notation);

/* Sets it, when it was read. */
void  valise_settings_load_notation (ValiseSession *session);

/* The user's own map files, NULL at the end: a path with "+" before it is
 * shown, with "-" not. */
void   valise_settings_keep_map_files (ValiseSession *session, const char *const *files);
void   valise_settings_load_map_files_async (ValiseSession *session, GAsyncReadyCallback callback, gpointer user);
char **valise_settings_load_map_files_finish (ValiseSession *session, GAsyncResult *result); /* transfer full; never NULL */
