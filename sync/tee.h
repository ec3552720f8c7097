/* tee.h - an output stream that counts and hashes what passes through
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/bytes.h"

#define VALISE_TYPE_TEE (valise_tee_get_type ())
G_DECLARE_FINAL_TYPE (ValiseTee, valise_tee, VALISE, TEE, GFilterOutputStream)

/* Passes everything on to `base`. */
ValiseTee *valise_tee_new (GOutputStream *base);

/* What has passed; after this, nothing more may be written. */
void       valise_tee_finish (ValiseTee *tee, ValiseHash *sha256, guint64 *size);
