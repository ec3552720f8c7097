/* backup-folder.h - what a backup's folder is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/bytes.h"

#define VALISE_BACKUP_MANIFEST "manifest-sha256.txt"
#define VALISE_BACKUP_NEW ".new-copy"

/* What lies beside files/ in a store and goes into each copy. */
extern const char *const valise_backup_parts[]; /* NULL at the end */

/* Makes the folder, or makes sure that it bears this mark; removes what was
 * interrupted. */
gboolean valise_backup_folder_prepare (const char *folder, const char *mark,
                                       GError **error);

/* The name of the newest whole copy, "copy-000007" (transfer full). *number is
 * its number. NOT_FOUND: no backup, or none was ever finished. */
char *valise_backup_folder_newest (const char *folder, guint *number, GError **error);

/* Copies a file, whole or not at all, and flushes it; a folder above it is made. */
gboolean valise_backup_copy_file (const char *source, const char *target,
                                  GError **error);

/* Reads a file from the disk itself, where the system lets it. */
gboolean valise_backup_hash_file (const char *path, ValiseHash *hash, guint64 *size,
                                  GError **error);

/* One line of a manifest: the hash in hex, two spaces, the path. */
typedef gboolean (*ValiseBackupLine) (const char *path, const ValiseHash *hash,
                                      gpointer user, GError **error);
gboolean valise_backup_read_manifest (const char *folder, const char *copy,
                                      ValiseBackupLine visit, gpointer user,
                                      GError **error);

/* Removes older copies, and files that `named` (paths as in a manifest) lacks. */
void valise_backup_folder_sweep (const char *folder, const char *copy,
                                 GHashTable *named);
