/* rekey.h - new keys for the whole store
 *
 * Changing the passphrase does not help against who has an old copy of
 * key.age; this does: database, files and their names go under new keys. The
 * bundle identity stays, because the roster names it.
 *
 * What must stay true: whatever happens, the store opens with the old
 * passphrase or with the new one, and nothing in it is lost. The new keys are
 * on the disk (key.age.next) before anything is written under them; every
 * file lies under both names until the database has changed over; what the
 * old keys left is removed last.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/projection.h"

/* progress counts files; may be NULL. No transaction may be open. */
gboolean valise_store_rekey (ValiseStore *store, const ValiseSecret *passphrase, guint work_factor,
                             ValiseProgress progress, gpointer user, GError **error);
