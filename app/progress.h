/* progress.h - how far it is, on a terminal, for whatever takes over a second
 *
 * One line on stderr that writes over itself and goes away at the end. Nothing
 * where stderr is no terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/projection.h"

typedef struct _ValiseProgressLine ValiseProgressLine;

/* `doing` as in "verifying". */
ValiseProgressLine *valise_progress_new (const char *doing);
void                valise_progress_free (ValiseProgressLine *line); /* wipes the line */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseProgressLine, valise_progress_free)

/* A ValiseProgress; user is the line. total 0: not known. */
void valise_progress_show (guint64 done, guint64 total, gpointer line);
