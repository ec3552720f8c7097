/* came-back.h - when a store must go on as its own successor, and going on
 *
 * A checkpoint of the own log, signed by the own key, that this log does not
 * contain, says that the store is older than what it sent: it was restored,
 * copied, or its disk lied. It comes back from headquarters beside a return
 * bundle, and in the receipts of whoever took the log in; so headquarters'
 * registry finds out too. core/successor.h does the rest.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/checkpoint.h"
#include "core/successor.h"

/* Is this a checkpoint of the own log, signed by its key, that the log does not
 * contain? FALSE for anything else, and on error. */
gboolean valise_came_back_shows (ValiseStore *store, const char *note, gsize size);

/* The same of an entry in a bundle: is it a receipt that shows it? */
gboolean valise_came_back_shows_receipt (ValiseStore *store, GBytes *header,
                                         const char *disclosure);

/* How much of the own log others certainly hold in the same words, by their
 * receipts: headquarters' and, at the registry, anybody's. */
gboolean valise_came_back_common (ValiseStore *store, guint64 *common, GError **error);

/* Goes on as successor from the common part: a new device, which says by new
 * receipts what this store holds (every file is read again), and is to be
 * enrolled (enrol.h). The registry enters itself in its roster and ends its
 * old row; members learn it from their next rosters, and send again what the
 * successor's receipts do not name. Whole or not at all. */
gboolean valise_came_back (ValiseStore *store, ValiseSuccessor *done, GError **error);

/* The same where another history is seen, which agrees with the own log in so
 * many entries: from there on at the latest. */
gboolean valise_came_back_from (ValiseStore *store, guint64 agrees, ValiseSuccessor *done, GError **error);
