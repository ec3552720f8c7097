/* cell-png.c - size and eXIf chunk of a PNG, by libpng
 *
 * The pixels are never inflated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cell-container.h"

#include <png.h>
#include <setjmp.h>
#include <string.h>

typedef struct {
  const guint8 *data;
  gsize left;
} Source;

static void
on_read (png_structp png, png_bytep block, size_t size)
{
  Source *source = png_get_io_ptr (png);

  if (size > source->left)
    png_error (png, "cut off");
  memcpy (block, source->data, size);
  source->data += size;
  source->left -= size;
}

static void
on_warning (png_structp png, png_const_charp message)
{
}

static void
on_error (png_structp png, png_const_charp message)
{
  png_longjmp (png, 1);
}

/* The chunk may come behind the pixels, where libpng gets only by inflating
 * them. Chunks are length, type, body, checksum (PNG section 5.3). */
static void
take_late_chunk (CellContainer *container, const guint8 *data, gsize size)
{
  gsize at = 8;

  while (size - at >= 12) {
    const guint8 *chunk = data + at;
    gsize length =
        (gsize) chunk[0] << 24 | (gsize) chunk[1] << 16 | (gsize) chunk[2] << 8 | chunk[3];

    if (length > size - at - 12) {
      container->damaged = TRUE;
      return;
    }
    if (memcmp (chunk + 4, "eXIf", 4) == 0) {
      container->damaged = !cell_container_take_tiff (container, chunk + 8, length);
      return;
    }
    at += 12 + length;
  }
}

static void
take_info (CellContainer *container, png_structp png, png_infop info)
{
  png_uint_32 size = 0;
  png_bytep block = NULL;

  container->width = png_get_image_width (png, info);
  container->height = png_get_image_height (png, info);
  if (png_get_eXIf_1 (png, info, &size, &block) != 0 && block != NULL &&
      container->exif == NULL && !cell_container_take_tiff (container, block, size))
    container->damaged = TRUE;
}

void
cell_png_read (CellContainer *container, const guint8 *data, gsize size)
{
  Source source = { data, size };
  png_structp png = png_create_read_struct (PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
  png_infop info = png != NULL ? png_create_info_struct (png) : NULL;

  if (info == NULL) {
    png_destroy_read_struct (&png, NULL, NULL);
    container->damaged = TRUE;
    return;
  }
  png_set_read_fn (png, &source, on_read);
  png_set_benign_errors (png, 1);
  if (setjmp (png_jmpbuf (png)) == 0) {
    png_read_info (png, info);
    take_info (container, png, info);
    if (container->exif == NULL)
      take_late_chunk (container, data, size);
  } else {
    container->damaged = TRUE;
  }
  png_destroy_read_struct (&png, &info, NULL);
}
