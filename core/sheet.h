/* sheet.h - values as cells of a spreadsheet, there and back without loss
 *
 * A cell holds what a person would type (value.h), where reading that gives
 * exactly the value again; where it does not (blanks at the ends, a ";" inside
 * one of several texts), it holds "json:" and the value's canonical JSON.
 * "json:null" clears a field; an empty cell says nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/type.h"

/* The cell's text for a value that is not null (transfer full). Not guarded
 * against formulas (csv.h). */
char *valise_sheet_write (const ValiseField *field, const char *value);

/* The value that a cell holds (transfer full); "null" for an empty one.
 * INVALID as valise_value_parse() says it. */
char *valise_sheet_read (const ValiseField *field, const char *cell, GError **error);
