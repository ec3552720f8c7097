/* test-cli-fork.c - what a person sees of a forked log, and decides
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "core/checkpoint.h"
#include "tests/asserts.h"
#include "tests/cli.h"

/* A headquarters that has taken in what both copies of a member's store wrote. */
static int
set_up (void **state)
{
  Cli *cli = cli_new ();

  cli_make (cli, "hq", "HQ", "headquarters");
  g_free (cli_answer (cli, "case", "add", "drc-1533", "--title", "T", "--basis", "B", NULL));
  cli_make (cli, "a", "A. Diallo", "expert");
  cli_enrol (cli, "a", "drc-1533");
  cli_use (cli, "a");
  g_free (cli_answer (cli, "add", "note", "title=Before", NULL));
  cli_tool (cli, "cp", "-a", "a", "b", NULL);
  g_free (cli_answer (cli, "add", "note", "title=Ours", NULL));
  cli_send (cli, "a", "hq", "headquarters");
  cli_use (cli, "b");
  g_free (cli_answer (cli, "add", "note", "title=Theirs", NULL));
  cli_send (cli, "b", "hq", "headquarters");
  *state = cli;
  return 0;
}

static int
tear_down (void **state)
{
  cli_free (*state);
  return 0;
}

/* A member of branch number `at` of the one fork that `command` tells of (transfer full). */
static char *
branch_text (Cli *cli, const char *command, guint at, const char *member)
{
  yyjson_doc *doc = cli_json (cli, command, NULL);
  yyjson_val *forks = yyjson_obj_get (yyjson_doc_get_root (doc), "forks"), *branches;
  char *text;

  assert_int_equal (yyjson_arr_size (forks), 1);
  branches = yyjson_obj_get (yyjson_arr_get_first (forks), "branches");
  assert_int_equal (yyjson_arr_size (branches), 2);
  text = g_strdup (yyjson_get_str (yyjson_obj_get (yyjson_arr_get (branches, at), member)));
  yyjson_doc_free (doc);
  return text;
}

static void
assert_lists (Cli *cli, const char *title, gboolean listed)
{
  g_autofree char *list = cli_answer (cli, "list", NULL);

  assert_int_equal (strstr (list, title) != NULL, listed);
}

static void
a_fork_is_an_alarm_until_it_is_decided_and_after (void **state)
{
  Cli *cli = *state;
  g_autofree char *status = cli_answer (cli, "status", NULL), *verified = NULL, *after = NULL,
                  *root = NULL;

  assert_non_null (strstr (status, "FORK: 2 histories of the log of A. Diallo"));
  assert_non_null (strstr (status, "valise admit"));
  verified = cli_answer (cli, "verify", NULL);
  assert_non_null (strstr (verified, "FORK"));
  root = branch_text (cli, "status", 0, "root");
  g_free (cli_answer (cli, "admit", "A. Diallo", "--branch", root, NULL));
  after = cli_answer (cli, "status", NULL);
  assert_non_null (strstr (after, "FORK"));
  assert_non_null (strstr (after, "one was admitted"));
}

static void
either_branch_may_be_admitted_by_how_its_root_begins (void **state)
{
  Cli *cli = *state;
  g_autofree char *list = cli_answer (cli, "admit", NULL);
  gboolean seen[2] = { FALSE, FALSE };

  assert_non_null (strstr (list, "--branch"));
  assert_lists (cli, "Before", TRUE);
  assert_lists (cli, "Ours", FALSE);
  assert_lists (cli, "Theirs", FALSE);
  for (guint i = 0; i < 2; i++) {
    g_autofree char *root = branch_text (cli, "admit", i, "root"), *notes = NULL;

    root[8] = '\0';
    g_free (cli_answer (cli, "admit", "A. Diallo", "--branch", root, NULL));
    notes = cli_answer (cli, "list", NULL);
    seen[0] |= strstr (notes, "Ours") != NULL;
    seen[1] |= strstr (notes, "Theirs") != NULL;
    assert_true ((strstr (notes, "Ours") != NULL) != (strstr (notes, "Theirs") != NULL));
  }
  assert_true (seen[0] && seen[1]);
}

static void
a_branch_that_is_not_there_is_refused (void **state)
{
  Cli *cli = *state;

  cli_run (cli, "admit", "A. Diallo", "--branch", "nothing", NULL);
  cli_assert_failed (cli, 1, "no branch of the log");
  cli_run (cli, "admit", "A. Diallo", "--branch", "", NULL);
  cli_assert_failed (cli, 1, "several branches");
  cli_run (cli, "admit", "HQ", "--branch", "abc", NULL);
  cli_assert_failed (cli, 1, "one history");
}

/* Whoever has the device's key can check them without this store. */
static void
both_signed_checkpoints_can_be_shown_to_others (void **state)
{
  Cli *cli = *state;
  ValiseCheckpoint checkpoints[2];

  for (guint i = 0; i < 2; i++) {
    g_autofree char *note = branch_text (cli, "verify", i, "note");
    g_autoptr (GError) error = NULL;

    valise_checkpoint_parse (note, strlen (note), &checkpoints[i], &error);
    assert_no_error (error);
  }
  assert_string_equal (checkpoints[0].device, checkpoints[1].device);
  assert_false (valise_hash_equal (&checkpoints[0].root, &checkpoints[1].root));
}

/* The copy learns it from headquarters' next bundle. */
static void
a_record_shows_that_more_was_said_of_it (void **state)
{
  Cli *cli = *state;
  g_autofree char *record = NULL, *shown = NULL, *forked = NULL, *found = NULL;
  yyjson_doc *doc = cli_json (cli, "list", "note", NULL);

  record = g_strdup (yyjson_get_str (yyjson_obj_get (
      yyjson_arr_get_first (yyjson_obj_get (yyjson_doc_get_root (doc), "records")), "record")));
  yyjson_doc_free (doc);
  cli_use (cli, "a");
  g_free (cli_answer (cli, "edit", record, "title=Changed", NULL));
  cli_send (cli, "a", "hq", "headquarters");
  shown = cli_answer (cli, "show", record, NULL);
  assert_non_null (strstr (shown, "Before"));
  assert_non_null (strstr (shown, "FORK: 1 entry of it"));
}

#define RUN(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    RUN (a_fork_is_an_alarm_until_it_is_decided_and_after),
    RUN (either_branch_may_be_admitted_by_how_its_root_begins),
    RUN (a_branch_that_is_not_there_is_refused),
    RUN (both_signed_checkpoints_can_be_shown_to_others),
    RUN (a_record_shows_that_more_was_said_of_it),
  };

  return cmocka_run_group_tests_name ("cli-fork", tests, NULL, NULL);
}
