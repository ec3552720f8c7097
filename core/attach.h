/* attach.h - takes any file in as it is: documents, audio, video
 *
 * Nothing is read out of it and nothing is changed in it. A photo whose
 * camera's data matter is taken in by core/photo.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/attachment.h"
#include "core/projection.h"

/* Keeps the file in the store, encrypted and flushed, and gives what a file
 * field says of it: its base name, its kind by content, hash and size
 * (transfer full). Until a record names it nothing else does.
 *
 * NOT_FOUND; INVALID (a folder, a device, an empty file); FAILED; NO_SPACE. */
gboolean valise_attach (ValiseStore *store, const char *path, ValiseAttachment **attachment, GError **error);

/* The same, telling how many bytes are done and how many there are. */
gboolean valise_attach_watched (ValiseStore *store, const char *path, ValiseProgress progress, gpointer user, ValiseAttachment **attachment, GError **error);

/* Opens what a person named: a regular file that is not empty (transfer
 * full). The descriptor belongs to the stream. */
GInputStream *valise_attach_open (const char *path, int *descriptor, GError **error);

/* The base name of a path as a file field takes it: valid UTF-8 without
 * control characters (transfer full). */
char *valise_attach_name (const char *path);
