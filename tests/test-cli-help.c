/* test-cli-help.c - help, manual page and completion say what the program does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/command.h"
#include "core/type.h"
#include "tests/asserts.h"
#include "tests/cli.h"

static Cli *cli;

static int
set_up (void **state)
{
  cli = cli_new ();
  return 0;
}

static int
tear_down (void **state)
{
  cli_free (cli);
  return 0;
}

static char *
source_path (const char *name)
{
  return g_build_filename (g_getenv ("VALISE_SOURCE"), "app", name, NULL);
}

/* Runs `valise` with the words of a command's name and one more. */
static void
run_command (const char *name, const char *more)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (all, words[i]);
  g_ptr_array_add (all, (char *) more);
  g_ptr_array_add (all, NULL);
  cli_runv (cli, (const char *const *) all->pdata);
}

static void
assert_out_has (const char *what, const char *part)
{
  if (strstr (cli->out, part) == NULL)
    fail_msg ("the help of %s lacks “%s”:\n%s", what, part, cli->out);
}

static void
the_program_lists_every_command (void **state)
{
  cli_run (cli, "--help", NULL);
  assert_int_equal (cli->code, 0);
  for (const ValiseCommand *const *all = valise_command_all (); *all != NULL; all++) {
    assert_out_has ("valise", (*all)->name);
    assert_out_has ("valise", (*all)->summary);
  }
}

static void
every_command_explains_itself_with_options_and_an_example (void **state)
{
  for (const ValiseCommand *const *all = valise_command_all (); *all != NULL; all++) {
    g_auto (GStrv) example = g_strsplit ((*all)->example, "\n", -1);

    run_command ((*all)->name, "--help");
    assert_int_equal (cli->code, 0);
    assert_string_equal (cli->err, "");
    assert_out_has ((*all)->name, (*all)->usage);
    assert_out_has ((*all)->name, example[0]);
    assert_true (strlen ((*all)->help) > 60);
    for (const ValiseOption *row = (*all)->options; row != NULL && row->name != NULL; row++) {
      assert_out_has ((*all)->name, row->name);
      assert_out_has ((*all)->name, row->help);
      /* the usage line names it too */
      assert_non_null (strstr ((*all)->usage, row->letter != 0 ? "-o" : row->name));
    }
  }
}

static void
every_type_lists_its_fields_with_kind_and_choices (void **state)
{
  for (const ValiseType *const *types = valise_type_all (); *types != NULL; types++) {
    if ((*types)->audience == VALISE_AUDIENCE_SYSTEM)
      continue;
    cli_run (cli, "add", (*types)->name, "--help", NULL);
    assert_int_equal (cli->code, 0);
    for (const ValiseField *field = (*types)->fields; field->name != NULL; field++) {
      assert_out_has ((*types)->name, field->name);
      assert_out_has ((*types)->name, field->label);
    }
  }
  cli_run (cli, "add", "item", "model", "--help", NULL);
  assert_out_has ("item model", "ak-103");
  cli_run (cli, "add", "item", "modle", "--help", NULL);
  cli_assert_failed (cli, 2, "did you mean “model”");
}

static void
every_example_can_be_typed (void **state)
{
  for (const ValiseCommand *const *all = valise_command_all (); *all != NULL; all++) {
    g_auto (GStrv) lines = g_strsplit ((*all)->example, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
      g_auto (GStrv) words = NULL;
      g_autoptr (GPtrArray) typed = g_ptr_array_new ();
      g_autofree char *line = g_strndup (lines[i], strcspn (lines[i], "<"));

      assert_true (g_shell_parse_argv (line, NULL, &words, NULL));
      assert_string_equal (words[0], "valise");
      for (guint j = 1; words[j] != NULL; j++)
        g_ptr_array_add (typed, words[j]);
      g_ptr_array_add (typed, NULL);
      cli_runv (cli, (const char *const *) typed->pdata);
      if (cli->code == VALISE_EXIT_USAGE)
        fail_msg ("%s: %s", lines[i], cli->err);
    }
  }
}

static void
the_version_is_said (void **state)
{
  cli_run (cli, "--version", NULL);
  assert_int_equal (cli->code, 0);
  assert_true (g_str_has_prefix (cli->out, "valise "));
}

/* The manual page */

static void
the_manual_page_names_every_command_and_option (void **state)
{
  g_autofree char *path = source_path ("valise.1"), *text = NULL;

  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (const ValiseCommand *const *all = valise_command_all (); *all != NULL; all++) {
    g_autofree char *item = g_strdup_printf (".It Xo\n.Ic %s\n", (*all)->name);
    const char *at = strstr (text, item), *end;

    if (at == NULL)
      fail_msg ("valise.1 lacks the command %s", (*all)->name);
    end = strstr (at + 1, ".It Xo\n");
    for (const ValiseOption *row = (*all)->options; row != NULL && row->name != NULL; row++) {
      g_autofree char *flag = g_strdup_printf ("Fl Fl %s", row->name);
      const char *found = strstr (at, flag);

      if (found == NULL || (end != NULL && found > end))
        fail_msg ("valise.1 lacks %s --%s", (*all)->name, row->name);
    }
  }
  for (const ValiseOption *row = valise_global_options; row->name != NULL; row++) {
    g_autofree char *flag = g_strdup_printf ("Fl Fl %s", row->name);

    assert_non_null (strstr (text, flag));
  }
}

static void
the_manual_page_is_set_without_a_warning (void **state)
{
  g_autofree char *path = source_path ("valise.1");

  cli_set_variable (cli, "MANWIDTH", "80");
  cli_tool (cli, "man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", path, NULL);
  assert_int_equal (cli->code, 0);
  assert_string_equal (cli->err, "");
}

/* Completion */

static const struct {
  const char *line, *offered; /* first candidates, blank between */
} lines[] = {
  { "valise sta", "status" },
  { "valise case ", "add countries list" },
  { "valise add sig", "sighting" },
  { "valise add item serial-", "serial-script=" },
  { "valise add item kind=w", "weapon" },
  { "valise add item --class ", "unclassified confidential strictly-confidential" },
  { "valise add item --par", "--parent" },
  { "valise add item --attach one two --par", "--parent" },
  { "valise --store x list pho", "photo" },
  { "valise init --role ju", "" },
  { "valise init --role jm", "jmac" },
  { "valise inspect passph", "passphrase" },
  { "valise resolve 12345678 head", "headstamp headstamp-12 headstamp-2" },
  { "valise frobnicate ", "" },
};

static void
bash_completes_commands_types_fields_and_codes (void **state)
{
  g_autofree char *script = source_path ("valise.bash");
  g_autofree char *folder = g_build_filename (g_getenv ("VALISE_BUILD"), "app", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autofree char *code = g_strdup_printf (
        "PATH='%s':$PATH; . '%s'; COMP_LINE='%s'; COMP_POINT=${#COMP_LINE};"
        "COMP_WORDBREAKS=$' \\t\\n\"><=;|&(:'; _valise; echo \"${COMPREPLY[*]}\"",
        folder, script, lines[i].line);

    cli_tool (cli, "bash", "-c", code, NULL);
    assert_int_equal (cli->code, 0);
    if (lines[i].offered[0] == '\0' ? cli->out[0] != '\n'
                                    : !g_str_has_prefix (cli->out, lines[i].offered))
      fail_msg ("“%s” offers %s", lines[i].line, cli->out);
  }
}

int
main (void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown (test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    WITH_FOLDER (the_program_lists_every_command),
    WITH_FOLDER (every_command_explains_itself_with_options_and_an_example),
    WITH_FOLDER (every_type_lists_its_fields_with_kind_and_choices),
    WITH_FOLDER (every_example_can_be_typed),
    WITH_FOLDER (the_version_is_said),
    WITH_FOLDER (the_manual_page_names_every_command_and_option),
    WITH_FOLDER (the_manual_page_is_set_without_a_warning),
    WITH_FOLDER (bash_completes_commands_types_fields_and_codes),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
