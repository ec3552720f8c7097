/* sent.h - what left this store, with or without a receipt
 *
 * A receipt says what somebody holds; until it comes, only the packer knows
 * what he sent. Two things are remembered:
 *
 *  - interviews that went to the mission: when a source takes consent back,
 *    everybody who may have the interview must learn it;
 *  - bundles, and what of them headquarters' registry was to get. This follows
 *    from the packed events of the own log (core/custody.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

gboolean valise_sent_note (ValiseStore *store, const char *device, const char *record, GError **error);
gboolean valise_sent_has (ValiseStore *store, const char *device, const char *record);

/* Reads on in the own log, from where it was read to. Within the caller's
 * transaction or its own; by whoever packs, and once when a store is opened
 * that another version may have packed from. */
gboolean valise_sent_follow (ValiseStore *store, GError **error);

/* Entries of the own log that went to headquarters: first and last index of
 * each stretch, ascending and apart (of guint64, transfer full). */
GArray  *valise_sent_ranges (ValiseStore *store, GError **error);
gboolean valise_sent_has_file (ValiseStore *store, const ValiseHash *sha256); /* or the last piece of it */

/* A bundle, for one of its recipients. */
typedef struct {
  char *name;      /* of the bag: the file's name without ".valise" */
  char *to;        /* "T. Adeko (expert)" */
  char *time;      /* "2026-11-21T07:05:12Z" */
  char **entries;  /* as valise_custody_add_entries() writes them, NULL at the end */
  char **files;    /* SHA-256 in hexadecimal, NULL at the end */
} ValiseSentBundle;

void       valise_sent_bundle_free (ValiseSentBundle *bundle);
GPtrArray *valise_sent_bundles (ValiseStore *store, guint limit, GError **error); /* newest first; limit 0: all */
