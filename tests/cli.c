/* cli.c - the real program, run on a temporary store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/cli.h"

#include <gio/gio.h>
#include <sys/wait.h>

#include "core/bytes.h"
#include "tests/asserts.h"
#include "tests/fixture.h"

#define PASSPHRASE "the quiet river at night\n"
#define VAULT_PASSPHRASE "another word for the well\n"

char *
cli_path (const Cli *cli, const char *name)
{
  return g_build_filename (cli->root, name, NULL);
}

char *
cli_write (Cli *cli, const char *name, const char *text)
{
  char *path = cli_path (cli, name);
  GError *error = NULL;

  g_file_set_contents (path, text, -1, &error);
  assert_no_error (error);
  return path;
}

void
cli_set_variable (Cli *cli, const char *name, const char *value)
{
  cli->environment = value != NULL ? g_environ_setenv (cli->environment, name, value, TRUE)
                                   : g_environ_unsetenv (cli->environment, name);
}

Cli *
cli_new (void)
{
  Cli *cli = g_new0 (Cli, 1);
  GError *error = NULL;
  g_autofree char *daily = NULL, *vault = NULL;

  cli->root = g_dir_make_tmp ("valise-cli-XXXXXX", &error);
  assert_no_error (error);
  cli->store = cli_path (cli, "store");
  daily = cli_write (cli, "passphrase", PASSPHRASE);
  vault = cli_write (cli, "vault-passphrase", VAULT_PASSPHRASE);
  cli->environment = g_get_environ ();
  cli_set_variable (cli, "VALISE_STORE", cli->store);
  cli_set_variable (cli, "VALISE_PASSPHRASE_FILE", daily);
  cli_set_variable (cli, "VALISE_VAULT_PASSPHRASE_FILE", vault);
  return cli;
}

Cli *
cli_new_store (const char *member, const char *role)
{
  Cli *cli = cli_new ();
  g_autofree char *said = cli_answer (cli, "init", "--name", member, "--role", role,
                                      "--work-factor", "10", NULL);

  return cli;
}

void
cli_free (Cli *cli)
{
  fixture_remove_tree (cli->root);
  g_strfreev (cli->environment);
  g_free (cli->root);
  g_free (cli->store);
  g_free (cli->out);
  g_free (cli->err);
  g_free (cli);
}

/* Running */

static void
spawn (Cli *cli, char **words)
{
  GError *error = NULL;
  int status = 0;

  g_clear_pointer (&cli->out, g_free);
  g_clear_pointer (&cli->err, g_free);
  g_spawn_sync (cli->root, words, cli->environment, G_SPAWN_SEARCH_PATH, NULL, NULL, &cli->out,
                &cli->err, &status, &error);
  assert_no_error (error);
  cli->code = -1;
  if (!WIFEXITED (status) && cli->may_be_killed)
    return;
  if (!WIFEXITED (status))
    fail_msg ("%s %s was killed by signal %d: %s", words[0], words[1], WTERMSIG (status), cli->err);
  cli->code = WEXITSTATUS (status);
}

static GPtrArray *
collect (const char *program, const char *first, va_list list)
{
  GPtrArray *words = g_ptr_array_new_null_terminated (8, g_free, TRUE);

  if (program != NULL)
    g_ptr_array_add (words, g_build_filename (g_getenv ("VALISE_BUILD"), "app", program, NULL));
  for (const char *word = first; word != NULL; word = va_arg (list, const char *))
    g_ptr_array_add (words, g_strdup (word));
  return words;
}

void
cli_runv (Cli *cli, const char *const *given)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_null_terminated (8, g_free, TRUE);

  g_ptr_array_add (words, g_build_filename (g_getenv ("VALISE_BUILD"), "app", "valise", NULL));
  for (; *given != NULL; given++)
    g_ptr_array_add (words, g_strdup (*given));
  spawn (cli, (char **) words->pdata);
}

void
cli_run (Cli *cli, const char *first, ...)
{
  g_autoptr (GPtrArray) words = NULL;
  va_list list;

  va_start (list, first);
  words = collect ("valise", first, list);
  va_end (list);
  spawn (cli, (char **) words->pdata);
}

void
cli_tool (Cli *cli, const char *first, ...)
{
  g_autoptr (GPtrArray) words = NULL;
  va_list list;

  va_start (list, first);
  words = collect (NULL, first, list);
  va_end (list);
  spawn (cli, (char **) words->pdata);
}

void
cli_toolv (Cli *cli, const char *const *words)
{
  g_auto (GStrv) copy = g_strdupv ((char **) words);

  spawn (cli, copy);
}

static void
assert_done (const Cli *cli, const GPtrArray *words)
{
  if (cli->code != 0)
    fail_msg ("valise %s ended with %d: %s", (const char *) words->pdata[1], cli->code, cli->err);
}

char *
cli_answer (Cli *cli, const char *first, ...)
{
  g_autoptr (GPtrArray) words = NULL;
  va_list list;

  va_start (list, first);
  words = collect ("valise", first, list);
  va_end (list);
  spawn (cli, (char **) words->pdata);
  assert_done (cli, words);
  return g_strchomp (g_strdup (cli->out));
}

yyjson_doc *
cli_json (Cli *cli, const char *first, ...)
{
  g_autoptr (GPtrArray) words = NULL;
  yyjson_doc *doc;
  va_list list;

  va_start (list, first);
  words = collect ("valise", first, list);
  va_end (list);
  g_ptr_array_add (words, g_strdup ("--json"));
  spawn (cli, (char **) words->pdata);
  assert_done (cli, words);
  doc = yyjson_read (cli->out, strlen (cli->out), 0);
  if (doc == NULL)
    fail_msg ("valise %s printed no JSON: %s", first, cli->out);
  return doc;
}

void
cli_assert_failed (const Cli *cli, int code, const char *part)
{
  const char *end = strchr (cli->err, '\n');

  if (cli->code != code)
    fail_msg ("ended with %d instead of %d: %s", cli->code, code, cli->err);
  if (!g_str_has_prefix (cli->err, "valise: "))
    fail_msg ("no sentence on stderr: “%s”", cli->err);
  if (end == NULL || end[1] != '\0')
    fail_msg ("more than one sentence on stderr: “%s”", cli->err);
  if (strstr (cli->err, part) == NULL)
    fail_msg ("“%s” is not in “%s”", part, cli->err);
}

gboolean
cli_is_safe (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at) && *at != '\n')
      return FALSE;
  return strstr (text, "\342\200\256") == NULL && g_utf8_validate (text, -1, NULL);
}

/* Several stores */

void
cli_use (Cli *cli, const char *name)
{
  g_free (cli->store);
  cli->store = cli_path (cli, name);
  cli_set_variable (cli, "VALISE_STORE", cli->store);
}

void
cli_make (Cli *cli, const char *name, const char *member, const char *role)
{
  g_autofree char *said = NULL;

  cli_use (cli, name);
  said = cli_answer (cli, "init", "--name", member, "--role", role, "--work-factor", "10", NULL);
}

char *
cli_json_text (Cli *cli, const char *member, const char *first, ...)
{
  g_autoptr (GPtrArray) words = NULL;
  g_autoptr (yyjson_doc) doc = NULL;
  va_list list;

  va_start (list, first);
  words = collect ("valise", first, list);
  va_end (list);
  g_ptr_array_add (words, g_strdup ("--json"));
  spawn (cli, (char **) words->pdata);
  assert_done (cli, words);
  doc = yyjson_read (cli->out, strlen (cli->out), 0);
  assert_non_null (doc);
  return g_strdup (yyjson_get_str (yyjson_obj_get (yyjson_doc_get_root (doc), member)));
}

void
cli_enrol (Cli *cli, const char *name, const char *case_id)
{
  g_autofree char *request = NULL, *roster = NULL, *member = NULL, *headquarters = NULL;
  g_autofree char *device = NULL, *said = NULL;
  g_autofree char *request_name = g_strconcat (name, ".request", NULL);
  g_autofree char *roster_name = g_strconcat (name, ".roster", NULL);

  cli_use (cli, name);
  said = cli_answer (cli, "request", "-o", request_name, NULL);
  member = cli_json_text (cli, "fingerprint", "status", NULL);
  device = cli_json_text (cli, "device", "status", NULL);
  cli_use (cli, "hq");
  g_free (said);
  said = cli_answer (cli, "enrol", request_name, "--fingerprint", member, "--case", case_id, NULL);
  headquarters = cli_json_text (cli, "fingerprint", "status", NULL);
  g_free (said);
  said = cli_answer (cli, "roster", "--for", device, "-o", roster_name, NULL);
  cli_use (cli, name);
  g_free (said);
  said = cli_answer (cli, "join", roster_name, "--fingerprint", headquarters, NULL);
}

void
cli_send (Cli *cli, const char *from, const char *to, const char *member)
{
  g_autoptr (yyjson_doc) doc = NULL;
  g_autofree char *said = NULL, *path = NULL;
  yyjson_val *bundle;

  cli_use (cli, from);
  doc = cli_json (cli, "pack", "--to", member, "-o", cli->root, NULL);
  bundle = yyjson_arr_get_first (yyjson_obj_get (yyjson_doc_get_root (doc), "bundles"));
  path = g_strdup (yyjson_get_str (yyjson_obj_get (bundle, "path")));
  assert_non_null (path);
  cli_use (cli, to);
  said = cli_answer (cli, "reconcile", path, NULL);
}

/* What must not change */

static void
append_names (GString *out, const char *folder)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_values (names, (GCompareFunc) g_strcmp0);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

    g_string_append_printf (out, "%s\n", path);
    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      append_names (out, path);
  }
}

char *
cli_snapshot (Cli *cli)
{
  GString *out = g_string_new (NULL);
  g_autofree char *status = cli_answer (cli, "status", "--json", NULL);
  g_autofree char *files = g_build_filename (cli->store, "files", NULL);
  g_autofree char *log = cli_answer (cli, "log", "--json", NULL);

  g_string_append_printf (out, "%s\n%s\n", status, log);
  append_names (out, files);
  return g_string_free (out, FALSE);
}
