/* test-exchange.c - the main job: what goes, what comes later, what is told of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/checkpoint.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/log.h"
#include "core/sealed.h"
#include "sync/enrol.h"
#include "sync/ledger.h"
#include "sync/waiting.h"
#include "tests/exchange.h"
#include "tests/readback.h"

typedef struct {
  FixtureStore *headquarters, *adeko, *mara, *jmac, *custodian;
} World;

static int
set_up (void **state)
{
  World *world = g_new0 (World, 1);

  valise_clock_stop_at (FIXTURE_NOW);
  world->headquarters = panel_headquarters_new ();
  world->custodian = panel_member_new (world->headquarters, "Keeper", "custodian", PANEL_CASE);
  world->adeko = panel_member_new (world->headquarters, "T. Adeko", "expert",
                                   PANEL_CASE " " PANEL_OTHER_CASE);
  world->mara = panel_member_new (world->headquarters, "Mara", "coordinator", PANEL_CASE);
  world->jmac = panel_member_new (world->headquarters, "Okoye", "jmac", PANEL_CASE);
  assert_true (valise_store_set_meta (world->adeko->store, "case", PANEL_CASE, NULL));
  panel_take (world->headquarters, world->adeko);
  panel_take (world->headquarters, world->mara);
  panel_take (world->headquarters, world->jmac);
  panel_take (world->headquarters, world->custodian);
  *state = world;
  return 0;
}

static int
tear_down (void **state)
{
  World *world = *state;

  fixture_store_free (world->headquarters);
  fixture_store_free (world->custodian);
  fixture_store_free (world->adeko);
  fixture_store_free (world->mara);
  fixture_store_free (world->jmac);
  g_free (world);
  valise_clock_stop_at (-1);
  return 0;
}

/* Enrols again with other rights, and both sides learn of it. */
static void
change_rights (World *world, FixtureStore *member, const char *role, const char *cases)
{
  g_auto (GStrv) list = g_strsplit (cases, " ", -1);
  g_autofree char *request = NULL, *fingerprint = panel_fingerprint (member);
  const ValiseEnrolment enrolment = { .cases = (const char *const *) list, .role = role };
  g_autoptr (GError) error = NULL;

  request = valise_enrol_request (member->store, &error);
  assert_no_error (error);
  valise_enrol_accept (world->headquarters->store, request, strlen (request), fingerprint,
                       &enrolment, NULL, &error);
  assert_no_error (error);
  panel_take (world->headquarters, world->adeko);
  panel_take (world->headquarters, member);
}

static void
assert_title (FixtureStore *store, const char *record, const char *expected)
{
  g_autofree char *title = exchange_value (store, record, "title");

  if (g_strcmp0 (title, expected) != 0)
    fail_msg ("%s instead of %s", title, expected);
}

/* ---- Orders ---- */

static void
two_bundles_in_both_orders_give_the_same_records_and_conflicts (void **state)
{
  World *world = *state;
  g_autoptr (FixtureStore) brandt =
      panel_member_new (world->headquarters, "L. Brandt", "expert", PANEL_CASE);
  g_autoptr (FixtureStore) other =
      panel_member_new (world->headquarters, "Petra", "coordinator", PANEL_CASE);
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  g_autofree char *one = NULL, *two = NULL, *three = NULL, *four = NULL, *a = NULL, *b = NULL;

  panel_take (world->headquarters, world->adeko);
  panel_take (world->headquarters, world->mara);
  panel_take (world->headquarters, brandt);
  exchange_pass (world->adeko, brandt);
  exchange_edit (world->adeko, record, "title", "Kasira north");
  exchange_edit (brandt, record, "title", "Kasira south");
  one = exchange_pack (world->adeko, "Mara");
  two = exchange_pack (brandt, "Mara");
  three = exchange_pack (world->adeko, "Petra");
  four = exchange_pack (brandt, "Petra");
  exchange_take (world->mara, one, VALISE_OUTCOME_MERGED);
  exchange_take (world->mara, two, VALISE_OUTCOME_MERGED);
  exchange_take (other, four, VALISE_OUTCOME_MERGED);
  exchange_take (other, three, VALISE_OUTCOME_MERGED);
  assert_int_equal (exchange_count_values (world->mara, record, "title"), 2);
  {
    g_autoptr (ValiseRecord) here = valise_record_load (world->mara->store, record, NULL);
    g_autoptr (ValiseRecord) there = valise_record_load (other->store, record, NULL);

    a = valise_state_to_json (here->state);
    b = valise_state_to_json (there->state);
  }
  assert_string_equal (a, b);
}

/* ---- What comes later ---- */

static void
a_consent_that_is_given_later_brings_what_was_withheld (void **state)
{
  World *world = *state;
  g_autofree char *interview = exchange_add (world->adeko, "interview", "codename", "HERON",
                                             "consent.mission", "not-asked", NULL);
  g_autofree char *told = exchange_add (world->adeko, "sighting", "title", "Told", "told-in", interview, NULL);
  g_autofree char *seen = exchange_add (world->adeko, "sighting", "title", "Seen", NULL);
  g_autofree char *path = NULL;
  g_autoptr (Readback) readback = NULL;

  exchange_pass (world->adeko, world->jmac);
  assert_title (world->jmac, told, NULL);
  exchange_edit (world->adeko, interview, "consent.mission", "yes");
  path = exchange_pack (world->adeko, "Okoye");
  exchange_take (world->jmac, path, VALISE_OUTCOME_MERGED);
  assert_title (world->jmac, told, "\"Told\"");
  readback = readback_open (world->jmac, path);
  readback_check_roots (readback, world->jmac);
  assert_int_equal (readback_count (readback, interview), 2);
}

static void
a_case_that_is_added_brings_its_records (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Darfur", ".case",
                                          PANEL_OTHER_CASE, NULL);
  g_autofree char *seen = exchange_add (world->adeko, "sighting", "title", "Seen", NULL);

  exchange_pass (world->adeko, world->jmac);
  assert_title (world->jmac, record, NULL);
  change_rights (world, world->jmac, NULL, PANEL_CASE " " PANEL_OTHER_CASE);
  exchange_pass (world->adeko, world->jmac);
  assert_title (world->jmac, record, "\"Darfur\"");
}

static void
what_was_open_in_part_is_opened_wholly_later (void **state)
{
  World *world = *state;
  g_autofree char *interview = exchange_add (world->adeko, "interview", "codename", "HERON",
                                             "reprisal-note", "His brother", "consent.mission", "yes", NULL);
  g_autofree char *path = NULL, *note = NULL;
  ValiseReconciled *result;

  exchange_pass (world->adeko, world->jmac);
  assert_null (exchange_value (world->jmac, interview, "reprisal-note"));
  change_rights (world, world->jmac, "expert", PANEL_CASE);
  path = exchange_pack (world->adeko, "Okoye");
  result = exchange_reconcile (world->jmac, path);
  assert_int_equal (result->outcome, VALISE_OUTCOME_MERGED);
  assert_int_equal (result->opened, 1);
  assert_true (result->receipt);
  valise_reconciled_free (result);
  note = exchange_value (world->jmac, interview, "reprisal-note");
  assert_string_equal (note, "\"His brother\"");
}

static void
a_withdrawn_consent_reaches_who_got_it_by_headquarters (void **state)
{
  World *world = *state;
  g_autofree char *interview = exchange_add (world->adeko, "interview", "codename", "HERON",
                                             "consent.mission", "yes", NULL);
  g_autoptr (ValiseRecord) open = NULL, closed = NULL;
  g_autofree char *path = NULL;
  g_autoptr (Readback) readback = NULL;

  exchange_pass (world->adeko, world->headquarters);
  exchange_pass (world->headquarters, world->jmac);
  open = valise_record_load (world->jmac->store, interview, NULL);
  assert_false (valise_record_is_closed (world->jmac->store, open));
  exchange_edit (world->adeko, interview, "consent.mission", "withdrawn");
  exchange_edit (world->adeko, interview, "consent.mission.note", "zq-threatened");
  exchange_pass (world->adeko, world->headquarters);
  path = exchange_pack (world->headquarters, "Okoye");
  readback = readback_open (world->jmac, path);
  assert_false (fixture_folder_holds (readback->folder, "zq-threatened"));
  exchange_take (world->jmac, path, VALISE_OUTCOME_MERGED);
  closed = valise_record_load (world->jmac->store, interview, NULL);
  assert_true (valise_record_is_closed (world->jmac->store, closed));
}

static guint
count_found (FixtureStore *store, const char *words)
{
  g_autoptr (GPtrArray) found = valise_projection_search (store->store, words, 0, NULL);

  return found->len;
}

static void
what_was_told_is_closed_and_opened_with_its_interview (void **state)
{
  static const char *const told[] = { "Told", "Crate", "Manifest" };
  World *world = *state;
  g_autofree char *interview = exchange_add (world->adeko, "interview", "codename", "HERON",
                                             "consent.mission", "yes", NULL);
  g_autofree char *sighting = exchange_add (world->adeko, "sighting", "title", "Told", "told-in",
                                            interview, NULL);

  g_free (exchange_add (world->adeko, "item", "description", "Crate", "parent", sighting, NULL));
  g_free (exchange_add (world->adeko, "document", "title", "Manifest", "records", sighting, NULL));
  g_free (exchange_add (world->adeko, "sighting", "title", "Seen", NULL));
  for (guint round = 0; round < 3; round++) {
    g_autofree char *before = NULL, *after = NULL;

    if (round > 0)
      exchange_edit (world->adeko, interview, "consent.mission", round == 1 ? "withdrawn" : "yes");
    exchange_pass (world->adeko, world->jmac);
    for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
      if (count_found (world->jmac, told[i]) != (round != 1))
        fail_msg ("%s is %s in round %u", told[i], round == 1 ? "found" : "not found", round);
    assert_int_equal (count_found (world->jmac, "Seen"), 1);
    before = exchange_dump (world->jmac);
    assert_true (valise_projection_rebuild (world->jmac->store, NULL, NULL, NULL));
    after = exchange_dump (world->jmac);
    assert_string_equal (before, after);
    for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
      assert_int_equal (count_found (world->jmac, told[i]), round != 1);
  }
}

static void
a_withdrawal_reaches_the_mission_without_its_reason (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  g_autofree char *path = NULL;
  g_autoptr (Readback) readback = NULL;
  g_autoptr (ValiseRecord) loaded = NULL;
  g_autoptr (GError) error = NULL;

  exchange_pass (world->adeko, world->jmac);
  valise_record_withdraw (world->adeko->store, record, "zq-reason", &error);
  assert_no_error (error);
  path = exchange_pack (world->adeko, "Okoye");
  readback = readback_open (world->jmac, path);
  assert_false (fixture_folder_holds (readback->folder, "zq-reason"));
  exchange_take (world->jmac, path, VALISE_OUTCOME_MERGED);
  loaded = valise_record_load (world->jmac->store, record, &error);
  assert_no_error (error);
  assert_true (loaded->state->withdrawn);
  assert_false (loaded->state->withdrawn_conflict);
}

/* A colleague's new link leads to somebody whom the mission may not know of. */
static void
a_change_that_the_mission_may_not_see_shows_as_changed_since (void **state)
{
  World *world = *state;
  g_autofree char *interview = exchange_add (world->adeko, "interview", "codename", "HERON",
                                             "consent.mission", "no", NULL);
  g_autofree char *known = exchange_add (world->adeko, "person", "name", "Known", NULL);
  g_autofree char *hidden = exchange_add (world->adeko, "person", "name", "zq-hidden", NULL);
  g_autofree char *told = exchange_add (world->adeko, "sighting", "title", "zq-told", "told-in",
                                        interview, "controller-record", hidden, NULL);
  g_autofree char *seen = exchange_add (world->adeko, "sighting", "title", "Seen",
                                        "controller-record", known, NULL);
  g_autofree char *another = exchange_add (world->adeko, "sighting", "title", "Seen too",
                                           "controller-record", known, NULL);
  g_autofree char *path = NULL;
  g_autoptr (Readback) readback = NULL;
  g_autoptr (ValiseRecord) loaded = NULL;
  const ValiseStateField *field;

  exchange_pass (world->adeko, world->headquarters);
  exchange_pass (world->headquarters, world->mara);
  exchange_edit (world->mara, seen, "controller-record", hidden);
  exchange_pass (world->mara, world->headquarters);
  path = exchange_pack (world->headquarters, "Okoye");
  readback = readback_open (world->jmac, path);
  assert_false (fixture_folder_holds (readback->folder, "zq-hidden"));
  assert_false (fixture_folder_holds (readback->folder, hidden));
  exchange_take (world->jmac, path, VALISE_OUTCOME_MERGED);
  loaded = valise_record_load (world->jmac->store, seen, NULL);
  field = valise_state_find (loaded->state, "controller-record");
  assert_non_null (field);
  assert_int_equal (field->n_live, 1);
  assert_true (field->live[0].changed_since);
  assert_non_null (strstr (field->live[0].value, known));
}

/* ---- Headquarters' word ---- */

static void
headquarters_cosigns_what_it_forwards (void **state)
{
  World *world = *state;
  g_autoptr (GBytes) key =
      valise_store_get_public_key (world->headquarters->store, "cosignature", NULL);
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  g_autofree char *path = NULL;
  g_autoptr (Readback) readback = NULL;

  exchange_pass (world->adeko, world->headquarters);
  path = exchange_pack (world->headquarters, "Okoye");
  readback = readback_open (world->jmac, path);
  assert_int_equal (readback->checkpoints->len, 2);
  for (guint i = 0; i < readback->checkpoints->len; i++) {
    g_autoptr (GError) error = NULL;
    guint64 time = 0;

    assert_true (valise_checkpoint_verify_cosignature (
        readback->checkpoints->pdata[i], exchange_device (world->headquarters),
        g_bytes_get_data (key, NULL), &time, &error));
    assert_int_equal (time, FIXTURE_NOW);
  }
  exchange_take (world->jmac, path, VALISE_OUTCOME_MERGED);
}

/* ---- Sealed values ---- */

static void
a_custodian_reads_a_sealed_value_with_his_vault (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->adeko, "interview", "codename", "HERON",
                                          "source-name", "Jean Source", NULL);
  g_autoptr (ValiseSecret) passphrase = fixture_vault_passphrase (), vault = NULL, opened = NULL;
  g_autofree char *handle_text = NULL, *codename = NULL;
  g_autoptr (GError) error = NULL;
  ValiseHash handle;

  exchange_pass (world->adeko, world->headquarters);
  exchange_pass (world->headquarters, world->custodian);
  handle_text = exchange_value (world->custodian, record, "source-name");
  assert_true (valise_sealed_parse_handle (handle_text, &handle));
  vault = valise_vault_open (world->custodian->store, passphrase, &error);
  assert_no_error (error);
  opened = valise_sealed_open (world->custodian->store, &handle, record, "source-name", vault, &error);
  assert_no_error (error);
  assert_memory_equal (valise_secret_peek (opened), "\"Jean Source\"", strlen ("\"Jean Source\""));
  codename = exchange_value (world->custodian, record, "codename");
  assert_null (codename);
}

/* The registry sees handles only; coordinators and authors do not see a
 * colleague's. */
static void
a_difference_of_sealed_values_is_settled_by_its_handle_without_a_vault (void **state)
{
  World *world = *state;
  g_autoptr (FixtureStore) brandt =
      panel_member_new (world->headquarters, "L. Brandt", "expert", PANEL_CASE);
  g_autofree char *record = exchange_add (world->adeko, "interview", "codename", "HERON",
                                          "source-name", "Jean", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  ValiseHash handle;

  exchange_pass (world->adeko, world->headquarters);
  exchange_pass (world->headquarters, brandt);
  exchange_edit (brandt, record, "source-name", "Jacques");
  exchange_pass (brandt, world->headquarters);
  assert_int_equal (exchange_count_values (world->headquarters, record, "source-name"), 2);
  assert_false (valise_vault_exists (world->headquarters->store));
  valise_record_settle (world->headquarters->store, record, "source-name", 1, NULL, &error);
  assert_no_error (error);
  assert_int_equal (exchange_count_values (world->headquarters, record, "source-name"), 1);
  kept = exchange_value (world->headquarters, record, "source-name");
  assert_true (valise_sealed_parse_handle (kept, &handle));
}

/* ---- What is counted ---- */

static guint
count_lines (const Readback *readback, const char *device)
{
  g_autofree char *script =
      g_strdup_printf ("cat */data/logs/%s/entries.jsonl | wc -l", device);
  const char *const arguments[] = { "sh", "-c", script, NULL };
  g_autofree char *output = fixture_run (readback->folder, arguments);

  return (guint) g_ascii_strtoull (output, NULL, 10);
}

static void
three_hundred_withheld_entries_cost_a_few_lines_and_are_listed_as_gaps (void **state)
{
  World *world = *state;
  g_autofree char *path = NULL, *seen = NULL;
  g_autoptr (Readback) readback = NULL;
  g_autoptr (GPtrArray) gaps = NULL;
  guint64 missing = 0;

  for (guint i = 0; i < 300; i++)
    g_free (exchange_add (world->adeko, "sighting", "title", "Withheld", ".class",
                          "strictly-confidential", NULL));
  seen = exchange_add (world->adeko, "sighting", "title", "Seen", NULL);
  path = exchange_pack (world->adeko, "Okoye");
  readback = readback_open (world->jmac, path);
  assert_in_range (count_lines (readback, exchange_device (world->adeko)), 1, 10);
  exchange_take (world->jmac, path, VALISE_OUTCOME_MERGED);
  readback_check_roots (readback, world->jmac);
  gaps = valise_waiting_gaps (world->jmac->store, NULL);
  for (guint i = 0; i < gaps->len; i++) {
    const ValiseGap *gap = gaps->pdata[i];

    assert_string_equal (gap->device, exchange_device (world->adeko));
    assert_string_equal (gap->member, "T. Adeko");
    missing += gap->last - gap->first + 1;
  }
  assert_int_equal (missing, 300);
}

static gint64
count_of (yyjson_doc *counts, const char *name)
{
  return valise_json_get_integer (yyjson_doc_get_root (counts), name, -1);
}

/* Headquarters has not heard yet that Mara has it, and covers the custody events
 * on both sides of her checkpoint. */
static void
who_had_it_from_its_author_takes_what_headquarters_forwards (void **state)
{
  World *world = *state;
  g_autofree char *record = exchange_add (world->adeko, "sighting", "title", "Kasira", NULL);
  GError *error = NULL;

  for (guint i = 0; i < 4; i++)
    assert_true (valise_record_note_custody (world->adeko->store, "looked", record, NULL, NULL, &error));
  assert_int_equal (valise_log_size (world->adeko->store, VALISE_LOG_OWN), 5);
  exchange_pass (world->adeko, world->mara);
  exchange_edit (world->adeko, record, "title", "Kasira airstrip");
  exchange_pass (world->adeko, world->headquarters);
  exchange_pass (world->headquarters, world->mara);
  assert_title (world->mara, record, "\"Kasira airstrip\"");
}

static void
what_the_ledger_counts_adds_up (void **state)
{
  World *world = *state;
  g_autofree char *interview = exchange_add (world->adeko, "interview", "codename", "HERON",
                                             "reprisal-note", "x", "consent.mission", "yes", NULL);
  g_autofree char *first = exchange_pack (world->adeko, "Okoye"), *second = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  gint64 opened = 0, known = 0;

  exchange_take (world->jmac, first, VALISE_OUTCOME_MERGED);
  change_rights (world, world->jmac, "expert", PANEL_CASE);
  g_free (exchange_add (world->adeko, "sighting", "title", "Seen", NULL));
  second = exchange_pack (world->adeko, "Okoye");
  exchange_take (world->jmac, second, VALISE_OUTCOME_MERGED);
  exchange_take (world->jmac, first, VALISE_OUTCOME_MERGED);
  exchange_take (world->jmac, second, VALISE_OUTCOME_MERGED);
  rows = valise_ledger_list (world->jmac->store, 0, NULL);
  assert_int_equal (rows->len, 4);
  for (guint i = 0; i < rows->len; i++) {
    const char *text = ((const ValiseLedgerRow *) rows->pdata[i])->counts;
    g_autoptr (yyjson_doc) counts = valise_json_parse (text, strlen (text), NULL);

    assert_int_equal (count_of (counts, "entries"),
                      count_of (counts, "added") + count_of (counts, "opened") +
                          count_of (counts, "known") + count_of (counts, "aside"));
    opened += count_of (counts, "opened");
    known += count_of (counts, "known");
  }
  assert_int_equal (opened, 1);
  assert_in_range (known, 3, 20);
}

#define RUN(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    RUN (two_bundles_in_both_orders_give_the_same_records_and_conflicts),
    RUN (a_consent_that_is_given_later_brings_what_was_withheld),
    RUN (a_case_that_is_added_brings_its_records),
    RUN (what_was_open_in_part_is_opened_wholly_later),
    RUN (a_withdrawn_consent_reaches_who_got_it_by_headquarters),
    RUN (what_was_told_is_closed_and_opened_with_its_interview),
    RUN (a_withdrawal_reaches_the_mission_without_its_reason),
    RUN (a_change_that_the_mission_may_not_see_shows_as_changed_since),
    RUN (headquarters_cosigns_what_it_forwards),
    RUN (a_custodian_reads_a_sealed_value_with_his_vault),
    RUN (a_difference_of_sealed_values_is_settled_by_its_handle_without_a_vault),
    RUN (three_hundred_withheld_entries_cost_a_few_lines_and_are_listed_as_gaps),
    RUN (who_had_it_from_its_author_takes_what_headquarters_forwards),
    RUN (what_the_ledger_counts_adds_up),
  };

  return cmocka_run_group_tests_name ("exchange", tests, NULL, NULL);
}
