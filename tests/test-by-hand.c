/* test-by-hand.c - bundles made and read by public tools, from FORMAT.md alone
 *
 * tests/by-hand/ has a device that has never seen Valise: bash, python3,
 * openssl, age, minisign, zstd, tar and sha256sum. What it sends must be taken
 * in, and what Valise sends it must be able to check to the last commitment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <glib/gstdio.h>

#include "core/attach.h"
#include "core/clock.h"
#include "core/erasure.h"
#include "core/files.h"
#include "core/recovery.h"
#include "core/sealed.h"
#include "sync/enrol.h"
#include "sync/recovery-kept.h"
#include "sync/waiting.h"
#include "tests/exchange.h"

#define MEMBER "Handmade"

typedef struct {
  FixtureStore *headquarters;
  char *folder; /* of the device without Valise */
  ValiseSecret *first, *second; /* identities of the two who recover */
} World;

/* Runs one of the scripts; its output without the last line end. */
static char *
by_hand_4 (const char *script, const char *first, const char *second, const char *third, const char *fourth)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("VALISE_SOURCE"), "tests", "by-hand", script, NULL);
  const char *const arguments[] = { path, first, second, third, fourth, NULL };

  return g_strchomp (fixture_run ("/", arguments));
}

static char *
by_hand (const char *script, const char *first, const char *second, const char *third)
{
  return by_hand_4 (script, first, second, third, NULL);
}

static char *
read_file (World *world, const char *name)
{
  g_autofree char *path = g_build_filename (world->folder, name, NULL);
  char *text = NULL;
  GError *error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  assert_no_error (error);
  return g_strchomp (text);
}

static char *
write_file (World *world, const char *name, const char *text)
{
  char *path = g_build_filename (world->folder, name, NULL);
  GError *error = NULL;

  g_file_set_contents (path, text, -1, &error);
  assert_no_error (error);
  return path;
}

/* The request is read with its line ends: it is signed. */
static void
enrol_by_hand (World *world)
{
  g_autofree char *path = g_build_filename (world->folder, "request", NULL), *request = NULL;
  g_autofree char *fingerprint = read_file (world, "fingerprint"), *device = read_file (world, "device");
  g_autofree char *roster = NULL, *written = NULL;
  const char *const cases[] = { PANEL_CASE, NULL };
  ValiseEnrolment enrolment = { .cases = cases };
  GError *error = NULL;
  gsize size = 0;

  g_file_get_contents (path, &request, &size, &error);
  assert_no_error (error);
  valise_enrol_accept (world->headquarters->store, request, size, fingerprint, &enrolment, NULL, &error);
  assert_no_error (error);
  roster = valise_roster_issue (world->headquarters->store, device, &error);
  assert_no_error (error);
  written = write_file (world, "roster", roster);
}

static char *
recipient_of (const ValiseSecret *identity)
{
  ValiseAgeRecipient recipient;

  valise_age_identity_get_recipient (identity, &recipient);
  return valise_age_recipient_to_text (&recipient);
}

/* So the roster says to whom a recovery file goes. */
static void
name_recoverers (World *world)
{
  g_autofree char *first = NULL, *second = NULL;
  GError *error = NULL;

  world->first = valise_age_identity_new ();
  world->second = valise_age_identity_new ();
  first = recipient_of (world->first);
  second = recipient_of (world->second);
  valise_recovery_set_recipients (world->headquarters->store, first, second, &error);
  assert_no_error (error);
}

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);
  g_autofree char *said = NULL;

  valise_clock_stop_at (FIXTURE_NOW);
  world->headquarters = panel_headquarters_new ();
  name_recoverers (world);
  world->folder = g_build_filename (world->headquarters->root, "device", NULL);
  said = by_hand ("make-device", world->folder, MEMBER, NULL);
  enrol_by_hand (world);
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  fixture_store_free (world->headquarters);
  valise_secret_free (world->first);
  valise_secret_free (world->second);
  g_free (world->folder);
  g_free (world);
  valise_clock_stop_at (-1);
  return 0;
}

/* To headquarters */

static void
send_to_headquarters (World *world)
{
  g_autofree char *fingerprint = panel_fingerprint (world->headquarters);
  g_autofree char *bundle = by_hand ("make-bundle", world->folder, fingerprint, NULL);
  ValiseReconciled *result = exchange_reconcile (world->headquarters, bundle);

  if (result->outcome != VALISE_OUTCOME_MERGED)
    fail_msg ("%s: %s", valise_outcome_to_text (result->outcome), result->reason);
  assert_int_equal (result->added, 3);
  assert_int_equal (result->aside, 0);
  assert_int_equal (result->files_added, 1);
  assert_int_equal (result->sealed_added, 1);
  assert_true (result->receipt);
  assert_string_equal (result->sender, MEMBER);
  valise_reconciled_free (result);
}

static void
a_bundle_made_by_hand_is_taken_in_and_read (void **state)
{
  World *world = *state;
  g_autofree char *sighting = NULL, *interview = NULL, *title = NULL, *codename = NULL;

  send_to_headquarters (world);
  sighting = read_file (world, "sighting");
  interview = read_file (world, "interview");
  title = exchange_value (world->headquarters, sighting, "title");
  assert_string_equal (title, "\"Kasira depot\"");
  assert_int_equal (exchange_count_values (world->headquarters, sighting, "title"), 1);
  codename = exchange_value (world->headquarters, interview, "codename");
  assert_string_equal (codename, "\"HERON\"");
}

static ValiseSecret *
read_vault (World *world)
{
  g_autofree char *text = read_file (world, "vault.key");
  const char *line = strstr (text, "AGE-SECRET-KEY-1");
  GError *error = NULL;
  ValiseSecret *identity = valise_age_identity_parse (line, strcspn (line, "\n"), &error);

  assert_no_error (error);
  return identity;
}

static void
a_value_sealed_by_hand_opens_with_its_vault (void **state)
{
  World *world = *state;
  g_autoptr (ValiseSecret) vault = NULL, opened = NULL;
  g_autofree char *interview = NULL, *value = NULL;
  GError *error = NULL;
  ValiseHash handle;

  send_to_headquarters (world);
  interview = read_file (world, "interview");
  value = exchange_value (world->headquarters, interview, "source-name");
  assert_true (valise_sealed_parse_handle (value, &handle));
  vault = read_vault (world);
  opened = valise_sealed_open (world->headquarters->store, &handle, interview, "source-name", vault,
                               &error);
  assert_no_error (error);
  assert_memory_equal (valise_secret_peek (opened), "\"Jean Kasereka\"", valise_secret_size (opened));
}

static void
a_file_packed_by_hand_is_kept (void **state)
{
  World *world = *state;
  g_autofree char *path = NULL, *photo = NULL;
  GError *error = NULL;
  gsize size = 0;
  ValiseHash sha256;

  send_to_headquarters (world);
  path = g_build_filename (world->folder, "photo", NULL);
  g_file_get_contents (path, &photo, &size, &error);
  assert_no_error (error);
  valise_sha256 (photo, size, &sha256);
  assert_int_equal (valise_files_check (world->headquarters->store, &sha256), VALISE_FILE_SOUND);
}

/* One rule broken, all others kept: who writes bundles by hand learns which. */
static const struct {
  const char *breach, *rule;
} breaches[] = {
  { "line-left-out", "do not give the root" },
  { "two-frames", "zstd" },
  { "other-recipient", "did not address it to this store" },
  { "training", "training" },
  { "carriage-return", "does not end in LF alone" },
  { "binary-mark", "two spaces" },
  { "file-not-listed", "Payload-Oxum and the manifest do not agree" },
  { "other-comment", "made for another purpose" },
  { "legacy-signature", "legacy minisign signature" },
  { "tag-file-changed", "not what the tag manifest says" },
  { "signature-last", "the signature does not come second" },
  { "name-twice", "twice" },
  { "gnu-tar", "only ustar" },
  { "bytes-behind-the-end", "after the end" },
  { "seven-stanzas", "8" },
  { "nine-stanzas", "8" },
};

static ValiseReconciled *
send_broken (World *world, const char *breach)
{
  g_autofree char *fingerprint = panel_fingerprint (world->headquarters);
  g_autofree char *bundle = NULL, *bag = g_build_filename (world->folder, "madebyhand234567", NULL);
  g_autofree char *old = g_strconcat (bag, ".valise", NULL);

  fixture_remove_tree (bag);
  fixture_remove_tree (old);
  bundle = by_hand ("make-bundle", world->folder, fingerprint, breach);
  return exchange_reconcile (world->headquarters, bundle);
}

static void
a_bundle_that_breaks_one_rule_is_refused_with_that_rule (void **state)
{
  World *world = *state;
  g_autofree char *before = exchange_dump (world->headquarters);

  for (gsize i = 0; i < G_N_ELEMENTS (breaches); i++) {
    ValiseReconciled *result = send_broken (world, breaches[i].breach);
    g_autofree char *after = exchange_dump (world->headquarters);

    if (result->outcome != VALISE_OUTCOME_REFUSED || strstr (result->reason, breaches[i].rule) == NULL)
      fail_msg ("%s: %s: %s", breaches[i].breach, valise_outcome_to_text (result->outcome),
                result->reason != NULL ? result->reason : "no reason");
    assert_string_equal (before, after);
    valise_reconciled_free (result);
  }
}

static void
a_newer_bundle_is_held (void **state)
{
  ValiseReconciled *result = send_broken (*state, "newer-version");

  assert_int_equal (result->outcome, VALISE_OUTCOME_HELD);
  valise_reconciled_free (result);
}

static void
a_value_that_was_changed_sets_its_entry_aside_and_no_other (void **state)
{
  ValiseReconciled *result = send_broken (*state, "value-changed");

  assert_int_equal (result->outcome, VALISE_OUTCOME_MERGED);
  assert_int_equal (result->aside, 1);
  assert_int_equal (result->added, 2);
  valise_reconciled_free (result);
}

/* From headquarters */

static void
the_answer_with_the_receipt_is_checked_by_hand (void **state)
{
  World *world = *state;
  g_autofree char *bundle = NULL, *identity = NULL, *note = NULL, *said = NULL, *device = NULL;
  g_autofree char *receipt = NULL;

  send_to_headquarters (world);
  bundle = exchange_pack (world->headquarters, MEMBER);
  assert_non_null (bundle);
  identity = g_build_filename (world->folder, "age.key", NULL);
  note = g_build_filename (world->folder, "roster", NULL);
  said = by_hand ("read-bundle", bundle, identity, note);
  device = read_file (world, "device");
  receipt = g_strdup_printf ("receipt for %s 0-2 of 3", device);
  assert_non_null (strstr (said, "signed as valise bundle 1"));
  if (strstr (said, receipt) == NULL)
    fail_msg ("no “%s” in: %s", receipt, said);
}

/* What a real store sends, opened with what key.age of a real store holds. */
static void
a_bundle_of_a_field_store_is_opened_by_hand_from_key_age (void **state)
{
  World *world = *state;
  g_autoptr (FixtureStore) adeko =
      panel_member_new (world->headquarters, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (ValiseSecret) passphrase = fixture_passphrase ();
  g_autofree char *record = exchange_add (adeko, "sighting", "title", "Kasira depot", NULL);
  g_autofree char *bundle = exchange_pack (adeko, "headquarters"), *said = NULL, *opened = NULL;
  g_autofree char *identity = g_build_filename (world->folder, "identity", NULL);
  g_autofree char *request = NULL, *note = NULL;
  GError *error = NULL;

  request = valise_enrol_request (adeko->store, &error);
  assert_no_error (error);
  note = write_file (world, "their-request", request);
  g_setenv ("PASSPHRASE", valise_secret_text (passphrase), TRUE);
  opened = by_hand ("open-key", world->headquarters->folder, identity, NULL);
  g_unsetenv ("PASSPHRASE");
  said = by_hand ("read-bundle", bundle, identity, note);
  if (strstr (said, "entry 0 sighting/1 Kasira depot") == NULL)
    fail_msg ("the sighting is not in: %s", said);
}

/* The entry's place in the tree, and what is left of it, need no erased value. */
static void
a_log_with_an_erased_value_is_checked_by_hand (void **state)
{
  World *world = *state;
  g_autoptr (FixtureStore) adeko =
      panel_member_new (world->headquarters, "T. Adeko", "expert", PANEL_CASE);
  g_autoptr (ValiseSecret) passphrase = fixture_passphrase ();
  g_autofree char *record = exchange_add (adeko, "sighting", "title", "Kasira depot", "description",
                                          "Yusuf, at the mill", NULL);
  const char *fields[] = { "description", NULL };
  g_autofree char *asked = NULL, *bundle = NULL, *said = NULL, *opened = NULL, *request = NULL, *note = NULL;
  g_autofree char *identity = g_build_filename (world->folder, "identity", NULL);
  ValiseErased erased;
  GError *error = NULL;
  guint others = 0;

  asked = valise_erasure_ask (adeko->store, record, fields, "the source withdrew", &others, &error);
  assert_no_error (error);
  valise_erasure_confirm (adeko->store, asked, &erased, &error);
  assert_no_error (error);
  bundle = exchange_pack (adeko, "headquarters");
  request = valise_enrol_request (adeko->store, &error);
  assert_no_error (error);
  note = write_file (world, "their-request", request);
  g_setenv ("PASSPHRASE", valise_secret_text (passphrase), TRUE);
  opened = by_hand ("open-key", world->headquarters->folder, identity, NULL);
  g_unsetenv ("PASSPHRASE");
  said = by_hand ("read-bundle", bundle, identity, note);
  if (strstr (said, "entry 0 sighting/1 Kasira depot") == NULL || strstr (said, "erasure/1") == NULL)
    fail_msg ("the sighting or the request is not in: %s", said);
}

/* Large files and recovery, both ways */

static void
pieces_and_a_recovery_file_made_by_hand_are_taken_in (void **state)
{
  World *world = *state;
  ValiseReconciled *result = send_broken (world, "in-pieces");
  g_autofree char *path = g_build_filename (world->folder, "photo", NULL), *photo = NULL;
  g_autofree char *device = read_file (world, "device");
  g_autoptr (GBytes) recovery = NULL;
  ValiseKeys *keys;
  GError *error = NULL;
  ValiseHash sha256;
  gsize size = 0;

  if (result->outcome != VALISE_OUTCOME_MERGED)
    fail_msg ("%s: %s", valise_outcome_to_text (result->outcome), result->reason);
  valise_reconciled_free (result);
  g_file_get_contents (path, &photo, &size, &error);
  assert_no_error (error);
  valise_sha256 (photo, size, &sha256);
  assert_int_equal (valise_files_check (world->headquarters->store, &sha256), VALISE_FILE_SOUND);
  recovery = valise_recovery_kept_get (world->headquarters->store, device, &error);
  assert_no_error (error);
  keys = valise_recovery_open (recovery, world->first, world->second, &error);
  assert_no_error (error);
  valise_keys_free (keys);
}

static char *
write_identity (World *world, const char *name, const ValiseSecret *identity)
{
  g_autoptr (ValiseSecret) text = valise_age_identity_to_text (identity);

  return write_file (world, name, valise_secret_text (text));
}

/* Every part of a group, read into one folder; the number of parts. */
static guint
read_parts (World *world, FixtureStore *from, const char *folder)
{
  g_autoptr (GPtrArray) members = valise_roster_match (from->store, "headquarters", NULL), packed = NULL;
  ValisePackOptions options = { .folder = from->root, .max_bytes = 300000 };
  g_autofree char *identity = NULL, *request = NULL, *note = NULL;
  GError *error = NULL;

  packed = valise_pack (from->store, members, &options, &error);
  assert_no_error (error);
  request = valise_enrol_request (from->store, &error);
  assert_no_error (error);
  note = write_file (world, "their-request", request);
  identity = write_identity (world, "identity", valise_store_get_keys (world->headquarters->store)->bundles);
  for (guint i = 0; i < packed->len; i++)
    g_free (by_hand_4 ("read-bundle", ((const ValisePacked *) packed->pdata[i])->path, identity, note, folder));
  return packed->len;
}

static void
attach_large_photo (FixtureStore *store)
{
  g_autofree char *path = g_build_filename (store->root, "large.jpg", NULL), *bytes = g_malloc (700000);
  g_autofree char *value = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  ValiseAttachment *file = NULL;
  GError *error = NULL;

  for (guint i = 0; i < 700000; i++)
    bytes[i] = (char) g_rand_int (random);
  assert_true (g_file_set_contents (path, bytes, 700000, &error));
  valise_attach (store->store, path, &file, &error);
  assert_no_error (error);
  value = valise_attachment_to_json (file);
  g_free (fixture_add (store, "photo", ".case", "\"" PANEL_CASE "\"", "original", value, NULL));
  valise_attachment_free (file);
}

static void
pieces_and_a_recovery_file_of_a_field_store_are_read_by_hand (void **state)
{
  World *world = *state;
  g_autoptr (FixtureStore) adeko = panel_member_new (world->headquarters, "T. Adeko", "expert", PANEL_CASE);
  g_autofree char *folder = g_build_filename (world->folder, "kept", NULL), *joined = NULL, *opened = NULL;
  g_autofree char *first = NULL, *second = NULL, *file = NULL;

  panel_take (world->headquarters, adeko);
  attach_large_photo (adeko);
  assert_int_equal (g_mkdir (folder, 0700), 0);
  assert_true (read_parts (world, adeko, folder) >= 3);
  joined = by_hand ("join-pieces", folder, NULL, NULL);
  if (strstr (joined, " whole, 700000 bytes in ") == NULL)
    fail_msg ("not put together: %s", joined);
  first = write_identity (world, "first.key", world->first);
  second = write_identity (world, "second.key", world->second);
  file = g_strdup_printf ("%s/%s.age", folder, valise_store_get_device (adeko->store));
  opened = by_hand ("open-recovery", file, first, second);
  assert_string_equal (opened, "valise/key/1\nneither opens it alone");
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (a_bundle_made_by_hand_is_taken_in_and_read),
    TEST (a_value_sealed_by_hand_opens_with_its_vault),
    TEST (a_file_packed_by_hand_is_kept),
    TEST (a_bundle_that_breaks_one_rule_is_refused_with_that_rule),
    TEST (a_newer_bundle_is_held),
    TEST (a_value_that_was_changed_sets_its_entry_aside_and_no_other),
    TEST (the_answer_with_the_receipt_is_checked_by_hand),
    TEST (a_bundle_of_a_field_store_is_opened_by_hand_from_key_age),
    TEST (a_log_with_an_erased_value_is_checked_by_hand),
    TEST (pieces_and_a_recovery_file_made_by_hand_are_taken_in),
    TEST (pieces_and_a_recovery_file_of_a_field_store_are_read_by_hand),
  };

  return cmocka_run_group_tests_name ("by-hand", tests, NULL, NULL);
}
