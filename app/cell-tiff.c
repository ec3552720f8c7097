/* cell-tiff.c - carries the directories of a large TIFF into a small one
 *
 * libexif caps what it reads at 64 KiB, the most a JPEG segment holds, and
 * would find nothing in a TIFF whose directory stands behind its pixels. The
 * copy has the same byte order and the same entries, laid out one directory
 * after the other; entries whose values are larger than a text needs (strips,
 * thumbnails, profiles) stay behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cell-container.h"

#include <string.h>

#define LARGEST_VALUE 4096
#define LARGEST_COPY 60000
#define ENTRY_SIZE 12

#define TAG_EXIF_DIRECTORY 0x8769
#define TAG_GPS_DIRECTORY 0x8825

typedef struct {
  const guint8 *data;
  gsize size;
  gboolean big_endian;
  GByteArray *copy;
} Packer;

static guint32
get_number (const Packer *packer, const guint8 *at, guint width)
{
  guint32 number = 0;

  for (guint i = 0; i < width; i++)
    number = number << 8 | at[packer->big_endian ? i : width - 1 - i];
  return number;
}

static void
put_number (Packer *packer, guint8 *at, guint32 number, guint width)
{
  for (guint i = 0; i < width; i++, number >>= 8)
    at[packer->big_endian ? width - 1 - i : i] = (guint8) number;
}

/* Bytes of one value of each TIFF type; 0: no such type. */
static gsize
type_size (guint32 type)
{
  static const guint8 sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8 };

  return type < G_N_ELEMENTS (sizes) ? sizes[type] : 0;
}

static gsize pack_directory (Packer *packer, gsize offset, gboolean top);

/* Copies a value that does not fit into its entry and points the entry to
 * the copy. FALSE: it lies outside the file, or is too large to matter. */
static gboolean
pack_value (Packer *packer, guint8 *entry)
{
  gsize unit = type_size (get_number (packer, entry + 2, 2));
  gsize count = get_number (packer, entry + 4, 4);
  gsize offset = get_number (packer, entry + 8, 4);
  gsize length;

  if (unit == 0 || count > LARGEST_VALUE)
    return FALSE;
  length = unit * count;
  if (length <= 4)
    return TRUE;
  if (length > LARGEST_VALUE || offset > packer->size || length > packer->size - offset ||
      packer->copy->len + length > LARGEST_COPY)
    return FALSE;
  put_number (packer, entry + 8, packer->copy->len, 4);
  g_byte_array_append (packer->copy, packer->data + offset, (guint) length);
  if (length % 2 != 0)
    g_byte_array_append (packer->copy, (const guint8 *) "", 1);
  return TRUE;
}

static gboolean
pack_entry (Packer *packer, guint8 *entry, gboolean top)
{
  guint32 tag = get_number (packer, entry, 2);
  gsize place;

  if (tag != TAG_EXIF_DIRECTORY && tag != TAG_GPS_DIRECTORY)
    return pack_value (packer, entry);
  if (!top)
    return FALSE; /* only IFD 0 points to them: no loops */
  place = pack_directory (packer, get_number (packer, entry + 8, 4), FALSE);
  put_number (packer, entry + 8, (guint32) place, 4);
  return place != 0;
}

/* Where the copied directory starts, or 0. Room for all entries is taken
 * first; values follow behind it; entries that stay behind leave the end of
 * that room empty. */
static gsize
pack_directory (Packer *packer, gsize offset, gboolean top)
{
  gsize place = packer->copy->len;
  gsize count, kept = 0;

  if (offset < 8 || offset > packer->size - 2)
    return 0;
  count = get_number (packer, packer->data + offset, 2);
  if (count > (packer->size - offset - 2) / ENTRY_SIZE ||
      place + 2 + count * ENTRY_SIZE + 4 > LARGEST_COPY)
    return 0;
  g_byte_array_set_size (packer->copy, (guint) (place + 2 + count * ENTRY_SIZE + 4));
  memset (packer->copy->data + place, 0, packer->copy->len - place);

  for (gsize i = 0; i < count; i++) {
    guint8 entry[ENTRY_SIZE];

    memcpy (entry, packer->data + offset + 2 + i * ENTRY_SIZE, ENTRY_SIZE);
    if (pack_entry (packer, entry, top))
      memcpy (packer->copy->data + place + 2 + kept++ * ENTRY_SIZE, entry, ENTRY_SIZE);
  }
  put_number (packer, packer->copy->data + place, (guint32) kept, 2);
  return place;
}

GByteArray *
cell_tiff_pack (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) copy = g_byte_array_new ();
  Packer packer = { data, size, FALSE, copy };

  if (size < 14)
    return NULL;
  packer.big_endian = data[0] == 'M';
  g_byte_array_append (copy, data, 4);
  g_byte_array_set_size (copy, 8);
  put_number (&packer, copy->data + 4, 8, 4);
  if (pack_directory (&packer, get_number (&packer, data + 4, 4), TRUE) == 0)
    return NULL;
  return g_steal_pointer (&copy);
}
