/* cell-heif.c - size and EXIF block of a HEIC, by libheif
 *
 * Nothing is decoded: libheif finds no decoder plugin, because inside the cell
 * its folder does not open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cell-container.h"

#include <libheif/heif.h>
#include <string.h>

typedef struct heif_context      HeifContext;
typedef struct heif_image_handle HeifHandle;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HeifContext, heif_context_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HeifHandle, heif_image_handle_release)

static gboolean
succeeded (struct heif_error result)
{
  return result.code == heif_error_Ok;
}

static gboolean
take_exif (CellContainer *container, const HeifHandle *handle)
{
  g_autofree guint8 *block = NULL;
  heif_item_id id = 0;
  gsize size, start;

  if (heif_image_handle_get_list_of_metadata_block_IDs (handle, "Exif", &id, 1) != 1)
    return TRUE;
  size = heif_image_handle_get_metadata_size (handle, id);
  if (size < 4)
    return FALSE;
  block = g_malloc (size);
  if (!succeeded (heif_image_handle_get_metadata (handle, id, block)))
    return FALSE;
  /* four bytes first: how far behind them the TIFF structure starts */
  start = (gsize) block[0] << 24 | (gsize) block[1] << 16 | (gsize) block[2] << 8 | block[3];
  if (start > size - 4)
    return FALSE;
  start += 4;
  if (size - start > 6 && memcmp (block + start, "Exif\0", 6) == 0)
    start += 6; /* some writers count from the JPEG header */
  return cell_container_take_tiff (container, block + start, size - start);
}

void
cell_heif_read (CellContainer *container, const guint8 *data, gsize size)
{
  g_autoptr (HeifContext) context = heif_context_alloc ();
  g_autoptr (HeifHandle) handle = NULL;

  container->damaged = TRUE;
  if (context == NULL ||
      !succeeded (heif_context_read_from_memory_without_copy (context, data, size, NULL)) ||
      !succeeded (heif_context_get_primary_image_handle (context, &handle)))
    return;
  container->width = (guint32) MAX (heif_image_handle_get_ispe_width (handle), 0);
  container->height = (guint32) MAX (heif_image_handle_get_ispe_height (handle), 0);
  container->damaged = !take_exif (container, handle);
}
