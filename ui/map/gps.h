/* gps.h - a position from the receiver of this laptop, by gpsd
 *
 * gpsd is asked on this laptop alone (127.0.0.1), when somebody asks, and let
 * go again. Where none runs, or it has no fix, nothing happens.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/grid.h"

#define VALISE_GPS_PATIENCE 20 /* seconds for a fix */

typedef struct {
  ValiseDegrees at;
  guint accuracy; /* metres, rounded up; 0: the receiver does not say */
} ValiseFix;

/* On a thread of its own; `port` NULL: gpsd's usual one. NOT_FOUND: no gpsd
 * runs here, or there is no fix. */
void       valise_gps_fix_async (const char *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
ValiseFix *valise_gps_fix_finish (GAsyncResult *result, GError **error); /* g_free */
