/* cell-lock.h - gives up all that a process may do but read, think and answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* The cell's sanitizer build cannot run with a limit on its address space or
 * under the system call filter; it keeps landlock and the other limits. */
#ifdef __SANITIZE_ADDRESS__
#define CELL_LOCK_FILTERS 0
#else
#define CELL_LOCK_FILTERS 1
#endif

/* Closes every descriptor but `input`, 1 and 2, then locks the process in for
 * good. FALSE: some part could not be set up; nothing may be read then. */
gboolean cell_lock (int input);
