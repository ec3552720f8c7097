/* test-canary.c - a secret that was recorded is readable nowhere but through the store
 *
 * The secret stands in every text of every type, in a file's name and content,
 * in a photo's comment and in what is sealed. Then it is looked for: plain, as
 * UTF-16, in base64 (which has three alignments) and in hexadecimal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <unistd.h>

#include "core/keys.h"
#include "core/type.h"
#include "tests/asserts.h"
#include "tests/canary.h"
#include "tests/cli.h"
#include "tests/fixture.h"

static Cli *cli;
static char *interview;    /* with sealed values */
static char *canary;       /* a word that stands nowhere else in the world */

/* ---- Recording ---- */

static gboolean
takes_words (const ValiseField *field)
{
  return field->kind == VALISE_KIND_TEXT || field->kind == VALISE_KIND_LONG_TEXT ||
         field->kind == VALISE_KIND_IDENTIFIER;
}

/* One record of a type with the secret in all that takes words. */
static void
add_record (const ValiseType *type)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_null_terminated (8, g_free, TRUE);
  guint n = 0;

  g_ptr_array_add (words, g_strdup ("add"));
  g_ptr_array_add (words, g_strdup (type->name));
  for (const ValiseField *field = type->fields; field->name != NULL; field++)
    if (takes_words (field) && ++n > 0)
      g_ptr_array_add (words, g_strdup_printf ("%s=%s", field->name, canary));
    else if (field->kind == VALISE_KIND_PLACE && ++n > 0)
      g_ptr_array_add (words, g_strdup_printf ("%s={\"told\":\"%s\"}", field->name, canary));
  cli_runv (cli, (const char *const *) words->pdata);
  if (cli->code != 0)
    fail_msg ("%s: %s", type->name, cli->err);
  if (strcmp (type->name, "interview") == 0)
    interview = g_strndup (cli->out, strcspn (cli->out, "\n"));
  assert_true (n > 0);
}

static void
record_all (void)
{
  g_autofree char *name = g_strconcat (canary, ".txt", NULL), *content = g_strconcat ("It says: ", canary, "\n", NULL);
  g_autofree char *path = cli_write (cli, name, content), *comment = NULL, *thumbnail = NULL;

  for (const ValiseType *const *type = valise_type_all (); *type != NULL; type++)
    if ((*type)->audience != VALISE_AUDIENCE_SYSTEM)
      add_record (*type);
  g_free (cli_answer (cli, "add", "note", "text=beside", "--attach", path, NULL));
  comment = g_strdup_printf ("convert -size 40x30 xc:red photo.jpg && "
                             "exiftool -q -overwrite_original -UserComment=%s -Comment=%s -ImageDescription=%s photo.jpg",
                             canary, canary, canary);
  cli_tool (cli, "sh", "-c", comment, NULL);
  assert_int_equal (cli->code, 0);
  g_free (cli_answer (cli, "photos", "photo.jpg", NULL));
  thumbnail = g_strdup_printf ("rm photo.jpg %s", name);
  cli_tool (cli, "sh", "-c", thumbnail, NULL);
  assert_int_equal (cli->code, 0);
}

static int
set_up (void **state)
{
  canary = canary_new ();
  cli = cli_new ();
  cli_make (cli, "hq", "HQ", "headquarters");
  g_free (cli_answer (cli, "case", "add", "drc-1533", "--title", "T", "--basis", "B", NULL));
  cli_make (cli, "a", "A. Diallo", "expert");
  cli_enrol (cli, "a", "drc-1533");
  g_free (cli_answer (cli, "vault", "init", NULL));
  record_all ();
  return 0;
}

static int
tear_down (void **state)
{
  cli_free (cli);
  g_free (interview);
  canary_free (canary);
  return 0;
}

/* ---- Looking ---- */

static void
it_is_there_for_who_has_the_passphrase (void **state)
{
  g_autofree char *found = cli_answer (cli, "search", canary, NULL);

  assert_non_null (strstr (found, "Note"));
  assert_true (canary_is_in (found, strlen (found)));
}

static void
stores_bundles_and_folders_do_not_tell_it (void **state)
{
  cli_send (cli, "a", "hq", "headquarters");
  cli_use (cli, "a");
  canary_assert_nowhere_below (cli->root);
  canary_assert_nowhere_below (g_get_home_dir ());
  canary_assert_nowhere_below (g_get_tmp_dir ());
}

/* Every file that is opened for writing lies in the store or the output folder. */
static void
nothing_is_written_anywhere_else (void **state)
{
  g_autofree char *program = g_build_filename (g_getenv ("VALISE_BUILD"), "app", "valise", NULL);
  g_autofree char *trace = cli_path (cli, "trace"), *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint written = 0;

  cli_tool (cli, "strace", "-f", "-y", "-e", "trace=open,openat,creat", "-o", trace, program, "pack", "--to",
            "headquarters", "--everything", "-o", cli->root, NULL);
  assert_int_equal (cli->code, 0);
  assert_true (g_file_get_contents (trace, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (strstr (lines[i], "O_WRONLY") == NULL && strstr (lines[i], "O_RDWR") == NULL)
      continue;
    written++;
    if (strstr (lines[i], cli->root) == NULL && strstr (lines[i], "\"/dev/") == NULL)
      fail_msg ("written elsewhere: %s", lines[i]);
  }
  assert_true (written > 0);
}

static void
add_key_forms (void)
{
  g_autofree char *path = g_build_filename (cli->store, "key.age", NULL);
  g_autoptr (ValiseSecret) passphrase = fixture_passphrase ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseKeys) keys = valise_keys_read (path, passphrase, &error);

  assert_no_error (error);
  canary_add (valise_secret_peek (keys->database), 32);
  canary_add (valise_secret_peek (keys->files), 32);
  canary_add (valise_secret_peek (keys->bundles), 32);
  canary_add (valise_secret_peek (keys->names), 32);
}

/* All memory of the real program at its last call, after the store is closed. */
static void
look_into_memory_after (const char *words)
{
  g_autofree char *core = cli_path (cli, "core");
  g_autofree char *line = g_strdup_printf (
      "gdb -batch -ex 'set use-coredump-filter off' -ex 'set dump-excluded-mappings on'"
      " -ex 'catch syscall exit_group' -ex run -ex 'generate-core-file %s' --args %s/app/valise %s",
      core, g_getenv ("VALISE_BUILD"), words);

  cli_tool (cli, "sh", "-c", line, NULL);
  if (!g_file_test (core, G_FILE_TEST_IS_REGULAR))
    fail_msg ("no memory to look into: %s%s", cli->out, cli->err);
  canary_assert_nowhere_below (core);
  unlink (core);
}

static void
memory_does_not_hold_it_once_the_store_is_closed (void **state)
{
  guint mark = canary_mark ();
  g_autofree char *rows = cli_path (cli, "rows.jsonl"), *sealed = g_strdup_printf ("show %s --sealed", interview);

  add_key_forms ();
  look_into_memory_after ("verify"); /* reads everything */
  look_into_memory_after ("list");   /* and this says it */
  look_into_memory_after ("status");
  look_into_memory_after ("search beside");
  look_into_memory_after ("rebuild");
  look_into_memory_after (sealed); /* opened with the vault's passphrase */
  assert_true (canary_is_in (cli->out, strlen (cli->out)));
  look_into_memory_after ("export --format jsonl -o rows.jsonl --to Court --why asked");
  look_into_memory_after ("import rows.jsonl");
  look_into_memory_after ("pack --to headquarters -o . --everything");
  assert_int_equal (unlink (rows), 0);
  canary_forget (mark);
}

static void
the_program_leaves_no_core_when_it_falls (void **state)
{
  g_autofree char *line = g_strdup_printf (
      "gdb -batch -ex 'catch syscall exit_group' -ex run"
      " -ex 'python print(open(\"/proc/%%d/limits\" %% gdb.selected_inferior().pid).read())'"
      " --args %s/app/valise status",
      g_getenv ("VALISE_BUILD"));

  cli_tool (cli, "sh", "-c", line, NULL);
  if (strstr (cli->out, "Max core file size        0  ") == NULL)
    fail_msg ("a core could be written:\n%s", cli->out);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (it_is_there_for_who_has_the_passphrase),
    cmocka_unit_test (stores_bundles_and_folders_do_not_tell_it),
    cmocka_unit_test (nothing_is_written_anywhere_else),
    cmocka_unit_test (memory_does_not_hold_it_once_the_store_is_closed),
    cmocka_unit_test (the_program_leaves_no_core_when_it_falls),
  };

  return cmocka_run_group_tests_name ("canary", tests, set_up, tear_down);
}
