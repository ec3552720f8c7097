/* test-set-aside.c - a bad entry never stops the others, nor itself for ever
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/log.h"
#include "core/sealed.h"
#include "sync/lines.h"
#include "tests/exchange.h"
#include "tests/hostile.h"
#include "tests/world.h"


/* One sound entry, then what a test adds, then one more. */
static ValiseReconciled *
take_between (World *world, void (*add) (HostileLog *log))
{
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autofree char *path = NULL;
  ValiseReconciled *result;
  ValiseHash root, held;
  gint64 here;

  hostile_log_add_sighting (log, "Before");
  add (log);
  hostile_log_add_sighting (log, "After");
  hostile_add_log (bundle, log);
  path = hostile_write (bundle);
  result = exchange_reconcile (world->headquarters, path);
  here = valise_log_find (world->headquarters->store, exchange_device (world->adeko), NULL);
  valise_tree_root (&log->tree, &root);
  assert_true (valise_log_root (world->headquarters->store, here, log->tree.size, &held));
  assert_true (valise_hash_equal (&root, &held));
  return result;
}

static void
add_wrong_index (HostileLog *log)
{
  g_autoptr (ValiseEntry) entry = NULL;

  log->tree.size++;
  entry = hostile_entry (log, "sighting", NULL, "title", "\"Bad\"");
  log->tree.size--;
  hostile_log_add (log, entry);
}

static void
add_other_device (HostileLog *log)
{
  g_autoptr (ValiseEntry) entry = hostile_entry (log, "sighting", NULL, "title", "\"Bad\"");
  g_autofree char *disclosure = valise_entry_write_disclosure (entry, NULL, NULL);
  char *device = strstr (entry->bytes, "\"device\":\"") + strlen ("\"device\":\"");

  device[0] = device[0] == '0' ? '1' : '0';
  hostile_log_add_text (log, entry->bytes, disclosure);
}

static void
add_unknown_version (HostileLog *log)
{
  g_autoptr (ValiseEntry) entry = hostile_entry (log, "sighting", NULL, "title", "\"Bad\"");
  g_autofree char *disclosure = valise_entry_write_disclosure (entry, NULL, NULL);

  *strrchr (entry->bytes, '1') = '2';
  hostile_log_add_text (log, entry->bytes, disclosure);
}

static void
add_value_that_does_not_open (HostileLog *log)
{
  g_autoptr (ValiseEntry) entry = hostile_entry (log, "sighting", NULL, "title", "\"Bad\"");
  g_autofree char *disclosure = valise_entry_write_disclosure (entry, NULL, NULL);

  *strstr (disclosure, "Bad") = 'M';
  hostile_log_add_text (log, entry->bytes, disclosure);
}

static void
add_wrong_kind (HostileLog *log)
{
  g_autoptr (ValiseEntry) entry = hostile_entry (log, "sighting", NULL, "title", "[\"Bad\"]");

  hostile_log_add (log, entry);
}

static void
add_no_entry (HostileLog *log)
{
  hostile_log_add_text (log, "Bad", "{}");
}

static void
add_empty_header (HostileLog *log)
{
  hostile_log_add_text (log, "", "{}");
}

static void
add_unknown_disclosure (HostileLog *log)
{
  g_autoptr (ValiseEntry) entry = hostile_entry (log, "sighting", NULL, "title", "\"Bad\"");

  hostile_log_add_text (log, entry->bytes, "{\"fields\":{\"title\":\"Bad\"},\"trust\":\"me\"}");
}

static void
add_header_not_canonical (HostileLog *log)
{
  g_autoptr (ValiseEntry) entry = hostile_entry (log, "sighting", NULL, "title", "\"Bad\"");
  g_autofree char *disclosure = valise_entry_write_disclosure (entry, NULL, NULL);
  g_autofree char *header = g_strconcat (entry->bytes, " ", NULL);

  hostile_log_add_text (log, header, disclosure);
}

static const struct {
  const char *what;
  void (*add) (HostileLog *log);
} asides[] = {
  { "a wrong index", add_wrong_index },
  { "another device", add_other_device },
  { "an unknown version", add_unknown_version },
  { "a value that does not open its commitment", add_value_that_does_not_open },
  { "a value of the wrong kind", add_wrong_kind },
  { "no entry at all", add_no_entry },
  { "an empty header", add_empty_header },
  { "an unknown disclosure", add_unknown_disclosure },
  { "a header that is not canonical", add_header_not_canonical },
};

static void
a_bad_entry_is_set_aside_and_the_others_merge (void **state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (asides); i++) {
    g_autofree char *dump = NULL;
    World *world;
    ValiseReconciled *result;

    if (i > 0) {
      world_tear_down (state);
      world_set_up (state);
    }
    world = *state;
    result = take_between (world, asides[i].add);
    if (result->outcome != VALISE_OUTCOME_MERGED || result->entries != 3 || result->added != 2 ||
        result->aside != 1 || result->known != 0 || result->opened != 0)
      fail_msg ("%s: %s, %" G_GUINT64_FORMAT " added, %" G_GUINT64_FORMAT " aside", asides[i].what,
                valise_outcome_to_text (result->outcome), result->added, result->aside);
    valise_reconciled_free (result);
    dump = exchange_dump (world->headquarters);
    assert_non_null (strstr (dump, "Before"));
    assert_non_null (strstr (dump, "After"));
    assert_null (strstr (dump, "\"Bad\""));
    assert_null (strstr (dump, "\"Mad\""));
  }
}

static void
an_over_long_line_is_set_aside_and_the_others_merge (void **state)
{
  World *world = *state;
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autofree char *letters = g_strnfill (2 * VALISE_LINE_MAX, 'x'), *path = NULL;
  g_autofree char *disclosure = g_strdup_printf ("{\"fields\":{\"title\":\"%s\"}}", letters);
  g_autoptr (ValiseEntry) entry = NULL;
  ValiseReconciled *result;

  hostile_log_add_sighting (log, "Before");
  entry = hostile_entry (log, "sighting", NULL, "title", "\"Bad\"");
  hostile_log_add_text (log, entry->bytes, disclosure);
  hostile_log_add_sighting (log, "After");
  hostile_add_log (bundle, log);
  path = hostile_write (bundle);
  result = exchange_reconcile (world->headquarters, path);
  assert_int_equal (result->outcome, VALISE_OUTCOME_MERGED);
  assert_int_equal (result->entries, 3);
  assert_int_equal (result->added, 2);
  assert_int_equal (result->aside, 1);
  valise_reconciled_free (result);
}

/* A forwarder's mistake must not silence an author for ever. */
static void
an_entry_that_opens_when_it_comes_again_counts (void **state)
{
  World *world = *state;
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bad = hostile_bundle_new (world->adeko, world->headquarters);
  g_autoptr (HostileBundle) good = hostile_bundle_new (world->adeko, world->headquarters);
  g_autoptr (ValiseEntry) entry =
      hostile_entry (log, "sighting", NULL, "title", "\"Good\"");
  g_autofree char *disclosure = valise_entry_write_disclosure (entry, NULL, NULL);
  g_autofree char *note = NULL, *first = NULL, *second = NULL, *title = NULL;
  g_autoptr (GString) sound = NULL;
  ValiseReconciled *result;

  hostile_log_add (log, entry);
  sound = g_string_new (log->lines->str);
  g_string_truncate (log->lines, 0);
  *strstr (disclosure, "Good") = 'W';
  valise_line_write_entry (log->lines, entry->bytes, entry->size, disclosure);
  note = hostile_log_sign (log);
  hostile_add_log_parts (bad, exchange_device (world->adeko), note, log->lines->str);
  hostile_add_log_parts (good, exchange_device (world->adeko), note, sound->str);
  first = hostile_write (bad);
  second = hostile_write (good);
  result = exchange_reconcile (world->headquarters, first);
  assert_int_equal (result->aside, 1);
  valise_reconciled_free (result);
  result = exchange_reconcile (world->headquarters, second);
  assert_int_equal (result->opened, 1);
  assert_int_equal (result->aside, 0);
  valise_reconciled_free (result);
  title = exchange_value (world->headquarters, entry->record, "title");
  assert_string_equal (title, "\"Good\"");
}

static void
what_an_older_program_could_not_read_counts_once_it_can_be_read (void **state)
{
  World *world = *state;
  ValiseStore *store = world->headquarters->store;
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autoptr (ValiseEntry) entry = hostile_entry (log, "sighting", NULL, "title", "\"Good\"");
  g_autoptr (GBytes) header = g_bytes_new (entry->bytes, entry->size);
  g_autofree char *path = NULL, *title = NULL;
  g_autoptr (GError) error = NULL;
  ValiseInsert done;

  valise_log_insert_aside (store, valise_log_open (store, exchange_device (world->adeko), &error), 0,
                           header, "a version that is not known here", &done, &error);
  assert_no_error (error);
  hostile_log_add (log, entry);
  hostile_add_log (bundle, log);
  path = hostile_write (bundle);
  exchange_take (world->headquarters, path, VALISE_OUTCOME_MERGED);
  title = exchange_value (world->headquarters, entry->record, "title");
  assert_string_equal (title, "\"Good\"");
}

/* What breaks a rule by its value stays aside, whoever leaves that value out. */
static void
a_header_alone_does_not_lift_what_its_value_brought_on (void **state)
{
  World *world = *state;
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bad = hostile_bundle_new (world->adeko, world->headquarters);
  g_autoptr (HostileBundle) bare = hostile_bundle_new (world->adeko, world->headquarters);
  g_autoptr (ValiseEntry) entry = hostile_entry (log, "sighting", NULL, "title", "[\"Bad\"]");
  g_autofree char *first = NULL, *second = NULL, *dump = NULL;

  hostile_log_add (log, entry);
  hostile_add_log (bad, log);
  first = hostile_write (bad);
  g_string_truncate (log->lines, 0);
  valise_line_write_entry (log->lines, entry->bytes, entry->size, "{}");
  hostile_add_log (bare, log);
  second = hostile_write (bare);
  exchange_take (world->headquarters, first, VALISE_OUTCOME_MERGED);
  exchange_take (world->headquarters, second, VALISE_OUTCOME_MERGED);
  dump = exchange_dump (world->headquarters);
  assert_null (strstr (dump, entry->record));
}

static void
a_sealed_value_that_is_rubbish_is_kept_and_never_read (void **state)
{
  World *world = *state;
  g_autoptr (HostileLog) log = hostile_log_new (world->adeko);
  g_autoptr (HostileBundle) bundle = hostile_bundle_new (world->adeko, world->headquarters);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *path = NULL;
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("rubbish", 7);
  const ValiseHash handle = { { 7 } };
  g_autoptr (ValiseSecret) opened = NULL;
  g_autoptr (GError) error = NULL;

  hostile_log_add_sighting (log, "Kasira");
  hostile_add_log (bundle, log);
  valise_line_write_sealed (lines, &handle, rubbish, NULL);
  hostile_add_sealed (bundle, exchange_device (world->adeko), lines->str);
  path = hostile_write (bundle);
  exchange_take (world->headquarters, path, VALISE_OUTCOME_MERGED);
  opened = valise_sealed_open (world->headquarters->store, &handle,
                               "00000000000000000000000000000000", "source-name",
                               valise_store_get_keys (world->headquarters->store)->bundles, &error);
  assert_null (opened);
  assert_non_null (error);
}

#define RUN(name) cmocka_unit_test_setup_teardown (name, world_set_up, world_tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    RUN (a_bad_entry_is_set_aside_and_the_others_merge),
    RUN (an_over_long_line_is_set_aside_and_the_others_merge),
    RUN (an_entry_that_opens_when_it_comes_again_counts),
    RUN (what_an_older_program_could_not_read_counts_once_it_can_be_read),
    RUN (a_header_alone_does_not_lift_what_its_value_brought_on),
    RUN (a_sealed_value_that_is_rubbish_is_kept_and_never_read),
  };

  return cmocka_run_group_tests_name ("set-aside", tests, NULL, NULL);
}
