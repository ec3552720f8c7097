/* person-step.h - first run, step 2: who works on this laptop
 *
 * Signal "next". Continue waits for a name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#define VALISE_TYPE_PERSON_STEP (valise_person_step_get_type ())
G_DECLARE_FINAL_TYPE (ValisePersonStep, valise_person_step, VALISE, PERSON_STEP, AdwNavigationPage)

const char *valise_person_step_get_name (ValisePersonStep *self);
