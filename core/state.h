/* state.h - what a record says now: the values that nothing has replaced
 *
 * Pure: a function of the set of entries known here and of who wrote them,
 * so that every order of arrival gives the same state (sync/FORMAT.md section 2).
 *
 * What must stay true:
 *  1. The result depends on the set of entries, not on their order.
 *  2. An entry that names a value it may not replace changes nothing.
 *  3. No value disappears but by an entry that may replace it, and none by a
 *     cycle of values that name each other.
 *
 * Withdrawing sets `.withdrawn` to true and `.reason` to its text (two fields,
 * so that the one can go where the other may not), and names every live value
 * in `after`; restoring sets both to null. A live value that the withdrawal
 * does not name, or names without the right to replace it, is in conflict
 * with it: a colleague's withdrawal is a proposal too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/entry.h"

/* Who wrote an entry, by the roster; lent strings. */
typedef struct {
  const char *member;       /* NULL: not on the roster; then the device stands for it */
  gboolean coordinator;     /* or the registry: may settle what others wrote */
} ValiseAuthor;

typedef void (*ValiseAuthorLookup) (const char *device, ValiseAuthor *author, gpointer user);

/* One value that stands. */
typedef struct {
  const ValiseEntry *entry; /* lent: who said it, and when */
  const char *value;        /* lent from the entry */
  ValiseHash commit;
  gboolean changed_since;   /* a value not disclosed here replaces it: do not act on it */
} ValiseLive;

typedef struct {
  const char *name;         /* lent from an entry */
  guint n_live;
  ValiseLive *live;         /* provisional first (latest .time, then greatest leaf hash); cleared values included when others stand beside them */
  gboolean conflict;        /* live values with different texts */
} ValiseStateField;

typedef struct {
  char record[VALISE_RECORD_ID_LENGTH + 1];
  const char *type;         /* "sighting", owned; of two the one it was made as; NULL: not disclosed here */
  guint type_version;       /* of the newest entry of that type; 0: none given */
  gboolean type_conflict;   /* its entries name two types */
  gboolean withdrawn;       /* .withdrawn stands */
  gboolean withdrawn_conflict; /* a live value that the withdrawal does not name */
  gboolean changed_since;   /* any field, cleared ones too */
  gboolean incomplete_disclosure; /* some entry is not wholly open here */
  guint n_conflicts;        /* fields in conflict, and one each for type_conflict and withdrawn_conflict */
  guint n_fields;
  ValiseStateField *fields; /* sorted by name; fields with only cleared values left out; .type, .time, .clock and .why left out */
  const char *first_time;   /* .time of the earliest and latest entries, "2026-11-21T07:05:12Z", or NULL */
  const char *last_time;
  guint n_entries;          /* all that it was merged from, by leaf hash, none twice; lent */
  const ValiseEntry *const *entries;
} ValiseState;

/* The state of a record (transfer full). `entries` are all of one record, in
 * any order, and must outlive it; `lookup` is asked once for each entry. */
ValiseState *valise_state_merge (ValiseEntry *const *entries, guint n_entries,
                                 ValiseAuthorLookup lookup, gpointer user);
void         valise_state_free (ValiseState *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseState, valise_state_free)

const ValiseStateField *valise_state_find (const ValiseState *state, const char *name); /* NULL: no value stands */
const char             *valise_state_get (const ValiseState *state, const char *name);  /* the provisional value's JSON, NULL when absent or cleared */
char                   *valise_state_dup_text (const ValiseState *state, const char *name); /* of a string value, or NULL */

/* The commitments of every live value of a field, or (name NULL) of the whole
 * record, for an entry's `after`: cleared values are among them, so that what
 * comes after a clearing replaces it. Sorted, none twice (transfer full GArray
 * of ValiseHash). */
GArray *valise_state_live_commits (const ValiseState *state, const char *name);

/* The state as canonical JSON, for the projection and for comparing stores:
 * depends on nothing but the entries and their authors. Values stand under
 * "fields", provisional first; what is false or unknown is left out.
 * (transfer full) */
char *valise_state_to_json (const ValiseState *state);
