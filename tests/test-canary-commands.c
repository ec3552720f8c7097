/* test-canary-commands.c - no command tells the secret to the disk, and none writes where it should not
 *
 * Each command runs under strace: whatever it and its helpers open for writing
 * lies in the store or in the folder that was named. After each, all folders
 * are looked through (canary.h), but for what is readable on purpose.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <unistd.h>

#include "tests/asserts.h"
#include "tests/canary.h"
#include "tests/cli.h"

typedef struct {
  Cli *cli;
  char *canary, *program, *trace;
  char *note, *photo, *interview; /* records of store "a" */
} World;

/* ---- The world ---- */

static void
shell (World *world, const char *line)
{
  cli_tool (world->cli, "sh", "-c", line, NULL);
  if (world->cli->code != 0)
    fail_msg ("%s: %s", line, world->cli->err);
}

static char *
with_canary (World *world, const char *before)
{
  return g_strconcat (before, world->canary, NULL);
}

/* What is readable on purpose: what is taken in, and what is saved out. */
static void
make_inputs (World *world)
{
  g_autofree char *folder = cli_path (world->cli, "readable");
  g_autofree char *letter = g_strdup_printf ("yes \"%s\" | head -c 700000 > readable/letter.txt", world->canary);
  g_autofree char *photo = g_strdup_printf (
      "for n in 1 2; do convert -size 400x300 plasma: readable/$n.jpg && exiftool -q -overwrite_original"
      " -UserComment=%s -ImageDescription=%s readable/$n.jpg || exit 1; done", world->canary, world->canary);
  g_autofree char *sheet = g_strdup_printf ("ref,title\nR-1,%s\n", world->canary);

  shell (world, "mkdir readable out share backup-disk relayed");
  canary_exempt (folder);
  shell (world, letter);
  shell (world, photo);
  g_free (cli_write (world->cli, "readable/rows.csv", sheet));
}

static void
make_stores (World *world)
{
  Cli *cli = world->cli;
  g_autofree char *first = cli_write (cli, "first-words", "what the first knows\n");
  g_autofree char *next = cli_write (cli, "next-words", "a new beginning\n");
  g_autofree char *second = cli_write (cli, "second-words", "what the second knows\n");

  cli_set_variable (cli, "VALISE_FIRST_PASSPHRASE_FILE", first);
  cli_set_variable (cli, "VALISE_SECOND_PASSPHRASE_FILE", second);
  cli_make (cli, "hq", "HQ", "headquarters");
  g_free (cli_answer (cli, "case", "add", "drc-1533", "--title", "T", "--basis", "B", NULL));
  g_free (cli_answer (cli, "recovery", "init", "first.age", "second.age", NULL));
  cli_make (cli, "a", "A. Diallo", "expert");
  cli_enrol (cli, "a", "drc-1533");
  g_free (cli_answer (cli, "vault", "init", NULL));
}

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);
  g_autofree char *text = NULL, *source = NULL, *said = NULL;
  Cli *cli;

  world->canary = canary_new ();
  cli = world->cli = cli_new ();
  world->program = g_build_filename (g_getenv ("VALISE_BUILD"), "app", "valise", NULL);
  make_inputs (world);
  world->trace = cli_path (cli, "readable/trace");
  make_stores (world);
  text = with_canary (world, "text=");
  source = with_canary (world, "source-name=");
  world->note = cli_answer (cli, "add", "note", text, "--attach", "readable/letter.txt", NULL);
  world->interview = cli_answer (cli, "add", "interview", "codename=HERON", source, NULL);
  said = cli_answer (cli, "photos", "readable/1.jpg", NULL);
  world->photo = g_strndup (said, strcspn (said, " "));
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  cli_free (world->cli);
  g_free (world->program);
  g_free (world->trace);
  g_free (world->note);
  g_free (world->photo);
  g_free (world->interview);
  canary_free (world->canary);
  g_free (world);
  return 0;
}

/* ---- The commands ---- */

/* NOTE, PHOTO and INTERVIEW are records; "*" stands for the bundles there. */
static const struct {
  const char *store, *words;
} commands[] = {
  { "a", "status" },
  { "a", "list" },
  { "a", "show NOTE --history" },
  { "a", "show INTERVIEW --sealed" },
  { "a", "search beside" },
  { "a", "log" },
  { "a", "conflicts" },
  { "a", "verify" },
  { "a", "rebuild" },
  { "a", "edit NOTE text=@readable/rows.csv" },
  { "a", "photos readable/2.jpg" },
  { "a", "import readable/rows.csv ref=key --type sighting" },
  { "a", "export --format jsonl -o readable/out.jsonl --to Court --why asked" },
  { "a", "import readable/out.jsonl --dry-run" },
  { "a", "import readable/out.jsonl" },
  { "a", "export --format csv -o readable/out.csv --to Court --why asked" },
  { "a", "file NOTE 1 -o readable/saved.txt" },
  { "a", "pack --to headquarters -o out" },
  { "a", "pack --to headquarters -o out --max-bytes 400000 --everything" },
  { "a", "exchange share" },
  { "hq", "inspect out/*" },
  { "hq", "reconcile out/* --dry-run" },
  { "hq", "reconcile LAST" }, /* a piece of the letter, which stays one */
  { "hq", "verify" },
  { "hq", "exchange share" },
  { "hq", "relay out/* -o relayed" },
  { "hq", "pack --to A.Diallo -o out --everything" },
  { "hq", "recover A.Diallo --first first.age --second second.age -o out/key.age --new-passphrase-file next-words" },
  { "a", "backup backup-disk/a" },
  { "a", "drill backup-disk/a" },
  { "restored", "restore backup-disk/a" },
  { "restored", "verify" },
  { "a", "passphrase --rekey --new-passphrase-file passphrase --work-factor 10" },
  { "a", "erase NOTE text --reason withdrew" },
  { "a", "wipe --yes" },
};

/* With what stands for something filled in (transfer full). */
static char *
fill_in (World *world, const char *words)
{
  g_autoptr (GString) text = g_string_new (words);

  g_string_replace (text, "NOTE", world->note, 0);
  g_string_replace (text, "PHOTO", world->photo, 0);
  g_string_replace (text, "INTERVIEW", world->interview, 0);
  g_string_replace (text, "out/*", "$(ls -S out/*.valise | head -n 1)", 0);
  g_string_replace (text, "LAST", "$(ls -t out/*.valise | head -n 1)", 0);
  g_string_replace (text, "A.Diallo", "\"A. Diallo\"", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Name spaces of the sandbox, and devices. */
static gboolean
is_no_disk (const char *line)
{
  return strstr (line, "\"/dev/") != NULL || strstr (line, "</dev/") != NULL ||
         strstr (line, "\"/proc/self/") != NULL || strstr (line, "</proc") != NULL ||
         strstr (line, "newroot") != NULL || strstr (line, "= -1 ") != NULL;
}

static guint
assert_writes_below_root (World *world, const char *words)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint written = 0;

  assert_true (g_file_get_contents (world->trace, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (strstr (lines[i], "O_WRONLY") == NULL && strstr (lines[i], "O_RDWR") == NULL &&
        strstr (lines[i], "O_CREAT") == NULL)
      continue;
    written++;
    if (strstr (lines[i], world->cli->root) == NULL && !is_no_disk (lines[i]))
      fail_msg ("“%s” writes elsewhere: %s", words, lines[i]);
  }
  return written;
}

static void
no_command_writes_elsewhere_or_tells_it (void **state)
{
  World *world = *state;
  guint written = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *words = fill_in (world, commands[i].words), *line = NULL;

    cli_use (world->cli, commands[i].store);
    line = g_strdup_printf ("strace -f -y -e trace=open,openat,openat2,creat -o %s %s %s", world->trace, world->program,
                            words);
    cli_tool (world->cli, "sh", "-c", line, NULL);
    if (world->cli->code != 0)
      fail_msg ("“%s” ended with %d: %s", commands[i].words, world->cli->code, world->cli->err);
    written += assert_writes_below_root (world, commands[i].words);
    canary_assert_nowhere_below (world->cli->root);
    canary_assert_nowhere_below (g_get_home_dir ());
    canary_assert_nowhere_below (g_get_tmp_dir ());
  }
  assert_true (written > G_N_ELEMENTS (commands));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (no_command_writes_elsewhere_or_tells_it),
  };

  return cmocka_run_group_tests_name ("canary-commands", tests, set_up, tear_down);
}
