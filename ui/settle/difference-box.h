/* difference-box.h - one difference as it is shown: before, the sides, a third value
 *
 * Signals: "keep" (guint side): that one holds; "third" (char *value, char
 * *why): another does. Keeping both, and later, are the page's actions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/difference-view.h"

#define VALISE_TYPE_DIFFERENCE_BOX (valise_difference_box_get_type ())
G_DECLARE_FINAL_TYPE (ValiseDifferenceBox, valise_difference_box, VALISE, DIFFERENCE_BOX, GtkBox)

/* `view` outlives it. `narrow`: the sides stand below each other. */
GtkWidget *valise_difference_box_new (const ValiseDifferenceView *view, gboolean narrow);
void       valise_difference_box_set_narrow (ValiseDifferenceBox *self, gboolean narrow);

/* Puts the cursor into the third value; FALSE: none is taken here. */
gboolean   valise_difference_box_focus_third (ValiseDifferenceBox *self);

/* Can both be kept, as a note? What is sealed belongs into none. */
gboolean   valise_difference_box_may_keep_both (const ValiseDifferenceView *view);
