/* backup.h - a copy of the store on another disk
 *
 * Everything in a store is encrypted, so its backup is too: the same age files
 * and the same database, under the same keys. A backup is a folder:
 *
 *     valise-backup.txt               whose it is: a random mark that the store knows
 *     copy-000007/                    key.age, vault.age, recovery.age, store.db
 *     copy-000007/manifest-sha256.txt every file of this copy, for sha256sum -c
 *     files/ab/cd…  incoming/…        as in the store, copied once
 *
 * What must stay true:
 *  1. At every instant the newest copy-N is whole and all files that its
 *     manifest names are there: an interrupted backup spoils nothing.
 *  2. Nothing counts as copied that was not read again from the other disk.
 *  3. A backup that is done is a custody event: when, which copy, where.
 *  4. No store writes into another's backup, nor among foreign files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/projection.h"

typedef struct {
  char *time;           /* of the copy */
  guint64 entries;      /* of all logs */
  guint64 files, bytes; /* attached files, and what all of the copy takes */
  guint64 copied;       /* files that were not there before */
  guint64 not_here;     /* named by records, never came to this store */
  guint64 lost;         /* missing or altered in the store itself: not in the copy */
} ValiseBackup;

/* Copies what is new, reads everything back, then makes it the newest copy.
 * EXISTS: another's backup, or a folder with something else in it. INVALID:
 * inside the store. DAMAGED: the other disk does not keep what it is given. */
ValiseBackup *valise_backup_write (ValiseStore *store, const char *folder,
                                   ValiseProgress progress, gpointer user,
                                   GError **error);
void valise_backup_free (ValiseBackup *backup);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseBackup, valise_backup_free)

/* When the last one was finished, and where; NULL: never (transfer full). */
char *valise_backup_dup_time (ValiseStore *store);
char *valise_backup_dup_folder (ValiseStore *store);
