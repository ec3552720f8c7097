/* long-line.c - the leaf hash of an entry whose line is too long to keep
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/long-line.h"

#include <string.h>

static const char opening[] = "{\"entry\":\"";

typedef enum {
  IN_OPENING,
  IN_TEXT,
  IN_ESCAPE,
  IN_UNICODE,
  DONE,
  BROKEN,
} State;

struct _ValiseLongLine {
  State state;
  ValiseHasher *hasher;
  gsize matched;     /* of the opening */
  guint digits;      /* of \uXXXX */
  gunichar unit, high;
};

ValiseLongLine *
valise_long_line_new (void)
{
  static const guint8 leaf_prefix = 0;
  ValiseLongLine *line = g_new0 (ValiseLongLine, 1);

  line->hasher = valise_hasher_new ();
  valise_hasher_update (line->hasher, &leaf_prefix, 1);
  return line;
}

void
valise_long_line_free (ValiseLongLine *line)
{
  if (line == NULL)
    return;
  valise_hasher_free (line->hasher);
  g_free (line);
}

static void
hash_character (ValiseLongLine *line, gunichar character)
{
  char utf8[6];
  int size = g_unichar_to_utf8 (character, utf8);

  valise_hasher_update (line->hasher, utf8, (gsize) size);
}

/* The four digits of \uXXXX are there; surrogates come in pairs. */
static State
end_unicode (ValiseLongLine *line)
{
  gunichar unit = line->unit;

  if (unit >= 0xd800 && unit < 0xdc00 && line->high == 0) {
    line->high = unit;
    return IN_TEXT;
  }
  if (unit >= 0xdc00 && unit < 0xe000) {
    if (line->high == 0)
      return BROKEN;
    unit = 0x10000 + ((line->high - 0xd800) << 10) + (unit - 0xdc00);
  } else if (line->high != 0) {
    return BROKEN;
  }
  line->high = 0;
  hash_character (line, unit);
  return IN_TEXT;
}

static State
take_escape (ValiseLongLine *line, char c)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char *at = c != '\0' ? strchr (from, c) : NULL;

  if (c == 'u') {
    line->digits = 0;
    line->unit = 0;
    return IN_UNICODE;
  }
  if (at == NULL || line->high != 0)
    return BROKEN;
  valise_hasher_update (line->hasher, &to[at - from], 1);
  return IN_TEXT;
}

static State
take (ValiseLongLine *line, char c)
{
  switch (line->state) {
  case IN_OPENING:
    if (c != opening[line->matched])
      return BROKEN;
    return opening[++line->matched] == '\0' ? IN_TEXT : IN_OPENING;
  case IN_TEXT:
    if (c == '\\')
      return IN_ESCAPE;
    if (line->high != 0 || (guint8) c < 0x20)
      return BROKEN;
    if (c == '"')
      return DONE;
    valise_hasher_update (line->hasher, &c, 1);
    return IN_TEXT;
  case IN_ESCAPE:
    return take_escape (line, c);
  case IN_UNICODE:
    if (!g_ascii_isxdigit (c))
      return BROKEN;
    line->unit = line->unit << 4 | (gunichar) g_ascii_xdigit_value (c);
    return ++line->digits == 4 ? end_unicode (line) : IN_UNICODE;
  case DONE:
  case BROKEN:
  default:
    return line->state;
  }
}

void
valise_long_line_feed (ValiseLongLine *line, const char *bytes, gsize size)
{
  for (gsize i = 0; i < size && line->state != DONE && line->state != BROKEN; i++)
    line->state = take (line, bytes[i]);
}

gboolean
valise_long_line_finish (ValiseLongLine *line, ValiseHash *leaf)
{
  if (line->state != DONE)
    return FALSE;
  valise_hasher_finish (line->hasher, leaf);
  return TRUE;
}
