/* state.h - what a record says now: the values that nothing has replaced
 *
 * Pure: a function of the set of entries known here and of who wrote them,
 * so that every order of arrival gives the same state (DESIGN.md section 5).
 *
 * What must stay true:
 *  1. The result depends on the set of entries, not on their order.
 *  2. An entry that names a value it may not replace changes nothing.
 *  3. No value disappears but by an entry that may replace it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/entry.h"

/* Who wrote an entry, by the roster; lent strings. */
typedef struct {
  const char *member;       /* NULL: not on the roster; then the device stands for it */
  gboolean coordinator;     /* may settle what others wrote */
} ValiseAuthor;

typedef void (*ValiseAuthorLookup) (const char *device, ValiseAuthor *author, gpointer user);

/* One value that stands. */
typedef struct {
  const ValiseEntry *entry; /* lent: who said it, and when */
  const char *value;        /* lent from the entry */
  ValiseHash commit;
  gboolean changed_since;   /* an entry not disclosed here replaces it: do not act on it */
} ValiseLive;

typedef struct {
  const char *name;         /* lent from an entry */
  guint n_live;
  ValiseLive *live;         /* provisional first (latest .time, then greatest leaf hash); cleared values included when others stand beside them */
  gboolean conflict;        /* live values with different texts */
} ValiseStateField;

typedef struct {
  char record[VALISE_RECORD_ID_LENGTH + 1];
  const char *type;         /* "sighting", owned; NULL: not disclosed here */
  guint type_version;       /* of the newest entry */
  gboolean type_conflict;   /* its entries name two types */
  gboolean withdrawn;       /* .withdrawn stands */
  gboolean withdrawn_conflict; /* a live value that the withdrawal does not name */
  gboolean changed_since;   /* any field */
  gboolean incomplete_disclosure; /* some entry is not wholly open here */
  guint n_conflicts;        /* fields in conflict */
  guint n_fields;
  ValiseStateField *fields; /* sorted by name; fields with only cleared values left out; .type and .time left out */
  const char *first_time;   /* .time of the earliest and latest entries (lent texts), or NULL */
  const char *last_time;
} ValiseState;

/* The entries (all of one record, any order) must outlive the state. */
ValiseState *valise_state_merge (ValiseEntry *const *entries, guint n_entries,
                                 ValiseAuthorLookup lookup, gpointer user);
void         valise_state_free (ValiseState *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseState, valise_state_free)

const ValiseStateField *valise_state_find (const ValiseState *state, const char *name); /* NULL: no value stands */
const char             *valise_state_get (const ValiseState *state, const char *name);  /* the provisional value's JSON, NULL when absent or cleared */
char                   *valise_state_dup_text (const ValiseState *state, const char *name); /* of a string value, or NULL */

/* The commitments of every live value of a field, or (name NULL) of the whole
 * record, for an entry's `after`; sorted (transfer full GArray of ValiseHash). */
GArray *valise_state_live_commits (const ValiseState *state, const char *name);

/* The state as canonical JSON, for the projection and for comparing stores:
 * depends on nothing but the entries. (transfer full) */
char *valise_state_to_json (const ValiseState *state);
