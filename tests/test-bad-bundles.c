/* test-bad-bundles.c - what is not a bundle for us changes nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <sys/stat.h>

#include "core/error.h"
#include "core/log.h"
#include "core/note.h"
#include "sync/ledger.h"
#include "tests/exchange.h"
#include "tests/hostile.h"
#include "tests/world.h"

static int
set_up (void **state)
{
  World *world = world_new ("mjsr");

  g_free (exchange_add (world->headquarters, "note", "title", "Here before", ".case", PANEL_CASE, NULL));
  *state = world;
  return 0;
}

/* ---- That nothing changed ---- */

static void
assert_turned_away (FixtureStore *at, const char *path, const char *what, ValiseOutcome outcome,
                    int code, const char *reason)
{
  g_autofree char *before = exchange_snapshot (at), *after = NULL;
  ValiseReconciled *result = exchange_reconcile (at, path);
  g_autoptr (GPtrArray) rows = NULL;
  const ValiseLedgerRow *row;

  if (result->outcome != outcome || (code >= 0 && result->code != code) ||
      strstr (result->reason, reason) == NULL)
    fail_msg ("%s: %s, %d: %s", what, valise_outcome_to_text (result->outcome), result->code,
              result->reason);
  assert_false (result->receipt);
  after = exchange_snapshot (at);
  if (strcmp (before, after) != 0)
    fail_msg ("%s changed the store", what);
  rows = valise_ledger_list (at->store, 1, NULL);
  assert_int_equal (rows->len, 1);
  row = rows->pdata[0];
  assert_string_equal (row->outcome, valise_outcome_to_text (outcome));
  assert_string_equal (row->reason, result->reason);
  valise_reconciled_free (result);
}

/* ---- Damage on the way ---- */

static char *
honest_bundle (World *world)
{
  g_autofree char *registry = valise_store_dup_meta (world->adeko->store, "registry");

  g_free (exchange_add (world->adeko, "sighting", "title", "Kasira", NULL));
  return exchange_pack (world->adeko, registry);
}

static void
a_bundle_cut_off_anywhere_is_refused (void **state)
{
  World *world = *state;
  g_autofree char *path = honest_bundle (world), *data = NULL;
  gsize size;

  assert_true (g_file_get_contents (path, &data, &size, NULL));
  for (gsize i = 0; i < 10; i++) {
    gsize end = i < 3 ? i * 100 : i == 9 ? size - 1 : size / 10 * i;
    g_autofree char *cut = hostile_write_bytes (world->headquarters, data, end);
    g_autofree char *what = g_strdup_printf ("cut at %" G_GSIZE_FORMAT, end);

    assert_turned_away (world->headquarters, cut, what, VALISE_OUTCOME_REFUSED, -1, "");
  }
}

static void
a_bundle_with_any_byte_changed_is_refused (void **state)
{
  World *world = *state;
  g_autofree char *path = honest_bundle (world), *data = NULL;
  const char *mac;
  gsize size;

  assert_true (g_file_get_contents (path, &data, &size, NULL));
  mac = g_strstr_len (data, (gssize) size, "\n---");
  for (gsize i = 0; i < 27; i++) {
    gsize header = (gsize) (mac - data) + 48;
    gsize at = i < 12 ? header / 12 * i : i < 24 ? header + (size - header) / 12 * (i - 12) : size - 1 - (i - 24) * 7;
    g_autofree char *what = g_strdup_printf ("byte %" G_GSIZE_FORMAT " changed", at);
    g_autofree char *flipped = NULL;

    data[at] ^= 1;
    flipped = hostile_write_bytes (world->headquarters, data, size);
    assert_turned_away (world->headquarters, flipped, what, VALISE_OUTCOME_REFUSED, -1, "");
    data[at] ^= 1;
  }
  exchange_take (world->headquarters, path, VALISE_OUTCOME_MERGED);
}

static void
a_byte_behind_the_end_is_refused (void **state)
{
  World *world = *state;
  g_autofree char *path = honest_bundle (world), *data = NULL, *longer = NULL;
  gsize size;

  assert_true (g_file_get_contents (path, &data, &size, NULL));
  longer = hostile_write_bytes (world->headquarters, data, size + 1); /* its NUL */
  assert_turned_away (world->headquarters, longer, "one byte more", VALISE_OUTCOME_REFUSED,
                      VALISE_ERROR_DAMAGED, "");
}

static void
what_is_no_file_cannot_be_taken_in (void **state)
{
  World *world = *state;
  g_autofree char *before = exchange_snapshot (world->headquarters), *after = NULL;
  g_autofree char *pipe = g_build_filename (world->adeko->root, "pipe.valise", NULL);
  const char *const paths[] = { world->adeko->root, pipe, "/nowhere.valise" };

  assert_int_equal (mkfifo (pipe, 0600), 0);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (GError) error = NULL;

    assert_null (valise_reconcile (world->headquarters->store, paths[i], NULL, NULL, &error));
    assert_non_null (error);
    assert_non_null (strstr (error->message, paths[i]));
  }
  after = exchange_snapshot (world->headquarters);
  assert_string_equal (before, after);
}

/* ---- Made wrong ---- */

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
empty_file (World *world)
{
  return hostile_write_bytes (world->adeko, "", 0);
}

static char *
some_text (World *world)
{
  return hostile_write_bytes (world->adeko, "Dear colleagues,\n", 17);
}

static char *
scrypt_file (World *world)
{
  g_autoptr (ValiseSecret) passphrase = fixture_passphrase ();
  g_autoptr (GBytes) bytes = valise_age_seal_passphrase ("bundle", 6, passphrase, 10, NULL);

  return hostile_write_bytes (world->adeko, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static char *
cover_for_somebody_else (World *world)
{
  g_autoptr (HostileBundle) bundle = with_log (world->adeko, world->jmac);

  return hostile_write (bundle);
}

static char *
no_bag_inside (World *world)
{
  g_autoptr (GBytes) plain = g_bytes_new_static ("no tar", 6);

  return hostile_cover (plain, world->headquarters, 8);
}

/* Mara opens what was hers, and puts it under a cover for headquarters. */
static char *
readdressed (World *world)
{
  g_autoptr (HostileBundle) bundle = with_log (world->adeko, world->mara);
  g_autofree char *path = hostile_write (bundle);
  g_autoptr (GBytes) plain = hostile_open (world->mara, path);

  return hostile_cover (plain, world->headquarters, 8);
}

/* One log of one sighting, with this in the place of its note or its lines. */
static char *
with_parts (World *world, const char *device, const char *note, const char *lines)
{
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autofree char *own = NULL;

  hostile_log_add_sighting (log, "Kasira");
  own = hostile_log_sign (log);
  hostile_add_log_parts (bundle, device, note != NULL ? note : own,
                         lines != NULL ? lines : log->lines->str);
  return hostile_write (bundle);
}

static const char *
device_of (FixtureStore *store)
{
  return valise_store_get_device (store->store);
}

static char *
lines_without_their_root (World *world)
{
  g_autoptr (HostileLog) other = hostile_log_new (world->adeko);

  hostile_log_add_sighting (other, "Another");
  return with_parts (world, device_of (world->adeko), NULL, other->lines->str);
}

static char *
malformed_line (World *world)
{
  return with_parts (world, device_of (world->adeko), NULL, "{\"entry\":1}\n");
}

/* Under Adeko's name, by Mara's key. */
static char *
checkpoint_by_another_device (World *world)
{
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (ValiseSecret) seed =
      valise_store_dup_signing_key (world->mara->store, "checkpoint", NULL);
  g_autofree char *name = valise_checkpoint_key_name (device_of (world->adeko));
  g_autofree char *root = NULL, *body = NULL, *note = NULL;
  ValiseCheckpoint checkpoint;

  hostile_log_add_sighting (log, "Kasira");
  hostile_log_checkpoint (log, &checkpoint);
  root = valise_base64_encode (checkpoint.root.bytes, VALISE_HASH_SIZE, VALISE_BASE64_PADDED);
  body = g_strdup_printf ("%s\n1\n%s\n", name, root);
  note = valise_note_sign (body, name, seed, NULL);
  return with_parts (world, device_of (world->adeko), note, log->lines->str);
}

static char *
checkpoint_of_another_log (World *world)
{
  g_autoptr (HostileLog) log = hostile_log_new (world->mara);
  g_autofree char *note = NULL;

  hostile_log_add_sighting (log, "Kasira");
  note = hostile_log_sign (log);
  return with_parts (world, device_of (world->adeko), note, log->lines->str);
}

/* An entry behind more leaves than a store can number. */
static char *
log_beyond_all_size (World *world)
{
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  const ValiseHash hash = { { 1 } };

  hostile_log_add_hash (log, 40, &hash);
  hostile_log_add_sighting (log, "Far out");
  hostile_add_log (bundle, log);
  return hostile_write (bundle);
}

static char *
log_of_a_colleague (World *world)
{
  g_autoptr (HostileLog) log = hostile_log_new (world->mara);
  g_autoptr (HostileBundle) bundle = with_log (world->adeko, world->headquarters);

  hostile_log_add_sighting (log, "Of Mara's");
  hostile_add_log (bundle, log);
  return hostile_write (bundle);
}

static char *
sealed_values_of_a_colleague (World *world)
{
  g_autoptr (HostileBundle) bundle = with_log (world->adeko, world->headquarters);

  hostile_add_sealed (bundle, device_of (world->mara), "");
  return hostile_write (bundle);
}

static char *
malformed_sealed_values (World *world)
{
  g_autoptr (HostileBundle) bundle = with_log (world->adeko, world->headquarters);

  hostile_add_sealed (bundle, device_of (world->adeko), "{\"age\":\"x\"}\n");
  return hostile_write (bundle);
}

static char *
roster_from_the_field (World *world)
{
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autofree char *note = panel_issue (world->headquarters, world->adeko);

  hostile_add_file (bundle, "data/roster", note, strlen (note));
  return hostile_write (bundle);
}

static char *
entries_before_their_checkpoint (World *world)
{
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autofree char *note = NULL;

  hostile_log_add_sighting (log, "Kasira");
  note = hostile_log_sign (log);
  hostile_add_log_parts (bundle, device_of (world->adeko), NULL, log->lines->str);
  hostile_add_log_parts (bundle, device_of (world->adeko), note, NULL);
  return hostile_write (bundle);
}

static char *
checkpoint_alone (World *world)
{
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autofree char *note = NULL;

  hostile_log_add_sighting (log, "Kasira");
  note = hostile_log_sign (log);
  hostile_add_log_parts (bundle, device_of (world->adeko), note, NULL);
  return hostile_write (bundle);
}

static char *
entries_not_compressed (World *world)
{
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autofree char *note = NULL, *path = NULL;

  hostile_log_add_sighting (log, "Kasira");
  note = hostile_log_sign (log);
  path = g_strdup_printf ("data/logs/%s/entries.jsonl.zst", device_of (world->adeko));
  hostile_add_log_parts (bundle, device_of (world->adeko), note, NULL);
  hostile_add_file (bundle, path, log->lines->str, log->lines->len);
  return hostile_write (bundle);
}

static char *
file_under_a_wrong_name (World *world)
{
  g_autoptr (HostileBundle) bundle = with_log (world->adeko, world->headquarters);

  hostile_add_file (bundle, "data/files/0000000000000000000000000000000000000000000000000000000000000000",
                    "content", 7);
  return hostile_write (bundle);
}

#define HELD VALISE_OUTCOME_HELD, VALISE_ERROR_HELD
#define REFUSED VALISE_OUTCOME_REFUSED, VALISE_ERROR_REFUSED

static const struct {
  const char *what;
  char *(*make) (World *world);
  ValiseOutcome outcome;
  int code;
  const char *reason;
} cases[] = {
  { "an empty file", empty_file, REFUSED, "" },
  { "some text", some_text, REFUSED, "" },
  { "a file under a passphrase", scrypt_file, REFUSED, "" },
  { "a cover for somebody else", cover_for_somebody_else, VALISE_OUTCOME_REFUSED,
    VALISE_ERROR_NOT_FOR_US, "" },
  { "no bag inside", no_bag_inside, VALISE_OUTCOME_REFUSED, -1, "" },
  { "addressed again", readdressed, REFUSED, "did not address it" },
  { "lines without their root", lines_without_their_root, REFUSED, "root" },
  { "a malformed line", malformed_line, REFUSED, "line 1" },
  { "a checkpoint by another device", checkpoint_by_another_device, REFUSED, "" },
  { "a checkpoint of another log", checkpoint_of_another_log, REFUSED, "" },
  { "a log beyond all size", log_beyond_all_size, VALISE_OUTCOME_REFUSED, VALISE_ERROR_LIMIT,
    "larger" },
  { "a colleague's log", log_of_a_colleague, REFUSED, "only headquarters forwards" },
  { "a colleague's sealed values", sealed_values_of_a_colleague, REFUSED, "sealed values" },
  { "malformed sealed values", malformed_sealed_values, REFUSED, "sealed value" },
  { "a roster from the field", roster_from_the_field, REFUSED, "from headquarters only" },
  { "entries before their checkpoint", entries_before_their_checkpoint, REFUSED, "before" },
  { "a checkpoint alone", checkpoint_alone, REFUSED, "no entries" },
  { "entries that are not compressed", entries_not_compressed, REFUSED, "" },
  { "a file under a wrong name", file_under_a_wrong_name, REFUSED, "hash of its content" },
};

static void
a_bundle_that_breaks_a_rule_changes_nothing (void **state)
{
  World *world = *state;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = cases[i].make (world);

    assert_turned_away (world->headquarters, path, cases[i].what, cases[i].outcome, cases[i].code,
                        cases[i].reason);
  }
}

/* Covers and signatures: what is not said is as it should be. */
static const struct {
  const char *what;
  guint stanzas;
  gboolean legacy;
  char signer, sender; /* A Adeko, M Mara, S a stranger */
  const char *version, *training, *comment;
  ValiseOutcome outcome;
  const char *reason;
} covers[] = {
  { "seven stanzas", 7, FALSE, 'A', 'A', NULL, NULL, NULL, VALISE_OUTCOME_REFUSED, "" },
  { "nine stanzas", 9, FALSE, 'A', 'A', NULL, NULL, NULL, VALISE_OUTCOME_REFUSED, "" },
  { "a legacy signature", 0, TRUE, 'A', 'A', NULL, NULL, NULL, VALISE_OUTCOME_REFUSED, "" },
  { "another key's signature", 0, FALSE, 'M', 'A', NULL, NULL, NULL, VALISE_OUTCOME_REFUSED, "sign" },
  { "another sender named", 0, FALSE, 'A', 'M', NULL, NULL, NULL, VALISE_OUTCOME_REFUSED, "another sender" },
  { "an unknown sender", 0, FALSE, 'S', 'S', NULL, NULL, NULL, VALISE_OUTCOME_HELD, "not on the roster" },
  { "a newer version", 0, FALSE, 'A', 'A', "2", NULL, NULL, VALISE_OUTCOME_HELD, "newer Valise" },
  { "training", 0, FALSE, 'A', 'A', NULL, "yes", NULL, VALISE_OUTCOME_REFUSED, "training" },
  { "another comment", 0, FALSE, 'A', 'A', NULL, NULL, "valise bundle 2", VALISE_OUTCOME_REFUSED, "another purpose" },
};

static void
a_bundle_with_a_wrong_cover_or_signature_changes_nothing (void **state)
{
  World *world = *state;

  for (gsize i = 0; i < G_N_ELEMENTS (covers); i++) {
    FixtureStore *from = covers[i].sender == 'S' ? world->stranger : world->adeko;
    g_autoptr (HostileBundle) bundle = with_log (from, world->headquarters);
    g_autofree char *path = NULL;

    bundle->stanzas = covers[i].stanzas;
    bundle->legacy = covers[i].legacy;
    bundle->signer = covers[i].signer == 'M' ? world->mara : NULL;
    bundle->sender = covers[i].sender == 'M' ? device_of (world->mara) : NULL;
    bundle->version = covers[i].version;
    bundle->training = covers[i].training;
    bundle->comment = covers[i].comment;
    path = hostile_write (bundle);
    assert_turned_away (world->headquarters, path, covers[i].what, covers[i].outcome, -1,
                        covers[i].reason);
  }
}

static void
only_what_is_held_is_kept (void **state)
{
  World *world = *state;
  g_autofree char *folder = valise_store_path (world->headquarters->store, "incoming");
  guint held = 0, kept = 0;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (HostileBundle) newer = NULL;
  g_autofree char *path = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *bad = cases[i].make (world);

    valise_reconciled_free (exchange_reconcile (world->headquarters, bad));
    held += cases[i].outcome == VALISE_OUTCOME_HELD;
  }
  newer = hostile_bundle_new (world->adeko, world->headquarters);
  newer->version = "2";
  path = hostile_write (newer);
  exchange_take (world->headquarters, path, VALISE_OUTCOME_HELD);
  held++;
  dir = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    kept++;
  assert_int_equal (kept, held);
}

static void
headquarters_forwards_only_logs_of_the_roster (void **state)
{
  World *world = *state;
  g_autoptr (HostileLog) log = hostile_log_new (world->stranger);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->headquarters, world->adeko);
  g_autofree char *path = NULL;

  hostile_log_add_sighting (log, "Strange");
  hostile_add_log (bundle, log);
  path = hostile_write (bundle);
  assert_turned_away (world->adeko, path, "a stranger's log", HELD, "not on the roster");
}

static void
a_store_that_is_older_than_its_own_log_gets_it_back (void **state)
{
  World *world = *state;
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->headquarters, world->adeko);
  g_autofree char *path = NULL;
  ValiseReconciled *result;

  for (guint i = 0; i < 40; i++)
    hostile_log_add_sighting (log, "Later");
  hostile_add_log (bundle, log);
  path = hostile_write (bundle);
  result = exchange_reconcile (world->adeko, path);
  assert_non_null (result->closed);
  assert_int_equal (result->added, 40);
  valise_reconciled_free (result);
}

#define RUN(name) cmocka_unit_test_setup_teardown (name, set_up, world_tear_down)
int
main (void)
{
  const struct CMUnitTest tests[] = {
    RUN (a_bundle_cut_off_anywhere_is_refused),
    RUN (a_bundle_with_any_byte_changed_is_refused),
    RUN (a_byte_behind_the_end_is_refused),
    RUN (what_is_no_file_cannot_be_taken_in),
    RUN (a_bundle_that_breaks_a_rule_changes_nothing),
    RUN (a_bundle_with_a_wrong_cover_or_signature_changes_nothing),
    RUN (only_what_is_held_is_kept),
    RUN (headquarters_forwards_only_logs_of_the_roster),
    RUN (a_store_that_is_older_than_its_own_log_gets_it_back),
  };

  return cmocka_run_group_tests_name ("bad-bundles", tests, NULL, NULL);
}
