/* tar-reader.h - a strict streaming reader of ustar tars, by libarchive
 *
 * Takes what FORMAT.md section 8 allows in a bundle and nothing else: regular
 * files in ustar, one top folder, each name once, the end mark there, zeros
 * behind it. Never writes anywhere: bytes go to the caller only. Memory grows
 * with the number of names, not with their contents.
 *
 * After a failure every call fails with the same error. One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

typedef struct {
  guint64 member_size; /* bytes in one file */
  guint64 stream_size; /* bytes in the whole stream, padding included */
  guint members;       /* files */
} ValiseTarLimits;

typedef struct _ValiseTarReader ValiseTarReader;

/* Reads from `stream` (a reference is kept) from where it stands. `limits` is
 * copied. Nothing is read before the first next. */
ValiseTarReader *valise_tar_reader_new (GInputStream *stream, const ValiseTarLimits *limits);
void             valise_tar_reader_free (ValiseTarReader *reader);

/* Goes to the next file; what is left of the one before is skipped. `name`
 * (lent until the next call) is NULL after the last. Errors: REFUSED with the
 * rule, LIMIT, DAMAGED when cut off, and those of the stream. */
gboolean valise_tar_reader_next (ValiseTarReader *reader, const char **name, guint64 *size, GError **error);

/* Up to `size` bytes of the current file; 0 at its end, -1 on failure. */
gssize   valise_tar_reader_read (ValiseTarReader *reader, gpointer buffer, gsize size, GError **error);

/* After the last file: reads on to the end of the stream, which must be zeros. */
gboolean valise_tar_reader_finish (ValiseTarReader *reader, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseTarReader, valise_tar_reader_free)
