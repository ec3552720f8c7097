/* test-cli-log.c - the custody log says what became of a record and of a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"
#include "tests/cli.h"

/* The events of a log as "action to, action to", in their order (transfer full). */
static char *
events_of (Cli *cli, const char *what)
{
  g_autoptr (yyjson_doc) doc = cli_json (cli, "log", what, NULL);
  yyjson_val *events = yyjson_obj_get (yyjson_doc_get_root (doc), "events"), *event;
  GString *text = g_string_new (NULL);
  const char *before = "";
  size_t i, count;

  yyjson_arr_foreach (events, i, count, event) {
    const char *to = valise_json_get_string (event, "to"), *why = valise_json_get_string (event, "why");
    const char *time = valise_json_get_string (event, "time");

    assert_true (strcmp (before, time) <= 0);
    before = time;
    g_string_append_printf (text, "[%s%s%s%s%s by %s]", valise_json_get_string (event, "action"), to != NULL ? " to " : "",
                            to != NULL && to[0] != '/' ? to : "", why != NULL ? " for " : "", why != NULL ? why : "",
                            valise_json_get_string (event, "by"));
  }
  return g_string_free (text, FALSE);
}

static void
assert_says (const char *events, const char *event)
{
  if (strstr (events, event) == NULL)
    fail_msg ("no %s in %s", event, events);
}

static char *
sha256_of (Cli *cli, const char *path)
{
  cli_tool (cli, "sha256sum", path, NULL);
  assert_int_equal (cli->code, 0);
  return g_strndup (cli->out, 64);
}

static void
a_record_and_its_file_are_followed_through_every_hand (void **state)
{
  g_autoptr (Cli) cli = cli_new ();
  g_autofree char *letter = cli_write (cli, "letter.txt", "the letter\n"), *copy = cli_path (cli, "copy.txt");
  g_autofree char *list = cli_path (cli, "list.csv"), *record = NULL, *other = NULL, *sha256 = NULL, *export = NULL;
  g_autofree char *events = NULL, *of_file = NULL, *of_export = NULL, *of_other = NULL;

  cli_make (cli, "hq", "Registry", "headquarters");
  g_free (cli_answer (cli, "case", "add", "drc-1533", "--title", "Congo", "--basis", "S/RES/1533 (2004)", NULL));
  cli_make (cli, "a", "A. Diallo", "expert");
  cli_enrol (cli, "a", "drc-1533");
  cli_use (cli, "a");
  record = cli_answer (cli, "add", "document", "--case", "drc-1533", "title=Letter", "--attach", letter, NULL);
  other = cli_answer (cli, "add", "note", "--case", "drc-1533", "title=Later", NULL);
  g_free (cli_answer (cli, "edit", record, "title=The letter", NULL));
  g_free (cli_answer (cli, "show", record, NULL));
  g_free (cli_answer (cli, "file", record, "-o", copy, NULL));
  g_free (cli_answer (cli, "export", "document", "--format", "csv", "-o", list, "--to", "Group of Experts", "--why", "annex 12", NULL));
  sha256 = sha256_of (cli, letter);
  export = sha256_of (cli, list);
  cli_send (cli, "a", "hq", "headquarters");
  cli_send (cli, "hq", "a", "A. Diallo");

  events = events_of (cli, record);
  assert_says (events, "[made by A. Diallo]");
  assert_says (events, "[changed by A. Diallo]");
  assert_says (events, "[looked by A. Diallo]");
  assert_says (events, "[saved to  by A. Diallo]");
  assert_says (events, "[exported to Group of Experts for annex 12 by A. Diallo]");
  assert_says (events, "[packed to Registry (headquarters) by A. Diallo]");
  assert_says (events, "[received by Registry]");

  of_file = events_of (cli, sha256);
  assert_says (of_file, "[made by A. Diallo]");
  assert_says (of_file, "[saved to  by A. Diallo]");
  assert_says (of_file, "[packed to Registry (headquarters) by A. Diallo]");
  assert_says (of_file, "[received by Registry]");
  assert_null (strstr (of_file, "changed"));

  of_export = events_of (cli, export);
  assert_string_equal (of_export, "[exported to Group of Experts for annex 12 by A. Diallo]");
  of_other = events_of (cli, other);
  assert_says (of_other, "[made by A. Diallo]");
  assert_null (strstr (of_other, "exported"));
}

static void
what_did_not_go_is_not_said_to_have_gone (void **state)
{
  g_autoptr (Cli) cli = cli_new ();
  g_autofree char *first = NULL, *second = NULL, *events = NULL, *of_second = NULL;

  cli_make (cli, "hq", "Registry", "headquarters");
  g_free (cli_answer (cli, "case", "add", "drc-1533", "--title", "Congo", "--basis", "S/RES/1533 (2004)", NULL));
  cli_make (cli, "a", "A. Diallo", "expert");
  cli_enrol (cli, "a", "drc-1533");
  cli_use (cli, "a");
  first = cli_answer (cli, "add", "note", "--case", "drc-1533", "title=First", NULL);
  cli_send (cli, "a", "hq", "headquarters");
  cli_send (cli, "hq", "a", "A. Diallo");
  second = cli_answer (cli, "add", "note", "--case", "drc-1533", "title=Second", NULL);
  of_second = events_of (cli, second);
  assert_string_equal (of_second, "[made by A. Diallo]");
  g_free (cli_answer (cli, "pack", "--to", "headquarters", "-o", cli->root, NULL));
  events = events_of (cli, first);
  g_free (of_second);
  of_second = events_of (cli, second);
  assert_string_equal (of_second, "[made by A. Diallo][packed to Registry (headquarters) by A. Diallo]");
  assert_null (strstr (strstr (events, "[packed") + 1, "[packed")); /* headquarters had it */
}

static void
a_backup_is_an_event (void **state)
{
  g_autoptr (Cli) cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *disk = cli_path (cli, "disk"), *said = NULL, *log = NULL;

  said = cli_answer (cli, "backup", disk, NULL);
  log = cli_answer (cli, "log", NULL);
  assert_says (log, "backed up the store");
  assert_says (log, "copy-000001");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_record_and_its_file_are_followed_through_every_hand),
    cmocka_unit_test (what_did_not_go_is_not_said_to_have_gone),
    cmocka_unit_test (a_backup_is_an_event),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
