/* watched.h - an input stream that tells how much of it was read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/projection.h"

#define VALISE_TYPE_WATCHED (valise_watched_get_type ())
G_DECLARE_FINAL_TYPE (ValiseWatched, valise_watched, VALISE, WATCHED, GFilterInputStream)

/* Reads from `base` (a reference is kept) and calls `progress` with the bytes
 * read so far, of `total` (0: not known). */
GInputStream *valise_watched_new (GInputStream *base, guint64 total, ValiseProgress progress, gpointer user);
