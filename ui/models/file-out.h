/* file-out.h - saving a file out, and making a redacted copy of a photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/attachment.h"
#include "core/redact.h"
#include "ui/models/session.h"

/* As core/save-out.h, with its custody event; all but `session` are copied. */
void     valise_file_save_async (ValiseSession *session, const char *record, const ValiseAttachment *file, const char *path, const char *to, const char *why, GAsyncReadyCallback callback, gpointer user);
gboolean valise_file_save_finish (ValiseSession *session, GAsyncResult *result, GError **error);

/* The longer edge of a redacted copy is at most this. */
#define VALISE_REDACTED_EDGE 6000

/* A photo's redacted copy: decoded, marked (of ValiseRedactMark, copied),
 * written as a JPEG of our own pixels alone, kept, and named by the photo's
 * record (field "redacted"), which says what it was made from. `name`: what it
 * is called, "Redacted copy of IMG_4471.jpg". */
void     valise_redacted_make_async (ValiseSession *session, const char *record, const ValiseHash *original, const char *name, const GArray *marks, GAsyncReadyCallback callback, gpointer user);
gboolean valise_redacted_make_finish (ValiseSession *session, GAsyncResult *result, GError **error);
