/* matrix.h - who gets a bundle, and what each will see of it
 *
 * Signal "choose" (guint column, gboolean chosen): a recipient was checked or
 * not. Signal "why" (guint row, guint column): a cell was activated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/send-facts.h"

#define VALISE_TYPE_MATRIX (valise_matrix_get_type ())
G_DECLARE_FINAL_TYPE (ValiseMatrix, valise_matrix, VALISE, MATRIX, AdwBin)

/* What is shown; the facts are read at once and not kept. */
void valise_matrix_set (ValiseMatrix *self, const ValiseSendFacts *facts);
