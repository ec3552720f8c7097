/* thumbnail.c - a small picture of a photo, with nothing else in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/thumbnail.h"

#include "core/picture.h"
#include "core/pixels.h"

#define QUALITY 82

GBytes *
valise_thumbnail_make (int fd, guint max_edge, GError **error)
{
  g_autoptr (ValisePicture) picture = valise_picture_decode (fd, max_edge, NULL, error);

  if (picture == NULL)
    return NULL;
  return valise_pixels_to_jpeg (g_bytes_get_data (picture->rgb, NULL), picture->width, picture->height, QUALITY);
}
