/* training.h - a store to practise with: the sample case, on a roster of its own
 *
 * A training store says so in its request, its roster and every bundle
 * (sync/FORMAT.md), and neither kind takes anything of the other's. This fills
 * one that is new: a training headquarters is made in a folder of its own,
 * enrols this laptop, hands it its roster and is removed again; then come
 * thirty fictional records. So a bundle can be packed, and nobody can open it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/models/session.h"

/* NOT_ALLOWED: the store is none for training. */
void     valise_training_fill_async (ValiseSession *session, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
gboolean valise_training_fill_finish (ValiseSession *session, GAsyncResult *result, GError **error);
