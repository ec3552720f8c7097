/* tar-watch.h - sees that a tar holds nothing but plain ustar files
 *
 * Why beside libarchive: it reads tars as kindly as it can. It takes pax and
 * GNU headers, sparse maps, sizes in base 256 and a missing end mark, and
 * what it has swallowed on the way to the next file it does not tell. So the
 * raw bytes pass here first, and libarchive sees only what this has let
 * through. Neither is trusted alone: the reader demands that they agree.
 *
 * What must stay true:
 *  1. Each file is one 512-byte header (POSIX.1-1988 ustar: magic "ustar\0",
 *     version "00", type "0", size in octal), its bytes, zeros to 512.
 *  2. After the last file come two blocks of zeros, and then only zeros, in
 *     whole blocks, to the end of the stream.
 *  3. No byte behind the next header is asked for before that header has
 *     been judged: valise_tar_watch_wanted() says how far to read.
 *
 * Pure: no I/O, no allocation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define VALISE_TAR_BLOCK 512

typedef struct {
  guint8 block[VALISE_TAR_BLOCK]; /* the header being collected */
  gsize have;                     /* bytes of it so far */
  char name[VALISE_TAR_BLOCK];    /* of the current file, for messages */
  guint64 size;                   /* of the current file, in bytes */
  guint64 data_left;
  guint64 padding_left;
  guint64 offset;                 /* bytes seen in all */
  guint end_blocks;               /* zero blocks seen: 1 so far, or 2 and the tar has ended */
} ValiseTarWatch;

void     valise_tar_watch_init (ValiseTarWatch *watch);

/* How many bytes may be read now: 1 to `max`. */
gsize    valise_tar_watch_wanted (const ValiseTarWatch *watch, gsize max);

/* Judges the next bytes, at most as many as wanted. REFUSED with the rule. */
gboolean valise_tar_watch_feed (ValiseTarWatch *watch, gconstpointer data, gsize size, GError **error);

/* At the end of the stream: REFUSED when the end mark is missing, DAMAGED
 * when the stream stops inside a file or a block. */
gboolean valise_tar_watch_finish (const ValiseTarWatch *watch, GError **error);
