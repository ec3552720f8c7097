/* test-bad-input.c - what the world hands in: what is said of it, and that nothing changed
 *
 * Each row is one bad input, given to the real command line: what it is, the
 * command, how it must end and what must be said. Afterwards the projection,
 * the logs and the files are those of before, byte for byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/clock.h"
#include "sync/enrol.h"
#include "tests/asserts.h"
#include "tests/bad-bags.h"
#include "tests/cli.h"
#include "tests/exchange.h"

typedef struct {
  FixtureStore *headquarters, *adeko, *brandt, *stranger, *revoked;
  Cli *cli;
} World;

#define MIB (1024 * 1024)
#define SENTENCE_MAX 1000

/* ---- The world ---- */

static void
use (World *world, FixtureStore *store)
{
  fixture_store_close (store);
  cli_set_variable (world->cli, "VALISE_STORE", store->folder);
}

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);
  g_autoptr (ValiseSecret) passphrase = NULL;
  g_autofree char *text = NULL;

  valise_secret_start ();
  world->cli = cli_new ();
  passphrase = fixture_passphrase ();
  text = g_strdup_printf ("%.*s\n", (int) valise_secret_size (passphrase), (const char *) valise_secret_peek (passphrase));
  g_free (cli_write (world->cli, "passphrase", text));
  valise_clock_stop_at (FIXTURE_NOW);
  world->headquarters = panel_headquarters_new ();
  world->adeko = panel_member_new (world->headquarters, "T. Adeko", "expert", PANEL_CASE);
  world->brandt = panel_member_new (world->headquarters, "A. Brandt", "expert", PANEL_CASE);
  world->revoked = panel_member_new (world->headquarters, "R. Gone", "expert", PANEL_CASE);
  world->stranger = fixture_store_new ("Stranger", "expert");
  panel_take (world->headquarters, world->adeko);
  g_free (exchange_add (world->headquarters, "note", "title", "Here before", ".case", PANEL_CASE, NULL));
  use (world, world->headquarters);
  g_free (cli_answer (world->cli, "revoke", "R. Gone", NULL));
  fixture_store_reopen (world->headquarters);
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  fixture_store_free (world->headquarters);
  fixture_store_free (world->adeko);
  fixture_store_free (world->brandt);
  fixture_store_free (world->revoked);
  fixture_store_free (world->stranger);
  cli_free (world->cli);
  g_free (world);
  valise_clock_stop_at (-1);
  return 0;
}

/* ---- Bundles ---- */

static HostileBundle *
with_log (FixtureStore *from, FixtureStore *to)
{
  g_autoptr (HostileLog) log = hostile_log_new (from);
  HostileBundle *bundle = hostile_bundle_new (from, to);

  hostile_log_add_sighting (log, "Kasira");
  hostile_add_log (bundle, log);
  return bundle;
}

static char *
bundle_from (FixtureStore *from, FixtureStore *to)
{
  g_autoptr (HostileBundle) bundle = with_log (from, to);

  return hostile_write (bundle);
}

static char *
empty (World *w)
{
  return hostile_write_bytes (w->adeko, "", 0);
}

static char *
letter (World *w)
{
  return hostile_write_bytes (w->adeko, "Dear colleagues,\n", 17);
}

static char *
truncated (World *w)
{
  g_autofree char *whole = bundle_from (w->adeko, w->headquarters), *data = NULL;
  gsize size = 0;

  assert_true (g_file_get_contents (whole, &data, &size, NULL));
  return hostile_write_bytes (w->adeko, data, size / 2);
}

static char *
flipped (World *w)
{
  g_autofree char *whole = bundle_from (w->adeko, w->headquarters), *data = NULL;
  gsize size = 0;

  assert_true (g_file_get_contents (whole, &data, &size, NULL));
  data[size / 2] ^= 1;
  return hostile_write_bytes (w->adeko, data, size);
}

static char *
foreign (World *w)
{
  return bundle_from (w->adeko, w->brandt);
}

static char *
readdressed (World *w)
{
  g_autofree char *path = foreign (w);
  g_autoptr (GBytes) plain = hostile_open (w->brandt, path);

  return hostile_cover (plain, w->headquarters, 8);
}

static char *
unknown_sender (World *w)
{
  return bundle_from (w->stranger, w->headquarters);
}

static char *
of_training (World *w)
{
  g_autoptr (HostileBundle) bundle = with_log (w->adeko, w->headquarters);

  bundle->training = "yes";
  return hostile_write (bundle);
}

static char *
of_a_newer_version (World *w)
{
  g_autoptr (HostileBundle) bundle = with_log (w->adeko, w->headquarters);

  bundle->version = "2";
  return hostile_write (bundle);
}

static char *
signed_by_another (World *w)
{
  g_autoptr (HostileBundle) bundle = with_log (w->adeko, w->headquarters);

  bundle->signer = w->brandt;
  return hostile_write (bundle);
}

static char *
seven_stanzas (World *w)
{
  g_autoptr (HostileBundle) bundle = with_log (w->adeko, w->headquarters);

  bundle->stanzas = 7;
  return hostile_write (bundle);
}

static char *climbing (World *w) { return bad_bag_named (w->adeko, w->headquarters, "../../../../tmp/out"); }
static char *absolute (World *w) { return bad_bag_named (w->adeko, w->headquarters, "/tmp/out"); }
static char *climbing_inside (World *w) { return bad_bag_named (w->adeko, w->headquarters, "hostilebundle234/data/../../out"); }
static char *unlisted (World *w) { return bad_bag_named (w->adeko, w->headquarters, "hostilebundle234/data/more"); }
static char *control_name (World *w) { return bad_bag_named (w->adeko, w->headquarters, "hostilebundle234/\033[2J\342\200\256"); }
static char *hard_link (World *w) { return bad_bag_kind (w->adeko, w->headquarters, '1'); }
static char *soft_link (World *w) { return bad_bag_kind (w->adeko, w->headquarters, '2'); }
static char *character_device (World *w) { return bad_bag_kind (w->adeko, w->headquarters, '3'); }
static char *block_device (World *w) { return bad_bag_kind (w->adeko, w->headquarters, '4'); }
static char *folder (World *w) { return bad_bag_kind (w->adeko, w->headquarters, '5'); }
static char *pipe_in_it (World *w) { return bad_bag_kind (w->adeko, w->headquarters, '6'); }
static char *sparse (World *w) { return bad_bag_kind (w->adeko, w->headquarters, 'S'); }
static char *there_twice (World *w) { return bad_bag_twice (w->adeko, w->headquarters, FALSE); }
static char *twice_but_for_capitals (World *w) { return bad_bag_twice (w->adeko, w->headquarters, TRUE); }
static char *lying_manifest (World *w) { return bad_bag_content (w->adeko, w->headquarters); }
static char *member_missing (World *w) { return bad_bag_short (w->adeko, w->headquarters); }
static char *tar_bomb (World *w) { return bad_bag_size (w->adeko, w->headquarters, G_GUINT64_CONSTANT (8000000000)); }
static char *zstd_bomb (World *w) { return bad_bag_bomb (w->adeko, w->headquarters, 64 * MIB); }
static char *million_tags (World *w) { return bad_bag_tags (w->adeko, w->headquarters, 1000000); }

static char *
file_under_a_wrong_name (World *w)
{
  g_autoptr (HostileBundle) bundle = with_log (w->adeko, w->headquarters);

  hostile_add_file (bundle, "data/files/0000000000000000000000000000000000000000000000000000000000000000",
                    "content", 7);
  return hostile_write (bundle);
}

static char *
roster_from_the_field (World *w)
{
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (w->adeko, w->headquarters);
  g_autofree char *note = panel_issue (w->headquarters, w->adeko);

  hostile_add_file (bundle, "data/roster", note, strlen (note));
  return hostile_write (bundle);
}

/* ---- Notes ---- */

static char *
letter_as_note (World *w)
{
  return letter (w);
}

/* Adeko's roster, of which a digit is another. */
static char *
altered_roster (World *w)
{
  g_autofree char *note = panel_issue (w->headquarters, w->adeko);

  *strstr (note, "T. Adeko") = 'S';
  return hostile_write_bytes (w->adeko, note, strlen (note));
}

static char *
anothers_roster (World *w)
{
  g_autofree char *note = panel_issue (w->headquarters, w->brandt);

  return hostile_write_bytes (w->adeko, note, strlen (note));
}

static char *
altered_request (World *w)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = valise_enrol_request (w->stranger->store, &error);

  assert_no_error (error);
  *strstr (note, "Stranger") = 'X';
  return hostile_write_bytes (w->adeko, note, strlen (note));
}

/* ---- Spreadsheets ---- */

static char *
text_file (World *w, const char *text)
{
  return hostile_write_bytes (w->adeko, text, strlen (text));
}

static char *no_rows (World *w) { return text_file (w, ""); }
static char *unknown_columns (World *w) { return text_file (w, "a,b\n1,2\n"); }
static char *not_utf8 (World *w) { return text_file (w, "title\n\377\377\n"); }
static char *bad_json (World *w) { return text_file (w, "{\"type\":\"note\",\n"); }
static char *deep_json (World *w)
{
  g_autofree char *deep = g_strnfill (100000, '[');

  return text_file (w, deep);
}

static char *
deep_line (World *w)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *text = g_strconcat ("{\"type\":\"note\",\"text\":", deep, NULL);

  return text_file (w, text);
}

static char *
wide_row (World *w)
{
  g_autofree char *commas = g_strnfill (2000, ',');
  g_autofree char *text = g_strconcat ("title", commas, "\n", NULL);

  return text_file (w, text);
}

static char *
missing_file (World *w)
{
  return g_build_filename (w->adeko->root, "nowhere", NULL);
}

static char *
a_folder (World *w)
{
  return g_strdup (w->adeko->root);
}

static char *
a_pipe (World *w)
{
  char *path = g_build_filename (w->adeko->root, "pipe", NULL);

  g_remove (path);
  assert_int_equal (mkfifo (path, 0600), 0);
  return path;
}

#define FILE "FILE" /* stands for what `make` made */
#define DIGITS "0000 0000 0000 0000 0000 0000 0000 0000 0000 0000"

/* `part` must be said. All of it is given to headquarters. */
static const struct {
  const char *what;
  char *(*make) (World *world);
  const char *words[6];
  int code;
  const char *part;
} rows[] = {
  { "an empty file", empty, { "reconcile", FILE }, 3, "malformed" },
  { "a letter", letter, { "reconcile", FILE }, 3, "malformed" },
  { "no file", missing_file, { "reconcile", FILE }, 1, "no bundle" },
  { "a folder", a_folder, { "reconcile", FILE }, 1, "not a file" },
  { "a pipe", a_pipe, { "reconcile", FILE }, 1, "not a file" },
  { "a truncated bundle", truncated, { "reconcile", FILE }, 3, "damaged" },
  { "a bundle with another byte", flipped, { "reconcile", FILE }, 3, "damaged" },
  { "a bundle for somebody else", foreign, { "reconcile", FILE }, 3, "other keys than ours" },
  { "the same, only looked at", foreign, { "inspect", FILE }, 1, "relay" },
  { "a bundle addressed again", readdressed, { "reconcile", FILE }, 3, "did not address it" },
  { "an unknown sender", unknown_sender, { "reconcile", FILE }, 3, "not on the roster" },
  { "a training bundle", of_training, { "reconcile", FILE }, 3, "training" },
  { "a newer version", of_a_newer_version, { "reconcile", FILE }, 3, "newer Valise" },
  { "another's signature", signed_by_another, { "reconcile", FILE }, 3, "sign" },
  { "seven recipients", seven_stanzas, { "reconcile", FILE }, 3, "7 recipient stanzas instead of 8" },
  { "a climbing path", climbing, { "reconcile", FILE }, 3, "leads out of its folder" },
  { "an absolute path", absolute, { "reconcile", FILE }, 3, "is absolute" },
  { "a path that climbs inside", climbing_inside, { "reconcile", FILE }, 3, "leads out of its folder" },
  { "a file that is not listed", unlisted, { "reconcile", FILE }, 3, "not in the manifest" },
  { "a name that moves the cursor", control_name, { "reconcile", FILE }, 3, "a control character" },
  { "a hard link", hard_link, { "reconcile", FILE }, 3, "a link is not allowed" },
  { "a link", soft_link, { "reconcile", FILE }, 3, "a link is not allowed" },
  { "a character device", character_device, { "reconcile", FILE }, 3, "a device is not allowed" },
  { "a block device", block_device, { "reconcile", FILE }, 3, "a device is not allowed" },
  { "a folder in it", folder, { "reconcile", FILE }, 3, "a folder member is not allowed" },
  { "a pipe in it", pipe_in_it, { "reconcile", FILE }, 3, "a pipe is not allowed" },
  { "a sparse file", sparse, { "reconcile", FILE }, 3, "a sparse map is not allowed" },
  { "a name that is there twice", there_twice, { "reconcile", FILE }, 3, "a name comes twice" },
  { "the same but for capitals", twice_but_for_capitals, { "reconcile", FILE }, 3, "a name comes twice" },
  { "a lying manifest", lying_manifest, { "reconcile", FILE }, 3, "not what the manifest says" },
  { "a missing member", member_missing, { "reconcile", FILE }, 3, "of the manifest is missing" },
  { "a file under a wrong name", file_under_a_wrong_name, { "reconcile", FILE }, 3, "hash of its content" },
  { "a member of 8 GB, it says", tar_bomb, { "reconcile", FILE }, 3, "less than there is" },
  { "64 MiB of nothing, compressed", zstd_bomb, { "reconcile", FILE }, 3, "unpacks to more than" },
  { "a million tag lines", million_tags, { "reconcile", FILE }, 3, "not what the tag manifest says" },
  { "a roster from the field", roster_from_the_field, { "reconcile", FILE }, 3, "from headquarters only" },
  { "a letter for a request", letter_as_note, { "enrol", FILE, "--case", PANEL_CASE, "--fingerprint", DIGITS }, 1, "the signed note was refused" },
  { "an altered request", altered_request, { "enrol", FILE, "--case", PANEL_CASE, "--fingerprint", DIGITS }, 1, "sign" },
  { "an empty spreadsheet", no_rows, { "import", FILE, "--type", "note" }, 2, "the file is empty" },
  { "unknown columns", unknown_columns, { "import", FILE, "--type", "note" }, 2, "no field is named like" },
  { "a sheet that is not UTF-8", not_utf8, { "import", FILE, "--type", "note" }, 3, "UTF-8" },
  { "2,000 columns", wide_row, { "import", FILE, "--type", "note" }, 2, "more than 1024 columns" },
  { "broken JSON", bad_json, { "import", FILE }, 3, "not the JSON that is expected" },
  { "100,000 brackets", deep_json, { "import", FILE }, 2, "no field is named like" },
  { "JSON 100,000 deep", deep_line, { "import", FILE }, 3, "not the JSON that is expected" },
};

static void
run_row (World *world, gsize i, const char *path)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_null_terminated (8, g_free, TRUE);

  for (gsize j = 0; j < G_N_ELEMENTS (rows[i].words) && rows[i].words[j] != NULL; j++)
    g_ptr_array_add (words, g_strdup (strcmp (rows[i].words[j], FILE) == 0 ? path : rows[i].words[j]));
  cli_runv (world->cli, (const char *const *) words->pdata);
}

static void
bad_input_is_told_and_changes_nothing (void **state)
{
  World *world = *state;
  guint wrong = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = rows[i].make (world), *before = exchange_snapshot (world->headquarters), *after = NULL;
    g_autofree char *said = NULL;

    use (world, world->headquarters);
    run_row (world, i, path);
    fixture_store_reopen (world->headquarters);
    after = exchange_snapshot (world->headquarters);
    said = g_strconcat (world->cli->err, world->cli->out, NULL);
    print_message ("%s: %d, %s", rows[i].what, world->cli->code, world->cli->err);
    if (world->cli->code != rows[i].code || strstr (said, rows[i].part) == NULL || !cli_is_safe (said) ||
        strlen (said) > SENTENCE_MAX || strcmp (before, after) != 0) {
      print_message ("WRONG: ended with %d instead of %d, “%s”%s: %s\n", world->cli->code, rows[i].code,
                     rows[i].part, strcmp (before, after) != 0 ? ", and changed the store" : "", said);
      wrong++;
    }
  }
  assert_int_equal (wrong, 0);
}

/* ---- What a store is given ---- */

/* The rosters go to a member's store. */
static void
a_roster_that_is_not_ours_or_not_as_it_was_changes_nothing (void **state)
{
  World *world = *state;
  g_autofree char *altered = altered_roster (world), *anothers = anothers_roster (world), *text = letter (world);
  g_autofree char *before = exchange_snapshot (world->adeko), *after = NULL;

  use (world, world->adeko);
  cli_run (world->cli, "join", altered, NULL);
  cli_assert_failed (world->cli, 1, "sign");
  cli_run (world->cli, "join", anothers, NULL);
  cli_assert_failed (world->cli, 1, "another device");
  cli_run (world->cli, "join", text, NULL);
  cli_assert_failed (world->cli, 1, "the signed note was refused");
  fixture_store_reopen (world->adeko);
  after = exchange_snapshot (world->adeko);
  assert_string_equal (before, after);
}

/* What came after is kept, and counts nowhere. */
static void
what_a_revoked_member_sends_is_kept_and_does_not_count (void **state)
{
  World *world = *state;
  g_autofree char *path = NULL, *list = NULL;

  g_free (exchange_add (world->revoked, "sighting", "title", "After the end", NULL));
  path = exchange_pack (world->revoked, valise_store_get_device (world->headquarters->store));
  use (world, world->headquarters);
  cli_run (world->cli, "reconcile", path, NULL);
  print_message ("revoked: %d %s%s\n", world->cli->code, world->cli->out, world->cli->err);
  list = cli_answer (world->cli, "list", NULL);
  assert_null (strstr (list, "After the end"));
  g_free (list);
  list = cli_answer (world->cli, "admit", NULL);
  assert_non_null (strstr (list, "R. Gone"));
  fixture_store_reopen (world->headquarters);
}

/* That nothing compresses much. */
static char *
random_letters (gsize size)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  char *text = g_malloc0 (size + 1);

  for (gsize i = 0; i < size; i++)
    text[i] = (char) g_rand_int_range (random, 'a', 'z' + 1);
  return text;
}

/* Its leaf is kept, so that the log verifies; it counts for nothing. */
static void
an_entry_beyond_1_mib_is_reported_and_does_not_count (void **state)
{
  World *world = *state;
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autofree char *text = random_letters (MIB + 1000), *header = g_strdup_printf ("{\"v\":\"%s\"}", text);
  g_autofree char *path = NULL, *after = NULL;

  hostile_log_add_text (log, header, "{}");
  hostile_add_log (bundle, log);
  path = hostile_write (bundle);
  use (world, world->headquarters);
  cli_run (world->cli, "reconcile", path, NULL);
  if (world->cli->code != 0 || strstr (world->cli->out, "set aside: 1") == NULL)
    fail_msg ("%d: %s%s", world->cli->code, world->cli->out, world->cli->err);
  g_free (cli_answer (world->cli, "verify", NULL));
  fixture_store_reopen (world->headquarters);
  after = exchange_dump (world->headquarters);
  /* But for the receipt. */
  text[64] = '\0';
  assert_null (strstr (after, text));
  assert_non_null (strstr (after, "Here before"));
}

static void
a_store_of_a_newer_version_is_left_alone (void **state)
{
  World *world = *state;

  assert_true (valise_db_execute (valise_store_get_db (world->stranger->store), "PRAGMA user_version = 999", NULL));
  use (world, world->stranger);
  cli_run (world->cli, "list", NULL);
  cli_assert_failed (world->cli, 1, "newer");
  cli_run (world->cli, "add", "note", "title=x", NULL);
  cli_assert_failed (world->cli, 1, "newer");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (bad_input_is_told_and_changes_nothing),
    cmocka_unit_test (a_roster_that_is_not_ours_or_not_as_it_was_changes_nothing),
    cmocka_unit_test (what_a_revoked_member_sends_is_kept_and_does_not_count),
    cmocka_unit_test (an_entry_beyond_1_mib_is_reported_and_does_not_count),
    cmocka_unit_test (a_store_of_a_newer_version_is_left_alone),
  };

  return cmocka_run_group_tests_name ("bad-input", tests, set_up, tear_down);
}
