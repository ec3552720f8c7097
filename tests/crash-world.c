/* crash-world.c - commands at work on stores that can be put back, and what one sees then
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/crash-world.h"

#include <stdlib.h>
#include <string.h>

#include "tests/asserts.h"

/* ---- What somebody sees ---- */

char *
crash_without_chance (const char *text)
{
  g_autoptr (GRegex) ids = g_regex_new ("([0-9]{4} ){9}[0-9]{4}|[0-9a-f]{8,64}|\\d{4}-\\d\\d-\\d\\d[T ][0-9:.]*Z?|[a-z2-7]{16}", 0, 0, NULL);

  return g_regex_replace_literal (ids, text, -1, 0, "~", 0, NULL);
}

static int
compare_lines (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

void
crash_append_tree (GString *out, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *base = g_path_get_basename (names->pdata[i]);

    if (g_file_test (names->pdata[i], G_FILE_TEST_IS_DIR))
      crash_append_tree (out, names->pdata[i]);
    else if (base[0] == '.' || !g_str_has_prefix (base, "store.db"))
      g_string_append_printf (out, base[0] == '.' ? "left over: %s\n" : "file\n", base);
  }
}

char *
crash_sort_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  return g_strjoinv ("\n", lines);
}

void
crash_append_store (GString *out, CrashWorld *world, const char *name)
{
  Cli *cli = world->cli;
  g_autofree char *verified = NULL, *status = NULL, *list = NULL, *whole = NULL, *calm = NULL, *sorted = NULL;

  crash_use (world, name);
  status = cli_answer (cli, "status", NULL);
  crash_append_tree (out, cli->store); /* before verify, which sweeps */
  list = cli_answer (cli, "list", NULL);
  verified = cli_answer (cli, "verify", NULL);
  whole = g_strjoin ("\n", status, list, NULL);
  calm = crash_without_chance (whole);
  sorted = crash_sort_lines (calm);
  g_string_append_printf (out, "%s:\n%s\n", name, sorted);
}

/* ---- The world ---- */

void
crash_tool (CrashWorld *world, const char *line)
{
  cli_tool (world->cli, "sh", "-c", line, NULL);
  if (world->cli->code != 0)
    fail_msg ("%s: %s", line, world->cli->err);
}

static void
make_base (CrashWorld *world, const CrashCase *one, const char *base)
{
  g_autofree char *keep = g_strdup_printf ("cp -a work %s", base);

  crash_tool (world, "rm -rf work && cp -a base work");
  one->prepare (world);
  crash_tool (world, keep);
}

char *
crash_base (CrashWorld *world, const CrashCase *one)
{
  g_autofree char *base = one->prepare == NULL ? g_strdup ("base") : g_strdup_printf ("base-%s", one->name);
  g_autofree char *path = cli_path (world->cli, base);

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    make_base (world, one, base);
  return g_steal_pointer (&base);
}

void
crash_begin_anew (CrashWorld *world, const CrashCase *one)
{
  g_autofree char *base = crash_base (world, one);
  g_autofree char *line = g_strdup_printf ("rm -rf work undo trace && mkdir undo && cp -a %s work", base);

  crash_tool (world, line);
  crash_use (world, one->store);
}

void
crash_use (CrashWorld *world, const char *store)
{
  g_autofree char *name = g_strconcat ("work/", store, NULL);

  cli_use (world->cli, name);
}

int
crash_set_up (void **state)
{
  CrashWorld *world = g_new0 (CrashWorld, 1);
  Cli *cli = world->cli = cli_new ();
  g_autofree char *letter = cli_write (cli, "letter.txt", "Twelve crates came by night.\n");
  g_autofree char *plan = cli_write (cli, "plan.txt", "The bridge, then left.\n");

  *state = world;
  crash_tool (world, "mkdir base base/out && convert -size 8x8 xc:red one.png && convert -size 8x8 xc:blue two.png");
  cli_make (cli, "base/hq", "HQ", "headquarters");
  g_free (cli_answer (cli, "case", "add", "drc-1533", "--title", "T", "--basis", "B", NULL));
  cli_make (cli, "base/a", "A. Diallo", "expert");
  crash_tool (world, "ln -s base/hq hq; ln -s base/a a");
  cli_enrol (cli, "a", "drc-1533");
  g_free (cli_answer (cli, "add", "note", "text=here before", "--attach", "letter.txt", NULL));
  g_free (cli_answer (cli, "vault", "init", NULL));
  crash_tool (world, "rm hq a");
  cli_use (cli, "base/a");
  g_free (cli_answer (cli, "pack", "--to", "headquarters", "-o", "base/out", NULL));
  crash_tool (world, "mv base/out/*.valise bundle.valise");
  world->plain = g_strdupv (cli->environment);
  return 0;
}

int
crash_tear_down (void **state)
{
  CrashWorld *world = *state;

  cli_free (world->cli);
  g_strfreev (world->plain);
  g_free (world);
  return 0;
}

void
crash_set_honest (CrashWorld *world)
{
  Cli *cli = world->cli;
  g_autofree char *store = g_strdup (g_environ_getenv (cli->environment, "VALISE_STORE"));

  g_strfreev (cli->environment);
  cli->environment = g_strdupv (world->plain);
  cli_set_variable (cli, "VALISE_STORE", store);
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


char *
crash_describe (CrashWorld *world, const CrashCase *one)
{
  GString *out = g_string_new (NULL);

  one->describe (world, out);
  drop_lines (out, "Packed");
  return g_string_free (out, FALSE);
}
