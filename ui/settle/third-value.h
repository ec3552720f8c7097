/* third-value.h - neither holds: this does, and why
 *
 * Signal "keep" (char *value, char *why): canonical JSON, understood; and the
 * reason, never empty.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "core/type.h"

#define VALISE_TYPE_THIRD_VALUE (valise_third_value_get_type ())
G_DECLARE_FINAL_TYPE (ValiseThirdValue, valise_third_value, VALISE, THIRD_VALUE, AdwBin)

/* Can a value of this field be written here? Links, files and what is not
 * known here cannot. */
gboolean   valise_third_value_takes (const ValiseField *field);

GtkWidget *valise_third_value_new (const ValiseField *field);
void       valise_third_value_focus (ValiseThirdValue *self);
