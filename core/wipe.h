/* wipe.h - removes a store, its keys first
 *
 * Needs no passphrase: who must wipe may have seconds, and may not say it.
 *
 * What must stay true:
 *  1. The age files that open the rest (key.age, key.age.next, vault.age,
 *     recovery.age) are overwritten, flushed and removed before anything else
 *     is touched.
 *  2. What cannot be removed stops nothing: the rest goes, and it is named.
 *  3. Interrupted anywhere, it goes on when it is called again.
 *
 * Flash keeps old blocks: what protects then is the passphrase.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/projection.h"

typedef struct {
  guint64 files, folders, bytes; /* removed; in a dry run: that would be */
  guint keys;                    /* of the files: those that open the rest */
  GPtrArray *left;               /* of char *: "PATH: reason" */
} ValiseWiped;

typedef struct {
  gboolean dry_run;
  ValiseProgress progress; /* after each file; total 0: not known. May be NULL */
  gpointer user;
} ValiseWipeHow;

/* NOT_FOUND: no store, nor the rest of one. BUSY: a program has it open. What
 * could not be removed is an answer, no error. */
ValiseWiped *valise_wipe (const char *folder, const ValiseWipeHow *how, GError **error);
void valise_wiped_free (ValiseWiped *wiped);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseWiped, valise_wiped_free)
