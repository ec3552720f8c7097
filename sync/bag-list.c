/* bag-list.c - the list of payload files a bundle may hold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/bag-list.h"

#include "core/bytes.h"

#include <string.h>

#define HEX_LENGTH 64

/* Takes 64 digits from *at. */
static gboolean
take_hex (const char **at, char hex[65])
{
  guint8 hash[VALISE_HASH_SIZE];

  if (strnlen (*at, HEX_LENGTH) < HEX_LENGTH ||
      !valise_hex_decode_exact (*at, HEX_LENGTH, hash, sizeof hash))
    return FALSE;
  memcpy (hex, *at, HEX_LENGTH);
  hex[HEX_LENGTH] = '\0';
  *at += HEX_LENGTH;
  return TRUE;
}

/* Takes four decimal digits from *at; 0 when they are not there. */
static guint
take_number (const char **at)
{
  guint number = 0;

  for (int i = 0; i < 4; i++) {
    if (!g_ascii_isdigit ((*at)[i]))
      return 0;
    number = number * 10 + (guint) ((*at)[i] - '0');
  }
  *at += 4;
  return number;
}

static gboolean
is_part_suffix (const char *at)
{
  guint part, parts;

  if (!g_str_has_prefix (at, ".part-"))
    return FALSE;
  at += strlen (".part-");
  part = take_number (&at);
  if (part == 0 || !g_str_has_prefix (at, "-of-"))
    return FALSE;
  at += strlen ("-of-");
  parts = take_number (&at);
  return part <= parts && *at == '\0';
}

/* "-2" to "-8" from *at; 1 when there is none. */
static guint
take_branch (const char **at)
{
  guint branch;

  if ((*at)[0] != '-' || (*at)[1] < '2' || (*at)[1] > '0' + VALISE_BAG_BRANCHES)
    return 1;
  branch = (guint) ((*at)[1] - '0');
  *at += 2;
  return branch;
}

static ValiseBagKind
find_in_log (const char *at, char hex[65])
{
  static const struct {
    const char *name;
    ValiseBagKind kind;
  } members[] = {
    { "/checkpoint", VALISE_BAG_KIND_CHECKPOINT },
    { "/entries.jsonl.zst", VALISE_BAG_KIND_ENTRIES },
    { "/sealed.jsonl.zst", VALISE_BAG_KIND_SEALED },
  };

  if (!take_hex (&at, hex))
    return VALISE_BAG_KIND_NONE;
  take_branch (&at);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    if (g_str_equal (at, members[i].name))
      return members[i].kind;
  }
  return VALISE_BAG_KIND_NONE;
}

static ValiseBagKind
find_in_files (const char *at, char hex[65])
{
  if (!take_hex (&at, hex))
    return VALISE_BAG_KIND_NONE;
  if (*at == '\0')
    return VALISE_BAG_KIND_FILE;
  return is_part_suffix (at) ? VALISE_BAG_KIND_FILE_PART : VALISE_BAG_KIND_NONE;
}

static ValiseBagKind
find_in_recovery (const char *at, char hex[65])
{
  return take_hex (&at, hex) && g_str_equal (at, ".age") ? VALISE_BAG_KIND_RECOVERY
                                                        : VALISE_BAG_KIND_NONE;
}

ValiseBagKind
valise_bag_list_find (const char *path, char hex[65])
{
  char ignored[65] = "";
  char *found = hex != NULL ? hex : ignored;

  found[0] = '\0';
  if (g_str_equal (path, "data/roster"))
    return VALISE_BAG_KIND_ROSTER;
  if (g_str_has_prefix (path, "data/recovery/"))
    return find_in_recovery (path + strlen ("data/recovery/"), found);
  if (g_str_has_prefix (path, "data/logs/"))
    return find_in_log (path + strlen ("data/logs/"), found);
  if (g_str_has_prefix (path, "data/files/"))
    return find_in_files (path + strlen ("data/files/"), found);
  return VALISE_BAG_KIND_NONE;
}

guint
valise_bag_list_branch (const char *path)
{
  const char *at = path + strlen ("data/logs/");
  char hex[65];

  return g_str_has_prefix (path, "data/logs/") && take_hex (&at, hex) ? take_branch (&at) : 1;
}

gboolean
valise_bag_list_allows (const char *path)
{
  return valise_bag_list_find (path, NULL) != VALISE_BAG_KIND_NONE;
}
