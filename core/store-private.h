/* store-private.h - what the files of store.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

/* Fills public_key with the Ed25519 key of a new seed. */
gboolean valise_store_put_new_key (ValiseDb *db, const char *purpose, guint8 public_key[32], GError **error);

/* A device: its three keys, its id, its empty log. */
gboolean valise_store_put_device (ValiseDb *db, const char *member, const char *role, GError **error);
