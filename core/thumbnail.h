/* thumbnail.h - a small picture of a photo, with nothing else in it
 *
 * Decoded by core/picture.h; encoded here, from our own pixels alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define VALISE_THUMBNAIL_EDGE 512                     /* pixels, the usual size */

/* A JPEG (sRGB, turned upright, no metadata, transparency on white) of the
 * JPEG, PNG, TIFF, HEIC or WebP behind `fd`, its longer edge at most
 * `max_edge` pixels and never enlarged. `fd` is a regular or a memory file
 * (core/memory-file.h), is read from its start whatever its position, and
 * stays open. Blocks for up to some hundred milliseconds; any thread, no main
 * loop needed.
 *
 * (transfer full); NULL: UNSUPPORTED (no such picture, or damaged, or its
 * decoder took too long: go on without), LIMIT (more than VALISE_PICTURE_MAX_PIXELS), FAILED. */
GBytes *valise_thumbnail_make (int fd, guint max_edge, GError **error);
