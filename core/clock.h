/* clock.h - the device's clock: a claim, and the only place that reads it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

gint64 valise_clock_now (void);                    /* seconds since 1970, UTC */
char  *valise_clock_now_text (void);               /* "2026-11-21T07:05:12Z" (transfer full) */
char  *valise_clock_to_text (gint64 seconds);      /* the same for any time */

gint64 valise_clock_from_text (const char *text);  /* of exactly that form; -1: it is not */

/* A clock that says less than this program's date is wrong: the program was
 * not there yet. Raised with each release; a constant, so that the same
 * source gives the same bytes. */
#define VALISE_CLOCK_PROGRAM G_GINT64_CONSTANT (1793491200) /* 2026-11-01T00:00:00Z */

/* Two clocks that are less apart than this do not contradict each other: a
 * laptop's drifts by seconds a day. In seconds. */
#define VALISE_CLOCK_TOLERANCE (5 * 60)

/* Seconds by a clock that nobody sets: for how long something takes. */
gint64 valise_clock_steady (void);

/* Tests stop the clock; -1 lets it go again. And they let the steady one run on
 * by so many seconds each time it is read; 0: it is right again. */
void valise_clock_stop_at (gint64 seconds);
void valise_clock_hurry (gint64 seconds);
