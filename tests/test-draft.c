/* test-draft.c - what is being typed is safe, and never in the log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "core/draft.h"
#include "core/error.h"
#include "core/log.h"
#include "tests/fixture.h"

#define RECORD "00112233445566778899aabbccddeeff"
#define OTHER "ffeeddccbbaa99887766554433221100"

static int
set_up (void **state)
{
  *state = fixture_store_new ("I. Marwen", "expert");
  return 0;
}

static int
tear_down (void **state)
{
  fixture_store_free (*state);
  return 0;
}

static void
keep (ValiseStore *store, const char *record, const char *content)
{
  ValiseDraft draft = { (char *) record, (char *) "sighting", (char *) "Cache", TRUE, (char *) content, NULL };
  g_autoptr (GError) error = NULL;

  assert_true (valise_draft_keep (store, &draft, &error));
  assert_null (error);
}

static void
a_draft_comes_back_as_it_was_typed (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseDraft) draft = NULL;

  keep (f->store, RECORD, "{\"texts\":{\"title\":\"مخبأ?\"}}");
  fixture_store_close (f);
  fixture_store_reopen (f);
  draft = valise_draft_get (f->store, RECORD, NULL);
  assert_non_null (draft);
  assert_string_equal (draft->type, "sighting");
  assert_string_equal (draft->title, "Cache");
  assert_string_equal (draft->content, "{\"texts\":{\"title\":\"مخبأ?\"}}");
  assert_true (draft->is_new);
}

static void
a_draft_takes_the_place_of_the_one_before (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (GPtrArray) drafts = NULL;

  keep (f->store, RECORD, "{\"texts\":{\"title\":\"C\"}}");
  keep (f->store, RECORD, "{\"texts\":{\"title\":\"Ca\"}}");
  keep (f->store, OTHER, "{}");
  drafts = valise_draft_list (f->store, NULL);
  assert_int_equal (drafts->len, 2);
}

static void
a_draft_is_no_entry_of_the_log (void **state)
{
  FixtureStore *f = *state;
  guint64 before = valise_log_size (f->store, VALISE_LOG_OWN);

  keep (f->store, RECORD, "{}");
  assert_int_equal (valise_log_size (f->store, VALISE_LOG_OWN), before);
}

static void
a_dropped_draft_is_gone_and_dropping_it_again_is_no_error (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (ValiseDraft) draft = NULL;
  g_autoptr (GError) error = NULL;

  keep (f->store, RECORD, "{}");
  assert_true (valise_draft_drop (f->store, RECORD, &error));
  draft = valise_draft_get (f->store, RECORD, &error);
  assert_null (draft);
  assert_null (error);
  assert_true (valise_draft_drop (f->store, RECORD, &error));
}

static void
a_draft_is_written_beside_a_long_read (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseStore) beside = valise_store_open_beside (f->store, 0, &error);
  g_autoptr (ValiseStore) reader = valise_store_open_beside (f->store, VALISE_DB_READER, &error);
  g_autoptr (ValiseDraft) kept = NULL;
  g_autoptr (ValiseQuery) query = NULL;
  gboolean row = FALSE;

  assert_non_null (beside);
  assert_non_null (reader);
  query = valise_query (valise_store_get_db (reader), "SELECT name FROM meta", &error);
  assert_true (valise_query_step (query, &row, &error)); /* a snapshot is held open */
  keep (beside, RECORD, "{}");
  kept = valise_draft_get (f->store, RECORD, NULL);
  assert_non_null (kept);
}

static void
a_reader_s_connection_cannot_write (void **state)
{
  FixtureStore *f = *state;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseStore) reader = valise_store_open_beside (f->store, VALISE_DB_READER, &error);
  ValiseDraft draft = { (char *) RECORD, (char *) "sighting", NULL, TRUE, (char *) "{}", NULL };

  assert_non_null (reader);
  assert_false (valise_draft_keep (reader, &draft, &error));
  assert_non_null (error);
}

static void
a_draft_that_is_too_long_is_refused_and_the_last_one_stays (void **state)
{
  FixtureStore *f = *state;
  g_autofree char *huge = g_strnfill (1024 * 1024 + 1, 'x');
  ValiseDraft draft = { (char *) RECORD, (char *) "sighting", NULL, TRUE, huge, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseDraft) kept = NULL;

  keep (f->store, RECORD, "{}");
  assert_false (valise_draft_keep (f->store, &draft, &error));
  assert_true (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_LIMIT));
  kept = valise_draft_get (f->store, RECORD, NULL);
  assert_string_equal (kept->content, "{}");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (a_draft_comes_back_as_it_was_typed, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_draft_takes_the_place_of_the_one_before, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_draft_is_no_entry_of_the_log, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_dropped_draft_is_gone_and_dropping_it_again_is_no_error, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_draft_is_written_beside_a_long_read, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_reader_s_connection_cannot_write, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_draft_that_is_too_long_is_refused_and_the_last_one_stays, set_up, tear_down),
  };

  valise_secret_start ();
  return cmocka_run_group_tests (tests, NULL, NULL);
}
