/* medium-choice.h - where a bundle goes: a stick that is in, or a folder
 *
 * Signal "changed": valise_medium_choice_get() answers otherwise.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#define VALISE_TYPE_MEDIUM_CHOICE (valise_medium_choice_get_type ())
G_DECLARE_FINAL_TYPE (ValiseMediumChoice, valise_medium_choice, VALISE, MEDIUM_CHOICE, AdwBin)

/* The folder, lent, or NULL; *mount: the stick that it is, or NULL. */
const char *valise_medium_choice_get (ValiseMediumChoice *self, const char **mount);
void        valise_medium_choice_refresh (ValiseMediumChoice *self);
