/* test-kill.c - commands killed at random moments, one after the other, on the same stores
 *
 *   test-kill [SEED [KILLS]]
 *
 * Where test-crash.c stops one command at every call, this kills many, each at
 * a moment drawn by lot (after so many microseconds, or at the n-th call that
 * changes the disk), and goes on with what that left. After each kill the store
 * verifies and holds all that was ever acknowledged; then the command is given
 * again, as somebody would. A second pair of stores does the same undisturbed,
 * and in the end both pairs say the same.
 *
 * What a seed draws is the same every time; when exactly a delay kills is not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "tests/asserts.h"
#include "tests/cli.h"

#define ROWS 3            /* of a spreadsheet */
#define MAX_CALLS 150     /* as most commands make */

typedef enum { ADD, IMPORT, PACK, RECONCILE, EXCHANGE, N_STEPS } Step;

static const char *const step_names[N_STEPS] = { "add", "import", "pack", "reconcile", "exchange" };

/* A headquarters and a member, and all that he was told is kept. */
typedef struct {
  Cli *cli;
  GHashTable *kept; /* set of titles */
} Pair;

typedef struct {
  GRand *chance;    /* what is done: for both pairs the same */
  GRand *fate;      /* when it is killed */
  Pair *killed, *calm;
  guint number, kills, survived;
  guint took;       /* the undisturbed run of the same, in microseconds */
} World;

static guint32 seed = 1;
static guint wanted = 1000;

/* ---- The pairs ---- */

static Pair *
pair_new (void)
{
  Pair *pair = g_new0 (Pair, 1);
  Cli *cli = pair->cli = cli_new ();

  pair->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  cli_make (cli, "hq", "HQ", "headquarters");
  g_free (cli_answer (cli, "case", "add", "drc-1533", "--title", "T", "--basis", "B", NULL));
  cli_make (cli, "a", "A. Diallo", "expert");
  cli_enrol (cli, "a", "drc-1533");
  g_free (cli_write (cli, "plan.txt", "The bridge, then left.\n"));
  cli_tool (cli, "mkdir", "out", "share", NULL);
  return pair;
}

static void
pair_free (Pair *pair)
{
  cli_free (pair->cli);
  g_hash_table_unref (pair->kept);
  g_free (pair);
}

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);

  world->chance = g_rand_new_with_seed (seed);
  world->fate = g_rand_new_with_seed (seed + 1);
  world->killed = pair_new ();
  world->calm = pair_new ();
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  g_rand_free (world->chance);
  g_rand_free (world->fate);
  pair_free (world->killed);
  pair_free (world->calm);
  g_free (world);
  return 0;
}

/* Titles of all records of the store in use: none may stand there twice. */
static GHashTable *
titles (Cli *cli)
{
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (yyjson_doc) doc = cli_json (cli, "list", NULL);
  yyjson_arr_iter iter = yyjson_arr_iter_with (yyjson_obj_get (yyjson_doc_get_root (doc), "records"));

  for (yyjson_val *record = yyjson_arr_iter_next (&iter); record != NULL; record = yyjson_arr_iter_next (&iter)) {
    const char *title = yyjson_get_str (yyjson_obj_get (record, "title"));

    if (title != NULL && !g_hash_table_add (found, g_strdup (title)))
      fail_msg ("%s is there twice", title);
  }
  return found;
}

/* ---- One step ---- */

typedef struct {
  Step step;
  const char *store;
  GPtrArray *words;       /* of the command */
  GPtrArray *promises;    /* titles that are kept once it ended with 0 */
} Job;

static void
job_free (Job *job)
{
  g_ptr_array_unref (job->words);
  g_ptr_array_unref (job->promises);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static void
say (Job *job, const char *first, ...)
{
  va_list list;

  va_start (list, first);
  for (const char *word = first; word != NULL; word = va_arg (list, const char *))
    g_ptr_array_add (job->words, g_strdup (word));
  va_end (list);
}

static void
make_rows (Job *job, Cli *cli, guint number)
{
  g_autofree char *name = g_strdup_printf ("rows-%u.csv", number);
  g_autoptr (GString) text = g_string_new ("ref,title\n");

  for (guint i = 0; i < ROWS; i++) {
    g_autofree char *title = g_strdup_printf ("Row %u of sheet %u", i, number);

    g_string_append_printf (text, "R-%u-%u,%s\n", number, i, title);
    g_ptr_array_add (job->promises, g_steal_pointer (&title));
  }
  g_free (cli_write (cli, name, text->str));
  say (job, "import", name, "ref=key", "--type", "sighting", NULL);
}

static void
add_bundles (Job *job, Cli *cli)
{
  g_autofree char *folder = cli_path (cli, "out");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  say (job, "reconcile", NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    if (g_str_has_suffix (name, ".valise"))
      g_ptr_array_add (job->words, g_build_filename ("out", name, NULL));
}

static Job *
job_new (Step step, Cli *cli, guint number, gboolean odd)
{
  Job *job = g_new0 (Job, 1);
  g_autofree char *title = g_strdup_printf ("title=Sighting %u", number);

  job->step = step;
  job->store = step == RECONCILE || (step == EXCHANGE && odd) ? "hq" : "a";
  job->words = g_ptr_array_new_null_terminated (8, g_free, TRUE);
  job->promises = g_ptr_array_new_with_free_func (g_free);
  if (step == ADD) {
    say (job, "add", "sighting", title, odd ? "--attach" : NULL, "plan.txt", NULL);
    g_ptr_array_add (job->promises, g_strdup (title + strlen ("title=")));
  } else if (step == IMPORT) {
    make_rows (job, cli, number);
  } else if (step == PACK) {
    say (job, "pack", "--to", "headquarters", "-o", "out", NULL);
  } else if (step == RECONCILE) {
    add_bundles (job, cli);
  } else {
    say (job, "exchange", "share", odd ? NULL : "--tidy", NULL);
  }
  return job;
}

/* What it said is done, is done. */
static void
keep_promises (Pair *pair, const Job *job)
{
  for (guint i = 0; i < job->promises->len; i++)
    g_hash_table_add (pair->kept, g_strdup (job->promises->pdata[i]));
}

static void
run_whole (Pair *pair, const Job *job)
{
  Cli *cli = pair->cli;

  cli_use (cli, job->store);
  cli_runv (cli, (const char *const *) job->words->pdata);
  if (cli->code != 0)
    fail_msg ("%s ended with %d: %s", step_names[job->step], cli->code, cli->err);
  keep_promises (pair, job);
}

/* Looks whether it is there, as somebody would: `add` would do it twice. */
static void
repeat (Pair *pair, const Job *job)
{
  g_autoptr (GHashTable) found = NULL;

  if (job->step == ADD) {
    found = titles (pair->cli);
    if (g_hash_table_contains (found, job->promises->pdata[0]))
      return;
  }
  run_whole (pair, job);
}

/* Bundles that were taken in are taken away. */
static void
clear_up (Pair *pair, const Job *job)
{
  if (job->step == RECONCILE)
    cli_tool (pair->cli, "sh", "-c", "rm -f out/*.valise", NULL);
}

/* ---- Killing ---- */

static void
kill_after (Cli *cli, const Job *job, guint delay)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_null_terminated (8, g_free, TRUE);
  g_autofree char *seconds = g_strdup_printf ("%u.%06u", delay / 1000000, delay % 1000000);
  g_autofree char *program = g_build_filename (g_getenv ("VALISE_BUILD"), "app", "valise", NULL);
  const char *shell = "t=$1; shift; exec timeout -s KILL $t \"$@\"";

  say (&(Job) { .words = words }, "sh", "-c", shell, "sh", seconds, program, NULL);
  for (guint i = 0; i < job->words->len; i++)
    g_ptr_array_add (words, g_strdup (job->words->pdata[i]));
  cli_toolv (cli, (const char *const *) words->pdata);
  if (cli->code == 128 + SIGKILL)
    cli->code = -1;
}

static void
kill_at_call (Cli *cli, const Job *job, guint call)
{
  g_autofree char *number = g_strdup_printf ("%u", call), *root = realpath (cli->root, NULL);

  cli_set_variable (cli, "LD_PRELOAD", g_getenv ("VALISE_FAILING_DISK"));
  cli_set_variable (cli, "FAILING_DISK_ROOTS", root);
  cli_set_variable (cli, "FAILING_DISK_AT", number);
  cli_set_variable (cli, "FAILING_DISK_HOW", "crash");
  cli_runv (cli, (const char *const *) job->words->pdata);
  cli_set_variable (cli, "LD_PRELOAD", NULL);
  cli_set_variable (cli, "FAILING_DISK_AT", NULL);
}

/* TRUE when it was killed, not done before. */
static gboolean
run_and_kill (World *world, const Job *job)
{
  Cli *cli = world->killed->cli;
  gboolean by_call = g_rand_boolean (world->fate);
  guint call = (guint) g_rand_int_range (world->fate, 1, MAX_CALLS);
  guint delay = (guint) g_rand_int_range (world->fate, 1, (gint32) world->took);

  cli_use (cli, job->store);
  cli->may_be_killed = TRUE;
  if (by_call)
    kill_at_call (cli, job, call);
  else
    kill_after (cli, job, delay);
  cli->may_be_killed = FALSE;
  if (cli->code == 0)
    keep_promises (world->killed, job);
  else if (cli->code != -1)
    fail_msg ("%s ended with %d: %s", step_names[job->step], cli->code, cli->err);
  else if (job->step == ADD && strlen (cli->out) > 0)
    keep_promises (world->killed, job); /* killed, but it had said so */
  return cli->code == -1;
}

static void
assert_nothing_lost (World *world, const Job *job)
{
  Cli *cli = world->killed->cli;
  g_autofree char *words = g_strjoinv (" ", (char **) job->words->pdata), *before = g_strdup (cli->err);
  g_autoptr (GHashTable) found = NULL;
  GHashTableIter iter;
  gpointer title;

  cli_run (cli, "verify", NULL);
  if (cli->code != 0)
    fail_msg ("seed %u, after %u kills, of “%s” (%s): verify says\n%s%s", seed, world->kills, words, before,
              cli->out, cli->err);
  if (strcmp (job->store, "a") != 0)
    return;
  found = titles (cli);
  g_hash_table_iter_init (&iter, world->killed->kept);
  while (g_hash_table_iter_next (&iter, &title, NULL))
    if (!g_hash_table_contains (found, title))
      fail_msg ("seed %u, after %u kills: %s was acknowledged, and is lost", seed, world->kills, (char *) title);
}

static void
do_both (World *world)
{
  Step step = (Step) g_rand_int_range (world->chance, 0, N_STEPS);
  gboolean odd = g_rand_boolean (world->chance);
  guint number = ++world->number;
  g_autoptr (Job) disturbed = job_new (step, world->killed->cli, number, odd);
  g_autoptr (Job) calm = job_new (step, world->calm->cli, number, odd);
  gint64 started;

  if (step == RECONCILE && (disturbed->words->len < 2 || calm->words->len < 2))
    return; /* nothing was packed */
  started = g_get_monotonic_time ();
  run_whole (world->calm, calm);
  world->took = (guint) CLAMP (g_get_monotonic_time () - started, 2, 10 * G_USEC_PER_SEC);
  clear_up (world->calm, calm);
  if (run_and_kill (world, disturbed)) {
    world->kills++;
    assert_nothing_lost (world, disturbed);
    repeat (world->killed, disturbed);
  } else {
    world->survived++;
  }
  clear_up (world->killed, disturbed);
}

/* ---- The end ---- */

/* Everything goes to headquarters, and its receipts come back. */
static char *
finish (Pair *pair)
{
  Cli *cli = pair->cli;
  static const char *const stores[] = { "a", "hq", "a", "hq" };
  g_autoptr (GString) out = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (stores); i++) {
    cli_use (cli, stores[i]);
    g_free (cli_answer (cli, "exchange", "share", NULL));
  }
  for (gsize i = 0; i < 2; i++) {
    g_autoptr (GHashTable) found = NULL;
    g_autoptr (GPtrArray) sorted = NULL;
    g_autoptr (yyjson_doc) status = NULL;

    cli_use (cli, stores[i]);
    g_free (cli_answer (cli, "verify", NULL));
    found = titles (cli);
    sorted = g_hash_table_get_keys_as_ptr_array (found);
    g_ptr_array_sort_values (sorted, (GCompareFunc) strcmp);
    status = cli_json (cli, "status", NULL);
    g_string_append_printf (out, "%s: %u records, %" G_GINT64_FORMAT " own entries, %" G_GINT64_FORMAT " acknowledged\n",
                            stores[i], sorted->len,
                            yyjson_get_sint (yyjson_obj_get (yyjson_doc_get_root (status), "entries")),
                            yyjson_get_sint (yyjson_obj_get (yyjson_doc_get_root (status), "acknowledged")));
    for (guint j = 0; j < sorted->len; j++)
      g_string_append_printf (out, "%s\n", (char *) sorted->pdata[j]);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
a_thousand_kills_lose_nothing_and_change_nothing (void **state)
{
  World *world = *state;
  g_autofree char *disturbed = NULL, *calm = NULL;

  while (world->kills < wanted) {
    do_both (world);
    if (world->number % 50 == 0)
      print_message ("seed %u: %u commands, %u killed\n", seed, world->number, world->kills);
  }
  disturbed = finish (world->killed);
  calm = finish (world->calm);
  assert_string_equal (disturbed, calm);
  assert_int_equal (g_hash_table_size (world->killed->kept), g_hash_table_size (world->calm->kept));
  print_message ("seed %u: %u commands, %u killed, %u done before; %u records kept\n", seed, world->number,
                 world->kills, world->survived, g_hash_table_size (world->killed->kept));
}

int
main (int argc, char **argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_thousand_kills_lose_nothing_and_change_nothing),
  };

  if (argc > 1)
    seed = (guint32) g_ascii_strtoull (argv[1], NULL, 10);
  if (argc > 2)
    wanted = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  return cmocka_run_group_tests_name ("kill", tests, set_up, tear_down);
}
