/* finder.h - records looked up by words or by id: for links, and for going there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/record-item.h"
#include "ui/models/session.h"

#define VALISE_FINDER_MOST 20 /* answers: more is no choice that a person makes */

#define VALISE_TYPE_FINDER (valise_finder_get_type ())
G_DECLARE_FINAL_TYPE (ValiseFinder, valise_finder, VALISE, FINDER, GObject)

ValiseFinder *valise_finder_new (ValiseSession *session);

/* Records of these types ("person organization"; NULL: all) in which every
 * word occurs; "": those touched last. Of ValiseRecordItem (transfer full). */
void       valise_finder_find_async (ValiseFinder *self, const char *types, const char *words, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
GPtrArray *valise_finder_find_finish (ValiseFinder *self, GAsyncResult *result, GError **error);

/* The records of these ids, "id; id", in their order; what is not here is left
 * out. Of ValiseRecordItem (transfer full). */
void       valise_finder_name_async (ValiseFinder *self, const char *ids, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
GPtrArray *valise_finder_name_finish (ValiseFinder *self, GAsyncResult *result, GError **error);

/* Adds a link from a record to another, beside those that its field has; in
 * the place of the one that a field of one link has. */
void       valise_finder_link_async (ValiseFinder *self, const char *record, const char *field, const char *other, GAsyncReadyCallback callback, gpointer user);
gboolean   valise_finder_link_finish (ValiseFinder *self, GAsyncResult *result, GError **error);
