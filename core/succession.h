/* succession.h - which values of a record were replaced, by whom, with what right
 *
 * The half of state.h that knows authors: it reads each entry's `after`, lets
 * count what its author may replace, and leaves the rest standing. Used by
 * state.c only. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/state.h"

/* A value that somebody gave. `.type`, `.time`, `.clock` and `.why` belong to
 * their entry and are no claims. */
typedef struct {
  guint entry;              /* in `entries` */
  const ValiseValue *value; /* lent from it */
  gboolean replaced;        /* by an entry that may */
  gboolean changed_since;   /* by a value that is not disclosed here */
  guint first_mention;      /* the names in `after` that count for it, or VALISE_NO_MENTION */
} ValiseClaim;

/* An entry names a claim, later than it, and may replace it. */
typedef struct {
  guint by;                 /* the entry that names it */
  guint claim;              /* its own claim of that field, or VALISE_NO_CLAIM */
  gboolean allowed;
  guint next;               /* of the same claim, or VALISE_NO_MENTION */
} ValiseMention;

#define VALISE_NO_CLAIM G_MAXUINT
#define VALISE_NO_MENTION G_MAXUINT

typedef struct {
  GPtrArray *entries;       /* lent ValiseEntry *, by leaf hash, none twice */
  GArray *claims;           /* ValiseClaim, by field name, then entry */
  GArray *mentions;         /* ValiseMention */
} ValiseSuccession;

ValiseSuccession *valise_succession_new (ValiseEntry *const *entries, guint n_entries,
                                         ValiseAuthorLookup lookup, gpointer user);
void              valise_succession_free (ValiseSuccession *succession);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseSuccession, valise_succession_free)

const ValiseEntry *valise_succession_entry (const ValiseSuccession *succession, guint entry);
const ValiseClaim *valise_succession_claim (const ValiseSuccession *succession, guint claim);

/* Does this entry withdraw the record? Such an entry names every live value
 * and replaces none of them. */
gboolean valise_entry_withdraws (const ValiseEntry *entry);

/* Does an entry that withdraws name this claim, with the right to? */
gboolean valise_succession_is_named_by (const ValiseSuccession *succession, guint claim, guint entry);
