/* disclose.h - the one function that decides what a recipient may see
 *
 * For `pack` at home and for forwarding at headquarters; it also bounds links,
 * counts and search hits. Pure: record states in, a decision out. Where a
 * state is in conflict, the strictest value counts; unknown or not asked counts
 * as no. The table:
 *
 *                            expert, analyst,      JMAC of the case        custodian    others
 *                            coordinator of the                            of the case
 *                            case
 *   observation (sighting,   all but sealed        all but sealed, unless  headers      nothing
 *   item, inspection,                              told in an interview
 *   package, conveyance,                           that withholds
 *   organization)
 *   interview                all but sealed        nothing, unless the     headers      nothing
 *                                                  consent to share with
 *                                                  the mission is yes;
 *                                                  then without fields
 *                                                  marked withheld
 *   person, document, photo  all but sealed        only when every record  headers      nothing
 *   original, note                                 it is linked to is
 *                                                  disclosed
 *   strictly confidential    experts and           nothing                 headers      nothing
 *                            coordinators
 *   sealed field             never                 never                   yes          never
 *
 * "Nothing" travels as subtree lines: the log still verifies. Headquarters'
 * registry gets everything but the insides of sealed values.
 *
 * Beyond that table:
 *  - Who wrote every entry of a record may have all of it, headquarters may
 *    have everything; all others only what is wholly of their cases.
 *  - A record to which no entry that counts gives a case is in nobody's. So it
 *    is where what made it was set aside (quarantine.h), whoever changed it since.
 *  - A custodian gets the handles of sealed values with the headers, of
 *    strictly confidential records too: he is who can read them.
 *  - A type that is not known here, and a record of two types, go to experts
 *    and coordinators of the case only; a field that is not known here does
 *    not go to the mission.
 *  - A receipt goes to the device whose log it names, custody events to
 *    coordinators of the case, decisions (case, admission) to all of its case.
 *  - So does an erasure; but to the mission and custodians only where they have
 *    something of the record that it is about, and without its reason.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/state.h"

typedef enum {
  VALISE_ROLE_NONE,
  VALISE_ROLE_EXPERT,
  VALISE_ROLE_ANALYST,
  VALISE_ROLE_COORDINATOR,
  VALISE_ROLE_JMAC,
  VALISE_ROLE_CUSTODIAN,
  VALISE_ROLE_HEADQUARTERS, /* the registry: everything but the insides of sealed values */
} ValiseRole;

const char *valise_role_to_text (ValiseRole role);           /* "expert", … */
ValiseRole  valise_role_from_text (const char *text);        /* NONE: no such role */

/* Who would get it: from a roster row, lent. */
typedef struct {
  const char *device;
  const char *member;
  ValiseRole role;
  const char *const *cases; /* NULL at the end */
} ValiseClearance;

/* Where the function looks records up. Lent answers; NULL: not here. A state
 * must live until the call that asked for it returns, a list until the next
 * look-up. The states must be merged from all entries known here. */
typedef struct {
  const ValiseState *(*state) (const char *record, gpointer user);
  const char *const *(*linked_from) (const char *record, gpointer user); /* records whose links lead here, NULL at the end, or NULL */
  const char *(*author_member) (const char *device, gpointer user);      /* by the roster, or NULL */
  gpointer user;
  /* Is that device on his roster, so that its log goes to him? NULL: none is. */
  gboolean (*knows_device) (const ValiseClearance *to, const char *device, gpointer user);
} ValiseDisclosureView;

typedef enum {
  VALISE_DISCLOSE_NOTHING,  /* subtree lines only */
  VALISE_DISCLOSE_HEADERS,  /* entries without values */
  VALISE_DISCLOSE_SOME,     /* entries with the values that valise_disclosure_allows() says */
  VALISE_DISCLOSE_ALL,      /* every value of every entry, with the entry keys */
} ValiseDisclosureLevel;

typedef struct _ValiseDisclosure ValiseDisclosure;

/* How much of a record may go (transfer full). Never fails: what it cannot
 * know, it withholds. `to` and the view's `user` must outlive the answer. */
ValiseDisclosure *valise_disclose (const ValiseDisclosureView *view, const char *record,
                                   const ValiseClearance *to);

/* The same for somebody who holds entries of this record and may no longer
 * have more: consent was withdrawn, or it was moved or classified higher. The
 * headers go, and of the values only those that make his store close the
 * record: mission consent, `.case`, `.class`, `.clock`, `.time`, `.type`, `.withdrawn`. */
ValiseDisclosure *valise_disclose_notice (const ValiseDisclosureView *view, const char *record,
                                          const ValiseClearance *to);
void              valise_disclosure_free (ValiseDisclosure *disclosure);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseDisclosure, valise_disclosure_free)

ValiseDisclosureLevel valise_disclosure_level (const ValiseDisclosure *disclosure);

/* May this value of this field go? `value` is the entry's, not the state's: a
 * link that leads to a withheld record stays behind while others go. */
gboolean valise_disclosure_allows (const ValiseDisclosure *disclosure, const char *name, const char *value);

gboolean valise_disclosure_allows_sealed (const ValiseDisclosure *disclosure);   /* the age files themselves */
gboolean valise_disclosure_allows_original (const ValiseDisclosure *disclosure); /* files of a field marked `original` */

/* Why not all of it, as an untranslated sentence for people, NULL when ALL. */
const char *valise_disclosure_reason (const ValiseDisclosure *disclosure);
