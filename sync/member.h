/* member.h - one row of the roster: a member's device, its keys, what it may see
 *
 * A row is one line of canonical JSON:
 *
 *     {"age":"age1…","bundle":"RW…","cases":["drc-1533"],"checkpoint":"…",
 *      "cosignature":"…","device":"64 hex digits","from":"2026-11-21",
 *      "member":"T. Adeko","role":"expert","until":"2027-05-31"|null,
 *      "vault":"age1…"|null}
 *
 * checkpoint and cosignature are Ed25519 keys, bundle is minisign's public
 * key (42 bytes), all in base64; age and vault are age recipients. The device
 * is the SHA-256 of the checkpoint key. `until` is the last day that counts;
 * "ended":true says that headquarters ended it, whatever day a clock shows.
 * A member with several devices has a row for each; a custodian has a vault.
 * Names in the row that are not known here are kept. Pure: no store, no clock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/age.h"
#include "core/disclose.h"

#define VALISE_BUNDLE_KEY_SIZE 42 /* "Ed", key number (8), Ed25519 key (32) */
#define VALISE_KEYNUM_SIZE 8

typedef struct {
  char *device, *member;
  ValiseRole role;
  guint8 checkpoint[32], cosignature[32], bundle[VALISE_BUNDLE_KEY_SIZE];
  ValiseAgeRecipient age;
  gboolean has_vault;
  ValiseAgeRecipient vault;
  char **cases;     /* sorted, NULL at the end */
  char *from;       /* "2026-11-21" */
  char *until;      /* the same form, or NULL */
  gboolean trusted; /* a custodian that counts here; no part of the row */
  gboolean says_ended; /* "ended" in the row */
  gboolean ended;   /* that, or `until` is past; no part of the row */
  char *json;       /* the row as it stands */
} ValiseMember;

/* Reads a row (transfer full); `today` ("2026-11-21") says whether it ended.
 * REFUSED with the rule it breaks. */
ValiseMember *valise_member_parse (const char *json, gsize size, const char *today, GError **error);
/* The devices that this one took the place of, by "succeeds", the last one
 * first; at most 16 (transfer full). */
char **valise_member_dup_succeeds (const ValiseMember *member);

ValiseMember *valise_member_copy (const ValiseMember *member);
void          valise_member_free (ValiseMember *member);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseMember, valise_member_free)

/* The row's text for what the struct says now, with the names of ->json that
 * are not known here (transfer full). */
char *valise_member_to_json (const ValiseMember *member);
void  valise_member_rewrite (ValiseMember *member); /* ->json anew, after a change */

/* Ends the membership for good, with ->json: the last day was `day`, or the
 * one that stands where that is earlier. */
void  valise_member_end (ValiseMember *member, const char *day);

/* Lent from the row. Whoever has ended is cleared for nothing. */
ValiseClearance valise_member_clearance (const ValiseMember *member);

const guint8 *valise_member_keynum (const ValiseMember *member); /* 8 bytes, lent */
gboolean      valise_member_same_keys (const ValiseMember *a, const ValiseMember *b);
gboolean      valise_member_has_case (const ValiseMember *member, const char *id);
gboolean      valise_member_shares_case (const ValiseMember *a, const ValiseMember *b);

/* Forms that a row and a case list share. */
gboolean valise_case_id_is_valid (const char *text);     /* "drc-1533" */
gboolean valise_date_is_valid (const char *text);        /* "2026-11-21" */
gboolean valise_member_name_is_valid (const char *text); /* one line of 1 to 200 bytes */

/* Vouching for a custodian: an Ed25519 signature by another custodian's bundle
 * key over "valise/vouch/1", a zero byte and the row without "vouched", which
 * is where it is kept: [{"by":"<device>","signature":"<base64>"}, …].
 *
 * Returns the row's new text (transfer full); a signature by the same device
 * takes the place of an earlier one. `seed` is `by`'s bundle key. */
char    *valise_member_vouch (const ValiseMember *row, const char *by, const ValiseSecret *seed, GError **error);
gboolean valise_member_is_vouched_by (const ValiseMember *row, const ValiseMember *by);

/* The row's new text with the word that `given`, the same row, carries by the
 * device `by` (transfer full). NULL: it is another row, or carries none, or
 * too many others have vouched. */
char    *valise_member_take_voucher (const ValiseMember *row, const ValiseMember *given, const char *by);
