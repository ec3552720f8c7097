/* fingerprint.h - what two people read to each other before they trust keys
 *
 * The first 128 bits of SHA-256 ("valise/fingerprint/1" || 0x00 || keys), as a
 * decimal number of forty digits in ten groups of four: the same in every
 * language. The keys stand as raw bytes. Of a row, in this order: checkpoint
 * (32), cosignature (32), bundle (42), age (32), vault (32; nothing when there
 * is none). Of headquarters: the registry's row, the roster key (32), then
 * each custodian's row in the order of their devices, those who ended too.
 * Pure: no I/O.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/member.h"

#define VALISE_FINGERPRINT_DIGITS 40

/* "1234 5678 …" (transfer full). */
char *valise_fingerprint (gconstpointer keys, gsize size);
char *valise_fingerprint_of_member (const ValiseMember *row);

/* `rows`: of ValiseMember, in any order; all but custodians are passed over. */
char *valise_fingerprint_of_headquarters (const ValiseMember *registry, const guint8 roster_key[32],
                                          const GPtrArray *rows);

/* Compares what a person typed (blanks and dashes as he likes) with a
 * fingerprint, in constant time. INVALID when it is not forty digits; REFUSED
 * when it is another. `whose` goes into the message. */
gboolean valise_fingerprint_compare (const char *fingerprint, const char *typed, const char *whose, GError **error);
