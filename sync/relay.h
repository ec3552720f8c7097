/* relay.h - carries bundles on that this store cannot open
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

typedef struct {
  char *path;        /* the copy, or what lay there with the same bytes */
  char *sha256;      /* of the file, hex */
  guint64 size;
  gboolean known;    /* the same bytes were there already */
  gboolean for_us;   /* this store could open it: “reconcile” takes it in */
} ValiseRelayed;

void valise_relayed_free (ValiseRelayed *relayed);

/* Copies a bundle into a folder under its own name, byte for byte, and reads
 * the copy back before it gets that name. What can be said of it without a key
 * is checked: an age file of eight stanzas, of a length that bundles have.
 * REFUSED otherwise; EXISTS when other bytes have that name there. A custody
 * event notes it. */
ValiseRelayed *valise_relay (ValiseStore *store, const char *path, const char *folder, GError **error);
