/* roster-note.h - the text of a roster: who is who, signed by headquarters
 *
 * A signed note (core/note.h) of exactly one signature, by the registry's
 * roster key under the name `valise/roster/REGISTRY`. Its text:
 *
 *     valise/roster/1
 *     {"cases":[{"basis":…,"closed":false,"countries":["CD"],"id":"drc-1533","title":…}, …],
 *      "date":"2026-11-21T09:00:00Z","for":"<device>","number":3,
 *      "previous":"<base64 SHA-256 of the note before>"|null,
 *      "registry":"<device>","roster_key":"<base64>","training":false,
 *      "until":"2027-11-21"}                        one line, canonical JSON
 *     one row (member.h) on each line, in the order of their devices
 *
 * Each device gets a roster of its own: headquarters, all custodians, itself,
 * and who shares a case with it; of other people's cases and of the list of
 * cases only what is its own. Who has ended stays, so that what he wrote keeps
 * its author. Pure: no store, no clock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/bytes.h"
#include "sync/case.h"
#include "sync/member.h"

typedef struct {
  guint64 number;
  char *date;            /* "2026-11-21T09:00:00Z" */
  char *until;           /* "2027-11-21": last day of use */
  char *device;          /* for whom */
  char *registry;        /* device */
  guint8 roster_key[32];
  gboolean has_previous;
  ValiseHash previous;
  gboolean training;
  char *recovery[3];     /* headquarters' two recovery recipients, or NULLs; then NULL */
  GPtrArray *cases;      /* of ValiseCase, by id */
  GPtrArray *rows;       /* of ValiseMember, by device */
} ValiseRosterNote;

ValiseRosterNote *valise_roster_note_new (void);
void              valise_roster_note_free (ValiseRosterNote *note);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseRosterNote, valise_roster_note_free)

/* Verifies, then reads. `key`: the roster key that must have signed; NULL: the
 * one that the note itself names, whose fingerprint is still to be compared.
 * REFUSED with the rule it breaks, LIMIT. */
ValiseRosterNote *valise_roster_note_read (const char *text, gsize size, const guint8 *key,
                                           const char *today, GError **error);

/* The text without its signature, and signed (transfer full). */
char *valise_roster_note_body (const ValiseRosterNote *note);
char *valise_roster_note_sign (const ValiseRosterNote *note, const ValiseSecret *seed, GError **error);

/* The row of a device, lent; NULL: not there. */
const ValiseMember *valise_roster_note_find (const ValiseRosterNote *note, const char *device);

/* Do both say the same but for number, date, use-until and previous? */
gboolean valise_roster_note_same (const ValiseRosterNote *a, const ValiseRosterNote *b);
