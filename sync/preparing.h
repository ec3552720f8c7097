/* preparing.h - the half of taking in a log's lines that needs no store
 *
 * A thread of its own reads the lines, parses the entries and opens their
 * commitments, ahead of who writes them into the store.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/lines.h"

/* A line, and of an entry what can be said without a store. */
typedef struct {
  ValiseLineKind kind;
  guint64 index;
  guint level;
  ValiseHash hash;
  gsize size;         /* of an entry's header and disclosure, in bytes */
  ValiseEntry *entry; /* NULL: it cannot be read, see `rule` */
  char *rule;         /* the rule that it breaks, or NULL */
  GBytes *header;     /* where `entry` is NULL: the bytes as they came */
} ValisePrepared;

typedef struct _ValisePreparing ValisePreparing;

/* `lines`: decompressed, of the log of `device`; read by the other thread until
 * the end is seen or this is freed. Keeps a reference. */
ValisePreparing *valise_preparing_new (GInputStream *lines, const char *device);
void             valise_preparing_free (ValisePreparing *preparing);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValisePreparing, valise_preparing_free)

/* The next line, lent until the one after, with all that is in it; NULL after
 * the last. Errors as of valise_line_reader_next(). */
gboolean valise_preparing_next (ValisePreparing *preparing, ValisePrepared **line, GError **error);
