/* standing-bar.h - held, sent and here only as parts of one bar
 *
 * Filled, hatched, outlined: read without colour, and said in words to who
 * cannot see it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define VALISE_TYPE_STANDING_BAR (valise_standing_bar_get_type ())
G_DECLARE_FINAL_TYPE (ValiseStandingBar, valise_standing_bar, VALISE, STANDING_BAR, GtkWidget)

void valise_standing_bar_set (ValiseStandingBar *self, guint held, guint sent, guint here);
