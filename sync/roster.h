/* roster.h - who is who: the members, their devices and keys, by headquarters' word
 *
 * At the registry the table of members is its own source; every other store
 * takes signed rosters in (roster-note.h).
 *
 * What must stay true:
 *  1. A roster counts only with the signature of the roster key pinned at
 *     `join`, for this device, with this device's own keys in it.
 *  2. A lower number is never taken; two of one number are an alarm.
 *  3. A custodian counts only if he was there at `join`, where fingerprints
 *     were compared, or one who counts has vouched for him; with the keys
 *     that he had then (but for the one that bundles are packed to, which
 *     changes). Headquarters alone can add none.
 *  4. What is issued is in the database before it leaves.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"
#include "sync/member.h"

/* All rows, by device, those who ended too (of ValiseMember, transfer full). */
GPtrArray    *valise_roster_all (ValiseStore *store, GError **error);

/* NULL without error: not there. `keynum`: the 8 bytes in a minisign key. */
ValiseMember *valise_roster_find_device (ValiseStore *store, const char *device, GError **error);
ValiseMember *valise_roster_find_keynum (ValiseStore *store, const guint8 keynum[8], GError **error);

/* Whom a person means: a member's name (exactly, else whatever the case of its
 * letters), a device id or its first digits (8 at least), or `headquarters`:
 * the registry and the coordinators of this store's cases. Rows that have not
 * ended, of other devices than this one where there are such (of ValiseMember,
 * transfer full). NOT_FOUND; NOT_ALLOWED when all have ended; INVALID when
 * the digits fit several devices. */
GPtrArray *valise_roster_match (ValiseStore *store, const char *who, GError **error);

/* The same, whether ended or not, this device too: for `roster`, `revoke`. */
GPtrArray *valise_roster_match_any (ValiseStore *store, const char *who, GError **error);

/* Takes a roster in. *changed FALSE: known already, or older than what is
 * held. REFUSED: not signed by the pinned key, for another device, two of one
 * number, one that leaves out what came before, training against real; HELD:
 * not joined yet. Nothing is changed then. */
gboolean valise_roster_take (ValiseStore *store, const char *text, gsize size, gboolean *changed, GError **error);

/* At the registry: makes its own row once; done by every call that needs it. */
gboolean valise_roster_start (ValiseStore *store, GError **error);

/* At the registry: the roster for a device (transfer full); the same note
 * again while nothing has changed for it. NOT_ALLOWED elsewhere, NOT_FOUND. */
char *valise_roster_issue (ValiseStore *store, const char *device, GError **error);

guint64  valise_roster_number (ValiseStore *store);    /* of the newest taken in; at the registry of the next to be issued; 0: none */
char    *valise_roster_until (ValiseStore *store);     /* last day of use, "2027-11-21"; NULL: none, or registry */
gboolean valise_roster_is_joined (ValiseStore *store); /* at the registry always */
