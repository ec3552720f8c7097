/* test-record.c - the one door for writing records
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <unistd.h>

#include "core/error.h"
#include "core/log.h"
#include "core/projection.h"
#include "core/record.h"
#include "core/sealed.h"
#include "tests/fixture.h"

#define DEVICE "abababababababababababababababababababababababababababababababab"
#define NOWHERE "ffffffffffffffffffffffffffffffff"

static int
set_up (void **state)
{
  *state = fixture_store_new ("Ann", "expert");
  return 0;
}

static int
tear_down (void **state)
{
  fixture_store_free (*state);
  return 0;
}

static void
assert_value (FixtureStore *f, const char *id, const char *name, const char *expected)
{
  g_autoptr (ValiseRecord) record = valise_record_load (f->store, id, NULL);
  const char *value = valise_state_get (record->state, name);

  if (expected == NULL) {
    assert_null (value);
    return;
  }
  assert_non_null (value);
  assert_string_equal (value, expected);
}

static guint
count_conflicts (FixtureStore *f, const char *id)
{
  g_autoptr (ValiseRecord) record = valise_record_load (f->store, id, NULL);

  return record->state->n_conflicts;
}

/* Refused, and nothing of it is in the log. */
static void
assert_refused (FixtureStore *f, const char *type, const char *name, const char *value, int code)
{
  const ValiseAssignment fields[] = { { "title", "\"a fine one\"" }, { name, value } };
  guint64 size = valise_log_size (f->store, VALISE_LOG_OWN);
  GError *error = NULL;

  assert_null (valise_record_add (f->store, type, fields, G_N_ELEMENTS (fields), &error));
  assert_error_code (error, code);
  assert_int_equal (valise_log_size (f->store, VALISE_LOG_OWN), size);
}

static void
assert_not_edited (FixtureStore *f, const char *id, const char *name, const char *value, int code)
{
  const ValiseAssignment field = { name, value };
  guint64 size = valise_log_size (f->store, VALISE_LOG_OWN);
  GError *error = NULL;

  assert_false (valise_record_edit (f->store, id, &field, 1, &error));
  assert_error_code (error, code);
  assert_int_equal (valise_log_size (f->store, VALISE_LOG_OWN), size);
}

/* Another device's entry on a record, as a bundle brings it. */
static void
hear_entry (FixtureStore *f, const char *id, const char *type, const char *name, const char *value)
{
  const ValiseAssignment fields[] = { { ".type", type }, { ".time", "\"2026-11-21T10:00:00Z\"" },
                                      { name, value } };
  gint64 log = valise_log_open (f->store, DEVICE, NULL);
  ValiseEntryDraft draft = { .device = DEVICE, .index = (guint64) valise_log_count (f->store, log, NULL),
                             .record = id, .fields = fields, .n_fields = G_N_ELEMENTS (fields) };
  g_autoptr (ValiseEntry) entry = valise_entry_new (&draft, NULL);
  ValiseInsert done;
  GError *error = NULL;

  assert_true (valise_log_insert (f->store, log, entry, NULL, &done, &error));
  valise_projection_update (f->store, id, &error);
  assert_no_error (error);
}

/* ---- Adding ---- */

static void
a_record_says_what_was_given_and_where_it_belongs (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "person", "name", "\"Jean\"", "title", "null", NULL);
  g_autoptr (ValiseRecord) record = valise_record_load (f->store, id, NULL);

  assert_true (valise_record_id_is_valid (id));
  assert_string_equal (record->type->name, "person");
  assert_string_equal (record->state->type, "person");
  assert_int_equal (record->state->type_version, record->type->version);
  assert_int_equal (record->entries->len, 1);
  assert_value (f, id, "name", "\"Jean\"");
  assert_value (f, id, "title", NULL);
  assert_value (f, id, ".case", "\"" VALISE_CASE_UNASSIGNED "\"");
  assert_value (f, id, ".class", "\"" VALISE_CLASS_DEFAULT "\"");
}

static void
records_go_to_the_stores_case_or_the_one_given (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *first = NULL, *second = NULL;

  assert_true (valise_store_set_meta (f->store, "case", "drc-1533", NULL));
  first = fixture_add (f, "person", "name", "\"A\"", NULL);
  second = fixture_add (f, "person", ".case", "\"sudan-1591\"", ".class", "\"unclassified\"", NULL);
  assert_value (f, first, ".case", "\"drc-1533\"");
  assert_value (f, second, ".case", "\"sudan-1591\"");
  assert_value (f, second, ".class", "\"unclassified\"");
}

static void
what_breaks_a_rule_is_refused_and_leaves_no_trace (void **state)
{
  static const struct {
    const char *type, *name, *value;
  } wrong[] = {
    { "sightings", "description", "\"x\"" },
    { "sighting", "colour", "\"red\"" },
    { "sighting", "title", "\"x\"" },              /* twice */
    { "sighting", "description", "3" },
    { "sighting", "description", "\"\"" },
    { "sighting", "how-known", "\"by magic\"" },
    { "sighting", "hazards", "[\"b\",\"a\"]" },
    { "sighting", "actionable", "\"yes\"" },
    { "sighting", "seen", "\"yesterday\"" },
    { "sighting", "place", "[1,2]" },
    { "sighting", "told-in", "\"123\"" },
    { "sighting", "files", "\"photo.jpg\"" },
    { "sighting", "description", "{\"b\":1, \"a\":2}" },
    { "sighting", "description", "not json" },
    { "sighting", ".case", "\"\"" },
    { "sighting", ".case", "\"DRC 1533\"" },
    { "sighting", ".case", "7" },
    { "sighting", ".class", "\"secret\"" },
    { "sighting", ".class", "7" },
    { "sighting", ".type", "\"person/1\"" },
    { "sighting", ".time", "\"2020-01-01T00:00:00Z\"" },
    { "sighting", ".withdrawn", "true" },
    { "sighting", ".reason", "\"x\"" },
    { "receipt", "log", "\"x\"" },
    { "custody", "what", "\"x\"" },
    { "case", "basis", "\"x\"" },
    { "admission", "log", "\"x\"" },
    { "erasure", "reason", "\"x\"" },
  };
  FixtureStore *f = *state;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_refused (f, wrong[i].type, wrong[i].name, wrong[i].value, VALISE_ERROR_INVALID);
}

static void
a_text_that_is_too_long_is_refused (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *line = g_strnfill (4097, 'x'), *text = g_strnfill (64 * 1024 + 1, 'x');
  g_autofree char *line_json = g_strdup_printf ("\"%s\"", line);
  g_autofree char *text_json = g_strdup_printf ("\"%s\"", text);

  assert_refused (f, "sighting", "supply-from", line_json, VALISE_ERROR_INVALID);
  assert_refused (f, "sighting", "description", text_json, VALISE_ERROR_INVALID);
}

static void
more_fields_than_an_entry_takes_are_refused (void **state)
{
  FixtureStore *f = *state;
  ValiseAssignment fields[257];
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    fields[i] = (ValiseAssignment) { "title", "\"x\"" };
  assert_null (valise_record_add (f->store, "sighting", fields, G_N_ELEMENTS (fields), &error));
  assert_non_null (error);
  assert_true (error->code == VALISE_ERROR_LIMIT || error->code == VALISE_ERROR_INVALID);
  g_clear_error (&error);
  assert_int_equal (valise_log_size (f->store, VALISE_LOG_OWN), 0);
}

static void
a_class_is_kept_by_its_code_however_it_was_spelled (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "note", ".class", "\"Strictly Confidential\"", NULL);

  assert_value (f, id, ".class", "\"strictly-confidential\"");
}

static void
a_child_takes_its_parents_case_and_class (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *parent = fixture_add (f, "sighting", ".case", "\"drc-1533\"", ".class",
                                         "\"strictly-confidential\"", NULL);
  g_autofree char *link = g_strdup_printf ("\"%s\"", parent);
  g_autofree char *child = fixture_add (f, "item", "parent", link, NULL);
  g_autofree char *other = fixture_add (f, "item", "parent", link, ".class", "\"confidential\"", NULL);

  assert_value (f, child, ".case", "\"drc-1533\"");
  assert_value (f, child, ".class", "\"strictly-confidential\"");
  assert_value (f, other, ".class", "\"confidential\"");
  assert_value (f, other, ".case", "\"drc-1533\"");
}

static void
a_child_of_a_parent_with_two_classes_takes_the_stricter (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *parent = fixture_add (f, "sighting", ".class", "\"strictly-confidential\"", NULL);
  g_autofree char *link = g_strdup_printf ("\"%s\"", parent), *child = NULL;

  hear_entry (f, parent, "\"sighting/1\"", ".class", "\"unclassified\"");
  child = fixture_add (f, "item", "parent", link, NULL);
  assert_value (f, child, ".class", "\"strictly-confidential\"");
}

static void
a_parent_must_be_here_and_is_set_once (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *parent = fixture_add (f, "sighting", NULL), *alone = NULL, *child = NULL;
  g_autofree char *second = fixture_add (f, "sighting", NULL);
  g_autofree char *link = g_strdup_printf ("\"%s\"", parent);
  g_autofree char *other = g_strdup_printf ("\"%s\"", second);
  const ValiseAssignment nowhere = { "parent", "\"" NOWHERE "\"" };
  GError *error = NULL;

  assert_null (valise_record_add (f->store, "item", &nowhere, 1, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  child = fixture_add (f, "item", "parent", link, NULL);
  assert_not_edited (f, child, "parent", other, VALISE_ERROR_NOT_ALLOWED);
  assert_not_edited (f, child, "parent", "null", VALISE_ERROR_NOT_ALLOWED);
  alone = fixture_add (f, "item", NULL);
  fixture_edit (f, alone, "parent", link, NULL);
  assert_not_edited (f, alone, "parent", other, VALISE_ERROR_NOT_ALLOWED);
}

/* ---- Editing ---- */

static void
an_edit_replaces_what_was_seen (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "person", "name", "\"A\"", "title", "[\"Dr\"]", NULL);

  fixture_edit (f, id, "name", "\"B\"", NULL);
  assert_value (f, id, "name", "\"B\"");
  assert_value (f, id, "title", "[\"Dr\"]");
  fixture_edit (f, id, "title", "null", NULL);
  assert_value (f, id, "title", NULL);
  fixture_edit (f, id, "title", "[\"Prof\"]", NULL);
  assert_value (f, id, "title", "[\"Prof\"]");
  assert_int_equal (count_conflicts (f, id), 0);
  assert_not_edited (f, id, "colour", "\"red\"", VALISE_ERROR_INVALID);
  assert_not_edited (f, id, "name", "7", VALISE_ERROR_INVALID);
  assert_not_edited (f, id, ".case", "null", VALISE_ERROR_INVALID);
  assert_not_edited (f, id, ".type", "\"note/1\"", VALISE_ERROR_INVALID);
  assert_not_edited (f, NOWHERE, "name", "\"B\"", VALISE_ERROR_NOT_FOUND);
  assert_not_edited (f, "12", "name", "\"B\"", VALISE_ERROR_INVALID);
}

static void
a_failing_field_undoes_the_whole_edit (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "person", "name", "\"A\"", NULL);
  const ValiseAssignment fields[] = { { "name", "\"B\"" }, { "sex", "\"?\"" } };
  GError *error = NULL;

  assert_false (valise_record_edit (f->store, id, fields, 2, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_value (f, id, "name", "\"A\"");
  assert_int_equal (valise_log_size (f->store, VALISE_LOG_OWN), 1);
}

static void
what_the_program_wrote_is_never_edited (void **state)
{
  FixtureStore *f = *state;
  const ValiseAssignment field = { "title", "\"Congo\"" };
  GError *error = NULL;
  g_autofree char *id = valise_record_add_system (f->store, "case", &field, 1, &error);

  assert_no_error (error);
  assert_value (f, id, ".case", NULL);
  assert_not_edited (f, id, "title", "\"x\"", VALISE_ERROR_NOT_ALLOWED);
  assert_false (valise_record_withdraw (f->store, id, "why", &error));
  assert_error_code (error, VALISE_ERROR_NOT_ALLOWED);
  assert_null (valise_record_add_system (f->store, "person", &field, 1, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

static void
a_custody_event_leaves_out_what_is_not_known (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "note", NULL);
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (ValiseRecord) event = NULL;

  assert_true (valise_record_note_custody (f->store, "exported", id, NULL, "Cora", NULL));
  events = valise_projection_list (f->store, "custody", 0, NULL);
  assert_int_equal (events->len, 1);
  event = valise_record_load (f->store, ((ValiseListRow *) events->pdata[0])->record, NULL);
  assert_string_equal (valise_state_get (event->state, "to"), "\"Cora\"");
  assert_null (valise_state_get (event->state, "what"));
}

/* ---- Settling ---- */

static char *
make_conflict (FixtureStore *f)
{
  char *id = fixture_add (f, "person", "name", "\"mine\"", NULL);

  hear_entry (f, id, "\"person/1\"", "name", "\"theirs\"");
  assert_int_equal (count_conflicts (f, id), 1);
  return id;
}

/* Settling what a stranger said takes a coordinator. */
static void
become_coordinator (FixtureStore *f)
{
  assert_true (valise_log_set_owner (f->store, VALISE_LOG_OWN, "Ann", "coordinator", NULL));
}

static void
a_difference_is_settled_by_number (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = NULL;
  GError *error = NULL;

  become_coordinator (f);
  id = make_conflict (f);
  assert_value (f, id, "name", "\"theirs\""); /* the later one, shown first */
  assert_false (valise_record_settle (f->store, id, "name", 0, NULL, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_record_settle (f->store, id, "name", 3, NULL, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_record_settle (f->store, id, "title", 1, NULL, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  valise_record_settle (f->store, id, "name", 2, NULL, &error);
  assert_no_error (error);
  assert_value (f, id, "name", "\"mine\"");
  assert_int_equal (count_conflicts (f, id), 0);
  assert_false (valise_record_settle (f->store, id, "name", 1, NULL, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
}

static void
a_difference_is_settled_by_a_third_value (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = NULL;
  GError *error = NULL;

  become_coordinator (f);
  id = make_conflict (f);
  assert_false (valise_record_settle (f->store, id, "name", 0, "7", &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  valise_record_settle (f->store, id, "name", 0, "\"both\"", &error);
  assert_no_error (error);
  assert_value (f, id, "name", "\"both\"");
  assert_int_equal (count_conflicts (f, id), 0);
}

static void
a_sealed_difference_is_settled_without_the_vault (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = NULL, *vault = valise_store_path (f->store, "vault.age");
  const char *theirs = "{\"sealed\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}";
  GError *error = NULL;

  become_coordinator (f);
  fixture_store_make_vault (f);
  id = fixture_add (f, "sighting", "who-told", "\"a source\"", NULL);
  hear_entry (f, id, "\"sighting/1\"", "who-told", theirs);
  assert_int_equal (unlink (vault), 0);
  assert_true (valise_store_set_meta (f->store, "vault", "", NULL));
  valise_record_settle (f->store, id, "who-told", 1, NULL, &error);
  assert_no_error (error);
  assert_value (f, id, "who-told", theirs);
  assert_int_equal (count_conflicts (f, id), 0);
}

/* ---- Withdrawing ---- */

static gboolean
is_withdrawn (FixtureStore *f, const char *id)
{
  g_autoptr (ValiseRecord) record = valise_record_load (f->store, id, NULL);

  return record->state->withdrawn;
}

static void
a_record_is_withdrawn_with_a_reason_and_restored (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "person", "name", "\"A\"", NULL);
  GError *error = NULL;

  assert_false (valise_record_restore (f->store, id, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_record_withdraw (f->store, id, "", &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (valise_record_withdraw (f->store, id, "\xff", &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
  assert_false (is_withdrawn (f, id));
  assert_true (valise_record_withdraw (f->store, id, "seen twice", &error));
  assert_true (is_withdrawn (f, id));
  assert_value (f, id, ".reason", "\"seen twice\"");
  assert_value (f, id, "name", "\"A\"");
  assert_int_equal (count_conflicts (f, id), 0);
  assert_true (valise_record_restore (f->store, id, &error));
  assert_false (is_withdrawn (f, id));
  assert_value (f, id, ".reason", NULL);
  assert_int_equal (count_conflicts (f, id), 0);
}

static void
an_edit_after_a_withdrawal_is_in_conflict_with_it (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "person", "name", "\"A\"", NULL);

  assert_true (valise_record_withdraw (f->store, id, "seen twice", NULL));
  fixture_edit (f, id, "name", "\"B\"", NULL);
  assert_true (is_withdrawn (f, id));
  assert_int_equal (count_conflicts (f, id), 1);
  assert_true (valise_record_withdraw (f->store, id, "all the same", NULL));
  assert_int_equal (count_conflicts (f, id), 0);
}

/* ---- What came from elsewhere ---- */

static gboolean
passes (const char *type, const char *name, const char *value)
{
  const ValiseAssignment fields[] = { { ".type", type }, { name, value } };
  ValiseEntryDraft draft = { .device = DEVICE, .record = NOWHERE, .fields = fields, .n_fields = 2 };
  GError *error = NULL;
  g_autoptr (ValiseEntry) entry = valise_entry_new (&draft, &error);
  gboolean passed;

  assert_no_error (error);
  passed = valise_record_check_entry (entry, &error);
  if (!passed)
    assert_error_code (error, VALISE_ERROR_INVALID);
  return passed;
}

static void
entries_from_elsewhere_are_held_to_what_is_known_here (void **state)
{
  assert_true (passes ("\"sighting/1\"", "title", "\"x\""));
  assert_true (passes ("\"sighting/1\"", "title", "null"));
  assert_true (passes ("\"sighting/1\"", "colour", "7"));
  assert_true (passes ("\"saga/1\"", "title", "7"));
  assert_true (passes ("7", "title", "7"));
  assert_false (passes ("\"sighting/1\"", "title", "7"));
  assert_false (passes ("\"sighting/1\"", "how-known", "\"by magic\""));
  assert_false (passes ("\"sighting/1\"", "hazards", "[\"by magic\"]"));
  assert_false (passes ("\"sighting/1\"", "who-told", "\"in the clear\""));
  assert_true (passes ("\"sighting/1\"", "who-told",
                       "{\"sealed\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}"));
}

static void
codes_and_units_of_a_newer_definition_pass (void **state)
{
  assert_true (passes ("\"sighting/2\"", "how-known", "\"by-drone\""));
  assert_true (passes ("\"sighting/2\"", "hazards", "[\"by-drone\",\"spores\"]"));
  assert_true (passes ("\"package/99\"", "gross-weight", "{\"unit\":\"stone\",\"value\":\"3\"}"));
  assert_false (passes ("\"package/1\"", "gross-weight", "{\"unit\":\"stone\",\"value\":\"3\"}"));
}

static void
a_newer_definition_is_no_excuse_for_another_kind_or_an_open_source (void **state)
{
  assert_false (passes ("\"sighting/2\"", "how-known", "7"));
  assert_false (passes ("\"sighting/2\"", "hazards", "\"one\""));
  assert_false (passes ("\"sighting/2\"", "title", "7"));
  assert_false (passes ("\"sighting/2\"", "actionable", "\"yes\""));
  assert_false (passes ("\"package/2\"", "gross-weight", "{\"unit\":7,\"value\":\"3\"}"));
  assert_false (passes ("\"sighting/2\"", "who-told", "\"in the clear\""));
}

static void
a_newer_code_is_kept_shown_and_found (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "sighting", NULL);
  g_autoptr (GPtrArray) found = NULL;

  hear_entry (f, id, "\"sighting/2\"", "how-known", "\"by-drone\"");
  assert_value (f, id, "how-known", "\"by-drone\"");
  found = valise_projection_search (f->store, "drone", 0, NULL);
  assert_int_equal (found->len, 1);
}

/* ---- Finding ---- */

static void
a_record_is_found_by_the_first_digits_of_its_id (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *id = fixture_add (f, "note", NULL), *found = NULL, *whole = NULL;
  g_autofree char *first = g_strndup (id, 8), *few = g_strndup (id, 7);
  const char *const wrong[] = { few, "", "zzzzzzzz", "00112233445566778899aabbccddeeff0" };
  GError *error = NULL;

  found = valise_record_find (f->store, first, &error);
  assert_string_equal (found, id);
  whole = valise_record_find (f->store, id, &error);
  assert_string_equal (whole, id);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    assert_null (valise_record_find (f->store, wrong[i], &error));
    assert_error_code (error, VALISE_ERROR_INVALID);
  }
  assert_null (valise_record_find (f->store, NOWHERE, &error));
  assert_error_code (error, VALISE_ERROR_NOT_FOUND);
  hear_entry (f, "aaaaaaaa000000000000000000000001", "\"note/1\"", "title", "\"x\"");
  hear_entry (f, "aaaaaaaa000000000000000000000002", "\"note/1\"", "title", "\"x\"");
  assert_null (valise_record_find (f->store, "aaaaaaaa", &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

static void
a_record_of_a_type_not_known_here_is_kept_but_not_changed (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseRecord) record = NULL;

  hear_entry (f, NOWHERE, "\"saga/1\"", "title", "\"x\"");
  record = valise_record_load (f->store, NOWHERE, NULL);
  assert_null (record->type);
  assert_string_equal (record->state->type, "saga");
  assert_not_edited (f, NOWHERE, "title", "\"y\"", VALISE_ERROR_UNSUPPORTED);
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (a_record_says_what_was_given_and_where_it_belongs),
    TEST (records_go_to_the_stores_case_or_the_one_given),
    TEST (what_breaks_a_rule_is_refused_and_leaves_no_trace),
    TEST (a_text_that_is_too_long_is_refused),
    TEST (more_fields_than_an_entry_takes_are_refused),
    TEST (a_class_is_kept_by_its_code_however_it_was_spelled),
    TEST (a_child_takes_its_parents_case_and_class),
    TEST (a_child_of_a_parent_with_two_classes_takes_the_stricter),
    TEST (a_parent_must_be_here_and_is_set_once),
    TEST (an_edit_replaces_what_was_seen),
    TEST (a_failing_field_undoes_the_whole_edit),
    TEST (what_the_program_wrote_is_never_edited),
    TEST (a_custody_event_leaves_out_what_is_not_known),
    TEST (a_difference_is_settled_by_number),
    TEST (a_difference_is_settled_by_a_third_value),
    TEST (a_sealed_difference_is_settled_without_the_vault),
    TEST (a_record_is_withdrawn_with_a_reason_and_restored),
    TEST (an_edit_after_a_withdrawal_is_in_conflict_with_it),
    TEST (entries_from_elsewhere_are_held_to_what_is_known_here),
    TEST (codes_and_units_of_a_newer_definition_pass),
    TEST (a_newer_definition_is_no_excuse_for_another_kind_or_an_open_source),
    TEST (a_newer_code_is_kept_shown_and_found),
    TEST (a_record_is_found_by_the_first_digits_of_its_id),
    TEST (a_record_of_a_type_not_known_here_is_kept_but_not_changed),
  };

  return cmocka_run_group_tests_name ("record", tests, NULL, NULL);
}
