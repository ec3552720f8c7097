/* pixels.h - decoded pictures: made smaller, written as JPEG
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* How one pixel lies in memory. Channels are 0 red, 1 green, 2 blue, 3 alpha;
 * `place` gives each one's index in the pixel, -1: it has none. Grey has one
 * place for three. */
typedef struct {
  guint8 width;        /* bytes of a channel: 1 or 2 (integers), or, with `is_float`, 2 or 4 */
  gboolean is_float;
  gboolean premultiplied;
  guint8 channels;     /* channels of a pixel */
  gint8 place[4];
} ValisePixelLayout;

typedef struct {
  const guint8 *data;
  gsize size;     /* bytes */
  guint32 width, height;
  gsize stride;   /* bytes from row to row */
  ValisePixelLayout layout;
} ValisePixels;

/* A box filter to 8-bit RGB, alpha on white, `width` × `height` pixels, not
 * larger than the original; rows without padding. NULL: the pixels are not all
 * there. (transfer full) */
guint8 *valise_pixels_shrink (const ValisePixels *pixels, guint32 width, guint32 height);

/* 8-bit RGB as baseline JPEG (ITU-T T.81, JFIF header, quality 0 to 100), no
 * other segment. (transfer full) */
GBytes *valise_pixels_to_jpeg (const guint8 *rgb, guint32 width, guint32 height, int quality);
