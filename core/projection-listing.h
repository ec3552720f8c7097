/* projection-listing.h - lists of records as windows: the order first, rows when they are looked at
 *
 * A list of a million records is a million numbers, read once from an index;
 * what a row says is read for the rows on the screen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/projection.h"

typedef struct {
  const char *types; /* names with blanks between them; NULL: all but the program's own */
  const char *words; /* that must occur, the last as a beginning; NULL or "": any */
  gboolean incomplete, conflicts; /* only such */
} ValiseListing;

/* Row numbers of the records, newest first (of gint64, transfer full); `most`
 * 0: all. INVALID: no word in `words`. */
GArray *valise_listing_order (ValiseStore *store, const ValiseListing *listing, guint most, GError **error);

/* Where a row number leads; NULL without error: that record is gone. */
ValiseListRow *valise_listing_row (ValiseStore *store, gint64 number, GError **error);

/* An entry of this device's log, and the record that it is of. */
typedef struct {
  gint64 row;      /* of the record, as valise_listing_row() takes it */
  guint64 index;   /* of the entry */
  gboolean files;  /* the record names files */
} ValiseOwnEntry;

/* All that count of records that people made, by row: what can be said of
 * records from their entries' numbers alone (of ValiseOwnEntry, transfer full). */
GArray *valise_listing_own (ValiseStore *store, GError **error);
