/* recovery-kept.h - recovery files that came to the registry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

/* Keeps the newest that came from a device. */
gboolean valise_recovery_kept_put (ValiseStore *store, const char *device, GBytes *file,
                                   GError **error);

/* NOT_FOUND: none came. */
GBytes *valise_recovery_kept_get (ValiseStore *store, const char *device,
                                  GError **error);
