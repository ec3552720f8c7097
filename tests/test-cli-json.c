/* test-cli-json.c - what --json prints is what JSON.md tables
 *
 * Both ways: no answer holds a name that is not tabled, and no row of the
 * table is never seen. A row `a.*` stands for any name, `a[]` for the items of
 * a list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <glib/gstdio.h>

#include "tests/cli.h"
#include "tests/photos.h"

typedef struct {
  Cli *cli;
  GHashTable *documented; /* "command path" */
  GHashTable *seen;
  GString *missing;       /* seen and not documented */
} World;

/* The table */

static void
read_row (World *world, const char *command, const char *line)
{
  const char *end = strchr (line + 3, '`');

  assert_non_null (command);
  assert_non_null (end);
  g_hash_table_add (world->documented,
                    g_strdup_printf ("%s %.*s", command, (int) (end - line - 3), line + 3));
}

static void
read_document (World *world)
{
  g_autofree char *path = g_build_filename (g_getenv ("VALISE_SOURCE"), "app", "JSON.md", NULL);
  g_autofree char *text = NULL, *command = NULL;
  g_auto (GStrv) lines = NULL;

  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (g_str_has_prefix (lines[i], "## `")) {
      g_free (command);
      command = g_strndup (lines[i] + 4, strcspn (lines[i] + 4, "`"));
    } else if (g_str_has_prefix (lines[i], "| `")) {
      read_row (world, command, lines[i]);
    }
  }
}

/* The answers */

static gboolean
has_row (const World *world, const char *command, const char *path)
{
  g_autofree char *key = g_strdup_printf ("%s %s", command, path);

  return g_hash_table_contains (world->documented, key);
}

/* Does the table say `path.*`, or begin a row with it? */
static gboolean
is_map (const World *world, const char *command, const char *path)
{
  g_autofree char *key = g_strdup_printf ("%s %s.*", command, path);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, world->documented);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    if (g_str_has_prefix (row, key))
      return TRUE;
  return FALSE;
}

static void walk (World *world, const char *command, const char *path, yyjson_val *value);

static void
walk_object (World *world, const char *command, const char *path, yyjson_val *object)
{
  size_t i, count;
  yyjson_val *name, *value;

  yyjson_obj_foreach (object, i, count, name, value) {
    const char *part = is_map (world, command, path) ? "*" : yyjson_get_str (name);
    g_autofree char *inner = path[0] != '\0' ? g_strdup_printf ("%s.%s", path, part) : g_strdup (part);

    walk (world, command, inner, value);
  }
}

static void
note (World *world, const char *command, const char *path)
{
  char *key = g_strdup_printf ("%s %s", command, path);

  if (g_hash_table_add (world->seen, key) && !has_row (world, command, path))
    g_string_append_printf (world->missing, "\n%s: | `%s` |", command, path);
}

static void
walk (World *world, const char *command, const char *path, yyjson_val *value)
{
  size_t i, count;
  yyjson_val *item;

  if (path[0] != '\0' && !g_str_has_suffix (path, "[]"))
    note (world, command, path);
  /* A field's value has the shape of its kind (core/type.h). */
  if (g_str_has_suffix (path, ".value") || g_str_has_suffix (path, ".opened"))
    return;
  if (yyjson_is_obj (value))
    walk_object (world, command, path, value);
  yyjson_arr_foreach (value, i, count, item) {
    g_autofree char *inner = g_strconcat (path, "[]", NULL);

    walk (world, command, inner, item);
  }
}

static void
check (World *world, const char *command, yyjson_doc *doc)
{
  g_autofree char *again = NULL;
  gsize size = strlen (world->cli->out);

  walk (world, command, "", yyjson_doc_get_root (doc));
  /* One object on one line, canonical. */
  assert_true (size > 0 && world->cli->out[size - 1] == '\n');
  again = valise_json_write (yyjson_doc_get_root (doc));
  world->cli->out[size - 1] = '\0';
  assert_string_equal (world->cli->out, again);
  yyjson_doc_free (doc);
}

#define CHECK(command, ...) check (world, command, cli_json (world->cli, __VA_ARGS__, NULL))

/* A life of two experts and a headquarters, every command once. */

static void
start (World *world)
{
  Cli *cli = world->cli;
  g_autofree char *fingerprint = NULL, *other = NULL, *device = NULL, *said = NULL;

  cli_use (cli, "hq");
  CHECK ("init", "init", "--name", "HQ", "--role", "headquarters", "--work-factor", "10");
  CHECK ("case add", "case", "add", "drc-1533", "--title", "T", "--basis", "B", "--country", "CD");
  CHECK ("case countries", "case", "countries", "drc-1533", "CD", "RW");
  CHECK ("case list", "case", "list");
  fingerprint = cli_json_text (cli, "fingerprint", "status", NULL);
  cli_make (cli, "a", "A. Diallo", "expert");
  CHECK ("vault init", "vault", "init");
  CHECK ("request", "request");
  said = cli_answer (cli, "request", "-o", "a.request", NULL);
  other = cli_json_text (cli, "fingerprint", "status", NULL);
  device = cli_json_text (cli, "device", "status", NULL);
  cli_use (cli, "hq");
  CHECK ("enrol", "enrol", "a.request", "--fingerprint", other, "--case", "drc-1533");
  CHECK ("roster --for", "roster", "--for", device, "-o", "a.roster");
  cli_use (cli, "a");
  CHECK ("join", "join", "a.roster", "--fingerprint", fingerprint);
  CHECK ("roster", "roster");
  cli_make (cli, "b", "B. Okoro", "expert");
  cli_enrol (cli, "b", "drc-1533");
}

static char *
record (World *world)
{
  Cli *cli = world->cli;
  Photos photos;
  g_autofree char *picture = NULL, *item = NULL, *out = cli_path (cli, "saved.jpg");
  char *sighting;

  photos_make (&photos);
  photos_draw (&photos, "crate.jpg", 64, 48);
  picture = g_build_filename (photos.folder, "crate.jpg", NULL);
  cli_use (cli, "a");
  CHECK ("add", "add", "sighting", "title=Cache", "--case", "drc-1533", "who-told=J. Doe",
         "place=1.6583, -29.2200", "container=MSCU1234567");
  sighting = cli_answer (cli, "add", "sighting", "title=Cache", "--case", "drc-1533", "place=1.6583, -29.2200",
                         "container=MSCU1234567", "who-told=J. Doe", NULL);
  item = cli_answer (cli, "add", "item", "--parent", sighting, "quantity=2", "--attach", picture, NULL);
  CHECK ("edit", "edit", sighting, "title=Cache in a shed");
  CHECK ("photos", "photos", picture, "--record", sighting);
  CHECK ("file", "file", item);
  CHECK ("file -o", "file", item, "-o", out);
  CHECK ("withdraw", "withdraw", item, "--reason", "twice");
  CHECK ("reinstate", "reinstate", item);
  CHECK ("search", "search", "shed");
  CHECK ("list", "list");
  CHECK ("list --flagged", "list", "--flagged");
  CHECK ("show", "show", sighting, "--sealed", "--history");
  photos_remove (&photos);
  return sighting;
}

static void
exchange (World *world, const char *sighting)
{
  Cli *cli = world->cli;
  g_autoptr (yyjson_doc) doc = NULL;
  g_autofree char *path = NULL, *other = NULL;

  CHECK ("status", "status");
  doc = cli_json (cli, "pack", "--to", "headquarters", "-o", cli->root, NULL);
  path = g_strdup (yyjson_get_str (yyjson_ptr_get (yyjson_doc_get_root (doc), "/bundles/0/path")));
  check (world, "pack", g_steal_pointer (&doc));
  cli_use (cli, "hq");
  CHECK ("inspect", "inspect", path);
  CHECK ("reconcile --dry-run", "reconcile", path, "--dry-run");
  other = cli_path (cli, "other");
  assert_int_equal (g_mkdir (other, 0700), 0);
  CHECK ("relay", "relay", path, "-o", other);
  CHECK ("reconcile", "reconcile", path);
  cli_send (cli, "hq", "a", "A. Diallo");
  CHECK ("show", "show", sighting, "--history");
  CHECK ("status", "status");
  cli_send (cli, "hq", "b", "B. Okoro");
  CHECK ("edit", "edit", sighting, "title=Cache by the river");
  CHECK ("conflicts", "conflicts");
  CHECK ("show", "show", sighting);
  cli_send (cli, "b", "hq", "headquarters");
  cli_use (cli, "hq");
  CHECK ("exchange", "exchange", other); /* takes in what was carried there */
  cli_send (cli, "hq", "a", "A. Diallo");
  CHECK ("resolve", "resolve", sighting, "title", "--keep", "2");
  CHECK ("erase", "erase", sighting, "title", "--reason", "the source withdrew");
  CHECK ("erase --list", "erase", "--list");
  CHECK ("status", "status"); /* headquarters' receipts for others are a gap here */
  CHECK ("reseal", "reseal");
}

static void
vouch (World *world)
{
  Cli *cli = world->cli;
  g_autofree char *fingerprint = NULL, *said = NULL;

  cli_make (cli, "k", "K. Keeper", "custodian");
  g_free (cli_answer (cli, "vault", "init", NULL));
  cli_enrol (cli, "k", "drc-1533");
  cli_make (cli, "s", "N. Sato", "custodian");
  g_free (cli_answer (cli, "vault", "init", NULL));
  fingerprint = cli_json_text (cli, "fingerprint", "status", NULL);
  cli_enrol (cli, "s", "drc-1533");
  cli_send (cli, "hq", "k", "K. Keeper"); /* the roster with the second on it */
  CHECK ("vouch", "vouch", "N. Sato", "--fingerprint", fingerprint);
  said = cli_answer (cli, "vouch", "N. Sato", "--fingerprint", fingerprint, "-o", "sato.vouch", NULL);
  cli_use (cli, "hq");
  CHECK ("enrol WORD", "enrol", "sato.vouch");
  CHECK ("roster --new-key", "roster", "--new-key");
  cli_use (cli, "a");
}

static void
recover (World *world)
{
  Cli *cli = world->cli;
  g_autofree char *words = cli_write (cli, "words", "for two persons\n");

  cli_set_variable (cli, "VALISE_FIRST_PASSPHRASE_FILE", words);
  cli_set_variable (cli, "VALISE_SECOND_PASSPHRASE_FILE", words);
  cli_use (cli, "hq");
  CHECK ("recovery init", "recovery", "init", "first.age", "second.age");
  CHECK ("recover", "recover", "hq/recovery.age", "--first", "first.age", "--second", "second.age", "-o", "new.age",
         "--new-passphrase-file", words);
  cli_use (cli, "a");
}

/* B's store is copied, and both are used. Ends at headquarters. */
static void
fork_log (World *world)
{
  Cli *cli = world->cli;

  cli_tool (cli, "cp", "-a", "b", "b2", NULL);
  cli_use (cli, "b");
  g_free (cli_answer (cli, "add", "note", "title=One", NULL));
  cli_send (cli, "b", "hq", "headquarters");
  cli_use (cli, "b2");
  g_free (cli_answer (cli, "add", "note", "title=Other", NULL));
  cli_send (cli, "b2", "hq", "headquarters");
  CHECK ("status", "status");
  CHECK ("verify", "verify");
}

static void
every_answer_has_the_shape_that_is_tabled (void **state)
{
  World world_data = { cli_new () }, *world = &world_data;
  g_autofree char *sighting = NULL, *next = NULL, *after = NULL, *sheet = NULL, *saved = NULL;
  GHashTableIter iter;
  gpointer row;

  world->documented = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  world->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  world->missing = g_string_new (NULL);
  read_document (world);
  start (world);
  sighting = record (world);
  exchange (world, sighting);
  sheet = cli_write (world->cli, "items.csv", "kind,quantity\nweapon,2\n");
  saved = cli_path (world->cli, "out.csv");
  CHECK ("import", "import", sheet, "--type", "item");
  CHECK ("export", "export", "--format", "csv", "-o", saved, "--to", "Group", "--why", "annex");
  CHECK ("log", "log");
  CHECK ("limit", "limit", "files", "1000");
  CHECK ("verify", "verify");
  CHECK ("rebuild", "rebuild");
  CHECK ("backup", "backup", "backup-of-a");
  next = cli_write (world->cli, "next", "yet other words\n");
  CHECK ("drill", "drill");
  cli_use (world->cli, "again");
  CHECK ("restore", "restore", "backup-of-a");
  cli_use (world->cli, "a");
  vouch (world);
  recover (world);
  CHECK ("passphrase", "passphrase", "--new-passphrase-file", next, "--work-factor", "10");
  CHECK ("wipe", "wipe", "--yes");
  fork_log (world);
  CHECK ("revoke", "revoke", "B. Okoro");
  cli_use (world->cli, "b");
  after = cli_answer (world->cli, "add", "note", "title=After the end", NULL);
  cli_send (world->cli, "b", "hq", "headquarters");
  CHECK ("admit", "admit");
  CHECK ("admit LOG", "admit", "B. Okoro", "--all");
  if (world->missing->len > 0)
    fail_msg ("JSON.md does not table:%s", world->missing->str);
  g_hash_table_iter_init (&iter, world->documented);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    if (!g_hash_table_contains (world->seen, row))
      fail_msg ("JSON.md tables what was never printed: %s", (const char *) row);
  g_hash_table_unref (world->documented);
  g_hash_table_unref (world->seen);
  g_string_free (world->missing, TRUE);
  cli_free (world->cli);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_answer_has_the_shape_that_is_tabled),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
