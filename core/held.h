/* held.h - what others hold of what we know: their receipts, projected
 *
 * A receipt is an entry in the log of the store that took things in. It names
 * index ranges of one log (all that the store holds of it, so a newer receipt
 * stands for the older ones), and files and sealed values by the SHA-256 of
 * their bytes. `by` and `log` are log numbers of this store (log.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/record.h"

/* Takes the receipts among a record's entries into the tables, each as a word
 * of the store that wrote it; anything else is left alone. Ranges that are
 * malformed are ignored; where partial ones overlap, the lesser counts. */
gboolean valise_held_project (ValiseStore *store, const ValiseRecord *record, GError **error);

/* Forgets what the store `by` said in its receipts, before they are taken in anew. */
gboolean valise_held_forget (ValiseStore *store, gint64 by, GError **error);

/* Takes in anew what receipts say about the log of a device: which branch of a
 * fork each is about is told by the checkpoint in it. */
gboolean valise_held_about (ValiseStore *store, const char *device, GError **error);

/* What one store holds of one log. */
typedef struct _ValiseHeld ValiseHeld;

ValiseHeld *valise_held_load (ValiseStore *store, gint64 by, gint64 log, GError **error);
void        valise_held_free (ValiseHeld *held);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseHeld, valise_held_free)

/* How many values of an entry are open there: -1 all, -2 the entry is not held. */
int     valise_held_opened (const ValiseHeld *held, guint64 index);
guint64 valise_held_newest_size (const ValiseHeld *held); /* largest checkpoint acknowledged, 0: none */

gboolean valise_held_has_bytes (ValiseStore *store, gint64 by, const ValiseHash *sha256);

/* The text forms in receipts. "0-41" and "17-19:3"; FALSE: malformed. */
gboolean valise_held_parse_range (const char *text, guint64 *first, guint64 *last, int *opened);
char    *valise_held_write_range (guint64 first, guint64 last, int opened); /* opened -1: none written */
