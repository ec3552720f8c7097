/* bag-reader.h - the inside of a bundle, read in one pass and believed last
 *
 * A BagIt 1.0 bag (RFC 8493) in a ustar tar, as FORMAT.md section 8 lays it
 * out. The order of the files is what lets it stream: nothing is parsed but
 * the tar itself before the signature over the tag manifest is accepted; no
 * tag file before the tag manifest vouches for it; no payload byte counts
 * before the manifest vouches for it.
 *
 * What must stay true:
 *  1. The tag manifest is first and its signature second.
 *  2. bagit.txt, bag-info.txt and manifest-sha256.txt follow, in any order
 *     among them, all before the payload; there is no other tag file.
 *  3. Every payload file is in the manifest, comes once, has the name of a
 *     file that bundles hold, and has its hash. None is missing.
 *  4. Payload-Oxum is there once and agrees.
 *  5. Sizes are bounded before bytes are read.
 *
 * Errors name the rule: REFUSED (breaks the format), DAMAGED (a hash differs,
 * or cut off), LIMIT. After a failure every call fails with the same error.
 * What the stream itself reports comes through as it is. Writes nothing.
 * One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/bag-list.h"

#include <gio/gio.h>

/* Is this a payload path that may stand in the bag? */
typedef gboolean (*ValiseBagNameCheck) (const char *path);

typedef struct {
  guint64 tag_size;           /* bytes in bag-info.txt and in the manifest */
  guint64 payload_size;       /* bytes in one payload file */
  guint64 stream_size;        /* bytes in all, padding included */
  guint files;                /* payload files */
  ValiseBagNameCheck allowed; /* NULL: any name that is safe */
} ValiseBagLimits;

/* 32 MiB of tag file, payload files as large as ustar can hold (8 GiB), 1 TiB
 * in all, 200,000 files of the names that bundles hold. */
extern const ValiseBagLimits valise_bag_limits;

/* Decides about the signature: the tag manifest's bytes and the minisign
 * file's. FALSE with an error refuses the bundle. */
typedef gboolean (*ValiseBagSignatureCheck) (GBytes *tag_manifest, GBytes *minisig, gpointer user_data,
                                             GError **error);

/* A payload file. Everything is lent until the next call. */
typedef struct {
  const char *path;      /* relative to the bag: "data/…"; NULL after the last */
  guint64 size;          /* bytes */
  const char *sha256;    /* as in the manifest */
  ValiseBagKind kind;    /* NONE when any name is allowed and this is not on the list */
  GInputStream *content; /* fails with DAMAGED instead of giving the last byte of another file */
} ValiseBagFile;

typedef struct _ValiseBagReader ValiseBagReader;

/* Reads up to and including the manifest. `plain` is the decrypted bundle (a
 * reference is kept); `limits` is copied, NULL for valise_bag_limits. */
ValiseBagReader *valise_bag_reader_new (GInputStream *plain, const ValiseBagLimits *limits,
                                        ValiseBagSignatureCheck check, gpointer user_data, GError **error);
void             valise_bag_reader_free (ValiseBagReader *reader);

/* The next payload file, in the order of the stream. What was not read of the
 * one before is read and checked first. */
gboolean valise_bag_reader_next (ValiseBagReader *reader, ValiseBagFile *file, GError **error);

/* Reads and checks all that is left, then that nothing is missing and that
 * only zeros follow. Only after this is the bundle whole. */
gboolean valise_bag_reader_finish (ValiseBagReader *reader, GError **error);

/* What the bag says of itself: lent, signed, never empty of Payload-Oxum. */
const char *valise_bag_reader_get_name (ValiseBagReader *reader); /* the top folder */
GPtrArray  *valise_bag_reader_get_info (ValiseBagReader *reader); /* of ValiseBagLabel, see bag-text.h */
guint64     valise_bag_reader_get_octets (ValiseBagReader *reader); /* of payload, by Payload-Oxum */
guint64     valise_bag_reader_get_files (ValiseBagReader *reader);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValiseBagReader, valise_bag_reader_free)
