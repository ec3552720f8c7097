/* test-crash.c - every command, cut short at every call that changes the disk
 *
 * The real program runs on a disk that fails at the n-th call
 * (failing-disk/failing-disk.c), for every n. Then it runs as ever, what was
 * not done is done again, and the end must be that of an undisturbed run:
 * nothing said to be done is lost, nothing is left over, all of it verifies.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/asserts.h"
#include "tests/cli.h"
#include "tests/fixture.h"

typedef struct {
  const char *name;
  const char *store;                 /* works on this one */
  void (*run) (Cli *cli);            /* once, whatever comes of it */
  gboolean in_slices;                /* a part of it may stay */
  void (*resume) (Cli *cli);         /* as somebody would who looks what is there */
} Case;

typedef struct {
  Cli *cli;
  char **plain;     /* the environment of an honest disk */
  char *trace;
} World;

/* ---- What somebody sees ---- */

/* Names of one's own making and times of day are not compared. */
static char *
without_chance (const char *text)
{
  g_autoptr (GRegex) ids = g_regex_new ("[0-9a-f]{8,64}|\\d{4}-\\d\\d-\\d\\d[T ][0-9:.]*Z?|[a-z2-7]{16}", 0, 0, NULL);

  return g_regex_replace_literal (ids, text, -1, 0, "~", 0, NULL);
}

static int
compare_lines (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
append_tree (GString *out, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *base = g_path_get_basename (names->pdata[i]);

    if (g_file_test (names->pdata[i], G_FILE_TEST_IS_DIR))
      append_tree (out, names->pdata[i]);
    else if (base[0] == '.' || !g_str_has_prefix (base, "store.db"))
      g_string_append_printf (out, base[0] == '.' ? "left over: %s\n" : "file\n", base);
  }
}

/* Records of one second are in no order. */
static char *
sort_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  return g_strjoinv ("\n", lines);
}

/* What a store says, and how many files lie in it. */
static void
append_store (GString *out, Cli *cli, const char *name)
{
  g_autofree char *verified = NULL, *status = NULL, *list = NULL, *whole = NULL, *calm = NULL, *sorted = NULL;

  cli_use (cli, name);
  status = cli_answer (cli, "status", NULL);
  append_tree (out, cli->store); /* before verify, which sweeps */
  list = cli_answer (cli, "list", NULL);
  verified = cli_answer (cli, "verify", NULL);
  whole = g_strjoin ("\n", status, list, NULL);
  calm = without_chance (whole);
  sorted = sort_lines (calm);
  g_string_append (out, sorted);
}

static void
drop_lines (GString *text, const char *word)
{
  g_auto (GStrv) lines = g_strsplit (text->str, "\n", -1);

  g_string_truncate (text, 0);
  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], word) == NULL)
      g_string_append_printf (text, "%s\n", lines[i]);
}

/* ---- The cases ---- */

#define NOTE "the bridge at Kasira"

static void
run_add (Cli *cli)
{
  cli_run (cli, "add", "sighting", "title=" NOTE, "seen=2026-11-20", "--attach", "plan.txt", NULL);
}

static void
resume_add (Cli *cli)
{
  g_autofree char *list = cli_answer (cli, "list", NULL), *said = NULL;

  if (strstr (list, NOTE) == NULL)
    said = cli_answer (cli, "add", "sighting", "title=" NOTE, "seen=2026-11-20", "--attach", "plan.txt", NULL);
}

static void
run_photos (Cli *cli)
{
  cli_run (cli, "photos", "one.png", "two.png", NULL);
}

static void
resume_photos (Cli *cli)
{
  static const char *const names[] = { "one.png", "two.png" };
  g_autofree char *list = cli_answer (cli, "list", "photo", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strstr (list, names[i]) == NULL)
      g_free (cli_answer (cli, "photos", names[i], NULL));
}

static void
run_pack (Cli *cli)
{
  cli_run (cli, "pack", "--to", "headquarters", "-o", "work/out", NULL);
}

static void
resume_pack (Cli *cli)
{
  g_free (cli_answer (cli, "pack", "--to", "headquarters", "-o", "work/out", "--everything", NULL));
}

static void
run_reconcile (Cli *cli)
{
  cli_run (cli, "reconcile", "bundle.valise", NULL);
}

static void
resume_reconcile (Cli *cli)
{
  g_free (cli_answer (cli, "reconcile", "bundle.valise", NULL));
}

static void
run_passphrase (Cli *cli)
{
  cli_run (cli, "passphrase", "--rekey", "--new-passphrase-file", "passphrase", "--work-factor", "10", NULL);
}

static void
resume_passphrase (Cli *cli)
{
  g_free (cli_answer (cli, "passphrase", "--rekey", "--new-passphrase-file", "passphrase",
                      "--work-factor", "10", NULL));
}

static void
run_sealed (Cli *cli)
{
  cli_run (cli, "add", "interview", "codename=HERON", "source-name=Amina", NULL);
}

static void
resume_sealed (Cli *cli)
{
  g_autofree char *list = cli_answer (cli, "list", NULL);

  if (strstr (list, "HERON") == NULL)
    g_free (cli_answer (cli, "add", "interview", "codename=HERON", "source-name=Amina", NULL));
}

static const Case cases[] = {
  { "add", "a", run_add, FALSE, resume_add },
  { "pack", "a", run_pack, FALSE, resume_pack },
  { "reconcile", "hq", run_reconcile, TRUE, resume_reconcile },
  { "photos", "a", run_photos, TRUE, resume_photos },
  { "sealed", "a", run_sealed, FALSE, resume_sealed },
  { "rekey", "a", run_passphrase, FALSE, resume_passphrase },
};

/* ---- The world ---- */

static void
tool (World *world, const char *line)
{
  cli_tool (world->cli, "sh", "-c", line, NULL);
  if (world->cli->code != 0)
    fail_msg ("%s: %s", line, world->cli->err);
}

static void
begin_anew (World *world)
{
  tool (world, "rm -rf work undo trace && mkdir undo && cp -a base work");
}

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);
  Cli *cli = world->cli = cli_new ();
  g_autofree char *letter = cli_write (cli, "letter.txt", "Twelve crates came by night.\n");
  g_autofree char *plan = cli_write (cli, "plan.txt", "The bridge, then left.\n");

  *state = world;
  world->trace = cli_path (cli, "trace");
  tool (world, "mkdir base base/out && convert -size 8x8 xc:red one.png && convert -size 8x8 xc:blue two.png");
  cli_make (cli, "base/hq", "HQ", "headquarters");
  g_free (cli_answer (cli, "case", "add", "drc-1533", "--title", "T", "--basis", "B", NULL));
  cli_make (cli, "base/a", "A. Diallo", "expert");
  tool (world, "ln -s base/hq hq; ln -s base/a a");
  cli_enrol (cli, "a", "drc-1533");
  g_free (cli_answer (cli, "add", "note", "text=here before", "--attach", "letter.txt", NULL));
  g_free (cli_answer (cli, "vault", "init", NULL));
  tool (world, "rm hq a");
  cli_use (cli, "base/a");
  g_free (cli_answer (cli, "pack", "--to", "headquarters", "-o", "base/out", NULL));
  tool (world, "mv base/out/*.valise bundle.valise");
  world->plain = g_strdupv (cli->environment);
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  cli_free (world->cli);
  g_strfreev (world->plain);
  g_free (world->trace);
  g_free (world);
  return 0;
}

static void
work_on (World *world, const Case *one)
{
  g_autofree char *name = g_strconcat ("work/", one->store, NULL);

  cli_use (world->cli, name);
}

/* All that there is to see once the work is done: and what was packed is
 * taken in at headquarters. */
static char *
describe (World *world, const Case *one)
{
  GString *out = g_string_new (NULL);
  g_autofree char *folder = cli_path (world->cli, "work/out");

  append_store (out, world->cli, "work/a");
  if (strcmp (one->name, "pack") == 0) {
    g_autoptr (GString) left = g_string_new (NULL);

    append_tree (left, folder);
    if (strstr (left->str, "left over") != NULL)
      g_string_append (out, left->str);
    cli_use (world->cli, "work/hq");
    tool (world, "for b in work/out/*.valise; do \"$VALISE_BUILD\"/app/valise reconcile $b >/dev/null || exit 1; done");
  }
  append_store (out, world->cli, "work/hq");
  drop_lines (out, "Packed");
  return g_string_free (out, FALSE);
}

static void
set_failing (World *world, const char *how, guint at)
{
  Cli *cli = world->cli;
  g_autofree char *number = g_strdup_printf ("%u", at), *roots = cli_path (cli, "work");
  g_autofree char *undo = cli_path (cli, "undo"), *real = realpath (roots, NULL);

  cli_set_variable (cli, "LD_PRELOAD", g_getenv ("VALISE_FAILING_DISK"));
  cli_set_variable (cli, "FAILING_DISK_ROOTS", real);
  cli_set_variable (cli, "FAILING_DISK_UNDO", undo);
  cli_set_variable (cli, "FAILING_DISK_TRACE", world->trace);
  cli_set_variable (cli, "FAILING_DISK_AT", number);
  cli_set_variable (cli, "FAILING_DISK_HOW", how);
}

static void
set_honest (World *world)
{
  Cli *cli = world->cli;
  g_autofree char *store = g_strdup (g_environ_getenv (cli->environment, "VALISE_STORE"));

  g_strfreev (cli->environment);
  cli->environment = g_strdupv (world->plain);
  cli_set_variable (cli, "VALISE_STORE", store);
}

/* The line of the trace at which it happened (transfer full). */
static char *
happened_at (World *world, guint at)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (world->trace, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  return at <= g_strv_length (lines) ? g_strdup (lines[at - 1]) : NULL;
}

/* ---- Every step ---- */

static char *
undisturbed (World *world, const Case *one)
{
  begin_anew (world);
  work_on (world, one);
  one->run (world->cli);
  if (world->cli->code != 0)
    fail_msg ("%s: %s", one->name, world->cli->err);
  return describe (world, one);
}

static char *
list_before (World *world, const Case *one)
{
  begin_anew (world);
  work_on (world, one);
  cli_run (world->cli, "list", NULL);
  return g_strdup (world->cli->out);
}

static void
resume (World *world, const Case *one)
{
  work_on (world, one);
  one->resume (world->cli);
}

static void
assert_as_expected (World *world, const Case *one, const char *how, const char *where, const char *expected)
{
  g_autofree char *found = describe (world, one);

  if (strcmp (found, expected) != 0)
    fail_msg ("%s, %s at %s ended with\n%s\ninstead of\n%s", one->name, how, where, found, expected);
}

/* One sentence for a person that says what to do, and the right end. */
static void
assert_told (World *world, const Case *one, const char *how, const char *where)
{
  Cli *cli = world->cli;
  g_autofree char *all = g_strconcat (cli->err, cli->out, NULL);
  const char *advice = strcmp (how, "full") == 0 ? "free some room" : strcmp (how, "readonly") == 0 ? "read-only" : "";

  if ((cli->code != 1 && cli->code != 3) || strstr (cli->err, "valise: ") == NULL ||
      strstr (all, advice) == NULL)
    fail_msg ("%s, %s at %s: ended with %d: %s", one->name, how, where, cli->code, all);
}

/* What ended with 1 changed nothing: the list is the one before. */
static void
assert_unchanged (World *world, const Case *one, const char *how, const char *where, const char *before)
{
  const char *list;

  /* Whether the last flush of a change reached the disk cannot be known. */
  if (world->cli->code != 1 || one->in_slices ||
      strstr (world->cli->err, "look whether") != NULL)
    return;
  cli_run (world->cli, "list", NULL);
  list = world->cli->out;
  if (strcmp (list, before) != 0)
    fail_msg ("%s, %s at %s: failed, and changed\n%sto\n%s", one->name, how, where, before, list);
}

static void
stop_at_every_call (World *world, const Case *one, const char *how)
{
  g_autofree char *expected = undisturbed (world, one), *before = list_before (world, one);
  gboolean dies = strcmp (how, "crash") == 0 || strcmp (how, "power") == 0 || strcmp (how, "bytes") == 0;
  guint at = 1;

  for (;; at++) {
    g_autofree char *where = NULL;
    gboolean happened, again;

    begin_anew (world);
    work_on (world, one);
    set_failing (world, how, at);
    world->cli->may_be_killed = dies;
    one->run (world->cli);
    world->cli->may_be_killed = FALSE;
    set_honest (world);
    where = happened_at (world, at);
    happened = where != NULL;
    if (!happened)
      break;
    again = dies || world->cli->code != 0 || one->in_slices;
    if (!dies && again) {
      assert_told (world, one, how, where);
      assert_unchanged (world, one, how, where, before);
    }
    if (again)
      resume (world, one);
    assert_as_expected (world, one, how, where, expected);
  }
  print_message ("%s, %s: %u calls\n", one->name, how, at - 1);
  assert_in_range (at, 5, 2000);
}

static void
stop_all (World *world, const char *how)
{
  const char *only = g_getenv ("VALISE_CRASH_CASES");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (only == NULL || strstr (only, cases[i].name) != NULL)
      stop_at_every_call (world, &cases[i], how);
}

static void
power_that_fails_at_any_call_loses_nothing (void **state)
{
  stop_all (*state, "power");
}

static void
a_process_killed_at_any_call_loses_nothing (void **state)
{
  stop_all (*state, "crash");
}

static void
names_that_outlive_their_bytes_lose_nothing (void **state)
{
  stop_all (*state, "bytes");
}

static void
a_disk_that_is_full_from_any_call_on_is_said_to_be (void **state)
{
  stop_all (*state, "full");
}

static void
a_call_that_fails_is_told_and_can_be_repeated (void **state)
{
  stop_all (*state, "io");
}

static void
a_disk_that_turns_read_only_is_said_to_be (void **state)
{
  stop_all (*state, "readonly");
}

int
main (int argc, char **argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (power_that_fails_at_any_call_loses_nothing),
    cmocka_unit_test (a_process_killed_at_any_call_loses_nothing),
    cmocka_unit_test (names_that_outlive_their_bytes_lose_nothing),
    cmocka_unit_test (a_disk_that_is_full_from_any_call_on_is_said_to_be),
    cmocka_unit_test (a_call_that_fails_is_told_and_can_be_repeated),
    cmocka_unit_test (a_disk_that_turns_read_only_is_said_to_be),
  };

  if (argc > 1)
    cmocka_set_test_filter (argv[1]);
  return cmocka_run_group_tests_name ("crash", tests, set_up, tear_down);
}
