/* fingerprint-view.h - forty digits in ten groups, to be read aloud
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#define VALISE_TYPE_FINGERPRINT_VIEW (valise_fingerprint_view_get_type ())
G_DECLARE_FINAL_TYPE (ValiseFingerprintView, valise_fingerprint_view, VALISE, FINGERPRINT_VIEW, AdwBin)

void valise_fingerprint_view_set (ValiseFingerprintView *self, const char *fingerprint);
