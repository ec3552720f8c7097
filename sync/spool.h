/* spool.h - what must be hashed before it can be sent, kept encrypted meanwhile
 *
 * The bag's manifest goes out before the files it speaks of, so a log's lines
 * are compressed into a spool first: a temporary age file in the store, to the
 * store's own file identity. Nothing of it is readable, and it is gone when
 * freed or at the next start.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/store.h"

typedef struct _ValiseSpool ValiseSpool;

ValiseSpool *valise_spool_new (ValiseStore *store, GError **error);
void         valise_spool_free (ValiseSpool *spool);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseSpool, valise_spool_free)

/* Compresses (zstd) what is written. */
gboolean valise_spool_write (ValiseSpool *spool, const char *text, gsize size, GError **error);

/* Ends writing; then size and hash are those of the compressed bytes. */
gboolean valise_spool_finish (ValiseSpool *spool, GError **error);

guint64       valise_spool_get_size (ValiseSpool *spool);
const char   *valise_spool_get_sha256 (ValiseSpool *spool);       /* hex, lent */
GInputStream *valise_spool_open (ValiseSpool *spool, GError **error); /* the compressed bytes */
