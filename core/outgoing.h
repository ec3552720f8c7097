/* outgoing.h - files that a store writes into folders of others
 *
 * A stick, a share, a folder that another program synchronizes: other stores
 * may be writing there at the same time, and no lock tells of them. So what an
 * interruption left is swept by the store that left it and by no other. Its
 * temporary name, .new-RANDOM, says whose it is to who has the store's keys
 * (half of it is an HMAC of the other half), and nothing to anybody else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/folder.h"
#include "core/store.h"

/* As valise_new_file_open(). */
ValiseNewFile *valise_outgoing_open (ValiseStore *store, const char *folder, GError **error);

/* EXISTS when something has this name already: asked before what cannot be
 * undone is done. */
gboolean       valise_outgoing_is_free (const char *path, GError **error);

/* Removes this store's own; no failure is told. */
void           valise_outgoing_sweep (ValiseStore *store, const char *folder);
