/* reseal.h - sealed values written again for today's custodians
 *
 * A value is sealed to its author's vault and to the custodians known when it
 * was written. Who can open it, its author or a custodian, seals it again once
 * others are custodians: only age files are added, never an entry. What a
 * custodian made of others' values goes to headquarters beside his own log, and
 * from there to the other custodians.
 *
 * Who reads a version is known of those made here, and a claim of whoever made
 * the others (FORMAT.md, "sealed.jsonl"). Where nobody said, nobody is counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/projection.h"

typedef struct {
  guint64 waiting; /* can be opened here, and not every one of today's custodians reads them */
  guint64 unread;  /* no custodian of today reads them: own ones; at the registry and a custodian's, all */
} ValiseResealCount;

gboolean valise_reseal_count (ValiseStore *store, ValiseResealCount *count, GError **error);

typedef struct {
  guint64 resealed;
  guint64 closed;  /* this vault opens no version of them */
  guint64 full;    /* as many versions are here as are kept (sealed.h) */
} ValiseResealed;

/* Seals again all that waits, each value for itself, and notes it as a custody
 * event. `vault` is this store's. Interrupted, it goes on where it stopped.
 * NOT_FOUND: there are no custodians. */
gboolean valise_reseal (ValiseStore *store, const ValiseSecret *vault, ValiseProgress progress, gpointer user,
                        ValiseResealed *done, GError **error);

/* The handles of own sealed values that headquarters holds: it acknowledged a
 * version that was made here and that one of today's custodians reads. What
 * only a lost laptop could open is not held by anybody. A set of ValiseHash
 * (transfer full). */
GHashTable *valise_reseal_held (ValiseStore *store, GError **error);
