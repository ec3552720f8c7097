/* recovery-kept.h - recovery files that came to the registry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

/* Keeps the newest of a device: that of the bundle in which its log is longest,
 * so that an old bundle which comes late, or once more, puts no old keys back.
 * `size`: of the device's log in the bundle that brought it. */
gboolean valise_recovery_kept_put (ValiseStore *store, const char *device, GBytes *file,
                                   guint64 size, GError **error);

/* NOT_FOUND: none came. */
GBytes *valise_recovery_kept_get (ValiseStore *store, const char *device,
                                  GError **error);
