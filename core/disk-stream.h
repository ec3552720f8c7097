/* disk-stream.h - an output stream whose errors say what to do about the disk
 *
 * GIO's own says "No space left on device" in a domain of its own; here it is
 * NO_SPACE, names the folder and what next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

/* Writes to `fd`, which stays the caller's, for a file in `folder`. */
GOutputStream *valise_disk_stream_new (int fd, const char *folder);
