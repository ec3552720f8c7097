/* fuzz-exif.c - any bytes are a photo to the cell's reader, and its answer holds
 *
 * The reader runs outside the cell here, so that a fault is seen instead of
 * contained; and whatever it says must pass the check of the other side.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cell-container.h"
#include "app/cell-exif.h"

#include "core/exif.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Else only a file above 64 KiB gets there. */
static void
feed_packer (const guint8 *data, gsize size)
{
  GByteArray *copy = cell_tiff_pack (data, size);

  g_clear_pointer (&copy, g_byte_array_unref);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = cell_exif (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseExif) exif = valise_exif_parse (text, strlen (text), &error);

  if (size >= 4 && (memcmp (data, "II*\0", 4) == 0 || memcmp (data, "MM\0*", 4) == 0))
    feed_packer (data, size);
  if (exif == NULL)
    g_error ("The cell's own answer is refused: %s", text);
  return 0;
}
