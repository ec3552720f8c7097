/* restore.h - a store from its backup
 *
 * A restored store may have signed more of its log than the backup holds, so
 * it never goes on as the same device: under a temporary name it becomes a
 * successor (successor.h), and only then it gets its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/projection.h"

typedef struct {
  char *time;           /* of the copy that was restored; NULL: not known */
  guint64 files, bytes; /* files that were copied, and their bytes */
  GPtrArray *missing;   /* of char *: files that the backup lost or damaged */
} ValiseRestored;

/* Copies the newest copy of a backup into a folder that is made for it, each
 * file against the manifest. What is missing of the attached files is listed; a
 * database or key.age that is not whole is DAMAGED. */
ValiseRestored *valise_restore_copy (const char *backup, const char *folder,
                                     GError **error);

/* What is done to the store before it gets its name. */
typedef gboolean (*ValiseRestoreFinish) (ValiseStore *store, gpointer user,
                                         GError **error);

/* EXISTS: there is something at `folder`. Whole or not at all. */
ValiseRestored *valise_restore (const char *backup, const char *folder,
                                const ValiseSecret *passphrase,
                                ValiseRestoreFinish finish, gpointer user,
                                GError **error);
void valise_restored_free (ValiseRestored *restored);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseRestored, valise_restored_free)
