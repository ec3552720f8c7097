/* cell-container.c - what kind of picture, by its first bytes; and JPEG
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cell-container.h"

#include <string.h>

/* libexif reads no further; see cell-tiff.c. */
#define LARGEST_PLAIN_BLOCK 65000

static const guint8 exif_header[6] = "Exif\0";

gboolean
cell_container_take_tiff (CellContainer *container, const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) small = NULL;

  if (container->exif != NULL || size < 8 ||
      (memcmp (data, "II*\0", 4) != 0 && memcmp (data, "MM\0*", 4) != 0))
    return FALSE;
  if (size > LARGEST_PLAIN_BLOCK) {
    small = cell_tiff_pack (data, size);
    if (small == NULL)
      return FALSE;
    data = small->data;
    size = small->len;
  }
  container->exif = g_byte_array_new ();
  g_byte_array_append (container->exif, exif_header, sizeof exif_header);
  g_byte_array_append (container->exif, data, (guint) size);
  return TRUE;
}

/* SOF0 to SOF15 but for DHT, JPG and DAC, which share the range. */
static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static void
take_segment (CellContainer *container, guint8 marker, const guint8 *body, gsize size)
{
  if (is_frame (marker) && size >= 5 && container->width == 0) {
    container->height = (guint32) body[1] << 8 | body[2];
    container->width = (guint32) body[3] << 8 | body[4];
  }
  if (marker == 0xe1 && size > sizeof exif_header &&
      memcmp (body, exif_header, sizeof exif_header) == 0 && container->exif == NULL &&
      !cell_container_take_tiff (container, body + sizeof exif_header,
                                 size - sizeof exif_header))
    container->damaged = TRUE;
}

void
cell_jpeg_read (CellContainer *container, const guint8 *data, gsize size)
{
  gsize at = 2;

  container->damaged = TRUE; /* until the pixels begin */
  while (size - at >= 4) {
    guint8 marker = data[at + 1];
    gsize length = (gsize) data[at + 2] << 8 | data[at + 3];

    if (data[at] != 0xff || marker == 0xff || marker == 0) {
      at++; /* fill bytes, and what some cameras leave between segments */
      continue;
    }
    if (marker == 0xda) { /* start of scan */
      container->damaged = FALSE;
      return;
    }
    if (marker == 0xd9 || length < 2 || length > size - at - 2)
      return;
    take_segment (container, marker, data + at + 4, length - 2);
    at += 2 + length;
  }
}

/* ISO base media file with a still-image brand, as major or compatible one. */
static gboolean
is_heif (const guint8 *data, gsize size)
{
  static const char brands[][5] = { "heic", "heix", "heim", "heis", "hevc",
                                    "hevx", "hevm", "hevs", "mif1", "msf1" };
  gsize length;

  if (size < 16 || memcmp (data + 4, "ftyp", 4) != 0 || memcmp (data + 8, "avi", 3) == 0)
    return FALSE;
  length = (gsize) data[0] << 24 | (gsize) data[1] << 16 | (gsize) data[2] << 8 | data[3];
  length = MIN (MIN (length, size), 256);
  for (gsize at = 8; at + 4 <= length; at += at == 8 ? 8 : 4)
    for (gsize i = 0; i < G_N_ELEMENTS (brands); i++)
      if (memcmp (data + at, brands[i], 4) == 0)
        return TRUE;
  return FALSE;
}

void
cell_container_read (CellContainer *container, const guint8 *data, gsize size)
{
  *container = (CellContainer){ .format = "unknown" };

  if (size >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0) {
    container->format = "jpeg";
    cell_jpeg_read (container, data, size);
  } else if (size >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0) {
    container->format = "png";
    cell_png_read (container, data, size);
  } else if (size >= 8 &&
             (memcmp (data, "II*\0", 4) == 0 || memcmp (data, "MM\0*", 4) == 0)) {
    container->format = "tiff";
    container->damaged = !cell_container_take_tiff (container, data, size);
  } else if (is_heif (data, size)) {
    container->format = "heic";
    cell_heif_read (container, data, size);
  }
}

void
cell_container_clear (CellContainer *container)
{
  g_clear_pointer (&container->exif, g_byte_array_unref);
}
