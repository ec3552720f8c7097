/* test-note.c - signed notes and cosignatures, against C2SP's examples
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/bytes.h"
#include "core/error.h"
#include "core/note.h"
#include "tests/note-fixture.h"

#define DASH "\xe2\x80\x94 "

/* signed-note.md */
#define EXAMPLE_VKEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define EXAMPLE                                                                            \
  "This is an example message.\n\n" DASH                                                   \
  "example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3"  \
  "mFXmRKuwHjG1Yu72IneyaQM=\n"
#define POEM                                                                               \
  "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\n"               \
  "ed \xc3\xa8 subito sera.\n\n" DASH                                                      \
  "quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKON"   \
  "rMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"

/* tlog-cosignature.md */
#define COSIGNED                                                                           \
  "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n" \
  DASH "example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URY"  \
  "N7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"                                             \
  DASH "witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZC"   \
  "B9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"

static ValiseNote *
parsed (const char *text)
{
  GError *error = NULL;
  ValiseNote *note = valise_note_parse (text, strlen (text), &error);

  assert_no_error (error);
  return note;
}

static void
assert_parse_refused (const char *text, gsize size, ValiseError code)
{
  GError *error = NULL;

  assert_null (valise_note_parse (text, size, &error));
  assert_error_code (error, code);
}

static void
the_example_of_the_specification_verifies (void **state)
{
  GError *error = NULL;
  g_autoptr (ValiseNote) note = parsed (EXAMPLE);
  g_autofree char *name = NULL, *again = NULL;
  guint8 type, public_key[32];

  assert_true (valise_vkey_decode (EXAMPLE_VKEY, &name, &type, public_key, &error));
  assert_string_equal (name, "example.com/foo");
  assert_int_equal (type, VALISE_NOTE_ED25519);
  assert_true (valise_note_verify (note, name, public_key, &error));
  assert_no_error (error);
  assert_string_equal (valise_note_get_body (note), "This is an example message.\n");
  again = valise_vkey_encode (name, type, public_key);
  assert_string_equal (again, EXAMPLE_VKEY);
}

static void
the_last_empty_line_parts_text_from_signatures (void **state)
{
  g_autoptr (ValiseNote) note = parsed (POEM);

  assert_true (g_str_has_suffix (valise_note_get_body (note), "sole:\n\ned \xc3\xa8 subito sera.\n"));
  assert_int_equal (valise_note_get_body_size (note), strlen (valise_note_get_body (note)));
  assert_int_equal (valise_note_get_n_signatures (note), 1);
}

static void
we_sign_as_the_go_implementation_does (void **state)
{
  /* The key and the note of its documentation. */
  static const char text[] =
      "If you think cryptography is the answer to your problem,\n"
      "then you don't know what your problem is.\n";
  static const char signature[] =
      DASH "PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
      "qdngotpRZb6KE6RyyBwJnAM=\n";
  g_autofree char *expected = g_strconcat (text, "\n", signature, NULL);
  g_autofree char *note = NULL;
  g_autoptr (ValiseSecret) seed = NULL;
  GError *error = NULL;
  guint8 key[33];

  assert_true (valise_base64_decode_exact ("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", -1,
                                           VALISE_BASE64_PADDED, key, sizeof key));
  seed = valise_secret_new_copy (key + 1, 32);
  note = valise_note_sign (text, "PeterNeumann", seed, &error);
  assert_no_error (error);
  assert_string_equal (note, expected);
}

static void
a_note_with_any_byte_changed_does_not_verify (void **state)
{
  guint8 public_key[32];
  g_autoptr (ValiseSecret) seed = make_seed (1, public_key);
  g_autofree char *text = valise_note_sign ("a\nb\n", "k", seed, NULL);
  gsize size = strlen (text);

  for (gsize at = 0; at < size; at++)
    for (guint bit = 0; bit < 8; bit++) {
      g_autofree char *changed = g_strdup (text);
      g_autoptr (ValiseNote) note = NULL;

      changed[at] = (char) (changed[at] ^ (1 << bit));
      note = valise_note_parse (changed, size, NULL);
      if (note != NULL && valise_note_verify (note, "k", public_key, NULL))
        fail_msg ("byte %zu, bit %u", at, bit);
    }
}

static void
a_note_that_is_cut_anywhere_is_refused (void **state)
{
  for (gsize size = 0; size < strlen (EXAMPLE); size++)
    assert_parse_refused (EXAMPLE, size, VALISE_ERROR_REFUSED);
}

static void
what_breaks_the_format_is_refused (void **state)
{
  static const char *const broken[] = {
    "text\n\n",
    "text\n" DASH "k AAAAAAA=\n",
    "text\n\nk AAAAAAA=\n",
    "text\n\n- k AAAAAAA=\n",
    "text\n\n" DASH "k  AAAAAAA=\n",
    "text\n\n" DASH "k AAAAAAA=",
    "text\n\n" DASH "k AAAAAAA= \n",
    "text\n\n" DASH "k AAAAAAA=\r\n",
    "text\r\n\n" DASH "k AAAAAAA=\n",
    "te\txt\n\n" DASH "k AAAAAAA=\n",
    "te\x7fxt\n\n" DASH "k AAAAAAB=\n", /* spare bits not zero */
    "text\n\n" DASH "k AAAAAAA\n",
    "text\n\n" DASH "k AAAAAA==\n",     /* nothing but the key's id */
    "text\n\n" DASH "k AAAA-AA=\n",
    "text\n\n" DASH " AAAAAAA=\n",
    "text\n\n" DASH "AAAAAAA=\n",
    "text\n\n" DASH "k+1 AAAAAAA=\n",
    "text\n\n" DASH "k\xc2\xa0z AAAAAAA=\n",     /* no-break space */
    "text\n\n" DASH "k\xc2\x85z AAAAAAA=\n",     /* next line */
    "text\n\n" DASH "k\xe2\x80\xa8z AAAAAAA=\n", /* line separator */
    "t\xc3xt\n\n" DASH "k AAAAAAA=\n",
    "t\xed\xa0\x80xt\n\n" DASH "k AAAAAAA=\n", /* a lone surrogate */
    "text\n\n" DASH "k AAAAAAA=\nmore\n",
    "text\n\n" DASH "k AAAAAAA=\n\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    assert_parse_refused (broken[i], strlen (broken[i]), VALISE_ERROR_REFUSED);
  assert_parse_refused ("te\0t\n\n" DASH "k AAAAAAA=\n", 20, VALISE_ERROR_REFUSED);
  valise_note_free (parsed ("text\n\n" DASH "k AAAAAAA=\n"));
}

static void
sixty_four_signatures_are_read_and_one_more_is_not (void **state)
{
  g_autoptr (GString) text = g_string_new ("text\n\n");

  for (guint i = 0; i < VALISE_NOTE_MAX_SIGNATURES; i++)
    g_string_append (text, DASH "k AAAAAAA=\n");
  valise_note_free (parsed (text->str));
  g_string_append (text, DASH "k AAAAAAA=\n");
  assert_parse_refused (text->str, text->len, VALISE_ERROR_LIMIT);
}

static void
a_note_above_one_mebibyte_is_refused (void **state)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *end = "\n\n" DASH "k AAAAAAA=\n";

  while (text->len < VALISE_NOTE_MAX_SIZE - strlen (end))
    g_string_append_c (text, 'x');
  g_string_append (text, end);
  valise_note_free (parsed (text->str));
  g_string_prepend_c (text, 'x');
  assert_parse_refused (text->str, text->len, VALISE_ERROR_LIMIT);
}

static void
a_line_of_a_known_key_must_hold_and_others_are_ignored (void **state)
{
  guint8 public_key[32], other_key[32];
  g_autoptr (ValiseSecret) seed = make_seed (1, public_key);
  g_autoptr (ValiseSecret) other = make_seed (2, other_key);
  g_autofree char *text = valise_note_sign ("text\n", "k", seed, NULL);
  g_autofree char *same_name = valise_note_sign ("text\n", "k", other, NULL);
  g_autofree char *elsewhere = valise_note_sign ("other text\n", "k", seed, NULL);
  g_autofree char *both = valise_note_merge (same_name, text, NULL);
  g_autofree char *stranger = g_strconcat (text, strstr (elsewhere, DASH), NULL);
  g_autoptr (ValiseNote) note = parsed (both);
  g_autoptr (ValiseNote) spoilt = parsed (stranger);
  GError *error = NULL;

  assert_true (valise_note_verify (note, "k", public_key, &error));
  assert_no_error (error);
  assert_false (valise_note_verify (note, "K", public_key, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_false (valise_note_verify (spoilt, "k", public_key, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
what_is_not_fit_for_a_note_is_not_signed (void **state)
{
  static const char *const bodies[] = { "", "no end", "tab\there\n", "\xff\n", "a\r\n" };
  static const char *const names[] = { "", "a b", "a+b", "a\nb", "\xff", "a\xe3\x80\x80" "b" };
  guint8 public_key[32];
  g_autoptr (ValiseSecret) seed = make_seed (1, public_key);
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    assert_null (valise_note_sign (bodies[i], "k", seed, &error));
    assert_error_code (error, VALISE_ERROR_INVALID);
  }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    assert_null (valise_note_sign ("text\n", names[i], seed, &error));
    assert_error_code (error, VALISE_ERROR_INVALID);
    assert_null (valise_note_add_cosignature (EXAMPLE, names[i], seed, 1, &error));
    assert_error_code (error, VALISE_ERROR_INVALID);
  }
}

static void
a_cosignature_is_the_message_that_the_specification_spells_out (void **state)
{
  guint8 public_key[32], signature[76];
  g_autoptr (ValiseSecret) seed = make_seed (3, public_key);
  GError *error = NULL;
  g_autofree char *text = valise_note_add_cosignature (COSIGNED, "w", seed, 1679315147, &error);
  static const char message[] = "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n"
                                "20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  static const guint8 time[8] = { 0, 0, 0, 0, 0x64, 0x18, 0x50, 0xcb };
  const char *line;

  assert_no_error (error);
  assert_true (g_str_has_prefix (text, COSIGNED));
  line = strrchr (text, ' ') + 1;
  assert_true (valise_base64_decode_exact (line, (gssize) strcspn (line, "\n"),
                                           VALISE_BASE64_PADDED, signature, sizeof signature));
  assert_memory_equal (signature + 4, time, sizeof time);
  assert_true (valise_ed25519_verify (public_key, message, strlen (message), signature + 12));
}

static void
a_cosignature_tells_its_time_and_a_newer_one_takes_its_place (void **state)
{
  guint8 public_key[32];
  g_autoptr (ValiseSecret) seed = make_seed (3, public_key);
  g_autofree char *first = valise_note_add_cosignature (EXAMPLE, "w", seed, 100, NULL);
  g_autofree char *second = valise_note_add_cosignature (first, "w", seed, 200, NULL);
  g_autoptr (ValiseNote) note = parsed (second);
  guint64 time = 0;
  GError *error = NULL;

  assert_int_equal (valise_note_get_n_signatures (note), 2);
  assert_true (valise_note_verify_cosignature (note, "w", public_key, &time, &error));
  assert_no_error (error);
  assert_int_equal (time, 200);
  assert_false (valise_note_verify (note, "w", public_key, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
}

static void
a_cosignature_with_another_time_or_text_does_not_verify (void **state)
{
  guint8 public_key[32];
  g_autoptr (ValiseSecret) seed = make_seed (3, public_key);
  g_autofree char *text = valise_note_add_cosignature (EXAMPLE, "w", seed, 0, NULL);
  g_autofree char *retold = replaced (text, "example message", "exemple message");
  g_autofree char *later = replaced (text, "AAAAAAAAAA", "AAAAAAAAAB");
  GError *error = NULL;

  for (guint i = 0; i < 2; i++) {
    g_autoptr (ValiseNote) note = parsed (i == 0 ? retold : later);

    assert_false (valise_note_verify_cosignature (note, "w", public_key, NULL, &error));
    assert_error_code (error, VALISE_ERROR_REFUSED);
  }
}

static void
a_time_beyond_63_bits_is_not_cosigned (void **state)
{
  guint8 public_key[32];
  g_autoptr (ValiseSecret) seed = make_seed (3, public_key);
  g_autofree char *text = valise_note_add_cosignature (EXAMPLE, "w", seed, G_MAXINT64, NULL);
  g_autoptr (ValiseNote) note = parsed (text);
  guint64 time = 0;
  GError *error = NULL;

  assert_true (valise_note_verify_cosignature (note, "w", public_key, &time, &error));
  assert_true (time == G_MAXINT64);
  assert_null (valise_note_add_cosignature (EXAMPLE, "w", seed, (guint64) G_MAXINT64 + 1, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

static void
merging_keeps_every_line_once_and_the_newer_cosignature (void **state)
{
  guint8 key_1[32], key_2[32];
  g_autoptr (ValiseSecret) one = make_seed (1, key_1), two = make_seed (2, key_2);
  g_autofree char *a_old = valise_note_add_cosignature (EXAMPLE, "one", one, 100, NULL);
  g_autofree char *a = valise_note_add_cosignature (a_old, "two", two, 300, NULL);
  g_autofree char *b_old = valise_note_add_cosignature (EXAMPLE, "one", one, 200, NULL);
  g_autofree char *b = valise_note_add_cosignature (b_old, "two", two, 250, NULL);
  GError *error = NULL;

  for (guint i = 0; i < 2; i++) {
    g_autofree char *merged = valise_note_merge (i == 0 ? a : b, i == 0 ? b : a, &error);
    g_autofree char *again = valise_note_merge (merged, a, &error);
    g_autoptr (ValiseNote) note = parsed (merged);
    guint64 time_1 = 0, time_2 = 0;

    assert_no_error (error);
    assert_string_equal (again, merged);
    assert_int_equal (valise_note_get_n_signatures (note), 3);
    assert_true (valise_note_verify_cosignature (note, "one", key_1, &time_1, &error));
    assert_true (valise_note_verify_cosignature (note, "two", key_2, &time_2, &error));
    assert_int_equal (time_1, 200);
    assert_int_equal (time_2, 300);
  }
}

static void
notes_that_say_different_things_are_not_merged (void **state)
{
  GError *error = NULL;

  assert_null (valise_note_merge (EXAMPLE, POEM, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
a_verifier_key_that_is_not_whole_is_refused (void **state)
{
  static const char *const broken[] = {
    "", "example.com/foo", "example.com/foo+530d903a",
    "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    "example.com/fo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=",
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv",
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
  };
  g_autofree char *name = NULL;
  guint8 type, public_key[32];
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++) {
    assert_false (valise_vkey_decode (broken[i], &name, &type, public_key, &error));
    assert_error_code (error, VALISE_ERROR_INVALID);
  }
  assert_false (valise_vkey_decode ("k+530d903a+Auky", &name, &type, public_key, &error));
  assert_error_code (error, VALISE_ERROR_UNSUPPORTED);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_example_of_the_specification_verifies),
    cmocka_unit_test (the_last_empty_line_parts_text_from_signatures),
    cmocka_unit_test (we_sign_as_the_go_implementation_does),
    cmocka_unit_test (a_note_with_any_byte_changed_does_not_verify),
    cmocka_unit_test (a_note_that_is_cut_anywhere_is_refused),
    cmocka_unit_test (what_breaks_the_format_is_refused),
    cmocka_unit_test (sixty_four_signatures_are_read_and_one_more_is_not),
    cmocka_unit_test (a_note_above_one_mebibyte_is_refused),
    cmocka_unit_test (a_line_of_a_known_key_must_hold_and_others_are_ignored),
    cmocka_unit_test (what_is_not_fit_for_a_note_is_not_signed),
    cmocka_unit_test (a_cosignature_is_the_message_that_the_specification_spells_out),
    cmocka_unit_test (a_cosignature_tells_its_time_and_a_newer_one_takes_its_place),
    cmocka_unit_test (a_cosignature_with_another_time_or_text_does_not_verify),
    cmocka_unit_test (a_time_beyond_63_bits_is_not_cosigned),
    cmocka_unit_test (merging_keeps_every_line_once_and_the_newer_cosignature),
    cmocka_unit_test (notes_that_say_different_things_are_not_merged),
    cmocka_unit_test (a_verifier_key_that_is_not_whole_is_refused),
  };

  valise_secret_start ();
  return cmocka_run_group_tests_name ("note", tests, NULL, NULL);
}
