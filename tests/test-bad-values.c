/* test-bad-values.c - photos, names and texts as the world has them: kept as they came, shown safely
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gstdio.h>
#include <string.h>

#include "tests/asserts.h"
#include "tests/cli.h"

#define MIB (1024 * 1024)

static int
set_up (void **state)
{
  *state = cli_new_store ("A. Brandt", "expert");
  return 0;
}

static int
tear_down (void **state)
{
  cli_free (*state);
  return 0;
}

/* ---- Files ---- */

/* Shell that makes ./photo; what `photos` says of it; it is kept in any case. */
static const struct {
  const char *what, *make;
  int code;
  const char *part;
} files[] = {
  { "0 bytes", ": > photo.jpg", 1, "empty" },
  { "a PNG named .jpg", "convert -size 8x8 xc:red png:photo.jpg", 0, "png" },
  { "a letter named .jpg", "echo 'Dear colleagues' > photo.jpg", 1, "is no photo but text/plain" },
  { "a JPEG cut in half", "convert -size 400x400 plasma: jpg:whole && head -c 2000 whole > photo.jpg", 0, "jpeg" },
  /* 60,000 by 60,000 by what its frame header says. */
  { "60,000 × 60,000",
    "convert -size 8x8 xc:red jpg:small && python3 -c 'b = open(\"small\", \"rb\").read();"
    "i = b.index(b\"\\xff\\xc0\"); open(\"photo.jpg\", \"wb\").write(b[:i + 5] + b\"\\xea\\x60\\xea\\x60\" + b[i + 9:])'",
    0, "no-preview" },
  /* The first directory names itself as the next. */
  { "EXIF that goes in circles",
    "convert -size 8x8 xc:red jpg:photo.jpg && python3 -c 'import struct;"
    "b = open(\"photo.jpg\", \"rb\").read(); t = b\"MM\\0*\" + struct.pack(\">I\", 8) + struct.pack(\">H\", 1)"
    " + struct.pack(\">HHII\", 0x8769, 4, 1, 8) + struct.pack(\">I\", 8); e = b\"Exif\\0\\0\" + t;"
    " open(\"photo.jpg\", \"wb\").write(b[:2] + b\"\\xff\\xe1\" + struct.pack(\">H\", len(e) + 2) + e + b[2:])'",
    0, "damaged" },
};

static void
a_bad_photo_is_kept_as_it_came_or_refused (void **state)
{
  Cli *cli = *state;
  guint wrong = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *said = NULL;
    char id[9] = "";

    cli_tool (cli, "sh", "-c", "rm -f photo.jpg whole small back", NULL);
    cli_tool (cli, "sh", "-c", files[i].make, NULL);
    if (cli->code != 0)
      fail_msg ("%s: %s", files[i].what, cli->err);
    cli_run (cli, "photos", "photo.jpg", NULL);
    said = g_strconcat (cli->out, cli->err, NULL);
    print_message ("%s: %d, %s", files[i].what, cli->code, said);
    wrong += cli->code != files[i].code || strstr (said, files[i].part) == NULL;
    if (cli->code != 0)
      continue;
    g_strlcpy (id, cli->out, sizeof id);
    g_free (cli_answer (cli, "file", id, "1", "-o", "back", NULL));
    cli_tool (cli, "cmp", "photo.jpg", "back", NULL);
    assert_int_equal (cli->code, 0);
  }
  assert_int_equal (wrong, 0);
}

/* ---- Names ---- */

static const struct {
  const char *what, *name;
  const char *shown; /* NULL: as it is */
} names[] = {
  { "Arabic", "قافلة الليل", NULL },
  { "combining characters", "e\314\201\314\202\314\203a\314\200", NULL },
  { "a bidi override", "photo\342\200\256gpj.exe", "photo\\u202egpj.exe" },
  { "an isolate", "a\342\201\247b", "a\\u2067b" },
  { "an escape sequence", "\033[2J\033[31mred", "\\x1b[2J\\x1b[31mred" },
  { "a line's end", "one\ntwo", "one" },
  { "a carriage return", "one\rtwo", "one\\x0dtwo" },
  { "a C1 control", "a\302\233b", "a\\u009bb" },
  { "a zero-width space", "a\342\200\213b", "a\\u200bb" },
  { "emoji", "📦🚚", NULL },
};

/* In text that is shown; in JSON it is escaped as JSON does. */
static void
assert_shown (Cli *cli, const char *what, const char *shown)
{
  if (cli->code != 0 || strstr (cli->out, shown) == NULL)
    fail_msg ("%s is not shown as “%s”: %s%s", what, shown, cli->out, cli->err);
  if (!cli_is_safe (cli->out) || !cli_is_safe (cli->err))
    fail_msg ("%s reaches the terminal: %s", what, cli->out);
}

/* In lists it may be shown as something else, but never as it is. */
static void
assert_reaches_no_terminal (Cli *cli, const char *what, const char *command, const char *word)
{
  cli_run (cli, command, word, NULL);
  if (cli->code != 0 || !cli_is_safe (cli->out) || !cli_is_safe (cli->err))
    fail_msg ("%s reaches the terminal by “%s”: %s%s", what, command, cli->out, cli->err);
}

static void
any_name_is_kept_and_shown_safely (void **state)
{
  Cli *cli = *state;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *shown = names[i].shown != NULL ? names[i].shown : names[i].name;
    g_autofree char *text = g_strconcat ("text=", names[i].name, NULL), *id = NULL, *kept = NULL;
    g_autofree char *file = g_build_filename (cli->root, names[i].name, NULL);
    g_autoptr (yyjson_doc) doc = NULL;
    yyjson_val *fields;

    assert_true (g_file_set_contents (file, "x", 1, NULL));
    id = cli_answer (cli, "add", "note", text, "--attach", file, NULL);
    cli_run (cli, "show", id, NULL);
    assert_shown (cli, names[i].what, shown);
    assert_reaches_no_terminal (cli, names[i].what, "list", NULL);
    assert_reaches_no_terminal (cli, names[i].what, "file", id);
    assert_reaches_no_terminal (cli, names[i].what, "log", id);
    doc = cli_json (cli, "show", id, NULL);
    fields = yyjson_obj_get (yyjson_doc_get_root (doc), "fields");
    kept = g_strdup (yyjson_get_str (yyjson_obj_get (yyjson_obj_get (fields, "text"), "value")));
    assert_string_equal (kept, names[i].name);
    g_remove (file);
  }
}

static void
a_text_of_10_000_characters_is_kept_whole (void **state)
{
  Cli *cli = *state;
  g_autofree char *name = g_strnfill (10000, 'n'), *title = g_strconcat ("title=", name, NULL);
  g_autofree char *text = g_strconcat ("text=", name, NULL), *longer = g_strnfill (2 * MIB, 'n');
  g_autofree char *path = cli_write (cli, "longer.txt", longer), *from = g_strconcat ("text=@", path, NULL);
  g_autofree char *before = cli_snapshot (cli), *after = NULL, *id = NULL;

  cli_run (cli, "add", "note", from, NULL);
  cli_assert_failed (cli, 1, "larger than");
  cli_run (cli, "add", "sighting", title, NULL);
  cli_assert_failed (cli, 2, "4096 are allowed");
  after = cli_snapshot (cli);
  assert_string_equal (before, after);
  id = cli_answer (cli, "add", "note", text, NULL);
  cli_run (cli, "show", id, "--json", NULL);
  assert_non_null (strstr (cli->out, name));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_bad_photo_is_kept_as_it_came_or_refused),
    cmocka_unit_test (any_name_is_kept_and_shown_safely),
    cmocka_unit_test (a_text_of_10_000_characters_is_kept_whole),
  };

  return cmocka_run_group_tests_name ("bad-values", tests, set_up, tear_down);
}
