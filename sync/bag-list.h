/* bag-list.h - the list of payload files a bundle may hold
 *
 * Alone in its file because it is the one rule of the bag reader that is
 * Valise's and not BagIt's: a conformance run switches it off and keeps all
 * others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* Where a payload path leads; what the reader of a bundle does with it. */
typedef enum {
  VALISE_BAG_KIND_NONE, /* not on the list */
  VALISE_BAG_KIND_ROSTER,
  VALISE_BAG_KIND_RECOVERY,
  VALISE_BAG_KIND_CHECKPOINT,
  VALISE_BAG_KIND_ENTRIES,
  VALISE_BAG_KIND_SEALED,
  VALISE_BAG_KIND_FILE,
  VALISE_BAG_KIND_FILE_PART,
} ValiseBagKind;

/* The kind of a path relative to the bag:
 *   data/roster
 *   data/recovery/HEX.age
 *   data/logs/HEX/checkpoint, …/entries.jsonl.zst, …/sealed.jsonl.zst
 *   data/logs/HEX-2/…, to HEX-8        (more branches of a log that was forked)
 *   data/files/HEX
 *   data/files/HEX.part-NNNN-of-NNNN   (1 ≤ first ≤ second)
 * HEX: 64 lower-case hexadecimal digits, returned in `hex` (may be NULL). */
ValiseBagKind valise_bag_list_find (const char *path, char hex[65]);

#define VALISE_BAG_BRANCHES 8

/* Of a path in data/logs: 1, or the number behind HEX. */
guint         valise_bag_list_branch (const char *path);

/* The same as a yes or no: a ValiseBagNameCheck. */
gboolean      valise_bag_list_allows (const char *path);
