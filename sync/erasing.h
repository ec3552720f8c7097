/* erasing.h - confirming an erasure on this store, with all that still waits here
 *
 * core/erasure.h erases what is in the log and in files/. What was not taken in
 * yet lies beside it, encrypted to this store's own keys: bundles that are held
 * or half applied, and pieces of large files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/erasure.h"

typedef struct {
  ValiseErased erased;
  guint64 pieces;  /* of erased files, that waited for others and were removed */
  guint held;      /* bundles that wait still: not judged, so not read; any may hold such a value */
  guint dropped;   /* bundles that were removed unread, as `drop_held` said */
} ValiseErasing;

/* Finishes first what can be taken in of the bundles that wait; then erases (as
 * valise_erasure_confirm()), and removes pieces of the erased files. Bundles that
 * must still wait cannot be read, for nobody knows who wrote them: they are
 * counted, or removed unread where `drop_held` says so: no receipt names them,
 * so their senders send again. When they are taken in one day the value does
 * not come with them. Not within a transaction. */
gboolean valise_erasing_confirm (ValiseStore *store, const char *request, gboolean drop_held, ValiseErasing *erasing,
                                 GError **error);
