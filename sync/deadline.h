/* deadline.h - a stream that ends when too much time went by
 *
 * Whatever a bundle makes a reader do, it does while it reads: so a limit on
 * reading bounds the time that a bundle can cost. By a clock that nobody sets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/store.h"

/* Reads what `base` gives until the limit "seconds" of the store is over; then
 * LIMIT (limits.h). The store must outlive it. */
#define VALISE_TYPE_DEADLINE (valise_deadline_get_type ())
G_DECLARE_FINAL_TYPE (ValiseDeadline, valise_deadline, VALISE, DEADLINE, GFilterInputStream)

GInputStream *valise_deadline_new (GInputStream *base, ValiseStore *store);
