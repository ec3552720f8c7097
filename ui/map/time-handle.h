/* time-handle.h - one end of a stretch of time: dragged, or moved by keys
 *
 * Left and right move it by a day (with the reading direction), with Shift by a
 * week; Home and End to the ends. Signals: "moved" (int days), "to-end"
 * (gboolean last), "dragged" (double x, where the pointer stands in what holds
 * the handle), "taken".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define VALISE_TIME_HANDLE_SIZE 44 /* pixels, a finger */

#define VALISE_TYPE_TIME_HANDLE (valise_time_handle_get_type ())
G_DECLARE_FINAL_TYPE (ValiseTimeHandle, valise_time_handle, VALISE, TIME_HANDLE, GtkWidget)

/* `name`: what a screen reader calls it. */
GtkWidget *valise_time_handle_new (const char *name);

/* For a screen reader: days, and the day in words. */
void       valise_time_handle_set (ValiseTimeHandle *self, int first, int last, int day, const char *words);
