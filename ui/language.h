/* language.h - the language of the screen: the user's choice, before a store is open
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* "en", "fr" or "ar": the one that is shown. */
const char *valise_language_get (void);
gboolean    valise_language_is_mirrored (void);

/* Sets the locale and where translations come from: `folder`, or the build
 * folder of a program that runs out of it. The language is that of valise.conf
 * in the user's configuration folder, or the session's. Before gtk_init(). */
void        valise_language_start (const char *folder);

/* Keeps the choice, for the next start of the program. */
gboolean    valise_language_set (const char *code, GError **error);
