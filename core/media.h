/* media.h - what kind of file it is, by its first bytes
 *
 * The name plays no part: a name is a claim. Answers are media types (RFC
 * 6838) from a table of our own, so that every laptop says the same whatever
 * is installed on it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define VALISE_MEDIA_HEAD 4096                        /* first bytes that are looked at */
#define VALISE_MEDIA_UNKNOWN "application/octet-stream"

/* The media type of a file that begins with these bytes (all of it when it is
 * shorter than VALISE_MEDIA_HEAD); VALISE_MEDIA_UNKNOWN when nothing fits. Never
 * NULL, static. */
const char *valise_media_of_bytes (gconstpointer head, gsize size);

/* The same for the file behind `fd`, whatever its position, which stays. */
const char *valise_media_of_descriptor (int fd);
