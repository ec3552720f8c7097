/* doubt.h - what speaks against a claimed time, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/json-out.h"
#include "sync/clocks.h"

/* A sentence for each doubt, without an end mark; NULL at the end (transfer full). */
char **valise_doubt_words (const ValiseClockFinding *finding);

/* "recorded": {"after", "before"}, and "doubts": codes. */
void   valise_doubt_put (const ValiseClockFinding *finding, yyjson_mut_doc *doc, yyjson_mut_val *object);

/* What is wrong with this laptop's clock now, as a warning (transfer full);
 * NULL: nothing. `note` is the value of `.clock` for an entry of now. */
char  *valise_doubt_warning (const char *note, gint64 now);
