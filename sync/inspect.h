/* inspect.h - looks inside a bundle and changes nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

typedef struct {
  char *device, *member;     /* of the log; member NULL: not on the roster */
  guint64 size;              /* of its checkpoint */
  guint64 entries;           /* sent in full or in part */
  guint64 complete;          /* of these, all values open */
  guint64 not_sent;          /* indexes that lie in subtree lines */
} ValiseInspectedLog;

typedef struct {
  char *name, *sender, *sender_device, *created, *classification;
  char *part;               /* of a group, "3 of 7"; NULL: whole */
  guint64 pieces;           /* of large files */
  gboolean training, has_roster;
  guint recipients;
  guint64 size;              /* of the file, bytes */
  GPtrArray *logs;           /* of ValiseInspectedLog */
  guint64 files, file_bytes, sealed;
} ValiseInspected;

/* Reads and verifies all of it. Errors as of valise_opening_new(). */
ValiseInspected *valise_inspect (ValiseStore *store, const char *path, GError **error);
void             valise_inspected_free (ValiseInspected *inspected);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseInspected, valise_inspected_free)
