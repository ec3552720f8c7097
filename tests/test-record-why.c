/* test-record-why.c - a change says why, and that is no value of the record
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/error.h"
#include "core/log.h"
#include "core/projection.h"
#include "core/record.h"
#include "tests/fixture.h"

#define DEVICE "abababababababababababababababababababababababababababababababab"

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

/* Two people's reasons stand each beside its own change: they are no difference. */
static void
a_change_may_say_why_and_two_reasons_are_no_difference (void **state)
{
  FixtureStore *f = *state;
  const ValiseAssignment first = { "title", "\"Cache\"" };
  const ValiseAssignment changes[] = { { "title", "\"Cache under tarpaulin\"" }, { ".why", "\"Seen again.\"" } };
  g_autofree char *id = valise_record_add (f->store, "sighting", &first, 1, NULL), *why = NULL;
  g_autoptr (ValiseRecord) record = NULL;

  assert_true (valise_record_edit (f->store, id, changes, G_N_ELEMENTS (changes), NULL));
  hear_entry (f, id, "\"sighting/1\"", ".why", "\"I was told.\"");
  record = valise_record_load (f->store, id, NULL);
  assert_int_equal (record->state->n_conflicts, 0);
  assert_null (valise_state_find (record->state, ".why"));
  for (guint i = 0; i < record->entries->len && why == NULL; i++)
    if (strcmp (((const ValiseEntry *) record->entries->pdata[i])->device, DEVICE) != 0)
      why = valise_entry_dup_text (record->entries->pdata[i], ".why");
  assert_string_equal (why, "Seen again.");
}

static void
an_empty_reason_is_none (void **state)
{
  FixtureStore *f = *state;
  const ValiseAssignment first = { "title", "\"Cache\"" }, empty = { ".why", "\"\"" };
  g_autofree char *id = valise_record_add (f->store, "sighting", &first, 1, NULL);
  GError *error = NULL;

  assert_false (valise_record_edit (f->store, id, &empty, 1, &error));
  assert_error_code (error, VALISE_ERROR_INVALID);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (a_change_may_say_why_and_two_reasons_are_no_difference, set_up, tear_down),
    cmocka_unit_test_setup_teardown (an_empty_reason_is_none, set_up, tear_down),
  };

  valise_secret_start ();
  return cmocka_run_group_tests (tests, NULL, NULL);
}
