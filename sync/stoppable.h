/* stoppable.h - a stream that ends when a person says so
 *
 * Whatever reads a bundle stops where it reads: nothing else need know of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#define VALISE_TYPE_STOPPABLE (valise_stoppable_get_type ())
G_DECLARE_FINAL_TYPE (ValiseStoppable, valise_stoppable, VALISE, STOPPABLE, GFilterInputStream)

/* What `base` gives (takes it), until the cancellable that is the current one
 * of this thread (g_cancellable_push_current()) is cancelled; then
 * G_IO_ERROR_CANCELLED. Without a current one: `base` itself. Another thread
 * may read it. */
GInputStream *valise_stoppable_new (GInputStream *base);
