/* configuration.h - what is known of the screen before a store is open
 *
 * One small file, valise.conf in the user's configuration folder. It lies
 * outside the store and may be read by whoever holds the laptop: a language,
 * light or dark, and the size of text stand in it, and nothing else ever.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

char    *valise_configuration_dup (const char *key); /* (transfer full); NULL: not chosen */
gboolean valise_configuration_set (const char *key, const char *value, GError **error);
