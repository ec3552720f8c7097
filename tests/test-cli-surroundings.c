/* test-cli-surroundings.c - wherever it is started from: told, and nothing lost
 *
 * Odd languages, zones, limits, masks and folders; streams that are closed or
 * full. Each line of shell runs the real program in them: how it ends, and what
 * must be said. Afterwards the store verifies, and nothing in it is for others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <sys/stat.h>

#include "tests/asserts.h"
#include "tests/cli.h"

/* $V is the program, in a folder with "sheet.csv"; -1: any end. */
static const struct {
  const char *what, *line;
  int code;
  const char *part;
} lines[] = {
  { "Turkish letters", "LC_ALL=tr_TR.UTF-8 $V search iiii", 0, "IIii" },
  { "Arabic digits", "LC_ALL=ar_EG.UTF-8 $V add sighting title=x seen=2026-11-20T10:00", 0, "" },
  { "no language at all", "env -i VALISE_STORE=$VALISE_STORE VALISE_PASSPHRASE_FILE=$VALISE_PASSPHRASE_FILE $V list", 0, "IIii" },
  { "the far side of the date line", "TZ=Pacific/Kiritimati $V add sighting title=zone seen=2026-11-20T10:00", 0, "" },
  { "a zone that is none", "TZ=:nonsense $V list", 0, "zone" },
  { "a reader that leaves", "$V list | head -n 1 | wc -l", 0, "1" },
  { "a closed answer", "$V list >&-", 1, "could not be written out" },
  { "a full answer", "$V list > /dev/full", 1, "could not be written out" },
  { "a full answer in JSON", "$V status --json > /dev/full", 1, "could not be written out" },
  { "a closed answer, and work that is done", "$V add note text=shut >&-", 1, "was carried out" },
  { "the work that was done", "$V list", 0, "shut" },
  { "no input", "$V add note text=@- <&-", 1, "standard input is empty" },
  { "no streams", "$V add note text=silent <&- >&- 2>&-", 1, "" },
  { "what was done in silence", "$V list", 0, "silent" },
  { "no home", "env -u HOME $V list", 0, "IIii" },
  { "a home that is not there", "HOME=/nonexistent $V list", 0, "IIii" },
  { "everything for everybody", "umask 000; $V add note text=open --attach sheet.csv", 0, "" },
  { "nothing for anybody", "umask 777; $V add note text=closed --attach passphrase", 0, "" },
  { "32 open files", "ulimit -n 32; $V add note text=few --attach vault-passphrase && $V verify", 0, "All of it is as it was" },
  { "6 open files", "ulimit -n 6; $V list", 1, "unable to open" },
  { "files of 100 KiB at most", "ulimit -f 100; $V import sheet.csv ref=key --type note", 1, "" },
  { "and an export", "ulimit -f 1; $V export --format jsonl -o out.jsonl --to Court --why asked", 1, "" },
  { "and a bundle of them", "ulimit -f 100; $V backup backup", 1, "" },
  { "without the limit", "$V import sheet.csv ref=key --type note", 0, "2000 rows" },
  { "a folder that is gone", "mkdir gone && cd gone && rmdir ../gone && $V list", 0, "IIii" },
  { "a folder that may not be written", "mkdir locked && chmod 500 locked && cd locked && $V list", 0, "IIii" },
  { "a line's end in a path", "d=\"sp ace/new\nline\"; $V --store \"$d\" init --name B --role expert --work-factor 10 &&"
    " $V --store \"$d\" add note text=q", 0, "new\\nline" },
  { "a path that is not UTF-8", "d=$(printf 'n\\377'); $V --store $d init --name B --role expert --work-factor 10 &&"
    " $V --store $d add note text=q --attach sheet.csv && $V --store $d backup b$d && $V --store $d verify", 0, "n\\xff" },
  { "a sheet that is not named in UTF-8", "f=$(printf 's\\377.csv'); cp sheet.csv $f; $V import $f ref=key --type note", 0, "2000 rows" },
};

static int
set_up (void **state)
{
  Cli *cli = cli_new_store ("A. Diallo", "expert");
  g_autofree char *program = g_build_filename (g_getenv ("VALISE_BUILD"), "app", "valise", NULL);
  g_autoptr (GString) sheet = g_string_new ("ref,text\n");

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (sheet, "r%u,note %u of a sheet\n", i, i);
  g_free (cli_write (cli, "sheet.csv", sheet->str));
  cli_set_variable (cli, "V", program);
  g_free (cli_answer (cli, "add", "item", "serial=IIii", NULL));
  *state = cli;
  return 0;
}

static int
tear_down (void **state)
{
  cli_free (*state);
  return 0;
}

static void
it_works_or_says_why_wherever_it_runs (void **state)
{
  Cli *cli = *state;
  g_autofree char *found = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autofree char *said = NULL;

    cli_tool (cli, "bash", "-c", lines[i].line, NULL);
    said = g_strconcat (cli->out, cli->err, NULL);
    if (cli->code != lines[i].code || strstr (said, lines[i].part) == NULL)
      fail_msg ("%s: ended with %d, not %d: %s", lines[i].what, cli->code, lines[i].code, said);
    g_free (cli_answer (cli, "verify", NULL));
  }
  /* Everything is its owner's, to read and to write, and nobody else's. */
  cli_tool (cli, "sh", "-c", "find store \\( -perm /077 -o ! -perm -600 \\) -print", NULL);
  assert_string_equal (cli->out, "");
  cli_tool (cli, "sh", "-c", "ls -A | grep -F .new-", NULL);
  assert_string_equal (cli->out, "");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (it_works_or_says_why_wherever_it_runs),
  };

  return cmocka_run_group_tests_name ("cli-surroundings", tests, set_up, tear_down);
}
