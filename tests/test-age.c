/* test-age.c - age files: ours, and those of the public tool
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/age-fixture.h"

#include "core/bech32.h"

/* The pair of the specification, and a post-quantum identity of the same bytes. */
#define IDENTITY "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
#define RECIPIENT "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
#define HYBRID_IDENTITY \
  "AGE-SECRET-KEY-PQ-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ0HGUHW"

/* ---- Keys ---- */

static void
keys_have_the_text_of_the_specification (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseSecret) identity = valise_age_identity_parse (IDENTITY, strlen (IDENTITY), &error);
  g_autoptr (ValiseSecret) text = NULL;
  g_autofree char *recipient_text = NULL;
  ValiseAgeRecipient recipient, parsed;

  assert_no_error (error);
  for (gsize i = 0; i < valise_secret_size (identity); i++)
    assert_int_equal (valise_secret_peek (identity)[i], 0x42);
  text = valise_age_identity_to_text (identity);
  assert_string_equal (valise_secret_text (text), IDENTITY);
  valise_age_identity_get_recipient (identity, &recipient);
  recipient_text = valise_age_recipient_to_text (&recipient);
  assert_string_equal (recipient_text, RECIPIENT);
  assert_true (valise_age_recipient_parse (RECIPIENT, &parsed, &error));
  assert_memory_equal (parsed.bytes, recipient.bytes, sizeof parsed.bytes);
}

static void
a_key_with_any_wrong_character_is_refused (void **state)
{
  g_autoptr (GError) error = NULL;
  ValiseAgeRecipient recipient;

  for (gsize i = 0; i < strlen (RECIPIENT); i++) {
    g_autofree char *text = g_strdup (RECIPIENT);

    text[i] = text[i] == 'q' ? 'p' : 'q';
    assert_false (valise_age_recipient_parse (text, &recipient, &error));
    assert_error_code (error, VALISE_ERROR_INVALID);
    text[i] = g_ascii_toupper (RECIPIENT[i]);
    if (text[i] != RECIPIENT[i])
      assert_false (valise_age_recipient_parse (text, &recipient, NULL));
  }
  assert_false (valise_age_recipient_parse ("", &recipient, NULL));
  assert_false (valise_age_recipient_parse (IDENTITY, &recipient, NULL));
  assert_null (valise_age_identity_parse (IDENTITY, strlen (IDENTITY) - 1, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

static void
spare_bits_in_a_keys_text_must_be_zero (void **state)
{
  guint8 bytes[2] = { 0xff, 0xff };
  char text[32];

  valise_bech32_encode ("x", bytes, sizeof bytes, text);
  assert_string_equal (text, "x1llls5663j2");
  assert_true (valise_bech32_decode (text, strlen (text), "x", bytes, sizeof bytes));
  assert_false (valise_bech32_decode (text, strlen (text), "y", bytes, sizeof bytes));
  /* the same bytes with a spare bit set, its checksum right */
  assert_false (valise_bech32_decode ("x1lll3fvwy0c", strlen (text), "x", bytes, 2));
}

/* ---- Round trips ---- */

static void
every_size_around_a_chunk_comes_back (void **state)
{
  static const gsize sizes[] = { 0, 1, 65535, 65536, 65537, 131072, 200000 };
  Fixture *f = *state;
  ValiseAgeOpen by_passphrase = { .passphrase = f->passphrase };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GBytes) plain = make_plain (sizes[i]);
    g_autoptr (GBytes) to_key = seal_to_us (f, plain);
    g_autoptr (GBytes) locked = valise_age_seal_passphrase (
        g_bytes_get_data (plain, NULL), sizes[i], f->passphrase, CHEAP_LOG_N, NULL);

    assert_opens_to (to_key, &f->how, plain);
    assert_opens_to (locked, &by_passphrase, plain);
  }
}

static void
pieces_of_any_size_make_the_same_file (void **state)
{
  static const gsize pieces[] = { 1000, 65535, 65536, 65537, 70000, 200000 };
  Fixture *f = *state;
  g_autoptr (GBytes) plain = make_plain (200000);
  const guint8 *data = g_bytes_get_data (plain, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
    g_autoptr (GOutputStream) stream = valise_age_encrypt_new (memory, &f->to_us, 1, NULL);
    g_autoptr (GInputStream) sealed = NULL;
    g_autoptr (GInputStream) opened = NULL;
    g_autoptr (GBytes) bytes = NULL;
    g_autofree guint8 *back = g_malloc (200001);
    gsize at = 0;
    gssize got;

    for (; at < 200000; at += pieces[i])
      assert_true (g_output_stream_write_all (stream, data + at, MIN (pieces[i], 200000 - at), NULL,
                                              NULL, NULL));
    assert_true (g_output_stream_close (stream, NULL, NULL));
    bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
    sealed = g_memory_input_stream_new_from_bytes (bytes);
    opened = valise_age_decrypt_new (sealed, &f->how, NULL);
    for (at = 0; (got = g_input_stream_read (opened, back + at, MIN (pieces[i], 200001 - at), NULL,
                                             NULL)) > 0;)
      at += (gsize) got;
    assert_int_equal (got, 0);
    assert_int_equal (at, 200000);
    assert_memory_equal (back, data, at);
  }
}

static void
skipping_checks_what_it_skips (void **state)
{
  Fixture *f = *state;
  g_autoptr (GBytes) plain = make_plain (200000);
  g_autoptr (GBytes) sealed = seal_to_us (f, plain);
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_bytes (sealed);
  g_autoptr (GInputStream) stream = valise_age_decrypt_new (memory, &f->how, NULL);
  gsize left = 150000;
  guint8 byte;

  while (left > 0)
    left -= (gsize) g_input_stream_skip (stream, left, NULL, NULL);
  assert_int_equal (g_input_stream_read (stream, &byte, 1, NULL, NULL), 1);
  assert_int_equal (byte, ((const guint8 *) g_bytes_get_data (plain, NULL))[150000]);
}

static void
files_kept_from_the_first_version_still_open (void **state)
{
  static const char *const names[] = { "key.age", "armored.age", "passphrase.age",
                                       "hybrid.age" };
  g_autoptr (ValiseSecret) identity = valise_age_identity_parse (IDENTITY, strlen (IDENTITY), NULL);
  g_autoptr (ValiseSecret) passphrase = valise_secret_new_copy ("fuzz", 4);
  g_autoptr (ValiseSecret) hybrid = valise_age_hybrid_identity_parse (
      HYBRID_IDENTITY, strlen (HYBRID_IDENTITY), NULL);
  const ValiseSecret *identities[] = { identity }, *hybrids[] = { hybrid };
  const ValiseAgeOpen how = {
    .identities = identities,
    .n_identities = 1,
    .hybrid_identities = hybrids,
    .n_hybrid_identities = 1,
    .passphrase = passphrase,
    .allow_armor = TRUE,
  };
  g_autoptr (GBytes) plain = g_bytes_new_static ("a short text\n", 13);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (g_getenv ("VALISE_SOURCE"), "tests", "data", "age",
                                              names[i], NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) sealed = NULL;
    char *data = NULL;
    gsize size = 0;

    g_file_get_contents (path, &data, &size, &error);
    assert_no_error (error);
    sealed = g_bytes_new_take (data, size);
    assert_opens_to (sealed, &how, plain);
  }
}

/* ---- Who may open ---- */

static void
a_file_for_others_or_a_wrong_passphrase_is_told_apart (void **state)
{
  Fixture *f = *state;
  g_autoptr (GBytes) to_them = valise_age_seal ("x", 1, &f->to_them, 1, NULL);
  g_autoptr (GBytes) to_both = valise_age_seal (
      "x", 1, (const ValiseAgeRecipient[]) { f->to_them, f->to_us }, 2, NULL);
  g_autoptr (GBytes) locked = valise_age_seal_passphrase ("x", 1, f->passphrase, CHEAP_LOG_N, NULL);
  g_autoptr (GBytes) x = g_bytes_new_static ("x", 1);
  g_autoptr (ValiseSecret) wrong = valise_secret_new_copy ("wrong horse", 11);
  ValiseAgeOpen by_wrong = { .passphrase = wrong };

  assert_refused_with (to_them, &f->how, VALISE_ERROR_NOT_FOR_US);
  assert_opens_to (to_both, &f->how, x);
  assert_refused_with (locked, &by_wrong, VALISE_ERROR_WRONG_PASSPHRASE);
  assert_refused_with (locked, &f->how, VALISE_ERROR_NOT_FOR_US);
  assert_refused_with (to_them, &by_wrong, VALISE_ERROR_NOT_FOR_US);
}

static void
a_post_quantum_file_is_not_for_those_without_its_key (void **state)
{
  Fixture *f = *state;
  g_autofree char *path = g_build_filename (g_getenv ("VALISE_SOURCE"), "tests", "data", "age",
                                            "hybrid.age", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GBytes) sealed = NULL;
  ValiseAgeOpen how = f->how;
  gsize size = 0;

  assert_true (g_file_get_contents (path, &data, &size, NULL));
  sealed = g_bytes_new (data, size);
  assert_refused_with (sealed, &how, VALISE_ERROR_NOT_FOR_US);
  how.hybrid_identities = f->identities;
  how.n_hybrid_identities = 1;
  assert_refused_with (sealed, &how, VALISE_ERROR_NOT_FOR_US);
  how.exact_x25519_stanzas = 1;
  assert_refused_with (sealed, &how, VALISE_ERROR_REFUSED);
}

static void
too_much_work_for_a_passphrase_is_refused_before_it_is_done (void **state)
{
  Fixture *f = *state;
  g_autoptr (GBytes) locked = valise_age_seal_passphrase ("x", 1, f->passphrase, CHEAP_LOG_N, NULL);
  ValiseAgeOpen how = { .passphrase = f->passphrase, .max_log_n = CHEAP_LOG_N - 1 };
  g_autoptr (GError) error = NULL;

  assert_refused_with (locked, &how, VALISE_ERROR_LIMIT);
  assert_null (valise_age_seal_passphrase ("x", 1, f->passphrase, VALISE_AGE_MAX_LOG_N + 1, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

static void
a_bundle_has_exactly_eight_key_stanzas_or_is_refused (void **state)
{
  Fixture *f = *state;
  g_autoptr (GBytes) x = g_bytes_new_static ("x", 1);
  g_autoptr (GBytes) locked = valise_age_seal_passphrase ("x", 1, f->passphrase, CHEAP_LOG_N, NULL);
  ValiseAgeRecipient recipients[9];
  ValiseAgeOpen how = f->how;

  how.exact_x25519_stanzas = 8;
  how.passphrase = f->passphrase;
  for (gsize i = 0; i < G_N_ELEMENTS (recipients); i++)
    recipients[i] = i == 0 ? f->to_us : f->to_them;
  for (gsize n = 7; n <= 9; n++) {
    g_autoptr (GBytes) sealed = valise_age_seal ("x", 1, recipients, n, NULL);

    if (n == 8)
      assert_opens_to (sealed, &how, x);
    else
      assert_refused_with (sealed, &how, VALISE_ERROR_REFUSED);
  }
  assert_refused_with (locked, &how, VALISE_ERROR_REFUSED);
  how.exact_x25519_stanzas = 1;
  assert_refused_with (locked, &how, VALISE_ERROR_REFUSED);
}

/* With one stanza left in, the MAC is wrong when it is ours, and the file for
 * others when it is not. */
static gboolean
first_stanza_is_ours (Fixture *f, GBytes *sealed)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
  const char *second = strstr (strstr (text, "\n-> ") + 4, "\n-> ") + 1;
  const char *mac = strstr (text, "\n--- ") + 1;
  gsize head = (gsize) (second - text), cut = (gsize) (mac - second);
  g_autoptr (GByteArray) one = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  g_byte_array_append (one, g_bytes_get_data (sealed, NULL), (guint) g_bytes_get_size (sealed));
  g_byte_array_remove_range (one, (guint) head, (guint) cut);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&one));
  assert_null (open_bytes (bytes, &f->how, &error));
  return error->code == VALISE_ERROR_DAMAGED;
}

static void
the_order_of_stanzas_does_not_tell_who_was_named_first (void **state)
{
  Fixture *f = *state;
  const ValiseAgeRecipient recipients[2] = { f->to_us, f->to_them };
  guint n_first = 0;

  for (guint i = 0; i < 64; i++) {
    g_autoptr (GBytes) sealed = valise_age_seal ("x", 1, recipients, 2, NULL);

    n_first += first_stanza_is_ours (f, sealed);
  }
  assert_in_range (n_first, 1, 63);
}

static void
a_public_key_that_hides_nothing_is_not_encrypted_to (void **state)
{
  const ValiseAgeRecipient zero = { { 0 } };
  g_autoptr (GError) error = NULL;

  assert_null (valise_age_seal ("x", 1, &zero, 1, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

/* ---- The public tool ---- */

static void
run (Fixture *f, const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL, *errors = NULL;
  int status = 0;

  g_spawn_sync (f->folder, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output,
                &errors, &status, &error);
  assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    fail_msg ("%s: %s%s", arguments[0], output, errors);
}

static GBytes *
read_file (Fixture *f, const char *name)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  assert_no_error (error);
  return g_bytes_new_take (data, size);
}

static void
write_file (Fixture *f, const char *name, gconstpointer data, gsize size)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);

  assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
}

static void
write_bytes (Fixture *f, const char *name, GBytes *bytes)
{
  write_file (f, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
age_opens_what_we_write (void **state)
{
  static const gsize sizes[] = { 0, 10, 65536, 200000 };
  Fixture *f = *state;
  g_autoptr (ValiseSecret) text = valise_age_identity_to_text (f->ours);

  write_file (f, "key", valise_secret_text (text), valise_secret_size (text));
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GBytes) plain = make_plain (sizes[i]);
    g_autoptr (GBytes) sealed = seal_to_us (f, plain);
    g_autoptr (GBytes) opened = NULL;

    write_bytes (f, "sealed", sealed);
    run (f, (const char *const[]) { "age", "-d", "-i", "key", "-o", "opened", "sealed", NULL });
    opened = read_file (f, "opened");
    assert_true (g_bytes_equal (opened, plain));
  }
}

static void
we_open_what_age_writes_for_a_key (void **state)
{
  Fixture *f = *state;
  g_autofree char *recipient = valise_age_recipient_to_text (&f->to_us);
  g_autoptr (GBytes) plain = make_plain (200000);
  g_autoptr (GBytes) binary = NULL;
  g_autoptr (GBytes) armored = NULL;
  ValiseAgeOpen how = f->how;

  write_bytes (f, "plain", plain);
  run (f, (const char *const[]) { "age", "-r", recipient, "-o", "binary", "plain", NULL });
  run (f, (const char *const[]) { "age", "-a", "-r", recipient, "-o", "armored", "plain", NULL });
  binary = read_file (f, "binary");
  armored = read_file (f, "armored");
  assert_opens_to (binary, &how, plain);
  assert_refused_with (armored, &how, VALISE_ERROR_REFUSED);
  how.allow_armor = TRUE;
  assert_opens_to (binary, &how, plain);
  assert_opens_to (armored, &how, plain);
}

static void
armor_may_have_the_line_ends_of_any_system (void **state)
{
  Fixture *f = *state;
  g_autofree char *recipient = valise_age_recipient_to_text (&f->to_us);
  g_autoptr (GBytes) plain = make_plain (500);
  g_autoptr (GBytes) armored = NULL;
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (GString) text = NULL;
  ValiseAgeOpen how = f->how;

  how.allow_armor = TRUE;
  write_bytes (f, "plain", plain);
  run (f, (const char *const[]) { "age", "-a", "-r", recipient, "-o", "armored", "plain", NULL });
  armored = read_file (f, "armored");
  text = g_string_new_len (g_bytes_get_data (armored, NULL), (gssize) g_bytes_get_size (armored));
  g_string_replace (text, "\n", "\r\n", 0);
  changed = g_bytes_new (text->str, text->len);
  assert_opens_to (changed, &how, plain);
  g_clear_pointer (&changed, g_bytes_unref);
  g_string_append (text, "more");
  changed = g_bytes_new (text->str, text->len);
  assert_refused_with (changed, &how, VALISE_ERROR_REFUSED);
}

static void
a_key_of_age_keygen_is_read_and_understood (void **state)
{
  Fixture *f = *state;
  g_autoptr (GBytes) file = NULL;
  g_autofree char *text = NULL, *recipient_text = NULL;
  g_autoptr (ValiseSecret) identity = NULL;
  ValiseAgeRecipient recipient;
  const char *line;

  run (f, (const char *const[]) { "age-keygen", "-o", "key", NULL });
  file = read_file (f, "key");
  text = g_strndup (g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  line = strstr (text, "AGE-SECRET-KEY-1");
  identity = valise_age_identity_parse (line, strcspn (line, "\n"), NULL);
  assert_non_null (identity);
  valise_age_identity_get_recipient (identity, &recipient);
  recipient_text = valise_age_recipient_to_text (&recipient);
  assert_non_null (strstr (text, recipient_text));
}

/* age asks for passphrases on a terminal: expect gives it one. */
static void
passphrase_files_go_both_ways (void **state)
{
  static const char lock[] = "set timeout 60; spawn -noecho age -p -o theirs plain;"
                             "expect passphrase; send \"right horse\\r\";"
                             "expect Confirm; send \"right horse\\r\"; expect eof;"
                             "exit [lindex [wait] 3]";
  static const char unlock[] = "set timeout 60; spawn -noecho age -d -o opened ours;"
                               "expect passphrase; send \"right horse\\r\"; expect eof;"
                               "exit [lindex [wait] 3]";
  Fixture *f = *state;
  g_autoptr (GBytes) plain = make_plain (70000);
  g_autoptr (GBytes) theirs = NULL;
  g_autoptr (GBytes) ours = NULL;
  g_autoptr (GBytes) opened = NULL;
  ValiseAgeOpen how = { .passphrase = f->passphrase };

  write_bytes (f, "plain", plain);
  run (f, (const char *const[]) { "expect", "-c", lock, NULL });
  theirs = read_file (f, "theirs");
  assert_opens_to (theirs, &how, plain);
  ours = valise_age_seal_passphrase (g_bytes_get_data (plain, NULL), 70000, f->passphrase, 10, NULL);
  write_bytes (f, "ours", ours);
  run (f, (const char *const[]) { "expect", "-c", unlock, NULL });
  opened = read_file (f, "opened");
  assert_true (g_bytes_equal (opened, plain));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (keys_have_the_text_of_the_specification),
    TEST (a_key_with_any_wrong_character_is_refused),
    TEST (spare_bits_in_a_keys_text_must_be_zero),
    TEST (every_size_around_a_chunk_comes_back),
    TEST (pieces_of_any_size_make_the_same_file),
    TEST (skipping_checks_what_it_skips),
    TEST (files_kept_from_the_first_version_still_open),
    TEST (a_file_for_others_or_a_wrong_passphrase_is_told_apart),
    TEST (a_post_quantum_file_is_not_for_those_without_its_key),
    TEST (too_much_work_for_a_passphrase_is_refused_before_it_is_done),
    TEST (a_bundle_has_exactly_eight_key_stanzas_or_is_refused),
    TEST (the_order_of_stanzas_does_not_tell_who_was_named_first),
    TEST (a_public_key_that_hides_nothing_is_not_encrypted_to),
    TEST (age_opens_what_we_write),
    TEST (we_open_what_age_writes_for_a_key),
    TEST (armor_may_have_the_line_ends_of_any_system),
    TEST (a_key_of_age_keygen_is_read_and_understood),
    TEST (passphrase_files_go_both_ways),
  };

  valise_secret_start ();
  return cmocka_run_group_tests_name ("age", tests, NULL, NULL);
}
