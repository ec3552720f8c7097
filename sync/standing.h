/* standing.h - where a record stands: only here, sent, or held by headquarters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/record.h"

typedef enum {
  VALISE_STANDING_HERE, /* an entry of it left in no bundle that headquarters gets */
  VALISE_STANDING_SENT, /* written to a medium, nothing more */
  VALISE_STANDING_RECEIVED, /* by others: who holds it, their stores know */
  VALISE_STANDING_HELD, /* headquarters' receipts name every entry of it, and every file */
} ValiseStanding;

/* What receipts and the own packed events (sent.h) say of every log, read once: good for many records, until the
 * next bundle is taken in. */
typedef struct _ValiseStandings ValiseStandings;

ValiseStandings *valise_standings_load (ValiseStore *store, GError **error);
void             valise_standings_free (ValiseStandings *standings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseStandings, valise_standings_free)

/* Of its entries the least, and of its files that are here: a photo is held when its original is. */
ValiseStanding valise_standings_of (ValiseStandings *standings, const ValiseRecord *record);
ValiseStanding valise_standings_of_own (ValiseStandings *standings, guint64 index); /* of an entry of this device's log, by its number; its files aside */
ValiseStanding valise_standings_of_file (ValiseStandings *standings, const ValiseHash *sha256); /* one that was attached here */
ValiseStanding valise_standings_of_entry (ValiseStandings *standings, const ValiseEntry *entry);
