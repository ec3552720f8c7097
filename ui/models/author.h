/* author.h - who wrote an entry, for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

/* The member, by the roster; the beginning of the device's id where that is
 * not known (transfer full). On a thread of the store. */
char *valise_author_of (ValiseStore *store, const char *device);
