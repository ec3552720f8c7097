/* bech32.c - the text form of age's keys (BIP 173, without its length limit)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "core/bech32.h"

#include <string.h>

#define CHECKSUM_LENGTH 6

static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

static guint32
step (guint32 sum, guint value)
{
  static const guint32 generators[] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                        0x2a1462b3 };
  guint32 top = sum >> 25;

  sum = (sum & 0x1ffffff) << 5 ^ value;
  for (guint i = 0; i < G_N_ELEMENTS (generators); i++)
    if (top >> i & 1)
      sum ^= generators[i];
  return sum;
}

/* The checksum is always over the lower case form. */
static guint32
start (const char *prefix)
{
  guint32 sum = 1;

  for (const char *at = prefix; *at != '\0'; at++)
    sum = step (sum, (guint) g_ascii_tolower (*at) >> 5);
  sum = step (sum, 0);
  for (const char *at = prefix; *at != '\0'; at++)
    sum = step (sum, (guint) g_ascii_tolower (*at) & 31);
  return sum;
}

static gboolean
is_upper (const char *prefix)
{
  for (; *prefix != '\0'; prefix++)
    if (g_ascii_isupper (*prefix))
      return TRUE;
  return FALSE;
}

static gsize
count_groups (gsize size)
{
  return (size * 8 + 4) / 5;
}

gsize
valise_bech32_length (const char *prefix, gsize size)
{
  return strlen (prefix) + 1 + count_groups (size) + CHECKSUM_LENGTH;
}

static char
symbol (guint value, gboolean upper)
{
  return upper ? g_ascii_toupper (alphabet[value]) : alphabet[value];
}

void
valise_bech32_encode (const char *prefix, const guint8 *data, gsize size, char *out)
{
  gboolean upper = is_upper (prefix);
  guint32 sum = start (prefix);
  guint held = 0, n_bits = 0;

  out = g_stpcpy (out, prefix);
  *out++ = '1';
  for (gsize group = 0, at = 0; group < count_groups (size); group++) {
    guint value;

    if (n_bits < 5) {
      held = held << 8 | (at < size ? data[at] : 0U);
      at++;
      n_bits += 8;
    }
    value = held >> (n_bits - 5) & 31;
    n_bits -= 5;
    sum = step (sum, value);
    *out++ = symbol (value, upper);
  }
  for (guint i = 0; i < CHECKSUM_LENGTH; i++)
    sum = step (sum, 0);
  sum ^= 1;
  for (guint i = 0; i < CHECKSUM_LENGTH; i++)
    *out++ = symbol (sum >> 5 * (CHECKSUM_LENGTH - 1 - i) & 31, upper);
  *out = '\0';
}

/* The value of one character in the wanted case, or -1. */
static int
value_of (char character, gboolean upper)
{
  const char *found;

  if (upper ? g_ascii_islower (character) : g_ascii_isupper (character))
    return -1;
  found = memchr (alphabet, g_ascii_tolower (character), sizeof alphabet - 1);
  return found == NULL ? -1 : (int) (found - alphabet);
}

gboolean
valise_bech32_decode (const char *text, gsize length, const char *prefix, guint8 *out, gsize size)
{
  gsize prefix_length = strlen (prefix), n_groups = count_groups (size);
  gboolean upper = is_upper (prefix);
  guint32 sum = start (prefix);
  guint held = 0, n_bits = 0;

  if (length != valise_bech32_length (prefix, size) ||
      memcmp (text, prefix, prefix_length) != 0 || text[prefix_length] != '1')
    return FALSE;
  text += prefix_length + 1;
  for (gsize i = 0; i < n_groups + CHECKSUM_LENGTH; i++) {
    int value = value_of (text[i], upper);

    if (value < 0)
      return FALSE;
    sum = step (sum, (guint) value);
    if (i >= n_groups)
      continue;
    held = (held << 5 | (guint) value) & 0xfff;
    n_bits += 5;
    if (n_bits >= 8) {
      n_bits -= 8;
      *out++ = (guint8) (held >> n_bits);
    }
  }
  return sum == 1 && (held & ((1U << n_bits) - 1)) == 0;
}
