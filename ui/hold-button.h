/* hold-button.h - a button that acts only when it is held for three seconds
 *
 * Signal "held": once, when the time is over. Letting go before that does
 * nothing. Held with the pointer, with a finger, or with the space bar.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define VALISE_TYPE_HOLD_BUTTON (valise_hold_button_get_type ())
G_DECLARE_FINAL_TYPE (ValiseHoldButton, valise_hold_button, VALISE, HOLD_BUTTON, GtkWidget)
