/* test-form.c - what is typed becomes a draft, and the draft a record
 *
 * Through the session and its threads, as the desktop does it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "core/error.h"
#include "core/projection.h"
#include "tests/fixture.h"
#include "ui/models/form.h"
#include "ui/models/record-view.h"
#include "ui/models/withdrawal.h"

typedef struct {
  FixtureStore *fixture;
  ValiseSession *session;
} Fixture;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user)
{
  *(GAsyncResult **) user = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
open_session (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  f->session = valise_session_new (f->fixture->folder);
  valise_session_open_async (f->session, fixture_passphrase (), NULL, on_done, &result);
  assert_true (valise_session_open_finish (f->session, wait_for (&result), &error));
}

static int
set_up (void **state)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->fixture = fixture_store_new ("I. Marwen", "expert");
  fixture_store_close (f->fixture);
  open_session (f);
  *state = f;
  return 0;
}

static int
tear_down (void **state)
{
  Fixture *f = *state;

  valise_session_close (f->session);
  g_object_unref (f->session);
  fixture_store_free (f->fixture);
  g_free (f);
  return 0;
}

static ValiseForm *
sighting (Fixture *f)
{
  ValiseForm *form = valise_form_new (f->session, valise_type_find ("sighting"));

  valise_form_set (form, "title", "Cache under tarpaulin");
  valise_form_set (form, "place", "told=Behind the old kiln; at=0.8412 S 31.2204 W");
  valise_form_set (form, "seen", "2026-11-21 06:40");
  valise_form_set (form, "how-known", "own-eyes");
  valise_form_set (form, "hazards", "none");
  return form;
}

static gboolean
finish (ValiseForm *form, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  valise_form_finish_async (form, on_done, &result);
  return valise_form_finish_finish (form, wait_for (&result), error);
}

static void
what_was_typed_is_a_draft_after_the_store_was_closed (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseForm) form = sighting (f), again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *record = g_strdup (valise_form_get_record (form));

  assert_true (valise_form_keep_now (form, &error));
  valise_session_close (f->session);
  g_clear_object (&form);
  g_clear_object (&f->session);
  open_session (f);
  valise_form_open_draft_async (f->session, record, on_done, &result);
  again = valise_form_open_draft_finish (f->session, wait_for (&result), &error);
  assert_non_null (again);
  assert_string_equal (valise_form_get (again, "title"), "Cache under tarpaulin");
  assert_string_equal (valise_form_get_record (again), record);
}

static void
a_form_says_which_required_fields_are_empty (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseForm) form = sighting (f);
  g_autoptr (GPtrArray) none = valise_form_missing (form), one = NULL;

  assert_int_equal (none->len, 0);
  valise_form_set (form, "seen", "some time");
  one = valise_form_missing (form);
  assert_int_equal (one->len, 1);
  assert_string_equal (((const ValiseField *) one->pdata[0])->name, "seen");
}

static void
the_next_row_repeats_all_but_the_serial_number (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseForm) form = sighting (f);

  valise_form_row_add (form, TRUE, FALSE);
  valise_form_row_set (form, 0, "model", "type-56-1");
  valise_form_row_set (form, 0, "serial", "31877[2]4");
  valise_form_row_set (form, 0, "quantity", "1");
  assert_int_equal (valise_form_row_add (form, TRUE, FALSE), 1);
  assert_string_equal (valise_form_row_get (form, 1, "model"), "type-56-1");
  assert_string_equal (valise_form_row_get (form, 1, "quantity"), "1");
  assert_string_equal (valise_form_row_get (form, 1, "serial"), "");
}

static ValiseRecordView *
view (Fixture *f, const char *record)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ValiseRecordView *shown;

  valise_record_view_load_async (f->session, record, NULL, on_done, &result);
  shown = valise_record_view_load_finish (f->session, wait_for (&result), &error);
  assert_null (error);
  return shown;
}

static void
a_finished_form_is_a_record_with_its_rows_and_no_draft (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseForm) form = sighting (f);
  g_autoptr (ValiseRecordView) shown = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ValiseForm *draft;

  valise_form_row_add (form, FALSE, FALSE);
  valise_form_row_set (form, 0, "kind", "weapon");
  valise_form_row_set (form, 0, "model", "type-56-1");
  valise_form_row_set (form, 0, "serial", "31877[2]4");
  valise_form_row_set (form, 0, "quantity", "1");
  assert_true (valise_form_keep_now (form, &error));
  assert_true (finish (form, &error));
  shown = view (f, valise_form_get_record (form));
  assert_int_equal (shown->rows->len, 1);
  assert_string_equal (valise_record_item_get (shown->item)->title, "Cache under tarpaulin");
  assert_int_equal (valise_record_item_get (shown->item)->standing, VALISE_STANDING_HERE);
  valise_form_open_draft_async (f->session, valise_form_get_record (form), on_done, &result);
  draft = valise_form_open_draft_finish (f->session, wait_for (&result), &error);
  assert_null (draft);
}

static void
a_form_that_is_not_understood_changes_nothing_and_stays_a_draft (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseForm) form = sighting (f), again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  valise_form_row_add (form, FALSE, FALSE);
  valise_form_row_set (form, 0, "quantity", "many");
  assert_true (valise_form_keep_now (form, &error));
  assert_false (finish (form, &error));
  assert_non_null (strstr (error->message, "quantity"));
  g_clear_error (&error);
  valise_form_open_draft_async (f->session, valise_form_get_record (form), on_done, &result);
  again = valise_form_open_draft_finish (f->session, wait_for (&result), &error);
  assert_non_null (again);
  assert_string_equal (valise_form_row_get (again, 0, "quantity"), "many");
}

/* Correcting */

static ValiseForm *
correct (Fixture *f, const char *record, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  valise_form_correct_async (f->session, record, on_done, &result);
  return valise_form_correct_finish (f->session, wait_for (&result), error);
}

/* A finished sighting of two rifles. */
static char *
record_sighting (Fixture *f)
{
  g_autoptr (ValiseForm) form = sighting (f);

  for (guint i = 0; i < 2; i++) {
    valise_form_row_add (form, FALSE, FALSE);
    valise_form_row_set (form, i, "kind", "weapon");
    valise_form_row_set (form, i, "serial", i == 0 ? "3187724" : "3187731");
    valise_form_row_set (form, i, "quantity", "1");
  }
  assert_true (finish (form, NULL));
  return g_strdup (valise_form_get_record (form));
}

static void
a_correction_writes_what_changed_with_its_reason (void **state)
{
  Fixture *f = *state;
  g_autofree char *record = record_sighting (f);
  g_autoptr (ValiseForm) form = correct (f, record, NULL);
  g_autoptr (ValiseRecordView) shown = NULL;
  const ValiseViewEntry *newest;
  const ValiseViewChange *change;

  assert_true (valise_form_is_correction (form));
  assert_null (valise_form_get_other (form));
  assert_string_equal (valise_form_get (form, "title"), "Cache under tarpaulin");
  assert_int_equal (valise_form_get_n_rows (form), 2);
  valise_form_set (form, "title", "Cache in the kiln");
  valise_form_set_why (form, "Seen again by day.");
  assert_true (finish (form, NULL));
  shown = view (f, record);
  assert_int_equal (shown->history->len, 2);
  newest = shown->history->pdata[0];
  assert_int_equal (newest->changes->len, 1);
  assert_string_equal (newest->why, "Seen again by day.");
  change = newest->changes->pdata[0];
  assert_string_equal (change->before, "Cache under tarpaulin");
  assert_string_equal (change->after, "Cache in the kiln");
}

static void
a_correction_that_changes_nothing_writes_nothing (void **state)
{
  Fixture *f = *state;
  g_autofree char *record = record_sighting (f);
  g_autoptr (ValiseForm) form = correct (f, record, NULL);
  g_autoptr (ValiseRecordView) shown = NULL;

  valise_form_set (form, "title", "Something else");
  valise_form_set (form, "title", "Cache under tarpaulin");
  valise_form_set_why (form, "No reason.");
  assert_true (finish (form, NULL));
  shown = view (f, record);
  assert_int_equal (shown->history->len, 1);
}

static void
rows_of_a_correction_are_changed_added_and_withdrawn (void **state)
{
  Fixture *f = *state;
  g_autofree char *record = record_sighting (f);
  g_autoptr (ValiseForm) form = correct (f, record, NULL);
  g_autoptr (ValiseRecordView) shown = NULL;
  guint withdrawn = 0, second = g_str_equal (valise_form_row_get (form, 0, "serial"), "3187731") ? 0 : 1;

  valise_form_row_set (form, 1 - second, "serial", "31877[2]4");
  valise_form_row_remove (form, second);
  assert_int_equal (valise_form_count_gone (form), 1);
  assert_true (valise_form_row_put_back (form));
  assert_int_equal (valise_form_count_gone (form), 0);
  valise_form_row_remove (form, second);
  valise_form_row_add (form, TRUE, FALSE);
  valise_form_row_set (form, 1, "serial", "55");
  valise_form_set_why (form, "Counted twice.");
  assert_true (finish (form, NULL));
  shown = view (f, record);
  assert_int_equal (shown->rows->len, 3);
  for (guint i = 0; i < shown->rows->len; i++)
    withdrawn += (guint) ((const ValiseViewRow *) shown->rows->pdata[i])->withdrawn;
  assert_int_equal (withdrawn, 1);
}

static void
a_correction_survives_the_lock_as_a_draft (void **state)
{
  Fixture *f = *state;
  g_autofree char *record = record_sighting (f);
  g_autoptr (ValiseForm) form = correct (f, record, NULL), again = NULL;
  g_autoptr (ValiseRecordView) shown = NULL;

  valise_form_set (form, "title", "Cache in the kiln");
  valise_form_set_why (form, "Seen again.");
  assert_true (valise_form_keep_now (form, NULL));
  g_clear_object (&form);
  valise_session_close (f->session);
  g_clear_object (&f->session);
  open_session (f);
  again = correct (f, record, NULL);
  assert_true (valise_form_is_correction (again));
  assert_string_equal (valise_form_get (again, "title"), "Cache in the kiln");
  assert_string_equal (valise_form_get_why (again), "Seen again.");
  assert_true (finish (again, NULL));
  shown = view (f, record);
  assert_int_equal (((const ValiseViewEntry *) shown->history->pdata[0])->changes->len, 1);
}

/* Two windows in time: what I would write over was changed since I saw it. */
static void
what_changed_meanwhile_is_told_before_it_is_written_over (void **state)
{
  Fixture *f = *state;
  g_autofree char *record = record_sighting (f);
  g_autoptr (ValiseForm) slow = correct (f, record, NULL), quick = correct (f, record, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseRecordView) before = NULL, after = NULL;

  valise_form_set (quick, "title", "Cache, two metres deep");
  assert_true (finish (quick, NULL));
  valise_form_set (slow, "title", "Cache in the kiln");
  assert_false (finish (slow, &error));
  assert_error_code (error, VALISE_ERROR_HELD);
  error = NULL;
  before = view (f, record);
  assert_string_equal (valise_record_item_get (before->item)->title, "Cache, two metres deep");
  assert_true (finish (slow, NULL));
  after = view (f, record);
  assert_string_equal (valise_record_item_get (after->item)->title, "Cache in the kiln");
}

static void
withdraw (Fixture *f, const char *record, const char *reason)
{
  g_autoptr (GAsyncResult) result = NULL;

  valise_withdrawal_async (f->session, record, reason, on_done, &result);
  assert_true (valise_withdrawal_finish (f->session, wait_for (&result), NULL));
}

static void
a_withdrawn_record_says_when_and_why_until_it_is_restored (void **state)
{
  Fixture *f = *state;
  g_autofree char *record = record_sighting (f);
  g_autoptr (ValiseRecordView) withdrawn = NULL, restored = NULL;
  g_autoptr (ValiseForm) form = NULL;
  g_autoptr (GError) error = NULL;

  withdraw (f, record, "The same cache as another.");
  withdrawn = view (f, record);
  assert_string_equal (withdrawn->reason, "The same cache as another.");
  assert_non_null (withdrawn->withdrawn_on);
  form = correct (f, record, &error);
  assert_null (form);
  assert_error_code (error, VALISE_ERROR_NOT_ALLOWED);
  error = NULL;
  withdraw (f, record, NULL);
  restored = view (f, record);
  assert_false (valise_record_item_get (restored->item)->withdrawn);
  assert_null (restored->reason);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (what_was_typed_is_a_draft_after_the_store_was_closed, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_form_says_which_required_fields_are_empty, set_up, tear_down),
    cmocka_unit_test_setup_teardown (the_next_row_repeats_all_but_the_serial_number, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_finished_form_is_a_record_with_its_rows_and_no_draft, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_correction_writes_what_changed_with_its_reason, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_correction_that_changes_nothing_writes_nothing, set_up, tear_down),
    cmocka_unit_test_setup_teardown (rows_of_a_correction_are_changed_added_and_withdrawn, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_correction_survives_the_lock_as_a_draft, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_changed_meanwhile_is_told_before_it_is_written_over, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_withdrawn_record_says_when_and_why_until_it_is_restored, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_form_that_is_not_understood_changes_nothing_and_stays_a_draft, set_up, tear_down),
  };

  valise_secret_start ();
  return cmocka_run_group_tests (tests, NULL, NULL);
}
