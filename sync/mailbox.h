/* mailbox.h - what this store has read of, and written into, shared folders
 *
 * Only saves work: who forgets it reads everything once more, and writes once
 * more what was not acknowledged.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

/* A file that was judged is known by its name, size and time of change. */
gboolean valise_mailbox_has_seen (ValiseStore *store, const char *name, guint64 size, gint64 changed);
gboolean valise_mailbox_note_seen (ValiseStore *store, const char *name, guint64 size, gint64 changed, const char *outcome, GError **error);

/* A bundle that this store wrote. `recipients`, `content` as in pack.h. */
typedef struct {
  char *name, *recipients;
  ValiseHash content;
  guint64 size;
} ValisePosted;

void       valise_posted_free (ValisePosted *posted);
gboolean   valise_mailbox_note_posted (ValiseStore *store, const ValisePosted *posted, GError **error);
GPtrArray *valise_mailbox_posted (ValiseStore *store, GError **error); /* of ValisePosted, by name */
