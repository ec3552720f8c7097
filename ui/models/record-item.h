/* record-item.h - one row of a list of records: facts ready to be shown
 *
 * Never changes; a record that changed is a new item.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "core/record.h"
#include "sync/standing.h"

#define VALISE_TYPE_RECORD_ITEM (valise_record_item_get_type ())
G_DECLARE_FINAL_TYPE (ValiseRecordItem, valise_record_item, VALISE, RECORD_ITEM, GObject)

typedef struct {
  char *record;     /* id */
  char *type;       /* "sighting"; NULL: not disclosed here */
  char *title;      /* never NULL */
  char *place;      /* name or as told; "" when there is none */
  char *method;     /* how the place was measured: "gps"; "" */
  char *accuracy;   /* of the place, metres: "8"; "" */
  char *when;       /* seen, started, …: "2026", "2026-11", "2026-11-21T09:05"; "" */
  char *grade;      /* "B2"; "" */
  guint conflicts;
  gboolean incomplete, withdrawn, actionable, sealed, closed;
  ValiseStanding standing;
} ValiseRecordFacts;

/* From a record that is loaded (transfer full). `incomplete`: by the projection. */
ValiseRecordItem        *valise_record_item_new (ValiseStore *store, ValiseStandings *standings, const ValiseRecord *record, gboolean incomplete);
const ValiseRecordFacts *valise_record_item_get (ValiseRecordItem *self);
