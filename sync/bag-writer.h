/* bag-writer.h - writes the inside of a bundle in one pass
 *
 * A BagIt 1.0 bag in ustar, files in the order of FORMAT.md section 8, so
 * that bag-reader.h can take it in as a stream. The manifest goes out before
 * the files it speaks of: sizes and hashes are known beforehand, and a file
 * that turns out otherwise while it is written fails the bundle. A manifest
 * that lies is never finished.
 *
 * After the payload: the tar's end mark (two blocks of zeros), then zeros
 * until the whole has valise_padme_bundle() bytes, at least 256 KiB. The same
 * plan, contents and signature give the same bytes.
 *
 * A writer that failed can only be freed; what it wrote has no end mark and
 * is worth nothing. One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/bag-text.h"

#include <gio/gio.h>

#define VALISE_BAG_NAME_LENGTH 16

typedef struct {
  const char *path;   /* relative to the bag: "data/…", of the list of bag-list.h */
  guint64 size;       /* bytes */
  const char *sha256; /* 64 lower-case digits */
} ValiseBagPayload;

typedef struct {
  const char *name;           /* the top folder: 16 lower-case letters or digits, random */
  const ValiseBagLabel *info; /* bag-info.txt without Payload-Oxum, which is added */
  gsize n_info;
  const ValiseBagPayload *payload; /* in the order they will be written */
  gsize n_payload;
} ValiseBagPlan;

/* Signs the tag manifest: the text of the minisign file (transfer full). */
typedef char *(*ValiseBagSign) (GBytes *tag_manifest, gpointer user_data, GError **error);

typedef struct _ValiseBagWriter ValiseBagWriter;

/* Writes everything before the payload. `plain` is kept, not closed. The plan
 * must live until the writer is freed. INVALID for a name, a path, a label or
 * a hash that no reader would take. */
ValiseBagWriter *valise_bag_writer_new (GOutputStream *plain, const ValiseBagPlan *plan, ValiseBagSign sign,
                                        gpointer user_data, GError **error);
void             valise_bag_writer_free (ValiseBagWriter *writer);

/* The next payload file from a stream, read to its end. DAMAGED when it has
 * not the size and hash of the plan. */
gboolean valise_bag_writer_add (ValiseBagWriter *writer, GInputStream *content, GError **error);

/* The same in pieces, for work in slices: begin, write any number, end. */
gboolean valise_bag_writer_begin (ValiseBagWriter *writer, GError **error);
gboolean valise_bag_writer_write (ValiseBagWriter *writer, gconstpointer data, gsize size, GError **error);
gboolean valise_bag_writer_end (ValiseBagWriter *writer, GError **error);

/* The end mark and the padding; the stream is flushed. */
gboolean valise_bag_writer_finish (ValiseBagWriter *writer, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseBagWriter, valise_bag_writer_free)
