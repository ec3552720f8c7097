/* incoming.h - bundles that are kept, encrypted as they came, until they are done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/store.h"

typedef struct {
  char *bundle;    /* SHA-256 of the file, hex: its name in the folder "incoming" */
  char *name;      /* what the file was called */
  gboolean applying; /* checked and begun; else held */
  char *reason;
} ValiseIncoming;

void valise_incoming_free (ValiseIncoming *incoming);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseIncoming, valise_incoming_free)

/* Copies a file into the store, hashing (transfer full: its SHA-256 in hex). */
char        *valise_incoming_keep (ValiseStore *store, const char *path, GError **error);
GInputStream *valise_incoming_open (ValiseStore *store, const char *bundle, GError **error);
gboolean     valise_incoming_set (ValiseStore *store, const char *bundle, const char *name, gboolean applying, const char *reason, GError **error);

/* Forgets the row; and, only once that is on the disk, removes the copy: a row
 * without its copy would be taken for a bundle that is broken. */
gboolean     valise_incoming_drop (ValiseStore *store, const char *bundle, GError **error);
void         valise_incoming_remove (ValiseStore *store, const char *bundle);
GPtrArray   *valise_incoming_list (ValiseStore *store, GError **error);

/* Rows and copies, compared both ways. Of ValiseIncoming: bundles that are
 * noted and whose copy is gone. *orphans: files in the folder that no row names. */
GPtrArray *valise_incoming_compare (ValiseStore *store, guint *orphans, GError **error);

/* Removes bundles that a crash left before they were noted: nothing of them was
 * taken in, and they lie where they came from. */
void       valise_incoming_sweep (ValiseStore *store);
