/* thumbnail.h - a small picture of a photo, with nothing else in it
 *
 * Decoded by glycin, in its own sandbox (bubblewrap; it fails closed without),
 * one process for each photo. No file is written: glycin reads the descriptor
 * and hands the pixels over in shared memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define VALISE_THUMBNAIL_EDGE 512                     /* pixels, the usual size */
#define VALISE_THUMBNAIL_MAX_PIXELS (200 * 1000 * 1000)
#define VALISE_THUMBNAIL_TIME_LIMIT (20 * 1000)       /* milliseconds for one picture */

/* A JPEG (sRGB, turned upright, no metadata, transparency on white) of the
 * JPEG, PNG, TIFF, HEIC or WebP behind `fd`, its longer edge at most
 * `max_edge` pixels and never enlarged. `fd` is a regular or a memory file
 * (core/memory-file.h), is read from its start whatever its position, and
 * stays open. Blocks for up to some hundred milliseconds; any thread, no main
 * loop needed.
 *
 * (transfer full); NULL: UNSUPPORTED (no such picture, or damaged, or its
 * decoder took too long: go on without), LIMIT (more than VALISE_THUMBNAIL_MAX_PIXELS), FAILED. */
GBytes *valise_thumbnail_make (int fd, guint max_edge, GError **error);

/* For tests; 0 restores the usual one. */
void    valise_thumbnail_set_time_limit (gint64 milliseconds);
