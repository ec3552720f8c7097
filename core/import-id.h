/* import-id.h - which record a row of a file is
 *
 * The id as the row gives it; else one from the file's own reference; else one
 * from all that the row says, so that the same file taken in twice is known.
 * Both are made with random keys of this store alone: an id tells nobody what
 * the row says.
 *
 * Whoever has the second key can try what a row said, against the record's id.
 * So erasing destroys it: rows without id and reference are new to the store
 * from then on, also those that bring back what was erased.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/import-row.h"

#define VALISE_IMPORT_CONTENT_KEY "import-content-key" /* in the store's meta */

typedef struct {
  guint8 references[32], contents[32]; /* keys */
  GHashTable *seen;                    /* id from content → how often */
  gboolean erased;                     /* the second key is a new one, after an erasure */
} ValiseImportIds;

gboolean valise_import_ids_load (ValiseImportIds *ids, ValiseStore *store, GError **error);
void     valise_import_ids_clear (ValiseImportIds *ids);

/* The id (transfer full). *derived: it stands for the content. */
char    *valise_import_ids_settle (ValiseImportIds *ids, const ValiseImportRow *row, gboolean *derived);

/* For erasing, within its transaction. */
gboolean valise_import_ids_forget_contents (ValiseStore *store, GError **error);
