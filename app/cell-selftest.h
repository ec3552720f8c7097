/* cell-selftest.h - tries from inside what the cell has given up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* (transfer full) {"filter":true,"attempts":[{"name":"open","error":1},…]}:
 * error is the errno of each attempt, 0 where it succeeded. filter is false
 * in a sanitizer build, which cannot have the system call filter. */
char *cell_selftest (const guint8 *data, gsize size);

/* Makes a call that is on neither list of the filter, which ends the process;
 * returns NULL only where there is no filter. */
char *cell_selftest_killed (const guint8 *data, gsize size);
