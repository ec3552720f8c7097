/* sealed-row.h - a sealed field of a form: what stands there, and a new value
 *
 * A value that stands is not shown but while the vault is open; writing a new
 * one needs no vault.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/unsealed.h"

#define VALISE_TYPE_SEALED_ROW (valise_sealed_row_get_type ())
G_DECLARE_FINAL_TYPE (ValiseSealedRow, valise_sealed_row, VALISE, SEALED_ROW, GtkBox)

/* `row`: the ValiseFieldRow that a new value is typed into; `sealed_on` NULL:
 * nothing stands there. */
GtkWidget *valise_sealed_row_new (GtkWidget *row, ValiseUnsealed *unsealed, const char *sealed_on);
