/* receipt.h - says what was taken in: an entry in the own log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

/* A receipt for one log: its newest checkpoint here with this store's
 * cosignature (none on a log that was forked), the index ranges held of it now, and the SHA-256 of files and
 * sealed values (arrays of char *, hex, may be NULL) that the caller re-read
 * from this disk. Within the caller's transaction. */
gboolean valise_receipt_write (ValiseStore *store, gint64 log, GPtrArray *files, GPtrArray *sealed, GError **error);
