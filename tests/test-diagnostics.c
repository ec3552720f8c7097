/* test-diagnostics.c - how a laptop is, without content; the store's self-test; a store to practise with
 *
 * Through the session and its threads, as the desktop does it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include <string.h>

#include "core/error.h"
#include "core/log.h"
#include "core/record.h"
#include "sync/case.h"
#include "sync/roster.h"
#include "tests/fixture.h"
#include "ui/models/diagnostics.h"
#include "ui/models/training.h"

#define SECRET "Zanzibar-kiln-4471"

typedef struct {
  FixtureStore *fixture;
  ValiseSession *session;
  guint told; /* how often progress came */
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

static Fixture *
fixture_new (gboolean training)
{
  Fixture *f = g_new0 (Fixture, 1);
  ValiseAssignment title = { "title", "\"" SECRET "\"" };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  f->fixture = training ? fixture_store_new_training ("I. Marwen", "expert") : fixture_store_new ("I. Marwen", "expert");
  if (!training)
    g_free (valise_record_add (f->fixture->store, "sighting", &title, 1, &error));
  assert_no_error (error);
  fixture_store_close (f->fixture);
  f->session = valise_session_new (f->fixture->folder);
  valise_session_open_async (f->session, fixture_passphrase (), NULL, on_done, &result);
  assert_true (valise_session_open_finish (f->session, wait_for (&result), &error));
  return f;
}

static int
set_up (void **state)
{
  *state = fixture_new (FALSE);
  return 0;
}

static int
set_up_training (void **state)
{
  *state = fixture_new (TRUE);
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

static void
diagnostics_name_versions_and_no_content (void **state)
{
  Fixture *f = *state;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *text = NULL;

  valise_diagnostics_load_async (f->session, NULL, on_done, &result);
  found = valise_diagnostics_load_finish (f->session, wait_for (&result), &error);
  assert_no_error (error);
  text = valise_diagnostics_to_text (found);
  assert_non_null (strstr (text, "SQLCipher: 4"));
  assert_non_null (strstr (text, "Contradicts: Nothing that is known"));
  assert_null (strstr (text, SECRET));
  assert_null (strstr (text, "Marwen"));
  assert_null (strstr (text, f->fixture->folder));
}

/* The self-test */

static void
on_progress (guint64 done, guint64 total, gpointer user)
{
  Fixture *f = user;

  f->told++;
  assert_true (done <= total);
}

static ValiseVerified *
test_store (Fixture *f, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  valise_self_test_async (f->session, cancellable, on_progress, f, on_done, &result);
  return valise_self_test_finish (f->session, wait_for (&result), error);
}

static void
a_self_test_reads_everything_and_says_how_far_it_is (void **state)
{
  Fixture *f = *state;
  g_autoptr (GError) error = NULL;
  g_autoptr (ValiseVerified) found = test_store (f, NULL, &error);

  assert_no_error (error);
  assert_true (valise_verified_is_sound (found));
  assert_int_equal (found->entries, 1);
  assert_true (f->told > 0);
}

static void
a_self_test_that_is_cancelled_says_nothing_of_the_store (void **state)
{
  Fixture *f = *state;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  assert_null (test_store (f, cancellable, &error));
  assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

/* A store to practise with */

static gpointer
count_records (ValiseStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) cases = valise_case_list (store, error);
  g_autofree char *title = g_strdup (((ValiseCase *) cases->pdata[0])->title);

  assert_true (valise_roster_is_joined (store));
  return g_strdup_printf ("%s, %" G_GINT64_FORMAT, title, valise_log_count (store, VALISE_LOG_OWN, error));
}

static void
practice_has_a_case_a_roster_and_records (void **state)
{
  static const ValiseSessionJob job = { .lane = VALISE_LANE_READ, .run = count_records, .free_result = g_free };
  Fixture *f = *state;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  valise_training_fill_async (f->session, NULL, on_done, &result);
  assert_true (valise_training_fill_finish (f->session, wait_for (&result), &error));
  assert_no_error (error);
  said = valise_session_run (f->session, &job, NULL, &error);
  assert_string_equal (said, "Belua arms embargo, 31");
}

static void
a_real_store_is_never_filled_with_practice (void **state)
{
  Fixture *f = *state;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  valise_training_fill_async (f->session, NULL, on_done, &result);
  assert_false (valise_training_fill_finish (f->session, wait_for (&result), &error));
  assert_true (g_error_matches (error, VALISE_ERROR, VALISE_ERROR_NOT_ALLOWED));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (diagnostics_name_versions_and_no_content, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_self_test_reads_everything_and_says_how_far_it_is, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_self_test_that_is_cancelled_says_nothing_of_the_store, set_up, tear_down),
    cmocka_unit_test_setup_teardown (practice_has_a_case_a_roster_and_records, set_up_training, tear_down),
    cmocka_unit_test_setup_teardown (a_real_store_is_never_filled_with_practice, set_up, tear_down),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
