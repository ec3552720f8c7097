/* cell-container.h - finds size and EXIF block in what a camera wrote around them
 *
 * The kind is told by the first bytes, never by a name. All functions read
 * only inside data[0 … size) and accept any bytes there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

typedef struct {
  const char *format;   /* "jpeg", "png", "tiff", "heic" or "unknown" */
  guint32 width, height; /* 0: the header does not say */
  GByteArray *exif;     /* "Exif\0\0" and a TIFF structure below 64 KiB, or NULL */
  gboolean damaged;     /* cut off or broken where it was read */
} CellContainer;

void cell_container_read (CellContainer *container, const guint8 *data, gsize size);
void cell_container_clear (CellContainer *container);

/* One for each format; they fill in what they find. */
void cell_jpeg_read (CellContainer *container, const guint8 *data, gsize size); /* ITU-T T.81 */
void cell_png_read (CellContainer *container, const guint8 *data, gsize size);  /* PNG 3rd edition */
void cell_heif_read (CellContainer *container, const guint8 *data, gsize size); /* ISO/IEC 23008-12 */

/* Keeps a TIFF structure (TIFF 6.0) as the container's EXIF block. FALSE: it
 * is no such structure. */
gboolean cell_container_take_tiff (CellContainer *container, const guint8 *data, gsize size);

/* A TIFF structure of any size made small: libexif looks at the first 64 KiB
 * only, and programs write the directory behind the pixels. Copies IFD 0, the
 * Exif and the GPS directory with every value of at most 4 KiB. NULL: there is
 * no readable directory. (transfer full) */
GByteArray *cell_tiff_pack (const guint8 *data, gsize size);
