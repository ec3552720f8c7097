/* test-bytes.c - hashes and text forms of bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/bytes.h"

static void
sha256_of_abc_is_what_fips_180_says (void **state)
{
  ValiseHash hash;
  g_autofree char *hex = NULL;

  valise_sha256 ("abc", 3, &hash);
  hex = valise_hex_encode (hash.bytes, sizeof hash.bytes);
  assert_string_equal (hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
hashing_in_pieces_equals_hashing_at_once (void **state)
{
  g_autoptr (ValiseHasher) hasher = valise_hasher_new ();
  ValiseHash whole, pieces;

  valise_sha256 ("the quick brown fox", 19, &whole);
  valise_hasher_update (hasher, "the quick", 9);
  valise_hasher_update (hasher, " brown fox", 10);
  valise_hasher_finish (hasher, &pieces);
  assert_true (valise_hash_equal (&whole, &pieces));
}

static void
hkdf_without_salt_is_rfc_5869_case_3 (void **state)
{
  guint8 ikm[22], out[32];
  g_autofree char *hex = NULL;

  memset (ikm, 0x0b, sizeof ikm);
  valise_hkdf_sha256 (ikm, sizeof ikm, NULL, 0, "", out);
  hex = valise_hex_encode (out, sizeof out);
  assert_string_equal (hex, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
}

/* RFC 4231, cases 1 and 6: a short key, and one that is longer than a block. */
static void
hmac_is_rfc_4231 (void **state)
{
  static const char larger[] = "Test Using Larger Than Block-Size Key - Hash Key First";
  g_autofree char *first = NULL, *sixth = NULL;
  guint8 key[131];
  ValiseHash mac;

  memset (key, 0x0b, 20);
  valise_hmac_sha256 (key, 20, "Hi There", 8, &mac);
  first = valise_hex_encode (mac.bytes, sizeof mac.bytes);
  assert_string_equal (first, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  memset (key, 0xaa, sizeof key);
  valise_hmac_sha256 (key, sizeof key, larger, strlen (larger), &mac);
  sixth = valise_hex_encode (mac.bytes, sizeof mac.bytes);
  assert_string_equal (sixth, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static void
base64_has_no_letters_beyond_ascii (void **state)
{
  guint8 bytes[3];

  for (int letter = 128; letter < 256; letter++) {
    const char text[5] = { 'A', 'A', 'A', (char) letter, '\0' };

    assert_false (valise_base64_decode_exact (text, -1, VALISE_BASE64_PADDED, bytes, 3));
  }
}

static void
base64_that_is_not_canonical_is_refused (void **state)
{
  guint8 byte;

  assert_true (valise_base64_decode_exact ("QQ==", -1, VALISE_BASE64_PADDED, &byte, 1));
  assert_int_equal (byte, 'A');
  assert_false (valise_base64_decode_exact ("QR==", -1, VALISE_BASE64_PADDED, &byte, 1));
  assert_false (valise_base64_decode_exact ("QQ", -1, VALISE_BASE64_PADDED, &byte, 1));
  assert_false (valise_base64_decode_exact ("QQ==", -1, VALISE_BASE64_RAW, &byte, 1));
  assert_false (valise_base64_decode_exact ("QQ==\n", -1, VALISE_BASE64_PADDED, &byte, 1));
  assert_false (valise_base64_decode_exact (" QQ==", -1, VALISE_BASE64_PADDED, &byte, 1));
  assert_false (valise_base64_decode_exact (NULL, -1, VALISE_BASE64_PADDED, &byte, 1));
}

static void
hexadecimal_in_capitals_is_refused (void **state)
{
  guint8 two[2];

  assert_true (valise_hex_decode_exact ("00ff", -1, two, 2));
  assert_int_equal (two[1], 0xff);
  assert_false (valise_hex_decode_exact ("00FF", -1, two, 2));
  assert_false (valise_hex_decode_exact ("00f", -1, two, 2));
  assert_false (valise_hex_decode_exact (NULL, -1, two, 2));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (sha256_of_abc_is_what_fips_180_says),
    cmocka_unit_test (hashing_in_pieces_equals_hashing_at_once),
    cmocka_unit_test (hkdf_without_salt_is_rfc_5869_case_3),
    cmocka_unit_test (hmac_is_rfc_4231),
    cmocka_unit_test (base64_has_no_letters_beyond_ascii),
    cmocka_unit_test (base64_that_is_not_canonical_is_refused),
    cmocka_unit_test (hexadecimal_in_capitals_is_refused),
  };

  return cmocka_run_group_tests_name ("bytes", tests, NULL, NULL);
}
