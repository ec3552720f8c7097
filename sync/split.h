/* split.h - what goes into which part of a bundle that must not be too large
 *
 * Parts of one Bag-Group: each is a bundle of its own, verified and taken in
 * alone, in any order. A part has some records' entries, the files that had
 * room, and covers all logs with subtrees over the rest. Order: what can be
 * acted on, other records, previews, originals; files that fit into no part
 * go in pieces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/payload.h"

/* How long the file of a bundle of these items is at most. */
guint64 valise_split_file_size (const GPtrArray *items);

/* The parts (of ValisePart), when `whole`, collected with a survey, is longer
 * than max_bytes. LIMIT when max_bytes is too small, with how many are needed. */
GPtrArray *valise_split_plan (ValiseStore *store, GPtrArray *members, const ValisePayloadHow *how,
                              const ValisePayload *whole, guint64 max_bytes, GError **error);
