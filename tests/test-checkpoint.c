/* test-checkpoint.c - checkpoints are what their device signed, and nothing else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/checkpoint.h"
#include "core/error.h"
#include "core/note.h"
#include "tests/note-fixture.h"

typedef struct {
  ValiseSecret *seed;
  guint8 public_key[32];
  char *device, *text;
  ValiseCheckpoint checkpoint;
} Fixture;

static int
set_up (void **state)
{
  Fixture *fixture = g_new0 (Fixture, 1);

  fixture->seed = make_seed (7, fixture->public_key);
  fixture->device = valise_device_id (fixture->public_key);
  g_strlcpy (fixture->checkpoint.device, fixture->device, sizeof fixture->checkpoint.device);
  fixture->checkpoint.size = 42;
  valise_sha256 ("root", 4, &fixture->checkpoint.root);
  fixture->text = valise_checkpoint_sign (&fixture->checkpoint, fixture->seed, NULL);
  *state = fixture;
  return fixture->text == NULL;
}

static int
tear_down (void **state)
{
  Fixture *fixture = *state;

  valise_secret_free (fixture->seed);
  g_free (fixture->device);
  g_free (fixture->text);
  g_free (fixture);
  return 0;
}

static void
a_checkpoint_says_what_was_signed (void **state)
{
  Fixture *fixture = *state;
  ValiseCheckpoint read = { 0 };
  GError *error = NULL;

  assert_true (valise_checkpoint_verify (fixture->text, strlen (fixture->text),
                                         fixture->public_key, &read, &error));
  assert_no_error (error);
  assert_string_equal (read.device, fixture->device);
  assert_int_equal (read.size, 42);
  assert_true (valise_hash_equal (&read.root, &fixture->checkpoint.root));
}

static void
a_device_is_the_hash_of_its_key (void **state)
{
  Fixture *fixture = *state;
  ValiseHash hash;
  g_autofree char *expected = NULL;

  valise_sha256 (fixture->public_key, 32, &hash);
  expected = valise_hex_encode (hash.bytes, sizeof hash.bytes);
  assert_string_equal (fixture->device, expected);
}

static void
a_checkpoint_with_any_bit_changed_is_refused (void **state)
{
  Fixture *fixture = *state;
  gsize size = strlen (fixture->text);
  ValiseCheckpoint read;

  for (gsize at = 0; at < size; at++)
    for (guint bit = 0; bit < 8; bit++) {
      g_autofree char *changed = g_strdup (fixture->text);

      changed[at] = (char) (changed[at] ^ (1 << bit));
      if (valise_checkpoint_verify (changed, size, fixture->public_key, &read, NULL))
        fail_msg ("byte %zu, bit %u", at, bit);
    }
}

/* A body that its device did sign, and that is no checkpoint all the same. */
static void
assert_body_refused (Fixture *fixture, const char *body)
{
  g_autofree char *key_name = valise_checkpoint_key_name (fixture->device);
  g_autofree char *text = valise_note_sign (body, key_name, fixture->seed, NULL);
  ValiseCheckpoint read;
  GError *error = NULL;

  assert_false (valise_checkpoint_parse (text, strlen (text), &read, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  assert_false (valise_checkpoint_verify (text, strlen (text), fixture->public_key, &read, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
a_text_that_is_not_exactly_a_checkpoint_is_refused (void **state)
{
  Fixture *fixture = *state;
  g_autofree char *body = g_strndup (fixture->text,
                                     (gsize) (strstr (fixture->text, "\n\n") + 1 - fixture->text));
  g_autofree char *upper = g_ascii_strup (fixture->device, -1);
  const char *root = strstr (body, "\n42\n") + 4;
  const struct {
    const char *piece, *other;
  } changes[] = {
    { "\n42\n", "\n042\n" }, { "\n42\n", "\n+42\n" }, { "\n42\n", "\n-42\n" },
    { "\n42\n", "\n 42\n" }, { "\n42\n", "\n42 \n" }, { "\n42\n", "\n0x2a\n" },
    { "\n42\n", "\n\n" }, { "\n42\n", "\n\n42\n" }, { "\n42\n", "\n9223372036854775808\n" },
    { "\n42\n", "\n0\n" }, { "valise/", "Valise/" }, { "valise/", "" },
    { "valise/", "valise/0" }, { fixture->device, upper }, { fixture->device, "" },
    { root, "" }, { root, "AAAA\n" }, { root, "\n" },
    { "=\n", "=\nextension\n" }, { "=\n", "=\n\n" }, { "=\n", "\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree char *changed = replaced (body, changes[i].piece, changes[i].other);

    assert_body_refused (fixture, changed);
  }
}

static void
the_largest_size_and_the_empty_log_have_checkpoints (void **state)
{
  Fixture *fixture = *state;
  ValiseCheckpoint checkpoint = fixture->checkpoint, read;
  const guint64 sizes[] = { 0, 1, G_MAXINT64 };
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *text = NULL;

    checkpoint.size = sizes[i];
    valise_sha256 ("", 0, &checkpoint.root);
    text = valise_checkpoint_sign (&checkpoint, fixture->seed, &error);
    assert_no_error (error);
    assert_true (valise_checkpoint_verify (text, strlen (text), fixture->public_key, &read, &error));
    assert_true (read.size == sizes[i]);
  }
}

static void
another_devices_key_neither_signs_nor_verifies_it (void **state)
{
  Fixture *fixture = *state;
  guint8 other_key[32];
  g_autoptr (ValiseSecret) other = make_seed (8, other_key);
  g_autofree char *key_name = valise_checkpoint_key_name (fixture->device);
  g_autofree char *forged = NULL, *body = NULL;
  ValiseCheckpoint read;
  GError *error = NULL;

  assert_null (valise_checkpoint_sign (&fixture->checkpoint, other, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  body = g_strndup (fixture->text, (gsize) (strstr (fixture->text, "\n\n") + 1 - fixture->text));
  forged = valise_note_sign (body, key_name, other, NULL);
  assert_false (valise_checkpoint_verify (forged, strlen (forged), other_key, &read, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  assert_false (valise_checkpoint_verify (forged, strlen (forged), fixture->public_key, &read,
                                          &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
a_cosignature_is_not_the_devices_own_signature (void **state)
{
  Fixture *fixture = *state;
  g_autofree char *key_name = valise_checkpoint_key_name (fixture->device);
  g_autofree char *cosigned = valise_note_add_cosignature (fixture->text, key_name, fixture->seed,
                                                           5, NULL);
  g_autofree char *body = g_strndup (
      cosigned, (gsize) (strstr (cosigned, "\n\n") + 2 - cosigned));
  g_autofree char *alone = g_strconcat (body, strstr (strstr (cosigned, "\xe2\x80\x94") + 1,
                                                      "\xe2\x80\x94"), NULL);
  ValiseCheckpoint read;
  GError *error = NULL;

  assert_true (valise_checkpoint_verify (cosigned, strlen (cosigned), fixture->public_key, &read,
                                         &error));
  assert_false (valise_checkpoint_verify (alone, strlen (alone), fixture->public_key, &read,
                                          &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
headquarters_cosigns_a_checkpoint_with_the_time (void **state)
{
  Fixture *fixture = *state;
  guint8 other_key[32];
  g_autoptr (ValiseSecret) other = make_seed (9, other_key);
  g_autofree char *cosigner = valise_device_id (other_key);
  GError *error = NULL;
  g_autofree char *text = valise_checkpoint_cosign (fixture->text, cosigner, other, 1800000000,
                                                    &error);
  ValiseCheckpoint read;
  guint64 time = 0;

  assert_no_error (error);
  assert_true (valise_checkpoint_verify (text, strlen (text), fixture->public_key, &read, &error));
  assert_true (valise_checkpoint_verify_cosignature (text, cosigner, other_key, &time, &error));
  assert_int_equal (time, 1800000000);
  assert_false (valise_checkpoint_verify_cosignature (fixture->text, cosigner, other_key, &time,
                                                      &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_false (valise_checkpoint_verify_cosignature (text, fixture->device, other_key, &time,
                                                      &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  assert_null (valise_checkpoint_cosign (text, "headquarters", other, 1, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

static void
a_note_that_is_no_checkpoint_is_not_cosigned (void **state)
{
  Fixture *fixture = *state;
  g_autofree char *text = valise_note_sign ("valise/roster/1\n1\n", "k", fixture->seed, NULL);
  GError *error = NULL;

  assert_null (valise_checkpoint_cosign (text, fixture->device, fixture->seed, 1, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown (test, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    WITH_FIXTURE (a_checkpoint_says_what_was_signed),
    WITH_FIXTURE (a_device_is_the_hash_of_its_key),
    WITH_FIXTURE (a_checkpoint_with_any_bit_changed_is_refused),
    WITH_FIXTURE (a_text_that_is_not_exactly_a_checkpoint_is_refused),
    WITH_FIXTURE (the_largest_size_and_the_empty_log_have_checkpoints),
    WITH_FIXTURE (another_devices_key_neither_signs_nor_verifies_it),
    WITH_FIXTURE (a_cosignature_is_not_the_devices_own_signature),
    WITH_FIXTURE (headquarters_cosigns_a_checkpoint_with_the_time),
    WITH_FIXTURE (a_note_that_is_no_checkpoint_is_not_cosigned),
  };

  valise_secret_start ();
  return cmocka_run_group_tests_name ("checkpoint", tests, NULL, NULL);
}
