/* enrolment-step.h - first run, step 5: what to hand in at headquarters
 *
 * Signal "next". At the registry there is nothing to hand in; its own
 * fingerprint is shown, which members will ask for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "ui/models/enrolment.h"

#define VALISE_TYPE_ENROLMENT_STEP (valise_enrolment_step_get_type ())
G_DECLARE_FINAL_TYPE (ValiseEnrolmentStep, valise_enrolment_step, VALISE, ENROLMENT_STEP, AdwNavigationPage)

void valise_enrolment_step_show (ValiseEnrolmentStep *self, const ValiseEnrolmentFacts *facts);
