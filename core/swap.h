/* swap.h - could what is in memory end up readable on a disk?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* The swap areas that are neither in memory (zram) nor encrypted (dm-crypt),
 * by what /proc/swaps and /sys say under `root` ("/" but for tests); of char
 * *, NULL at the end (transfer full). */
char **valise_swap_find_readable (const char *root);
