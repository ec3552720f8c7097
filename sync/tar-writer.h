/* tar-writer.h - writes ustar tars whose every byte is determined, by libarchive
 *
 * Regular files only, mode 0644, owner 0, no owner names, time 0: a bundle
 * says nothing about the machine or the hour it was made on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

/* The largest file a ustar header can announce. */
#define VALISE_TAR_MEMBER_MAX (G_GUINT64_CONSTANT (8) * 1024 * 1024 * 1024 - 1)

typedef struct _ValiseTarWriter ValiseTarWriter;

/* Writes to `stream` (a reference is kept), which is not closed. */
ValiseTarWriter *valise_tar_writer_new (GOutputStream *stream);

/* Without end: what is there stays as it is, and has no end mark. */
void     valise_tar_writer_free (ValiseTarWriter *writer);

/* Begins a file of exactly `size` bytes; the file before must be complete.
 * INVALID for a name that no ustar header can hold, LIMIT for a size. */
gboolean valise_tar_writer_begin (ValiseTarWriter *writer, const char *name, guint64 size, GError **error);
gboolean valise_tar_writer_write (ValiseTarWriter *writer, gconstpointer data, gsize size, GError **error);

/* The end mark, two blocks of zeros. `length`: of the tar, in bytes. */
gboolean valise_tar_writer_end (ValiseTarWriter *writer, guint64 *length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseTarWriter, valise_tar_writer_free)
