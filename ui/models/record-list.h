/* record-list.h - a list of records as a GListModel over the store
 *
 * The order is read once, off the main thread; items are fetched in pages when
 * somebody looks at them, and until then an item without facts stands there
 * (valise_record_slot_get() answers NULL). A new query is a new model: that is
 * cheaper than telling a view of a million changes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/projection-listing.h"
#include "ui/models/record-item.h"
#include "ui/models/session.h"

#define VALISE_TYPE_RECORD_LIST (valise_record_list_get_type ())
G_DECLARE_FINAL_TYPE (ValiseRecordList, valise_record_list, VALISE, RECORD_LIST, GObject)

/* One place in the list. Signal "notify::item": its facts came. */
#define VALISE_TYPE_RECORD_SLOT (valise_record_slot_get_type ())
G_DECLARE_FINAL_TYPE (ValiseRecordSlot, valise_record_slot, VALISE, RECORD_SLOT, GObject)

ValiseRecordItem *valise_record_slot_get (ValiseRecordSlot *self); /* lent; NULL: not read yet, or gone */

/* Reads the order (transfer full). */
void              valise_record_list_load_async (ValiseSession *session, const ValiseListing *listing, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
ValiseRecordList *valise_record_list_load_finish (ValiseSession *session, GAsyncResult *result, GError **error);

/* From an order that is at hand: of gint64, row numbers of the projection (transfer full). */
ValiseRecordList *valise_record_list_new (ValiseSession *session, GArray *order);

/* Where a row number stands in it; FALSE: nowhere. */
gboolean          valise_record_list_find (ValiseRecordList *self, gint64 number, guint *position);
