/* choice-card.h - one of several large choices: icon, title, a sentence
 *
 * A toggle button that looks like a radio button; group them as toggle
 * buttons are grouped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define VALISE_TYPE_CHOICE_CARD (valise_choice_card_get_type ())
G_DECLARE_FINAL_TYPE (ValiseChoiceCard, valise_choice_card, VALISE, CHOICE_CARD, GtkToggleButton)
