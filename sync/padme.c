/* padme.c - how long a bundle is made to look
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/padme.h"

static guint
floor_log2 (guint64 number)
{
  guint bits = 0;

  while (number >>= 1)
    bits++;
  return bits;
}

guint64
valise_padme (guint64 length)
{
  guint exponent, kept;
  guint64 mask;

  if (length < 2 || length > G_GUINT64_CONSTANT (1) << 62)
    return length;
  exponent = floor_log2 (length);
  kept = floor_log2 (exponent) + 1; /* bits that stay below the leading one */
  mask = kept >= exponent ? 0 : (G_GUINT64_CONSTANT (1) << (exponent - kept)) - 1;
  return (length + mask) & ~mask;
}

guint64
valise_padme_bundle (guint64 length)
{
  guint64 padded = MAX (valise_padme (length), VALISE_BUNDLE_MIN_SIZE);

  return (padded + 511) & ~G_GUINT64_CONSTANT (511);
}

/* The age format: its first line, eight stanzas of two lines, the MAC's line,
 * a nonce; then chunks of 64 KiB with a tag each. */
#define HEAD_SIZE (22 + 8 * 98 + 48 + 16)
#define CHUNK_SIZE (64 * 1024)
#define TAG_SIZE 16

guint64
valise_padme_file (guint64 plain)
{
  return HEAD_SIZE + plain + MAX (1, (plain + CHUNK_SIZE - 1) / CHUNK_SIZE) * TAG_SIZE;
}

gboolean
valise_padme_is_file (guint64 size)
{
  guint64 chunks, plain;

  if (size < HEAD_SIZE + VALISE_BUNDLE_MIN_SIZE)
    return FALSE;
  size -= HEAD_SIZE;
  chunks = (size + CHUNK_SIZE + TAG_SIZE - 1) / (CHUNK_SIZE + TAG_SIZE);
  plain = size - chunks * TAG_SIZE;
  return plain == valise_padme_bundle (plain);
}
