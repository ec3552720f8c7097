/* test-unsealed.c - sealed values are read with the vault's passphrase, for a while
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/error.h"
#include "core/projection.h"
#include "core/record.h"
#include "tests/session-fixture.h"
#include "ui/models/form.h"
#include "ui/models/unsealed.h"

static const char name[] = "Baba Ko, third stall";

typedef struct {
  SessionFixture *f;
  char *record;
} Fixture;

static ValiseSecret *
secret (const char *text)
{
  return valise_secret_new_copy (text, strlen (text));
}

static gboolean
make_vault (ValiseUnsealed *unsealed, const char *passphrase, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  valise_unsealed_make_async (unsealed, secret (passphrase), session_fixture_on_done, &result);
  return valise_unsealed_make_finish (unsealed, session_fixture_wait (&result), error);
}

static gboolean
open_vault (ValiseUnsealed *unsealed, const char *passphrase, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  valise_unsealed_open_async (unsealed, secret (passphrase), session_fixture_on_done, &result);
  return valise_unsealed_open_finish (unsealed, session_fixture_wait (&result), error);
}

/* A sighting with a sealed source, recorded by a form. */
static int
set_up (void **state)
{
  Fixture *f = g_new0 (Fixture, 1);
  g_autoptr (ValiseForm) form = NULL;
  g_autoptr (ValiseUnsealed) unsealed = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  f->f = session_fixture_new ();
  session_fixture_open (f->f);
  form = valise_form_new (f->f->session, valise_type_find ("sighting"));
  unsealed = valise_form_new_unsealed (form);
  assert_true (make_vault (unsealed, "vault vault vault", NULL));
  valise_form_set (form, "title", "Rifles for sale");
  valise_form_set (form, "who-told", name);
  valise_form_finish_async (form, session_fixture_on_done, &result);
  assert_true (valise_form_finish_finish (form, session_fixture_wait (&result), NULL));
  f->record = g_strdup (valise_form_get_record (form));
  *state = f;
  return 0;
}

static int
tear_down (void **state)
{
  Fixture *f = *state;

  session_fixture_free (f->f);
  g_free (f->record);
  g_free (f);
  return 0;
}

static gpointer
count_openings (ValiseStore *store, gpointer record, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows = valise_projection_custody (store, record, error);
  guint count = 0;

  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (ValiseRecord) event = valise_record_load (store, ((const ValiseListRow *) rows->pdata[i])->record, NULL);
    g_autofree char *action = valise_state_dup_text (event->state, "action");

    count += (guint) g_str_equal (action, "opened-vault");
  }
  return GUINT_TO_POINTER (count);
}

static guint
openings (Fixture *f)
{
  const ValiseSessionJob job = { .lane = VALISE_LANE_READ, .run = count_openings };

  return GPOINTER_TO_UINT (valise_session_run (f->f->session, &job, f->record, NULL));
}

static void
a_wrong_passphrase_opens_nothing_and_is_no_event (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseUnsealed) unsealed = valise_unsealed_new (f->f->session, f->record);
  g_autoptr (GError) error = NULL;

  assert_false (open_vault (unsealed, "not this one", &error));
  assert_error_code (error, VALISE_ERROR_WRONG_PASSPHRASE);
  error = NULL;
  assert_false (valise_unsealed_is_open (unsealed));
  assert_null (valise_unsealed_get (unsealed, "who-told"));
  assert_int_equal (openings (f), 0);
}

static void
an_open_vault_shows_what_was_sealed_until_it_is_closed (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseUnsealed) unsealed = valise_unsealed_new (f->f->session, f->record);

  assert_true (open_vault (unsealed, "vault vault vault", NULL));
  assert_string_equal (valise_unsealed_get (unsealed, "who-told"), name);
  assert_null (valise_unsealed_get (unsealed, "title"));
  assert_in_range (valise_unsealed_get_left (unsealed), VALISE_UNSEALED_SECONDS - 60, VALISE_UNSEALED_SECONDS);
  assert_int_equal (openings (f), 1);
  valise_unsealed_close (unsealed);
  assert_null (valise_unsealed_get (unsealed, "who-told"));
  assert_int_equal (valise_unsealed_get_left (unsealed), 0);
}

static void
a_vault_is_not_made_twice (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseUnsealed) unsealed = valise_unsealed_new (f->f->session, f->record);
  g_autoptr (GError) error = NULL;

  assert_false (make_vault (unsealed, "another one", &error));
  assert_error_code (error, VALISE_ERROR_EXISTS);
  error = NULL;
}

/* Correcting needs no vault: what stands is said by when, and may be replaced. */
static void
a_correction_replaces_a_sealed_value_unseen (void **state)
{
  Fixture *f = *state;
  g_autoptr (ValiseUnsealed) unsealed = valise_unsealed_new (f->f->session, f->record);
  g_autoptr (ValiseForm) form = NULL;
  g_autoptr (GAsyncResult) opened = NULL, finished = NULL;

  valise_form_correct_async (f->f->session, f->record, session_fixture_on_done, &opened);
  form = valise_form_correct_finish (f->f->session, session_fixture_wait (&opened), NULL);
  assert_string_equal (valise_form_get (form, "who-told"), "");
  assert_non_null (valise_form_get_sealed_on (form, "who-told"));
  valise_form_set (form, "who-told", "His brother");
  valise_form_finish_async (form, session_fixture_on_done, &finished);
  assert_true (valise_form_finish_finish (form, session_fixture_wait (&finished), NULL));
  assert_true (open_vault (unsealed, "vault vault vault", NULL));
  assert_string_equal (valise_unsealed_get (unsealed, "who-told"), "His brother");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (a_wrong_passphrase_opens_nothing_and_is_no_event, set_up, tear_down),
    cmocka_unit_test_setup_teardown (an_open_vault_shows_what_was_sealed_until_it_is_closed, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_vault_is_not_made_twice, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_correction_replaces_a_sealed_value_unseen, set_up, tear_down),
  };

  valise_secret_start ();
  return cmocka_run_group_tests (tests, NULL, NULL);
}
