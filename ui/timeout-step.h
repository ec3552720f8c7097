/* timeout-step.h - first run, step 4: when the laptop locks by itself
 *
 * Signal "next".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#define VALISE_TYPE_TIMEOUT_STEP (valise_timeout_step_get_type ())
G_DECLARE_FINAL_TYPE (ValiseTimeoutStep, valise_timeout_step, VALISE, TIMEOUT_STEP, AdwNavigationPage)

guint valise_timeout_step_get_minutes (ValiseTimeoutStep *self);
void  valise_timeout_step_set_busy (ValiseTimeoutStep *self, gboolean busy);
void  valise_timeout_step_fail (ValiseTimeoutStep *self, const char *why);
