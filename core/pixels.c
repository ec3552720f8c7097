/* pixels.c - decoded pictures: made smaller, written as JPEG
 *
 * The JPEG is encoded from our own pixels alone, so nothing of the original's
 * metadata can come along; decoding foreign ones is not done here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/pixels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

/* IEEE 754 half precision; sign, infinities and such end up as 0 or 1. */
static float
half_to_float (guint16 half)
{
  guint exponent = half >> 10 & 0x1f;
  float fraction = (float) (half & 0x3ff) / 1024.0f;

  if ((half & 0x8000) != 0)
    return 0;
  if (exponent == 0)
    return fraction / 16384.0f;
  if (exponent >= 15)
    return 1;
  return (1.0f + fraction) / (float) (1u << (15 - exponent));
}

static guint8
channel_to_byte (const ValisePixelLayout *layout, const guint8 *at)
{
  guint16 two;
  float number;

  if (layout->width == 1)
    return *at;
  if (layout->width == 2) {
    memcpy (&two, at, sizeof two);
    if (!layout->is_float)
      return (guint8) (two >> 8);
    number = half_to_float (two);
  } else {
    memcpy (&number, at, sizeof number);
  }
  if (!(number > 0))
    return 0;
  return number < 1 ? (guint8) (number * 255.0f + 0.5f) : 255;
}

static void
pixel_to_rgb (const ValisePixelLayout *layout, const guint8 *pixel, guint8 rgb[3])
{
  guint alpha = 255;

  if (layout->place[3] >= 0)
    alpha = channel_to_byte (layout, pixel + layout->place[3] * layout->width);
  for (int i = 0; i < 3; i++) {
    guint value = channel_to_byte (layout, pixel + layout->place[i] * layout->width);

    if (alpha < 255)
      value = (layout->premultiplied ? MIN (value, alpha) : value * alpha / 255) + 255 - alpha;
    rgb[i] = (guint8) value;
  }
}

/* What cameras' photos are, read without asking about each pixel. */
static gboolean
is_plain (const ValisePixelLayout *layout)
{
  return layout->width == 1 && layout->place[3] < 0;
}

static void
add_plain (const ValisePixelLayout *layout, const guint8 *pixel, guint32 count, guint64 sum[3])
{
  const int red = layout->place[0], green = layout->place[1], blue = layout->place[2];
  guint32 r = 0, g = 0, b = 0; /* a row of 2^24 pixels fits */

  for (guint32 i = 0; i < count; i++, pixel += layout->channels) {
    r += pixel[red];
    g += pixel[green];
    b += pixel[blue];
  }
  sum[0] += r;
  sum[1] += g;
  sum[2] += b;
}

static void
add_any (const ValisePixelLayout *layout, const guint8 *pixel, guint32 count, guint64 sum[3])
{
  for (guint32 i = 0; i < count; i++, pixel += (gsize) layout->channels * layout->width) {
    guint8 rgb[3];

    pixel_to_rgb (layout, pixel, rgb);
    for (int c = 0; c < 3; c++)
      sum[c] += rgb[c];
  }
}

/* Adds one row of the original to the boxes that it falls into. */
static void
add_row (const ValisePixels *pixels, const guint8 *row, guint32 width, guint64 *sums)
{
  const ValisePixelLayout *layout = &pixels->layout;
  gsize step = (gsize) layout->channels * layout->width;

  for (guint32 x = 0; x < width; x++) {
    guint32 from = (guint32) ((guint64) x * pixels->width / width);
    guint32 to = (guint32) ((guint64) (x + 1) * pixels->width / width);

    if (is_plain (layout))
      add_plain (layout, row + from * step, to - from, sums + 3 * x);
    else
      add_any (layout, row + from * step, to - from, sums + 3 * x);
  }
}

static void
finish_row (const ValisePixels *pixels, const guint64 *sums, guint32 rows, guint32 width,
            guint8 *out)
{
  for (guint32 x = 0; x < width; x++) {
    guint32 columns = (guint32) ((guint64) (x + 1) * pixels->width / width) -
                      (guint32) ((guint64) x * pixels->width / width);
    guint64 count = (guint64) columns * rows;

    for (int c = 0; c < 3; c++)
      out[3 * x + c] = (guint8) ((sums[3 * x + c] + count / 2) / count);
  }
}

static gboolean
are_all_there (const ValisePixels *pixels)
{
  guint64 row = (guint64) pixels->width * pixels->layout.channels * pixels->layout.width;

  return pixels->width > 0 && pixels->height > 0 && pixels->stride >= row &&
         pixels->size >= row &&
         (pixels->size - row) / pixels->stride >= (guint64) pixels->height - 1;
}

guint8 *
valise_pixels_shrink (const ValisePixels *pixels, guint32 width, guint32 height)
{
  g_autofree guint64 *sums = NULL;
  guint8 *out;

  g_return_val_if_fail (width > 0 && width <= pixels->width, NULL);
  g_return_val_if_fail (height > 0 && height <= pixels->height, NULL);

  if (!are_all_there (pixels))
    return NULL;
  out = g_malloc_n (height, 3 * (gsize) width);
  sums = g_new (guint64, 3 * (gsize) width);
  for (guint32 y = 0; y < height; y++) {
    guint32 from = (guint32) ((guint64) y * pixels->height / height);
    guint32 to = (guint32) ((guint64) (y + 1) * pixels->height / height);

    memset (sums, 0, 3 * sizeof *sums * width);
    for (guint32 i = from; i < to; i++)
      add_row (pixels, pixels->data + i * pixels->stride, width, sums);
    finish_row (pixels, sums, to - from, width, out + 3 * (gsize) width * y);
  }
  return out;
}

/* The library's own handler would end the program silently. What can fail when
 * writing to memory is memory, and there GLib ends the program too. */
static void
on_jpeg_error (j_common_ptr common)
{
  char message[JMSG_LENGTH_MAX];

  common->err->format_message (common, message);
  g_error ("Cannot write a thumbnail: %s", message);
}

GBytes *
valise_pixels_to_jpeg (const guint8 *rgb, guint32 width, guint32 height, int quality)
{
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  unsigned char *data = NULL;
  unsigned long size = 0;

  g_return_val_if_fail (width > 0 && width <= JPEG_MAX_DIMENSION, NULL);
  g_return_val_if_fail (height > 0 && height <= JPEG_MAX_DIMENSION, NULL);

  jpeg.err = jpeg_std_error (&errors);
  errors.error_exit = on_jpeg_error;
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &data, &size);
  jpeg.image_width = width;
  jpeg.image_height = height;
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults (&jpeg);
  jpeg_set_quality (&jpeg, quality, TRUE);
  jpeg.optimize_coding = TRUE;
  jpeg_start_compress (&jpeg, TRUE);
  while (jpeg.next_scanline < height) {
    g_autofree JSAMPLE *row = g_memdup2 (rgb + 3 * (gsize) width * jpeg.next_scanline, 3 * (gsize) width);

    jpeg_write_scanlines (&jpeg, &row, 1);
  }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  return g_bytes_new_with_free_func (data, size, free, data);
}
