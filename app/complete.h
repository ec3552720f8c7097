/* complete.h - what may stand at the end of a command line, for the shell
 *
 * `valise __complete WORD…` prints one candidate a line for the last word; a
 * line "//file" or "//folder" asks the shell for its own. Opens no store: no
 * passphrase is asked for by a tab key.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* `words` after `valise`, the last one being typed. Always TRUE. */
gboolean valise_complete (char *const *words);
