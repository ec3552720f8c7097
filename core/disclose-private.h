/* disclose-private.h - how far a record goes, for disclose.c and disclose-record.c only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/disclose.h"
#include "core/type.h"

/* How far a record goes to somebody; field by field is disclose.c's affair. */
typedef enum {
  VALISE_REACH_NOTHING,
  VALISE_REACH_HEADERS,     /* that it exists, and when it changed */
  VALISE_REACH_SEALED,      /* headers and what is sealed: custodians */
  VALISE_REACH_NOTICE,      /* what makes a store close what it holds */
  VALISE_REACH_MISSION,     /* what the mission may see */
  VALISE_REACH_CASE,        /* what colleagues on the case may see: all but what is sealed */
  VALISE_REACH_ALL,
} ValiseReach;

/* *reason says why it goes no further; it is left alone for ALL. */
ValiseReach valise_disclosure_reach (const ValiseDisclosureView *view, const char *record,
                                     const ValiseClearance *to, const char **reason);

/* Does this reach show more than headers and handles of a record? */
gboolean valise_reach_shows (ValiseReach reach);

/* The definition by which fields are judged; NULL when there is none, or two. */
const ValiseType *valise_disclosure_type (const ValiseState *state);

/* Is this value of `.case` one of the recipient's cases? */
gboolean valise_clearance_holds_case (const ValiseClearance *to, const char *value);

/* The records that a link's value leads to (transfer full), none for null;
 * NULL when the value is no link. */
GStrv valise_link_targets (const char *value);
