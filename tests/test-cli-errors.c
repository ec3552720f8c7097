/* test-cli-errors.c - what goes wrong: one sentence, the right end, nothing changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "tests/asserts.h"
#include "tests/cli.h"

/* RECORD stands for an item that is there. */
static const struct {
  const char *what;
  const char *words[8];
  int code;
  const char *part; /* of the sentence: what, and what to do */
} mistakes[] = {
  { "no command", { NULL }, 2, "valise --help" },
  { "unknown command", { "shwo", "x" }, 2, "did you mean “show”" },
  { "unknown command far from any", { "frobnicate" }, 2, "valise --help" },
  { "first of two words only", { "vault" }, 2, "valise vault init" },
  { "unknown option", { "list", "--colour" }, 2, "“valise list --help” lists them" },
  { "unknown global option", { "--colour", "list" }, 2, "“valise --help” lists them" },
  { "option without its value", { "withdraw", "RECORD", "--reason" }, 2, "write --reason TEXT" },
  { "option given twice", { "list", "--limit", "1", "--limit", "2" }, 2, "given twice" },
  { "malformed number of an option", { "list", "--limit", "many" }, 2, "whole number" },
  { "something missing", { "show" }, 2, "“valise show --help” explains it" },
  { "a word too many", { "status", "now" }, 2, "one word too many" },
  { "unknown type", { "add", "sightin" }, 2, "did you mean “sighting”" },
  { "unknown type far from any", { "add", "aardvark" }, 2, "the types are interview, sighting" },
  { "a type of the program's own", { "add", "receipt" }, 2, "no record type" },
  { "unknown field", { "add", "item", "serail=1" }, 2, "did you mean “serial”" },
  { "unknown field far from any", { "add", "item", "aardvark=1" }, 2, "“valise add item --help” lists" },
  { "no assignment", { "add", "item", "serial" }, 2, "FIELD=VALUE" },
  { "field given twice", { "add", "item", "quantity=1", "quantity=2" }, 2, "given twice" },
  { "unknown code", { "add", "item", "kind=tank" }, 2, "not one of: weapon" },
  { "unknown classification", { "add", "item", "--class", "secret" }, 2, "strictly-confidential" },
  { "malformed case", { "add", "item", "--case", "DRC 1533" }, 2, "drc-1533" },
  { "malformed date", { "add", "note", "due=yesterday" }, 2, "2026-11-21" },
  { "malformed time", { "add", "sighting", "seen=25:99" }, 2, "seen" },
  { "malformed number", { "add", "item", "quantity=a dozen" }, 2, "whole number" },
  { "malformed place", { "add", "sighting", "place={\"lat\":\"95\",\"lon\":\"0\"}" }, 2, "place" },
  { "unknown record", { "show", "00000000" }, 1, "“valise list” shows" },
  { "malformed record id", { "show", "xyz" }, 2, "32 hexadecimal digits" },
  { "unknown parent", { "add", "item", "--parent", "00000000" }, 1, "no record 00000000" },
  { "link to a wrong type", { "add", "item", "told-in=RECORD" }, 2, "of type interview" },
  { "parent of a type without", { "add", "note", "--parent", "RECORD" }, 2, "leave --parent out" },
  { "vanished file", { "add", "item", "--attach", "gone.jpg" }, 1, "no file gone.jpg" },
  { "vanished text", { "add", "note", "text=@gone.txt" }, 1, "gone.txt" },
  { "a folder instead of a file", { "add", "item", "--attach", "." }, 2, "not a file" },
  { "one of two files vanished", { "add", "item", "--attach", "passphrase", "gone.jpg" }, 1, "gone.jpg" },
  { "nothing to change", { "edit", "RECORD" }, 2, "say what to change" },
  { "unknown field of an edit", { "edit", "RECORD", "serail=1" }, 2, "did you mean “serial”" },
  { "malformed number of an edit", { "edit", "RECORD", "quantity=x" }, 2, "whole number" },
  { "no reason", { "withdraw", "RECORD" }, 2, "--reason" },
  { "not withdrawn", { "reinstate", "RECORD" }, 1, "not withdrawn" },
  { "no conflict", { "resolve", "RECORD", "quantity", "--keep", "1" }, 1, "“valise conflicts”" },
  { "neither of two", { "resolve", "RECORD", "quantity" }, 2, "--keep N" },
  { "no file in the record", { "file", "RECORD", "-o", "out" }, 1, "has no files" },
  { "no vault to open", { "show", "RECORD", "--sealed" }, 1, "valise vault init" },
  { "unknown type to list", { "list", "aardvark" }, 2, "the types are" },
  { "nothing to search", { "search", " " }, 2, "at least one word" },
  { "a store that is there", { "init", "--name", "X", "--role", "expert" }, 1, "name another place" },
  { "unknown role", { "init", "--name", "X", "--role", "king" }, 2, "the roles are" },
  { "no name", { "init", "--role", "expert" }, 2, "--name" },
};

/* The word with the record's id where it says RECORD (transfer full). */
static char *
fill_in (const char *word, const char *record)
{
  const char *at = strstr (word, "RECORD");

  return at != NULL ? g_strdup_printf ("%.*s%s", (int) (at - word), word, record) : g_strdup (word);
}

static void
every_mistake_is_one_sentence_and_changes_nothing (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *record = cli_answer (cli, "add", "item", "kind=weapon", "quantity=3",
                                        "count-method=counted", NULL);
  g_autofree char *before = cli_snapshot (cli);

  for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++) {
    g_autoptr (GPtrArray) words = g_ptr_array_new_null_terminated (8, g_free, TRUE);
    g_autofree char *after = NULL;

    for (gsize j = 0; mistakes[i].words[j] != NULL; j++)
      g_ptr_array_add (words, fill_in (mistakes[i].words[j], record));
    cli_runv (cli, (const char *const *) words->pdata);
    print_message ("%s: %s", mistakes[i].what, cli->err);
    cli_assert_failed (cli, mistakes[i].code, mistakes[i].part);
    assert_string_equal (cli->out, "");
    after = cli_snapshot (cli);
    assert_string_equal (after, before);
  }
}

static void
a_wrong_passphrase_says_so_and_opens_nothing (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *wrong = cli_write (cli, "wrong", "not these words\n");
  g_autofree char *empty = cli_write (cli, "empty", "\n");

  cli_run (cli, "status", "--passphrase-file", wrong, NULL);
  cli_assert_failed (cli, 1, "the passphrase is wrong");
  cli_run (cli, "status", "--passphrase-file", empty, NULL);
  cli_assert_failed (cli, 1, "empty");
  cli_run (cli, "status", "--passphrase-file", "/nowhere/words", NULL);
  cli_assert_failed (cli, 1, "/nowhere/words");
  cli_run (cli, "status", NULL);
  assert_int_equal (cli->code, 0);
}

static void
a_missing_store_is_said_before_a_passphrase_is_asked_for (void **state)
{
  g_autoptr (Cli) cli = cli_new ();

  cli_set_variable (cli, "VALISE_PASSPHRASE_FILE", NULL);
  cli_run (cli, "status", NULL);
  cli_assert_failed (cli, 1, "valise init");
  cli_set_variable (cli, "VALISE_STORE", NULL);
  cli_run (cli, "status", NULL);
  cli_assert_failed (cli, 2, "--store DIR");
}

static void
a_store_in_use_is_left_alone (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  int lock = open (cli->store, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  assert_int_equal (flock (lock, LOCK_EX | LOCK_NB), 0);
  cli_run (cli, "add", "note", "text=x", NULL);
  cli_assert_failed (cli, 1, "another program has the store");
  close (lock);
  cli_run (cli, "add", "note", "text=x", NULL);
  assert_int_equal (cli->code, 0);
}

static void
a_damaged_database_is_said_to_be_damaged (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *path = g_build_filename (cli->store, "store.db", NULL), *bytes = NULL;
  gsize size = 0;

  assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  bytes[100] ^= 1;
  assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  cli_run (cli, "list", NULL);
  cli_assert_failed (cli, 1, "store.db");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_mistake_is_one_sentence_and_changes_nothing),
    cmocka_unit_test (a_wrong_passphrase_says_so_and_opens_nothing),
    cmocka_unit_test (a_missing_store_is_said_before_a_passphrase_is_asked_for),
    cmocka_unit_test (a_store_in_use_is_left_alone),
    cmocka_unit_test (a_damaged_database_is_said_to_be_damaged),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
