/* projection-digest.h - all that is derived from the log, as hashes to compare
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "core/store.h"

typedef struct {
  GArray *hashes; /* of ValiseHash: of each derived table, and of the index of words */
} ValiseDigest;

/* Reads all of it; no record may wait for indexing (search.h). */
ValiseDigest *valise_digest_new (ValiseStore *store, GError **error);
void          valise_digest_free (ValiseDigest *digest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseDigest, valise_digest_free)

/* Names of what differs, for a person (transfer full); NULL: nothing. */
char         *valise_digest_compare (const ValiseDigest *one, const ValiseDigest *other);
