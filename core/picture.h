/* picture.h - pixels of foreign pictures, decoded by a process that can do nothing else
 *
 * Originals by glycin, in its own sandbox (bubblewrap; it fails closed
 * without), one process for each picture. Previews, which are JPEGs, and JPEGs
 * that glycin gives up on because they are cut short, by valise-cell. Nothing
 * is written to a disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#define VALISE_PICTURE_MAX_PIXELS (200 * 1000 * 1000)
#define VALISE_PICTURE_MAX_EDGE 8192                  /* of what the cell gives */
#define VALISE_PICTURE_TIME_LIMIT (20 * 1000)         /* milliseconds for one picture */

/* 8-bit sRGB, rows without padding, transparency on white. */
typedef struct {
  guint32 width, height;
  guint32 whole_width, whole_height; /* of the original; as far as is known */
  GBytes *rgb;
  guint percent;      /* of the rows from the top that could be read: 100 but for a damaged JPEG */
  gboolean upright;   /* FALSE: as the camera held it */
} ValisePicture;

void valise_picture_free (ValisePicture *picture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ValisePicture, valise_picture_free)

/* The JPEG, PNG, TIFF, HEIC or WebP behind `fd`, its longer edge at most
 * `max_edge` pixels and never enlarged. `fd` is a regular or a memory file
 * (core/memory-file.h), is read from its start whatever its position, and
 * stays open. Blocks for up to some seconds; any thread, no main loop needed.
 *
 * (transfer full); NULL: UNSUPPORTED (no such picture, or damaged, or its
 * decoder took too long: go on without), LIMIT (more than
 * VALISE_PICTURE_MAX_PIXELS), FAILED, G_IO_ERROR_CANCELLED. */
ValisePicture *valise_picture_decode (int fd, guint max_edge, GCancellable *cancellable, GError **error);

/* The same of a JPEG only, by valise-cell alone: what can be read of a damaged
 * one, and fast for a small one. Not turned upright. */
ValisePicture *valise_picture_decode_jpeg (int fd, guint max_edge, GError **error);

/* One page of a PDF, from 0, its longer edge `edge` pixels. *pages: how many
 * there are. UNSUPPORTED, FAILED. */
ValisePicture *valise_picture_decode_page (int fd, guint page, guint edge, guint *pages, GError **error);

/* For tests; 0 restores the usual one. */
void           valise_picture_set_time_limit (gint64 milliseconds);

/* The cell's answer to its picture jobs (app/cell-picture.h): a PPM (P6, 255)
 * with the comment "# part N of M" after its magic. Checked; UNSUPPORTED.
 * (transfer full) */
ValisePicture *valise_picture_parse (GBytes *answer, guint *part, guint *of, GError **error);
