/* clock.h - the device's clock: a claim, and the only place that reads it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

gint64 valise_clock_now (void);                    /* seconds since 1970, UTC */
char  *valise_clock_now_text (void);               /* "2026-11-21T07:05:12Z" (transfer full) */
char  *valise_clock_to_text (gint64 seconds);      /* the same for any time */

/* Tests stop the clock; -1 lets it go again. */
void valise_clock_stop_at (gint64 seconds);
