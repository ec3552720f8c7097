/* memory-file.h - bytes as a file that no disk ever sees
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

/* A descriptor at the start of a copy of the bytes, in memory only, sealed
 * against change; for what takes a file: the cell, glycin. The caller closes
 * it, and with it the copy is gone. -1: FAILED or NO_SPACE, error set. */
int valise_memory_file_new (gconstpointer data, gsize size, GError **error);

/* The same with all that a stream has left, without a second copy of it. LIMIT
 * above `max` bytes; then as much of the stream was read. */
int valise_memory_file_read (GInputStream *source, gsize max, GError **error);
