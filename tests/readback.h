/* readback.h - a bundle taken apart as its recipient could without Valise
 *
 * By age with the identity that stands in key.age, tar and zstd: what somebody
 * holds is what this finds, not what the function that packed it says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/fixture.h"

typedef struct {
  char *device, *record;
  guint64 index;
  guint n_commits;
  guint n_fields;           /* disclosed */
  guint n_keys;             /* single ones */
  gboolean has_key;         /* which opens all of it */
} ReadbackEntry;

typedef struct {
  char *folder;             /* all of the bundle in the clear; removed when freed */
  GPtrArray *entries;       /* of ReadbackEntry */
  GPtrArray *devices;       /* of char *: whose logs it carries */
  GPtrArray *checkpoints;   /* of char *: their notes */
  guint n_sealed, n_files;
} Readback;

Readback *readback_open (FixtureStore *to, const char *path);
void      readback_free (Readback *readback);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Readback, readback_free)

/* How many entries of a record there are. */
guint     readback_count (const Readback *readback, const char *record);

/* Fails the test when an entry holds a key beyond what it discloses, or a
 * record that is touched is not there with all of its entries that the
 * packer's logs in the bundle have. */
void      readback_check_entries (const Readback *readback, FixtureStore *packer);

/* Fails the test unless the store gives the root of every checkpoint. */
void      readback_check_roots (const Readback *readback, FixtureStore *store);
