/* test-cli-recovery.c - two persons open what one forgotten passphrase closed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gstdio.h>
#include <unistd.h>

#include "tests/asserts.h"
#include "tests/cli.h"
#include "tests/fixture.h"

/* Headquarters with two persons' identities, and T. Adeko, who joined. */
static int
set_up (void **state)
{
  Cli *cli = cli_new ();
  g_autofree char *first = cli_write (cli, "first-words", "what the first knows\n");
  g_autofree char *second = cli_write (cli, "second-words", "what the second knows\n");
  g_autofree char *next = cli_write (cli, "next-words", "a new beginning\n");
  g_autofree char *said = NULL, *case_id = NULL, *record = NULL;

  cli_set_variable (cli, "VALISE_FIRST_PASSPHRASE_FILE", first);
  cli_set_variable (cli, "VALISE_SECOND_PASSPHRASE_FILE", second);
  cli_set_variable (cli, "VALISE_NEW_PASSPHRASE_FILE", next);
  cli_make (cli, "hq", "Registry", "headquarters");
  case_id =
      cli_answer (cli, "case", "add", "drc-1533", "--title", "T", "--basis", "B", NULL);
  said = cli_answer (cli, "recovery", "init", "first.age", "second.age", NULL);
  cli_make (cli, "adeko", "T. Adeko", "expert");
  cli_enrol (cli, "adeko", "drc-1533");
  cli_use (cli, "adeko");
  record =
      cli_answer (cli, "add", "sighting", "title=Cache", "--case", "drc-1533", NULL);
  *state = cli;
  return 0;
}

static int
tear_down (void **state)
{
  cli_free (*state);
  return 0;
}

/* age takes an identity file under a passphrase where a terminal types it. */
static void
open_identity_by_hand (Cli *cli, const char *name, const char *words)
{
  g_autofree char *text = g_strdup_printf (
      "set timeout 20\nspawn age -d -o %s.key %s.age\nexpect \":\"\nsend \"%s\\r\"\n"
      "expect eof\ncatch wait result\nexit [lindex $result 3]\n",
      name, name, words);
  g_autofree char *script = cli_write (cli, "open.exp", text);

  cli_tool (cli, "expect", "-f", script, NULL);
  assert_int_equal (cli->code, 0);
}

static void
it_opens_by_hand_with_both_and_with_neither_alone (void **state)
{
  Cli *cli = *state;

  open_identity_by_hand (cli, "first", "what the first knows");
  open_identity_by_hand (cli, "second", "what the second knows");
  cli_tool (cli, "sh", "-c",
            "age -d -i second.key adeko/recovery.age | age -d -i first.key > key.txt &&"
            " sqlcipher adeko/store.db \"PRAGMA key = \\\"x'$(sed -n 's/^database //p' "
            "key.txt)'\\\"\""
            " \"SELECT title FROM record WHERE type = 'sighting'\"",
            NULL);
  assert_int_equal (cli->code, 0);
  assert_non_null (strstr (cli->out, "Cache"));
  cli_tool (cli, "age", "-d", "-i", "first.key", "adeko/recovery.age", NULL);
  assert_int_not_equal (cli->code, 0);
  cli_tool (cli, "sh", "-c",
            "age -d -i second.key adeko/recovery.age > inner && ! grep -q valise/key "
            "inner && ! age -d -i second.key inner",
            NULL);
  assert_int_equal (cli->code, 0);
}

static void
assert_opens_with_new_words (Cli *cli)
{
  g_autofree char *words = cli_path (cli, "next-words"),
                  *old = cli_path (cli, "passphrase");

  cli_tool (cli, "mv", "new.age", "adeko/key.age", NULL);
  cli_use (cli, "adeko");
  cli_set_variable (cli, "VALISE_PASSPHRASE_FILE", words);
  cli_run (cli, "list", NULL);
  assert_int_equal (cli->code, 0);
  assert_non_null (strstr (cli->out, "Cache"));
  cli_set_variable (cli, "VALISE_PASSPHRASE_FILE", old);
}

static void
two_persons_give_a_laptop_a_new_passphrase_and_it_is_logged (void **state)
{
  Cli *cli = *state;
  g_autofree char *said = NULL, *log = NULL;

  cli_use (cli, "hq");
  said = cli_answer (cli, "recover", "adeko/recovery.age", "--first", "first.age",
                     "--second", "second.age", "-o", "new.age", NULL);
  log = cli_answer (cli, "log", NULL);
  assert_non_null (strstr (log, "recovered the keys of"));
  assert_opens_with_new_words (cli);
}

static void
the_order_of_the_persons_does_not_matter_but_there_must_be_two (void **state)
{
  Cli *cli = *state;
  g_autofree char *first = cli_path (cli, "first-words"),
                  *second = cli_path (cli, "second-words");

  cli_use (cli, "hq");
  cli_run (cli, "recover", "adeko/recovery.age", "--first", "first.age", "-o",
           "new.age", NULL);
  cli_assert_failed (cli, 2, "two persons are needed");
  cli_set_variable (cli, "VALISE_SECOND_PASSPHRASE_FILE", first);
  cli_run (cli, "recover", "adeko/recovery.age", "--first", "first.age", "--second",
           "first.age", "-o", "new.age", NULL);
  cli_assert_failed (cli, 1, "does not open with these two identities");
  cli_set_variable (cli, "VALISE_FIRST_PASSPHRASE_FILE", second);
  cli_run (cli, "recover", "adeko/recovery.age", "--first", "second.age", "--second",
           "first.age", "-o", "new.age", NULL);
  assert_int_equal (cli->code, 0);
}

/* The laptop is gone for good; what it sent is enough. */
static void
it_reaches_the_registry_in_the_first_bundle (void **state)
{
  Cli *cli = *state;
  g_autofree char *said = NULL;

  cli_use (cli, "hq");
  cli_run (cli, "recover", "T. Adeko", "--first", "first.age", "--second", "second.age",
           "-o", "new.age", NULL);
  cli_assert_failed (cli, 1, "no recovery file came");
  cli_send (cli, "adeko", "hq", "headquarters");
  said = cli_answer (cli, "recover", "T. Adeko", "--first", "first.age", "--second",
                     "second.age", "-o", "new.age", NULL);
  assert_opens_with_new_words (cli);
}

static void
new_keys_make_a_new_recovery_file (void **state)
{
  Cli *cli = *state;
  g_autofree char *words = cli_path (cli, "next-words"), *said = NULL,
                  *recovered = NULL;

  said = cli_answer (cli, "passphrase", "--rekey", "--work-factor", "10", NULL);
  cli_use (cli, "hq");
  recovered = cli_answer (cli, "recover", "adeko/recovery.age", "--first", "first.age",
                          "--second", "second.age", "-o", "new.age", NULL);
  assert_opens_with_new_words (cli);
}

static void
an_altered_recovery_file_gives_nothing (void **state)
{
  Cli *cli = *state;
  g_autofree char *out = cli_path (cli, "new.age");

  cli_tool (cli, "sh", "-c",
            "printf X | dd of=adeko/recovery.age bs=1 seek=300 conv=notrunc", NULL);
  cli_use (cli, "hq");
  cli_run (cli, "recover", "adeko/recovery.age", "--first", "first.age", "--second",
           "second.age", "-o", "new.age", NULL);
  assert_int_equal (cli->code, 1);
  assert_int_not_equal (access (out, F_OK), 0);
}

static void
identities_are_made_once_and_only_by_the_registry (void **state)
{
  Cli *cli = *state;

  cli_run (cli, "recovery", "init", "third.age", "fourth.age", NULL);
  cli_assert_failed (cli, 1, "only headquarters' registry");
  cli_use (cli, "hq");
  cli_run (cli, "recovery", "init", "first.age", "fourth.age", NULL);
  cli_assert_failed (cli, 1, "exists");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (it_opens_by_hand_with_both_and_with_neither_alone,
                                     set_up, tear_down),
    cmocka_unit_test_setup_teardown (
        two_persons_give_a_laptop_a_new_passphrase_and_it_is_logged, set_up, tear_down),
    cmocka_unit_test_setup_teardown (
        the_order_of_the_persons_does_not_matter_but_there_must_be_two, set_up,
        tear_down),
    cmocka_unit_test_setup_teardown (it_reaches_the_registry_in_the_first_bundle,
                                     set_up, tear_down),
    cmocka_unit_test_setup_teardown (new_keys_make_a_new_recovery_file, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (an_altered_recovery_file_gives_nothing, set_up,
                                     tear_down),
    cmocka_unit_test_setup_teardown (identities_are_made_once_and_only_by_the_registry,
                                     set_up, tear_down),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
