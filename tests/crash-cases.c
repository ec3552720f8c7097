/* crash-cases.c - every command that writes, and how it goes on after an interruption
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "tests/asserts.h"
#include "tests/crash-world.h"

#define DO(...) g_free (cli_answer (__VA_ARGS__, NULL))

/* ---- What there is to see ---- */

static void
describe_own (CrashWorld *world, GString *out)
{
  crash_append_store (out, world, "a");
}

static void
describe_hq (CrashWorld *world, GString *out)
{
  crash_append_store (out, world, "hq");
}

/* In the folder lie files that have their names, and nothing else. */
static void
append_left_over (CrashWorld *world, GString *out)
{
  g_autoptr (GString) left = g_string_new (NULL);
  g_autofree char *folder = cli_path (world->cli, "work/out");

  crash_append_tree (left, folder);
  if (strstr (left->str, "left over") != NULL)
    g_string_append (out, left->str);
}

/* And headquarters takes the bundles in. */
static void
describe_packed (CrashWorld *world, GString *out)
{
  crash_append_store (out, world, "a");
  append_left_over (world, out);
  crash_use (world, "hq");
  crash_tool (world, "for b in work/out/*.valise; do \"$VALISE_BUILD\"/app/valise reconcile $b >/dev/null || exit 1; done");
  crash_append_store (out, world, "hq");
}

/* ---- Recording ---- */

#define NOTE "the bridge at Kasira"

static void
run_add (Cli *cli)
{
  cli_run (cli, "add", "sighting", "title=" NOTE, "seen=2026-11-20", "--attach", "plan.txt", NULL);
}

static void
resume_add (Cli *cli)
{
  g_autofree char *list = cli_answer (cli, "list", NULL);

  if (strstr (list, NOTE) == NULL)
    DO (cli, "add", "sighting", "title=" NOTE, "seen=2026-11-20", "--attach", "plan.txt");
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
      DO (cli, "photos", names[i]);
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
    DO (cli, "add", "interview", "codename=HERON", "source-name=Amina");
}

static void
prepare_import (CrashWorld *world)
{
  g_free (cli_write (world->cli, "rows.csv",
                     "ref,title,seen\nR-1,North gate,2026-11-20\nR-2,South gate,2026-11-21\nR-3,Ferry,2026-11-22\n"));
}

static void
run_import (Cli *cli)
{
  cli_run (cli, "import", "rows.csv", "ref=key", "--type", "sighting", NULL);
}

static void
resume_import (Cli *cli)
{
  DO (cli, "import", "rows.csv", "ref=key", "--type", "sighting");
}

/* ---- Bundles ---- */

static void
run_pack (Cli *cli)
{
  cli_run (cli, "pack", "--to", "headquarters", "-o", "work/out", NULL);
}

static void
resume_pack (Cli *cli)
{
  DO (cli, "pack", "--to", "headquarters", "-o", "work/out", "--everything");
}

/* A file that fits in no part. */
static void
prepare_parts (CrashWorld *world)
{
  crash_tool (world, "head -c 700000 /dev/urandom > work/big");
  crash_use (world, "a");
  DO (world->cli, "add", "note", "text=large", "--attach", "work/big");
}

static void
run_parts (Cli *cli)
{
  cli_run (cli, "pack", "--to", "headquarters", "-o", "work/out", "--max-bytes", "400000", NULL);
}

static void
resume_parts (Cli *cli)
{
  DO (cli, "pack", "--to", "headquarters", "-o", "work/out", "--max-bytes", "400000", "--everything");
}

static void
run_reconcile (Cli *cli)
{
  cli_run (cli, "reconcile", "bundle.valise", NULL);
}

static void
resume_reconcile (Cli *cli)
{
  DO (cli, "reconcile", "bundle.valise");
}

/* A file that comes in pieces is put together once all are there. */
static void
prepare_pieces (CrashWorld *world)
{
  prepare_parts (world);
  run_parts (world->cli);
  assert_int_equal (world->cli->code, 0);
}

static void
run_pieces (Cli *cli)
{
  g_autofree char *folder = cli_path (cli, "work/out");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) words = g_ptr_array_new_null_terminated (8, g_free, TRUE);

  g_ptr_array_add (words, g_strdup ("reconcile"));
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    g_ptr_array_add (words, g_build_filename ("work/out", name, NULL));
  g_ptr_array_sort_values (words, (GCompareFunc) strcmp);
  cli_runv (cli, (const char *const *) words->pdata);
}

static void
resume_pieces (Cli *cli)
{
  run_pieces (cli);
  if (cli->code != 0)
    fail_msg ("the parts are not taken in: %s", cli->err);
}

/* A bundle from headquarters lies there, and something waits for it. */
static void
prepare_exchange (CrashWorld *world)
{
  crash_use (world, "hq");
  DO (world->cli, "reconcile", "bundle.valise");
  DO (world->cli, "pack", "--to", "A. Diallo", "-o", "work/out");
  crash_use (world, "a");
  DO (world->cli, "add", "note", "text=afterwards");
}

static void
run_exchange (Cli *cli)
{
  cli_run (cli, "exchange", "work/out", NULL);
}

static void
resume_exchange (Cli *cli)
{
  DO (cli, "exchange", "work/out");
}

/* A bundle that got its name just before may lie there twice. */
static void
describe_exchanged (CrashWorld *world, GString *out)
{
  crash_append_store (out, world, "a");
  append_left_over (world, out);
  crash_use (world, "hq");
  DO (world->cli, "exchange", "work/out");
  crash_append_store (out, world, "hq");
}

/* ---- Keys and copies ---- */

static void
run_rekey (Cli *cli)
{
  cli_run (cli, "passphrase", "--rekey", "--new-passphrase-file", "passphrase", "--work-factor", "10", NULL);
}

static void
resume_rekey (Cli *cli)
{
  DO (cli, "passphrase", "--rekey", "--new-passphrase-file", "passphrase", "--work-factor", "10");
}

static void
run_vault (Cli *cli)
{
  cli_run (cli, "vault", "init", NULL);
}

static void
resume_vault (Cli *cli)
{
  cli_run (cli, "vault", "init", NULL);
  if (cli->code != 0)
    cli_assert_failed (cli, 1, "has a vault");
}

static void
run_backup (Cli *cli)
{
  cli_run (cli, "backup", "work/backup", NULL);
}

static void
resume_backup (Cli *cli)
{
  DO (cli, "backup", "work/backup");
}

static void
describe_backup (CrashWorld *world, GString *out)
{
  crash_append_store (out, world, "a");
  crash_use (world, "restored");
  DO (world->cli, "restore", "work/backup");
  crash_append_store (out, world, "restored");
}

static void
prepare_restore (CrashWorld *world)
{
  crash_use (world, "a");
  DO (world->cli, "backup", "work/backup");
}

static void
run_restore (Cli *cli)
{
  cli_run (cli, "restore", "work/backup", NULL);
}

/* Whatever an interruption left is no store; what is one is whole. */
static void
resume_restore (Cli *cli)
{
  cli_run (cli, "restore", "work/backup", NULL);
  if (cli->code != 0)
    cli_assert_failed (cli, 1, "is there already");
}

static void
describe_restored (CrashWorld *world, GString *out)
{
  crash_append_store (out, world, "restored");
}

static void
run_init (Cli *cli)
{
  cli_run (cli, "init", "--name", "B. Okoro", "--role", "expert", "--work-factor", "10", NULL);
}

static void
resume_init (Cli *cli)
{
  run_init (cli);
  if (cli->code != 0 && strstr (cli->err, "name another place") == NULL)
    fail_msg ("a store cannot be made any more: %s", cli->err);
}

/* Also of the folder in which it was made nothing stays. */
static void
describe_new (CrashWorld *world, GString *out)
{
  g_autofree char *folder = cli_path (world->cli, "work");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    if (g_str_has_prefix (name, "new") && strcmp (name, "new") != 0)
      g_string_append_printf (out, "left over: %s\n", name);
  crash_append_store (out, world, "new");
}

/* ---- What goes ---- */

/* Both stores have a record whose title is to go. */
static void
prepare_erase (CrashWorld *world)
{
  g_autofree char *id = NULL, *path = cli_path (world->cli, "erased-record");

  crash_use (world, "a");
  id = cli_answer (world->cli, "add", "sighting", "title=" NOTE, "seen=2026-11-20", "--attach", "plan.txt", NULL);
  assert_true (g_file_set_contents (path, id, -1, NULL));
}

static void
erase (Cli *cli)
{
  g_autofree char *path = cli_path (cli, "erased-record"), *id = NULL;

  assert_true (g_file_get_contents (path, &id, NULL, NULL));
  cli_run (cli, "erase", id, "title", "files", "--reason", "the source withdrew", NULL);
}

/* The one request, noted while the disk was sound: ROOT/erasure-request. */
static void
note_request (Cli *cli)
{
  g_autoptr (yyjson_doc) doc = cli_json (cli, "erase", "--list", NULL);
  yyjson_val *first = yyjson_arr_get_first (yyjson_obj_get (yyjson_doc_get_root (doc), "erasures"));

  assert_non_null (first);
  g_free (cli_write (cli, "erasure-request", yyjson_get_str (yyjson_obj_get (first, "request"))));
}

static void
confirm (Cli *cli)
{
  g_autofree char *path = cli_path (cli, "erasure-request"), *request = NULL;

  assert_true (g_file_get_contents (path, &request, NULL, NULL));
  cli_run (cli, "erase", "--confirm", request, NULL);
}

static gboolean
is_asked_for (Cli *cli)
{
  g_autofree char *list = cli_answer (cli, "erase", "--list", NULL);

  return strstr (list, "Nothing is to be erased") == NULL;
}

static void
resume_erase (Cli *cli)
{
  if (is_asked_for (cli)) {
    note_request (cli);
    confirm (cli);
  } else {
    erase (cli);
  }
  if (cli->code != 0)
    fail_msg ("erasing does not go on: %s", cli->err);
}

static void
prepare_confirm (CrashWorld *world)
{
  prepare_erase (world);
  erase (world->cli);
  assert_int_equal (world->cli->code, 0);
  DO (world->cli, "pack", "--to", "headquarters", "-o", "work/out");
  crash_use (world, "hq");
  crash_tool (world, "\"$VALISE_BUILD\"/app/valise reconcile work/out/*.valise");
  note_request (world->cli);
}

static void
resume_confirm (Cli *cli)
{
  confirm (cli);
  if (cli->code != 0)
    fail_msg ("erasing does not go on: %s", cli->err);
}

static void
run_wipe (Cli *cli)
{
  cli_run (cli, "wipe", "--yes", NULL);
}

/* All of it is gone, or it goes on; an empty folder is no store. */
static void
resume_wipe (Cli *cli)
{
  if (!g_file_test (cli->store, G_FILE_TEST_EXISTS))
    return;
  cli_run (cli, "wipe", "--yes", NULL);
  if (cli->code != 0 && (strstr (cli->err, "nor the rest of one") == NULL || g_rmdir (cli->store) != 0))
    fail_msg ("wiping does not go on: %s", cli->err);
}

static void
describe_wiped (CrashWorld *world, GString *out)
{
  g_autofree char *path = cli_path (world->cli, "work/a");

  crash_append_tree (out, path);
  g_string_append (out, g_file_test (path, G_FILE_TEST_EXISTS) ? "there\n" : "gone\n");
}

/* ---- Derived, and for others ---- */

static void
run_rebuild (Cli *cli)
{
  cli_run (cli, "rebuild", NULL);
}

static void
resume_rebuild (Cli *cli)
{
  DO (cli, "rebuild");
}

static void
export_records (Cli *cli)
{
  cli_run (cli, "export", "--format", "jsonl", "-o", "work/out/rows.jsonl", "--to", "The court", "--why", "asked", NULL);
}

/* No export without its custody event. */
static void
resume_export (Cli *cli)
{
  g_autofree char *path = cli_path (cli, "work/out/rows.jsonl"), *log = cli_answer (cli, "log", NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS) && strstr (log, "The court") == NULL)
    fail_msg ("exported, and no word of it in the custody log");
  if (g_file_test (path, G_FILE_TEST_EXISTS) && remove (path) != 0)
    fail_msg ("%s stays", path);
  export_records (cli);
  assert_int_equal (cli->code, 0);
}

static void
describe_exported (CrashWorld *world, GString *out)
{
  g_autofree char *path = cli_path (world->cli, "work/out/rows.jsonl"), *text = NULL, *calm = NULL;

  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  calm = crash_without_chance (text);
  g_string_append (out, calm);
  crash_append_store (out, world, "a");
  append_left_over (world, out);
}

/* ---- A log that was forked ---- */

/* Two copies of one store were used, and headquarters knows of one. */
static void
prepare_fork (CrashWorld *world)
{
  crash_tool (world, "cp -a work/a work/a2 && mkdir work/one work/two");
  crash_use (world, "a");
  DO (world->cli, "add", "note", "text=from one");
  DO (world->cli, "pack", "--to", "headquarters", "-o", "work/one");
  crash_use (world, "a2");
  DO (world->cli, "add", "note", "text=from the other");
  DO (world->cli, "pack", "--to", "headquarters", "-o", "work/two");
  crash_use (world, "hq");
  crash_tool (world, "\"$VALISE_BUILD\"/app/valise reconcile work/one/*.valise");
  crash_tool (world, "mv work/two/*.valise work/other.valise");
}

static void
run_fork (Cli *cli)
{
  cli_run (cli, "reconcile", "work/other.valise", NULL);
}

static void
resume_fork (Cli *cli)
{
  DO (cli, "reconcile", "work/other.valise");
}

const CrashCase crash_cases[] = {
  { "add", "a", NULL, run_add, resume_add, describe_own, FALSE },
  { "pack", "a", NULL, run_pack, resume_pack, describe_packed, FALSE },
  { "reconcile", "hq", NULL, run_reconcile, resume_reconcile, describe_hq, TRUE },
  { "fork", "hq", prepare_fork, run_fork, resume_fork, describe_hq, TRUE },
  { "photos", "a", NULL, run_photos, resume_photos, describe_own, TRUE },
  { "sealed", "a", NULL, run_sealed, resume_sealed, describe_own, FALSE },
  { "import", "a", prepare_import, run_import, resume_import, describe_own, TRUE },
  { "parts", "a", prepare_parts, run_parts, resume_parts, describe_packed, FALSE },
  { "pieces", "hq", prepare_pieces, run_pieces, resume_pieces, describe_hq, TRUE },
  { "exchange", "a", prepare_exchange, run_exchange, resume_exchange, describe_exchanged, TRUE },
  { "rekey", "a", NULL, run_rekey, resume_rekey, describe_own, FALSE },
  { "vault", "hq", NULL, run_vault, resume_vault, describe_hq, FALSE },
  { "backup", "a", NULL, run_backup, resume_backup, describe_backup, FALSE },
  { "restore", "restored", prepare_restore, run_restore, resume_restore, describe_restored, TRUE },
  { "init", "new", NULL, run_init, resume_init, describe_new, TRUE },
  { "erase", "a", prepare_erase, erase, resume_erase, describe_own, TRUE },
  { "confirm", "hq", prepare_confirm, confirm, resume_confirm, describe_hq, FALSE },
  { "wipe", "a", NULL, run_wipe, resume_wipe, describe_wiped, TRUE },
  { "rebuild", "a", NULL, run_rebuild, resume_rebuild, describe_own, FALSE },
  { "export", "a", NULL, export_records, resume_export, describe_exported, FALSE },
  { NULL },
};
