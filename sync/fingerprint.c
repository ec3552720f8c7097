/* fingerprint.c - what two people read to each other before they trust keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sync/fingerprint.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#include "core/bytes.h"
#include "core/error.h"

#define PREFIX "valise/fingerprint/1" /* its NUL is hashed too */
#define GROUP 4

static void
first_128_bits_as_digits (const ValiseHash *hash, char digits[VALISE_FINGERPRINT_DIGITS])
{
  unsigned __int128 number = 0;

  for (gsize i = 0; i < sizeof number; i++)
    number = number << 8 | hash->bytes[i];
  for (gsize i = VALISE_FINGERPRINT_DIGITS; i > 0; i--) {
    digits[i - 1] = (char) ('0' + (int) (number % 10));
    number /= 10;
  }
}

char *
valise_fingerprint (gconstpointer keys, gsize size)
{
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  GString *text = g_string_sized_new (VALISE_FINGERPRINT_DIGITS + 10);
  char digits[VALISE_FINGERPRINT_DIGITS];
  ValiseHash hash;

  valise_hasher_update (hasher, PREFIX, sizeof PREFIX);
  valise_hasher_update (hasher, keys, size);
  valise_hasher_finish (hasher, &hash);
  first_128_bits_as_digits (&hash, digits);
  for (gsize i = 0; i < sizeof digits; i += GROUP) {
    if (i > 0)
      g_string_append_c (text, ' ');
    g_string_append_len (text, digits + i, GROUP);
  }
  return g_string_free (text, FALSE);
}

static void
append_row (GByteArray *keys, const ValiseMember *row)
{
  g_byte_array_append (keys, row->checkpoint, sizeof row->checkpoint);
  g_byte_array_append (keys, row->cosignature, sizeof row->cosignature);
  g_byte_array_append (keys, row->bundle, sizeof row->bundle);
  g_byte_array_append (keys, row->age.bytes, sizeof row->age.bytes);
  if (row->has_vault)
    g_byte_array_append (keys, row->vault.bytes, sizeof row->vault.bytes);
}

char *
valise_fingerprint_of_member (const ValiseMember *row)
{
  g_autoptr (GByteArray) keys = g_byte_array_new ();

  append_row (keys, row);
  return valise_fingerprint (keys->data, keys->len);
}

static int
compare_devices (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const ValiseMember *const *) a)->device,
                 (*(const ValiseMember *const *) b)->device);
}

char *
valise_fingerprint_of_headquarters (const ValiseMember *registry, const guint8 roster_key[32],
                                    const GPtrArray *rows)
{
  g_autoptr (GByteArray) keys = g_byte_array_new ();
  g_autoptr (GPtrArray) custodians = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++)
    if (((const ValiseMember *) rows->pdata[i])->role == VALISE_ROLE_CUSTODIAN)
      g_ptr_array_add (custodians, rows->pdata[i]);
  g_ptr_array_sort (custodians, compare_devices);
  append_row (keys, registry);
  g_byte_array_append (keys, roster_key, 32);
  for (guint i = 0; i < custodians->len; i++)
    append_row (keys, custodians->pdata[i]);
  return valise_fingerprint (keys->data, keys->len);
}

/* Forty digits of a text, whatever stands between the groups. */
static gboolean
read_digits (const char *text, char digits[VALISE_FINGERPRINT_DIGITS])
{
  gsize n = 0;

  for (; *text != '\0'; text++) {
    if (g_ascii_isspace (*text) || *text == '-')
      continue;
    if (!g_ascii_isdigit (*text) || n == VALISE_FINGERPRINT_DIGITS)
      return FALSE;
    digits[n++] = *text;
  }
  return n == VALISE_FINGERPRINT_DIGITS;
}

gboolean
valise_fingerprint_compare (const char *fingerprint, const char *typed, const char *whose,
                            GError **error)
{
  char expected[VALISE_FINGERPRINT_DIGITS], given[VALISE_FINGERPRINT_DIGITS];

  g_return_val_if_fail (read_digits (fingerprint, expected), FALSE);
  if (typed == NULL || !read_digits (typed, given)) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_INVALID,
                 _ ("a fingerprint has forty digits, in ten groups of four; ask %s to read it again"),
                 whose);
    return FALSE;
  }
  if (sodium_memcmp (expected, given, sizeof expected) == 0)
    return TRUE;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_REFUSED,
               _ ("the fingerprint is not that of %s; compare it by voice or face to face, and trust "
               "nothing from this file until it fits"),
               whose);
  return FALSE;
}
