/* show-flags.h - what is odd about a record, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/json-out.h"
#include "core/flag.h"

/* "812 km from Somalia, the nearest country of its case; at sea more than 370
 * km is far" (transfer full). */
char *valise_show_far (const ValiseFar *far);

/* The same for each far place of a record that was just written, as warnings. */
void valise_warn_of_places (ValiseStore *store, const char *record);

/* `flags` of a record, in the root of an answer. */
void valise_show_flags_as_json (const ValiseRecord *record, const GPtrArray *far, yyjson_mut_doc *doc);

/* Codes in words, "  [check digit]  [far from its countries]" (transfer full). */
char *valise_show_flag_marks (char *const *codes);
