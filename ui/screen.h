/* screen.h - light or dark, and how large text is: the user's choice, before a store is open
 *
 * Main thread, after GTK was started.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* Puts on what was chosen; at start. */
void        valise_screen_start (void);

/* "system", "light" or "dark". */
const char *valise_screen_get_appearance (void);
gboolean    valise_screen_set_appearance (const char *name, GError **error);

/* Per cent of the system's size: 100, 125, 150 or 200. Pages are laid out for
 * large text as for a narrow window. */
guint       valise_screen_get_text (void);
gboolean    valise_screen_set_text (guint percent, GError **error);
