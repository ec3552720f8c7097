/* enrol.h - how a device comes onto the roster, and off it
 *
 * The field asks (request), headquarters enrols, prints the device's roster,
 * and the field joins. Both sides compare the other's fingerprint
 * (fingerprint.h), read by voice or face to face: neither step works without.
 *
 * A request is a signed note of one signature, by the device's checkpoint key
 * (`valise/DEVICE`):
 *
 *     valise/request/1
 *     {…}        one row (member.h): its keys, the name and role it claims, no
 *                cases; with "training":true from a store for training, and
 *                "succeeds":["DEVICE",…] from one that came back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"
#include "sync/member.h"

/* This device's request (transfer full). NOT_FOUND for a custodian without a
 * vault; NOT_ALLOWED at the registry. */
char *valise_enrol_request (ValiseStore *store, GError **error);

/* Makes a new key for bundles to this store, as at the begin of a mandate: who
 * gets hold of one opens every bundle that was ever packed to it. Until the next
 * request is enrolled, and the roster taken in by those who pack, they pack to
 * the old one, which is kept. At the registry it stands in every roster from
 * now on. EXISTS: the newest one is not on the roster yet; LIMIT. */
gboolean valise_enrol_new_key (ValiseStore *store, GError **error);

/* What headquarters decides. */
typedef struct {
  const char *const *cases; /* ids, NULL at the end; at least one, but for a successor or a device that is enrolled */
  const char *role;         /* NULL: as claimed */
  const char *until;        /* "2027-05-31", last day; NULL: no end */
  const char *from;         /* NULL: today, or as it stands for a device that is enrolled */
} ValiseEnrolment;

/* At the registry: verifies the request, compares the fingerprint (forty
 * digits, blanks as you like) and enters the row. A device that is enrolled
 * already gets the new keys, role, cases and dates; without cases the new keys
 * alone, and what else is given. Who is enrolled under a name that stands on
 * the roster is that same member with one more device, with all rights over
 * what the member wrote: show *member before it counts.
 * A name that differs from one there by nothing but capitals is refused. A
 * successor's request names the devices that its store was: it takes over
 * their role, cases and end where nothing else is given, and they end.
 *
 * *member (may be NULL) is the row (transfer full). REFUSED: the request or
 * the fingerprint does not hold; NOT_FOUND: no such case; INVALID, EXISTS,
 * NOT_ALLOWED. */
gboolean valise_enrol_accept (ValiseStore *store, const char *text, gsize size, const char *fingerprint,
                              const ValiseEnrolment *enrolment, ValiseMember **member, GError **error);

/* What a request says, its signature verified, before anybody compares or
 * decides anything (transfer full). REFUSED. */
ValiseMember *valise_enrol_read_request (ValiseStore *store, const char *text, gsize size, GError **error);

/* At the registry: other cases, role or dates for a device that is enrolled;
 * its keys stay, so that nothing is compared. What `enrolment` leaves out is
 * taken as in valise_enrol_accept(), but for `until`: NULL is no end.
 * NOT_FOUND: no such device, or no such case; NOT_ALLOWED: headquarters' own, or one that has ended. */
gboolean valise_enrol_change (ValiseStore *store, const char *device, const ValiseEnrolment *enrolment, GError **error);

/* Takes the first roster, pins its key and trusts its custodians; name and
 * role are taken from the own row. Works again with a newer roster (then new
 * custodians count too), and with one by another roster key. `into_case` (or
 * NULL): this device's records in the case `unassigned` move there. REFUSED,
 * INVALID, NOT_FOUND: not one of this device's cases. */
gboolean valise_enrol_join (ValiseStore *store, const char *text, gsize size, const char *fingerprint,
                            const char *into_case, GError **error);

/* This side's forty digits, "1234 5678 …" (transfer full); at the registry
 * those of headquarters with its custodians. */
char *valise_enrol_fingerprint (ValiseStore *store, GError **error);

/* At the registry: ends the membership yesterday: of a name all devices, of a
 * device id that one. NOT_FOUND when there is none that has not ended. */
gboolean valise_enrol_revoke (ValiseStore *store, const char *who, GError **error);

/* The same with a reason, one line; everybody who has that log reads it beside
 * what is set aside from now on. */
gboolean valise_enrol_revoke_because (ValiseStore *store, const char *who, const char *why, GError **error);

/* Custodians are not headquarters' to add: a store that has joined counts a new
 * one only by the word of one whom it counts already. A custodian gives it for
 * a row of his roster, having compared the other's fingerprint; headquarters
 * puts it on the roster, for the row as it stands (changed later, it needs the
 * word again; who counts him by then keeps on). It is two lines:
 *
 *     valise/vouch/1
 *     {…}        the row (member.h) with its "vouched"
 *
 * At a custodian's (transfer full). NOT_ALLOWED: this store is none that counts;
 * NOT_FOUND, INVALID: no such custodian; REFUSED: not his fingerprint. */
char *valise_enrol_vouch (ValiseStore *store, const char *who, const char *fingerprint, GError **error);

/* At the registry. *member: the row, *by: who vouched (both transfer full).
 * REFUSED: signed by nobody who is a custodian here, or not for the row as it
 * stands. */
gboolean valise_enrol_is_voucher (const char *text);
gboolean valise_enrol_take_voucher (ValiseStore *store, const char *text, gsize size, ValiseMember **member,
                                    char **by, GError **error);
