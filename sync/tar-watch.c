/* tar-watch.c - sees that a tar holds nothing but plain ustar files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/tar-watch.h"

#include "sync/refuse.h"

#include <string.h>

/* The fields of a ustar header, POSIX.1-1988. */
enum {
  NAME_AT = 0,
  NAME_SIZE = 100,
  SIZE_AT = 124,
  SIZE_SIZE = 12,
  TYPE_AT = 156,
  LINK_AT = 157,
  LINK_SIZE = 100,
  MAGIC_AT = 257,
  PREFIX_AT = 345,
  PREFIX_SIZE = 155,
};

static const struct {
  char type;
  const char *rule;
} refused_types[] = {
  { '\0', "a file of the old tar format is not allowed in a bundle" },
  { '1', "a link is not allowed in a bundle" },
  { '2', "a link is not allowed in a bundle" },
  { '3', "a device is not allowed in a bundle" },
  { '4', "a device is not allowed in a bundle" },
  { '5', "a folder member is not allowed in a bundle" },
  { '6', "a pipe is not allowed in a bundle" },
  { 'x', "a pax header is not allowed in a bundle" },
  { 'g', "a pax header is not allowed in a bundle" },
  { 'X', "a pax header is not allowed in a bundle" },
  { 'A', "a Solaris header is not allowed in a bundle" },
  { 'L', "a GNU long name is not allowed in a bundle" },
  { 'K', "a GNU long name is not allowed in a bundle" },
  { 'N', "a GNU long name is not allowed in a bundle" },
  { 'S', "a sparse map is not allowed in a bundle" },
};

void
valise_tar_watch_init (ValiseTarWatch *watch)
{
  memset (watch, 0, sizeof *watch);
}

static gboolean
is_zero (const guint8 *bytes, gsize size)
{
  guint8 all = 0;

  for (gsize i = 0; i < size; i++)
    all |= bytes[i];
  return all == 0;
}

gsize
valise_tar_watch_wanted (const ValiseTarWatch *watch, gsize max)
{
  if (watch->data_left > 0)
    return (gsize) MIN (watch->data_left, max);
  if (watch->padding_left > 0)
    return (gsize) MIN (watch->padding_left, max);
  if (watch->end_blocks == 2)
    return max;
  return MIN (VALISE_TAR_BLOCK - watch->have, max);
}

/* Keeps what the header calls the file, for messages only: it is libarchive's
 * reading of the name that is checked and used. */
static void
keep_name (ValiseTarWatch *watch)
{
  const char *header = (const char *) watch->block;
  int prefix = (int) strnlen (header + PREFIX_AT, PREFIX_SIZE);
  int name = (int) strnlen (header + NAME_AT, NAME_SIZE);

  g_snprintf (watch->name, sizeof watch->name, "%.*s%s%.*s", prefix, header + PREFIX_AT,
              prefix > 0 ? "/" : "", name, header + NAME_AT);
}

static gboolean
check_type (const ValiseTarWatch *watch, GError **error)
{
  const guint8 *magic = watch->block + MAGIC_AT;
  char type = (char) watch->block[TYPE_AT];

  if (memcmp (magic, "ustar", 5) != 0)
    return valise_refuse (error, "this is not a ustar tar", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (refused_types); i++) {
    if (refused_types[i].type == type)
      return valise_refuse (error, refused_types[i].rule, watch->name);
  }
  if (type != '0')
    return valise_refuse (error, "a member of an unknown type is not allowed in a bundle", watch->name);
  if (memcmp (magic, "ustar  ", 8) == 0)
    return valise_refuse (error, "GNU tar's own format is not allowed in a bundle, only ustar", watch->name);
  if (memcmp (magic, "ustar\00000", 8) != 0)
    return valise_refuse (error, "a member is not of the ustar format", watch->name);
  if (!is_zero (watch->block + LINK_AT, LINK_SIZE))
    return valise_refuse (error, "a link is not allowed in a bundle", watch->name);
  return TRUE;
}

/* Octal digits, then only NUL or space: at most 2^33 - 1 or, without a
 * terminator, 2^36 - 1. */
static gboolean
read_size (ValiseTarWatch *watch, GError **error)
{
  const guint8 *field = watch->block + SIZE_AT;
  guint64 size = 0;
  gsize digits = 0;

  while (digits < SIZE_SIZE && field[digits] >= '0' && field[digits] <= '7')
    size = size * 8 + (field[digits++] - '0');
  for (gsize i = digits; i < SIZE_SIZE; i++) {
    if (digits == 0 || (field[i] != '\0' && field[i] != ' '))
      return valise_refuse (error, "a size is not written in octal", watch->name);
  }
  watch->size = size;
  watch->data_left = size;
  watch->padding_left = -size % VALISE_TAR_BLOCK;
  return TRUE;
}

static gboolean
judge_block (ValiseTarWatch *watch, GError **error)
{
  watch->have = 0;
  if (is_zero (watch->block, sizeof watch->block)) {
    watch->end_blocks++;
    return TRUE;
  }
  if (watch->end_blocks > 0)
    return valise_refuse (error, "the end mark has one block of zeros instead of two", NULL);
  keep_name (watch);
  return check_type (watch, error) && read_size (watch, error);
}

gboolean
valise_tar_watch_feed (ValiseTarWatch *watch, gconstpointer data, gsize size, GError **error)
{
  g_assert (size <= valise_tar_watch_wanted (watch, size));
  watch->offset += size;
  if (watch->data_left > 0) {
    watch->data_left -= size;
    return TRUE;
  }
  if (watch->padding_left > 0) {
    watch->padding_left -= size;
    return is_zero (data, size) || valise_refuse (error, "bytes are hidden behind a file's end", watch->name);
  }
  if (watch->end_blocks == 2)
    return is_zero (data, size) || valise_refuse (error, "bytes other than zeros come after the end", NULL);

  memcpy (watch->block + watch->have, data, size);
  watch->have += size;
  return watch->have < VALISE_TAR_BLOCK || judge_block (watch, error);
}

gboolean
valise_tar_watch_finish (const ValiseTarWatch *watch, GError **error)
{
  if (watch->data_left > 0 || watch->padding_left > 0)
    return valise_refuse_damaged (error, "the bundle is cut off inside a file", watch->name);
  if (watch->offset > 0 && watch->offset < VALISE_TAR_BLOCK)
    return valise_refuse (error, "this is not a ustar tar", NULL);
  if (watch->offset % VALISE_TAR_BLOCK != 0)
    return valise_refuse_damaged (error, "the bundle is cut off inside a block", NULL);
  if (watch->end_blocks == 1)
    return valise_refuse (error, "the end mark has one block of zeros instead of two", NULL);
  if (watch->end_blocks == 0)
    return valise_refuse (error, "the end mark is missing", NULL);
  return TRUE;
}
