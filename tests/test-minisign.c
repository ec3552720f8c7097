/* test-minisign.c - our signatures against the minisign program, both ways
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "core/bytes.h"
#include "core/error.h"
#include "sync/minisign.h"
#include "tests/note-fixture.h"

#define COMMENT "valise bundle 1"

static const guint8 key_number[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };

typedef struct {
  ValiseSecret *seed;
  guint8 public_key[42];
  GBytes *message;
  char *signature; /* by us */
  char *folder;    /* for the minisign program */
} Fixture;

static int
set_up (void **state)
{
  Fixture *fixture = g_new0 (Fixture, 1);
  guint8 key[32];

  fixture->seed = make_seed (5, key);
  valise_minisign_make_public_key (fixture->seed, key_number, fixture->public_key);
  fixture->message = g_bytes_new_static ("0123  data/a\n", 13);
  fixture->signature = valise_minisign_sign (fixture->message, fixture->seed, fixture->public_key,
                                             COMMENT, NULL);
  fixture->folder = g_dir_make_tmp ("valise-minisign-XXXXXX", NULL);
  *state = fixture;
  return fixture->signature == NULL || fixture->folder == NULL;
}

static int
tear_down (void **state)
{
  static const char *const names[] = { "message", "message.minisig", "key", "key.pub" };
  Fixture *fixture = *state;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

    g_unlink (path);
  }
  g_rmdir (fixture->folder);
  valise_secret_free (fixture->seed);
  g_bytes_unref (fixture->message);
  g_free (fixture->signature);
  g_free (fixture->folder);
  g_free (fixture);
  return 0;
}

static void
write_file (Fixture *fixture, const char *name, const char *data, gssize size)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  assert_true (g_file_set_contents (path, data, size, NULL));
}

static GBytes *
read_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  char *data = NULL;
  gsize size;

  assert_true (g_file_get_contents (path, &data, &size, NULL));
  return g_bytes_new_take (data, size);
}

/* Runs `minisign ARGUMENTS` in the fixture's folder; its exit code. */
static int
minisign (Fixture *fixture, const char *arguments, char **output)
{
  g_autofree char *line = g_strconcat ("minisign ", arguments, NULL);
  g_auto (GStrv) argv = NULL;
  g_autofree char *errors = NULL;
  GError *error = NULL;
  int status;

  assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_spawn_sync (fixture->folder, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, output, &errors,
                &status, &error);
  assert_no_error (error);
  return status;
}

static gboolean
verify_text (Fixture *fixture, const char *signature, const char *required, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (signature, strlen (signature));

  return valise_minisign_verify (fixture->message, bytes, fixture->public_key, required, NULL,
                                 error);
}

static void
assert_refused (Fixture *fixture, const char *signature)
{
  GError *error = NULL;

  assert_false (verify_text (fixture, signature, NULL, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
what_we_sign_we_accept_with_its_comment (void **state)
{
  Fixture *fixture = *state;
  g_autoptr (GBytes) signature = g_bytes_new (fixture->signature, strlen (fixture->signature));
  g_autofree char *comment = NULL;
  guint8 number[8];
  GError *error = NULL;

  assert_true (valise_minisign_verify (fixture->message, signature, fixture->public_key, COMMENT,
                                       &comment, &error));
  assert_no_error (error);
  assert_string_equal (comment, COMMENT);
  assert_true (valise_minisign_peek_key_number (signature, number, &error));
  assert_memory_equal (number, key_number, sizeof number);
}

static void
minisign_accepts_what_we_sign (void **state)
{
  Fixture *fixture = *state;
  g_autofree char *key = valise_minisign_public_key_to_text (fixture->public_key);
  g_autofree char *command = g_strdup_printf ("-V -Q -m message -P %s", key);
  g_autofree char *output = NULL;

  write_file (fixture, "message", g_bytes_get_data (fixture->message, NULL),
              (gssize) g_bytes_get_size (fixture->message));
  write_file (fixture, "message.minisig", fixture->signature, -1);
  assert_int_equal (minisign (fixture, command, &output), 0);
  assert_string_equal (output, COMMENT "\n");
}

/* A key of minisign's own and its signature of the fixture's message. */
static GBytes *
sign_by_minisign (Fixture *fixture, const char *options, guint8 public_key[42])
{
  g_autofree char *command = g_strdup_printf ("-S -s key -m message -t '%s' %s", COMMENT, options);
  g_autoptr (GBytes) file = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;

  write_file (fixture, "message", g_bytes_get_data (fixture->message, NULL),
              (gssize) g_bytes_get_size (fixture->message));
  assert_int_equal (minisign (fixture, "-G -W -p key.pub -s key", NULL), 0);
  assert_int_equal (minisign (fixture, command, NULL), 0);
  file = read_file (fixture, "key.pub");
  text = g_strndup (g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  lines = g_strsplit (text, "\n", -1);
  assert_true (valise_minisign_public_key_from_text (lines[1], public_key, NULL));
  return read_file (fixture, "message.minisig");
}

static void
we_accept_what_minisign_signs (void **state)
{
  Fixture *fixture = *state;
  guint8 public_key[42];
  g_autoptr (GBytes) signature = sign_by_minisign (fixture, "", public_key);
  GError *error = NULL;

  assert_true (valise_minisign_verify (fixture->message, signature, public_key, COMMENT, NULL,
                                       &error));
  assert_no_error (error);
}

static void
a_legacy_signature_of_minisign_is_refused_by_name (void **state)
{
  Fixture *fixture = *state;
  guint8 public_key[42], number[8];
  g_autoptr (GBytes) signature = sign_by_minisign (fixture, "-l", public_key);
  GError *error = NULL;

  assert_false (valise_minisign_verify (fixture->message, signature, public_key, NULL, NULL, &error));
  assert_non_null (strstr (error->message, "legacy"));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  assert_false (valise_minisign_peek_key_number (signature, number, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
any_changed_byte_after_the_first_comment_is_refused (void **state)
{
  Fixture *fixture = *state;
  gsize size = strlen (fixture->signature);
  gsize free_from = strlen ("untrusted comment: "), free_to = strcspn (fixture->signature, "\n");

  for (gsize at = 0; at < size; at++)
    for (guint bit = 0; bit < 8; bit++) {
      g_autofree char *changed = g_strdup (fixture->signature);
      g_autoptr (GBytes) bytes = NULL;

      changed[at] = (char) (changed[at] ^ (1 << bit));
      bytes = g_bytes_new (changed, size);
      if ((at < free_from || at >= free_to) &&
          valise_minisign_verify (fixture->message, bytes, fixture->public_key, NULL, NULL, NULL))
        fail_msg ("byte %zu, bit %u", at, bit);
    }
}

static void
a_signature_that_is_cut_anywhere_is_refused (void **state)
{
  Fixture *fixture = *state;

  for (gsize size = 0; size < strlen (fixture->signature); size++) {
    g_autofree char *cut = g_strndup (fixture->signature, size);

    assert_refused (fixture, cut);
  }
}

static void
another_message_key_or_comment_is_refused (void **state)
{
  Fixture *fixture = *state;
  g_autoptr (GBytes) other = g_bytes_new_static ("0124  data/a\n", 13);
  g_autoptr (GBytes) signature = g_bytes_new (fixture->signature, strlen (fixture->signature));
  guint8 other_key[42];
  GError *error = NULL;

  assert_false (valise_minisign_verify (other, signature, fixture->public_key, NULL, NULL, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  assert_false (verify_text (fixture, fixture->signature, COMMENT " ", &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  memcpy (other_key, fixture->public_key, sizeof other_key);
  other_key[5] ^= 1;
  assert_false (valise_minisign_verify (fixture->message, signature, other_key, NULL, NULL, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
  other_key[5] ^= 1;
  other_key[20] ^= 1;
  assert_false (valise_minisign_verify (fixture->message, signature, other_key, NULL, NULL, &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
a_file_that_is_not_exactly_four_lines_is_refused (void **state)
{
  Fixture *fixture = *state;
  static const struct {
    const char *piece, *other;
  } changes[] = {
    { "untrusted", "\nuntrusted" }, { "untrusted comment", "comment" },
    { "\ntrusted", "\n\ntrusted" }, { "\ntrusted", "\r\ntrusted" },
    { "\ntrusted", " \ntrusted" }, { "trusted comment: valise", "trusted comment:valise" },
    { "bundle 1\n", "bundle 1\r\n" }, { "==\n", "==\n\n" },
    { "==\n", "==\nmore\n" }, { "==\n", "\n" }, { "==\n", "==" },
    { "verify", "ver\033fy" }, { "verify", "ver\xff""fy" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree char *changed = replaced (fixture->signature, changes[i].piece, changes[i].other);

    assert_refused (fixture, changed);
  }
}

static void
bytes_behind_a_nul_are_not_overlooked (void **state)
{
  Fixture *fixture = *state;
  g_autoptr (GBytes) longer = g_bytes_new (fixture->signature, strlen (fixture->signature) + 1);
  GError *error = NULL;

  assert_false (valise_minisign_verify (fixture->message, longer, fixture->public_key, NULL, NULL,
                                        &error));
  assert_error_code (error, VALISE_ERROR_REFUSED);
}

static void
a_comment_of_1024_bytes_is_the_longest (void **state)
{
  Fixture *fixture = *state;
  g_autofree char *longest = g_strnfill (1024, 'x'), *longer = g_strnfill (1025, 'x');
  g_autofree char *signature = valise_minisign_sign (fixture->message, fixture->seed,
                                                     fixture->public_key, longest, NULL);
  g_autofree char *too_long = replaced (fixture->signature, COMMENT, longer);
  GError *error = NULL;

  assert_true (verify_text (fixture, signature, longest, &error));
  assert_no_error (error);
  assert_false (verify_text (fixture, too_long, NULL, &error));
  assert_error_code (error, VALISE_ERROR_LIMIT);
  assert_null (valise_minisign_sign (fixture->message, fixture->seed, fixture->public_key, longer,
                                     &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

static void
a_comment_cannot_smuggle_a_line_in (void **state)
{
  Fixture *fixture = *state;
  GError *error = NULL;

  assert_null (valise_minisign_sign (fixture->message, fixture->seed, fixture->public_key,
                                     "a\nb", &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

static void
nobody_signs_with_a_seed_of_another_key (void **state)
{
  Fixture *fixture = *state;
  guint8 key[32];
  g_autoptr (ValiseSecret) other = make_seed (6, key);
  GError *error = NULL;

  assert_null (valise_minisign_sign (fixture->message, other, fixture->public_key, COMMENT, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

static void
a_public_key_has_one_text_form (void **state)
{
  Fixture *fixture = *state;
  g_autofree char *text = valise_minisign_public_key_to_text (fixture->public_key);
  g_autofree char *longer = g_strconcat (text, "\n", NULL);
  g_autofree char *prehashed = g_strconcat ("RU", text + 2, NULL);
  guint8 again[42];
  GError *error = NULL;

  assert_true (g_str_has_prefix (text, "RW"));
  assert_int_equal (strlen (text), 56);
  assert_true (valise_minisign_public_key_from_text (text, again, &error));
  assert_memory_equal (again, fixture->public_key, sizeof again);
  assert_false (valise_minisign_public_key_from_text (longer, again, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_minisign_public_key_from_text (text + 4, again, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_minisign_public_key_from_text (prehashed, again, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown (test, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    WITH_FIXTURE (what_we_sign_we_accept_with_its_comment),
    WITH_FIXTURE (minisign_accepts_what_we_sign),
    WITH_FIXTURE (we_accept_what_minisign_signs),
    WITH_FIXTURE (a_legacy_signature_of_minisign_is_refused_by_name),
    WITH_FIXTURE (any_changed_byte_after_the_first_comment_is_refused),
    WITH_FIXTURE (a_signature_that_is_cut_anywhere_is_refused),
    WITH_FIXTURE (another_message_key_or_comment_is_refused),
    WITH_FIXTURE (a_file_that_is_not_exactly_four_lines_is_refused),
    WITH_FIXTURE (bytes_behind_a_nul_are_not_overlooked),
    WITH_FIXTURE (a_comment_of_1024_bytes_is_the_longest),
    WITH_FIXTURE (a_comment_cannot_smuggle_a_line_in),
    WITH_FIXTURE (nobody_signs_with_a_seed_of_another_key),
    WITH_FIXTURE (a_public_key_has_one_text_form),
  };

  valise_secret_start ();
  return cmocka_run_group_tests_name ("minisign", tests, NULL, NULL);
}
