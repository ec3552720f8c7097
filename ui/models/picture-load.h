/* picture-load.h - pictures out of the store, as pixels
 *
 * The reading lane decrypts into a memory file; two threads beside it have it
 * decoded by a process that can do nothing else (core/picture.h), so that no
 * list waits for a picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/bytes.h"
#include "core/picture.h"
#include "ui/models/session.h"

/* Larger files are not shown; they can be saved out. */
#define VALISE_SHOWN_MAX (256 * 1024 * 1024)

/* A photo's preview, else its redacted copy, else its original. NOT_FOUND:
 * none of them is on this laptop. */
void           valise_preview_load_async (ValiseSession *session, const char *record, guint edge, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);

/* A file by its hash; errors as valise_picture_decode(), and NOT_FOUND, LIMIT. */
void           valise_picture_load_async (ValiseSession *session, const ValiseHash *sha256, guint edge, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);

/* Of either (transfer full). */
ValisePicture *valise_picture_load_finish (ValiseSession *session, GAsyncResult *result, GError **error);

/* The job on the reading lane, for what goes on from there in a thread of its
 * own: the file as a memory file, -1 on an error. */
int            valise_picture_fetch (ValiseStore *store, const ValiseHash *sha256, GError **error);

/* The same as the two threads do it: glycin, else for a JPEG as much of it as
 * can be read. */
ValisePicture *valise_picture_decode_any (int fd, guint edge, GCancellable *cancellable, GError **error);
