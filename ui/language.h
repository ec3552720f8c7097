/* language.h - the language of the screen: the user's choice, before a store is open
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* "en", "fr" or "ar": the one that is shown. */
const char *valise_language_get (void);
gboolean    valise_language_is_mirrored (void);

/* From valise.conf in the user's configuration folder; before gtk_init(). */
void        valise_language_start (void);

/* Keeps the choice, for the next start of the program. */
gboolean    valise_language_set (const char *code, GError **error);
