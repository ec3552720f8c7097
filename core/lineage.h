/* lineage.h - where the values of one field that stand come from
 *
 * For a person who decides between them: what stood before all of them, who
 * had seen whose, who said a value first. Pure, beside state.h; names count
 * for descent whether or not the replacement was allowed, as in succession.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/state.h"

typedef struct _ValiseLineage ValiseLineage;

/* Lent entries: `state` must outlive it. */
ValiseLineage *valise_lineage_new (const ValiseState *state, const char *name);
void           valise_lineage_free (ValiseLineage *lineage);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseLineage, valise_lineage_free)

/* Who said first what this entry says: a value that somebody else kept, or put
 * back, is still the one that was read. The entry itself where it says
 * something new. */
const ValiseEntry *valise_lineage_origin (const ValiseLineage *lineage, const ValiseEntry *entry);

/* The newest value that stood before all that stand now; NULL: there is none,
 * or one of them was written by who had seen another. */
const ValiseEntry *valise_lineage_ancestor (const ValiseLineage *lineage, const ValiseStateField *field);

/* Had who wrote `entry` seen what `of` says? Not of itself. */
gboolean           valise_lineage_had_seen (const ValiseLineage *lineage, const ValiseEntry *entry, const ValiseEntry *of);

/* Would this author's word settle it, or be one more value beside the others? */
gboolean           valise_lineage_may_settle (const ValiseLineage *lineage, const ValiseStateField *field,
                                              const ValiseAuthor *who, ValiseAuthorLookup lookup, gpointer user);
