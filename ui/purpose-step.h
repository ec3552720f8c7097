/* purpose-step.h - first run, step 1: what this laptop is for
 *
 * Signals: "next"; "language" (char *code) when another language was chosen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#define VALISE_TYPE_PURPOSE_STEP (valise_purpose_step_get_type ())
G_DECLARE_FINAL_TYPE (ValisePurposeStep, valise_purpose_step, VALISE, PURPOSE_STEP, AdwNavigationPage)

const char *valise_purpose_step_get_role (ValisePurposeStep *self);     /* "expert", … */
gboolean    valise_purpose_step_get_training (ValisePurposeStep *self);
