/* bag-content-private.h - the bytes of one payload file, hashed as they pass
 *
 * Between bag-reader.c and its stream only.
 *
 * The read that would hand out a file's last byte checks the hash first: who
 * has read to the end without an error has read what the manifest says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sync/tar-reader.h"

#define VALISE_TYPE_BAG_CONTENT (valise_bag_content_get_type ())
G_DECLARE_FINAL_TYPE (ValiseBagContent, valise_bag_content, VALISE, BAG_CONTENT, GInputStream)

/* `tar` is borrowed until detach; it must stand at the file. */
ValiseBagContent *valise_bag_content_new (ValiseTarReader *tar, const char *path, guint64 size,
                                          const char *sha256);

/* Reads what nobody has read, so that every byte is checked, closed or not. */
gboolean          valise_bag_content_drain (ValiseBagContent *content, GError **error);

/* The reader moves on: reading a stream that somebody still holds fails. */
void              valise_bag_content_detach (ValiseBagContent *content);
