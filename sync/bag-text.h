/* bag-text.h - the tag files of a BagIt 1.0 bag (RFC 8493), read and written
 *
 * The strict subset that Valise writes, and that coreutils write by hand: LF
 * alone ends every line, the last one too; UTF-8; no folded lines. Reading
 * returns REFUSED with the rule that is broken.
 *
 * Pure: text in, values out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define VALISE_BAGIT_TXT "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

/* A line of bag-info.txt. Labels may repeat; their order is kept. */
typedef struct {
  const char *label; /* owned by the array that parsing returns */
  const char *value;
} ValiseBagLabel;

/* bagit.txt: exactly VALISE_BAGIT_TXT. The message tells another version from
 * a text that is no declaration at all. */
gboolean    valise_bagit_check (const char *text, gsize size, GError **error);

/* bag-info.txt: lines of "Label: value". An array of ValiseBagLabel (transfer full). */
GPtrArray  *valise_bag_info_parse (const char *text, gsize size, GError **error);
void        valise_bag_info_append (GString *out, const char *label, const char *value);
const char *valise_bag_info_get (GPtrArray *info, const char *label); /* the first; NULL when none */
GStrv       valise_bag_info_dup_all (GPtrArray *info, const char *label);

/* Payload-Oxum: "OCTETS.FILES". */
gboolean    valise_bag_oxum_parse (const char *value, guint64 *octets, guint64 *files);

/* A manifest: lines of the hash in `hash_length` lower-case digits (64 for
 * SHA-256), two spaces, and a path below `folder` ("data/"; NULL for the tag
 * manifest), in which RFC 8493 writes "%" as %25, CR as %0D and LF as %0A. No
 * path twice, not even after folding. A table of path to hash, both strings
 * (transfer full). */
GHashTable *valise_bag_manifest_parse (const char *text, gsize size, guint hash_length,
                                       const char *folder, GError **error);
void        valise_bag_manifest_append (GString *out, const char *hash, const char *path);
