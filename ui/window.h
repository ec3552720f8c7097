/* window.h - one store, in one of three states: set-up, locked, open
 *
 * A locked window holds no widget of the store: what "open" shows is made on
 * unlocking, and gone before the lock is shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#define VALISE_TYPE_WINDOW (valise_window_get_type ())
G_DECLARE_FINAL_TYPE (ValiseWindow, valise_window, VALISE, WINDOW, AdwApplicationWindow)

/* `folder`: where the store is, or will be. Signal "lock": what is open was
 * emptied and closed, and the program is to start anew on the same store. */
GtkWidget *valise_window_new (AdwApplication *application, const char *folder);

/* Keeps what is being typed, closes the store, and emits "lock". */
void       valise_window_lock (ValiseWindow *self);

/* Bundles that were opened with the program: looked at now, or when it is unlocked. */
void       valise_window_take_in (ValiseWindow *self, const char *const *paths);
