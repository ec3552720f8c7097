/* cell-picture.h - jobs that answer with pixels
 *
 * A picture is a PPM (netpbm's P6): "P6\n# part N of M\nWIDTH HEIGHT\n255\n",
 * then red, green, blue of each pixel. The core reads it with
 * valise_picture_parse().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* The job "jpeg:EDGE": a JPEG, as large as fits an edge of so many pixels when
 * scaled by eighths, at least by one; not turned. Of one that is cut short as
 * much as is there, grey below: N of M rows. NULL: no row can be read. */
GByteArray *cell_jpeg_picture (const guint8 *data, gsize size, guint edge, guint number);

/* The head of a picture; pixels of it are appended by the caller. */
GByteArray *cell_picture_new (guint part, guint of, guint width, guint height);
