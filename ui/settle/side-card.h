/* side-card.h - one of the values that differ: what, who, when, how known, evidence
 *
 * Signal "keep": its button was pressed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/difference-view.h"

#define VALISE_TYPE_SIDE_CARD (valise_side_card_get_type ())
G_DECLARE_FINAL_TYPE (ValiseSideCard, valise_side_card, VALISE, SIDE_CARD, GtkBox)

GtkWidget *valise_side_card_new (const ValiseDifferenceView *view, guint side);

/* What stood before all of them: no button. */
GtkWidget *valise_side_card_new_before (const ValiseDifferenceView *view);
