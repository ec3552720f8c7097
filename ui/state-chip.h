/* state-chip.h - a state in words, with its icon and its shape
 *
 * Its accessible name is its sentence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define VALISE_TYPE_STATE_CHIP (valise_state_chip_get_type ())
G_DECLARE_FINAL_TYPE (ValiseStateChip, valise_state_chip, VALISE, STATE_CHIP, GtkBox)

GtkWidget *valise_state_chip_new (void);

/* `class`: its shape in style.css; `sentence` NULL: the word itself. */
void       valise_state_chip_set (ValiseStateChip *self, const char *class, const char *icon, const char *word, const char *sentence);
