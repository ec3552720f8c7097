/* spot.h - where and when: the records that have a place on the map
 *
 * Derived from the log, one row a record (table `spot`): the first of its
 * places that was measured, the day when it was seen, and the day when it was
 * told. A window on the map reads only the rows within it: they lie in the
 * order of a Z curve (Morton, 20 bits an axis), of which a window is a few
 * stretches.
 *
 * Days count from 1 January 1970, by the digits that were recorded and not by
 * this laptop's zone; what is known to the month or the year alone has its
 * first day. When something was told is what the record says, else the day
 * when it was written down.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/grid.h"
#include "core/record.h"

#define VALISE_SPOT_NO_DAY G_MININT

typedef struct {
  gint64 number;        /* of the row, for valise_listing_row() */
  ValiseDegrees at;
  double accuracy;      /* metres; 0: not stated */
  const char *method;   /* "gps", …; NULL: not stated. Lent, as all text here, until the visit ends */
  const char *type;     /* "sighting" */
  const char *name;     /* of the place; NULL: it has none */
  int seen, told;       /* days, or VALISE_SPOT_NO_DAY */
  gboolean actionable;
} ValiseSpot;

/* Degrees. A window that holds 180° has its west greater than its east. */
typedef struct {
  double south, west, north, east;
} ValiseSpotWindow;

/* The whole Earth. */
extern const ValiseSpotWindow valise_spot_everywhere;

/* FALSE stops it, with error set. */
typedef gboolean (*ValiseSpotVisit) (const ValiseSpot *spot, gpointer user, GError **error);

/* Every record within the window, in no order that means anything. */
gboolean valise_spot_foreach (ValiseStore *store, const ValiseSpotWindow *window, ValiseSpotVisit visit, gpointer user, GError **error);

/* Of one record; FALSE without error: it has no place on the map. Of the texts
 * none is set. */
gboolean valise_spot_find (ValiseStore *store, const char *record, ValiseSpot *spot, GError **error);

/* "2026-11", "2026-11-21T09:05" → its first day. Pure. */
int      valise_spot_day (const char *time);

/* For projection.c, within its transaction; `row` is the record's row number.
 * Of a record that is closed here nothing is noted. */
gboolean valise_spot_project (ValiseStore *store, const ValiseRecord *record, gint64 row, gboolean is_new, gboolean closed, GError **error);
gboolean valise_spot_forget (ValiseStore *store, gint64 row, GError **error);
