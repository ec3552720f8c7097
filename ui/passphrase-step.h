/* passphrase-step.h - first run, step 3: the passphrase, typed twice
 *
 * Signal "next". Says how long a machine would have to guess.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "core/secret.h"

#define VALISE_TYPE_PASSPHRASE_STEP (valise_passphrase_step_get_type ())
G_DECLARE_FINAL_TYPE (ValisePassphraseStep, valise_passphrase_step, VALISE, PASSPHRASE_STEP, AdwNavigationPage)

ValiseSecret *valise_passphrase_step_take (ValisePassphraseStep *self); /* transfer full; both fields are emptied */
