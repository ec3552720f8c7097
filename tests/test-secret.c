/* test-secret.c - keys and passphrases in guarded memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <sys/prctl.h>
#include <unistd.h>

#include "core/error.h"
#include "core/secret.h"

static ValiseSecret *
read_line_of (const char *text, gsize size, GError **error)
{
  int ends[2];
  ValiseSecret *line;

  assert_int_equal (pipe (ends), 0);
  assert_int_equal (write (ends[1], text, size), size);
  close (ends[1]);
  line = valise_secret_read_line (ends[0], error);
  close (ends[0]);
  return line;
}

static void
a_passphrase_file_ends_at_its_first_line_end (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseSecret) line = read_line_of ("four words in\r\nmore", 19, &error);

  assert_no_error (error);
  assert_string_equal (valise_secret_text (line), "four words in");
  assert_int_equal (valise_secret_size (line), 13);
}

static void
an_empty_or_endless_passphrase_is_refused (void **state)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *endless = g_strnfill (2000, 'x');

  assert_null (read_line_of ("\n", 1, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_null (read_line_of (endless, 2000, &error));
  assert_error_code (error, VALISE_ERROR_LIMIT);
}

static void
taking_bytes_wipes_them_where_they_stood (void **state)
{
  char bytes[] = "canary";
  g_autoptr (ValiseSecret) secret = valise_secret_new_take_bytes (bytes, 6);

  assert_string_equal (valise_secret_text (secret), "canary");
  assert_memory_equal (bytes, "\0\0\0\0\0\0", 6);
}

static void
a_program_with_secrets_cannot_dump_core (void **state)
{
  valise_secret_start ();
  assert_int_equal (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_passphrase_file_ends_at_its_first_line_end),
    cmocka_unit_test (an_empty_or_endless_passphrase_is_refused),
    cmocka_unit_test (taking_bytes_wipes_them_where_they_stood),
    cmocka_unit_test (a_program_with_secrets_cannot_dump_core),
  };

  return cmocka_run_group_tests_name ("secret", tests, NULL, NULL);
}
