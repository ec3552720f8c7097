/* attachment.h - the value of a file field: which file, and what it was called
 *
 * {"media":"image/jpeg","name":"IMG_1.jpg","sha256":"…","size":1234}, or a
 * list of such where the field takes many.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/bytes.h"

typedef struct {
  char *name;   /* as it came, "file" when it has none; never used as a path */
  char *media;  /* by its content, "application/octet-stream" when not known */
  ValiseHash sha256;
  guint64 size;
} ValiseAttachment;

ValiseAttachment *valise_attachment_new (const char *name, const char *media, const ValiseHash *sha256, guint64 size);
void              valise_attachment_free (ValiseAttachment *attachment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseAttachment, valise_attachment_free)

char      *valise_attachment_to_json (const ValiseAttachment *attachment);
GPtrArray *valise_attachment_list (const char *value); /* of ValiseAttachment, owned; empty for other values */
