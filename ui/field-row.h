/* field-row.h - one field of a form: label, help, checks, and what is typed into
 *
 * Made from a field's definition and nothing else. Signal "edited": a person
 * changed its text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "core/type.h"
#include "ui/models/finder.h"

#define VALISE_TYPE_FIELD_ROW (valise_field_row_get_type ())
G_DECLARE_FINAL_TYPE (ValiseFieldRow, valise_field_row, VALISE, FIELD_ROW, GtkBox)

GtkWidget        *valise_field_row_new (const ValiseField *field, ValiseFinder *finder);
const ValiseField *valise_field_row_get_field (ValiseFieldRow *self);

/* As typed, and as valise_value_parse() takes it (transfer full). */
char             *valise_field_row_dup_text (ValiseFieldRow *self);
void              valise_field_row_set_text (ValiseFieldRow *self, const char *text);

/* Puts the cursor there. */
void              valise_field_row_focus (ValiseFieldRow *self);

/* Is this field made here? Files have editors of their own; what a record is
 * part of is settled elsewhere. */
gboolean          valise_field_row_handles (const ValiseField *field);
