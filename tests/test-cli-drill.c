/* test-cli-drill.c - what is proven while nothing is lost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <unistd.h>

#include "tests/asserts.h"
#include "tests/cli.h"

static int
set_up (void **state)
{
  Cli *cli = cli_new ();
  g_autofree char *first = cli_write (cli, "first-words", "what the first knows\n");
  g_autofree char *second = cli_write (cli, "second-words", "what the second knows\n");
  g_autofree char *said = NULL, *case_id = NULL, *record = NULL, *file = NULL;

  cli_set_variable (cli, "VALISE_FIRST_PASSPHRASE_FILE", first);
  cli_set_variable (cli, "VALISE_SECOND_PASSPHRASE_FILE", second);
  cli_make (cli, "hq", "Registry", "headquarters");
  case_id =
      cli_answer (cli, "case", "add", "drc-1533", "--title", "T", "--basis", "B", NULL);
  said = cli_answer (cli, "recovery", "init", "first.age", "second.age", NULL);
  cli_make (cli, "adeko", "T. Adeko", "expert");
  cli_enrol (cli, "adeko", "drc-1533");
  cli_use (cli, "adeko");
  file = cli_write (cli, "list.txt", "six crates\n");
  record = cli_answer (cli, "add", "sighting", "title=Cache", "--case", "drc-1533",
                       "--attach", file, NULL);
  *state = cli;
  return 0;
}

static int
tear_down (void **state)
{
  cli_free (*state);
  return 0;
}

static guint
count (const char *text, const char *part)
{
  guint number = 0;

  for (const char *at = text; (at = strstr (at, part)) != NULL; at++)
    number++;
  return number;
}

static void
assert_nothing_is_left (Cli *cli)
{
  cli_tool (cli, "sh", "-c", "test ! -e adeko/.drill", NULL);
  assert_int_equal (cli->code, 0);
}

static void
with_both_persons_and_the_backup_all_is_proven (void **state)
{
  Cli *cli = *state;
  g_autofree char *backup = cli_answer (cli, "backup", "backup", NULL), *said = NULL;

  said =
      cli_answer (cli, "drill", "--first", "first.age", "--second", "second.age", NULL);
  assert_int_equal (count (said, "PASSED"), 4);
  assert_int_equal (count (said, "FAILED") + count (said, "NOT TRIED"), 0);
  assert_nothing_is_left (cli);
}

static void
what_is_not_at_hand_is_said_and_is_no_failure (void **state)
{
  Cli *cli = *state;
  g_autofree char *said = cli_answer (cli, "drill", NULL), *backup = NULL,
                  *moved = NULL;

  assert_int_equal (count (said, "PASSED"), 1);
  assert_non_null (strstr (said, "both persons"));
  assert_non_null (strstr (said, "there is no backup yet"));
  backup = cli_answer (cli, "backup", "backup", NULL);
  cli_tool (cli, "mv", "backup", "elsewhere", NULL);
  g_free (said);
  said = cli_answer (cli, "drill", NULL);
  assert_non_null (strstr (said, "bring the disk"));
  moved = cli_answer (cli, "drill", "elsewhere", NULL);
  assert_int_equal (count (moved, "PASSED"), 2);
}

static void
one_person_twice_proves_nothing (void **state)
{
  Cli *cli = *state;
  g_autofree char *words = cli_path (cli, "first-words");

  cli_set_variable (cli, "VALISE_SECOND_PASSPHRASE_FILE", words);
  cli_run (cli, "drill", "--first", "first.age", "--second", "first.age", NULL);
  cli_assert_failed (cli, 1, "1 step failed");
  assert_non_null (strstr (cli->out, "FAILED"));
  cli_run (cli, "drill", "--first", "first.age", NULL);
  cli_assert_failed (cli, 2, "two persons");
}

/* A byte of it, wherever it lies. */
static void
a_backup_that_rotted_is_found (void **state)
{
  Cli *cli = *state;
  static const char *const places[] = { "files/*/*", "copy-*/store.db",
                                        "copy-*/manifest-sha256.txt" };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *backup = cli_answer (cli, "backup", "backup", NULL);
    g_autofree char *script = g_strdup_printf (
        "for f in backup/%s; do printf scribbled | dd of=$f bs=1 seek=40 conv=notrunc; done",
        places[i]);

    cli_tool (cli, "sh", "-c", script, NULL);
    cli_run (cli, "drill", NULL);
    cli_assert_failed (cli, 1, "1 step failed");
    assert_non_null (strstr (cli->out, "FAILED     the last backup"));
    assert_nothing_is_left (cli);
  }
}

static void
a_recovery_file_that_is_lost_or_old_is_found (void **state)
{
  Cli *cli = *state;

  cli_tool (cli, "cp", "hq/recovery.age", "adeko/recovery.age", NULL);
  cli_run (cli, "drill", "--first", "first.age", "--second", "second.age", NULL);
  assert_int_equal (cli->code, 1);
  assert_non_null (strstr (cli->out, "FAILED     both persons together open it"));
  cli_tool (cli, "rm", "adeko/recovery.age", NULL);
  cli_run (cli, "drill", NULL);
  assert_int_equal (cli->code, 1);
  assert_non_null (strstr (cli->out, "FAILED     the recovery file is here"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (with_both_persons_and_the_backup_all_is_proven,
                                     set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_is_not_at_hand_is_said_and_is_no_failure,
                                     set_up, tear_down),
    cmocka_unit_test_setup_teardown (one_person_twice_proves_nothing, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (a_backup_that_rotted_is_found, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_recovery_file_that_is_lost_or_old_is_found,
                                     set_up, tear_down),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
