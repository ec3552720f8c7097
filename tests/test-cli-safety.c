/* test-cli-safety.c - passphrases, wiped memory, two at once, public tools
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <sys/wait.h>

#include "app/command.h"
#include "tests/asserts.h"
#include "tests/cli.h"

static int
set_up (void **state)
{
  *state = cli_new_store ("A. Diallo", "expert");
  return 0;
}

static int
tear_down (void **state)
{
  cli_free (*state);
  return 0;
}

/* Every user of a machine can read what stands on a command line. */
static void
no_option_takes_a_passphrase_itself (void **state)
{
  for (const ValiseCommand *const *all = valise_command_all (); *all != NULL; all++)
    for (const ValiseOption *row = (*all)->options; row != NULL && row->name != NULL; row++)
      assert_true (strstr (row->name, "passphrase") == NULL ||
                   (g_str_has_suffix (row->name, "-file") && g_str_equal (row->value, "FILE")));
  for (const ValiseOption *row = valise_global_options; row->name != NULL; row++)
    assert_true (strstr (row->name, "passphrase") == NULL || g_str_has_suffix (row->name, "-file"));
}

#if !defined(__SANITIZE_ADDRESS__) /* which brings a heap of its own */
static void
it_runs_with_memory_that_is_wiped_when_freed (void **state)
{
  Cli *cli = *state;
  g_autofree char *program = g_build_filename (g_getenv ("VALISE_BUILD"), "app", "valise", NULL);
  g_autofree char *trace = cli_path (cli, "trace"), *text = NULL;

  cli_set_variable (cli, "GLIBC_TUNABLES", "glibc.malloc.arena_max=2");
  cli_tool (cli, "strace", "-v", "-s", "4096", "-e", "trace=execve", "-o", trace, program, "status", NULL);
  assert_int_equal (cli->code, 0);
  assert_true (g_file_get_contents (trace, &text, NULL, NULL));
  /* once, and what somebody else wished stays */
  assert_non_null (strstr (text, "GLIBC_TUNABLES=glibc.malloc.arena_max=2:glibc.malloc.perturb=165:glibc.malloc.tcache_count=0"));
  assert_null (strstr (strstr (text, "execve(\"/proc/self/exe\"") + 1, "execve("));
}
#endif

/* Starts `valise add` without waiting; its process. */
static GPid
start_add (Cli *cli, const char *text)
{
  g_autofree char *program = g_build_filename (g_getenv ("VALISE_BUILD"), "app", "valise", NULL);
  g_autofree char *field = g_strconcat ("text=", text, NULL);
  char *words[] = { program, (char *) "add", (char *) "note", field, NULL };
  GError *error = NULL;
  GPid process;

  g_spawn_async (cli->root, words, cli->environment,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                 NULL, NULL, &process, &error);
  assert_no_error (error);
  return process;
}

/* Each is written whole, or told that the store is in use. */
static void
two_processes_never_write_one_store_at_once (void **state)
{
  Cli *cli = *state;
  GPid processes[8];
  g_autoptr (yyjson_doc) doc = NULL;
  g_autofree char *sound = NULL;
  gsize added = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (processes); i++)
    processes[i] = start_add (cli, "at once");
  for (gsize i = 0; i < G_N_ELEMENTS (processes); i++) {
    int status = 0;

    assert_int_equal (waitpid (processes[i], &status, 0), processes[i]);
    assert_true (WIFEXITED (status));
    assert_true (WEXITSTATUS (status) == 0 || WEXITSTATUS (status) == 1);
    added += WEXITSTATUS (status) == 0;
  }
  assert_true (added > 0);
  doc = cli_json (cli, "list", NULL);
  assert_int_equal (yyjson_arr_size (yyjson_obj_get (yyjson_doc_get_root (doc), "records")), added);
  sound = cli_answer (cli, "verify", NULL);
}

static void
a_changed_passphrase_opens_and_the_old_one_does_not (void **state)
{
  Cli *cli = *state;
  g_autofree char *path = cli_write (cli, "next", "yet other words\n");
  g_autofree char *id = cli_answer (cli, "add", "note", "text=x", NULL), *said = NULL, *list = NULL;

  said = cli_answer (cli, "passphrase", "--new-passphrase-file", path, "--work-factor", "10", NULL);
  cli_run (cli, "list", NULL);
  cli_assert_failed (cli, 1, "the passphrase is wrong");
  cli_set_variable (cli, "VALISE_PASSPHRASE_FILE", path);
  list = cli_answer (cli, "list", NULL);
  assert_non_null (strstr (list, "Note"));
}

/* age asks on a terminal: expect gives it one. */
static const char by_hand[] =
    "set -e; cd store\n"
    "expect -c 'set timeout 60; spawn -noecho age -d -o ../keys key.age; expect passphrase;"
    " send \"the quiet river at night\\r\"; expect eof; exit [lindex [wait] 3]' > /dev/null\n"
    "key=$(sed -n 's/^database //p' ../keys); sed -n 's/^files //p' ../keys > ../identity\n"
    "sqlcipher store.db \"PRAGMA key = \\\"x'$key'\\\"; SELECT CAST (header AS TEXT), disclosure FROM entry;\" > ../log\n"
    "age -d -i ../identity -o ../attached $(find files -type f)\n"
    "cmp ../attached ../manifest.txt\n";

static void
public_tools_open_the_store_without_this_program (void **state)
{
  Cli *cli = *state;
  g_autofree char *path = cli_write (cli, "manifest.txt", "twelve crates\n");
  g_autofree char *id = cli_answer (cli, "add", "item", "serial=AK-1234", "--attach", path, NULL);
  g_autofree char *log = cli_path (cli, "log"), *text = NULL;

  cli_tool (cli, "sh", "-c", by_hand, NULL);
  if (cli->code != 0)
    fail_msg ("by hand: %s%s", cli->out, cli->err);
  assert_true (g_file_get_contents (log, &text, NULL, NULL));
  assert_non_null (strstr (text, id));
  assert_non_null (strstr (text, "AK-1234"));
}

static void
nothing_readable_is_left_beside_the_store (void **state)
{
  Cli *cli = *state;
  g_autofree char *path = cli_write (cli, "secret.txt", "quartz-amber-falcon\n");
  g_autofree char *id = cli_answer (cli, "add", "note", "text=quartz-amber-falcon", "--attach", path, NULL);
  g_autofree char *found = cli_answer (cli, "search", "quartz", NULL);
  g_autofree char *line = g_strdup_printf ("rm secret.txt; ! grep -rl quartz-amber-falcon %s", cli->root);

  cli_tool (cli, "sh", "-c", line, NULL);
  if (cli->code != 0)
    fail_msg ("readable: %s", cli->out);
}

static void
an_answer_that_cannot_be_written_is_no_success (void **state)
{
  Cli *cli = *state;
  g_autofree char *line = g_strdup_printf ("%s/app/valise status > /dev/full", g_getenv ("VALISE_BUILD"));

  cli_tool (cli, "sh", "-c", line, NULL);
  cli_assert_failed (cli, 1, "could not be written out");
}

int
main (void)
{
#define WITH_STORE(test) cmocka_unit_test_setup_teardown (test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (no_option_takes_a_passphrase_itself),
#if !defined(__SANITIZE_ADDRESS__)
    WITH_STORE (it_runs_with_memory_that_is_wiped_when_freed),
#endif
    WITH_STORE (two_processes_never_write_one_store_at_once),
    WITH_STORE (a_changed_passphrase_opens_and_the_old_one_does_not),
    WITH_STORE (public_tools_open_the_store_without_this_program),
    WITH_STORE (nothing_readable_is_left_beside_the_store),
    WITH_STORE (an_answer_that_cannot_be_written_is_no_success),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
